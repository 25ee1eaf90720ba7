"""The CSV files of the command line: read strictly, refused by file, line and sentence.

pairs.csv ``mentee,mentor,score`` (an absent pair is forbidden), mentors.csv
``mentor,capacity[,minimum][,group,group_capacity]``, mentees.csv ``mentee[,demand][,waiting_days]``
and forced.csv ``mentee,mentor``. UTF-8 with a header; columns in any order.
"""

from array import array
from dataclasses import replace
from pathlib import Path

import numpy as np

from matching.building import Place, assemble
from matching.csv_rows import Refused, id_in, rows, whole
from matching.decimals import Scaled, read_score, scale_scores
from matching.errors import BadInput
from matching.problem import AnyInts, Ints, Problem

MENTOR_COLUMNS = ("mentor", "capacity")
PLACE_COLUMNS = ("minimum", "group", "group_capacity")


def read_problem(
    pairs: Path, mentors: Path, mentees: Path | None = None, forced: Path | None = None
) -> Problem:
    """Read a problem from CSV files.

    Parameters
    ----------
    pairs, mentors : Path
    mentees, forced : Path, optional

    Returns
    -------
    Problem

    Raises
    ------
    BadInput
        With file, line and what is wrong.
    """
    places, ceilings = _read_mentors(mentors)
    waiting, demand = _read_mentees(mentees) if mentees else ({}, {})
    left, edges, scaled = _read_pairs(pairs, places, waiting if mentees else None)
    problem = assemble(
        mentees=left,
        mentors=[(person, places[person]) for person in sorted(places)],
        edges=edges,
        waiting=[waiting.get(person, 0) for person in left],
        demand=[demand.get(person, True) for person in left],
        forced=[],
        ceilings=ceilings,
        units=(scaled.scale, scaled.coarse, scaled.rounding),
    )
    return _with_forced(problem, forced) if forced else problem


def _read_mentors(path: Path) -> tuple[dict[str, Place], dict[str, int]]:
    places: dict[str, Place] = {}
    reader = PlaceReader(path)
    for line, row in rows(path, MENTOR_COLUMNS, PLACE_COLUMNS):
        person = id_in(path, line, row, "mentor")
        if person in places:
            raise Refused(path, line, f'mentor "{person}" is there twice')
        places[person] = reader.place(line, row)
    return places, reader.ceilings()


