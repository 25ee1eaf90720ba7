"""Signing in with a name and a password, and the ways back in."""

from flask import g, request, url_for

from mentorship.accounts.forms import RecoverForm, SignInForm
from mentorship.accounts.rules import Way, check_password, tidy_words
from mentorship.accounts.service import signing_in as service
from mentorship.accounts.service.attempts import Attempt
from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.service.visits import Entered
from mentorship.accounts.views.blueprint import Answer, hasher, views, wanted
from mentorship.accounts.views.sessions import this
from mentorship.kernel import clock, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _

IN = "accounts/in.html"
WORDS = "accounts/words.html"
# Somebody came back with their six words here, and is to be given new ones.
USED_UP = "used_up"
FURTHER = {Way.CODE: "accounts.code", Way.COME_BACK: "accounts.come_back"}


@views.get("/in")
@requires(Permission.SIGN_IN)
def sign_in() -> str:
    """Ask for a name and a password.

    Whoever was sent here from a page of somebody may be whoever pressed Back after they left: then
    nothing here tells what for people come.
    """
    was_signed_out = this().pop("was_signed_out", "")
    return web.page(IN, form=SignInForm(), was_signed_out=was_signed_out, was_sent=_was_sent())


@views.post("/in")
@requires(Permission.SIGN_IN)
def enter() -> Answer:
    """Let somebody in, or say the one sentence that fits every cause."""
    form = SignInForm()
    if form.validate_on_submit():
        with web.database().transaction() as session:
            attempt = service.begin_sign_in(session, form.name.data or "", _place(), clock.now())
        password = form.password.data or ""
        right = hasher().verify(attempt.kept, password)
        fresh = hasher().renewed(attempt.kept, password) if right else None
        with form.catching(), web.deed() as deed:
            entered = service.sign_in(
                deed.session, attempt, deed.now, right=right, fresh=fresh, instead_of=this().token
            )
            deed.then = _next(deed, entered)
            this().renew(entered.token)
            return deed.answer
        _note_refusal(attempt)
    return web.invalid(IN, form=form, was_signed_out="", was_sent=_was_sent())


@views.get("/in/help")
@requires(Permission.SIGN_IN)
def ways_back() -> str:
    """Say the ways back in, the same to everybody."""
    return web.page("accounts/ways_back.html")


@views.get("/in/words")
@requires(Permission.SIGN_IN)
def words() -> str:
    """Ask for the six words somebody kept."""
    return web.page(WORDS, form=RecoverForm())


@views.post("/in/words")
@requires(Permission.SIGN_IN)
def take_words() -> Answer:
    """Let somebody choose a new password who kept the six words."""
    form = RecoverForm()
    if form.validate_on_submit():
        with form.catching():
            check_password(form.password.data or "", form.name.data or "", g.agency.site_name)
            return _recover(form)
    return web.invalid(WORDS, form=form)


def _recover(form: RecoverForm) -> Answer:
    with web.database().transaction() as session:
        attempt = service.begin_recovery(session, form.name.data or "", _place(), clock.now())
    right = hasher().verify(attempt.kept, tidy_words(form.words.data or ""))
    secrets = make_secrets(hasher(), form.password.data)
    with form.catching(), web.deed() as deed:
        service.recover(deed.session, attempt, secrets, deed.now, right=right)
        deed.say(_("You have a new password. Sign in with it."))
        deed.say(_("Your six words are used up. Once you are in, you can have six new ones."))
        deed.then = url_for("accounts.sign_in")
        this()[USED_UP] = True
        return deed.answer
    _note_refusal(attempt)
    return web.invalid(WORDS, form=form)


def _next(deed: web.Deed, entered: Entered) -> str:
    if entered.way in FURTHER:
        return url_for(FURTHER[entered.way])
    # What waits for whoever signed in, not what this browser asked for before.
    used_up = this().pop(USED_UP, False)
    left_at = service.left_at(deed.session, entered.token, deed.now)
    if used_up and not left_at:
        return url_for("accounts.six_words")
    return left_at or wanted()


def _note_refusal(attempt: Attempt) -> None:
    with web.database().transaction() as session:
        service.refuse(session, attempt, clock.now())


def _was_sent() -> bool:
    return "wanted" in this()


def _place() -> str:
    return request.remote_addr or ""
