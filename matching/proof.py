"""What a result is made of: objectives, pairs, prices, and the reason when there is none."""

from dataclasses import dataclass
from enum import StrEnum

VERSION = "2"


class Objective(StrEnum):
    """What is best, each lexicographic and exact.

    `coverage`: most placed, then the total, then waiting. `fair`: most placed, then the lowest
    score as high as possible, then the total, then waiting. `score`: the total, then most placed,
    then waiting. `full`: everyone placed, then the total.
    """

    COVERAGE = "coverage"
    FAIR = "fair"
    SCORE = "score"
    FULL = "full"


class Status(StrEnum):
    """Whether there is an assignment that keeps to all rules."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Pair:
    """One match: ids, score in units of the problem, and whether it had been promised."""

    mentee: str
    mentor: str
    score: int
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """One mentee without a match, and why.

    Reasons: `listed` (demand 0), `no feasible mentor`, `no room` (the places went where they make
    the result better), `lowers the total` (under `score` only).
    """

    mentee: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Integer prices in the order of the problem's ids.

    Parameters
    ----------
    mentees : tuple of int
        u_i, at least 0 (of any sign under `full`).
    places, minima : tuple of int
        p_j and q_j by mentor, at least 0.
    groups : tuple of int
        g_k by group, at least 0.
    """

    mentees: tuple[int, ...]
    places: tuple[int, ...]
    minima: tuple[int, ...]
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Proof that a result is optimal.

    Parameters
    ----------
    prices : Prices
        Feasible for every feasible pair, and worth exactly `value`.
    value : int
        Worth of the assignment without forced pairs, all levels packed in one number.
    waiting_unit : int
        Units of waiting time that count as one in the last level.
    threshold : int or None
        Under `fair`: pairs below this score were left out.
    count : Prices or None
        Under `fair`: prices that prove over all pairs that no more can be placed.
    cover : Prices or None
        Under `fair`: prices that prove that pairs above the threshold alone place fewer.
    """

    prices: Prices
    value: int
    waiting_unit: int = 1
    threshold: int | None = None
    count: Prices | None = None
    cover: Prices | None = None


class Shortage(StrEnum):
    """What there is too little of.

    `places`: under `full`, a set of mentees has fewer places than members among all the mentors
    they could go to (ceilings counted, less what the minima of other mentors in them take).
    `mentees`: some mentors need more mentees than there are who could go to any of them.
    `ceiling`: the minima in a group exceed its ceiling.
    """

    PLACES = "places"
    MENTEES = "mentees"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """Why no assignment keeps to all rules.

    Parameters
    ----------
    kind : Shortage
    sentence : str
        What contradicts what, in one sentence.
    mentees, mentors, groups : tuple of str
        The ids concerned; forced pairs are taken out first.
    """

    kind: Shortage
    sentence: str
    mentees: tuple[str, ...] = ()
    mentors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def sentence(kind: Shortage, *, mentees: int, mentors: int, room: int, group: str = "") -> str:
    """Say what there is too little of, from what was counted.

    Parameters
    ----------
    kind : Shortage
    mentees, mentors : int
        How many mentees compete, or are needed and can come; how many mentors are concerned.
    room : int
        Places, mentees needed, or what the ceiling leaves, by kind.
    group : str, optional
        Whose ceiling it is.

    Examples
    --------
    >>> sentence(Shortage.PLACES, mentees=3, mentors=2, room=2)
    '3 mentees can only go to 2 mentors, with 2 places for them.'
    """
    if kind is Shortage.PLACES:
        return (
            f"{_many(mentees, 'mentee')} can only go to {_many(mentors, 'mentor')},"
            f" with {_many(room, 'place')} for them."
        )
    if kind is Shortage.MENTEES:
        return (
            f"Too few mentees for the minimum of {_many(mentors, 'mentor')}:"
            f" {room} needed in all, {mentees} can go there."
        )
    return (
        f'The mentors of group "{group}" need {_many(mentees, "mentee")} in all,'
        f" but its ceiling leaves room for {room}."
    )


def _many(n: int, one: str) -> str:
    return f"{n} {one}" if n == 1 else f"{n} {one}s"
