"""Why a pair is what it is: points by criterion, and hard rules met or not."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.criteria import Criterion, Facts, Kind, Table, judge, parts, points
from matching.errors import BadInput
from matching.people import Mentee, Mentor, Wish
from matching.pool import Pool
from matching.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One pair, criterion by criterion.

    Parameters
    ----------
    mentee, mentor : str
        Ids.
    feasible : bool
        Whether the pair may be made. It may be False although every rule is met: a blocked pair
        is never named as such.
    score : int
        Sum of the points; counts only if the pair is feasible.
    points : mapping of str to int
        Points by soft criterion, in the agency's order; they add up to `score` exactly.
    most : mapping of str to int
        Points each soft criterion could give; they add up to 10 000.
    met, unmet : tuple of str
        Keys of the hard rules met and not met: hard criteria, and any that a *must* or
        *must not* makes hard for this pair.
    unknown : int
        How many soft criteria had no answer from one side or both and so gave their neutral
        share.
    """

    mentee: str
    mentor: str
    feasible: bool
    score: int
    points: Mapping[str, int]
    most: Mapping[str, int]
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    unknown: int


def explain(problem: Problem, mentee: str, mentor: str) -> Explanation:
    """Explain the score of a pair, feasible or not.

    Parameters
    ----------
    problem : Problem
        Made by `score`; scores from a file have no reasons.
    mentee, mentor : str
        Ids.

    Returns
    -------
    Explanation

    Raises
    ------
    BadInput
        If somebody is unknown, or the problem was not made from people.

    Examples
    --------
    >>> from matching import Overlap, score
    >>> topics = Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=3)
    >>> interests = Criterion(key="interests", kind=Kind.SOFT, compare=Overlap(), weight=1)
    >>> problem = score([Mentee(id="a", answers={"topics": 0b11})],
    ...                 [Mentor(id="x", answers={"topics": 0b01})], [topics, interests])
    >>> why = explain(problem, "a", "x")
    >>> why.score, dict(why.points), why.unknown
    (5000, {'topics': 3750, 'interests': 1250}, 1)
    """
    row, column = problem.mentee(mentee), problem.mentor(mentor)
    if problem.pool is None:
        raise BadInput("scores that came without people cannot be explained")
    pool = problem.pool
    pair = pool.mentees[row], pool.mentors[column]
    return explain_people(pool, *pair, feasible=problem.score_of(row, column) is not None)


def explain_people(pool: Pool, mentee: Mentee, mentor: Mentor, *, feasible: bool) -> Explanation:
    """Explain any two people under the criteria of a pool; see `explain`."""
    most = parts(pool.criteria)
    earned: dict[str, int] = {}
    met: list[str] = []
    unmet: list[str] = []
    unknown = 0
    for criterion in pool.criteria:
        asks = mentee.wish(criterion.key), mentor.wish(criterion.key)
        said = judge(criterion, facts_of(criterion, mentee, mentor), asks)
        if criterion.kind is Kind.HARD or Wish.MUST in asks or Wish.MUST_NOT in asks:
            (met if said.allowed else unmet).append(criterion.key)
        if criterion.kind is Kind.SOFT:
            earned[criterion.key] = points(most[criterion.key], said.share)
            unknown += not said.known
    return Explanation(
        mentee=mentee.id, mentor=mentor.id, feasible=feasible, score=sum(earned.values()),
        points=earned, most=most, met=tuple(met), unmet=tuple(unmet), unknown=unknown,
    )  # fmt: skip


def facts_of(criterion: Criterion, mentee: Mentee, mentor: Mentor) -> Facts | None:
    """Return what `judge` needs to know of two people, None if an answer is unknown."""
    mine, theirs = criterion.answers(mentee, mentor)
    if mine is None or theirs is None:
        return None
    if isinstance(criterion.compare, Table):
        return Facts(mine, theirs)
    return Facts((mine & theirs).bit_count(), mine.bit_count())
