"""Each reason of a follow-up by itself, and from when it counts until it is passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0014_causes"
down_revision = "0013_times_come_back"
branch_labels = None
depends_on = None

STEPS = (
    "opened", "again", "turned", "reminded", "taken", "contact", "snoozed", "woke", "paused",
    "resumed", "anew", "closed",
)  # fmt: skip
REASONS = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk", "not_heard",
    "not_safe_to_meet", "worried", "stepped_back", "suspended", "other_suspended",
    "asked_this_week", "not_good", "a_little_worried", "ending", "pause_asked", "note",
    "first_talk", "no_news", "not_held", "first_contact", "contact_due", "new_person",
    "still_waiting", "ended", "offer_unanswered", "consent_over", "cannot_look", "no_safe_way",
    "way_to_confirm",
)  # fmt: skip
OUTCOMES = (
    "spoke", "talk_planned", "other_help", "no_longer_so", "not_reached", "no_danger",
    "help_called", "passed_on", "answered", "taken_back", "over",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "follow_up_cause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _one_of("cause_reason", REASONS), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", _one_of("cause_ended_as", OUTCOMES), nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["follow_up.id"],
            name=op.f("fk_follow_up_cause_follow_up_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_cause")),
    )
    op.create_index(op.f("ix_follow_up_cause_cause_id"), "follow_up_cause", ["cause_id"])
    op.create_index(op.f("ix_follow_up_cause_follow_up_id"), "follow_up_cause", ["follow_up_id"])
    # Until now a follow-up knew one reason and what caused the first; a clock computes its own.
    op.execute(
        "INSERT INTO follow_up_cause (id, follow_up_id, reason, cause_id, at, ended_at, ended_as) "
        "SELECT id, id, reason, cause_id, since, closed_at, closed_as FROM follow_up "
        "WHERE kind NOT IN ('pair', 'contact', 'waiting')"
    )
    op.drop_index("ix_follow_up_cause_id", table_name="follow_up")
    with op.batch_alter_table("follow_up") as table:
        table.drop_column("cause_id")
        table.add_column(sa.Column("counted_from", sa.DateTime(timezone=True), nullable=True))
    _allow(*STEPS, "eased", "freed")


def downgrade() -> None:
    op.execute("UPDATE follow_up_step SET step = 'again' WHERE step IN ('eased', 'freed')")
    _allow(*STEPS)
    with op.batch_alter_table("follow_up") as table:
        table.drop_column("counted_from")
        table.add_column(sa.Column("cause_id", sa.Uuid(), nullable=True))
    op.create_index("ix_follow_up_cause_id", "follow_up", ["cause_id"])
    op.execute(
        "UPDATE follow_up SET cause_id = (SELECT c.cause_id FROM follow_up_cause AS c "
        "WHERE c.follow_up_id = follow_up.id AND c.reason = follow_up.reason "
        "ORDER BY c.at, c.id LIMIT 1)"
    )
    op.drop_table("follow_up_cause")


def _allow(*steps: str) -> None:
    listed = ", ".join(f"'{step}'" for step in steps)
    with op.batch_alter_table("follow_up_step") as table:
        table.drop_constraint(op.f("ck_follow_up_step_step"), type_="check")
        table.create_check_constraint(op.f("ck_follow_up_step_step"), f"step IN ({listed})")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=40
    )  # fmt: skip
