"""Coming back after a long time: by signing in, or through staff; nothing is asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.accounts.service import standing
from mentorship.checkins.queries import quiet
from mentorship.installation import Installation
from tests.cast import PASSWORD, Cast
from tests.pages import Visitor
from tests.participants import keep_apart

As = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def parked(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        kit = accounts.person(session, cast.kit.person_id)
        quiet.note_parked(session, kit.id, now)
        goes = now + timedelta(days=300)
        standing.park(session, cast.rosa.actor(session), kit, goes, now)


def stands(installation: Installation, cast: Cast) -> Standing:
    with installation.database.reading() as session:
        return accounts.person(session, cast.kit.person_id).standing


def test_signing_in_brings_them_back_and_their_pages_say_what_was(
    installation: Installation, cast: Cast, visitor: Visitor, as_: As
) -> None:
    visitor.page("accounts.sign_in")
    said = {"name": cast.kit.sign_in_name, "password": PASSWORD}
    visitor.post("accounts.enter", said, to="desk.home")
    assert visitor.follow().status == 200
    assert stands(installation, cast) is Standing.HERE
    kit = as_(cast.kit, stepped_up=True)
    assert kit.page("profiles.seen").says("because we had not heard from you for long")
    copy = kit.page("profiles.my_copy")
    assert copy.says("Put away")
    assert copy.says("You came back")


def test_staff_bring_back_who_tells_them_and_look_at_nothing_before(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    with installation.database.reading() as session:
        code = accounts.person(session, cast.kit.person_id).code
    assert code not in rosa.page("profiles.people", show="all").html
    about = {"person_id": cast.kit.person_id}
    rosa.page("profiles.person", status=404, **about)
    rosa.page("accounts.bring_back")
    for wrong, field in (
        ({"who": "", "how": "phone"}, "who"), ({"who": "nobody0000", "how": "phone"}, "who"),
        ({"who": cast.noor.sign_in_name, "how": "phone"}, "who"), ({"who": code, "how": []}, "how"),
    ):  # fmt: skip
        page = rosa.post("accounts.bring_back_for", wrong, status=422)
        assert page.problem(field), wrong
        assert f'value="{wrong["who"]}"' in page.html
    said = {"who": code.lower(), "how": "phone"}
    rosa.post("accounts.bring_back_for", said, to="profiles.person")
    assert stands(installation, cast) is Standing.HERE
    rosa.page("profiles.person", **about)
    assert as_(cast.kit, stepped_up=True).page("profiles.seen").says("by phone")


def test_whoever_is_kept_apart_from_somebody_finds_no_record_to_bring_back(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        kit = accounts.person(session, cast.kit.person_id)
        keep_apart(session, kit, [cast.rosa.person_id], cast.lena.actor(session), now)
        code = kit.code
    rosa = as_(cast.rosa)
    rosa.page("accounts.bring_back")
    answers = [
        rosa.post("accounts.bring_back_for", {"who": who, "how": "phone"}, status=422)
        for who in (code, cast.kit.sign_in_name, "nobody0000")
    ]
    (said,) = {page.problem("who") for page in answers}
    assert "No record of this name or these letters is put away." in said
    assert stands(installation, cast) is Standing.PARKED


def test_nobody_else_brings_anybody_back(cast: Cast, as_: As) -> None:
    for stranger in (cast.ruth, cast.ada, cast.noor):
        as_(stranger).page("accounts.bring_back", status=404)


def test_the_page_of_pauses_says_what_becomes_of_a_record(cast: Cast, as_: As) -> None:
    page = as_(cast.noor, stepped_up=True).page("profiles.pause")
    assert page.says("If we hear nothing from you for 12 months, one of us looks at your record")
