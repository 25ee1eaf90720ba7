"""Who asked for somebody else and who is here again stand on the board."""

from alembic import op

revision = "0027_asked_and_back"
down_revision = "0026_yes_to_a_rhythm"
branch_labels = None
depends_on = None

# Each list in the order of the program, in which its constraint is written down.
KINDS = (
    "safety", "complaint", "call", "change", "suspended", "look", "pair", "contact", "waiting",
    "aftercare", "offer", "talk_needed", "reach", "rest", "keep_touch", "tell", "quiet", "training",
    "supervision", "checks", "agreement", "pair_review", "silence",
)  # fmt: skip
REASONS = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk",
    "change_asked", "not_heard", "not_safe_to_meet", "said_unsafe", "worried", "stepped_back",
    "suspended", "other_suspended", "asked_this_week", "not_good", "a_little_worried", "ending",
    "pause_asked", "note", "came_back", "first_talk", "no_news", "not_held", "no_answer",
    "could_not", "log_awaited", "few_talks", "first_contact", "contact_due", "new_person",
    "still_waiting", "ended", "offer_unanswered", "consent_over", "cannot_look", "no_safe_way",
    "way_to_confirm", "rests", "rests_in_touch", "news_not_told", "quiet_for_long",
    "training_ends", "supervision_ends", "checks_end", "agreement_ends", "review_due", "silent",
)  # fmt: skip
NEW = ("change", "change_asked", "came_back")
# What the step before has no room for is left out; where another reason stands beside it, that one
# is what is left of the row.
FOLDED = (
    "UPDATE follow_up SET reason = (SELECT its.reason FROM follow_up_cause AS its "
    "WHERE its.follow_up_id = follow_up.id AND its.reason <> 'came_back' LIMIT 1) "
    "WHERE reason = 'came_back' AND EXISTS (SELECT 1 FROM follow_up_cause AS its "
    "WHERE its.follow_up_id = follow_up.id AND its.reason <> 'came_back')",
    "DELETE FROM follow_up_step WHERE follow_up_id IN "
    "(SELECT id FROM follow_up WHERE reason IN ('change_asked', 'came_back'))",
    "DELETE FROM follow_up_cause WHERE reason IN ('change_asked', 'came_back')",
    "DELETE FROM follow_up WHERE reason IN ('change_asked', 'came_back')",
)


def upgrade() -> None:
    _allow(KINDS, REASONS)


def downgrade() -> None:
    for statement in FOLDED:
        op.execute(statement)
    _allow(_before(KINDS), _before(REASONS))


def _before(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if value not in NEW)


def _allow(kinds: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    _hold("follow_up", kind=("kind", kinds), reason=("reason", reasons))
    _hold("follow_up_cause", cause_reason=("reason", reasons))


def _hold(name: str, **checks: tuple[str, tuple[str, ...]]) -> None:
    with op.batch_alter_table(name) as table:
        for check, (column, values) in checks.items():
            listed = ", ".join(f"'{value}'" for value in values)
            held = op.f(f"ck_{name}_{check}")
            table.drop_constraint(held, type_="check")
            table.create_check_constraint(held, f"{column} IN ({listed})")
