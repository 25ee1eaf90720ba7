"""Endings: the list that staff tick, who is told when, what ends at once, what stays how long."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts.service import standing
from mentorship.checkins.models import CheckIn, FollowUp, Meeting
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import CallMe, Feeling, LogEntry, Outcome, Worry
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import logs
from mentorship.checkins.service.talks import add_moment
from mentorship.installation import Installation
from mentorship.kernel import events, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import Base
from mentorship.kernel.errors import NotFound, Overtaken, RuleBroken
from mentorship.matches import service, tasks
from mentorship.matches.models import (
    ChangeAsked,
    Ending,
    EndingLine,
    Match,
    Offer,
    PairApart,
    Place,
    Proposal,
)
from mentorship.matches.queries import closing as queries
from mentorship.matches.rules.closing import ExitTalk, Line
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.states import MatchState, ProposalState
from mentorship.matches.service import closing, rounds
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.participants import acting
from tests.scenes import Scene

DAY = timedelta(days=1)


def ending(session: Session, now: datetime, how: ClosedAs = ClosedAs.ONE_SIDED) -> Scene:
    scene = scenes.active(session, now)
    service.begin_ending(session, scene.staff(session), scene.match(session), how, now)
    return scene


def with_whom_away(session: Session, now: datetime) -> Scene:
    scene = ending(session, now)
    standing.suspend(session, scene.staff(session), scene.person(session, Side.MENTOR), now)
    assert on_board(session, scene, Reason.OTHER_SUSPENDED) == {scene.mentee}
    return scene


def on_board(session: Session, scene: Scene, reason: Reason) -> set[object]:
    match_id = scene.match(session).id
    chosen = select(FollowUp.person_id).where(
        FollowUp.reason == reason, FollowUp.match_id == match_id, FollowUp.closed_at.is_(None)
    )
    return set(session.scalars(chosen))


def told(session: Session, scene: Scene, side: Side, now: datetime) -> bool:
    return bool(service.farewells(session, scene.person(session, side).id, now))


@pytest.mark.parametrize("how", ClosedAs)
def test_a_match_is_not_closed_while_a_needed_line_is_open(
    session: Session, now: datetime, how: ClosedAs
) -> None:
    scene = ending(session, now, how)
    match, staff = scene.match(session), scene.staff(session)
    with pytest.raises(RuleBroken) as broken:
        service.close(session, staff, match, now)
    assert "Still open: " in broken.value.sentence
    assert match.state is MatchState.ENDING
    scenes.say_goodbye(session, now, scene)
    service.close(session, staff, match, now)
    assert (match.state, match.closed_as) == (MatchState.CLOSED, how)


def test_each_line_says_who_ticked_it_when_and_what_came_of_a_talk(
    session: Session, now: datetime
) -> None:
    scene = ending(session, now)
    match, staff = scene.match(session), scene.staff(session)
    service.tick(session, staff, match, Line.TALK_MENTEE, ExitTalk.NOT_REACHED, now)
    service.tick(session, staff, match, Line.TALK_MENTEE, ExitTalk.DECLINED, now + DAY)
    row = queries.lines_of(session, match.id)[Line.TALK_MENTEE]
    assert (row.came_of, row.done_by, row.done_at) == (
        ExitTalk.DECLINED, staff.person_id, now + DAY,
    )  # fmt: skip
    service.take_line_back(session, staff, match, Line.TALK_MENTEE, now + DAY)
    assert queries.lines_of(session, match.id) == {}
    with pytest.raises(Overtaken):
        service.take_line_back(session, staff, match, Line.TALK_MENTEE, now + DAY)


def test_another_way_of_ending_keeps_what_is_done(session: Session, now: datetime) -> None:
    scene = ending(session, now, ClosedAs.PLANNED)
    match, staff = scene.match(session), scene.staff(session)
    scenes.say_goodbye(session, now, scene)
    service.change_ending(session, staff, match, ClosedAs.ONE_SIDED, now)
    with pytest.raises(RuleBroken) as broken:
        service.close(session, staff, match, now)
    assert broken.value.sentence.count(";") == 0
    assert "Spoke first" in broken.value.sentence


def test_each_of_the_two_reads_it_only_once_they_were_told(session: Session, now: datetime) -> None:
    scene = ending(session, now)
    match, staff = scene.match(session), scene.staff(session)
    mentor = acting(scene.person(session, Side.MENTOR))
    service.choose_contact(session, staff, match, 1, now)
    service.tick(session, staff, match, Line.TOLD_MENTEE, None, now)
    assert told(session, scene, Side.MENTEE, now)
    assert not told(session, scene, Side.MENTOR, now)
    with pytest.raises(NotFound):
        service.farewell(session, mentor, match.id, now)
    with pytest.raises(NotFound):
        service.farewell(session, staff, match.id, now)
    service.tick(session, staff, match, Line.TOLD_MENTOR, None, now)
    assert service.farewell(session, mentor, match.id, now).contact.startswith("No contact on your")


def test_a_rule_that_was_told_stays_as_it_was_told(session: Session, now: datetime) -> None:
    scene = ending(session, now)
    match, staff = scene.match(session), scene.staff(session)
    with pytest.raises(RuleBroken):
        service.choose_contact(session, staff, match, 3, now)
    service.choose_contact(session, staff, match, 0, now)
    settings.change(session, SYSTEM, now, contact_after=("Write letters.",))
    assert closing.contact_said(session, match).startswith("No contact.")
    service.tick(session, staff, match, Line.TOLD_MENTEE, None, now)
    with pytest.raises(RuleBroken):
        service.choose_contact(session, staff, match, 0, now)
    service.take_line_back(session, staff, match, Line.TOLD_MENTEE, now)
    service.take_line_back(session, staff, match, Line.CONTACT, now)
    assert closing.contact_said(session, match).startswith("For now, do not contact")


def test_what_ends_at_once_leaves_its_open_lines_as_a_task_for_both(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    match, staff = scene.match(session), scene.staff(session)
    service.end_now(session, staff, match, now)
    assert match.state is MatchState.CLOSED
    assert scene.place(session) is None
    assert on_board(session, scene, Reason.ENDING) == {scene.mentee, scene.mentor}
    assert not told(session, scene, Side.MENTEE, now)
    assert told(session, scene, Side.MENTEE, now + 2 * DAY)
    scenes.say_goodbye(session, now, scene)
    service.tick(session, staff, match, Line.FIRST_HEARD, None, now)
    assert closing.lines_left(session, match) == ()
    assert on_board(session, scene, Reason.ENDING) == set()


def test_a_suspension_lets_staff_end_it_at_once(session: Session, now: datetime) -> None:
    scene = scenes.active(session, now)
    staff = scene.staff(session)
    standing.suspend(session, staff, scene.person(session, Side.MENTOR), now)
    service.end_now(session, staff, scene.match(session), now)
    assert scene.match(session).state is MatchState.CLOSED
    assert scene.mentee in on_board(session, scene, Reason.ENDING)
    with pytest.raises(RuleBroken):
        service.end_now(session, staff, scene.match(session), now)


def _planned(session: Session, now: datetime) -> Scene:
    return scenes.closed(session, now, how=ClosedAs.PLANNED)


def _early(session: Session, now: datetime) -> Scene:
    return scenes.closed(session, now, how=ClosedAs.EARLY)


def _asked(session: Session, now: datetime) -> Scene:
    scene = scenes.active(session, now)
    mentee = scene.person(session, Side.MENTEE)
    service.ask_another(session, acting(mentee), mentee, False, now)
    scenes.say_goodbye(session, now, scene)
    service.close(session, scene.staff(session), scene.match(session), now)
    return scene


def _kept_apart(session: Session, now: datetime) -> Scene:
    scene = scenes.active(session, now)
    events.publish(session, events.KeptApart(scene.mentee, scene.mentor), now)
    return scene


def _suspended(session: Session, now: datetime) -> Scene:
    scene = scenes.active(session, now)
    standing.suspend(session, scene.staff(session), scene.person(session, Side.MENTOR), now)
    service.end_now(session, scene.staff(session), scene.match(session), now)
    return scene


@pytest.mark.parametrize("at_once", [False, True])
def test_nobody_is_taken_over_once_staff_have_gone_through_the_end_with_both(
    session: Session, now: datetime, *, at_once: bool
) -> None:
    scene = with_whom_away(session, now)
    match, staff = scene.match(session), scene.staff(session)
    if at_once:
        service.end_now(session, staff, match, now)
        assert on_board(session, scene, Reason.OTHER_SUSPENDED) == {scene.mentee}
    scenes.say_goodbye(session, now, scene)
    if not at_once:
        service.close(session, staff, match, now)
    assert on_board(session, scene, Reason.OTHER_SUSPENDED) == set()


WAYS = (_planned, _early, _asked, _kept_apart, _suspended)


@pytest.mark.parametrize("way", WAYS)
def test_two_weeks_after_any_ending_staff_speak_with_both(
    session: Session, now: datetime, way: object
) -> None:
    scene = way(session, now)  # type: ignore[operator]
    due = select(FollowUp.person_id, FollowUp.due_at).where(FollowUp.reason == Reason.ENDED)
    assert {(row.person_id, row.due_at) for row in session.execute(due)} == {
        (who, now + 14 * DAY) for who in (scene.mentee, scene.mentor)
    }


def test_the_other_of_somebody_erased_is_spoken_with_as_well(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    standing.stop_now(session, scene.staff(session), scene.person(session, Side.MENTOR), now)
    rows = {(row.person_id, row.reason) for row in session.scalars(select(FollowUp))}
    assert {(scene.mentee, Reason.ENDED), (scene.mentee, Reason.ENDING)} <= rows
    assert scene.mentor not in {person_id for person_id, _reason in rows}


def test_nobody_reads_in_the_words_which_one_sided_way_it_was(
    session: Session, now: datetime
) -> None:
    later, read = now + 3 * DAY, []
    for way in (_asked, _kept_apart, _suspended):
        scene = way(session, now)
        (shown,) = service.farewells(session, scene.mentor, later)
        read.append((shown.words, shown.stays, shown.after, shown.is_closed))
    assert read[0] == read[1] == read[2]


def test_the_same_two_come_together_again_by_decision_alone(
    session: Session, now: datetime
) -> None:
    scene = scenes.closed(session, now)
    later, staff, match = now + 30 * DAY, scene.staff(session), scene.match(session)
    prepared = rounds.gather(session, settings.current(session), later)
    assert rounds.solve(prepared).result.pairs == ()
    made = service.rematch(session, staff, match, later)
    assert (made.by_hand, made.made_by, made.state) == (
        True, staff.person_id, ProposalState.PROPOSED,
    )  # fmt: skip
    with pytest.raises(RuleBroken):
        service.rematch(session, staff, match, later)
    again = Scene(scene.rosa, scene.mentee, scene.mentor, made.id)
    scenes.active(session, later, again)
    assert again.match(session).state is MatchState.ACTIVE
    with pytest.raises(RuleBroken):
        service.rematch(session, staff, again.match(session), later)


def count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def long_ago(installation: Installation, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        scene = scenes.active(session, now)
        match, mentor = scene.match(session), scene.person(session, Side.MENTOR)
        add_moment(session, acting(mentor), mentor, match, now + DAY, 60, Way.PHONE, now)
        entry = LogEntry(
            Outcome.HELD, now.date(), 60, Way.PHONE, Feeling.FINE, CallMe.NO, Worry.NO,
            pause_asked=False, note="",
        )  # fmt: skip
        logs.log(session, acting(mentor), match, entry, now)
        service.begin_ending(session, scene.staff(session), match, ClosedAs.EARLY, now)
        scenes.say_goodbye(session, now, scene)
        service.close(session, scene.staff(session), match, now)
        return scene


def test_what_is_left_of_a_pair_goes_on_its_day_once_and_no_round_pairs_them_again(
    installation: Installation, now: datetime, long_ago: Scene
) -> None:
    with installation.database.reading() as session:
        (shown,) = service.farewells(session, long_ago.mentee, now)
    assert "until Saturday 4 March 2028" in " ".join(shown.stays)
    day = now.replace(year=2028)
    of_a_pair = (Match, Meeting, CheckIn, Ending, EndingLine, Place, Proposal, Offer)
    tasks.forget_closed(installation.database, day - timedelta(seconds=1))
    with installation.database.reading() as session:
        assert all(count(session, model) for model in of_a_pair)
    for _nth in range(2):
        tasks.forget_closed(installation.database, day + timedelta(seconds=1))
    with installation.database.reading() as session:
        assert {model.__name__: count(session, model) for model in of_a_pair} == {
            model.__name__: 0 for model in of_a_pair
        }
        assert count(session, PairApart) == 1
        assert service.farewells(session, long_ago.mentee, day) == []


def test_nothing_goes_while_staff_owe_the_two_something(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        open_lines = scenes.active(session, now)
        service.end_now(session, open_lines.staff(session), open_lines.match(session), now)
        unlooked = scenes.active(session, now)
        mentee = unlooked.person(session, Side.MENTEE)
        service.ask_another(session, acting(mentee), mentee, True, now)
        scenes.say_goodbye(session, now, unlooked)
        service.close(session, unlooked.staff(session), unlooked.match(session), now)
    tasks.forget_closed(installation.database, now.replace(year=2029))
    with installation.database.reading() as session:
        assert count(session, Match) == 2
        assert count(session, ChangeAsked) == 1
