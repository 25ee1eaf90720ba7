"""Of a pair, one of whom somebody of staff is kept apart from, that one finds nothing at all."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.matches.models import Match, Offer, Proposal
from mentorship.matches.queries import proposals
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import ProposalState
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.cast import Cast
from tests.participants import keep_apart
from tests.scenes import LATER, Scene


def part(session: Session, cast: Cast, scene: Scene, side: Side, now: datetime) -> Actor:
    """Keep one of the two apart from Rosa, and act as her."""
    person = scene.person(session, side)
    keep_apart(session, person, [cast.rosa.person_id], cast.lena.actor(session), now)
    return cast.rosa.actor(session)


def is_closed_to(session: Session, actor: Actor, row: Proposal | Match | Offer) -> bool:
    try:
        return access.load(session, actor, type(row), row.id) is not row
    except NotFound:
        return True


@pytest.mark.parametrize("side", Side)
def test_a_proposal_its_offers_and_its_match_are_closed_with_either_of_the_two(
    session: Session, cast: Cast, now: datetime, side: Side
) -> None:
    scene = scenes.introduction(session, now)
    offers = session.scalars(select(Offer).where(Offer.proposal_id == scene.proposal))
    about = [scene.row(session), scene.match(session), *offers]
    lena, rosa = cast.lena.actor(session), cast.rosa.actor(session)
    assert len(about) == 4
    for before in (lena, rosa):
        assert not any(is_closed_to(session, before, row) for row in about)
    rosa = part(session, cast, scene, side, now)
    assert all(is_closed_to(session, rosa, row) for row in about)
    assert not any(is_closed_to(session, lena, row) for row in about)


def test_an_offer_whose_other_person_is_gone_is_still_closed_with_who_was_asked(
    session: Session, cast: Cast, now: datetime
) -> None:
    scene = scenes.mentee_asked(session, now)
    offer = scene.offer(session, Side.MENTEE)
    assert offer
    session.execute(delete(Proposal).where(Proposal.id == scene.proposal))
    session.refresh(offer)
    assert offer.proposal_id is None
    assert not is_closed_to(session, cast.rosa.actor(session), offer)
    rosa = part(session, cast, scene, Side.MENTEE, now)
    assert is_closed_to(session, rosa, offer)


@pytest.mark.parametrize("side", Side)
def test_no_list_and_no_count_of_proposals_tells_of_one_with_either_of_the_two(
    session: Session, cast: Cast, now: datetime, side: Side
) -> None:
    waits, over = scenes.proposed(session, now), scenes.mentee_asked(session, now)
    over.say(session, Side.MENTEE, Answer.NO, now + LATER)

    def found(actor: Actor) -> tuple[int, int, int]:
        seen = proposals.seen_of_state(session, actor, (ProposalState.PROPOSED,))
        ended = proposals.lately_ended(session, actor, now - timedelta(days=1))
        return len(seen), proposals.count_undecided(session, actor), len(ended)

    lena, rosa = cast.lena.actor(session), cast.rosa.actor(session)
    assert found(lena) == found(rosa) == (1, 1, 1)
    rosa = part(session, cast, waits, side, now)
    assert found(rosa) == (0, 0, 1)
    rosa = part(session, cast, over, side, now)
    assert found(rosa) == (0, 0, 0)
    assert found(lena) == (1, 1, 1)
