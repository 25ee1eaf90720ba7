"""Many at once: one winner, calm losers, and nobody brought together who must not be.

Each race has its control: the same race without the guard, in which the invariant breaks.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mentorship.installation import Installation
from mentorship.kernel import events
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.matches import service
from mentorship.matches.models import Match, Offer, Place, Proposal
from mentorship.matches.queries import places, proposals
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import ENDED_PROPOSALS, PROMISED, ProposalState
from mentorship.matches.service import decisions, standing
from mentorship.matches.service.standing import Standing
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from mentorship.profiles.service.room import confirm_room
from tests import scenes
from tests.participants import acting, code
from tests.races import Tally, in_turns, race
from tests.scenes import LATER, Scene

RACERS = 8


def made(installation: Installation, make: Callable[[Session], Scene]) -> Scene:
    with installation.database.transaction() as session:
        return make(session)


def open_places(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Place).where(Place.open)) or 0


def test_a_proposal_is_approved_once_by_however_many(
    installation: Installation, now: datetime
) -> None:
    scene = made(installation, lambda session: scenes.proposed(session, now, places=5))
    tally = Tally()

    def approve() -> None:
        with tally.attempt(), installation.database.transaction() as session:
            row = scene.row(session)
            service.approve(session, scene.staff(session), row, 1, now)

    race(RACERS, approve)
    assert (tally.won, tally.lost) == (1, RACERS - 1)
    with installation.database.reading() as session:
        assert scene.row(session).version == 2
        assert open_places(session) == 1


def test_without_its_guards_a_proposal_is_approved_many_times(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the version read, the guarded update and the unique index of places."""
    scene = made(installation, lambda session: scenes.proposed(session, now, places=5))
    with installation.database.engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_place_mentee_id_open"))
    monkeypatch.setattr(decisions, "_take", lambda *_given: ProposalState.APPROVED)
    monkeypatch.setattr(proposals, "move", lambda *_given, **_also: None)
    tally = Tally()

    def approve() -> None:
        with tally.attempt(), installation.database.transaction() as session:
            service.approve(session, scene.staff(session), scene.row(session), 1, now)

    race(3, approve)
    assert tally.won == 3
    with installation.database.reading() as session:
        assert open_places(session) == 3


def test_a_mentor_is_never_given_more_mentees_than_places(
    installation: Installation, now: datetime
) -> None:
    first = made(installation, lambda session: scenes.proposed(session, now, places=2))
    others = [
        made(installation, lambda s: scenes.another_for_the_same_mentor(s, first, now))
        for _nth in range(RACERS - 1)
    ]
    tally = Tally()

    def approving(scene: Scene) -> Callable[[], None]:
        def approve() -> None:
            with tally.attempt(), installation.database.transaction() as session:
                scene.approve(session, now)

        return approve

    race(RACERS, in_turns(*(approving(scene) for scene in (first, *others))))
    assert (tally.won, tally.lost) == (2, RACERS - 2)
    with installation.database.reading() as session:
        assert open_places(session) == 2


def test_a_mentor_who_says_less_room_than_they_had_is_given_nobody_beyond_it(
    installation: Installation, now: datetime
) -> None:
    first = made(installation, lambda session: scenes.proposed(session, now, places=2))
    second, third, fourth = (
        made(installation, lambda s: scenes.another_for_the_same_mentor(s, first, now))
        for _nth in range(3)
    )
    with installation.database.transaction() as session:
        first.approve(session, now)
        second.approve(session, now)
        service.recall(session, first.staff(session), first.row(session), now)
        mentor = first.person(session, Side.MENTOR)
        confirm_room(session, acting(mentor), mentor, 1, now)
    with pytest.raises(RuleBroken, match="no place left"), installation.database.transaction() as s:
        third.approve(s, now)
    with installation.database.transaction() as session:
        mentor = first.person(session, Side.MENTOR)
        confirm_room(session, acting(mentor), mentor, 2, now)
        third.approve(session, now)
    with pytest.raises(RuleBroken, match="no place left"), installation.database.transaction() as s:
        fourth.approve(s, now)
    with installation.database.reading() as session:
        assert open_places(session) == 2


