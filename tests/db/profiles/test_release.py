"""The gate: who is in the pool, what the matching knows, what staff and the other side may read."""

from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.people import Wish
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.kernel import audit, settings
from mentorship.kernel.access import NOBODY, SYSTEM, How
from mentorship.kernel.audit import AuditEntry, Purpose
from mentorship.kernel.errors import NotFound
from mentorship.profiles.models import (
    ApartEntry,
    ApartPair,
    CourtCheck,
    Pause,
    Readiness,
    Room,
    Supervision,
    Welcome,
)
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import (
    AWAY,
    LeftOut,
    Pool,
    answer_versions,
    as_pair,
    court_case_open,
    matching_pool,
    may_introduce,
    shown_to,
    shows_something,
    staff_view,
    what_they_would_see,
)
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.pause import PauseWhy
from mentorship.profiles.service import answer, stop_consent
from tests.participants import (
    acting,
    add_person,
    agree,
    code,
    ready_mentor,
    say,
    waiting_mentee,
)

MATCH, SHOW = ConsentPurpose.MATCH, ConsentPurpose.SHOW
COLOURS = {
    "topics": ["courts"],
    "style": "4",
    "age_band": "from_45",
    "pronouns": "xe-canary",
    "faith": "sikh",
    "area": "west",
}


def people_in(pool: Pool) -> set[object]:
    return set(pool.people.values())


def keep_apart(session: Session, one: Person, other: Person, now: datetime) -> None:
    entry = ApartEntry(
        person_id=one.id, kind=ApartKind.NAME, words=b"sealed", written_at=now, looked_at=now
    )
    session.add(entry)
    session.flush()
    first, second = sorted((one.id, other.id))
    session.add(ApartPair(one_id=first, other_id=second, entry_id=entry.id, since=now))
    session.flush()


def test_the_pool_holds_who_can_be_matched_under_random_numbers(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now, places=3)
    pool = matching_pool(session, now, taken={mentor.id: 1})
    assert [m.places for m in pool.mentors] == [2]
    assert [m.waiting_weeks for m in pool.mentees] == [3]
    assert people_in(pool) == {mentee.id, mentor.id}
    assert pool.numbers[mentee.id] == pool.mentees[0].id
    assert str(mentee.id) not in repr(pool.mentees)
    assert matching_pool(session, now).numbers[mentee.id] != pool.numbers[mentee.id]
    assert pool.versions[mentee.id] == answer_versions(session, mentee.id, now)


