"""What somebody had typed into one form when their session had ended."""

import sqlalchemy as sa
from alembic import op

revision = "0021_unsent"
down_revision = "0020_display"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_unsent_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent")),
        sa.UniqueConstraint("person_id", name=op.f("uq_unsent_person_id")),
    )
    op.create_index(op.f("ix_unsent_until"), "unsent", ["until"])


def downgrade() -> None:
    op.drop_table("unsent")
