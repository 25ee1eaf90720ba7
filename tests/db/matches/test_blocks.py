"""A pair that must be kept apart is never brought together, whenever the block comes."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from mentorship.kernel.errors import RuleBroken
from mentorship.matches import service
from mentorship.matches.rules.reasons import DeclineReason
from mentorship.matches.rules.states import ENDED_PROPOSALS, MatchState, ProposalState
from mentorship.matches.service.decisions import propose
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.service.apart import add_apart, tie_apart
from tests import scenes
from tests.participants import acting
from tests.scenes import Scene

Stage = Callable[[Session, datetime], Scene]


def block(session: Session, scene: Scene, now: datetime) -> None:
    """Have the mentee name somebody, and the safeguarding lead tie the mentor to it."""
    mentee = scene.person(session, Side.MENTEE)
    entry = add_apart(session, acting(mentee), mentee, ApartKind.NAME, "Somebody", now)
    tie_apart(session, scene.staff(session), entry, [scene.mentor], now)


@pytest.mark.parametrize(
    "stage",
    [scenes.proposed, scenes.mentee_asked, scenes.mentor_asked],
    ids=lambda one: one.__name__,
)
def test_a_block_ends_whatever_was_on_its_way(
    session: Session, now: datetime, stage: Stage
) -> None:
    scene = stage(session, now)
    block(session, scene, now)
    assert scene.row(session).state is ProposalState.BLOCKED
    assert scene.place(session) is None


def test_a_block_closes_the_match_itself_and_frees_the_place(
    session: Session, now: datetime
) -> None:
    scene = scenes.active(session, now)
    block(session, scene, now)
    assert scene.match(session).state is MatchState.CLOSED
    assert scene.place(session) is None


def test_a_blocked_pair_made_by_hand_gets_the_words_of_any_open_check(
    session: Session, now: datetime
) -> None:
    said = []
    for prepare in (block, _name_nobody_looked_at):
        scene = scenes.proposed(session, now)
        service.decline(
            session, scene.staff(session), scene.row(session), 1, DeclineReason.TOO_LITTLE_FIT, now
        )
        prepare(session, scene, now)
        mentee, mentor = (scene.person(session, side) for side in Side)
        again = propose(session, mentee, mentor, now, by_hand=True)
        with pytest.raises(RuleBroken) as broken:
            service.approve(session, scene.staff(session), again, again.version, now)
        said.append(broken.value.sentence)
        assert again.state not in ENDED_PROPOSALS
    assert said == ["A check is still open. Nothing was saved."] * 2


def test_without_a_block_the_same_pair_is_approved(session: Session, now: datetime) -> None:
    scene = scenes.proposed(session, now)
    scene.approve(session, now)
    assert scene.row(session).state is ProposalState.APPROVED


def _name_nobody_looked_at(session: Session, scene: Scene, now: datetime) -> None:
    mentee = scene.person(session, Side.MENTEE)
    add_apart(session, acting(mentee), mentee, ApartKind.NAME, "Nobody here", now)
