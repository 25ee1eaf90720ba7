"""Rounds, proposals, offers, places and matches."""

import sqlalchemy as sa
from alembic import op

revision = "0005_matches"
down_revision = "0004_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="round_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("mentees", sa.Integer(), nullable=False),
        sa.Column("mentors", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.Column("unused", sa.Integer(), nullable=False),
        sa.Column("placed", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=True),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("blanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["started_by"],
            ["person.id"],
            name=op.f("fk_matching_round_started_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_round")),
    )
    op.create_index(
        op.f("ix_matching_round_started_at"), "matching_round", ["started_at"], unique=False
    )
    op.create_index(
        "uq_matching_round_open",
        "matching_round",
        ["open"],
        unique=True,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "pair_apart",
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "not_now",
                "no",
                "former",
                "declined",
                name="apart_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_pair_apart_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_pair_apart_mentor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mentee_id", "mentor_id", name=op.f("pk_pair_apart")),
    )
    op.create_index(op.f("ix_pair_apart_mentor_id"), "pair_apart", ["mentor_id"], unique=False)
    op.create_table(
        "fit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_round.id"], name=op.f("fk_fit_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_fit_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_fit_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fit")),
        sa.UniqueConstraint("person_id", "mentor_id", name=op.f("uq_fit_person_id_mentor_id")),
    )
    op.create_index(op.f("ix_fit_mentor_id"), "fit", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_fit_round_id"), "fit", ["round_id"], unique=False)
    op.create_table(
        "fit_move",
        sa.Column("fit_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fit_id"], ["fit.id"], name=op.f("fk_fit_move_fit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_fit_move_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_fit_move_mentor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fit_id", "mentee_id", name=op.f("pk_fit_move")),
    )
    op.create_index(op.f("ix_fit_move_mentee_id"), "fit_move", ["mentee_id"], unique=False)
    op.create_index(op.f("ix_fit_move_mentor_id"), "fit_move", ["mentor_id"], unique=False)
    op.create_table(
        "round_answer",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_round.id"],
            name=op.f("fk_round_answer_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_round_answer_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", "code", name=op.f("pk_round_answer")),
    )
    op.create_index(op.f("ix_round_answer_person_id"), "round_answer", ["person_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_human_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_human_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "held",
                "approved",
                "mentee_asked",
                "mentor_asked",
                "accepted",
                "declined",
                "not_now",
                "withdrawn",
                "blocked",
                "recalled",
                name="proposal_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decider_human_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "hold_reason",
            sa.Enum(
                "talk_first",
                "check_open",
                "better_time",
                "ask_colleague",
                name="hold_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "we_know_more",
                "too_much_now",
                "other_chosen",
                "too_little_fit",
                name="decline_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decider_human_id IS NULL OR "
            "(decider_human_id <> mentee_human_id AND decider_human_id <> mentor_human_id)",
            name=op.f("ck_proposal_nobody_decides_on_themselves"),
        ),
        sa.CheckConstraint(
            "mentee_human_id <> mentor_human_id", name=op.f("ck_proposal_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_proposal_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_proposal_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_proposal_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_proposal_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_round.id"],
            name=op.f("fk_proposal_round_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_mentor_id"), "proposal", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_proposal_round_id"), "proposal", ["round_id"], unique=False)
    op.create_index("ix_proposal_state_ask_at", "proposal", ["state", "ask_at"], unique=False)
    op.create_index(
        "uq_proposal_mentee_open",
        "proposal",
        ["mentee_id"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('proposed', 'held', 'approved', 'mentee_asked', 'mentor_asked')"
        ),
        postgresql_where=sa.text(
            "state IN ('proposed', 'held', 'approved', 'mentee_asked', 'mentor_asked')"
        ),
    )
    op.create_table(
        "round_count",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "mentee",
                "mentor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_round.id"],
            name=op.f("fk_round_count_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "side", "reason", name=op.f("pk_round_count")),
    )
    op.create_table(
        "round_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_round_person_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_round.id"],
            name=op.f("fk_round_person_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_person")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_round_person_round_id_person_id")
        ),
    )
    op.create_index(op.f("ix_round_person_person_id"), "round_person", ["person_id"], unique=False)
    op.create_table(
        "match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "introduction",
                "active",
                "paused",
                "ending",
                "closed",
                name="match_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreement_version", sa.Integer(), nullable=False),
        sa.Column(
            "introduced_as",
            sa.Enum(
                "in_person",
                "three_way_call",
                "waived",
                name="introduced_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("introduced_by", sa.Uuid(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("paused_for", sa.Uuid(), nullable=True),
        sa.Column("ending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending_as",
            sa.Enum(
                "planned",
                "early",
                "one_sided",
                name="ending_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "closed_as",
            sa.Enum(
                "planned",
                "early",
                "one_sided",
                name="closed_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["introduced_by"],
            ["person.id"],
            name=op.f("fk_match_introduced_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_match_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_match_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["paused_for"], ["person.id"], name=op.f("fk_match_paused_for"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_match_proposal_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_match_proposal_id")),
    )
    op.create_index(op.f("ix_match_mentor_id"), "match", ["mentor_id"], unique=False)
    op.create_index(
        "uq_match_mentee_open",
        "match",
        ["mentee_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('introduction', 'active', 'paused', 'ending')"),
        postgresql_where=sa.text("state IN ('introduction', 'active', 'paused', 'ending')"),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "mentee",
                "mentor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "yes",
                "not_now",
                "no",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("called", sa.LargeBinary(), nullable=True),
        sa.Column("told_from", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_offer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_offer_proposal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_offer_recorded_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("proposal_id", "side", name=op.f("uq_offer_proposal_id_side")),
    )
    op.create_index(op.f("ix_offer_person_id"), "offer", ["person_id"], unique=False)
    op.create_table(
        "proposal_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_proposal_note_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_note_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_note")),
    )
    op.create_index(op.f("ix_proposal_note_at"), "proposal_note", ["at"], unique=False)
    op.create_index(
        op.f("ix_proposal_note_proposal_id"), "proposal_note", ["proposal_id"], unique=False
    )
    op.create_table(
        "used_answer",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_used_answer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_used_answer_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", "answer_id", name=op.f("pk_used_answer")),
    )
    op.create_index(op.f("ix_used_answer_person_id"), "used_answer", ["person_id"], unique=False)
    op.create_table(
        "agreement_line",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_agreement_line_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_agreement_line_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["person.id"],
            name=op.f("fk_agreement_line_recorded_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("match_id", "person_id", "line", name=op.f("pk_agreement_line")),
    )
    op.create_index(
        op.f("ix_agreement_line_person_id"), "agreement_line", ["person_id"], unique=False
    )
    op.create_table(
        "change_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("not_treated_right", sa.Boolean(), nullable=False),
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
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["looked_by"],
            ["person.id"],
            name=op.f("fk_change_asked_looked_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_change_asked_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_change_asked_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_change_asked_mentor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_asked")),
        sa.UniqueConstraint("match_id", name=op.f("uq_change_asked_match_id")),
    )
    op.create_index(op.f("ix_change_asked_mentee_id"), "change_asked", ["mentee_id"], unique=False)
    op.create_index(op.f("ix_change_asked_mentor_id"), "change_asked", ["mentor_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("slot_no", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("slot_no > 0", name=op.f("ck_place_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_place_match_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_place_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_place_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_place_proposal_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_match_id"), "place", ["match_id"], unique=False)
    op.create_index(op.f("ix_place_proposal_id"), "place", ["proposal_id"], unique=False)
    op.create_index(
        "uq_place_mentee_id_open",
        "place",
        ["mentee_id"],
        unique=True,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "uq_place_mentor_id_slot_no_open",
        "place",
        ["mentor_id", "slot_no"],
        unique=True,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_place_mentor_id_slot_no_open",
        table_name="place",
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.drop_index(
        "uq_place_mentee_id_open",
        table_name="place",
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.drop_index(op.f("ix_place_proposal_id"), table_name="place")
    op.drop_index(op.f("ix_place_match_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_change_asked_mentor_id"), table_name="change_asked")
    op.drop_index(op.f("ix_change_asked_mentee_id"), table_name="change_asked")
    op.drop_table("change_asked")
    op.drop_index(op.f("ix_agreement_line_person_id"), table_name="agreement_line")
    op.drop_table("agreement_line")
    op.drop_index(op.f("ix_used_answer_person_id"), table_name="used_answer")
    op.drop_table("used_answer")
    op.drop_index(op.f("ix_proposal_note_proposal_id"), table_name="proposal_note")
    op.drop_index(op.f("ix_proposal_note_at"), table_name="proposal_note")
    op.drop_table("proposal_note")
    op.drop_index(op.f("ix_offer_person_id"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(
        "uq_match_mentee_open",
        table_name="match",
        sqlite_where=sa.text("state IN ('introduction', 'active', 'paused', 'ending')"),
        postgresql_where=sa.text("state IN ('introduction', 'active', 'paused', 'ending')"),
    )
    op.drop_index(op.f("ix_match_mentor_id"), table_name="match")
    op.drop_table("match")
    op.drop_index(op.f("ix_round_person_person_id"), table_name="round_person")
    op.drop_table("round_person")
    op.drop_table("round_count")
    op.drop_index(
        "uq_proposal_mentee_open",
        table_name="proposal",
        sqlite_where=sa.text(
            "state IN ('proposed', 'held', 'approved', 'mentee_asked', 'mentor_asked')"
        ),
        postgresql_where=sa.text(
            "state IN ('proposed', 'held', 'approved', 'mentee_asked', 'mentor_asked')"
        ),
    )
    op.drop_index("ix_proposal_state_ask_at", table_name="proposal")
    op.drop_index(op.f("ix_proposal_round_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_mentor_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_round_answer_person_id"), table_name="round_answer")
    op.drop_table("round_answer")
    op.drop_index(op.f("ix_fit_move_mentor_id"), table_name="fit_move")
    op.drop_index(op.f("ix_fit_move_mentee_id"), table_name="fit_move")
    op.drop_table("fit_move")
    op.drop_index(op.f("ix_fit_round_id"), table_name="fit")
    op.drop_index(op.f("ix_fit_mentor_id"), table_name="fit")
    op.drop_table("fit")
    op.drop_index(op.f("ix_pair_apart_mentor_id"), table_name="pair_apart")
    op.drop_table("pair_apart")
    op.drop_index(
        "uq_matching_round_open",
        table_name="matching_round",
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.drop_index(op.f("ix_matching_round_started_at"), table_name="matching_round")
    op.drop_table("matching_round")
