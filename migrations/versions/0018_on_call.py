"""Who is on call by weekday and hours, and where word of a worry goes to each of them."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018_on_call"
down_revision = "0017_telling"
branch_labels = None
depends_on = None

VERSIONS = sa.table("setting_version", sa.column("version"), sa.column("said"))


def upgrade() -> None:
    op.create_table(
        "duty_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_duty_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_mail")),
        sa.UniqueConstraint("person_id", name=op.f("uq_duty_mail_person_id")),
    )
    # Whoever stood in the list was on call at all hours, the first two of them by name.
    for version, said in _versions():
        listed = said.get("on_call_staff")
        if listed:
            first, second = [*listed, ""][:2]
            line = {"starts": "00:00:00", "ends": "00:00:00", "first": first, "second": second}
            _write(version, {**said, "on_call": [{"day": day, **line} for day in range(7)]})


def downgrade() -> None:
    for version, said in _versions():
        lines = said.get("on_call")
        if lines:
            named = [line[place] for place in ("first", "second") for line in lines]
            listed = [who for who in dict.fromkeys(named) if who]
            kept = {name: held for name, held in said.items() if name != "on_call"}
            _write(version, {"on_call_staff": listed, **kept})
    op.drop_table("duty_mail")


def _versions() -> list[tuple[int, dict[str, Any]]]:
    rows = op.get_bind().execute(sa.select(VERSIONS.c.version, VERSIONS.c.said)).all()
    return [(version, json.loads(said)) for version, said in rows]


def _write(version: int, said: dict[str, Any]) -> None:
    written = json.dumps(said, sort_keys=True)
    changed = sa.update(VERSIONS).where(VERSIONS.c.version == version).values(said=written)
    op.get_bind().execute(changed)
