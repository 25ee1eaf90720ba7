"""A code with which somebody without a sign-in comes into the record staff kept for them."""

import sqlalchemy as sa
from alembic import op

revision = "0022_own_code"
down_revision = "0021_unsent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_own_code_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_own_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_own_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_own_code_code_hash")),
    )
    op.create_index(op.f("ix_own_code_ends_at"), "own_code", ["ends_at"])


def downgrade() -> None:
    op.drop_table("own_code")
