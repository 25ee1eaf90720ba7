"""Matches: when they begin, rest, end; what happens when one of the two goes away."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts.service import standing
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.steps import State
from mentorship.installation import Installation
from mentorship.kernel import events
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.matches import service, tasks
from mentorship.matches.models import Match, PairApart, Proposal
from mentorship.matches.queries import pairs, proposals
from mentorship.matches.rules.reasons import (
    ApartKind,
    ClosedAs,
    DeclineReason,
    HoldReason,
    IntroducedBy,
)
from mentorship.matches.rules.states import MatchState, ProposalState
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service.pause import pause, resume
from tests import scenes
from tests.endings import OTHER
from tests.participants import acting
from tests.talking import open_rows


def states(session: Session, match_id: UUID) -> dict[tuple[Kind, UUID], State]:
    """Tell of each clock of a match whether it runs."""
    rows = open_rows(session, match_id=match_id)
    return {(row.kind, row.person_id): row.state for row in rows}


def test_a_match_begins_when_both_agreed_and_met_in_any_order(
    session: Session, now: datetime
) -> None:
    scene = scenes.introduction(session, now)
    match, staff = scene.match(session), scene.staff(session)
    service.introduce(session, staff, match, IntroducedBy.THREE_WAY_CALL, now)
    mentee, mentor = (scene.person(session, side) for side in Side)
    service.agree(session, acting(mentee), mentee, match, [0, 1], now)
    service.agree(session, acting(mentor), mentor, match, [0], now)
    assert match.state is MatchState.INTRODUCTION
    service.agree(session, acting(mentor), mentor, match, [0, 1], now)
    assert match.state is MatchState.ACTIVE
    assert pairs.active_matches(session) == [match]


def test_nobody_agrees_for_somebody_else(session: Session, now: datetime) -> None:
    scene = scenes.introduction(session, now)
    mentee, mentor = (scene.person(session, side) for side in Side)
    for actor in (acting(mentor), scene.staff(session)):
        with pytest.raises(NotFound):
            service.agree(session, actor, mentee, scene.match(session), [0, 1], now)


def test_two_people_are_not_introduced_while_a_check_is_open(
    session: Session, now: datetime
) -> None:
    scene = scenes.introduction(session, now)
    standing.suspend(session, scene.staff(session), scene.person(session, Side.MENTOR), now)
    with pytest.raises(RuleBroken) as broken:
        match, kind = scene.match(session), IntroducedBy.IN_PERSON
        service.introduce(session, scene.staff(session), match, kind, now)
    assert "A check is still open" in broken.value.sentence


def test_a_match_rests_while_one_of_the_two_is_away_and_goes_on_after(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    mentor = scene.person(session, Side.MENTOR)
    standing.suspend(session, scene.staff(session), mentor, now)
    assert scene.match(session).state is MatchState.PAUSED
    assert scene.place(session)
    standing.restore(session, scene.staff(session), mentor, now)
    assert scene.match(session).state is MatchState.ACTIVE


@pytest.mark.parametrize("side", Side)
def test_a_match_that_begins_while_one_of_the_two_is_away_rests_from_the_start(
    session: Session, now: datetime, side: Side
) -> None:
    scene = scenes.introduction(session, now)
    match, staff = scene.match(session), scene.staff(session)
    lines = range(len(service.agreement_of(session, match)))
    away, here = scene.person(session, side), scene.person(session, OTHER[side])
    service.agree(session, acting(away), away, match, lines, now)
    service.introduce(session, staff, match, IntroducedBy.IN_PERSON, now)
    pause(session, acting(away), away, None, now)
    service.agree(session, acting(here), here, match, lines, now)
    assert (match.state, match.paused_for, match.began_at) == (MatchState.PAUSED, away.id, now)
    assert states(session, match.id) == {
        (Kind.PAIR, scene.mentor): State.PAUSED,
        (Kind.PAIR_REVIEW, scene.mentee): State.PAUSED,
        (Kind.CONTACT, away.id): State.PAUSED,
        (Kind.CONTACT, here.id): State.OPEN,
    }
    resume(session, acting(away), away, now)
    assert match.state is MatchState.ACTIVE
    assert set(states(session, match.id).values()) == {State.OPEN}


@pytest.mark.parametrize("agreed", [False, True])
def test_nobody_takes_a_match_up_while_one_of_the_two_is_away(
    session: Session, now: datetime, agreed: bool
) -> None:
    scene = scenes.active(session, now)
    match, staff = scene.match(session), scene.staff(session)
    mentor = scene.person(session, Side.MENTOR)
    if agreed:
        service.pause_match(session, staff, match, None, now)
    standing.suspend(session, staff, mentor, now)
    with pytest.raises(RuleBroken, match="One of the two is away"):
        service.resume_match(session, staff, match, now)
    assert match.state is MatchState.PAUSED
    standing.restore(session, staff, mentor, now)
    if agreed:
        service.resume_match(session, staff, match, now)
    assert match.state is MatchState.ACTIVE


def test_a_rest_agreed_with_staff_is_not_ended_by_somebody_coming_back(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    service.pause_match(session, scene.staff(session), scene.match(session), None, now)
    events.publish(session, events.PersonResumed(scene.mentor), now)
    assert scene.match(session).state is MatchState.PAUSED


def test_closing_tells_both_the_same_at_the_fixed_hour_and_no_round_pairs_them_again(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    match, staff = scene.match(session), scene.staff(session)
    service.begin_ending(session, staff, match, ClosedAs.PLANNED, now)
    scenes.say_goodbye(session, now, scene)
    service.close(session, staff, match, now)
    ended = select(Notice).where(Notice.kind == NoticeKind.MATCH_ENDED)
    assert {(n.person_id, n.visible_from) for n in session.scalars(ended)} == {
        (who, now + timedelta(days=1)) for who in (scene.mentee, scene.mentor)
    }
    apart = proposals.apart(session, scene.mentee, scene.mentor)
    assert apart
    assert (apart.kind, apart.until) == (ApartKind.FORMER, None)


def test_an_erased_person_leaves_nothing_here_and_the_other_is_told(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    events.publish(session, events.PersonErased(scene.mentor), now)
    for model in (Match, Proposal, PairApart):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    assert scene.place(session) is None
    told = select(Notice).where(
        Notice.kind == NoticeKind.MATCH_ENDED, Notice.person_id == scene.mentee
    )
    assert session.scalars(told).one()


def test_two_mentees_not_treated_right_stop_the_next_match_until_staff_looked(
    session: Session, now: datetime
) -> None:
    first = scenes.active(session, now, scenes.proposed(session, now, places=5))
    second = scenes.active(session, now, scenes.another_for_the_same_mentor(session, first, now))
    for scene in (first, second):
        mentee = scene.person(session, Side.MENTEE)
        service.ask_another(session, acting(mentee), mentee, not_treated_right=True, now=now)
    third = scenes.another_for_the_same_mentor(session, first, now)
    with pytest.raises(RuleBroken) as broken:
        third.approve(session, now)
    assert "A check is still open" in broken.value.sentence
    service.look_at_change(session, first.staff(session), first.match(session), now)
    third.approve(session, now)
    assert third.row(session).state is ProposalState.APPROVED


def test_holds_and_rests_end_on_their_day_and_only_once(
    installation: Installation, now: datetime
) -> None:
    tomorrow = (now + timedelta(days=1)).date()
    with installation.database.transaction() as session:
        held, resting = scenes.proposed(session, now), scenes.active(session, now)
        staff, row = held.staff(session), held.row(session)
        service.hold(session, staff, row, row.version, HoldReason.TALK_FIRST, tomorrow, now)
        service.pause_match(session, staff, resting.match(session), tomorrow, now)
    tasks.do_what_is_due(installation.database, now)
    with installation.database.reading() as session:
        assert held.row(session).state is ProposalState.HELD
        assert resting.match(session).state is MatchState.PAUSED
    for _nth in range(2):
        tasks.do_what_is_due(installation.database, now + timedelta(days=1))
    with installation.database.reading() as session:
        assert held.row(session).state is ProposalState.PROPOSED
        assert resting.match(session).state is MatchState.ACTIVE
        assert held.row(session).version == 3


def test_what_staff_noted_beside_a_decision_goes_after_its_days(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.proposed(session, now)
        row, reason = scene.row(session), DeclineReason.WE_KNOW_MORE
        service.decline(session, scene.staff(session), row, row.version, reason, now, note="Why.")
    for day, kept in ((30, True), (31, False), (31, False)):
        tasks.tidy(installation.database, now + timedelta(days=day))
        with installation.database.reading() as session:
            assert (proposals.note_of(session, scene.proposal) is not None) is kept
