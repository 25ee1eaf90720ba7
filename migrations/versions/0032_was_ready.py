"""A mentor who was ready until a date passed or a decision was taken back is not new."""

import sqlalchemy as sa
from alembic import op

revision = "0032_was_ready"
down_revision = "0031_before"
branch_labels = None
depends_on = None

# A last day was known only of who had everything once.
BY_NOW = (
    "UPDATE readiness SET ended_at = CURRENT_TIMESTAMP "
    "WHERE ready_since IS NULL AND last_day IS NOT NULL"
)


def upgrade() -> None:
    op.add_column("readiness", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(BY_NOW)


def downgrade() -> None:
    op.drop_column("readiness", "ended_at")
