"""Somebody phones who cannot get in: noted, rung back after a day, let in by the code word."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from mentorship.accounts import queries, service
from mentorship.accounts.queries import recovery
from mentorship.accounts.rules import RecoveryState
from mentorship.installation import Installation
from mentorship.kernel import audit, clock
from tests.cast import PASSWORD, Cast, Member
from tests.pages import Visitor, plain

As = Callable[..., Visitor]

DAY = timedelta(hours=24)
SAFE = {"channel": "call", "address": "555 0147", "voicemail": "no", "code_word": "Marmalade"}


@pytest.fixture
def noor(cast: Cast, as_: As) -> Member:
    """Give Noor, who told us how to ring her and has a code word."""
    as_(cast.noor, stepped_up=True).post("profiles.save_reach_me", SAFE)
    return cast.noor


def asked(as_: As, cast: Cast, whom: Member) -> Visitor:
    rosa = as_(cast.rosa)
    rosa.page("accounts.back_in", person_id=whom.person_id)
    rosa.post("profiles.ask_call_back", person_id=whom.person_id, to="profiles.call_back")
    return rosa


def say(staff: Visitor, whom: Member, word: str, to: str) -> None:
    staff.page("profiles.call_back", person_id=whom.person_id)
    staff.post("profiles.take_word", {"word": word}, person_id=whom.person_id, to=to)


def states(installation: Installation, whom: Member) -> list[RecoveryState]:
    with installation.database.reading() as session:
        return [row.state for row, who in recovery.latest(session) if who.id == whom.person_id]


def acts(installation: Installation, whom: Member) -> list[str]:
    with installation.database.reading() as session:
        return [entry.act for entry in audit.about(session, whom.person_id)]


def test_the_right_word_after_a_day_lets_somebody_back_in(
    app: Flask, as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    with clock.fixed(now + DAY):
        lena = as_(cast.lena)
        assert lena.page("profiles.call_back", person_id=noor.person_id).says("555 0147")
        say(lena, noor, " marmalade ", to="accounts.shown_once")
        name, password, _six = [str(cell.get_text()) for cell in lena.follow().soup.find_all("dd")]
        assert name == noor.sign_in_name
        fresh = Visitor(app)
        fresh.page("accounts.sign_in")
        fresh.post("accounts.enter", {"name": name, "password": password}, to="desk.home")
        assert fresh.follow().says("Staff gave you a new way to sign in.")
    assert states(installation, noor) == [RecoveryState.GIVEN]
    assert {"asked_call_back", "recovered_for"} <= set(acts(installation, noor))


def test_before_the_day_is_over_nothing_is_shown_and_no_word_helps(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    rosa = asked(as_, cast, noor)
    with clock.fixed(now + DAY - timedelta(minutes=1)):
        rosa = as_(cast.rosa)
        page = rosa.page("profiles.call_back", person_id=noor.person_id)
        assert not page.says("555 0147")
        said = {"word": "marmalade"}
        rosa.post("profiles.take_word", said, status=409, person_id=noor.person_id)
        rosa.post("profiles.note_no_answer", status=409, person_id=noor.person_id)
    assert states(installation, noor) == [RecoveryState.WAITING]
    assert "recovered_for" not in acts(installation, noor)


def test_a_wrong_word_ends_it_and_says_no_more_than_that(
    app: Flask, as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    with clock.fixed(now + DAY):
        rosa = as_(cast.rosa)
        say(rosa, noor, "plum", to="profiles.person")
        page = rosa.follow()
        assert "we cannot do this by phone" in page.html
        assert "marmalade" not in page.html.casefold()
        rosa.page("profiles.call_back", status=404, person_id=noor.person_id)
        said = {"word": "marmalade"}
        rosa.post("profiles.take_word", said, status=404, person_id=noor.person_id)
        old = Visitor(app)
        old.page("accounts.sign_in")
        old.post("accounts.enter", {"name": noor.sign_in_name, "password": PASSWORD})
    assert states(installation, noor) == [RecoveryState.REFUSED]
    assert "refused_call_back" in acts(installation, noor)


def test_a_wrong_word_reads_like_a_way_that_is_no_longer_safe(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    with clock.fixed(now + timedelta(days=91)):
        rosa = as_(cast.rosa)
        assert not rosa.page("profiles.call_back", person_id=noor.person_id).says("555 0147")
        said = {"word": "marmalade"}
        rosa.post("profiles.take_word", said, person_id=noor.person_id, to="profiles.person")
        assert "we cannot do this by phone" in rosa.follow().html
    assert states(installation, noor) == [RecoveryState.REFUSED]


def test_who_was_not_reached_still_waits_and_every_call_is_noted(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    with clock.fixed(now + DAY):
        rosa = as_(cast.rosa)
        assert rosa.page("desk.today").says("Ring back: they cannot get in")
        rosa.page("profiles.call_back", person_id=noor.person_id)
        rosa.post("profiles.note_no_answer", person_id=noor.person_id, to="profiles.call_back")
        assert rosa.follow().says("Rung without reaching them: 1 time.")
    assert states(installation, noor) == [RecoveryState.WAITING]
    assert "rang_back" in acts(installation, noor)


def test_the_person_is_told_at_once_and_stops_it_with_one_click(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    her = as_(noor)
    assert her.page("desk.home").says("Somebody phoned and asked for new words for you.")
    her.page("accounts.own_call_back")
    her.post("accounts.stop_own_call_back", to="desk.home")
    assert not her.follow().says("Somebody phoned and asked for new words for you.")
    her.page("accounts.own_call_back", status=404)
    assert states(installation, noor) == [RecoveryState.STOPPED]
    with clock.fixed(now + DAY):
        rosa = as_(cast.rosa)
        rosa.page("profiles.call_back", status=404, person_id=noor.person_id)
        assert not rosa.page("desk.today").says("Ring back: they cannot get in")


def test_stopping_twice_with_one_form_is_stopping_once(
    as_: As, installation: Installation, cast: Cast, noor: Member
) -> None:
    asked(as_, cast, noor)
    her = as_(noor)
    her.page("accounts.own_call_back")
    her.post("accounts.stop_own_call_back")
    her.again(to="desk.home")
    assert acts(installation, noor).count("stopped_call_back") == 1


def test_staff_stop_it_too(as_: As, installation: Installation, cast: Cast, noor: Member) -> None:
    rosa = asked(as_, cast, noor)
    rosa.page("profiles.call_back", person_id=noor.person_id)
    rosa.post("profiles.stop_call_back", person_id=noor.person_id, to="profiles.person")
    assert states(installation, noor) == [RecoveryState.STOPPED]


def test_new_words_in_person_end_the_call_back(
    as_: As, installation: Installation, cast: Cast, noor: Member
) -> None:
    rosa = asked(as_, cast, noor)
    rosa.page("accounts.back_in", person_id=noor.person_id)
    rosa.post("accounts.let_back_in", {"known": "here"}, person_id=noor.person_id)
    assert sorted(states(installation, noor)) == [RecoveryState.GIVEN, RecoveryState.STOPPED]


def test_it_is_asked_for_once(
    as_: As, installation: Installation, cast: Cast, noor: Member
) -> None:
    asked(as_, cast, noor)
    lena = as_(cast.lena)
    lena.page("accounts.back_in", person_id=noor.person_id)
    lena.post("profiles.ask_call_back", status=409, person_id=noor.person_id)
    assert states(installation, noor) == [RecoveryState.WAITING]


@pytest.mark.parametrize("way", [{"channel": "text"}, None])
def test_without_a_safe_call_nobody_is_rung_back(
    as_: As, installation: Installation, cast: Cast, way: dict[str, str] | None
) -> None:
    if way:
        as_(cast.noor, stepped_up=True).post("profiles.save_reach_me", {**SAFE, **way})
    rosa = as_(cast.rosa)
    rosa.page("accounts.back_in", person_id=cast.noor.person_id)
    rosa.post("profiles.ask_call_back", status=409, person_id=cast.noor.person_id)
    assert states(installation, cast.noor) == []


def test_a_number_changed_meanwhile_is_not_rung(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    as_(noor, stepped_up=True).post("profiles.save_reach_me", {**SAFE, "address": "555 0666"})
    asked(as_, cast, noor)
    with clock.fixed(now + DAY):
        page = as_(cast.rosa).page("profiles.call_back", person_id=noor.person_id)
    assert page.says("555 0147")
    assert not page.says("555 0666")


def test_whoever_is_suspended_meanwhile_is_not_let_in(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    with installation.database.transaction() as session:
        person = queries.person(session, noor.person_id)
        service.suspend(session, cast.rosa.actor(session), person, now)
    with clock.fixed(now + DAY):
        rosa = as_(cast.rosa)
        said = {"word": "marmalade"}
        rosa.post("profiles.take_word", said, status=409, person_id=noor.person_id)
    assert "recovered_for" not in acts(installation, noor)


@pytest.mark.parametrize("name", ["kit", "amara", "ada", "ruth"])
def test_only_coordinators_ring_back(
    as_: As, installation: Installation, cast: Cast, noor: Member, name: str
) -> None:
    asked(as_, cast, noor)
    other = as_(getattr(cast, name))
    other.page("profiles.call_back", status=404, person_id=noor.person_id)
    other.post("profiles.take_word", {"word": "x"}, status=404, person_id=noor.person_id)
    as_(cast.rosa).page("profiles.call_back", status=404, person_id=uuid4())


def test_a_stranger_finds_no_call_back_of_hers(as_: As, cast: Cast, noor: Member) -> None:
    asked(as_, cast, noor)
    kit = as_(cast.kit)
    kit.page("accounts.own_call_back", status=404)
    kit.post("accounts.stop_own_call_back", status=404)


def test_a_reviewer_sees_who_did_it_and_nothing_of_the_person(
    as_: As, installation: Installation, cast: Cast, noor: Member, now: datetime
) -> None:
    asked(as_, cast, noor)
    rosa = as_(cast.rosa)
    rosa.page("accounts.back_in", person_id=cast.amara.person_id)
    rosa.post("accounts.let_back_in", {"known": "here"}, person_id=cast.amara.person_id)
    with clock.fixed(now + DAY):
        say(as_(cast.lena), noor, "marmalade", to="accounts.shown_once")
        ruth = as_(cast.ruth)
        assert ruth.page("desk.home").says("Staff gave somebody new words to sign in.")
        page = ruth.page("accounts.ways_in")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert len(rows) == 2
    assert "in person" in rows[0] or "in person" in rows[1]
    by_phone = next(row for row in rows if "by phone" in row)
    assert "Rosa" in by_phone
    assert "Lena" in by_phone
    for secret in (noor.sign_in_name, cast.amara.sign_in_name, "555 0147", str(noor.person_id)):
        assert secret.casefold() not in plain(page.html).casefold()
    ruth.page("profiles.person", status=404, person_id=noor.person_id)


@pytest.mark.parametrize("name", ["noor", "amara", "rosa", "lena", "ada"])
def test_nobody_but_a_reviewer_reads_who_was_let_back_in(as_: As, cast: Cast, name: str) -> None:
    as_(getattr(cast, name)).page("accounts.ways_in", status=404)
