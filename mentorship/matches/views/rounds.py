"""Rounds: the list with the button that starts one, and one round in counts."""

from uuid import UUID

from flask import g, url_for
from werkzeug.wrappers import Response

from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _
from mentorship.matches import service
from mentorship.matches.forms import ButtonForm
from mentorship.matches.models import Round
from mentorship.matches.queries import proposals
from mentorship.matches.rules.reasons import CHECK_WORDS
from mentorship.matches.service import checking, pages
from mentorship.matches.views.blueprint import views


@views.get("/rounds")
@requires(Permission.RUN_ROUND)
def rounds() -> str:
    """List the latest rounds, and offer to start one."""
    with web.reading() as look:
        lines = pages.latest_rounds(look.session)
        withdrawn = proposals.count_withdrawn_by_a_round(look.session)
    running = any(line.running for line in lines)
    return web.page(
        "matches/rounds.html", lines=lines, running=running, withdrawn=withdrawn, form=ButtonForm()
    )


@views.post("/rounds")
@requires(Permission.RUN_ROUND)
def start_round() -> Response:
    """Start a round; the worker does it."""
    with web.deed() as deed:
        row = service.start_round(deed.session, deed.actor, deed.now)
        deed.say(_("The round is on its way."))
        deed.then = url_for("matches.round_", round_id=row.id)
    return deed.answer


@views.get("/rounds/<uuid:round_id>")
@requires(Permission.RUN_ROUND)
def round_(round_id: UUID) -> str:
    """Show one round in counts; the page looks again by itself while it runs."""
    with web.reading() as look:
        row = access.load(look.session, look.actor, Round, round_id)
        shown = pages.round_page(look.session, row)
    # The page of a running round asks again by itself, which must extend nobody's session.
    g.by_itself = shown.running
    return web.page("matches/round.html", round=shown, form=ButtonForm())


@views.post("/rounds/<uuid:round_id>/check")
@requires(Permission.RUN_ROUND)
def check_round(round_id: UUID) -> Response:
    """Check an earlier round again; reading the answers for it is recorded."""
    with web.deed() as deed:
        row = access.load(deed.session, deed.actor, Round, round_id)
        deed.say(_(CHECK_WORDS[checking.check_round(deed.session, row, deed.now)]))
        deed.then = url_for("matches.round_", round_id=round_id)
    return deed.answer
