"""The only place that reads the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_moved: datetime | None = None


def now() -> datetime:
    """Tell the present moment in UTC, or the moment the clock was moved to."""
    return _moved or datetime.now(UTC)


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`, for the demo's past and for tests.

    It is process-wide on purpose: a server running in another thread sees the same moved time.
    """
    global _moved  # noqa: PLW0603 - one clock for the whole process
    if moment.tzinfo is None:
        raise ValueError("the clock can only be moved to a moment with a time zone")
    before, _moved = _moved, moment.astimezone(UTC)
    try:
        yield
    finally:
        _moved = before
