"""Staff records, for administrators alone."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from mentorship.accounts import queries
from mentorship.accounts.rules import Standing
from mentorship.installation import Installation
from mentorship.kernel.access import Role
from tests.cast import Cast, Member
from tests.pages import Visitor

As = Callable[..., Visitor]


@pytest.fixture
def ada(as_: As, cast: Cast) -> Visitor:
    visitor = as_(cast.ada, stepped_up=True)
    visitor.page("accounts.staff")
    return visitor


def test_an_administrator_adds_somebody_who_must_set_up_a_second_factor(
    app: Flask, ada: Visitor
) -> None:
    ada.post("accounts.add_staff", {"word": "Ines", "roles": ["reviewer"]})
    name, password = [str(cell.get_text()) for cell in ada.follow().soup.find_all("dd")]
    ines = Visitor(app)
    ines.page("accounts.sign_in")
    ines.post("accounts.enter", {"name": name, "password": password}, to="accounts.code")
    ines.page("accounts.code", to="accounts.enrol")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"word": "Ines", "roles": []}, "roles"),
        ({"word": "", "roles": ["reviewer"]}, "word"),
        ({"word": "two words", "roles": ["reviewer"]}, "word"),
        ({"word": "Ines", "roles": ["mentee"]}, "roles"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    ada: Visitor, data: dict[str, object], field: str
) -> None:
    assert ada.post("accounts.add_staff", data, status=422).problem(field)


def test_somebody_who_takes_part_too_cannot_open_that_record_as_staff(
    ada: Visitor, as_: As, installation: Installation, cast: Cast
) -> None:
    with installation.database.reading() as session:
        code = queries.person(session, cast.amara.person_id).code
    data = {"word": "Ines", "roles": ["coordinator"], "own_code": code.lower()}
    ada.post("accounts.add_staff", data)
    with installation.database.reading() as session:
        (ines,) = [one for one in queries.all_staff(session) if one.called == "Ines"]
        member = Member(ines.id, "ines")
    both = {"noor": 200, "amara": 404}
    for name, status in both.items():
        person_id = getattr(cast, name).person_id
        as_(member).page("profiles.person", person_id=person_id, status=status)


def test_a_code_that_no_record_has_makes_nobody(ada: Visitor, installation: Installation) -> None:
    data = {"word": "Ines", "roles": ["coordinator"], "own_code": "no such"}
    page = ada.post("accounts.add_staff", data, status=422)
    assert "No record has this code." in page.problem("own_code")
    with installation.database.reading() as session:
        assert "Ines" not in {one.called for one in queries.all_staff(session)}


@pytest.mark.parametrize("name", ["rosa", "lena", "ruth", "noor", "amara"])
def test_nobody_else_sees_the_staff(as_: As, cast: Cast, name: str) -> None:
    as_(getattr(cast, name), stepped_up=True).page("accounts.staff", status=404)


def test_the_page_wants_the_password_once_more(as_: As, cast: Cast) -> None:
    as_(cast.ada).page("accounts.staff", to="accounts.step_up")


def test_hats_are_changed(ada: Visitor, installation: Installation, cast: Cast) -> None:
    ada.page("accounts.staff_member", person_id=cast.rosa.person_id)
    chosen = {"roles": ["coordinator", "safeguarding"]}
    ada.post("accounts.change_hats", chosen, person_id=cast.rosa.person_id)
    with installation.database.reading() as session:
        hats = queries.roles(session, cast.rosa.person_id)
    assert hats == {Role.COORDINATOR, Role.SAFEGUARDING}


def test_nobody_changes_their_own_hats_or_suspends_themselves(ada: Visitor, cast: Cast) -> None:
    own = {"person_id": cast.ada.person_id}
    ada.post("accounts.change_hats", {"roles": ["coordinator"]}, status=409, **own)
    ada.page("accounts.staff")
    ada.post("accounts.suspend_staff", status=409, **own)


def test_staff_are_suspended_and_let_in_again(
    ada: Visitor, as_: As, installation: Installation, cast: Cast
) -> None:
    rosa = as_(cast.rosa)
    ada.post("accounts.suspend_staff", person_id=cast.rosa.person_id)
    rosa.page("accounts.account", to="accounts.sign_in")
    ada.page("accounts.staff")
    ada.post("accounts.restore_staff", person_id=cast.rosa.person_id)
    with installation.database.reading() as session:
        assert queries.person(session, cast.rosa.person_id).standing is Standing.HERE


@pytest.mark.parametrize("verb", ["suspend_staff", "restore_staff", "replace_second_factor"])
def test_an_administrator_reaches_nobody_who_takes_part(
    ada: Visitor, cast: Cast, verb: str
) -> None:
    answers = [
        ada.post(f"accounts.{verb}", person_id=person_id, status=404).html
        for person_id in (cast.noor.person_id, uuid4())
    ]
    assert answers[0] == answers[1]
