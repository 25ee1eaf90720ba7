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

Further keys: ``neutral``, ``mentee_reads`` and ``mentor_reads`` anywhere, ``least`` and ``enough``
for sets, ``shares`` and ``same_from`` for a table. People come as CSV: mentees
``mentee[,waiting_weeks]`` and mentors ``mentor,capacity[,minimum][,group,group_capacity]``, then a
column for each answer and, named ``wish:KEY``, for each wish (none, same, different, must,
must_not).
"""

import tomllib
from collections.abc import Iterable, Mapping
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
from matching.csv_rows import Refused, header_of, insist_on, rows, whole
from matching.errors import BadInput
from matching.files import MENTOR_COLUMNS, PLACE_COLUMNS, PlaceReader
from matching.people import Mentee, Mentor, Wish
from matching.problem import MOST, Problem
from matching.scoring import score

NEEDED = ("kind", "compare", "values")
MAY = ("weight", "signed", "neutral", "mentee_reads", "mentor_reads")
OF_SETS, OF_TABLES = ("least", "enough"), ("shares", "same_from")
COMPARISONS = {
    "overlap": OF_SETS, "week": OF_SETS, "identity": (), "nearness": (), "table": OF_TABLES,
}  # fmt: skip
MENTEE, MENTOR = ("mentee",), MENTOR_COLUMNS
MENTEE_MAY, MENTOR_MAY = ("waiting_weeks",), PLACE_COLUMNS
WISH = "wish:"
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
    wishes = tuple(f"{WISH}{c.key}" for c in rules)
    left = [
        Mentee(id=row["mentee"], waiting_weeks=whole(mentees, line, row, "waiting_weeks", 0),
               answers=_answers(mentees, line, row, asked), wishes=_wishes(mentees, line, row))
        for line, row in _known_rows(mentees, MENTEE, (*MENTEE_MAY, *asked, *wishes))
    ]  # fmt: skip
    right, reader = [], PlaceReader(mentors)
    for line, row in _known_rows(mentors, MENTOR, (*MENTOR_MAY, *offered, *wishes)):
        place = reader.place(line, row)
        right.append(
            Mentor(id=row["mentor"], places=place.capacity, minimum=place.minimum,
                   group=place.group, answers=_answers(mentors, line, row, offered),
                   wishes=_wishes(mentors, line, row))
        )  # fmt: skip
    ceilings = reader.ceilings()
    hard = [c for c in rules if c.kind is Kind.HARD]
    insist_on(mentees, (c.mentee_reads or c.key for c in hard))
    insist_on(mentors, (c.mentor_reads or c.key for c in hard))
    return score(left, right, rules, groups=ceilings)


def _known_rows(
    path: Path, needed: tuple[str, ...], may: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    """Read all rows, refusing a column that no criterion reads."""
    for column in header_of(path):
        if column not in {*needed, *may}:
            known = ", ".join(one for one in (*needed, *may) if not one.startswith(WISH))
            raise Refused(path, 1, f'no criterion reads the column "{column}"; known are {known}')
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
        if column.startswith(WISH) and cell:
            if cell not in set(Wish):
                raise Refused(path, line, f'"{cell}" is no wish; choose {", ".join(Wish)}')
            wishes[column.removeprefix(WISH)] = Wish(cell)
    return wishes


def read_criteria(path: Path) -> list[tuple[Criterion, tuple[str, ...]]]:
    """Read criteria and their values from TOML.

    Raises
    ------
    BadInput
        With the file, the criterion and what is wrong.
    """
    data = _read_toml(path)
    found = []
    for key, table in data.items():
        try:
            found.append(_criterion(key, table))
            _check_values(found)
        except BadInput as error:
            raise BadInput(f'{path}: criterion "{key}": {error}') from error
    for key, table in data.items():
        if table["kind"] == Kind.SOFT and "weight" not in table:
            raise BadInput(f'{path}: criterion "{key}": a soft criterion needs a weight')
    return found


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'the file cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: the file is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: this is not TOML ({error})") from error
    except (RecursionError, ValueError) as error:
        raise BadInput(f"{path}: it is nested too deeply, or a number is too long") from error
    if not data:
        raise BadInput(f"{path}: the file is empty")
    return data


def _criterion(key: str, table: Any) -> tuple[Criterion, tuple[str, ...]]:
    if not isinstance(table, dict) or not set(NEEDED) <= set(table):
        raise BadInput(f"there must be a table with {', '.join(NEEDED)}")
    if not isinstance(table["compare"], str) or table["compare"] not in COMPARISONS:
        raise BadInput(f"compare must be {_either(COMPARISONS)}")
    known = (*NEEDED, *MAY, *COMPARISONS[table["compare"]])
    for other in table:
        if other not in known:
            raise BadInput(f'"{other}" is not known here; the keys are {", ".join(known)}')
    if not isinstance(table["kind"], str) or table["kind"] not in set(Kind):
        raise BadInput(f"kind must be {_either(Kind)}")
    values = _values(table)
    criterion = Criterion(
        key=key, kind=Kind(table["kind"]), compare=_comparison(table, len(values)),
        weight=_number(table, "weight", 0), signed=_yes_or_no(table, "signed"),
        neutral=_share(table.get("neutral", 0.5), "neutral"),
        mentee_reads=_column(table, "mentee_reads"), mentor_reads=_column(table, "mentor_reads"),
    )  # fmt: skip
    _check_column(criterion.mentee_reads or key, (*MENTEE, *MENTEE_MAY))
    _check_column(criterion.mentor_reads or key, (*MENTOR, *MENTOR_MAY))
    check_criteria([criterion])
    return criterion, values


def _check_column(column: str, taken: tuple[str, ...]) -> None:
    """Refuse an answer whose column would be one that means something else."""
    if column in taken or column.startswith(WISH) or column.strip() != column or not column:
        raise BadInput(f'an answer cannot have a column named "{column}"')


def _check_values(found: list[tuple[Criterion, tuple[str, ...]]]) -> None:
    """Refuse the last criterion if it reads a column in another way than one before it."""
    last, values = found[-1]
    for one, others in found[:-1]:
        same = _coded(one, others) == _coded(last, values)
        for mine, theirs in (
            (last.mentee_reads or last.key, one.mentee_reads or one.key),
            (last.mentor_reads or last.key, one.mentor_reads or one.key),
        ):
            if mine == theirs and not same:
                raise BadInput(f'"{one.key}" reads the column "{mine}" with other values')


def _values(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the values an answer can have, each as it can stand in a cell."""
    values, many = table["values"], COMPARISONS[table["compare"]] == OF_SETS
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadInput('values must be a list of texts, such as ["english", "spanish"]')
    if not values or len(set(values)) != len(values):
        raise BadInput("the values must be there, each once")
    for value in values:
        if not value or value.strip() != value:
            raise BadInput(f'the value "{value}" is empty, or begins or ends with a blank')
        if many and ";" in value:
            raise BadInput(f'the value "{value}" holds ";", which stands between two values')
    return tuple(values)


