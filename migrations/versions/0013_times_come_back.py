"""Suggested times without an answer, and what is told about one thing, are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0013_times_come_back"
down_revision = "0012_rounds_in_steps"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_index(
        "ix_suggestion_made_at", "suggestion", ["made_at"],
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index("ix_notice_ref", "notice", ["ref"])


def downgrade() -> None:
    op.drop_index("ix_notice_ref", table_name="notice")
    op.drop_index("ix_suggestion_made_at", table_name="suggestion")
