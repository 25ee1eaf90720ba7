"""The rules that keep the house in order, and for each the proof that it finds a violation."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Uuid
from sqlalchemy import Enum as Choices

from mentorship.app import create_app
from mentorship.installation import install
from mentorship.kernel.db import Base, SealedText
from tests.architecture import CHECKERS, Checker
from tests.databases import config
from tests.markup import wrong_address
from tests.planted import PLANTED
from tests.source import read_tree

ROOT = Path(__file__).resolve().parent.parent
TREE = read_tree(ROOT)
TEMPLATES = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
# Parts of an address that are no id, each with its reason.
NO_IDS = {
    "<code>": "a question's fixed code, which says nothing about anybody",
    "<section>": "one of the fixed parts of the settings",
    "<path:filename>": "a static file",
    "<token>": "the secret of a calendar: random, and kept as a hash alone",
    "<any('in-person','phone','paper'):how>": "how it was said: one of three fixed words",
    "<any('vetting','agreement'):decision>": "which of two fixed decisions",
}
# Types that cannot hold words or numbers about a person's life.
CLOSED_TYPES = {"Uuid", "UtcDateTime", "Date", "Integer", "Boolean", "KeyedHash", "SealedText"}


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_the_product_keeps_the_rule(checker: Checker) -> None:
    assert list(checker(TREE)) == []


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [(rule, path, source) for rule, broken in PLANTED.items() for path, source in broken],
)
def test_a_planted_violation_is_found(rule: str, path: str, source: str) -> None:
    checker = next(checker for checker in CHECKERS if checker.__name__ == rule)
    assert list(checker({path: source}))


def test_every_rule_has_a_planted_violation() -> None:
    assert {checker.__name__ for checker in CHECKERS} == set(PLANTED)


def test_every_address_is_guarded_neutral_and_typed(tmp_path: Path) -> None:
    app = create_app(install(config(tmp_path, f"sqlite:///{tmp_path / 'data.db'}")))
    assert list(_address_problems(app)) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/unguarded", "nobody says who may come"),
        ("/people/<int:person>", "<uuid:"),
        ("/people/<name>", "<uuid:"),
        ("/My_Page", "no fixed word"),
        ("/mentors", "says mentors"),
    ],
)
def test_a_planted_address_is_found(address: str, said: str) -> None:
    app = Flask("planted")
    app.add_url_rule(address, "planted", lambda **_values: "")
    assert any(said in problem for problem in _address_problems(app))


def test_every_column_is_classified_and_every_table_kept_for_a_time() -> None:
    models = [mapper.class_ for mapper in Base.registry.mappers]
    assert [model.__name__ for model in models if not hasattr(model, "__kept__")] == []
    assert list(_column_problems(model.__table__ for model in models)) == []
    assert list(_owner_problems(models)) == []


@pytest.mark.parametrize(
    "column",
    [
        Column("words", String(20)),
        Column("blob", LargeBinary),
        Column("state", Choices("here", "gone", native_enum=False, create_constraint=False)),
    ],
    ids=lambda column: column.name,
)
def test_a_planted_open_column_is_found(column: Column[object]) -> None:
    assert list(_column_problems([Table("planted", MetaData(), column)]))


def test_a_planted_sealed_column_without_an_owner_is_found() -> None:
    class Planted:
        __table__ = Table("planted", MetaData(), Column("id", Uuid), Column("words", SealedText))

    assert list(_owner_problems([Planted]))


def test_no_template_marks_words_as_safe() -> None:
    assert [path for path, source in TEMPLATES.items() if _trusting(source)] == []


@pytest.mark.parametrize("source", ["{{ name|safe }}", "{% autoescape false %}", "{{ x | safe }}"])
def test_a_planted_trusting_template_is_found(source: str) -> None:
    assert _trusting(source)


def _address_problems(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint != "static" and not getattr(view, "permission", None):
            yield f"{rule.rule}: nobody says who may come; put @requires(Permission.…) on the view"
        for part in re.findall(r"<[^>]*>", rule.rule):
            if not part.startswith(("<uuid:", "<any(")) and part not in NO_IDS:
                yield f"{rule.rule}: write {part} as <uuid:…>"
        if wrong := wrong_address(re.sub(r"<[^>]*>", "id", rule.rule)):
            yield wrong


def _column_problems(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        for column in table.columns:
            kind = type(column.type)
            closed = kind.__name__ in CLOSED_TYPES or issubclass(kind, Integer)
            checked = isinstance(column.type, Choices) and column.type.create_constraint
            if not (closed or checked or column.info.get("public")):
                yield (
                    f"{table.name}.{column.name} is a {kind.__name__}: seal it, or say with "
                    "info=public('…') why it tells nothing about a person"
                )


def _owner_problems(models: Iterable[type]) -> Iterator[str]:
    for model in models:
        table: Table = model.__table__  # type: ignore[attr-defined]  # every model has one
        if not any(isinstance(column.type, SealedText) for column in table.columns):
            continue
        owner = getattr(model, "__sealed_for__", "person_id")
        if owner not in table.columns or "id" not in table.columns:
            yield f"{table.name} seals words: it needs an id, and {owner} to say whose they are"


def _trusting(source: str) -> bool:
    return bool(re.search(r"\|\s*safe\b|autoescape\s+false", source))
