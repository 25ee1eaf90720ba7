"""How a pair ends: the list that staff tick line by line, and what the two themselves read."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.kernel import access, settings, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.web import Deed
from mentorship.kernel.words import _
from mentorship.matches import service
from mentorship.matches.forms import ContactForm, EndForm, LineForm
from mentorship.matches.models import Match
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.views.blueprint import views
from mentorship.matches.views.pairs import Answer, do_with_pair, forms_of


@views.post("/people/pairs/<uuid:match_id>/change-end")
@requires(Permission.KEEP_MATCH)
def change_ending(match_id: UUID) -> Answer:
    """Go on with an ending in another of the three ways."""
    form = EndForm()

    def act(deed: Deed, match: Match) -> None:
        kind = ClosedAs(form.closed_as.data)
        service.change_ending(deed.session, deed.actor, match, kind, deed.now)

    return do_with_pair(match_id, form, act, lambda shown: forms_of(shown, end=form))


@views.post("/people/pairs/<uuid:match_id>/done")
@requires(Permission.KEEP_MATCH)
def tick_line(match_id: UUID) -> Answer:
    """Tick one line of the list of an ending."""
    form = LineForm()

    def act(deed: Deed, match: Match) -> None:
        service.tick(deed.session, deed.actor, match, form.line, form.came_of, deed.now)

    return do_with_pair(match_id, form, act, lambda shown: forms_of(shown, line=form))


@views.post("/people/pairs/<uuid:match_id>/not-done")
@requires(Permission.KEEP_MATCH)
def take_line_back(match_id: UUID) -> Answer:
    """Take back a line that was ticked by mistake."""
    form = LineForm()

    def act(deed: Deed, match: Match) -> None:
        service.take_line_back(deed.session, deed.actor, match, form.line, deed.now)

    return do_with_pair(match_id, form, act, lambda shown: forms_of(shown, line=form))


@views.post("/people/pairs/<uuid:match_id>/contact")
@requires(Permission.KEEP_MATCH)
def choose_contact(match_id: UUID) -> Answer:
    """Choose the rule on contact afterwards."""
    form = ContactForm()
    with web.reading() as look:
        form.offer(settings.current(look.session).contact_after)

    def act(deed: Deed, match: Match) -> None:
        service.choose_contact(deed.session, deed.actor, match, form.rule.data, deed.now)

    return do_with_pair(match_id, form, act, lambda shown: forms_of(shown, contact=form))


@views.post("/people/pairs/<uuid:match_id>/end-now")
@requires(Permission.KEEP_MATCH)
def end_now(match_id: UUID) -> Response:
    """Close a match at once, for safety."""
    said = _(
        "It is over, and neither sees anything of the other. What is open is a task for today."
    )
    then = url_for("matches.pair", match_id=match_id)
    return web.pressed(access.loading(Match), match_id, service.end_now, said, then)


@views.post("/people/pairs/<uuid:match_id>/again")
@requires(Permission.KEEP_MATCH)
def rematch(match_id: UUID) -> Response:
    """Propose the two of a closed pair once more, for a decision like any other."""
    with web.deed() as deed:
        match = access.load(deed.session, deed.actor, Match, match_id)
        made = service.rematch(deed.session, deed.actor, match, deed.now)
        deed.say(_("Proposed once more. Nobody is asked before it is approved."))
        deed.then = url_for("matches.decision", proposal_id=made.id)
    return deed.answer


@views.get("/talks/after/<uuid:match_id>")
@requires(Permission.OWN_MATCH)
def farewell(match_id: UUID) -> str:
    """Show somebody how their talks end, and what stays of them."""
    with web.reading() as look:
        shown = service.farewell(look.session, look.actor, match_id, look.now)
    return web.page("matches/farewell.html", farewell=shown)
