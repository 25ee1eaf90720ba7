"""Who was here before their silence, their dates and looking back were followed up gets that too.

The worker reckons it, once; where nothing is missing, nothing is asked of it.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0028_catch_up"
down_revision = "0027_asked_and_back"
branch_labels = None
depends_on = None

MISSING = """
SELECT 1 FROM person p WHERE p.kind = 'mentee' AND p.standing = 'here' AND NOT EXISTS (
    SELECT 1 FROM follow_up f
    WHERE f.kind = 'silence' AND f.subject_id = p.id AND f.closed_at IS NULL)
UNION ALL
SELECT 1 FROM match m WHERE m.state IN ('active', 'paused') AND NOT EXISTS (
    SELECT 1 FROM follow_up f
    WHERE f.kind = 'pair_review' AND f.subject_id = m.id AND f.closed_at IS NULL)
UNION ALL
SELECT 1 FROM review r WHERE r.decision = 'agreement' AND r.state = 'approved' AND NOT EXISTS (
    SELECT 1 FROM follow_up f
    WHERE f.kind = 'agreement' AND f.subject_id = r.person_id AND f.closed_at IS NULL)
LIMIT 1
"""


def upgrade() -> None:
    connection = op.get_bind()
    if connection.scalar(sa.text(MISSING)) is None:
        return
    job = sa.table(
        "job", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("ref", sa.Uuid()),
        sa.column("state"), sa.column("attempts"), sa.column("due_at"),
    )  # fmt: skip
    put_in = sa.select(
        sa.literal(uuid4(), sa.Uuid()), sa.literal("catch_up"), sa.literal(uuid4(), sa.Uuid()),
        sa.literal("waiting"), sa.literal(0), sa.text("(SELECT max(joined_at) FROM person)"),
    )  # fmt: skip
    op.execute(job.insert().from_select([column.name for column in job.columns], put_in))


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'catch_up'")
