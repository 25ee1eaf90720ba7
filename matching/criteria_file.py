"""Answers instead of scores: criteria.toml and the CSV files of people.

A criteria file has one table for each criterion, in the agency's order::

    [languages]
    kind = "hard"
    compare = "overlap"            # a set; answers are separated by ";"
    values = ["english", "spanish", "arabic"]

    [times]
    kind = "hard"
    compare = "week"               # a set of slots
    least = 2
    values = ["mon am", "mon pm", "tue am", "tue pm"]

    [age]
    kind = "soft"
    compare = "nearness"           # or "identity", or "table" with shares from 0 to 1
    weight = 10
    signed = true
    values = ["18-24", "25-34", "35-49", "50+"]

Further keys: ``least``, ``enough``, ``neutral``, ``shares``, ``same_from``, ``mentee_reads``,
``mentor_reads``. People come as CSV: mentees ``mentee[,waiting_weeks]`` and mentors
``mentor,capacity[,minimum][,group,group_capacity]``, then a column for each answer and, named
``wish:KEY``, for each wish (none, same, different, must, must_not).
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matching.criteria import (
    FULL_SHARE,
    Comparison,
    Criterion,
    Kind,
    Overlap,
    Table,
    Week,
    check_criteria,
)
from matching.errors import BadInput
from matching.files import Refused, header_of, read_ceiling, rows, whole
from matching.people import Mentee, Mentor, Wish
from matching.problem import Problem
from matching.scoring import score

KEYS = {"kind", "compare", "values", "weight", "signed", "neutral", "least", "enough", "shares",
        "same_from", "mentee_reads", "mentor_reads"}  # fmt: skip
MENTEE, MENTOR = ("mentee",), ("mentor", "capacity")
MENTEE_MAY, MENTOR_MAY = ("waiting_weeks",), ("minimum", "group", "group_capacity")
Values = dict[str, tuple[tuple[str, ...], bool]]


def read_people(mentees: Path, mentors: Path, criteria: Path) -> Problem:
    """Read people and criteria, and score every pair.

    Parameters
    ----------
    mentees, mentors, criteria : Path

    Returns
    -------
    Problem

    Raises
    ------
    BadInput
        With the file, the line or criterion, and what is wrong.
    """
    found = read_criteria(criteria)
    rules = [criterion for criterion, _ in found]
    asked = {c.mentee_reads or c.key: _coded(c, v) for c, v in found}
    offered = {c.mentor_reads or c.key: _coded(c, v) for c, v in found}
    wishes = tuple(f"wish:{c.key}" for c in rules)
    left = [
        Mentee(id=row["mentee"], waiting_weeks=whole(mentees, line, row, "waiting_weeks", 0),
               answers=_answers(mentees, line, row, asked), wishes=_wishes(mentees, line, row))
        for line, row in _known_rows(mentees, MENTEE, (*MENTEE_MAY, *asked, *wishes))
    ]  # fmt: skip
    right, ceilings = [], dict[str, int]()
    for line, row in _known_rows(mentors, MENTOR, (*MENTOR_MAY, *offered, *wishes)):
        group = row.get("group") or None
        read_ceiling(mentors, line, row, group, ceilings)
        right.append(
            Mentor(id=row["mentor"], places=whole(mentors, line, row, "capacity", 0),
                   minimum=whole(mentors, line, row, "minimum", 0), group=group,
                   answers=_answers(mentors, line, row, offered),
                   wishes=_wishes(mentors, line, row))
        )  # fmt: skip
    return score(left, right, rules, groups=ceilings)


def _known_rows(
    path: Path, needed: tuple[str, ...], may: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    """Read all rows, refusing a column that no criterion reads."""
    for column in header_of(path):
        if column not in {*needed, *may}:
            raise Refused(path, 1, f'no criterion reads the column "{column}"')
    found = list(rows(path, needed, may))
    seen: set[str] = set()
    for line, row in found:
        if not row[needed[0]] or row[needed[0]] in seen:
            what = "is there twice" if row[needed[0]] else "is missing"
            raise Refused(path, line, f'{needed[0]} "{row[needed[0]]}" {what}')
        seen.add(row[needed[0]])
    return found


def _coded(criterion: Criterion, values: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    return values, not isinstance(criterion.compare, Table)


def _answers(path: Path, line: int, row: Mapping[str, str], known: Values) -> dict[str, int]:
    """Encode the answers of one person; an empty cell is an unknown answer."""
    answers = {}
    for column, (values, many) in known.items():
        cell = row.get(column, "")
        if not cell:
            continue
        parts = [part.strip() for part in cell.split(";")] if many else [cell]
        for part in parts:
            if part not in values:
                raise Refused(path, line, f'"{part}" is no value of "{column}"')
        codes = {values.index(part) for part in parts}
        answers[column] = sum(1 << code for code in codes) if many else codes.pop()
    return answers


def _wishes(path: Path, line: int, row: Mapping[str, str]) -> dict[str, Wish]:
    wishes = {}
    for column, cell in row.items():
        if column.startswith("wish:") and cell:
            if cell not in set(Wish):
                raise Refused(path, line, f'"{cell}" is no wish; choose {", ".join(Wish)}')
            wishes[column.removeprefix("wish:")] = Wish(cell)
    return wishes


def read_criteria(path: Path) -> list[tuple[Criterion, tuple[str, ...]]]:
    """Read criteria and their values from TOML.

    Raises
    ------
    BadInput
        With the file, the criterion and what is wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'the file cannot be read'}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: this is not TOML ({error})") from error
    if not data:
        raise BadInput(f"{path}: the file is empty")
    found = []
    for key, table in data.items():
        try:
            found.append(_criterion(key, table))
        except (BadInput, TypeError, ValueError, KeyError) as error:
            raise BadInput(f'{path}: criterion "{key}": {error}') from error
    check_criteria([criterion for criterion, _ in found])
    return found