def test_without_the_slots_a_mentor_is_given_too_many(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(installation, lambda session: scenes.proposed(session, now, places=1))
    second = made(installation, lambda s: scenes.another_for_the_same_mentor(s, first, now))
    slots = iter((1, 2))
    take = places.take
    monkeypatch.setattr(
        places, "take", lambda session, row, _slot, moment: take(session, row, next(slots), moment)
    )
    with installation.database.transaction() as session:
        first.approve(session, now)
        second.approve(session, now)
    with installation.database.reading() as session:
        assert open_places(session) == 2


def test_a_yes_and_a_withdrawal_never_both_win(installation: Installation, now: datetime) -> None:
    for _nth in range(4):
        scene = made(installation, lambda session: scenes.mentor_asked(session, now))
        tally = Tally()

        def say_yes(scene: Scene = scene, tally: Tally = tally) -> None:
            with tally.attempt(), installation.database.transaction() as session:
                scene.say(session, Side.MENTOR, Answer.YES, now + LATER)

        def stop(scene: Scene = scene, tally: Tally = tally) -> None:
            with tally.attempt(), installation.database.transaction() as session:
                mentor = scene.person(session, Side.MENTOR)
                way = code("ways")
                stop_consent(session, acting(mentor), mentor, way, ConsentPurpose.MATCH, now)

        race(RACERS, in_turns(*[say_yes, stop] * (RACERS // 2)))
        with installation.database.reading() as session:
            state, place = scene.row(session).state, scene.place(session)
            matched = session.scalar(select(Match).where(Match.proposal_id == scene.proposal))
            assert state in (*ENDED_PROPOSALS, ProposalState.ACCEPTED)
            assert (state is ProposalState.ACCEPTED) == (matched is not None) == (place is not None)


def test_without_being_heard_and_asked_again_a_withdrawal_loses_to_a_later_yes(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = made(installation, lambda session: scenes.mentor_asked(session, now))
    with installation.database.transaction() as session:
        session.info["subscribers"] = events.Subscribers((), ())
        mentor = scene.person(session, Side.MENTOR)
        stop_consent(session, acting(mentor), mentor, code("ways"), ConsentPurpose.MATCH, now)
    fine = Standing(ok=True, open_check=False, unmet=())
    monkeypatch.setattr(standing, "of_proposal", lambda *_given: fine)
    with installation.database.transaction() as session:
        scene.say(session, Side.MENTOR, Answer.YES, now + LATER)
    with installation.database.reading() as session:
        assert scene.row(session).state is ProposalState.ACCEPTED


def test_an_approval_and_a_block_never_leave_a_blocked_pair_promised(
    installation: Installation, now: datetime
) -> None:
    for _nth in range(4):
        scene = made(installation, lambda session: scenes.proposed(session, now))
        tally = Tally()

        def approve(scene: Scene = scene, tally: Tally = tally) -> None:
            with tally.attempt(), installation.database.transaction() as session:
                scene.approve(session, now)

        def block(scene: Scene = scene, tally: Tally = tally) -> None:
            with tally.attempt(), installation.database.transaction() as session:
                events.publish(session, events.KeptApart(scene.mentee, scene.mentor), now)

        race(RACERS, in_turns(*[approve, block] * (RACERS // 2)))
        with installation.database.reading() as session:
            assert scene.row(session).state is ProposalState.BLOCKED
            assert scene.place(session) is None


def test_without_the_block_being_heard_the_pair_stays_promised(
    installation: Installation, now: datetime
) -> None:
    scene = made(installation, lambda session: scenes.proposed(session, now))
    with installation.database.transaction() as session:
        session.info["subscribers"] = events.Subscribers((), ())
        events.publish(session, events.KeptApart(scene.mentee, scene.mentor), now)
        scene.approve(session, now)
    with installation.database.reading() as session:
        assert scene.row(session).state in PROMISED


def test_a_form_read_before_another_decision_changes_nothing(
    installation: Installation, now: datetime
) -> None:
    scene = made(installation, lambda session: scenes.proposed(session, now))
    with installation.database.transaction() as session:
        row = scene.row(session)
        service.approve(session, scene.staff(session), row, row.version, now)
        service.take_back(session, scene.staff(session), row, now)
        with pytest.raises(RuleBroken) as broken:
            service.approve(session, scene.staff(session), row, 1, now)
        assert broken.value.field == "decision"
        # The guard is the version: read anew, the same decision goes through.
        service.approve(session, scene.staff(session), row, row.version, now)


def test_one_answer_counts_however_often_it_is_sent(
    installation: Installation, now: datetime
) -> None:
    scene = made(installation, lambda session: scenes.mentee_asked(session, now))
    tally = Tally()

    def say_yes() -> None:
        with tally.attempt(), installation.database.transaction() as session:
            scene.say(session, Side.MENTEE, Answer.YES, now + LATER)

    race(RACERS, say_yes)
    assert tally.won == 1
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Offer)) == 2


def test_the_database_itself_refuses_a_second_open_proposal_for_a_mentee(
    installation: Installation, now: datetime
) -> None:
    scene = made(installation, lambda session: scenes.proposed(session, now))
    with pytest.raises(Overtaken), installation.database.transaction() as session:
        row = scene.row(session)
        session.add(
            Proposal(
                mentee_id=row.mentee_id, mentor_id=row.mentor_id, mentee_human_id=row.mentee_id,
                mentor_human_id=row.mentor_id, state=ProposalState.PROPOSED, made_at=now,
            )
        )  # fmt: skip
