"""Every test that docs/security-tests.md names exists."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
TABLE = (TESTS.parent / "docs" / "security-tests.md").read_text()
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def missing(table: str) -> list[str]:
    """List the tests that a table names and nobody wrote."""
    return [
        f"{path}::{name}"
        for path, name in sorted(set(NAMED.findall(table)))
        if not (TESTS / path).exists() or f"def {name}(" not in (TESTS / path).read_text()
    ]


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED.findall(TABLE)) > 100
    assert missing(TABLE) == []


@pytest.mark.parametrize("named", ["`web/test_no.py::test_x`", "`test_architecture.py::test_x`"])
def test_a_name_that_is_none_is_found(named: str) -> None:
    assert len(missing(named)) == 1
