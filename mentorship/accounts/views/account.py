"""One's own account: name, password, six words, time-out, where signed in, password once more."""

from uuid import UUID

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import AgainForm, ChangePasswordForm, TimeOutForm
from mentorship.accounts.rules import check_password
from mentorship.accounts.service import account as pages
from mentorship.accounts.service import signing_in as service
from mentorship.accounts.service import visits
from mentorship.accounts.service.attempts import Attempt
from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.views.blueprint import (
    ONCE,
    Answer,
    hasher,
    is_shown,
    show_once,
    views,
    wanted,
)
from mentorship.accounts.views.sessions import this
from mentorship.kernel import clock, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _

AGAIN = "accounts/again.html"
PASSWORD = "accounts/change_password.html"  # noqa: S105 - the name of a template
TIME_OUT = "accounts/time_out.html"


@views.get("/account")
@requires(Permission.OWN_ACCOUNT)
def account() -> str:
    """Show what somebody can see to about their own account."""
    me = web.actor()
    return web.page(
        "accounts/account.html", participant=not me.is_staff, coordinator=me.is_coordinator,
        form=web.Form(),
    )  # fmt: skip


@views.get("/account/again")
@requires(Permission.STEP_UP)
def step_up() -> str:
    """Ask for the password once more."""
    return web.page(AGAIN, form=AgainForm())


@views.post("/account/again")
@requires(Permission.STEP_UP)
def give_again() -> Answer:
    """Let somebody go on who gave their password once more."""
    form = AgainForm()
    if form.validate_on_submit():
        attempt = _counted()
        right = hasher().verify(attempt.kept, form.password.data or "")
        with form.catching(), web.deed() as deed:
            token = service.give_again(
                deed.session, deed.actor, attempt, this().token, deed.now, right=right
            )
            deed.then = wanted()
            this().renew(token)
            return deed.answer
    return web.invalid(AGAIN, form=form)


@views.get("/account/name")
@requires(Permission.CHANGE_SIGN_IN)
def own_name() -> str:
    """Show somebody their own sign-in name."""
    with web.reading() as look:
        name = service.own_name(look.session, look.actor, look.now)
    return web.page("accounts/own_name.html", name=name)


@views.get("/account/password")
@requires(Permission.CHANGE_SIGN_IN)
def new_password() -> str:
    """Ask for a new password."""
    return web.page(PASSWORD, form=ChangePasswordForm())


@views.post("/account/password")
@requires(Permission.CHANGE_SIGN_IN)
def change_password() -> Answer:
    """Change the password; every other session ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.catching():
            with web.reading() as look:
                name = service.own_name(look.session, look.actor, look.now)
            check_password(form.password.data or "", name, g.agency.site_name)
            return _change_password(form)
    return web.invalid(PASSWORD, form=form)


@views.get("/account/six-words")
@requires(Permission.CHANGE_SIGN_IN)
def six_words() -> str:
    """Ask before giving six new words."""
    return web.page("accounts/six_words.html", form=web.Form())


@views.post("/account/six-words")
@requires(Permission.CHANGE_SIGN_IN)
def new_six_words() -> Response:
    """Give six new words, shown once; the ones before no longer work."""
    secrets = make_secrets(hasher())
    with web.deed() as deed:
        service.new_recovery_code(deed.session, deed.actor, secrets.recovery_hash, deed.now)
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("Keep these somewhere safe"),
        _("They are a way back in, should you forget your password."),
        [(_("The six words"), secrets.recovery)],
        url_for("accounts.account"),
    )
    return deed.answer


@views.get("/account/once")
@requires(Permission.OWN_ACCOUNT)
def shown_once() -> Answer:
    """Show what is shown once, as often as the page is loaded until somebody has kept it."""
    shown = is_shown()
    if shown is None:
        return redirect(url_for("desk.home"), 303)
    return web.page("accounts/once.html", form=web.Form(), **shown)


@views.post("/account/once")
@requires(Permission.OWN_ACCOUNT)
def keep_shown() -> Response:
    """Forget what was shown once, because somebody has kept it, and lead on."""
    shown = is_shown()
    with web.deed() as deed:
        deed.then = shown["then"] if shown else url_for("desk.home")
    this().pop(ONCE, None)
    return deed.answer


@views.get("/account/time-out")
@requires(Permission.OWN_ACCOUNT)
def time_out() -> str:
    """Ask after how many quiet minutes to sign somebody out."""
    with web.reading() as look:
        minutes = pages.own_minutes(look.session, look.actor)
    return web.page(TIME_OUT, form=TimeOutForm(data={"minutes": str(minutes)}))


@views.post("/account/time-out")
@requires(Permission.OWN_ACCOUNT)
def choose_time_out() -> Answer:
    """Note after how many quiet minutes to sign somebody out."""
    form = TimeOutForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            visits.choose_idle(deed.session, deed.actor, int(form.minutes.data), deed.now)
            deed.say(_("Saved."))
            deed.then = url_for("accounts.account")
            return deed.answer
    return web.invalid(TIME_OUT, form=form)


@views.get("/account/signed-in")
@requires(Permission.OWN_ACCOUNT)
def signed_in() -> str:
    """List where somebody is signed in."""
    with web.reading() as look:
        shown = pages.own_visits(look.session, look.actor, this().token, look.now)
    return web.page("accounts/signed_in.html", visits=shown, form=web.Form())


@views.post("/account/signed-in/<uuid:visit_id>")
@requires(Permission.OWN_ACCOUNT)
def end_visit(visit_id: UUID) -> Response:
    """End one of one's own sessions."""
    with web.deed() as deed:
        visits.end_visit(deed.session, deed.actor, visit_id, deed.now)
        deed.say(_("Signed out there."))
        deed.then = url_for("accounts.signed_in")
    return deed.answer


@views.post("/account/signed-in/everywhere")
@requires(Permission.OWN_ACCOUNT)
def end_every_visit() -> Response:
    """End every session of one's own, this one too."""
    with web.deed() as deed:
        visits.end_every_visit(deed.session, deed.actor, deed.now)
        this().end()
        deed.say(_("You are signed out everywhere."))
        deed.then = url_for("accounts.sign_in")
    return deed.answer


def _counted() -> Attempt:
    with web.database().transaction() as session:
        return service.begin_again(session, web.actor(), clock.now())


def _change_password(form: ChangePasswordForm) -> Answer:
    attempt = _counted()
    right = hasher().verify(attempt.kept, form.current.data or "")
    fresh = hasher().hash(form.password.data or "")
    with form.catching(), web.deed() as deed:
        service.change_password(
            deed.session, deed.actor, attempt, fresh, this().token, deed.now, right=right
        )
        deed.say(_("Saved. Everywhere else you are signed out."))
        deed.then = url_for("accounts.account")
        return deed.answer
    return web.invalid(PASSWORD, form=form)
