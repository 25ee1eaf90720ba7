"""The people behind a problem, kept beside it so that a score can be explained and changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.criteria import Criterion
from matching.people import Mentee, Mentor


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pool:
    """Everything `score` was given.

    Parameters
    ----------
    mentees : tuple of Mentee
        Sorted by id.
    mentors : tuple of Mentor
        Sorted by id.
    criteria : tuple of Criterion
        In the agency's order.
    blocked, forced : frozenset of (str, str)
        Pairs (mentee, mentor) that must not, or must, be made.
    groups : mapping of str to int
        Ceiling by group.
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    criteria: tuple[Criterion, ...]
    blocked: frozenset[tuple[str, str]] = frozenset()
    forced: frozenset[tuple[str, str]] = frozenset()
    groups: Mapping[str, int] = field(default_factory=dict)
