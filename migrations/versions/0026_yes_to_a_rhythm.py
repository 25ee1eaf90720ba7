"""Each of a pair says yes to how often they talk; until now only one was ever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0026_yes_to_a_rhythm"
down_revision = "0025_rhythms_of_a_pair"
branch_labels = None
depends_on = None

BEFORE = (
    "offer_waiting", "did_not_go_ahead", "both_said_yes", "match_began", "match_paused",
    "match_resumed", "match_ended", "talk_moved", "talk_cancelled", "talk_suggested",
    "talk_planned", "talk_not_found",
)  # fmt: skip
AFTER = (
    "log_waiting", "consent_ended", "safe_contact_ended", "safe_contact_changed",
    "checks_decided", "review_waiting", "call_back_asked", "sign_in_recovered", "way_in_given",
    "second_factor_replaced", "safety_raised", "follow_up_passed", "complaint_raised",
)  # fmt: skip
FOLDED = ("UPDATE notice SET kind = 'talk_suggested' WHERE kind = 'rhythm_said'",)
SIDES = ("mentee", "mentor")
# Whoever set a rhythm alone said yes to it; what staff wrote down is asked of both.
SAID = (
    "UPDATE rhythm SET {side}_agreed_at = set_at WHERE set_by = "
    "(SELECT {side}_id FROM match WHERE match.id = rhythm.match_id)"
)


def upgrade() -> None:
    for side in SIDES:
        op.add_column("rhythm", sa.Column(f"{side}_agreed_at", sa.DateTime(timezone=True)))
        op.execute(SAID.format(side=side))
    _allow(*BEFORE, "rhythm_said", *AFTER)


def downgrade() -> None:
    for statement in FOLDED:
        op.execute(statement)
    _allow(*BEFORE, *AFTER)
    with op.batch_alter_table("rhythm") as table:
        for side in SIDES:
            table.drop_column(f"{side}_agreed_at")


def _allow(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    held = op.f("ck_notice_notice_kind")
    with op.batch_alter_table("notice") as table:
        table.drop_constraint(held, type_="check")
        table.create_check_constraint(held, f"kind IN ({listed})")
