"""One's own account: password once more, a new password, six words, time-out, where signed in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from mentorship.accounts import queries
from mentorship.accounts.queries import browsers
from mentorship.accounts.service import signing_in
from mentorship.accounts.service.attempts import Attempt
from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.people import make_secrets
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.errors import Busy, Overtaken, RuleBroken
from tests.cast import PASSWORD, Cast, signed_in
from tests.pages import Visitor
from tests.races import race

As = Callable[..., Visitor]
NEW = "heron pebble orchard kite"


def test_what_is_one_s_own_wants_the_password_once_more(as_: As, cast: Cast) -> None:
    visitor = as_(cast.noor)
    visitor.page("accounts.own_name", to="accounts.step_up")
    visitor.follow()
    visitor.post("accounts.give_again", {"password": PASSWORD}, to="accounts.own_name")
    assert visitor.follow().says(cast.noor.sign_in_name)


def test_a_wrong_password_does_not_step_up(as_: As, cast: Cast) -> None:
    visitor = as_(cast.noor)
    visitor.page("accounts.step_up")
    page = visitor.post("accounts.give_again", {"password": "not this one"}, status=422)
    assert page.problem("password")
    visitor.page("accounts.own_name", to="accounts.step_up")


def test_the_step_up_ends_after_five_minutes(as_: As, cast: Cast, now: datetime) -> None:
    visitor = as_(cast.noor, stepped_up=True)
    with clock.fixed(now + timedelta(minutes=4, seconds=59)):
        visitor.page("accounts.own_name")
    with clock.fixed(now + timedelta(minutes=5)):
        visitor.page("accounts.own_name", to="accounts.step_up")


def test_the_step_up_makes_no_session_last_longer(
    as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor = as_(cast.noor)
    later = now + timedelta(minutes=15)
    with clock.fixed(later):
        visitor.page("accounts.step_up")
        visitor.post("accounts.give_again", {"password": PASSWORD})
    with installation.database.reading() as session:
        ends = [visit.ends_at for visit in browsers.visits_of(session, cast.noor.person_id, later)]
    assert ends == [now + timedelta(hours=12)]


def test_a_new_password_needs_the_one_until_now_and_ends_other_sessions(
    app: Flask, installation: Installation, as_: As, cast: Cast
) -> None:
    other = Visitor(app)
    token = signed_in(installation, cast.noor)
    other.client.set_cookie(app.config["SESSION_COOKIE_NAME"], token)
    visitor = as_(cast.noor, stepped_up=True)
    visitor.page("accounts.new_password")
    wrong = {"current": "not this one", "password": NEW}
    assert visitor.post("accounts.change_password", wrong, status=422).problem("current")
    other.page("accounts.account")
    visitor.post("accounts.change_password", {"current": PASSWORD, "password": NEW})
    visitor.page("accounts.account")
    other.page("accounts.account", to="accounts.sign_in")
    other.page("accounts.sign_in")
    other.post("accounts.enter", {"name": cast.noor.sign_in_name, "password": NEW})
    other.page("accounts.account")


def test_a_new_password_is_not_ones_own_name_once_more(as_: As, cast: Cast) -> None:
    visitor = as_(cast.noor, stepped_up=True)
    visitor.page("accounts.new_password")
    data = {"current": PASSWORD, "password": f"{cast.noor.sign_in_name} " * 3}
    page = visitor.post("accounts.change_password", data, status=422)
    assert "easy to guess" in page.problem("password")


def test_a_new_password_wants_the_step_up(as_: As, cast: Cast) -> None:
    visitor = as_(cast.noor)
    data = {"current": PASSWORD, "password": NEW}
    visitor.page("accounts.time_out")
    visitor.post("accounts.change_password", data, to="accounts.step_up")


def test_six_new_words_are_shown_once_and_the_old_ones_no_longer_work(
    app: Flask, as_: As, cast: Cast
) -> None:
    visitor = as_(cast.noor, stepped_up=True)
    words = []
    for _time in range(2):
        visitor.page("accounts.six_words")
        visitor.post("accounts.new_six_words")
        shown = visitor.follow().soup.find("dd")
        assert shown
        words.append(shown.get_text().strip())
    visitor.post("accounts.keep_shown", to="accounts.account")
    visitor.page("accounts.shown_once", to="desk.home")
    other = Visitor(app)
    fresh = {"name": cast.noor.sign_in_name, "password": NEW}
    other.page("accounts.words")
    page = other.post("accounts.take_words", {**fresh, "words": words[0]}, status=422)
    assert page.problem("words")
    other.post("accounts.take_words", {**fresh, "words": words[1]}, to="accounts.sign_in")


def test_the_way_back_answers_alike_for_names_that_nobody_has(app: Flask, cast: Cast) -> None:
    answers = []
    for name in (cast.noor.sign_in_name, "nobody0000"):
        visitor = Visitor(app)
        visitor.page("accounts.words")
        typed = {"name": name, "words": "one two three four five six", "password": NEW}
        page = visitor.post("accounts.take_words", typed, status=422)
        answers.append(page.text)
    assert answers[0] == answers[1]


def how_many_come_back(app: Flask, installation: Installation, cast: Cast, now: datetime) -> int:
    """Have twelve use the same six words at once."""
    hasher: Hasher = app.extensions["hasher"]
    secrets = make_secrets(hasher)
    with installation.database.transaction() as session:
        noor = cast.noor.actor(session)
        signing_in.new_recovery_code(session, noor, secrets.recovery_hash, now)
        kept = queries.sign_in_of(session, cast.noor.person_id)
        assert kept
        attempt = Attempt(kept.id, secrets.recovery_hash)
    came_back: list[bool] = []

    def recover() -> None:
        try:
            with installation.database.transaction() as session:
                signing_in.recover(session, attempt, secrets, now, right=True)
            came_back.append(True)
        except (RuleBroken, Overtaken, Busy):
            return

    race(12, recover)
    return len(came_back)


def test_of_many_who_use_the_same_six_words_at_once_one_comes_back(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    assert how_many_come_back(app, installation, cast, now) == 1


def test_without_using_the_words_up_many_come_back(
    app: Flask, installation: Installation, cast: Cast, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(queries, "use_recovery", lambda *_given: None)
    assert how_many_come_back(app, installation, cast, now) > 1


def test_the_time_out_is_ones_own_choice(as_: As, cast: Cast, now: datetime) -> None:
    visitor = as_(cast.noor)
    visitor.page("accounts.time_out")
    visitor.post("accounts.choose_time_out", {"minutes": "60"}, to="accounts.account")
    with clock.fixed(now + timedelta(minutes=50)):
        visitor.page("accounts.account")


@pytest.mark.parametrize("minutes", ["", "61", "all day"])
def test_no_other_time_out_is_taken(as_: As, cast: Cast, minutes: str) -> None:
    visitor = as_(cast.noor)
    visitor.page("accounts.time_out")
    page = visitor.post("accounts.choose_time_out", {"minutes": minutes}, status=422)
    assert page.problem("minutes")


def test_one_session_can_be_ended_and_a_stranger_s_cannot(
    app: Flask, installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    visitor, kit = as_(cast.noor), as_(cast.kit)
    signed_in(installation, cast.noor)
    kit.page("accounts.signed_in")
    with installation.database.reading() as session:
        other = browsers.visits_of(session, cast.noor.person_id, now)
    for visit in other:
        kit.post("accounts.end_visit", visit_id=visit.id)
    visitor.page("accounts.signed_in")
    assert visitor.here
    form = visitor.here.form("/account/signed-in/")
    ended = [str(f["action"]) for f in visitor.here.soup.find_all("form") if f.get("action")]
    assert len([address for address in ended if "everywhere" not in address]) == 1
    assert form is None
    visit_id = ended[0].rsplit("/", 1)[-1]
    visitor.post("accounts.end_visit", visit_id=visit_id)
    with installation.database.reading() as session:
        assert len(browsers.visits_of(session, cast.noor.person_id, now)) == 1


def test_everywhere_means_here_too(as_: As, cast: Cast) -> None:
    visitor, other = as_(cast.noor), as_(cast.noor)
    visitor.page("accounts.signed_in")
    visitor.post("accounts.end_every_visit", to="accounts.sign_in")
    visitor.page("accounts.account", to="accounts.sign_in")
    other.page("accounts.account", to="accounts.sign_in")


def test_signing_out_asks_first(as_: As, cast: Cast) -> None:
    visitor = as_(cast.noor)
    visitor.page("accounts.out")
    visitor.page("accounts.account")
    visitor.post("accounts.sign_out", to="desk.front")
    visitor.page("accounts.account", to="accounts.sign_in")
