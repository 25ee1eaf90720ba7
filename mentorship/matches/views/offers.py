"""Offers: the page for whoever is asked, the agreement, and asking for somebody else."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.models import Person
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.forms import named
from mentorship.kernel.web import Turn
from mentorship.kernel.words import N_, _, ngettext
from mentorship.matches import service
from mentorship.matches.forms import AgreeForm, AnotherForm, OfferForm, PaperForm
from mentorship.matches.models import Match, Offer
from mentorship.matches.queries import offers as queries
from mentorship.matches.rules.reasons import Answer as Said
from mentorship.matches.service import Asking, pages, pair_page
from mentorship.matches.service.pages import OfferPage
from mentorship.matches.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
OFFER = "matches/offer.html"
AGREEMENT = "matches/agreement.html"
ANOTHER = "matches/another.html"


@views.get("/offers/<uuid:offer_id>")
@requires(Permission.ANSWER_OFFER)
def offer(offer_id: UUID) -> str:
    """Show somebody the offer made to them."""
    return _show(Whom(), offer_id)


@views.get(FOR + "/offers/<uuid:offer_id>")
@requires(Permission.RECORD_FOR)
def offer_for(person_id: UUID, how: str, offer_id: UUID) -> str:
    """Show staff the offer that they read out to somebody."""
    return _show(Whom(person_id, how), offer_id)


@views.post("/offers/<uuid:offer_id>")
@requires(Permission.ANSWER_OFFER)
def answer_offer(offer_id: UUID) -> Answer:
    """Save what somebody says."""
    return _answer(Whom(), offer_id)


@views.post(FOR + "/offers/<uuid:offer_id>")
@requires(Permission.RECORD_FOR)
def answer_offer_for(person_id: UUID, how: str, offer_id: UUID) -> Answer:
    """Save what somebody said to staff."""
    return _answer(Whom(person_id, how), offer_id)


@views.get(FOR + "/offers")
@requires(Permission.RECORD_FOR)
def offers_for(person_id: UUID, how: str) -> str:
    """List the offers that wait for somebody's answer."""
    whom = Whom(person_id, how)
    with web.reading() as look:
        waiting = queries.waiting(look.session, whom.person(look).id)
        seen = [row.id for row in waiting if access.may_see(look.session, look.actor, row)]
    urls = [_url(whom, offer_id) for offer_id in seen]
    return web.page("matches/offers.html", urls=urls, said=whom.said, back=whom.tasks_url)


@views.post("/offers/<uuid:offer_id>/agree")
@requires(Permission.OWN_MATCH)
def agree(offer_id: UUID) -> Answer:
    """Save the lines somebody agrees to."""
    with web.opening() as look:
        shown = _page(look, Whom(), offer_id)
    form = _agree_form(AgreeForm(), shown.agreement)
    if not form.validate():
        return web.invalid(OFFER, form=OfferForm(formdata=None), agree=form, **_said(Whom(), shown))
    with web.deed() as deed:
        row = access.load(deed.session, deed.actor, Offer, offer_id)
        match = access.load(deed.session, deed.actor, Match, shown.match_id or row.id)
        person = Whom().person(deed)
        service.agree(deed.session, deed.actor, person, match, form.lines.data or [], deed.now)
        deed.say(_agreed_said(deed, match, person))
        deed.then = url_for("matches.offer", offer_id=offer_id)
    return deed.answer


@views.get(FOR + "/agreement")
@requires(Permission.RECORD_FOR)
def agreements_for(person_id: UUID, how: str) -> Answer:
    """List the pairs of somebody whose agreement has still to come, or open the only one."""
    whom = Whom(person_id, how)
    with web.reading() as look:
        rows = pair_page.to_agree(look.session, look.actor, whom.person(look).id)
    urls = {row: _agreement_url(whom, row.id) for row in rows}
    if len(rows) == 1:
        return redirect(urls[rows[0]], 303)
    return web.page("matches/agreements.html", urls=urls, said=whom.said, back=whom.tasks_url)


@views.get(FOR + "/agreement/<uuid:match_id>")
@requires(Permission.RECORD_FOR)
def agreement_for(person_id: UUID, how: str, match_id: UUID) -> str:
    """Show staff the lines that somebody agrees to, in person, by phone or on paper."""
    whom = Whom(person_id, how)
    with web.reading() as look:
        form = _agree_form(PaperForm(), _agreement(look, whom, match_id))
    return web.page(AGREEMENT, form=form, said=whom.said, back=whom.tasks_url)


@views.post(FOR + "/agreement/<uuid:match_id>")
@requires(Permission.RECORD_FOR)
def agree_for(person_id: UUID, how: str, match_id: UUID) -> Answer:
    """Save the lines that somebody agreed to."""
    whom = Whom(person_id, how)
    with web.reading() as look:
        form = _agree_form(PaperForm(), _agreement(look, whom, match_id))
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = whom.person(deed)
            match = access.load(deed.session, deed.actor, Match, match_id)
            lines, paper_on = form.lines.data or [], form.paper_on.data
            service.agree(deed.session, whom.actor(deed), person, match, lines, deed.now, paper_on)
            deed.say(_agreed_said(deed, match, person))
            deed.then = url_for("matches.pair", match_id=match.id)
        if not form.has_problems:
            return deed.answer
    return web.invalid(AGREEMENT, form=form, said=whom.said, back=whom.tasks_url)


