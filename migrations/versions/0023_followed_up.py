"""What has its day, months that fall short and silence are followed up; looking back on a match."""

import sqlalchemy as sa
from alembic import op

revision = "0023_followed_up"
down_revision = "0022_own_code"
branch_labels = None
depends_on = None

KINDS = (
    "safety", "complaint", "call", "suspended", "look", "pair", "contact", "waiting", "aftercare",
    "offer", "talk_needed", "reach", "rest", "keep_touch", "tell", "quiet",
)  # fmt: skip
BEFORE = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk", "not_heard",
    "not_safe_to_meet", "said_unsafe", "worried", "stepped_back", "suspended", "other_suspended",
    "asked_this_week", "not_good", "a_little_worried", "ending", "pause_asked", "note",
    "first_talk", "no_news", "not_held", "no_answer", "could_not", "log_awaited",
)  # fmt: skip
AFTER = (
    "first_contact", "contact_due", "new_person", "still_waiting", "ended", "offer_unanswered",
    "consent_over", "cannot_look", "no_safe_way", "way_to_confirm", "rests", "rests_in_touch",
    "news_not_told", "quiet_for_long",
)  # fmt: skip
NEW_KINDS = ("training", "supervision", "checks", "agreement", "pair_review", "silence")
NEW_REASONS = (
    "training_ends", "supervision_ends", "checks_end", "agreement_ends", "review_due", "silent",
)  # fmt: skip
# What the step before has no room for is left out.
FOLDED = (
    "DELETE FROM follow_up_step WHERE follow_up_id IN (SELECT id FROM follow_up WHERE kind IN "
    "('training', 'supervision', 'checks', 'agreement', 'pair_review', 'silence'))",
    "DELETE FROM follow_up WHERE kind IN "
    "('training', 'supervision', 'checks', 'agreement', 'pair_review', 'silence')",
    "DELETE FROM follow_up_cause WHERE reason = 'few_talks'",
)


def upgrade() -> None:
    _allow((*KINDS, *NEW_KINDS), (*BEFORE, "few_talks", *AFTER, *NEW_REASONS))
    op.create_table(
        "match_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("came_of", _choice("came_of", "goes_on", "changes", "ends"), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_match_review_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_match_review_match_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_review")),
    )
    op.create_index(op.f("ix_match_review_match_id"), "match_review", ["match_id"])
    op.create_table(
        "pair_month",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("reckon_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("talks", sa.Integer(), nullable=True),
        sa.Column("talks_meant", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("minutes_meant", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_pair_month_match_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_pair_month")),
    )
    op.create_index(op.f("ix_pair_month_reckon_at"), "pair_month", ["reckon_at"])
    # What is over by then is reckoned at the next sweep.
    op.execute(
        "INSERT INTO pair_month (match_id, reckon_at) SELECT id, began_at FROM match "
        "WHERE state IN ('active', 'paused') AND began_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("pair_month")
    op.drop_table("match_review")
    for statement in FOLDED:
        op.execute(statement)
    _allow(KINDS, (*BEFORE, *AFTER))


def _choice(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


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
