"""What a thief finds in the files, in the log, or by moving what is sealed: nothing to read."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.installation import Installation
from mentorship.kernel import vault
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.db import Base, SealedText
from mentorship.kernel.vault import SealBroken
from tests.cast import PASSWORD, Cast
from tests.dumps import plant, readable, readable_in
from tests.full import SAID, Full
from tests.pages import Visitor, fields

ADDRESS = "10.9.8.7"
# Letters of several bytes, and one beyond the first 65536.
CANARY = "grünspecht żółw 🌻 مرسى"


def test_nothing_that_anybody_said_can_be_read_in_what_is_stored(
    installation: Installation, full: Full
) -> None:
    names = {member.sign_in_name for member in full.everybody().values()}
    assert readable(installation, {*SAID, *names, PASSWORD}) == []


@pytest.mark.parametrize("word", SAID)
def test_any_of_these_words_would_be_found_in_a_plain_column(
    installation: Installation, word: str
) -> None:
    plant(installation, f"they said {word} there")
    assert readable(installation, SAID) == [word]


def sealed_columns() -> set[tuple[type[Base], str]]:
    """List every sealed column of every table."""
    return {
        (mapper.class_, column.key)
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns  # type: ignore[attr-defined]
        if isinstance(column.type, SealedText)
    }


def places(session: Session) -> list[tuple[Base, str]]:
    """Give of every sealed column up to two rows that hold something."""
    return [
        (row, column)
        for model, column in sorted(sealed_columns(), key=str)
        for row in session.scalars(
            select(model).where(getattr(model, column).is_not(None)).limit(2)
        )
    ]


def test_what_is_sealed_opens_in_its_own_place_and_in_no_other(
    installation: Installation, full: Full
) -> None:
    with installation.database.reading() as session, session.no_autoflush:
        held = places(session)
        moved = [getattr(row, column) for row, column in held]
        for (row, column), own in zip(held, moved, strict=True):
            vault.open_sealed(session, row, column)
            # From another row, another column of the same row, every other table.
            for other in moved:
                if other is not own:
                    setattr(row, column, other)
                    with pytest.raises(SealBroken):
                        vault.open_sealed(session, row, column)
            setattr(row, column, own)
    assert {(type(row), column) for row, column in held} == sealed_columns()


def test_a_word_that_came_through_a_form_stands_in_no_file_and_no_log(
    app: Flask, installation: Installation, full: Full, as_: Callable[..., Visitor],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    iris = as_(full.members["iris"], stepped_up=True)
    iris.post("checkins.raise_safety", {"whose": "mine", "words": CANARY})
    board = as_(full.cast.lena).page("checkins.board")
    told = [link for link in board.links if link.startswith("/follow-up/")]
    assert any(CANARY in as_(full.cast.lena).open(link).html for link in told)
    _break(app, CANARY)
    assert iris.client.get("/", query_string={"word": CANARY}).status_code == 500
    assert readable(installation, {CANARY}) == []
    assert "failed" in caplog.text
    assert readable_in(caplog.text.encode(), {CANARY}) == []


def test_a_word_in_a_log_would_be_found(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("mentorship").warning("they said %s", CANARY)
    assert readable_in(caplog.text.encode(), {CANARY}) == [CANARY]


def test_no_address_of_a_visitor_is_kept_or_logged(
    app: Flask, installation: Installation, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _come_and_break_something(app, cast, ADDRESS)
    assert readable(installation, {ADDRESS}) == []
    assert "failed" in caplog.text
    assert ADDRESS not in caplog.text


def _come_and_break_something(app: Flask, cast: Cast, address: str) -> None:
    _break(app, address)
    for seen in (address, f"::ffff:{address}"):
        visitor = Visitor(app)
        visitor.client.environ_base["REMOTE_ADDR"] = seen
        form = visitor.page("accounts.sign_in").form()
        assert form
        for password in ("not this one", PASSWORD):
            said = {"name": cast.noor.sign_in_name, "password": password}
            visitor.client.post("/in", data={**fields(form), **said})
        assert visitor.client.get("/").status_code == 500


def _break(app: Flask, told: str) -> None:
    @requires(Permission.READ_PUBLIC_PAGE)
    def broken() -> str:
        raise ValueError(told)

    app.testing, app.view_functions["desk.front"] = False, broken


def test_an_address_that_was_kept_would_be_found(installation: Installation) -> None:
    plant(installation, f"from {ADDRESS}")
    assert readable(installation, {ADDRESS}) == [ADDRESS]
