"""What only saves the tests time: nothing here changes what they find."""

import gc
import os
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Dialect, Engine

from mentorship.app import create_app, open_to
from mentorship.installation import Installation
from mentorship.kernel import db

# What takes longest stands first, so that both processes of a run end together.
LONGEST = (
    "tests/web/test_every_form.py", "tests/db/test_migrations.py",
    "tests/security/test_strangers.py", "tests/browser/test_every_page.py",
    "tests/web/test_every_sentence.py", "tests/db/test_demo.py", "tests/web/test_every_page.py",
    "tests/browser/test_journeys.py", "tests/test_rules_are_covered.py",
)  # fmt: skip
RAM_DISK = Path("/dev/shm")
ROOM = 2**30


def ram_disk() -> Path | None:
    """Name the system's RAM disk if it has room and lets programs run; databases love it."""
    if not os.access(RAM_DISK, os.W_OK):
        return None
    state = os.statvfs(RAM_DISK)
    roomy = state.f_bavail * state.f_frsize > ROOM
    return RAM_DISK if roomy and not state.f_flag & os.ST_NOEXEC else None


def compile_statements_once() -> None:
    """Let every engine of a kind speak the first one's dialect, and use what that compiled."""
    make = db._engine
    spoken: dict[str, Dialect] = {}
    compiled: dict[Any, Any] = {}

    def remembering(url: str, *, read_only: bool) -> Engine:
        engine = make(url, read_only=read_only)
        own = engine.dialect
        if own.name not in spoken:
            spoken[own.name], own.initialize = own, once(own.initialize)
        shared = spoken[own.name]
        own.initialize = shared.initialize
        engine.dialect = engine.pool._dialect = shared
        engine.update_execution_options(compiled_cache=compiled)
        # The server of the tests does not go away between two transactions.
        engine.pool._pre_ping = False
        return engine

    db._engine = remembering


def once(ask: Callable[[Any], None]) -> Callable[[Any], None]:
    """Ask the server only once what a dialect wants to know of it: it is the same one."""
    asked = False

    def asking(connection: Any) -> None:
        nonlocal asked
        if not asked:
            ask(connection)
        asked = True

    return asking


@dataclass
class Lent:
    """One application, lent to one test after another as if it had just been made."""

    templates: BytecodeCache
    app: Flask | None = None
    made: dict[str, Any] = field(default_factory=dict)

    def to(self, installation: Installation) -> Flask:
        """Give it as it was made, in front of an installation."""
        if self.app is None:
            self.app = create_app(installation)
            self.app.testing = True
            self.app.jinja_env.bytecode_cache = self.templates
            self.made = copied(vars(self.app))
        vars(self.app).clear()
        vars(self.app).update(copied(self.made))
        open_to(self.app, installation)
        return self.app


def copied(held: Any) -> Any:
    """Copy what holds other things, all the way in, but not the things themselves."""
    if isinstance(held, dict):
        other = copy(held)
        other.update((name, copied(value)) for name, value in held.items())
        return other
    return type(held)(map(copied, held)) if isinstance(held, list | set) else held


def place(nodeid: str) -> int:
    """Tell where a test stands: what takes longest first, the others as they were."""
    path = nodeid.partition("::")[0]
    return LONGEST.index(path) if path in LONGEST else len(LONGEST)


def keep_what_is_loaded() -> None:
    """Tell the collector of garbage not to look again at what stays to the end: every module.

    The rest it looks at less often than by itself: most of what a test makes goes by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
