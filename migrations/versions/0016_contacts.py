"""What somebody says to the five questions of a contact, and the concern it can be."""

import sqlalchemy as sa
from alembic import op

revision = "0016_contacts"
down_revision = "0015_resting"
branch_labels = None
depends_on = None

BEFORE = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk", "not_heard",
    "not_safe_to_meet",
)  # fmt: skip
AFTER = (
    "worried", "stepped_back", "suspended", "other_suspended", "asked_this_week", "not_good",
    "a_little_worried", "ending", "pause_asked", "note", "first_talk", "no_news", "not_held",
    "no_answer", "could_not", "log_awaited", "first_contact", "contact_due", "new_person",
    "still_waiting", "ended", "offer_unanswered", "consent_over", "cannot_look", "no_safe_way",
    "way_to_confirm", "rests", "rests_in_touch",
)  # fmt: skip
OWNERS = ("coordinator", "on_call", "deputy", "lead")
# What the step before has no room for is said as it was said then.
FOLDED = (
    "UPDATE follow_up SET reason = 'worried' WHERE reason = 'said_unsafe'",
    "UPDATE follow_up_cause SET reason = 'worried' WHERE reason = 'said_unsafe'",
    "UPDATE follow_up SET owner = 'coordinator' WHERE owner = 'reader'",
)
ACTED_ON = sa.text("acted_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "staff_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("safety", sa.LargeBinary(), nullable=True),
        sa.Column("activities", sa.LargeBinary(), nullable=True),
        sa.Column("outcomes", sa.LargeBinary(), nullable=True),
        sa.Column("relationship", sa.LargeBinary(), nullable=True),
        sa.Column("impact", sa.LargeBinary(), nullable=True),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_staff_contact_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staff_contact_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_contact")),
    )  # fmt: skip
    op.create_index(op.f("ix_staff_contact_person_id"), "staff_contact", ["person_id"])
    op.create_index(
        "ix_staff_contact_acted_at", "staff_contact", ["acted_at"],
        sqlite_where=ACTED_ON, postgresql_where=ACTED_ON,
    )  # fmt: skip
    _allow("reason", *BEFORE, "said_unsafe", *AFTER)
    _allow("owner", *OWNERS, "reader")


def downgrade() -> None:
    for statement in FOLDED:
        op.execute(statement)
    _allow("reason", *BEFORE, *AFTER)
    _allow("owner", *OWNERS)
    op.drop_table("staff_contact")


def _allow(column: str, *values: str) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    checks = {"follow_up": column}
    if column == "reason":
        checks["follow_up_cause"] = "cause_reason"
    for name, check in checks.items():
        with op.batch_alter_table(name) as table:
            held = op.f(f"ck_{name}_{check}")
            table.drop_constraint(held, type_="check")
            table.create_check_constraint(held, f"{column} IN ({listed})")
