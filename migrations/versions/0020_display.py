"""How somebody wants every page: colours, the key that leaves, no mail and no names."""

import sqlalchemy as sa
from alembic import op

revision = "0020_display"
down_revision = "0019_quiet"
branch_labels = None
depends_on = None

SCHEME = sa.Enum(
    "auto", "light", "dark", name="scheme", native_enum=False, create_constraint=True, length=40
)


def upgrade() -> None:
    op.create_table(
        "display",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", SCHEME, nullable=False),
        sa.Column("leaves_by_key", sa.Boolean(), nullable=False),
        sa.Column("is_quiet", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_display_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_display")),
    )


def downgrade() -> None:
    op.drop_table("display")
