"""What staff find on their first page, by role."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind
from mentorship.accounts.service.recovery import ask_call_back
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.service.follow_ups import raise_
from mentorship.installation import Installation
from mentorship.kernel.access import SYSTEM
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.contact import SafeHours
from mentorship.profiles.service.pause import pause
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import (
    acting,
    add_person,
    can_be_reached,
    keep_apart,
    waiting_mentee,
)

As = Callable[..., Visitor]
CALLS = (Reason.WORRIED_NOW, Reason.WANTS_TO_TALK, Reason.CANNOT_LOOK)


def test_coordinators_come_to_what_wants_somebody_today(cast: Cast, as_: As) -> None:
    for member in (cast.rosa, cast.lena):
        page = as_(member).page("desk.home")
        assert page.heading == "Today"
        assert page.text == as_(member).page("desk.today").text


def test_each_row_says_why_and_safety_comes_first_and_is_marked(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        for reason in reversed(CALLS):
            raise_(session, SYSTEM, reason, cast.noor.person_id, now)
        raise_(session, SYSTEM, Reason.SUSPENDED, cast.kit.person_id, now)
    page = as_(cast.rosa).page("desk.today")
    assert page.says("For today (2)"), "two people, of whom one is there for two reasons"
    assert page.says("Somebody is worried about someone's safety now Also: Wants to talk with")
    assert page.says("Act now, by the procedure Safety")
    assert page.text.index("Safety") < page.text.index("Their access was stopped")


def test_who_waits_and_cannot_be_looked_for_is_a_row(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    assert not rosa.page("desk.today").says("cannot be looked for")
    with installation.database.transaction() as session:
        raise_(session, SYSTEM, Reason.CANNOT_LOOK, cast.noor.person_id, now)
    page = rosa.page("desk.today")
    assert page.says("Waiting, cannot be looked for (1)")
    assert page.says("Do not call: ask when they come")
    assert f"/people/{cast.noor.person_id}/for" in page.links
    with installation.database.transaction() as session:
        can_be_reached(session, accounts.person(session, cast.noor.person_id), now, SafeHours())
    asks = "Ask for their first three answers, and record them Record what they say"
    assert rosa.page("desk.today").says(asks)


def test_whoever_is_kept_apart_from_somebody_counts_nobody_and_lists_nobody(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = scenes.of_the_cast(session, cast, now).person(session, Side.MENTEE)
        for person in (noor, waiting_mentee(session, now)):
            can_be_reached(session, person, now, SafeHours())
            for reason in (Reason.WANTS_TO_TALK, Reason.CANNOT_LOOK):
                raise_(session, SYSTEM, reason, person.id, now)
        ask_call_back(session, SYSTEM, noor, now).due_at = now
        code = noor.code
    before = as_(cast.rosa).page("desk.today")
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        keep_apart(session, noor, [cast.rosa.person_id], cast.lena.actor(session), now)
    after = as_(cast.rosa).page("desk.today")
    counts = r"(?:For today|cannot be looked for|Decisions waiting) \((\d+)\)"
    assert re.findall(counts, before.text) == ["2", "2", "1"]
    assert before.says(f"Ring back: they cannot get in {code}")
    assert re.findall(counts, after.text) == ["1", "1", "0"]
    assert not after.holds(code)
    assert as_(cast.lena).page("desk.today").holds(code)


def test_who_is_new_stands_there_with_their_side(
    cast: Cast, as_: As, installation: Installation
) -> None:
    with installation.database.reading() as session:
        code = accounts.person(session, cast.kit.person_id).code
    assert as_(cast.rosa).page("desk.today").says(f"{code} Mentee")


def test_who_paused_or_is_new_is_not_among_who_waits(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        for member in (cast.noor, cast.kit):
            raise_(session, SYSTEM, Reason.CANNOT_LOOK, member.person_id, now)
        pause(session, acting(noor), noor, None, now)
    assert not as_(cast.rosa).page("desk.today").says("cannot be looked for")
    with installation.database.transaction() as session:
        raise_(session, SYSTEM, Reason.CANNOT_LOOK, waiting_mentee(session, now).id, now)
    page = as_(cast.rosa).page("desk.today")
    assert page.says("Waiting, cannot be looked for (1)")
    assert page.says("2 more who cannot be looked for are new or paused, and stand under Follow up")


def test_what_is_not_shown_is_counted(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        for _n in range(7):
            person = add_person(session, Kind.MENTEE, now)
            for reason in (Reason.WANTS_TO_TALK, Reason.SUSPENDED):
                raise_(session, SYSTEM, reason, person.id, now)
    page = as_(cast.rosa).page("desk.today")
    assert page.says("For today (7)")
    assert page.says("And 2 more people.")


def test_each_person_stands_there_once_and_first_whoever_can_be_reached(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    """Somebody without a safe way waits longest, and is rung by nobody."""
    with installation.database.transaction() as session:
        noor, kit = (accounts.person(session, it.person_id) for it in (cast.noor, cast.kit))
        for reason in (Reason.ASKED_TODAY, Reason.NOT_SAFE_TO_MEET):
            raise_(session, SYSTEM, reason, kit.id, now - timedelta(days=9), subject_id=uuid4())
        can_be_reached(session, noor, now, SafeHours())
        raise_(session, SYSTEM, Reason.WANTS_TO_TALK, noor.id, now)
        codes = noor.code, kit.code
    page = as_(cast.rosa).page("desk.today")
    today = page.text[page.text.index("For today (") : page.text.index("See everything")]
    assert [today.count(one) for one in codes] == [1, 1]
    assert today.index(codes[0]) < today.index(codes[1])
    assert "Also: It was not safe to meet" in today
    assert today.count("Do not call: ask when they come") == 1
    assert "more pe" not in today


def test_every_worry_about_safety_stands_there_however_many(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        for _n in range(7):
            person = add_person(session, Kind.MENTEE, now)
            raise_(session, SYSTEM, Reason.WORRIED_NOW, person.id, now)
    page = as_(cast.rosa).page("desk.today")
    assert page.text.count("worried about someone's safety") == 7


def test_reviewers_and_administrators_read_what_they_are_here_for(cast: Cast, as_: As) -> None:
    assert as_(cast.ruth).page("desk.home").says("You are the second pair of eyes")
    assert as_(cast.ada).page("desk.home").says("You look after the settings")


def test_nobody_but_coordinators_has_the_page(cast: Cast, as_: As, visitor: Visitor) -> None:
    for member in (cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(member).page("desk.today", status=404)
    visitor.page("desk.today", to="accounts.sign_in")


def test_what_came_to_somebody_several_times_is_one_notice_and_goes_in_one_press(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    passed = NoticeKind.FOLLOW_UP_PASSED
    with installation.database.transaction() as session:
        for ago in (3, 2, 1):
            tell(session, cast.lena.person_id, passed, now - timedelta(days=ago), ref=uuid4())
        tell(session, cast.lena.person_id, NoticeKind.WAY_IN_GIVEN, now)
        newest = session.scalars(
            select(Notice.id).where(Notice.kind == passed).order_by(Notice.told_at.desc())
        ).first()
    lena = as_(cast.lena)
    page = lena.page("desk.today")
    assert page.says("3 things that nobody took have come to you.")
    assert len(page.soup.select(".notices > li")) == 2
    assert "/follow-up?show=mine" in page.links
    as_(cast.kit).post("notices.clear_alike", notice_id=newest, status=404)
    with installation.database.transaction() as session:
        tell(session, cast.lena.person_id, passed, now, ref=uuid4())
    lena.post("notices.clear_alike", notice_id=newest, to="desk.home")
    page = lena.page("desk.today")
    assert page.says("Something that nobody took has come to you.")
    assert len(page.soup.select(".notices > li")) == 2


def test_a_row_of_a_pair_says_which_of_the_two_it_is_about(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match = scenes.active(session, now, scenes.of_the_cast(session, cast, now)).match(session)
        raise_(session, SYSTEM, Reason.WORRIED, match.mentor_id, now, match_id=match.id)
        code = accounts.person(session, match.mentor_id).code
    assert as_(cast.rosa).page("desk.today").says(f"It is about {code} (mentor)")
