"""The CSV files of the command line: read strictly, refused by file, line and sentence.

pairs.csv ``mentee,mentor,score`` (an absent pair is forbidden), mentors.csv
``mentor,capacity[,minimum][,group,group_capacity]``, mentees.csv ``mentee[,demand][,waiting_days]``
and forced.csv ``mentee,mentor``. UTF-8 with a header; columns in any order.
"""

import csv
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from matching.building import Place, assemble
from matching.decimals import Scaled, read_score, scale_scores
from matching.errors import BadInput
from matching.problem import AnyInts, Ints, Problem

MOST = 1 << 31


class Refused(BadInput):
    """Raised for a line of a file, with its number."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(f"{path}, line {line}: {sentence}")


def rows(
    path: Path, needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows of a CSV file with their line numbers.

    Parameters
    ----------
    path : Path
    needed, optional : tuple of str
        Columns that must and may be there; no others.

    Yields
    ------
    line : int
    row : dict of str to str
        Cells without surrounding blanks.

    Raises
    ------
    BadInput
        If the file cannot be read, is empty, or a row does not fit the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = _header(path, next(reader, None), needed, optional)
            found = False
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(header):
                    sentence = f"{len(header)} columns expected, {len(cells)} found"
                    raise Refused(path, reader.line_num, sentence)
                found = True
                row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
                yield reader.line_num, row
            if not found:
                raise Refused(path, 1, "the file has no rows")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'the file cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: the file is not UTF-8 text") from error
    except csv.Error as error:
        raise Refused(path, reader.line_num, f"this is not CSV ({error})") from error


def _header(
    path: Path, cells: list[str] | None, needed: tuple[str, ...], optional: tuple[str, ...]
) -> list[str]:
    if cells is None:
        raise Refused(path, 1, "the file is empty")
    header = [cell.strip() for cell in cells]
    wrong = len(set(header)) != len(header) or not set(needed) <= set(header)
    if wrong or not set(header) <= {*needed, *optional}:
        may = f", and may be {', '.join(optional)}" if optional else ""
        raise Refused(path, 1, f"the columns must be {', '.join(needed)}{may}")
    return header


def header_of(path: Path) -> list[str]:
    """Return the column names of a CSV file.

    Raises
    ------
    BadInput
        If the file cannot be read or is empty.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = next(csv.reader(file, strict=True), None)
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'the file cannot be read'}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: this is not CSV in UTF-8") from error
    if cells is None:
        raise Refused(path, 1, "the file is empty")
    return [cell.strip() for cell in cells]


def _id(path: Path, line: int, row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise Refused(path, line, f"the {column} is missing")
    return row[column]


def whole(path: Path, line: int, row: dict[str, str], column: str, default: int) -> int:
    """Read a whole number that is not negative, `default` where the column or cell is absent."""
    text = row.get(column, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > MOST:
        shown = column.replace("_", " ")
        raise Refused(path, line, f'the {shown} must be a whole number from 0, not "{text}"')
    return int(text)


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
    ceilings: dict[str, int] = {}
    for line, row in rows(path, ("mentor", "capacity"), ("minimum", "group", "group_capacity")):
        person = _id(path, line, row, "mentor")
        if person in places:
            raise Refused(path, line, f'mentor "{person}" is there twice')
        _id(path, line, row, "capacity")
        capacity = whole(path, line, row, "capacity", 0)
        minimum = whole(path, line, row, "minimum", 0)
        if minimum > capacity:
            raise Refused(path, line, f'mentor "{person}": the minimum is over the capacity')
        group = row.get("group") or None
        read_ceiling(path, line, row, group, ceilings)
        places[person] = Place(capacity=capacity, minimum=minimum, group=group)
    return places, ceilings


def read_ceiling(
    path: Path, line: int, row: dict[str, str], group: str | None, ceilings: dict[str, int]
) -> None:
    """Note the ceiling of a mentor's group, refusing a second one."""
    if group is None:
        if row.get("group_capacity"):
            raise Refused(path, line, "a group capacity needs a group")
        return
    if not row.get("group_capacity"):
        if group not in ceilings:
            raise Refused(path, line, f'group "{group}" has no group capacity')
        return
    ceiling = whole(path, line, row, "group_capacity", 0)
    if ceilings.setdefault(group, ceiling) != ceiling:
        raise Refused(path, line, f'group "{group}" has two ceilings')


def _read_mentees(path: Path) -> tuple[dict[str, int], dict[str, bool]]:
    waiting: dict[str, int] = {}
    demand: dict[str, bool] = {}
    for line, row in rows(path, ("mentee",), ("demand", "waiting_days")):
        person = _id(path, line, row, "mentee")
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
        person, mentor = _id(path, line, row, "mentee"), _id(path, line, row, "mentor")
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
    promised: list[tuple[int, int]] = []
    room, ceiling = problem.capacity.copy(), problem.ceiling.copy()
    for line, row in rows(path, ("mentee", "mentor")):
        mentee, mentor = _id(path, line, row, "mentee"), _id(path, line, row, "mentor")
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
        if any(i == other for other, _ in promised):
            raise Refused(path, line, f'mentee "{mentee}" is in two forced pairs')
        if room[j] < 0:
            raise Refused(path, line, f'forced pairs are over the capacity of mentor "{mentor}"')
        if group >= 0 and ceiling[group] < 0:
            raise Refused(path, line, "forced pairs are over the group capacity")
        promised.append((i, j))
    return replace(problem, forced=np.array(sorted(promised), np.int64).reshape(-1, 2))
