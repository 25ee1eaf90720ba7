"""The gate, after a round: what fits as each side may know it, and the round as it was."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts.rules import Standing
from mentorship.profiles.models import Welcome
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import (
    LeftOut,
    Seat,
    answer_versions,
    as_they_were,
    hours_shown,
    matching_pool,
    missing_for_a_round,
    versions_of_all,
    way_to_reach,
    what_fits,
)
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests.participants import acting, agree, code, ready_mentor, say, waiting_mentee

MATCH, SHOW = ConsentPurpose.MATCH, ConsentPurpose.SHOW


@pytest.mark.parametrize("side", Side)
def test_what_fits_is_told_of_shown_answers_alone(
    session: Session, now: datetime, side: Side
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    pair = mentee.id, mentor.id
    for person in (mentee, mentor):
        say(session, person, now, topics=["courts"])
        agree(session, person, now, "topics")
    other = mentor if side is Side.MENTEE else mentee
    assert what_fits(session, side, *pair, now) == set()
    agree(session, other, now, "topics", purpose=SHOW)
    assert what_fits(session, side, *pair, now) == {code("topics")}
    stop_consent(session, acting(other), other, code("topics"), MATCH, now)
    assert what_fits(session, side, *pair, now) == set()


def test_the_hours_of_the_other_are_read_while_they_show_them(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    own = acting(mentor)
    assert hours_shown(session, own, mentee.id, now) == set()
    agree(session, mentee, now, "times", purpose=SHOW)
    assert hours_shown(session, own, mentee.id, now) == {"mon-morning", "tue-morning"}
    stop_consent(session, acting(mentee), mentee, code("times"), SHOW, now)
    assert hours_shown(session, own, mentee.id, now) == set()


def test_the_way_to_reach_somebody_is_read_while_they_show_it_and_are_here(
    session: Session, now: datetime
) -> None:
    mentee, own = waiting_mentee(session, now), acting(ready_mentor(session, now))
    say(session, mentee, now, way_to_reach="555 0188")
    assert way_to_reach(session, own, mentee.id, now) == ""
    agree(session, mentee, now, "way_to_reach", purpose=SHOW)
    assert way_to_reach(session, own, mentee.id, now) == "555 0188"
    mentee.standing = Standing.STOPPING
    session.flush()
    assert way_to_reach(session, own, mentee.id, now) == ""


def test_a_round_is_made_again_from_the_answers_it_used(session: Session, now: datetime) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    pool = matching_pool(session, now)
    later = now + timedelta(weeks=5)
    seats = {mentee.id: Seat(pool.numbers[mentee.id], waiting_weeks=3),
             mentor.id: Seat(pool.numbers[mentor.id], places=1)}  # fmt: skip
    again = as_they_were(session, seats, pool.versions, later)
    assert again == ([*pool.mentees], [*pool.mentors])
    assert pool.versions == versions_of_all(session, now)
    stop_consent(session, acting(mentor), mentor, code("times"), MATCH, later)
    assert as_they_were(session, seats, pool.versions, later) is None


def test_an_answer_given_anew_is_not_the_one_that_was_used(session: Session, now: datetime) -> None:
    mentee = waiting_mentee(session, now)
    seats, used = {mentee.id: Seat("a")}, {mentee.id: answer_versions(session, mentee.id, now)}
    say(session, mentee, now, ways=["video"])
    agree(session, mentee, now, "ways")
    assert as_they_were(session, seats, used, now) is None


def test_one_more_place_is_somebody_alike_who_is_kept_apart_from_the_same(
    session: Session, now: datetime
) -> None:
    mentee, other = waiting_mentee(session, now), waiting_mentee(session, now)
    mentor = ready_mentor(session, now, places=2)
    pool = matching_pool(session, now, apart=[(mentee.id, mentor.id)])
    number = pool.numbers[mentor.id]
    twin, blocked = pool.one_more_place(number)
    assert (twin.id, twin.places, twin.answers) == (f"{number}+", 1, pool.mentors[0].answers)
    assert blocked == ((pool.numbers[mentee.id], twin.id),)
    assert pool.numbers[other.id] not in dict(blocked)


def test_what_is_missing_before_a_round_takes_somebody_is_named(
    session: Session, now: datetime
) -> None:
    mentee = waiting_mentee(session, now)
    session.flush()
    assert missing_for_a_round(session, mentee, now) == []
    session.delete(session.get_one(Welcome, mentee.id))
    session.flush()
    assert missing_for_a_round(session, mentee, now) == [LeftOut.NOT_WELCOMED]
