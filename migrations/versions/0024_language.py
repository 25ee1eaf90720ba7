"""The language that somebody chose, or that staff speak with them."""

import sqlalchemy as sa
from alembic import op

revision = "0024_language"
down_revision = "0023_followed_up"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "language")
