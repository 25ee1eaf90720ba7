"""Suggested times under the hood: only shown hours, picked once, gone with the person."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.checkins import service
from mentorship.checkins.models import Agenda, Meeting, Suggestion
from mentorship.checkins.queries import suggestions as queries
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import agendas, suggestions
from mentorship.installation import Installation
from mentorship.kernel import events
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.rules.consent import ConsentPurpose
from tests.participants import THREE, acting, agree, say
from tests.races import race
from tests.talking import Pair, talking

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def show_hours(session: Session, pair: Pair, now: datetime) -> None:
    for person_id in (pair.mentee_id, pair.mentor_id):
        person = accounts.person(session, person_id)
        say(session, person, now, times=THREE["times"])
        agree(session, person, now, "times", purpose=ConsentPurpose.SHOW)


def suggest(session: Session, pair: Pair, moments: list[datetime], now: datetime) -> None:
    mentor = accounts.person(session, pair.mentor_id)
    suggestions.suggest(
        session, acting(mentor), mentor, pair.match(session), moments, 30, Way.PHONE, now
    )


def hours(session: Session, pair: Pair, now: datetime) -> list[datetime]:
    mentor = accounts.person(session, pair.mentor_id)
    return suggestions.hours_of_both(
        session, acting(mentor), mentor, pair.match(session), now, now + WEEK, now
    )


def test_a_time_that_one_of_them_does_not_show_cannot_be_suggested(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    show_hours(session, pair, now)
    found = hours(session, pair, now)
    assert found
    for wrong in (found[0] + timedelta(hours=8), found[0] - WEEK):
        with pytest.raises(RuleBroken) as broken:
            suggest(session, pair, [wrong], now)
        assert broken.value.field == "times"
    suggest(session, pair, found[:1], now)


def test_one_time_is_picked_once_whoever_is_faster(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        pair = talking(session, now)
        show_hours(session, pair, now)
        suggest(session, pair, hours(session, pair, now)[:2], now)
        either = cycle(session.scalars(select(Suggestion.id)).all())

    def pick() -> None:
        with suppress(Overtaken, RuleBroken), installation.database.transaction() as session:
            mentee = pair.mentee(session)
            row = session.get_one(Suggestion, next(either))
            suggestions.pick(session, acting(mentee), mentee, row, now)

    race(4, pick)
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Meeting)) == 1
        states = Counter(session.scalars(select(Suggestion.state)))
    assert states == {SuggestionState.PICKED: 1, SuggestionState.PASSED: 1}


def test_whoever_is_erased_leaves_no_calendar_behind(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    mentee = pair.mentee(session)
    agendas.open_calendar(session, acting(mentee), mentee, now)
    events.publish(session, events.PersonErased(mentee.id), now)
    assert session.scalars(select(Agenda)).all() == []


def test_times_that_nobody_answers_come_back_once_to_the_one_who_suggested_them(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    show_hours(session, pair, now)
    far = [hour for hour in hours(session, pair, now) if hour > now + 4 * DAY]
    suggest(session, pair, far[:2], now)

    def told() -> list[UUID]:
        chosen = select(Notice.person_id).where(Notice.kind == NoticeKind.TALK_NOT_FOUND)
        return list(session.scalars(chosen))

    service.sweep(session, now + 3 * DAY - timedelta(minutes=1))
    assert (told(), len(open_times(session, pair))) == ([], 2)
    for _nth in range(2):
        service.sweep(session, now + 3 * DAY)
        assert (told(), open_times(session, pair)) == ([pair.mentor_id], [])


def test_times_that_were_answered_do_not_come_back(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    show_hours(session, pair, now)
    suggest(session, pair, hours(session, pair, now)[:1], now)
    (row,) = open_times(session, pair)
    mentee = pair.mentee(session)
    suggestions.pick(session, acting(mentee), mentee, row, now)
    service.sweep(session, now + 3 * DAY)
    kinds = session.scalars(select(Notice.kind).where(Notice.person_id == pair.mentor_id)).all()
    assert NoticeKind.TALK_NOT_FOUND not in kinds


def open_times(session: Session, pair: Pair) -> list[Suggestion]:
    return list(queries.open_of(session, [pair.match_id]))
