"""Dry runs of staff: what a round today would give after one change. Nothing is kept."""

from uuid import UUID

from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.matches.forms import TryPairForm, TryWeightForm
from mentorship.matches.models import Proposal
from mentorship.matches.rules.reasons import Try, Weigh
from mentorship.matches.service import trying, unplaced
from mentorship.matches.views.blueprint import views

PAGE = "matches/try.html"
Answer = str | tuple[str, int]


@views.get("/decisions/<uuid:proposal_id>/try")
@requires(Permission.DECIDE_PROPOSAL)
def try_pair(proposal_id: UUID) -> str:
    """Offer what can be tried about a pair."""
    return web.page(PAGE, **_pair(proposal_id, TryPairForm()))


@views.post("/decisions/<uuid:proposal_id>/try")
@requires(Permission.DECIDE_PROPOSAL)
def tried_pair(proposal_id: UUID) -> Answer:
    """Tell what one change about a pair would do; the solver works outside the transaction."""
    form = TryPairForm()
    if not form.validate():
        return web.invalid(PAGE, **_pair(proposal_id, form))
    with web.opening() as look:
        proposal = access.load(look.session, look.actor, Proposal, proposal_id)
        pair = proposal.mentee_id, proposal.mentor_id
        dry = trying.gather(look.session, look.actor, look.now)
    outcome = trying.try_pair(dry, pair, Try(form.change.data))
    return web.page(PAGE, form=form, outcome=outcome, proposal_id=proposal_id)


@views.get("/rounds/try")
@requires(Permission.RUN_ROUND)
def try_weight() -> str:
    """Offer to try another weight."""
    return web.page(PAGE, form=TryWeightForm(), outcome=None, proposal_id=None)


@views.get("/rounds/waiting")
@requires(Permission.RUN_ROUND)
def not_placed() -> str:
    """Show who would stay without somebody in a round today, and what would change it."""
    with web.opening() as look:
        dry = trying.gather(look.session, look.actor, look.now)
    return web.page("matches/not_placed.html", waiting=unplaced.not_placed(dry))


@views.post("/rounds/try")
@requires(Permission.RUN_ROUND)
def tried_weight() -> Answer:
    """Tell what another weight would do."""
    form = TryWeightForm()
    if not form.validate():
        return web.invalid(PAGE, form=form, outcome=None, proposal_id=None)
    with web.opening() as look:
        dry = trying.gather(look.session, look.actor, look.now)
    outcome = trying.try_weight(dry, form.criterion.data, Weigh(form.change.data))
    return web.page(PAGE, form=form, outcome=outcome, proposal_id=None)


def _pair(proposal_id: UUID, form: TryPairForm) -> dict[str, object]:
    with web.reading() as look:
        access.load(look.session, look.actor, Proposal, proposal_id)
    return {"form": form, "outcome": None, "proposal_id": proposal_id}
