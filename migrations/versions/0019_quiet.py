"""Who is quiet for long: when staff look at a record, and records that are put away."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0019_quiet"
down_revision = "0018_on_call"
branch_labels = None
depends_on = None

STANDINGS = ("here", "suspended", "stopping", "gone")
NEW_STANDINGS = ("here", "suspended", "stopping", "parked", "gone")
KINDS = (
    "safety", "complaint", "call", "suspended", "look", "pair", "contact", "waiting", "aftercare",
    "offer", "talk_needed", "reach", "rest", "keep_touch", "tell",
)  # fmt: skip
REASONS = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk", "not_heard",
    "not_safe_to_meet", "said_unsafe", "worried", "stepped_back", "suspended", "other_suspended",
    "asked_this_week", "not_good", "a_little_worried", "ending", "pause_asked", "note",
    "first_talk", "no_news", "not_held", "no_answer", "could_not", "log_awaited", "first_contact",
    "contact_due", "new_person", "still_waiting", "ended", "offer_unanswered", "consent_over",
    "cannot_look", "no_safe_way", "way_to_confirm", "rests", "rests_in_touch", "news_not_told",
)  # fmt: skip
OUTCOMES = (
    "spoke", "talk_planned", "other_help", "no_longer_so", "not_reached", "no_danger",
    "help_called", "passed_on", "answered", "taken_back", "over", "looked",
)  # fmt: skip
NEW_OUTCOMES = ("away", "parked")
TO_LOOK_AT = sa.text("look_at IS NOT NULL")
# What the step before has no room for: it is left out, or said as it was said then.
FOLDED = (
    "DELETE FROM follow_up_step WHERE follow_up_id IN "
    "(SELECT id FROM follow_up WHERE kind = 'quiet')",
    "DELETE FROM follow_up_cause WHERE follow_up_id IN "
    "(SELECT id FROM follow_up WHERE kind = 'quiet')",
    "DELETE FROM follow_up WHERE kind = 'quiet'",
    # Nobody is erased by a step back: whoever was put away is here, as before.
    "UPDATE person SET erase_after = NULL, standing = 'here' WHERE standing = 'parked'",
)


def upgrade() -> None:
    op.create_table(
        "quiet",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quiet_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_quiet")),
    )
    op.create_index(
        "ix_quiet_look_at", "quiet", ["look_at"], sqlite_where=TO_LOOK_AT,
        postgresql_where=TO_LOOK_AT,
    )  # fmt: skip
    # The first sweep reckons for everybody when they were last here.
    op.execute(
        "INSERT INTO quiet (person_id, since, look_at) SELECT id, joined_at, joined_at FROM person "
        "WHERE kind <> 'staff'"
    )
    _restate("person", "standing", NEW_STANDINGS)
    _allow((*KINDS, "quiet"), (*REASONS, "quiet_for_long"), (*OUTCOMES, *NEW_OUTCOMES))


def downgrade() -> None:
    for statement in FOLDED:
        op.execute(statement)
    _allow(KINDS, REASONS, OUTCOMES)
    _restate("person", "standing", STANDINGS)
    op.drop_table("quiet")


def _allow(kinds: Iterable[str], reasons: Iterable[str], outcomes: Iterable[str]) -> None:
    _restate("follow_up", "kind", kinds)
    _restate("follow_up", "reason", reasons)
    _restate("follow_up", "closed_as", outcomes, "outcome")
    _restate("follow_up_cause", "reason", reasons, "cause_reason")
    _restate("follow_up_cause", "ended_as", outcomes, "cause_ended_as")
    _restate("follow_up_step", "closed_as", outcomes, "step_closed_as")


def _restate(table: str, column: str, members: Iterable[str], name: str = "") -> None:
    # SQLite cannot change a check. Its own documentation has the stored text of the table rewritten
    # for that, which leaves rows, indexes and triggers alone; a copy of the table loses checks.
    held = f"{column} IN ({', '.join(repr(str(member)) for member in members)})"
    if op.get_bind().dialect.name != "sqlite":
        check = f"CONSTRAINT ck_{table}_{name or column}"
        op.execute(f"ALTER TABLE {table} DROP {check}, ADD {check} CHECK ({held})")
        return
    run = op.get_bind().exec_driver_sql
    (written,) = run("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).one()
    before = re.compile(rf"(CONSTRAINT ck_{table}_{name or column} CHECK \()[^()]*\([^()]*\)(\))")
    restated, times = before.subn(lambda found: found[1] + held + found[2], written)
    if times != 1:
        raise LookupError(f"{table} has no check of {column}")
    (version,) = run("PRAGMA schema_version").one()
    run("PRAGMA writable_schema=ON")
    run("UPDATE sqlite_master SET sql = ? WHERE name = ?", (restated, table))
    run(f"PRAGMA schema_version={version + 1}")
    run("PRAGMA writable_schema=RESET")
