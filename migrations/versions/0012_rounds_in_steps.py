"""A round tells which step it is at, and afterwards how it treats people."""

import sqlalchemy as sa
from alembic import op

revision = "0012_rounds_in_steps"
down_revision = "0011_endings"
branch_labels = None
depends_on = None

STEP = sa.Enum(
    "gathering", "comparing", "solving", "checking", "storing",
    name="round_step", native_enum=False, create_constraint=True, length=40,
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("matching_round") as table:
        table.add_column(sa.Column("step", STEP, nullable=True))
        table.add_column(sa.Column("fair_costs", sa.Integer(), nullable=True))
        table.add_column(sa.Column("treatment", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("matching_round") as table:
        table.drop_constraint(op.f("ck_matching_round_round_step"), type_="check")
        table.drop_column("treatment")
        table.drop_column("fair_costs")
        table.drop_column("step")
