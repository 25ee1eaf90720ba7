"""Staff who are kept apart from somebody find nothing of them: no row, no page, no code, no number.

Nothing of a pair either, one of whom is that person. What they are shown instead is what they would
be shown of somebody who is not there; nothing says that a rule is behind it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import cycle, islice
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import CheckIn, FollowUp, Meeting, Report, Suggestion
from mentorship.checkins.queries.talks import matches_of
from mentorship.installation import Installation
from mentorship.matches.models import Match, Offer, Proposal
from mentorship.matches.queries import offers
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell
from mentorship.profiles.models import ApartEntry, Review
from mentorship.profiles.queries import closed
from tests.audiences import STAFF, audience_of
from tests.forms import every_page, kind_of, samples
from tests.full import PAIRS, Full
from tests.pages import Visitor, plain
from tests.participants import keep_apart
from tests.security.test_strangers import held, send

As = Callable[..., Visitor]
# Every pair is met from either side; Noor and Tom are rung back and decided about.
SIDES = {
    "mentees": (*PAIRS, "uma", "sara", "noor"),
    "mentors": (*PAIRS.values(), "theo", "amara", "tom"),
}
# For whom staff would record what they said of talks and logs, though the pair is closed to them.
OTHER_SIDE = {"mentees": "adam", "mentors": "iris"}
READERS = ("rosa", "ruth")
A_FEW = 3
NOTHING = UUID(int=7)


def keep_from_staff(session: Session, full: Full, names: tuple[str, ...], now: datetime) -> None:
    """Let each of some people, of whom there is news to tell, be kept apart from two of staff."""
    staff = [full.everybody()[name].person_id for name in READERS]
    for name in names:
        person = full.person(session, name)
        tell(session, person.id, NoticeKind.MATCH_BEGAN, now)
        keep_apart(session, person, staff, full.actor(session, "lena"), now)


def secrets_of(session: Session, people: set[UUID]) -> set[str]:
    """Give what would tell of some people: codes, and the ids of whatever is about them."""
    codes = {accounts.person(session, person_id).code for person_id in people}
    return codes | {str(one) for one in ids_about(session, people)}


def ids_about(session: Session, people: set[UUID]) -> set[UUID]:
    """Give the ids of some people, and of everything that is about them or a pair of theirs."""

    def of(table: type, *columns: str) -> set[UUID]:
        rows = session.scalars(select(table))
        return {row.id for row in rows if found & {getattr(row, name) for name in columns}}

    found = set(people)
    found |= of(Proposal, "mentee_id", "mentor_id") | of(Match, "mentee_id", "mentor_id")
    found |= of(Offer, "person_id", "proposal_id") | of(Report, "person_id", "named_id")
    found |= of(FollowUp, "person_id", "match_id", "subject_id") | of(Notice, "person_id")
    for table in (Meeting, Suggestion):
        found |= of(table, "match_id")
    return found | of(CheckIn, "person_id", "mentor_id") | of(Review, "person_id")


def told(
    app: Flask, installation: Installation, full: Full, as_: As, names: tuple[str, ...]
) -> list[str]:
    """List on which of their pages Rosa and Ruth find something of some people."""
    people = {full.everybody()[name].person_id for name in names}
    with installation.database.reading() as session:
        secrets = secrets_of(session, people)
    found = []
    for name, _visitor, page in every_page(app, installation, full, as_, READERS):
        if name in READERS and page.is_html:
            html = plain(page.html)
            holds = [it for it in secrets if it in html and it not in page.address]
            found += [f"{name} {page.address}: {secret}" for secret in holds]
    return found


def doors(
    app: Flask, installation: Installation, full: Full, side: str
) -> Iterator[tuple[str, str, str, str]]:
    """Give every address of staff that holds the id of something about some people, by method.

    With each stands what it is, and the same address with the id of nothing.
    """
    people = {full.everybody()[name].person_id for name in SIDES[side]}
    recorded_for = full.everybody()[OTHER_SIDE[side]].person_id
    with installation.database.reading() as session:
        about = ids_about(session, people)
    chosen = samples(installation, full)
    chosen["person_id"] = sorted(people)
    # Each page of a person is tried with a few of them, and the next one with the next few.
    turn = cycle(chosen["person_id"])
    for rule in app.url_map.iter_rules():
        kinds = {one: kind_of(rule.endpoint, one) for one in rule.arguments}
        if rule.endpoint == "static" or not audience_of()[rule.endpoint] & STAFF:
            continue
        for name, asked in kinds.items():
            some = islice(turn, A_FEW) if asked == "person_id" else chosen[asked]
            for one in [it for it in some if it in about]:
                values = {other: chosen[kind][0] for other, kind in kinds.items()}
                values |= {"person_id": recorded_for} if "person_id" in kinds else {}
                values |= {name: one}
                with app.test_request_context():
                    address = app.url_for(rule.endpoint, **values)
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    nothing = address.replace(str(one), str(NOTHING))
                    yield f"{method} {rule.endpoint}", method, address, nothing


@pytest.mark.parametrize("side", SIDES)
def test_no_page_holds_a_code_or_an_id_of_them(
    app: Flask, installation: Installation, full: Full, as_: As, now: datetime, side: str
) -> None:
    with installation.database.transaction() as session:
        keep_from_staff(session, full, SIDES[side], now)
    assert told(app, installation, full, as_, SIDES[side]) == []


@pytest.mark.parametrize("side", SIDES)
def test_every_address_of_theirs_is_as_absent_as_nothing(
    app: Flask, installation: Installation, full: Full, as_: As, now: datetime, side: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with installation.database.transaction() as session:
        keep_from_staff(session, full, SIDES[side], now)
    rosa, before = as_(full.cast.rosa, stepped_up=True), held(installation)
    tried = list(doors(app, installation, full, side))
    assert len(tried) > 300
    told_by = {}
    nobodys = {one: send(rosa, *one) for one in {(method, it) for _, method, _, it in tried}}
    for what, method, address, nothing in tried:
        theirs = send(rosa, method, address)
        if theirs != nobodys[method, nothing]:
            told_by[what] = (theirs[0], nobodys[method, nothing][0])
    assert told_by == {}
    assert held(installation) == before


def test_what_staff_would_record_of_a_pair_is_closed_with_either_of_the_two(
    installation: Installation, full: Full, as_: As, now: datetime
) -> None:
    june, iris = ({"person_id": full.everybody()[it].person_id, "how": "in-person"}
                  for it in ("june", "iris"))  # fmt: skip
    with installation.database.transaction() as session:
        keep_from_staff(session, full, ("bill", "adam"), now)
        (asked,) = offers.waiting(session, june["person_id"])
        (match,) = matches_of(session, iris["person_id"])
        talk = session.scalars(select(Meeting.id).where(Meeting.match_id == match.id)).first()
        asked_id = asked.id
    rosa, lena = as_(full.cast.rosa), as_(full.cast.lena)
    for visitor, status in ((lena, 200), (rosa, 404)):
        visitor.page("matches.offer_for", status=status, offer_id=asked_id, **june)
        visitor.page("checkins.meeting_for", status=status, meeting_id=talk, **iris)
        visitor.page("checkins.month_for", status=status, **iris)
    for endpoint, whom in (("matches.offers_for", june), ("checkins.talks_for", iris),
                           ("checkins.rhythm_for", iris), ("checkins.plan_for", iris),
                           ("checkins.tell_for", iris)):  # fmt: skip
        seen, closed_off = (one.page(endpoint, **whom) for one in (lena, rosa))
        assert seen.text != closed_off.text
        assert not closed_off.holds("Sky")


def test_a_rule_that_keeps_nobody_apart_is_noticed(
    app: Flask, installation: Installation, full: Full, as_: As, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        keep_from_staff(session, full, SIDES["mentees"], now)
    monkeypatch.setattr(closed, "_apart_from", lambda _humans: select(ApartEntry.id).where(False))
    found = {line.split("?")[0].split(":")[0] for line in told(
        app, installation, full, as_, SIDES["mentees"])}  # fmt: skip
    assert {
        "rosa /today", "rosa /home", "rosa /follow-up", "rosa /people", "rosa /decisions",
        "rosa /people/pairs", "rosa /follow-up/tell",
        "ruth /reviews/ways-in",
    } <= found  # fmt: skip
