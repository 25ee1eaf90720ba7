"""Choosing how to be told, and taking a notice off the list."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel.access import How
from mentorship.kernel.config import Post
from mentorship.notices.models import DutyMail, Notice, PhoneWish, WeeklyMail
from mentorship.notices.queries import wish_of
from mentorship.notices.rules import WORDINGS, NoticeKind, Way
from mentorship.notices.service import tell
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_first_contact
from tests.cast import SITE_NAME, Cast
from tests.pages import Visitor

As = Callable[..., Visitor]
REACH = Reach(Channel.EMAIL, "noor@example.org", SafeHours(), False, "", "", "Marmalade")


def test_somebody_chooses_the_phone_and_comes_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.page("notices.way")
    noor.post("notices.choose_way", {"way": "phone"}, to="notices.way")
    with installation.database.reading() as session:
        assert session.get(PhoneWish, cast.noor.person_id)
    noor.post("notices.choose_way", {"way": "in_app"})
    with installation.database.reading() as session:
        assert session.get(PhoneWish, cast.noor.person_id) is None


def test_nothing_known_is_not_saved(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    assert noor.post("notices.choose_way", {"way": "pigeon"}, status=422).problem("way")


def test_a_notice_is_taken_off_by_its_person_alone(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        tell(session, cast.noor.person_id, NoticeKind.MATCH_BEGAN, now)
        notice_id = session.scalars(select(Notice.id)).one()
    as_(cast.kit).post("notices.clear", notice_id=notice_id, status=404)
    as_(cast.noor).post("notices.clear", notice_id=notice_id, to="desk.home")
    with installation.database.reading() as session:
        assert session.get_one(Notice, notice_id).seen_at == now


@pytest.fixture
def mail_is_safe(installation: Installation, cast: Cast, now: datetime) -> None:
    installation.database.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        save_first_contact(session, cast.noor.actor(session), noor, REACH, now)


def test_the_mail_is_shown_as_it_would_be_before_anything_is_saved(
    installation: Installation, cast: Cast, as_: As, mail_is_safe: None
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    page = noor.page("notices.way")
    assert page.says(f"{SITE_NAME} <notes@example.org>")
    assert page.says("There is something new. Open it when it suits you.")
    said = {"way": "mail", "sender": "Corner Books", "subject": "Your order"}
    page = noor.post("notices.choose_way", {**said, "look": "1"}, status=200)
    assert page.says("Corner Books <notes@example.org>")
    assert page.says("Subject Your order")
    with installation.database.reading() as session:
        assert wish_of(session, cast.noor.person_id) is None
    noor.post("notices.choose_way", said, to="notices.way")
    assert noor.follow().says("Corner Books <notes@example.org>")
    with installation.database.reading() as session:
        assert wish_of(session, cast.noor.person_id) is Way.MAIL


def test_words_that_tell_are_said_beside_their_field_and_come_back(
    cast: Cast, as_: As, mail_is_safe: None
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    said = {"way": "mail", "sender": "Corner Books", "subject": "Your mentor"}
    page = noor.post("notices.choose_way", said, status=422)
    assert "mentor" in page.problem("subject")
    assert 'value="Corner Books"' in page.html


def test_mail_is_not_for_somebody_who_is_to_be_called(
    installation: Installation, cast: Cast, as_: As
) -> None:
    installation.database.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    noor = as_(cast.noor, stepped_up=True)
    said = {"way": "mail", "sender": "Corner Books", "subject": "Your order"}
    page = noor.post("notices.choose_way", said, status=422)
    assert page.problem("way").endswith("where you said that e-mail is the safe way to reach you.")


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel.CALL, "Mail goes only where they said that e-mail is the safe way"),
        (Channel.EMAIL, "What they gave us is not a mail address."),
    ],
)
def test_what_is_refused_to_staff_speaks_of_the_one_they_record_for(
    installation: Installation, cast: Cast, as_: As, now: datetime, channel: Channel, said: str
) -> None:
    installation.database.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        reach = Reach(channel, "555", SafeHours(), False, "", "", "Marmalade")
        save_first_contact(session, cast.noor.actor(session), noor, reach, now)
    wish = {"way": "mail", "sender": "Corner Books", "subject": "Your order"}
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    page = as_(cast.rosa).post("notices.choose_way_for", wish, status=422, **whom)
    assert said in page.problem("way")
    assert "you" not in page.problem("way").split()


def test_staff_record_it_on_somebodys_behalf(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor, rosa = {"person_id": cast.noor.person_id, "how": "phone"}, as_(cast.rosa)
    assert rosa.page("notices.way_for", **noor).says("You are recording what somebody told you")
    rosa.post("notices.choose_way_for", {"way": "phone"}, to="profiles.on_behalf", **noor)
    with installation.database.reading() as session:
        assert session.get_one(PhoneWish, cast.noor.person_id).how is How.PHONE


def test_staff_say_where_mail_to_them_goes_and_take_it_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa, stepped_up=True)
    rosa.page("notices.weekly")
    page = rosa.post("notices.choose_weekly", {"address": "rosa", "duty": "night"}, status=422)
    for name, typed in (("address", "rosa"), ("duty", "night")):
        assert page.problem(name)
        assert f'value="{typed}"' in page.html
    said = {"address": "rosa@example.org", "duty": "night@example.org"}
    rosa.post("notices.choose_weekly", said, to="accounts.account")
    held = rosa.page("notices.weekly").html
    assert all(f'value="{address}"' in held for address in said.values())
    rosa.post("notices.choose_weekly", {"address": "", "duty": ""}, to="accounts.account")
    with installation.database.reading() as session:
        assert session.scalars(select(WeeklyMail)).all() == []
        assert session.scalars(select(DutyMail)).all() == []


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("notices.way", to="accounts.sign_in")


def test_every_kind_of_notice_leads_to_a_page_that_is_there(app: Flask) -> None:
    for kind, wording in WORDINGS.items():
        rules = list(app.url_map.iter_rules(wording.endpoint))
        wanted = {wording.takes} - {""}
        assert any(rule.arguments == wanted for rule in rules), kind
