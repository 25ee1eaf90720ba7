"""Trying a change: told in full, kept nowhere, and silent on rules that are never named."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.matches.models import Proposal, Round
from mentorship.matches.queries import proposals
from mentorship.matches.rules.reasons import ApartKind, Try
from mentorship.profiles.questions.criteria import WEIGHTS
from tests.cast import Cast, Member
from tests.pages import Page, Visitor
from tests.participants import keep_apart, waiting_mentee
from tests.scenes import run_round

As = Callable[..., Visitor]


@pytest.fixture
def proposal_id(cast: Cast, installation: Installation, now: datetime) -> UUID:
    """Let a round propose somebody for Noor while one mentee more waits than there are places."""
    with installation.database.transaction() as session:
        waiting_mentee(session, now)
        waiting_mentee(session, now)
        rosa = cast.rosa.actor(session)
    run_round(installation, rosa, now)
    with installation.database.reading() as session:
        return session.scalars(select(Proposal.id).order_by(Proposal.id)).all()[0]


def test_one_more_place_places_one_more(cast: Cast, as_: As, proposal_id: UUID) -> None:
    rosa = as_(cast.rosa)
    rosa.page("matches.try_pair", proposal_id=proposal_id)
    page = rosa.post("matches.tried_pair", {"change": "more"}, status=200, proposal_id=proposal_id)
    assert page.says("Placed today")
    assert page.says("2 of 3")
    assert page.says("3 of 3")
    assert page.says("the new place")


@pytest.mark.parametrize(("change", "then"), [("away", "0 of 3"), ("without", "2 of 3")])
def test_a_mentor_without_room_or_a_pair_apart_is_reckoned(
    change: str, then: str, cast: Cast, as_: As, proposal_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("matches.try_pair", proposal_id=proposal_id)
    page = rosa.post("matches.tried_pair", {"change": change}, status=200, proposal_id=proposal_id)
    assert page.says(then)


def test_who_would_move_and_is_closed_to_the_one_who_tries_is_only_counted(
    cast: Cast, as_: As, installation: Installation, now: datetime, proposal_id: UUID
) -> None:
    def tried(member: Member) -> Page:
        visitor, change = as_(member), {"change": "away"}
        visitor.page("matches.try_pair", proposal_id=proposal_id)
        return visitor.post("matches.tried_pair", change, status=200, proposal_id=proposal_id)

    with installation.database.transaction() as session:
        proposal = session.get_one(Proposal, proposal_id)
        placed = session.scalars(select(Proposal).where(Proposal.id != proposal_id)).one()
        other = accounts.person(session, placed.mentee_id)
        keep_apart(session, other, [cast.rosa.person_id], cast.lena.actor(session), now)
        mentee, hidden = accounts.person(session, proposal.mentee_id).code, other.code
    assert tried(cast.lena).says(f"{hidden} would have no one")
    page = tried(cast.rosa)
    assert page.says(f"{mentee} would have no one and 1 other would move")
    assert not page.holds(hidden)


def test_trying_changes_nothing(
    cast: Cast, as_: As, installation: Installation, proposal_id: UUID
) -> None:
    with installation.database.reading() as session:
        before = [(p.id, p.state, p.version) for p in session.scalars(select(Proposal))]
    rosa = as_(cast.rosa)
    for change in Try:
        rosa.page("matches.try_pair", proposal_id=proposal_id)
        rosa.post("matches.tried_pair", {"change": change}, status=200, proposal_id=proposal_id)
    with installation.database.reading() as session:
        assert [(p.id, p.state, p.version) for p in session.scalars(select(Proposal))] == before
        assert session.scalar(select(func.count()).select_from(Round)) == 1


def test_a_place_that_is_only_tried_keeps_the_same_people_apart(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        amara = accounts.person(session, cast.amara.person_id)
        second = waiting_mentee(session, now)
        proposals.keep_apart(session, second.id, amara.id, ApartKind.NO, None)
        rosa = cast.rosa.actor(session)
    run_round(installation, rosa, now)
    with installation.database.reading() as session:
        proposal_id = session.scalars(select(Proposal.id)).one()
    visitor = as_(cast.rosa)
    visitor.page("matches.try_pair", proposal_id=proposal_id)
    page = visitor.post(
        "matches.tried_pair", {"change": "more"}, status=200, proposal_id=proposal_id
    )
    assert page.says("Everybody would be with the same person")


def test_another_weight_is_tried_and_not_kept(
    cast: Cast, as_: As, installation: Installation, proposal_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("matches.try_weight")
    said = {"criterion": "topics", "change": "double"}
    page = rosa.post("matches.tried_weight", said, status=200)
    assert page.says("Placed then")
    with installation.database.reading() as session:
        assert settings.current(session).weights.get("topics", WEIGHTS["topics"]) == 40


def test_nothing_chosen_is_asked_for(cast: Cast, as_: As, proposal_id: UUID) -> None:
    rosa = as_(cast.rosa)
    rosa.page("matches.try_pair", proposal_id=proposal_id)
    page = rosa.post("matches.tried_pair", {}, status=422, proposal_id=proposal_id)
    assert page.problem("change")


def test_it_is_for_coordinators(cast: Cast, as_: As, proposal_id: UUID) -> None:
    for member in (cast.noor, cast.amara, cast.ada, cast.ruth):
        as_(member).page("matches.try_pair", proposal_id=proposal_id, status=404)
        as_(member).page("matches.try_weight", status=404)
