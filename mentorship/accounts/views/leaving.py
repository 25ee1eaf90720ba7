"""Signing out, and leaving at once."""

from flask import g, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.service.visits import end_visit_of
from mentorship.accounts.views.blueprint import leave_to, views
from mentorship.accounts.views.sessions import this
from mentorship.kernel import clock, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.errors import Busy, log_fault


@views.get("/out")
@requires(Permission.SIGN_OUT)
def out() -> str:
    """Ask before signing out, because looking at a page changes nothing."""
    return web.page("accounts/out.html", form=web.Form())


@views.post("/out")
@requires(Permission.SIGN_OUT)
def sign_out() -> Response:
    """End this session."""
    _end_here()
    return leave_to(url_for("desk.front"))


@views.route("/leave", methods=["GET", "POST"])
@requires(Permission.LEAVE)
def leave() -> Response:
    """End this session and lead away; it asks for nothing and never fails."""
    try:
        _end_here()
    except Busy as error:
        # The cookie goes all the same, and the session ends by itself.
        log_fault("leaving", error)
    return leave_to(g.agency.exit_address)


def _end_here() -> None:
    with web.database().transaction() as session:
        end_visit_of(session, this().token, clock.now())
