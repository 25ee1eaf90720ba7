"""Starting a round, and reading how it went."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.kernel import clock, jobs
from mentorship.kernel.access import SYSTEM
from mentorship.matches.models import Proposal, Round
from mentorship.matches.queries import rounds
from mentorship.matches.rules.states import ProposalState, RoundStep
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def test_a_round_is_started_watched_and_read(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    assert rosa.page("matches.rounds").says("There was no round yet.")
    rosa.post("matches.start_round", to="matches.round_")
    waiting = rosa.follow()
    assert waiting.soup.find("meta", attrs={"http-equiv": "refresh"})
    jobs.tick(installation.database, installation.works, now)
    page = rosa.open(waiting.address)
    assert not page.soup.find("meta", attrs={"http-equiv": "refresh"})
    assert page.says("The proof was checked")
    with installation.database.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
        codes = {cast.noor.person_id, cast.amara.person_id}
        assert {proposal.mentee_id, proposal.mentor_id} == codes
    sheet = rosa.page("matches.decision", proposal_id=proposal.id)
    assert sheet.says("fit")
    assert rosa.page("matches.decisions").says("Waiting for a decision")


def test_the_button_says_how_many_proposals_it_withdraws(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    assert rosa.page("matches.rounds").says("starting one withdraws nothing")
    with installation.database.transaction() as session:
        scenes.of_the_cast(session, cast, now)
    said = "Starting one withdraws 1 proposal that nobody has decided on."
    assert rosa.page("matches.rounds").says(said)
    scenes.run_round(installation, SYSTEM, now)
    with installation.database.reading() as session:
        withdrawn = select(Proposal).where(Proposal.state == ProposalState.WITHDRAWN)
        assert len(session.scalars(withdrawn).all()) == 1


def test_a_round_is_told_in_a_coordinator_s_words(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    round_id = scenes.run_round(installation, SYSTEM, now)
    page = as_(cast.rosa).page("matches.round_", round_id=round_id)
    assert page.says("Places already taken or kept for somebody 0")
    assert page.says("This is counted over everybody in the round, never for one person.")
    assert page.says("How it treats people Longest wait, in weeks 0 Middle wait, in weeks 0")
    assert page.says("costs, in points for everybody together 0.0")
    assert page.says("Of a group of fewer than five people, neither the fit nor the wait is shown.")
    assert page.says("Each person is counted once, for the first thing that stood in the way.")
    for word in ("live consent", "Promised", "Settings used", "Half of", "Wait by language"):
        assert not page.says(word)


def test_a_round_on_its_way_says_at_which_step_it_is(
    cast: Cast, as_: As, installation: Installation
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.start_round", to="matches.round_")
    page = rosa.follow()
    assert page.says("Waiting to start")
    assert not page.says("Step")
    assert not page.says("Started")
    with installation.database.transaction() as session:
        rounds.note_step(session, session.scalars(select(Round.id)).one(), RoundStep.COMPARING)
    page = rosa.open(page.address)
    assert page.says("Step 2 of 5: Comparing what may be used of their answers.")
    assert page.says("Started")


def test_a_second_round_waits_for_the_first(cast: Cast, as_: As) -> None:
    as_(cast.rosa).post("matches.start_round")
    page = as_(cast.lena).page("matches.rounds")
    assert page.says("A round is on its way.")


def test_the_same_form_twice_starts_one(cast: Cast, as_: As, installation: Installation) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.start_round")
    rosa.again()
    with installation.database.reading() as session:
        assert len(session.scalars(select(Round)).all()) == 1


def test_minutes_later_the_mentee_of_an_approval_is_asked(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.start_round")
    jobs.tick(installation.database, installation.works, now)
    with installation.database.reading() as session:
        proposal_id = session.scalars(select(Proposal.id)).one()
    rosa.post("matches.decide", {"decision": "approve"}, proposal_id=proposal_id)
    later = now + timedelta(minutes=15)
    with clock.fixed(later):
        jobs.tick(installation.database, installation.works, later)
        page = as_(cast.rosa).page("matches.decisions", query={"show": "asked"})
        assert page.says("Mentee asked")


def test_nobody_but_coordinators_comes_near(cast: Cast, as_: As, visitor: Visitor) -> None:
    for member in (cast.noor, cast.amara, cast.ada, cast.ruth):
        as_(member).page("matches.rounds", status=404)
        as_(member).post("matches.start_round", status=404)
    visitor.page("matches.rounds", to="accounts.sign_in")
