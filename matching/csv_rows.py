"""Rows of CSV files, read strictly and refused by file, line and sentence."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from matching.errors import BadInput
from matching.problem import MOST


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


def insist_on(path: Path, columns: Iterable[str]) -> None:
    """Refuse a file without a column that a hard criterion reads: nobody could be placed.

    Raises
    ------
    Refused
        If one of the columns is not there.
    """
    header = header_of(path)
    for column in columns:
        if column not in header:
            raise Refused(path, 1, f'a hard criterion reads the column "{column}"; there is none')


def id_in(path: Path, line: int, row: dict[str, str], column: str) -> str:
    """Return a cell that must not be empty."""
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
