"""Days on which somebody's weekly hours do not hold, sealed, and when the next one is over."""

import sqlalchemy as sa
from alembic import op

revision = "0029_days_off"
down_revision = "0028_catch_up"
branch_labels = None
depends_on = None

KEPT = sa.text("days_over_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("agenda", sa.Column("days_off", sa.LargeBinary(), nullable=True))
    op.add_column("agenda", sa.Column("days_over_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        op.f("ix_agenda_days_over_at"), "agenda", ["days_over_at"],
        sqlite_where=KEPT, postgresql_where=KEPT,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(op.f("ix_agenda_days_over_at"), "agenda")
    op.drop_column("agenda", "days_over_at")
    op.drop_column("agenda", "days_off")