class PlaceReader:
    """Reads what mentors offer, and the ceilings of their groups, which any row of one may say.

    Parameters
    ----------
    path : Path
        Of the file, for what has to be refused.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ceilings: dict[str, int] = {}
        self._named_at: dict[str, int] = {}

    def place(self, line: int, row: dict[str, str]) -> Place:
        """Read the places of one mentor, refusing what contradicts itself or earlier rows."""
        id_in(self.path, line, row, "capacity")
        capacity = whole(self.path, line, row, "capacity", 0)
        minimum = whole(self.path, line, row, "minimum", 0)
        if minimum > capacity:
            sentence = f'mentor "{row["mentor"]}": the minimum is over the capacity'
            raise Refused(self.path, line, sentence)
        group = row.get("group") or None
        self._note_ceiling(line, row, group)
        return Place(capacity=capacity, minimum=minimum, group=group)

    def _note_ceiling(self, line: int, row: dict[str, str], group: str | None) -> None:
        said = bool(row.get("group_capacity"))
        if group is None:
            if said:
                raise Refused(self.path, line, "a group capacity needs a group")
            return
        self._named_at.setdefault(group, line)
        if said:
            ceiling = whole(self.path, line, row, "group_capacity", 0)
            if self._ceilings.setdefault(group, ceiling) != ceiling:
                raise Refused(self.path, line, f'group "{group}" has two ceilings')

    def ceilings(self) -> dict[str, int]:
        """Return the ceiling of each group, refusing the first group for which no row says one."""
        for group, line in self._named_at.items():
            if group not in self._ceilings:
                raise Refused(self.path, line, f'group "{group}" has no group capacity in any row')
        return self._ceilings


def _read_mentees(path: Path) -> tuple[dict[str, int], dict[str, bool]]:
    waiting: dict[str, int] = {}
    demand: dict[str, bool] = {}
    for line, row in rows(path, ("mentee",), ("demand", "waiting_days")):
        person = id_in(path, line, row, "mentee")
        if person in waiting:
            raise Refused(path, line, f'mentee "{person}" is there twice')
        wanted = whole(path, line, row, "demand", 1)
        if wanted > 1:
            raise Refused(path, line, "a mentee has one mentor: the demand must be 1 or 0")
        demand[person] = wanted == 1
        waiting[person] = whole(path, line, row, "waiting_days", 0)
    return waiting, demand


def _read_pairs(
    path: Path, places: dict[str, Place], known: dict[str, int] | None
) -> tuple[tuple[str, ...], tuple[Ints, Ints, Ints], Scaled]:
    """Return mentees, pairs by row and how scores were scaled, a few dozen bytes a pair."""
    mentees = {person: at for at, person in enumerate(known or ())}
    column_of = {person: at for at, person in enumerate(sorted(places))}
    row_at, column_at, lines = array("i"), array("i"), array("q")
    digits, exponents = array("q"), array("b")
    for line, row in rows(path, ("mentee", "mentor", "score")):
        person, mentor = id_in(path, line, row, "mentee"), id_in(path, line, row, "mentor")
        if mentor not in column_of:
            raise Refused(path, line, f'unknown mentor "{mentor}"')
        if known is not None and person not in mentees:
            raise Refused(path, line, f'unknown mentee "{person}"')
        try:
            value, exponent = read_score(row["score"])
        except BadInput as error:
            raise Refused(path, line, str(error)) from error
        row_at.append(mentees.setdefault(person, len(mentees)))
        column_at.append(column_of[mentor])
        digits.append(value)
        exponents.append(exponent)
        lines.append(line)
    order, left, mentee_at = _in_order(mentees, np.asarray(row_at), np.asarray(column_at))
    mentor_at = np.asarray(column_at, np.int64)[order]
    _refuse_twice(path, mentee_at, mentor_at, np.asarray(lines)[order])
    most = min(len(left), sum(place.capacity for place in places.values()))
    scaled = scale_scores(np.asarray(digits)[order], np.asarray(exponents)[order], most)
    indptr = np.zeros(len(left) + 1, np.int64)
    np.cumsum(np.bincount(mentee_at, minlength=len(left)), out=indptr[1:])
    return left, (indptr, mentor_at, scaled.units), scaled


def _in_order(
    mentees: dict[str, int], row_at: AnyInts, column_at: AnyInts
) -> tuple[Ints, tuple[str, ...], Ints]:
    """Return the order of pairs by mentee and mentor, mentees sorted, and each pair's row."""
    left = tuple(sorted(mentees))
    rank = np.empty(len(left), np.int64)
    rank[[mentees[person] for person in left]] = np.arange(len(left))
    order = np.lexsort((column_at, rank[row_at]))
    return order, left, rank[row_at][order]


def _refuse_twice(path: Path, mentee_at: Ints, mentor_at: Ints, lines: Ints) -> None:
    twice = np.flatnonzero((np.diff(mentee_at) == 0) & (np.diff(mentor_at) == 0))
    if twice.size:
        later = int(lines[twice[0] : twice[0] + 2].max())
        raise Refused(path, later, "this pair is there twice")


def _with_forced(problem: Problem, path: Path) -> Problem:
    """Add the promised pairs one by one, so that the first that contradicts names its line."""
    row_of = {person: at for at, person in enumerate(problem.mentees)}
    column_of = {person: at for at, person in enumerate(problem.mentors)}
    promised: dict[int, int] = {}
    room, ceiling = problem.capacity.copy(), problem.ceiling.copy()
    for line, row in rows(path, ("mentee", "mentor")):
        mentee, mentor = id_in(path, line, row, "mentee"), id_in(path, line, row, "mentor")
        if mentee not in row_of:
            raise Refused(path, line, f'unknown mentee "{mentee}"')
        if mentor not in column_of:
            raise Refused(path, line, f'unknown mentor "{mentor}"')
        i, j = row_of[mentee], column_of[mentor]
        group = problem.group[j]
        room[j] -= 1
        if group >= 0:
            ceiling[group] -= 1
        if problem.score_of(i, j) is None:
            raise Refused(path, line, "this forced pair is forbidden")
        if not problem.demand[i]:
            raise Refused(path, line, f'mentee "{mentee}" is only listed')
        if i in promised:
            raise Refused(path, line, f'mentee "{mentee}" is in two forced pairs')
        if room[j] < 0:
            raise Refused(path, line, f'forced pairs are over the capacity of mentor "{mentor}"')
        if group >= 0 and ceiling[group] < 0:
            raise Refused(path, line, "forced pairs are over the group capacity")
        promised[i] = j
    return replace(problem, forced=np.array(sorted(promised.items()), np.int64).reshape(-1, 2))
