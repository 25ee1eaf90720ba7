"""Drafts the next migration: what the models say and the migrations do not yet.

    python -m migrations.draft 0007_rooms "Rooms that a pair can meet in"

It migrates a throw-away database, compares it with the models and writes a file to
migrations/versions, to be read, mended and given a test before it is committed. A change to a
table that is already there belongs into `with op.batch_alter_table(...)`, which SQLite needs.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from sqlalchemy import create_engine

import mentorship.app
from mentorship.kernel.db import Base, KeyedHash, SealedText, UtcDateTime
from mentorship.kernel.paths import MIGRATIONS

PLAIN = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    SealedText: "sa.LargeBinary()",
    KeyedHash: "sa.LargeBinary(length=32)",
}
TIDY = {
    "hooks": "ruff",
    "ruff.type": "module",
    "ruff.module": "ruff",
    "ruff.options": "format --quiet REVISION_SCRIPT_FILENAME",
}


def draft(revision: str, message: str) -> None:
    """Write the migration that brings the newest schema to the models."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'draft.db'}")
        settings = Config()
        settings.set_main_option("script_location", str(MIGRATIONS))
        settings.set_main_option("file_template", "%%(rev)s")
        settings.file_config.read_dict({"post_write_hooks": TIDY})
        settings.attributes.update(
            engine=engine, metadata=Base.metadata, render_item=_without_our_types
        )
        command.upgrade(settings, "head")
        command.revision(settings, message, autogenerate=True, rev_id=revision)
        engine.dispose()
    _strip(MIGRATIONS / "versions" / f"{revision}.py")


def _without_our_types(kind: str, item: object, _context: AutogenContext) -> str | bool:
    # A migration names plain types: ours may change, what it did to a database may not.
    return PLAIN.get(type(item), False) if kind == "type" else False


def _strip(path: Path) -> None:
    # Alembic's own remarks say nothing to the next reader.
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "### " not in line))


if __name__ == "__main__":
    assert mentorship.app, "importing it makes every feature's tables known"
    draft(*sys.argv[1:])
