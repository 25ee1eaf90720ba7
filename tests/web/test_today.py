"""What staff find on their first page, by role."""

from collections.abc import Callable
from datetime import datetime

from mentorship.accounts import queries as accounts
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.service.follow_ups import raise_
from mentorship.installation import Installation
from mentorship.kernel.access import SYSTEM
from mentorship.profiles.service.pause import pause
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import acting

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
    page = as_(cast.rosa).page("desk.today")
    assert page.says("For today (2)")
    assert page.says("Somebody is worried about someone's safety now Safety")
    assert page.says("Wants to talk with the team For today")
    assert page.text.index("Safety") < page.text.index("Wants to talk")


def test_who_waits_and_cannot_be_looked_for_is_a_row(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    assert not rosa.page("desk.today").says("cannot be looked for")
    with installation.database.transaction() as session:
        raise_(session, SYSTEM, Reason.CANNOT_LOOK, cast.noor.person_id, now)
    assert rosa.page("desk.today").says("Waiting, cannot be looked for (1)")


def test_who_paused_or_is_new_is_not_among_who_waits(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        for member in (cast.noor, cast.kit):
            raise_(session, SYSTEM, Reason.CANNOT_LOOK, member.person_id, now)
        pause(session, acting(noor), noor, None, now)
    assert not as_(cast.rosa).page("desk.today").says("cannot be looked for")


def test_what_is_not_shown_is_counted(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    called = (cast.noor, cast.kit, cast.amara, cast.tom)
    with installation.database.transaction() as session:
        for member in called:
            for reason in (Reason.WANTS_TO_TALK, Reason.SUSPENDED):
                raise_(session, SYSTEM, reason, member.person_id, now)
    page = as_(cast.rosa).page("desk.today")
    assert page.says("For today (8)")
    assert page.says("And 3 more.")


def test_reviewers_and_administrators_read_what_they_are_here_for(cast: Cast, as_: As) -> None:
    assert as_(cast.ruth).page("desk.home").says("You are the second pair of eyes")
    assert as_(cast.ada).page("desk.home").says("You look after the settings")


def test_nobody_but_coordinators_has_the_page(cast: Cast, as_: As, visitor: Visitor) -> None:
    for member in (cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(member).page("desk.today", status=404)
    visitor.page("desk.today", to="accounts.sign_in")
