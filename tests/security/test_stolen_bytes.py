"""What a thief finds in the files, in the log, or by moving what is sealed: nothing to read."""

import logging
from collections.abc import Iterator
from itertools import pairwise

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
from tests.dumps import plant, readable
from tests.full import SAID, Full
from tests.pages import Visitor, fields

ADDRESS = "10.9.8.7"


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


def sealed(session: Session) -> Iterator[tuple[Base, Base, str]]:
    """Give, of every sealed column, two rows that hold something, and the column."""
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:  # type: ignore[attr-defined]
            if isinstance(column.type, SealedText):
                held = select(mapper.class_).where(column.is_not(None)).limit(4)
                for one, other in pairwise(session.scalars(held).all()):
                    yield one, other, column.key


def test_what_is_sealed_opens_in_its_own_place_and_in_no_other(
    installation: Installation, full: Full
) -> None:
    columns = set()
    with installation.database.reading() as session, session.no_autoflush:
        for one, other, column in sealed(session):
            vault.open_sealed(session, other, column)
            moved, stays = getattr(one, column), getattr(other, column)
            setattr(other, column, moved)
            with pytest.raises(SealBroken):
                vault.open_sealed(session, other, column)
            setattr(other, column, stays)
            columns.add((type(other).__name__, column))
    assert len(columns) > 10


def test_no_address_of_a_visitor_is_kept_or_logged(
    app: Flask, installation: Installation, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _come_and_break_something(app, cast, ADDRESS)
    assert readable(installation, {ADDRESS}) == []
    assert "failed" in caplog.text
    assert ADDRESS not in caplog.text


def _come_and_break_something(app: Flask, cast: Cast, address: str) -> None:
    @requires(Permission.READ_PUBLIC_PAGE)
    def broken() -> str:
        raise ValueError(address)

    app.testing, app.view_functions["desk.front"] = False, broken
    for seen in (address, f"::ffff:{address}"):
        visitor = Visitor(app)
        visitor.client.environ_base["REMOTE_ADDR"] = seen
        form = visitor.page("accounts.sign_in").form()
        assert form
        for password in ("not this one", PASSWORD):
            said = {"name": cast.noor.sign_in_name, "password": password}
            visitor.client.post("/in", data={**fields(form), **said})
        assert visitor.client.get("/").status_code == 500


def test_an_address_that_was_kept_would_be_found(installation: Installation) -> None:
    plant(installation, f"from {ADDRESS}")
    assert readable(installation, {ADDRESS}) == [ADDRESS]
