"""A block is never broken and never seen: in the pool, before a decision, and on staff's pages."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from mentorship.kernel.access import Actor
from mentorship.profiles.release import matching_pool, may_introduce, staff_view
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.people import Show
from mentorship.profiles.service.apart import add_apart, clear_apart, save_known_as, tie_apart
from mentorship.profiles.service.people import list_people
from mentorship.profiles.service.person_page import person_shown
from tests.participants import acting, ready_mentor, waiting_mentee

NAME = "Dario Lindqvist"


@pytest.mark.parametrize("writer", ["mentee", "mentor"])
@pytest.mark.parametrize("first", ["entry", "name"])
def test_a_pair_is_out_of_the_pool_whoever_wrote_it_and_whatever_came_first(
    session: Session, now: datetime, writer: str, first: str
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    other = ready_mentor(session, now)
    writes, is_meant = (mentee, mentor) if writer == "mentee" else (mentor, mentee)
    steps = [
        lambda: add_apart(session, acting(writes), writes, ApartKind.NAME, NAME, now),
        lambda: save_known_as(session, acting(is_meant), is_meant, [NAME], [], now),
    ]
    for step in steps if first == "entry" else reversed(steps):
        step()
    pool = matching_pool(session, now, number=str)
    assert pool.blocked == {(str(mentee.id), str(mentor.id))}
    assert {one.id for one in pool.mentors} == {str(mentor.id), str(other.id)}


def test_a_block_that_comes_after_the_round_is_met_at_the_decision(
    session: Session, lead: Actor, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    assert may_introduce(session, mentee.id, mentor.id, now).ok
    entry = add_apart(session, acting(mentee), mentee, ApartKind.PLACE, "The pier", now)
    still_open = may_introduce(session, mentee.id, mentor.id, now)
    tie_apart(session, lead, entry, [mentor.id], now)
    blocked = may_introduce(session, mentee.id, mentor.id, now)
    assert not blocked.ok
    assert blocked == still_open
    clear_apart(session, lead, entry, now)
    assert may_introduce(session, mentee.id, mentor.id, now).ok


def test_staff_who_look_at_either_see_the_same_as_before(
    session: Session, coordinator: Actor, lead: Actor, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)

    def seen() -> tuple[object, ...]:
        both = [person_shown(session, coordinator, one, now) for one in (mentee, mentor)]
        answers = [staff_view(session, coordinator, one.id, now) for one in (mentee, mentor)]
        return both, answers, list_people(session, coordinator, Show.ALL, now)

    before = seen()
    entry = add_apart(session, acting(mentee), mentee, ApartKind.NAME, NAME, now)
    tie_apart(session, lead, entry, [mentor.id], now)
    assert seen() == before
