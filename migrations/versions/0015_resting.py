"""Who rests without a day stands on the board, and what became of the last talk is told apart."""

from alembic import op

revision = "0015_resting"
down_revision = "0014_causes"
branch_labels = None
depends_on = None

KINDS = (
    "safety", "complaint", "call", "suspended", "look", "pair", "contact", "waiting", "aftercare",
    "offer", "talk_needed", "reach",
)  # fmt: skip
URGENT = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk", "not_heard",
    "not_safe_to_meet", "worried", "stepped_back", "suspended", "other_suspended",
    "asked_this_week", "not_good", "a_little_worried", "ending", "pause_asked", "note",
    "first_talk", "no_news", "not_held",
)  # fmt: skip
LATER = (
    "first_contact", "contact_due", "new_person", "still_waiting", "ended", "offer_unanswered",
    "consent_over", "cannot_look", "no_safe_way", "way_to_confirm",
)  # fmt: skip
OUTCOMES = (
    "spoke", "talk_planned", "other_help", "no_longer_so", "not_reached", "no_danger",
    "help_called", "passed_on", "answered", "taken_back", "over",
)  # fmt: skip
NEW_KINDS = ("rest", "keep_touch")
LAPSED = ("no_answer", "could_not", "log_awaited")
RESTING = ("rests", "rests_in_touch")
# What the step before has no room for: it is left out, or said as it was said then.
FOLDED = (
    "DELETE FROM follow_up_step WHERE follow_up_id IN "
    "(SELECT id FROM follow_up WHERE kind IN ('rest', 'keep_touch'))",
    "DELETE FROM follow_up_cause WHERE follow_up_id IN "
    "(SELECT id FROM follow_up WHERE kind IN ('rest', 'keep_touch'))",
    "DELETE FROM follow_up WHERE kind IN ('rest', 'keep_touch')",
    "UPDATE follow_up SET reason = 'not_held' WHERE reason IN ('no_answer', 'could_not')",
    "UPDATE follow_up SET reason = 'no_news' WHERE reason = 'log_awaited'",
    "UPDATE follow_up_step SET closed_as = 'over' WHERE closed_as = 'looked'",
)


def upgrade() -> None:
    _allow((*KINDS, *NEW_KINDS), (*URGENT, *LAPSED, *LATER, *RESTING), (*OUTCOMES, "looked"))


def downgrade() -> None:
    for statement in FOLDED:
        op.execute(statement)
    _allow(KINDS, (*URGENT, *LATER), OUTCOMES)


def _allow(kinds: tuple[str, ...], reasons: tuple[str, ...], outcomes: tuple[str, ...]) -> None:
    _hold("follow_up", kind=("kind", kinds), reason=("reason", reasons),
          outcome=("closed_as", outcomes))  # fmt: skip
    _hold("follow_up_cause", cause_reason=("reason", reasons),
          cause_ended_as=("ended_as", outcomes))  # fmt: skip
    _hold("follow_up_step", step_closed_as=("closed_as", outcomes))


def _hold(name: str, **checks: tuple[str, tuple[str, ...]]) -> None:
    with op.batch_alter_table(name) as table:
        for check, (column, values) in checks.items():
            listed = ", ".join(f"'{value}'" for value in values)
            held = op.f(f"ck_{name}_{check}")
            table.drop_constraint(held, type_="check")
            table.create_check_constraint(held, f"{column} IN ({listed})")
