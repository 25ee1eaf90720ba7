"""Choosing how to be told, and taking a notice off the list."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.notices.models import Notice, PhoneWish
from mentorship.notices.rules import WORDINGS, NoticeKind
from mentorship.notices.service import tell
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def test_somebody_chooses_the_phone_and_comes_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.page("notices.way")
    noor.post("notices.choose_way", {"way": "phone"})
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


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("notices.way", to="accounts.sign_in")


def test_every_kind_of_notice_leads_to_a_page_that_is_there(app: Flask) -> None:
    for kind, wording in WORDINGS.items():
        rules = list(app.url_map.iter_rules(wording.endpoint))
        wanted = {wording.takes} - {""}
        assert any(rule.arguments == wanted for rule in rules), kind
