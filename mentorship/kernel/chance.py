"""The only place that draws names, passwords, codes and digits for people.

They come from the operating system's source of chance. The demo alone seeds it, so that the same
invented agency has the same names and passwords; keys and nonces never come from here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random, SystemRandom
from typing import TypeVar

Thing = TypeVar("Thing")

_source: Random = SystemRandom()


def choice(things: Sequence[Thing]) -> Thing:
    """Draw one of several."""
    return _source.choice(things)


def randbelow(limit: int) -> int:
    """Draw a number from 0 up to, and without, the limit."""
    return _source.randrange(limit)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw what can be drawn again from the same seed, inside the block; for the demo only."""
    global _source  # noqa: PLW0603 - one source for the whole process, like the clock
    before, _source = _source, Random(seed)  # noqa: S311 - that it can be foreseen is the point
    try:
        yield
    finally:
        _source = before
