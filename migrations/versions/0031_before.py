"""How a clock stood before a welcome talk answered it, for as long as that may be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0031_before"
down_revision = "0030_rests_since"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_before",
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_off_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_clock_before_follow_up_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("fk_clock_before_taken_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("follow_up_id", name=op.f("pk_clock_before")),
    )  # fmt: skip
    op.create_index(op.f("ix_clock_before_at"), "clock_before", ["at"])


def downgrade() -> None:
    op.drop_table("clock_before")