def _comparison(table: Mapping[str, Any], size: int) -> Comparison:
    """Return how two answers compare, by name."""
    name = table["compare"]
    if name in {"overlap", "week"}:
        kind = Overlap if name == "overlap" else Week
        enough = _number(table, "enough", 1, least=1) if "enough" in table else None
        return kind(least=_number(table, "least", 1), enough=enough)
    if name == "identity":
        return Table.identity(size)
    if name == "nearness":
        return Table.nearness(size)
    rows: Any = table.get("shares")
    for part in (rows, *(rows if isinstance(rows, list) else ())):
        if not isinstance(part, list) or len(part) != size:
            raise BadInput(f"shares must be {size} rows of {size} numbers")
    shares = tuple(tuple(_share(share, "a share") for share in row) for row in rows)
    return Table(shares, same_from=_share(table.get("same_from", 0.5), "same_from"))


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"


def _number(table: Mapping[str, Any], key: str, default: int, *, least: int = 0) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
        raise BadInput(f"{key} must be a whole number from {least}")
    return value


def _share(value: Any, name: str) -> int:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise BadInput(f"{name} must be a number from 0 to 1")
    return round(value * FULL_SHARE)


def _yes_or_no(table: Mapping[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise BadInput(f"{key} must be true or false")
    return value


def _column(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, str) or not value):
        raise BadInput(f"{key} must be the name of a column")
    return value