@pytest.mark.parametrize("reason", LeftOut)
def test_whoever_is_not_in_is_counted_with_one_reason(
    session: Session, now: datetime, reason: LeftOut
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    of_mentors = {LeftOut.NOT_READY, LeftOut.NO_ROOM, LeftOut.NO_SUPPORT}
    about = mentor if reason in of_mentors else mentee
    excluded: list[UUID] = []
    cooling: list[UUID] = []
    match reason:
        case LeftOut.NOT_WELCOMED:
            session.delete(session.get_one(Welcome, mentee.id))
        case LeftOut.NOT_READY:
            session.get_one(Readiness, mentor.id).last_day = (now - timedelta(days=1)).date()
        case LeftOut.NO_ROOM:
            session.get_one(Room, mentor.id).places = 0
        case LeftOut.NO_SUPPORT:
            settings.change(session, SYSTEM, now, supervisor_matches=0)
            rosa = add_person(session, Kind.STAFF, now)
            session.add(Supervision(person_id=mentor.id, on=now.date(), recorded_by=rosa.human_id))
        case LeftOut.PAUSED:
            session.add(
                Pause(person_id=mentee.id, why=PauseWhy.OWN, reach_monthly=False, began_at=now)
            )
        case LeftOut.TAKEN:
            excluded.append(mentee.id)
        case LeftOut.COOLING:
            cooling.append(mentee.id)
        case LeftOut.CANNOT_LOOK:
            stop_consent(session, acting(mentee), mentee, code("ways"), MATCH, now)
        case LeftOut.NEEDS_TALK:
            asked = code("safe_with")
            answer(session, acting(mentee), mentee, asked, ["man", "must"], now, match_months=3)
            stop_consent(session, acting(mentee), mentee, asked, MATCH, now)
    session.flush()
    pool = matching_pool(session, now, excluded=excluded, cooling=cooling)
    assert about.id not in people_in(pool)
    assert pool.left_out == {(Side(about.kind), reason): 1}


def test_mentors_of_one_supervisor_are_a_group_with_the_room_that_is_left(
    session: Session, now: datetime
) -> None:
    one, other, alone = (ready_mentor(session, now) for _nth in range(3))
    rosa = add_person(session, Kind.STAFF, now)
    for mentor in (one, other):
        session.add(Supervision(person_id=mentor.id, on=now.date(), recorded_by=rosa.human_id))
    assert matching_pool(session, now).groups == {}
    settings.change(session, SYSTEM, now, supervisor_matches=4)
    pool = matching_pool(session, now, taken={one.id: 1, alone.id: 1})
    assert list(pool.groups.values()) == [3]
    groups = {pool.people[mentor.id]: mentor.group for mentor in pool.mentors}
    assert groups == {other.id: next(iter(pool.groups))}


def test_whoever_never_answered_anything_cannot_be_looked_for(
    session: Session, now: datetime
) -> None:
    mentee = add_person(session, Kind.MENTEE, now)
    session.add(Welcome(person_id=mentee.id, held_at=now))
    session.flush()
    assert matching_pool(session, now).left_out == {(Side.MENTEE, LeftOut.CANNOT_LOOK): 1}


def test_only_answers_with_a_live_consent_reach_the_matching(
    session: Session, now: datetime
) -> None:
    mentee = waiting_mentee(session, now)
    say(session, mentee, now, topics=["work"], faith="muslim", faith_preference="different")
    agree(session, mentee, now, "topics")
    agree(session, mentee, now, "faith", purpose=SHOW)
    (known,) = matching_pool(session, now).mentees
    assert set(known.answers) == {"languages", "times", "ways", "topics"}
    assert known.wishes == {}
    agree(session, mentee, now, "faith_preference")
    (known,) = matching_pool(session, now).mentees
    assert known.wishes == {"faith": Wish.DIFFERENT}
    (known,) = matching_pool(session, now + timedelta(days=200)).mentees
    assert "topics" in known.answers
    assert matching_pool(session, now + timedelta(days=400)).mentees == ()


def test_a_withdrawn_answer_is_out_of_the_next_round(session: Session, now: datetime) -> None:
    mentee = waiting_mentee(session, now)
    say(session, mentee, now, topics=["work"])
    agree(session, mentee, now, "topics")
    stop_consent(session, acting(mentee), mentee, code("topics"), MATCH, now)
    (known,) = matching_pool(session, now).mentees
    assert "topics" not in known.answers


def test_questions_without_consent_are_counted_answered_or_not(
    session: Session, now: datetime
) -> None:
    mentee = waiting_mentee(session, now)
    unused = matching_pool(session, now).unused
    say(session, mentee, now, topics=["work"], faith="muslim")
    assert matching_pool(session, now).unused == unused
    agree(session, mentee, now, "topics")
    assert matching_pool(session, now).unused == unused - 1


def test_no_round_brings_staff_together_with_somebody_they_worked_with(
    session: Session, now: datetime
) -> None:
    lee, mentor = add_person(session, Kind.STAFF, now), ready_mentor(session, now)
    mentor.human_id = lee.human_id
    helped, looked_at, other = (waiting_mentee(session, now) for _nth in range(3))
    audit.record(session, acting(lee), "welcomed", helped.id, now)
    staff_view(session, acting(lee), looked_at.id, now)
    audit.record(session, acting(add_person(session, Kind.STAFF, now)), "welcomed", other.id, now)
    audit.write_entries(session)
    pool = matching_pool(session, now)
    numbers = pool.numbers
    assert pool.blocked == {(numbers[helped.id], numbers[mentor.id])}


def test_pairs_kept_apart_or_of_one_human_are_blocked_without_a_reason(
    session: Session, now: datetime
) -> None:
    one, other, third = (waiting_mentee(session, now) for _ in range(3))
    mentor = ready_mentor(session, now)
    third.human_id = mentor.human_id
    keep_apart(session, one, mentor, now)
    pool = matching_pool(session, now, apart=[(other.id, mentor.id)])
    numbers = pool.numbers
    assert pool.blocked == {(numbers[who.id], numbers[mentor.id]) for who in (one, other, third)}


def test_a_round_leaves_one_entry_a_person(session: Session, now: datetime) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    outside = add_person(session, Kind.MENTEE, now)
    matching_pool(session, now)
    audit.write_entries(session)
    used = select(AuditEntry).where(AuditEntry.purpose == Purpose.ROUND)
    entries = session.scalars(used).all()
    assert sorted(str(e.subject_id) for e in entries) == sorted([str(mentee.id), str(mentor.id)])
    assert outside.id not in {entry.subject_id for entry in entries}


def test_two_people_may_be_introduced_when_nothing_stands_in_the_way(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    assert may_introduce(session, mentee.id, mentor.id, now).ok


def test_an_unmet_hard_rule_is_named_and_a_pair_kept_apart_is_only_an_open_check(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now, languages=["so"])
    verdict = may_introduce(session, mentee.id, mentor.id, now)
    assert (verdict.unmet, verdict.open_check) == (("languages",), False)
    fits = ready_mentor(session, now)
    keep_apart(session, mentee, fits, now)
    verdict = may_introduce(session, mentee.id, fits.id, now)
    assert (verdict.ok, verdict.unmet, verdict.open_check) == (False, (), True)


def test_a_must_is_not_met_by_an_unknown_answer_and_a_must_not_always_holds(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    wish = code("safe_with")
    answer(session, acting(mentee), mentee, wish, ["woman", "must"], now, match_months=12)
    say(session, mentor, now, gender=["woman"], parenting="no")
    assert may_introduce(session, mentee.id, mentor.id, now).unmet == ("safe_with",)
    agree(session, mentor, now, "gender")
    assert may_introduce(session, mentee.id, mentor.id, now).ok
    say(session, mentee, now, parenting="no")
    agree(session, mentee, now, "parenting")
    wish = code("parenting_preference")
    answer(session, acting(mentor), mentor, wish, "must_not", now, match_months=12)
    assert may_introduce(session, mentee.id, mentor.id, now).unmet == ("parenting",)
    agree(session, mentor, now, "parenting")
    assert may_introduce(session, mentee.id, mentor.id, now).unmet == ("parenting",)
    say(session, mentor, now, parenting="yes")
    agree(session, mentor, now, "parenting")
    assert may_introduce(session, mentee.id, mentor.id, now).ok


def test_a_mentors_must_about_who_they_feel_safe_with_holds_as_well(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    wish = code("safe_with")
    answer(session, acting(mentor), mentor, wish, ["woman", "must"], now, match_months=12)
    unmet = may_introduce(session, mentee.id, mentor.id, now).unmet
    assert unmet == ("safe_with_of_mentor",)


@pytest.mark.parametrize("why", ["stopped", "needs_talk", "suspended"])
def test_nobody_is_introduced_who_cannot_be_looked_for_now(
    session: Session, now: datetime, why: str
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    actor, wish = acting(mentee), code("safe_with")
    if why == "stopped":
        stop_consent(session, actor, mentee, code("times"), MATCH, now)
    elif why == "needs_talk":
        answer(session, actor, mentee, wish, ["woman", "must"], now, match_months=12)
        stop_consent(session, actor, mentee, wish, MATCH, now)
    else:
        mentor.standing = Standing.SUSPENDED
    assert may_introduce(session, mentee.id, mentor.id, now).unmet == (AWAY,)


def test_an_open_court_case_waits_for_a_person_to_check(session: Session, now: datetime) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    say(session, mentor, now, court_case="yes")
    assert may_introduce(session, mentee.id, mentor.id, now).ok
    agree(session, mentor, now, "court_case")
    assert court_case_open(session, mentor.id, now)
    assert not court_case_open(session, mentee.id, now)
    assert may_introduce(session, mentee.id, mentor.id, now).open_check
    session.add(CourtCheck(mentee_id=mentee.id, mentor_id=mentor.id, checked_at=now))
    session.flush()
    assert may_introduce(session, mentee.id, mentor.id, now).ok


def test_a_pair_can_be_explained_to_staff(session: Session, now: datetime) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    rosa = add_person(session, Kind.STAFF, now)
    one, other, criteria = as_pair(session, acting(rosa), mentee.id, mentor.id, now)
    assert one.answers == other.answers
    assert {c.key for c in criteria} >= {"languages", "topics", "safe_with"}


def test_the_other_side_reads_exactly_what_is_shown_in_every_combination(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    say(session, mentee, now, **COLOURS)
    said = {"topics": "Courts", "style": "ideas", "age_band": "45", "pronouns": "xe-canary",
            "faith": "Sikh", "area": "west"}  # fmt: skip
    for combination in product([False, True], repeat=len(COLOURS)):
        for key, on in zip(COLOURS, combination, strict=True):
            if on:
                agree(session, mentee, now, key, purpose=SHOW)
            else:
                stop_consent(session, acting(mentee), mentee, code(key), SHOW, now)
        lines = shown_to(session, acting(mentor), mentee.id, now).lines
        assert {line.code for line in lines} == {
            code(key) for key, on in zip(COLOURS, combination, strict=True) if on
        }
        for key, on in zip(COLOURS, combination, strict=True):
            assert (said[key] in repr(lines)) is on


def test_staff_read_what_may_be_used_and_nothing_else(session: Session, now: datetime) -> None:
    mentee, rosa = waiting_mentee(session, now), add_person(session, Kind.STAFF, now)
    told = acting(rosa, How.PHONE)
    answer(session, told, mentee, code("topics"), ["courts"], now, match_months=3)
    say(session, mentee, now, faith="sikh")
    agree(session, mentee, now, "faith", purpose=SHOW)
    lines = staff_view(session, acting(rosa), mentee.id, now).lines
    assert {line.code for line in lines} == {"q01", "q02", "q03", "q04"}
    assert [line.how for line in lines if line.code == "q04"] == [How.PHONE]
    assert [line.words for line in lines if line.code == "q04"] == ["Courts and records"]
    later = now + timedelta(days=100)
    assert "q04" not in {x.code for x in staff_view(session, acting(rosa), mentee.id, later).lines}


def test_nobody_reads_answers_as_staff_who_is_not_or_who_is_the_same_human(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    same = add_person(session, Kind.STAFF, now, human_id=mentee.human_id)
    for viewer in (mentor, same):
        with pytest.raises(NotFound):
            staff_view(session, acting(viewer), mentee.id, now)


def test_people_can_look_at_what_the_other_side_would_see(session: Session, now: datetime) -> None:
    mentee = waiting_mentee(session, now)
    assert what_they_would_see(session, acting(mentee), now).lines == ()
    assert not shows_something(session, mentee.id, now)
    agree(session, mentee, now, "times", purpose=SHOW)
    assert shows_something(session, mentee.id, now)
    (line,) = what_they_would_see(session, acting(mentee), now).lines
    assert (line.label, line.words) == ("Times", "Monday 8 to 12; Tuesday 8 to 12")
    with pytest.raises(NotFound):
        what_they_would_see(session, NOBODY, now)
