"""Readiness of mentors: two humans open it, one closes it, time ends it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel.access import Actor, Role, load
from mentorship.kernel.audit import AuditEntry
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.events import Event, ReadinessChanged, ReadinessEnded
from mentorship.profiles import tasks
from mentorship.profiles.models import Review
from mentorship.profiles.queries import (
    court_checked,
    is_ready,
    readiness_over,
    ready_mentors,
    reviews_asked,
)
from mentorship.profiles.rules.people import Show, State
from mentorship.profiles.rules.readiness import Decision, Need, ReviewMove, ReviewState, Topic
from mentorship.profiles.service.people import list_people
from mentorship.profiles.service.readiness import (
    check_court,
    close_readiness,
    decide_readiness,
    end_due_readiness,
    readiness_standing,
    record_supervision,
    record_training,
    review,
)
from tests.cast import Cast
from tests.db.profiles.conftest import as_staff
from tests.participants import acting, add_person, keep_apart
from tests.races import race

DAY = timedelta(days=1)
TOPICS = (Topic.LISTENING, Topic.LIMITS, Topic.SAFETY, Topic.CONFIDENTIALITY)


def learn(session: Session, actor: Actor, mentor: Person, now: datetime) -> None:
    for topic in TOPICS:
        record_training(session, actor, mentor, topic, now.date(), 90, now)
    record_supervision(session, actor, mentor, now.date(), now)


def approve(
    session: Session, first: Actor, second: Actor, mentor: Person, of: Decision, now: datetime
) -> Review:
    row = decide_readiness(session, first, mentor, of, now)
    review(session, second, row, ReviewMove.APPROVE, now)
    return row


def make_ready(
    session: Session, first: Actor, second: Actor, mentor: Person, now: datetime
) -> None:
    learn(session, first, mentor, now)
    for decision in Decision:
        approve(session, first, second, mentor, decision, now)


def over(told: list[Event]) -> list[Event]:
    """Leave out what is told whenever anything is noted."""
    return [event for event in told if not isinstance(event, ReadinessChanged)]


def test_a_mentor_is_ready_once_everything_is_there(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime,
    told: list[Event],
) -> None:  # fmt: skip
    learn(session, coordinator, amara, now)
    approve(session, coordinator, reviewer, amara, Decision.VETTING, now)
    assert not is_ready(session, amara.id, now.date())
    assert over(told) == []
    approve(session, coordinator, reviewer, amara, Decision.AGREEMENT, now)
    assert set(ready_mentors(session, now.date())) == {amara.id}
    assert over(told) == []


def test_a_decision_that_waits_or_was_declined_makes_nobody_ready(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime
) -> None:
    learn(session, coordinator, amara, now)
    approve(session, coordinator, reviewer, amara, Decision.AGREEMENT, now)
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    assert not is_ready(session, amara.id, now.date())
    review(session, reviewer, row, ReviewMove.DECLINE, now)
    assert not is_ready(session, amara.id, now.date())
    assert row.good_until is None


def test_the_same_human_with_another_record_is_refused_by_the_rule(
    session: Session, amara: Person, rosa: Person, coordinator: Actor, now: datetime
) -> None:
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    other_hat = add_person(session, Kind.STAFF, now, human_id=rosa.human_id)
    with pytest.raises(RuleBroken):
        review(session, as_staff(other_hat, Role.REVIEWER), row, ReviewMove.APPROVE, now)
    assert row.state is ReviewState.ASKED


def test_the_same_human_is_refused_by_the_database_too(
    session: Session, amara: Person, coordinator: Actor, now: datetime
) -> None:
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    decided = update(Review).where(Review.id == row.id)
    with pytest.raises(IntegrityError):
        session.execute(
            decided.values(
                state=ReviewState.APPROVED, decided_by=coordinator.human_id, decided_at=now
            )
        )


def test_nobody_decides_on_themselves_as_the_second_person(
    session: Session, amara: Person, coordinator: Actor, now: datetime
) -> None:
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    same = as_staff(add_person(session, Kind.STAFF, now, amara.human_id), Role.REVIEWER)
    with pytest.raises(RuleBroken):
        review(session, same, row, ReviewMove.APPROVE, now)
    with pytest.raises(NotFound):
        load(session, same, Review, row.id)


def test_nobody_asks_for_a_decision_on_themselves(
    session: Session, amara: Person, now: datetime
) -> None:
    same = as_staff(add_person(session, Kind.STAFF, now, amara.human_id), Role.COORDINATOR)
    with pytest.raises(NotFound):
        decide_readiness(session, same, amara, Decision.VETTING, now)


@pytest.mark.parametrize("wrong", ["asked_by", "decided_by"])
def test_the_database_refuses_whoever_decides_on_themselves(
    session: Session, amara: Person, now: datetime, wrong: str
) -> None:
    row = Review(
        person_id=amara.id, about=amara.human_id, decision=Decision.VETTING,
        state=ReviewState.APPROVED, asked_by=uuid4(), asked_at=now, decided_by=uuid4(),
        decided_at=now,
    )  # fmt: skip
    setattr(row, wrong, amara.human_id)
    session.add(row)
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_refuses_an_approval_that_nobody_gave(
    session: Session, amara: Person, coordinator: Actor, now: datetime
) -> None:
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    with pytest.raises(IntegrityError):
        session.execute(
            update(Review).where(Review.id == row.id).values(state=ReviewState.APPROVED)
        )


def test_a_second_person_is_asked_once_and_decides_once(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime
) -> None:
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    with pytest.raises(RuleBroken):
        decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    review(session, reviewer, row, ReviewMove.APPROVE, now)
    with pytest.raises(RuleBroken):
        review(session, reviewer, row, ReviewMove.DECLINE, now)
    assert row.state is ReviewState.APPROVED


def test_a_reviewer_is_shown_what_somebody_else_asked(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime
) -> None:
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    assert reviews_asked(session, reviewer) == [row]
    assert reviews_asked(session, coordinator) == []
    assert load(session, reviewer, Review, row.id) is row
    with pytest.raises(NotFound):
        load(session, acting(amara), Review, row.id)


def test_a_reviewer_decides_nothing_about_somebody_they_are_kept_apart_from(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, lead: Actor,
    now: datetime,
) -> None:  # fmt: skip
    row = decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    assert reviewer.person_id
    keep_apart(session, amara, [reviewer.person_id], lead, now)
    assert reviews_asked(session, reviewer) == []
    with pytest.raises(NotFound):
        load(session, reviewer, Review, row.id)


def test_any_coordinator_alone_closes_it_at_once(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, lead: Actor,
    now: datetime, told: list[Event],
) -> None:  # fmt: skip
    make_ready(session, coordinator, reviewer, amara, now)
    close_readiness(session, lead, amara, Decision.VETTING, now)
    assert not is_ready(session, amara.id, now.date())
    assert over(told) == [ReadinessEnded(amara.id)]
    row = session.scalars(select(Review).where(Review.decision == Decision.VETTING)).one()
    assert (row.state, row.closed_by) == (ReviewState.CLOSED, lead.human_id)


def test_a_newer_approval_takes_the_older_ones_place(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime
) -> None:
    older = approve(session, coordinator, reviewer, amara, Decision.VETTING, now)
    newer = approve(session, coordinator, reviewer, amara, Decision.VETTING, now + DAY)
    assert (older.state, newer.state) == (ReviewState.CLOSED, ReviewState.APPROVED)


def test_readiness_ends_by_itself_and_is_told_once(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime,
    told: list[Event],
) -> None:  # fmt: skip
    make_ready(session, coordinator, reviewer, amara, now)
    last_day = readiness_standing(session, amara).last_day
    assert last_day == now.date() + 60 * DAY  # supervision is the first to be over
    end_due_readiness(session, now + 60 * DAY)
    assert is_ready(session, amara.id, last_day)
    for _again in range(2):
        end_due_readiness(session, now + 61 * DAY)
    assert over(told) == [ReadinessEnded(amara.id)]


def test_a_mentor_is_not_ready_after_the_last_day_even_before_the_sweep(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime
) -> None:
    make_ready(session, coordinator, reviewer, amara, now)
    later = (now + 61 * DAY).date()
    assert not is_ready(session, amara.id, later)
    assert ready_mentors(session, later) == {}


def test_of_two_who_sweep_one_ends_it_and_tells_it(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    later = now + 400 * DAY
    race(3, lambda: tasks.end_readiness(installation.database, later))
    with installation.database.reading() as session:
        noted = session.query(AuditEntry).filter_by(
            act="readiness_over", subject_id=cast.amara.person_id
        )
        assert noted.count() == 1


@pytest.mark.only("postgresql", reason="on SQLite only one at a time writes, whatever they write")
def test_whom_another_one_sees_to_is_left_to_them(
    installation: Installation, cast: Cast, kind: str, now: datetime
) -> None:
    later = now + 400 * DAY
    with installation.database.transaction() as one, installation.database.transaction() as other:
        found = readiness_over(one, later.date())
        assert cast.amara.person_id in found
        assert readiness_over(other, later.date()) == []


def test_who_was_ready_until_a_date_passed_is_not_new_and_stands_in_a_list_of_their_own(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime
) -> None:
    def in_list(show: Show, at: datetime) -> list[State]:
        lines = list_people(session, coordinator, show, at)
        return [line.state for line in lines if line.id == amara.id]

    assert in_list(Show.NEW, now) == [State.NEW]
    make_ready(session, coordinator, reviewer, amara, now)
    later = now + 61 * DAY
    for _before_and_after_the_sweep in range(2):
        assert in_list(Show.NOT_READY, later) == [State.NOT_READY]
        assert in_list(Show.NEW, later) == []
        end_due_readiness(session, later)
    record_supervision(session, coordinator, amara, later.date(), later)
    assert in_list(Show.NOT_READY, later) == []
    close_readiness(session, coordinator, amara, Decision.VETTING, later)
    assert in_list(Show.NOT_READY, later) == [State.NOT_READY]


def test_a_new_supervision_makes_a_mentor_ready_again(
    session: Session, amara: Person, coordinator: Actor, reviewer: Actor, now: datetime,
    told: list[Event],
) -> None:  # fmt: skip
    make_ready(session, coordinator, reviewer, amara, now)
    later = now + 61 * DAY
    end_due_readiness(session, later)
    record_supervision(session, coordinator, amara, later.date(), later)
    assert is_ready(session, amara.id, later.date())
    assert over(told) == [ReadinessEnded(amara.id)]


@pytest.mark.parametrize("verb", ["training", "supervision"])
def test_what_has_not_been_yet_is_not_noted(
    session: Session, amara: Person, coordinator: Actor, now: datetime, verb: str
) -> None:
    tomorrow: date = now.date() + DAY
    with pytest.raises(RuleBroken) as broken:
        if verb == "training":
            record_training(session, coordinator, amara, Topic.SAFETY, tomorrow, 60, now)
        else:
            record_supervision(session, coordinator, amara, tomorrow, now)
    assert broken.value.field == "on"


def test_nobody_but_staff_notes_or_closes_anything(
    session: Session, amara: Person, noor: Person, reviewer: Actor, now: datetime
) -> None:
    for wrong in (acting(amara), acting(noor), reviewer):
        with pytest.raises(NotFound):
            record_supervision(session, wrong, amara, now.date(), now)
        with pytest.raises(NotFound):
            close_readiness(session, wrong, amara, Decision.VETTING, now)
    assert Need.SUPERVISION not in readiness_standing(session, amara).until


def test_a_pair_is_checked_because_of_a_court_case_once_and_by_staff(
    session: Session, noor: Person, amara: Person, coordinator: Actor, now: datetime
) -> None:
    assert not court_checked(session, noor.id, amara.id)
    with pytest.raises(NotFound):
        check_court(session, replace(coordinator, roles=frozenset()), noor, amara, now)
    for _again in range(2):
        check_court(session, coordinator, noor, amara, now)
    assert court_checked(session, noor.id, amara.id)
