"""What is due is found by a stored deadline: rhythms to plan, offers to chase, safe contacts."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0008_deadlines"
down_revision = "0007_calendars"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# The agency's own number of days is not known here; this is what it is unless changed.
OFFER_DAYS = timedelta(days=5)
PARTS = {
    "rhythm": ("plan_at", "replaced_at IS NULL AND plan_at IS NOT NULL"),
    "offer": ("chase_at", "answer IS NULL AND chase_at IS NOT NULL"),
    "safe_contact": ("look_at", "ended_at IS NULL AND look_at IS NOT NULL"),
}
NOTES = sa.text("note_acted_at IS NOT NULL")


def upgrade() -> None:
    for table, (column, _where) in PARTS.items():
        op.add_column(table, sa.Column(column, MOMENT, nullable=True))
    op.execute("UPDATE rhythm SET plan_at = set_at WHERE replaced_at IS NULL")
    op.execute(
        "UPDATE safe_contact SET look_at = CASE WHEN confirmed_at IS NULL THEN saved_at "
        "ELSE good_until END WHERE ended_at IS NULL"
    )
    _chase_offers()
    for table, (column, where) in PARTS.items():
        _index(table, column, sa.text(where))
    op.drop_index("ix_check_in_note_acted_at", table_name="check_in")
    _index("check_in", "note_acted_at", NOTES)


def downgrade() -> None:
    op.drop_index("ix_check_in_note_acted_at", table_name="check_in")
    op.create_index("ix_check_in_note_acted_at", "check_in", ["note_acted_at"])
    for table, (column, _where) in reversed(PARTS.items()):
        op.drop_index(f"ix_{table}_{column}", table_name=table)
        op.drop_column(table, column)


def _index(table: str, column: str, where: sa.TextClause) -> None:
    op.create_index(
        f"ix_{table}_{column}", table, [column], sqlite_where=where, postgresql_where=where
    )


def _chase_offers() -> None:
    offer = sa.table(
        "offer", sa.column("id", sa.Uuid()), sa.column("asked_at", MOMENT),
        sa.column("answer", sa.String()), sa.column("chase_at", MOMENT),
    )  # fmt: skip
    connection = op.get_bind()
    waiting = sa.select(offer.c.id, offer.c.asked_at).where(offer.c.answer.is_(None))
    for offer_id, asked_at in connection.execute(waiting).all():
        later = sa.update(offer).where(offer.c.id == offer_id)
        connection.execute(later.values(chase_at=asked_at + OFFER_DAYS))
