"""A match says by itself since when it rests, also one that rests while it comes to its end."""

import sqlalchemy as sa
from alembic import op

revision = "0030_rests_since"
down_revision = "0029_days_off"
branch_labels = None
depends_on = None

# Since when those rest that rest now was not kept: no talk of theirs was planned after this.
BY_NOW = (
    "UPDATE match SET rests_since = CURRENT_TIMESTAMP "
    "WHERE state = 'paused' OR (state = 'ending' AND paused_for IS NOT NULL)"
)


def upgrade() -> None:
    op.add_column("match", sa.Column("rests_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(BY_NOW)


def downgrade() -> None:
    op.drop_column("match", "rests_since")
