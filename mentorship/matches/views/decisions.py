"""Decisions: the list by codes, one proposal with its reasons, and what staff decide about it."""

from datetime import datetime
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from mentorship.accounts import queries as accounts
from mentorship.kernel import access, web
from mentorship.kernel.access import Actor, Permission, requires
from mentorship.kernel.errors import NotFound, Overtaken
from mentorship.kernel.forms import Form, named
from mentorship.kernel.web import Deed, Turn
from mentorship.kernel.words import _, format_time, local
from mentorship.matches import service
from mentorship.matches.forms import ButtonForm, ChooseForm, Decision, DecisionForm
from mentorship.matches.models import Proposal
from mentorship.matches.queries import proposals as queries
from mentorship.matches.rules.reasons import DeclineReason, HoldReason
from mentorship.matches.service import pages
from mentorship.matches.service.sheets import Sheet, sheet
from mentorship.matches.views.blueprint import views
from mentorship.profiles.service import readiness

Answer = Response | str | tuple[str, int]
PAGE = "matches/decision.html"


@views.get("/decisions")
@requires(Permission.DECIDE_PROPOSAL)
def decisions() -> str:
    """List the proposals of one state; the choice is closed, because it stands in the address."""
    show = request.args.get("show", "waiting")
    if show not in pages.LISTS:
        raise NotFound
    with web.reading() as look:
        shown = pages.decisions(look.session, look.actor, show, look.now)
        just = pages.to_take_back(look.session, look.actor, look.now)
    return web.page("matches/decisions.html", decisions=shown, show=show, just=just)


@views.get("/decisions/<uuid:proposal_id>")
@requires(Permission.DECIDE_PROPOSAL)
def decision(proposal_id: UUID) -> str:
    """Show one proposal with its reasons; every opening is recorded."""
    with web.opening() as look:
        shown, just = _sheet(look, proposal_id)
    form = _offering(DecisionForm(data={"version": str(shown.version)}), shown)
    return web.page(PAGE, sheet=shown, just=just, form=form, **_more_forms(shown))


@views.post("/decisions/<uuid:proposal_id>")
@requires(Permission.DECIDE_PROPOSAL)
def decide(proposal_id: UUID) -> Answer:
    """Save one decision, and go on to the next one that waits."""
    form = DecisionForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            proposal = access.load(deed.session, deed.actor, Proposal, proposal_id)
            _decide(deed, proposal, form)
            _go_on(deed, proposal_id)
        if not form.has_problems:
            return deed.answer
    return _again(proposal_id, form)


@views.post("/decisions/<uuid:proposal_id>/take-back")
@requires(Permission.DECIDE_PROPOSAL)
def take_back(proposal_id: UUID) -> Response:
    """Undo an approval before anybody was asked."""
    return _press(proposal_id, service.take_back, _("Taken back. Nobody was asked."))


@views.post("/decisions/<uuid:proposal_id>/recall")
@requires(Permission.DECIDE_PROPOSAL)
def recall(proposal_id: UUID) -> Response:
    """End a proposal that was approved; who was asked hears what they always hear."""
    said = _("Recalled. Who was asked will hear that it did not go ahead.")
    return _press(proposal_id, service.recall, said)


@views.post("/decisions/<uuid:proposal_id>/check")
@requires(Permission.DECIDE_PROPOSAL)
def check_court(proposal_id: UUID) -> Response:
    """Note that somebody looked whether the court cases of the two touch; nothing of the cases."""

    def note(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
        mentee = accounts.person(session, proposal.mentee_id)
        mentor = accounts.person(session, proposal.mentor_id)
        readiness.check_court(session, actor, mentee, mentor, now)

    return _press(proposal_id, note, _("Noted."))


@views.post("/decisions/<uuid:proposal_id>/instead")
@requires(Permission.DECIDE_PROPOSAL)
def choose(proposal_id: UUID) -> Answer:
    """Propose another mentor by hand; the proposal at hand is declined."""
    with web.opening() as look:
        shown, just = _sheet(look, proposal_id)
    form = _choose_form(shown)
    if not form.validate():
        decision_form = DecisionForm(formdata=None, data={"version": str(shown.version)})
        _offering(decision_form, shown)
        return web.invalid(
            PAGE, sheet=shown, just=just, form=decision_form, choose=form, button=ButtonForm()
        )
    with web.deed() as deed:
        proposal = access.load(deed.session, deed.actor, Proposal, proposal_id)
        mentee = accounts.person(deed.session, proposal.mentee_id)
        mentor = accounts.person(deed.session, UUID(form.mentor_id.data))
        made = service.choose(
            deed.session, deed.actor, proposal, mentee, mentor, form.reason.data or "", deed.now
        )
        deed.then = url_for("matches.decision", proposal_id=made.id)
    return deed.answer


def _press(proposal_id: UUID, verb: web.Verb[Proposal], said: str) -> Response:
    then = url_for("matches.decision", proposal_id=proposal_id)
    return web.pressed(access.loading(Proposal), proposal_id, verb, said, then)


def _decide(deed: Deed, proposal: Proposal, form: DecisionForm) -> None:
    session, actor, version = deed.session, deed.actor, form.version_read
    match Decision(form.decision.data):
        case Decision.APPROVE:
            service.approve(session, actor, proposal, version, deed.now)
            last = format_time(proposal.ask_at or deed.now)
            deed.say(_("Approved. You can take this back until %(until)s.", until=last))
        case Decision.HOLD:
            reason, today = HoldReason(form.hold_reason.data), local(deed.now).date()
            until = form.until.data or today
            service.hold(session, actor, proposal, version, reason, until, deed.now)
            deed.say(_("On hold."))
        case Decision.DECLINE:
            why, note = DeclineReason(form.decline_reason.data), form.note.data or ""
            service.decline(session, actor, proposal, version, why, deed.now, note)
            deed.say(_("Declined. The two never hear of it."))


def _go_on(deed: Deed, proposal_id: UUID) -> None:
    following = queries.next_undecided(deed.session, deed.actor, proposal_id)
    if following is None:
        deed.then = url_for("matches.decisions")
    else:
        deed.then = url_for("matches.decision", proposal_id=following.id)


def _again(proposal_id: UUID, form: DecisionForm) -> tuple[str, int]:
    with web.opening() as look:
        shown, just = _sheet(look, proposal_id)
    if not shown.waits and not form.decision.errors:
        # There is no form left beside which something could be said.
        raise Overtaken
    form.version.data = str(shown.version)
    return web.invalid(
        PAGE, sheet=shown, just=just, form=_offering(form, shown), **_more_forms(shown)
    )


def _sheet(look: Turn, proposal_id: UUID) -> tuple[Sheet, list[pages.Approved]]:
    proposal = access.load(look.session, look.actor, Proposal, proposal_id)
    just = pages.to_take_back(look.session, look.actor, look.now, proposal_id)
    return sheet(look.session, look.actor, proposal, look.now), just


def _offering(form: DecisionForm, shown: Sheet) -> DecisionForm:
    # Nobody overrides a hard rule, so the choice is not even there.
    if not shown.may_be_approved:
        form.decision.choices = form.without_approval
    return form


def _more_forms(shown: Sheet) -> dict[str, Form]:
    return {"choose": _choose_form(shown, formdata=None), "button": ButtonForm(formdata=None)}


def _choose_form(shown: Sheet, **given: None) -> ChooseForm:
    form = ChooseForm(**given)
    form.mentor_id.choices = named({other.id: other.code for other in shown.others})
    return form
