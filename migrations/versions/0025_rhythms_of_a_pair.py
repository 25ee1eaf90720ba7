"""Every rhythm that a pair ever had is found without reading those of all others."""

from alembic import op

revision = "0025_rhythms_of_a_pair"
down_revision = "0024_language"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_rhythm_match_id"), "rhythm", ["match_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_rhythm_match_id"), table_name="rhythm")