def _criterion(key: str, table: Any) -> tuple[Criterion, tuple[str, ...]]:
    if not isinstance(table, dict) or not {"kind", "compare", "values"} <= set(table) <= KEYS:
        raise BadInput(f"the keys must be kind, compare, values and may be {', '.join(KEYS)}")
    values = tuple(str(value) for value in table["values"])
    if not values or len(set(values)) != len(values):
        raise BadInput("the values must be there, each once")
    criterion = Criterion(
        key=key, kind=Kind(table["kind"]), compare=_comparison(table, len(values)),
        weight=_number(table, "weight", 0), signed=bool(table.get("signed", False)),
        neutral=round(float(table.get("neutral", 0.5)) * FULL_SHARE),
        mentee_reads=table.get("mentee_reads"), mentor_reads=table.get("mentor_reads"),
    )  # fmt: skip
    return criterion, values


def _comparison(table: Mapping[str, Any], size: int) -> Comparison:
    """Return how two answers compare, by name."""
    name, enough = table["compare"], table.get("enough")
    if name in {"overlap", "week"}:
        kind = Overlap if name == "overlap" else Week
        return kind(least=_number(table, "least", 1), enough=enough)
    if name == "identity":
        return Table.identity(size)
    if name == "nearness":
        return Table.nearness(size)
    if name != "table":
        raise BadInput("compare must be overlap, week, identity, nearness or table")
    shares = tuple(
        tuple(round(float(share) * FULL_SHARE) for share in row) for row in table["shares"]
    )
    if len(shares) != size or any(len(row) != size for row in shares):
        raise BadInput(f"shares must have {size} rows of {size}")
    return Table(shares, same_from=round(float(table.get("same_from", 0.5)) * FULL_SHARE))


def _number(table: Mapping[str, Any], key: str, default: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or value < 0:
        raise BadInput(f"{key} must be a whole number from 0")
    return value
