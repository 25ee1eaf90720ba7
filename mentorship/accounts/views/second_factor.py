"""The second factor of staff: the code at each sign-in, and setting it up."""

import io
from collections.abc import Callable

import pyotp
import segno
from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import CodeForm
from mentorship.accounts.service import second_factor as service
from mentorship.accounts.service.attempts import Attempt
from mentorship.accounts.service.signing_in import left_at
from mentorship.accounts.views.blueprint import Answer, views, wanted
from mentorship.accounts.views.sessions import this
from mentorship.kernel import clock, web
from mentorship.kernel.access import Permission, requires

CODE = "accounts/code.html"
ENROL = "accounts/enrol.html"


@views.get("/in/code")
@requires(Permission.SECOND_FACTOR)
def code() -> Answer:
    """Ask for the code of the second factor, or have one set up first."""
    with web.reading() as look:
        enrolled = service.is_enrolled(look.session, look.actor)
    return web.page(CODE, form=CodeForm()) if enrolled else redirect(url_for("accounts.enrol"), 303)


@views.post("/in/code")
@requires(Permission.SECOND_FACTOR)
def give_code() -> Answer:
    """Let staff all the way in whose code is right."""
    return _take_code(service.give_code, CODE)


@views.get("/in/enrol")
@requires(Permission.SECOND_FACTOR)
def enrol() -> str:
    """Show what an authenticator needs to know."""
    return web.page(ENROL, form=CodeForm(), secret=_own_secret())


@views.post("/in/enrol")
@requires(Permission.SECOND_FACTOR)
def finish_enrolment() -> Answer:
    """Finish setting up with the first code."""
    return _take_code(service.enrol, ENROL)


@views.get("/in/enrol/picture")
@requires(Permission.SECOND_FACTOR)
def enrolment_picture() -> Response:
    """Give the picture that an authenticator reads."""
    address = pyotp.TOTP(_own_secret()).provisioning_uri(name=g.agency.site_name or "-")
    drawn = io.BytesIO()
    # With a ground of its own: on a dark page nothing could read it.
    segno.make(address, micro=False).save(drawn, kind="svg", scale=5, light="white")
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def _take_code(verb: Callable[..., str], template: str) -> Answer:
    form = CodeForm()
    if form.validate_on_submit():
        attempt, code_ = _counted(), form.code.data or ""
        with form.catching(), web.deed() as deed:
            token = verb(
                deed.session, deed.actor, attempt, code_, deed.now, instead_of=this().token
            )
            deed.then = left_at(deed.session, token, deed.now) or wanted()
            this().renew(token)
            return deed.answer
    shown = {"secret": _own_secret()} if template == ENROL else {}
    return web.invalid(template, form=form, **shown)


def _own_secret() -> str:
    with web.reading() as look:
        return service.own_secret(look.session, look.actor, look.now)


def _counted() -> Attempt:
    with web.database().transaction() as session:
        return service.begin_code(session, web.actor(), clock.now())
