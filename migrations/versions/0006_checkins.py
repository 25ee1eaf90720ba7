"""Talks, logs, taps, reports and follow-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0006_checkins"
down_revision = "0005_matches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "in_person",
                "phone",
                "paper",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column(
            "whose",
            sa.Enum(
                "mine",
                "theirs",
                "someone_else",
                name="whose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "reader",
            sa.Enum(
                "mentee",
                "mentor",
                "coordinator",
                "safeguarding",
                "reviewer",
                "administrator",
                name="reader",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("named_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["named_id"], ["person.id"], name=op.f("fk_report_named_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_report_recorded_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_person_id"), "report", ["person_id"], unique=False)
    op.create_table(
        "tap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "in_person",
                "phone",
                "paper",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "going",
            sa.Enum(
                "good",
                "mixed",
                "not_good",
                name="going",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("not_heard", sa.Boolean(), nullable=False),
        sa.Column("wants_to_talk", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_tap_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tap")),
    )
    op.create_index(op.f("ix_tap_person_id"), "tap", ["person_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "safety",
                "complaint",
                "call",
                "suspended",
                "look",
                "pair",
                "contact",
                "waiting",
                "aftercare",
                "offer",
                "talk_needed",
                "reach",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "worried_now",
                "not_treated_right",
                "asked_today",
                "hard_twice",
                "wants_to_talk",
                "not_heard",
                "not_safe_to_meet",
                "worried",
                "stepped_back",
                "suspended",
                "other_suspended",
                "asked_this_week",
                "not_good",
                "a_little_worried",
                "ending",
                "pause_asked",
                "note",
                "first_talk",
                "no_news",
                "not_held",
                "first_contact",
                "contact_due",
                "new_person",
                "still_waiting",
                "ended",
                "offer_unanswered",
                "consent_over",
                "cannot_look",
                "no_safe_way",
                "way_to_confirm",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "snoozed",
                "paused",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "safety",
                "call_today",
                "late",
                "due",
                "new",
                "paused",
                "snoozed",
                "on_time",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "owner",
            sa.Enum(
                "coordinator",
                "on_call",
                "deputy",
                "lead",
                name="owner",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("passed_to", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "closed_as",
            sa.Enum(
                "spoke",
                "talk_planned",
                "other_help",
                "no_longer_so",
                "not_reached",
                "no_danger",
                "help_called",
                "passed_on",
                "answered",
                "taken_back",
                "over",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_follow_up_match_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_up_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passed_to"], ["person.id"], name=op.f("fk_follow_up_passed_to"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("fk_follow_up_taken_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_cause_id"), "follow_up", ["cause_id"], unique=False)
    op.create_index(op.f("ix_follow_up_match_id"), "follow_up", ["match_id"], unique=False)
    op.create_index(
        "ix_follow_up_next",
        "follow_up",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_follow_up_person_id"), "follow_up", ["person_id"], unique=False)
    op.create_index(
        "uq_follow_up_open",
        "follow_up",
        ["kind", "subject_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "rhythm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "in_person",
                "phone",
                "video",
                "text",
                name="rhythm_way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_rhythm_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["person.id"], name=op.f("fk_rhythm_set_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm")),
    )
    op.create_index(
        "uq_rhythm_match_holds",
        "rhythm",
        ["match_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "follow_up_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "opened",
                "again",
                "turned",
                "reminded",
                "taken",
                "contact",
                "snoozed",
                "woke",
                "paused",
                "resumed",
                "anew",
                "closed",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "safety",
                "call_today",
                "late",
                "due",
                "new",
                "paused",
                "snoozed",
                "on_time",
                name="step_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "reached",
            sa.Enum(
                "reached",
                "they_came",
                "no_answer",
                "left_nothing",
                name="reached",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "snoozed_why",
            sa.Enum(
                "planned",
                "they_asked",
                "waiting_for_answer",
                "away",
                name="snooze_why",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "closed_as",
            sa.Enum(
                "spoke",
                "talk_planned",
                "other_help",
                "no_longer_so",
                "not_reached",
                "no_danger",
                "help_called",
                "passed_on",
                "answered",
                "taken_back",
                "over",
                name="step_closed_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_follow_up_step_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["follow_up.id"],
            name=op.f("fk_follow_up_step_follow_up_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_step")),
    )
    op.create_index(
        op.f("ix_follow_up_step_follow_up_id"), "follow_up_step", ["follow_up_id"], unique=False
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm_id", sa.Uuid(), nullable=True),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "in_person",
                "phone",
                "video",
                "text",
                name="meeting_way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "cancelled",
                "logged",
                name="meeting_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_meeting_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rhythm_id"], ["rhythm.id"], name=op.f("fk_meeting_rhythm_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index("ix_meeting_match_id_at", "meeting", ["match_id", "at"], unique=False)
    op.create_index("uq_meeting_slot", "meeting", ["rhythm_id", "slot_at"], unique=True)
    op.create_table(
        "taken_quarter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_taken_quarter_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_taken_quarter_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_quarter")),
    )
    op.create_index(
        op.f("ix_taken_quarter_meeting_id"), "taken_quarter", ["meeting_id"], unique=False
    )
    op.create_index(
        op.f("ix_taken_quarter_starts_at"), "taken_quarter", ["starts_at"], unique=False
    )
    op.create_index("uq_taken_quarter", "taken_quarter", ["person_id", "starts_at"], unique=True)
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "how",
            sa.Enum(
                "in_person",
                "phone",
                "paper",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "held",
                "moved",
                "did_not_happen",
                "no_answer",
                "i_could_not",
                "not_safe",
                name="talk_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "in_person",
                "phone",
                "video",
                "text",
                name="check_in_way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "feeling",
            sa.Enum(
                "fine",
                "mixed",
                "hard",
                name="feeling",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "call_me",
            sa.Enum(
                "no",
                "this_week",
                "today",
                name="call_me",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "worry",
            sa.Enum(
                "no",
                "a_little",
                "yes",
                name="worry",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pause_asked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("note_acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_check_in_match_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_check_in_meeting_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_check_in_mentor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_check_in_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["person.id"],
            name=op.f("fk_check_in_recorded_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index("ix_check_in_match_id_on_day", "check_in", ["match_id", "on_day"], unique=False)
    op.create_index(op.f("ix_check_in_mentor_id"), "check_in", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_check_in_note_acted_at"), "check_in", ["note_acted_at"], unique=False)
    op.create_index(op.f("ix_check_in_person_id"), "check_in", ["person_id"], unique=False)
    op.create_index(
        "uq_check_in_meeting",
        "check_in",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_check_in_meeting",
        table_name="check_in",
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
    op.drop_index(op.f("ix_check_in_person_id"), table_name="check_in")
    op.drop_index(op.f("ix_check_in_note_acted_at"), table_name="check_in")
    op.drop_index(op.f("ix_check_in_mentor_id"), table_name="check_in")
    op.drop_index("ix_check_in_match_id_on_day", table_name="check_in")
    op.drop_table("check_in")
    op.drop_table("taken_quarter")
    op.drop_index("uq_meeting_slot", table_name="meeting")
    op.drop_index("ix_meeting_match_id_at", table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_follow_up_step_follow_up_id"), table_name="follow_up_step")
    op.drop_table("follow_up_step")
    op.drop_index(
        "uq_rhythm_match_holds",
        table_name="rhythm",
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.drop_table("rhythm")
    op.drop_index(
        "uq_follow_up_open",
        table_name="follow_up",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_follow_up_person_id"), table_name="follow_up")
    op.drop_index(
        "ix_follow_up_next",
        table_name="follow_up",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_follow_up_match_id"), table_name="follow_up")
    op.drop_index(op.f("ix_follow_up_cause_id"), table_name="follow_up")
    op.drop_table("follow_up")
    op.drop_index(op.f("ix_tap_person_id"), table_name="tap")
    op.drop_table("tap")
    op.drop_index(op.f("ix_report_person_id"), table_name="report")
    op.drop_table("report")