@views.get("/another")
@requires(Permission.ASK_ANOTHER)
def another() -> str:
    """Ask whether somebody wants someone else; no reason is asked."""
    return _ask_whether(Whom())


@views.get(FOR + "/another")
@requires(Permission.RECORD_FOR)
def another_for(person_id: UUID, how: str) -> str:
    """Ask the same for somebody else."""
    return _ask_whether(Whom(person_id, how))


@views.post("/another")
@requires(Permission.ASK_ANOTHER)
def ask_another() -> Response:
    """Begin a silent ending, because somebody wants someone else."""
    return _ask_another(Whom())


@views.post(FOR + "/another")
@requires(Permission.RECORD_FOR)
def ask_another_for(person_id: UUID, how: str) -> Response:
    """Begin the same for somebody who said so."""
    return _ask_another(Whom(person_id, how))


def _show(whom: Whom, offer_id: UUID) -> str:
    with web.opening() as look:
        shown = _page(look, whom, offer_id)
    agree = _agree_form(AgreeForm(), shown.agreement)
    return web.page(OFFER, form=OfferForm(), agree=agree, **_said(whom, shown))


def _answer(whom: Whom, offer_id: UUID) -> Answer:
    form = OfferForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            row = access.load(deed.session, deed.actor, Offer, offer_id)
            said, called = Said(form.answer.data), form.called.data or ""
            person, deed.then = whom.person(deed), _url(whom, offer_id)
            if row.answer and not whom.how:
                deed.say(_("You had answered this already. Your first answer stands."))
                return deed.answer
            service.answer_offer(
                deed.session, whom.actor(deed), person, row, said, deed.now, called
            )
        if not form.has_problems:
            return deed.answer
    with web.opening() as look:
        shown = _page(look, whom, offer_id)
    agree = _agree_form(AgreeForm(formdata=None), shown.agreement)
    return web.invalid(OFFER, form=form, agree=agree, **_said(whom, shown))


def _said(whom: Whom, shown: OfferPage) -> dict[str, Any]:
    # What is agreed to for somebody has a page of its own, where the day of the paper is asked for.
    record = _agreement_url(whom, shown.match_id) if whom.how and shown.match_id else ""
    return {"offer": shown, "said": whom.said, "record": record}


def _ask_whether(whom: Whom) -> str:
    with web.reading() as look:
        asking = service.asking(look.session, whom.person(look))
    return web.page(ANOTHER, form=AnotherForm(), asking=asking, said=whom.said)


def _ask_another(whom: Whom) -> Response:
    form = AnotherForm()
    with web.deed() as deed:
        person, said = whom.person(deed), bool(form.not_treated_right.data)
        if said and not whom.how and service.asking(deed.session, person) is not Asking.OPEN:
            # Nothing is left to change, but what was not right is heard all the same.
            deed.say(
                _("Nothing was changed. Tell us here what was not right, and choose who reads it.")
            )
            deed.then = url_for("checkins.not_right")
            return deed.answer
        service.ask_another(deed.session, whom.actor(deed), person, said, deed.now)
        asked = N_("Done. One of us talks with you first, and then with them.")
        deed.say(_(N_("Noted.") if whom.how else asked))
        deed.then = whom.tasks_url
    return deed.answer


def _page(look: Turn, whom: Whom, offer_id: UUID) -> OfferPage:
    row = access.load(look.session, look.actor, Offer, offer_id)
    if whom.person(look).id != row.person_id:
        raise NotFound
    return pages.offer_page(look.session, whom.actor(look), row, look.now)


def _agreed_said(deed: web.Deed, match: Match, person: Person) -> str:
    lines = pages.agreement_lines(deed.session, match, person.id)
    if left := sum(not ticked for _number, _line, ticked in lines):
        return ngettext(
            "Saved. %(n)s line is still open.", "Saved. %(n)s lines are still open.", left
        )
    return _("Saved. Every line is agreed to.")


def _agreement(look: Turn, whom: Whom, match_id: UUID) -> tuple[tuple[int, str, bool], ...]:
    person = whom.person(look)
    match = access.load(look.session, look.actor, Match, match_id)
    if person.id not in (match.mentee_id, match.mentor_id):
        raise NotFound
    return pages.agreement_lines(look.session, match, person.id)


def _agree_form(form: AgreeForm, lines: tuple[tuple[int, str, bool], ...]) -> AgreeForm:
    form.lines.choices = named({number: line for number, line, _ticked in lines})
    if not form.is_submitted():
        form.lines.data = [number for number, _line, ticked in lines if ticked]
    return form


def _url(whom: Whom, offer_id: UUID) -> str:
    if whom.person_id is None:
        return url_for("matches.offer", offer_id=offer_id)
    return url_for("matches.offer_for", person_id=whom.person_id, how=whom.how, offer_id=offer_id)


def _agreement_url(whom: Whom, match_id: UUID) -> str:
    return url_for(
        "matches.agreement_for", person_id=whom.person_id, how=whom.how, match_id=match_id
    )
