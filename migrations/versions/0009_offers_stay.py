"""An offer stays with the person asked when the other one is erased and the proposal goes."""

import sqlalchemy as sa
from alembic import op

revision = "0009_offers_stay"
down_revision = "0008_deadlines"
branch_labels = None
depends_on = None

_UNANSWERED = sa.text("answer IS NULL AND chase_at IS NOT NULL")


def upgrade() -> None:
    _point_to_proposal("CASCADE", "SET NULL", may_be_gone=True)


def downgrade() -> None:
    op.execute("DELETE FROM offer WHERE proposal_id IS NULL")
    _point_to_proposal("SET NULL", "CASCADE", may_be_gone=False)


def _point_to_proposal(before: str, after: str, *, may_be_gone: bool) -> None:
    name = op.f("fk_offer_proposal_id")
    with op.batch_alter_table(
        "offer", copy_from=_offer(before, may_be_gone=not may_be_gone)
    ) as offer:
        offer.drop_constraint(name, type_="foreignkey")
        offer.alter_column("proposal_id", existing_type=sa.Uuid(), nullable=may_be_gone)
        offer.create_foreign_key(name, "proposal", ["proposal_id"], ["id"], ondelete=after)


def _offer(on_delete: str, *, may_be_gone: bool) -> sa.Table:
    # SQLite changes a table by copying it; the checks of the old one are not read from it.
    return sa.Table(
        "offer",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=may_be_gone),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", _one_of("side", "mentee", "mentor"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answer", _one_of("answer", "yes", "not_now", "no"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", _one_of("how", "in_person", "phone", "paper"), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("called", sa.LargeBinary(), nullable=True),
        sa.Column("told_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_offer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_offer_proposal_id"), ondelete=on_delete
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_offer_recorded_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("proposal_id", "side", name=op.f("uq_offer_proposal_id_side")),
        sa.Index(op.f("ix_offer_person_id"), "person_id"),
        sa.Index(
            op.f("ix_offer_chase_at"),
            "chase_at",
            sqlite_where=_UNANSWERED,
            postgresql_where=_UNANSWERED,
        ),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(
        *values,
        name=f"ck_offer_{name}",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
