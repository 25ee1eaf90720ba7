"""Choosing another mentor by hand instead of the one proposed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.kernel import jobs
from mentorship.matches.models import Proposal
from mentorship.matches.rules.states import ProposalState
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import ready_mentor

As = Callable[..., Visitor]


@pytest.fixture
def proposal_id(cast: Cast, as_: As, installation: Installation, now: datetime) -> UUID:
    """Have a round propose a mentor for Noor while another one fits her as well."""
    with installation.database.transaction() as session:
        ready_mentor(session, now)
    as_(cast.rosa).post("matches.start_round")
    jobs.tick(installation.database, installation.works, now)
    with installation.database.reading() as session:
        return session.scalars(select(Proposal.id)).one()


def other_mentor(visitor: Visitor, proposal_id: UUID) -> str:
    page = visitor.page("matches.decision", proposal_id=proposal_id)
    radios = page.soup.select('input[name="mentor_id"]')
    return str(radios[0]["value"])


def test_the_next_in_line_are_shown_and_one_can_be_chosen_with_a_reason(
    cast: Cast, as_: As, installation: Installation, proposal_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    chosen = {"mentor_id": other_mentor(rosa, proposal_id), "reason": "They live nearer."}
    rosa.post("matches.choose", chosen, proposal_id=proposal_id, to="matches.decision")
    assert rosa.follow().says("Made by a person.")
    with installation.database.reading() as session:
        before = session.get_one(Proposal, proposal_id)
        made = session.scalars(select(Proposal).where(Proposal.by_hand)).one()
        assert before.state is ProposalState.DECLINED
        assert (made.state, str(made.mentor_id)) == (ProposalState.PROPOSED, chosen["mentor_id"])


def test_a_page_says_how_it_was_decided_and_why_and_nothing_that_is_over(
    cast: Cast, as_: As, proposal_id: UUID, now: datetime
) -> None:
    rosa, on_hold, next_in_line = as_(cast.rosa), "On hold until", "If you decline"
    assert rosa.page("matches.decision", proposal_id=proposal_id).says(next_in_line)
    until = f"{now + timedelta(days=2):%Y-%m-%d}"
    held = {"decision": "hold", "hold_reason": "talk_first", "until": until}
    rosa.post("matches.decide", held, proposal_id=proposal_id)
    page = rosa.page("matches.decision", proposal_id=proposal_id)
    assert page.says(on_hold)
    assert page.says("The reason: We want to talk with one of them first.")
    declined = {"decision": "decline", "decline_reason": "too_much_now"}
    rosa.post("matches.decide", declined, proposal_id=proposal_id)
    page = rosa.page("matches.decision", proposal_id=proposal_id)
    assert page.says("The reason: Too much for one of them right now.")
    assert not page.says(on_hold)
    assert not page.says(next_in_line)


def test_a_reason_is_asked_for(cast: Cast, as_: As, proposal_id: UUID) -> None:
    rosa = as_(cast.rosa)
    chosen = {"mentor_id": other_mentor(rosa, proposal_id)}
    page = rosa.post("matches.choose", chosen, proposal_id=proposal_id, status=422)
    assert page.problem("reason")


def test_somebody_who_is_not_on_the_list_cannot_be_chosen(
    cast: Cast, as_: As, proposal_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("matches.decision", proposal_id=proposal_id)
    wrong = {"mentor_id": str(cast.tom.person_id), "reason": "Because."}
    page = rosa.post("matches.choose", wrong, proposal_id=proposal_id, status=422)
    assert page.problem("mentor_id")


def test_the_same_form_twice_makes_one(
    cast: Cast, as_: As, installation: Installation, proposal_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    chosen = {"mentor_id": other_mentor(rosa, proposal_id), "reason": "They live nearer."}
    rosa.post("matches.choose", chosen, proposal_id=proposal_id)
    rosa.again()
    with installation.database.reading() as session:
        assert len(session.scalars(select(Proposal)).all()) == 2
