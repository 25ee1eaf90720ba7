"""Signing in, the second factor, ways back in, and leaving."""

import io

import pyotp
import segno
from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import CodeForm, RecoverForm, SignInForm
from mentorship.accounts.passwords import Hasher
from mentorship.accounts.rules import Standing, check_password, tidy_words
from mentorship.accounts.service import people, signing_in
from mentorship.accounts.service.signing_in import Attempt
from mentorship.accounts.sessions import this
from mentorship.accounts.views.blueprint import Answer, hasher, leave_site, views, wanted
from mentorship.kernel import clock, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.words import _

IN = "accounts/in.html"
CODE = "accounts/code.html"
ENROL = "accounts/enrol.html"
RECOVER = "accounts/recover.html"


@views.get("/in")
@requires(Permission.SIGN_IN)
def sign_in() -> str:
    """Ask for a name and a password."""
    return web.page(IN, form=SignInForm())


@views.post("/in")
@requires(Permission.SIGN_IN)
def enter() -> Answer:
    """Let somebody in, or say the one sentence that fits every cause."""
    form = SignInForm()
    if not form.validate_on_submit():
        return web.invalid(IN, form=form)
    try:
        entered = _try_to_enter(form.name.data or "", form.password.data or "")
    except RuleBroken as broken:
        form.problem("password", broken.sentence)
        return web.page(IN, form=form), broken.status
    if entered is None:
        form.problem("password", _("This name and password do not fit together."))
        return web.invalid(IN, form=form)
    this().renew(entered.token)
    if entered.stopping:
        return redirect(url_for("accounts.come_back"), 303)
    return redirect(url_for("accounts.code") if entered.half_in else wanted(), 303)


@views.get("/in/code")
@requires(Permission.SECOND_FACTOR)
def code() -> Answer:
    """Ask for the code of the second factor, or set one up first."""
    with web.reading() as look:
        enrolled = signing_in.is_enrolled(look.session, look.actor)
    return web.page(CODE, form=CodeForm()) if enrolled else redirect(url_for("accounts.enrol"), 303)


@views.post("/in/code")
@requires(Permission.SECOND_FACTOR)
def give_code() -> Answer:
    """Let staff all the way in whose code is right."""
    return _spend(CODE, signing_in.second_factor)


@views.get("/in/enrol")
@requires(Permission.SECOND_FACTOR)
def enrol() -> str:
    """Show what the authenticator needs to know."""
    return web.page(ENROL, form=CodeForm(), secret=_enrolment_secret())


@views.post("/in/enrol")
@requires(Permission.SECOND_FACTOR)
def finish_enrolment() -> Answer:
    """Finish setting up with the first code."""
    return _spend(ENROL, signing_in.enrol, secret=_enrolment_secret())


@views.get("/in/picture")
@requires(Permission.SECOND_FACTOR)
def enrolment_picture() -> Response:
    """Give the picture that an authenticator reads."""
    address = pyotp.TOTP(_enrolment_secret()).provisioning_uri(name=g.agency.site_name or "-")
    drawn = io.BytesIO()
    segno.make(address).save(drawn, kind="svg", scale=5, svgclass=None, lineclass=None)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@views.get("/in/help")
@requires(Permission.SIGN_IN)
def ways_back() -> str:
    """Say the ways back in."""
    return web.page("accounts/ways_back.html")


@views.get("/in/recover")
@requires(Permission.SIGN_IN)
def recover() -> str:
    """Ask for the recovery code."""
    return web.page(RECOVER, form=RecoverForm())


@views.post("/in/recover")
@requires(Permission.SIGN_IN)
def take_recovery() -> Answer:
    """Take a recovery code, and answer the same whether or not it was right."""
    form = RecoverForm()
    if form.validate_on_submit():
        with form.catching():
            new = form.password.data or ""
            check_password(new, form.name.data or "", g.agency.site_name)
            _try_to_recover(form.name.data or "", tidy_words(form.code.data or ""), new)
            return redirect(url_for("accounts.recovered"), 303)
    return web.invalid(RECOVER, form=form)


@views.get("/in/recovered")
@requires(Permission.SIGN_IN)
def recovered() -> str:
    """Say what to do next, the same whether or not the code was right."""
    return web.page("accounts/recovered.html")


@views.get("/in/back")
@requires(Permission.SIGN_IN)
def come_back() -> str:
    """Tell somebody who asked to stop how to come back; nothing else is told."""
    return web.page("accounts/come_back.html", form=web.Form())


@views.post("/in/back")
@requires(Permission.SIGN_IN)
def undo_stop() -> Response:
    """Bring somebody back who had asked to stop."""
    visit = this().visit
    if visit is None or visit.person_id is None:
        raise NotFound
    with web.deed() as deed:
        person = people.queries.locked_person(deed.session, visit.person_id)
        if person.standing is not Standing.STOPPING:
            raise NotFound
        people.undo_stop(deed.session, people.acting_as(person), person, deed.now)
        deed.say(_("Welcome back."))
        deed.then = url_for("desk.home")
    return deed.answer


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
    answer = leave_site()
    answer.headers["Location"] = url_for("desk.front")
    return answer


@views.route("/leave", methods=["GET", "POST"])
@requires(Permission.LEAVE)
def leave() -> Response:
    """End this session and lead away; it asks for nothing and never fails."""
    try:
        _end_here()
    finally:
        answer = leave_site()
        answer.headers["Location"] = g.agency.exit_address
    return answer


def _try_to_enter(name: str, password: str) -> signing_in.Entered | None:
    database, now = web.database(), clock.now()
    with database.transaction() as session:
        attempt = signing_in.begin(session, name, request.remote_addr or "", now)
    right = hasher().verify(attempt.kept, password)
    with database.transaction() as session:
        entered = signing_in.finish(session, attempt, now, right=right, old_token=this().token)
    if entered:
        _hash_anew(hasher(), attempt, password)
    return entered


def _hash_anew(hashes: Hasher, attempt: Attempt, password: str) -> None:
    if attempt.kept and hashes.is_outdated(attempt.kept):
        fresh = hashes.hash(password)
        with web.database().transaction() as session:
            signing_in.rehashed(session, attempt, fresh)


def _try_to_recover(name: str, code: str, new: str) -> None:
    database, now = web.database(), clock.now()
    with database.transaction() as session:
        attempt = signing_in.begin_recovery(session, name, request.remote_addr or "", now)
    right = hasher().verify(attempt.kept, code)
    secrets = people.make_secrets(hasher(), new)
    with database.transaction() as session:
        signing_in.recover(session, attempt, secrets, now, right=right)


def _enrolment_secret() -> str:
    with web.opening() as look:
        return signing_in.enrolment(look.session, look.actor, look.now)


def _spend(template: str, verb: signing_in.Spend, **values: str) -> Answer:
    form = CodeForm()
    if form.validate_on_submit():
        with form.catching(), web.opening() as look:
            if verb(look.session, look.actor, form.code.data or "", look.now):
                fresh = signing_in.all_the_way_in(look.session, look.actor, this().token, look.now)
                this().renew(fresh)
                return redirect(wanted(), 303)
        if not form.has_problems:
            form.problem("code", _("This code does not fit. Wait for the next one."))
    return web.invalid(template, form=form, **values)


def _end_here() -> None:
    with web.database().transaction() as session:
        signing_in.leave(session, this().token, clock.now())
