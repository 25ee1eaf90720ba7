"""What only saves the tests time: nothing here changes what they find."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule

RAM_DISK = Path("/dev/shm")
ROOM = 2**30

Builder = Callable[..., tuple[str, str]]


def ram_disk() -> Path | None:
    """Name the system's RAM disk if it has room and lets programs run; databases love it."""
    if not os.access(RAM_DISK, os.W_OK):
        return None
    state = os.statvfs(RAM_DISK)
    roomy = state.f_bavail * state.f_frsize > ROOM
    return RAM_DISK if roomy and not state.f_flag & os.ST_NOEXEC else None


def compile_addresses_once() -> None:
    """Compile the code that builds an address for the first application, not for each anew."""
    compile_builder = Rule._compile_builder
    compiled: dict[tuple[str, bool], Builder] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Builder:
        wanted = (rule.rule, append_unknown)
        if wanted not in compiled:
            compiled[wanted] = compile_builder(rule, append_unknown)
        return compiled[wanted]

    changed: Any = Rule
    changed._compile_builder = remembered


def keep_what_is_loaded() -> None:
    """Tell the collector of garbage not to look again at what stays to the end: every module."""
    gc.collect()
    gc.freeze()
