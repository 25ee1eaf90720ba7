"""Joining: what the exit does, the card, 18 or over, a word, a password, what we must pass on.

Until the password is there, what was said stands only in this browser's session, sealed under its
token. Each page sends back whoever has not been through the ones before.
"""

from typing import Any

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import (
    AgeForm,
    CardForm,
    NewPasswordForm,
    OwnCodeForm,
    PartForm,
    WordForm,
)
from mentorship.accounts.rules import Kind, check_password, check_word
from mentorship.accounts.service import joining as service
from mentorship.accounts.service.people import Secrets, make_secrets, some_password
from mentorship.accounts.service.taking_over import kind_on_own_code, take_over
from mentorship.accounts.views.blueprint import Answer, hasher, show_once, views
from mentorship.accounts.views.sessions import this
from mentorship.kernel import speaking, web
from mentorship.kernel.access import NOBODY, Permission, requires
from mentorship.kernel.settings import Door
from mentorship.kernel.words import _, by_line

JOINING = "joining"
BEFORE = "site/before.html"
CARD = "accounts/start.html"
AGE = "accounts/age.html"
OWN = "accounts/own_code.html"
PART = "accounts/part.html"
WORD = "accounts/word.html"
PASSWORD = "accounts/password.html"  # noqa: S105 - the name of a template


@views.get("/before")
@requires(Permission.JOIN)
def before() -> str:
    """Say what the exit does and what it does not, before anything is asked."""
    is_open = _door() is not Door.CLOSED and web.actor() is NOBODY
    return web.page(BEFORE, form=web.Form() if is_open else None)


@views.post("/before")
@requires(Permission.JOIN)
def go_on() -> Response:
    """Note in this browser's session alone that somebody has read it, and begin."""
    _note(has_read=True)
    return redirect(url_for("accounts.start"), 303)


@views.get("/start")
@requires(Permission.JOIN)
def start() -> Answer:
    """Ask for the code on the card, or go on without; the exit is explained before."""
    door = _door()
    if door is Door.CLOSED:
        return web.page("accounts/shut.html", until=g.agency.closed_until)
    if "has_read" not in _said():
        return redirect(url_for("accounts.before"), 303)
    if door is Door.OPEN:
        _note(begun=True)
        return redirect(url_for("accounts.age"), 303)
    return web.page(CARD, form=CardForm())


@views.post("/start")
@requires(Permission.JOIN)
def take_card() -> Answer:
    """Go on with a card that works."""
    form = CardForm()
    if form.validate_on_submit():
        with web.reading() as look:
            kind = service.kind_on_card(look.session, form.card.data or "", look.now)
        if kind and _door() is not Door.CLOSED:
            _note(begun=True, card=form.card.data, kind=kind)
            return redirect(url_for("accounts.age"), 303)
        sentence = _("This code does not work. Look at it once more. Then ask who gave it to you.")
        form.problem("card", sentence)
    return web.invalid(CARD, form=form)


@views.get("/in/own")
@requires(Permission.JOIN)
def own_code() -> str:
    """Ask somebody for whom staff recorded everything until now for their code."""
    return web.page(OWN, form=OwnCodeForm())


@views.post("/in/own")
@requires(Permission.JOIN)
def take_own_code() -> Answer:
    """Go on to a sign-in of one's own with a code that works; staff asked the age before."""
    form = OwnCodeForm()
    if form.validate_on_submit():
        with web.reading() as look:
            kind = kind_on_own_code(look.session, form.code.data or "", look.now)
        if kind:
            _note(own=True, adult=True, card=form.code.data, kind=kind)
            return redirect(url_for("accounts.word"), 303)
        form.problem("code", _("This code does not work. Ask the person who gave it to you."))
    return web.invalid(OWN, form=form)


@views.get("/start/age")
@requires(Permission.JOIN)
def age() -> Answer:
    """Ask whether somebody is 18 or over, and say why."""
    return web.page(AGE, form=AgeForm()) if "begun" in _said() else _from_the_start()


@views.post("/start/age")
@requires(Permission.JOIN)
def take_age() -> Answer:
    """Go on with adults; of anybody else nothing is kept, and they are told whom to call."""
    form = AgeForm()
    if not form.validate_on_submit():
        return web.invalid(AGE, form=form)
    if form.adult.data != "yes":
        this().pop(JOINING, None)
        return web.page("accounts/young.html")
    _note(adult=True)
    return redirect(url_for("accounts.word" if "kind" in _said() else "accounts.part"), 303)


@views.get("/start/part")
@requires(Permission.JOIN)
def part() -> Answer:
    """Ask what somebody comes for."""
    return web.page(PART, form=PartForm()) if "adult" in _said() else _from_the_start()


@views.post("/start/part")
@requires(Permission.JOIN)
def take_part() -> Answer:
    """Note what somebody comes for."""
    form = PartForm()
    if not form.validate_on_submit():
        return web.invalid(PART, form=form)
    _note(kind=form.part.data)
    return redirect(url_for("accounts.word"), 303)


@views.get("/start/name")
@requires(Permission.JOIN)
def word() -> Answer:
    """Ask for a word to sign in with."""
    ready = {"adult", "kind"} <= _said().keys()
    return web.page(WORD, form=WordForm()) if ready else _from_the_start()


@views.post("/start/name")
@requires(Permission.JOIN)
def take_word() -> Answer:
    """Note the word."""
    form = WordForm()
    if form.validate_on_submit():
        with form.catching():
            _note(word=check_word(form.word.data or ""), offer=some_password())
            return redirect(url_for("accounts.password"), 303)
    return web.invalid(WORD, form=form)


@views.get("/start/password")
@requires(Permission.JOIN)
def password() -> Answer:
    """Offer four words as a password."""
    if not {"adult", "kind", "word"} <= _said().keys():
        return _from_the_start()
    return web.page(PASSWORD, form=NewPasswordForm(), offer=_said()["offer"])


@views.post("/start/password")
@requires(Permission.JOIN)
def take_password() -> Answer:
    """Let somebody in."""
    said = _said()
    if not {"adult", "kind", "word"} <= said.keys():
        return _from_the_start()
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.catching():
            own = form.password.data or ""
            if not own.strip():
                return _join(said, said["offer"])
            check_password(own, said["word"], g.agency.site_name)
            return _join(said, own)
    return web.invalid(PASSWORD, form=form, offer=said["offer"])


@views.get("/start/told")
@requires(Permission.FIRST_SAFE_CONTACT)
def told() -> str:
    """Say what cannot be kept secret."""
    return web.page("accounts/told.html", lines=by_line(g.agency.must_pass_on).splitlines())


def _join(said: dict[str, Any], chosen: str) -> Response:
    secrets = make_secrets(hasher(), chosen)
    with web.deed() as deed:
        made = _register(deed, said, secrets)
        entered = service.first_visit(deed.session, made, deed.now, instead_of=this().token)
        deed.then = url_for("accounts.shown_once")
    this().pop(JOINING, None)
    this().renew(entered.token)
    show_once(
        _("Keep these somewhere safe"),
        _("The six words are a way back in, should you forget the others."),
        [
            (_("Sign-in name"), made.sign_in_name),
            (_("Password"), chosen),
            (_("The six words"), secrets.recovery),
        ],
        url_for("desk.home" if "own" in said else "accounts.told"),
    )
    return deed.answer


def _register(deed: web.Deed, said: dict[str, Any], secrets: Secrets) -> service.Registered:
    if "own" in said:
        return take_over(deed.session, said["card"], said["word"], secrets, deed.now)
    language = speaking.chosen(g.agency.offered)
    joining = service.Joining(Kind(said["kind"]), said["word"], secrets, said.get("card"), language)
    return service.register(deed.session, deed.actor, joining, deed.now)


def _said() -> dict[str, Any]:
    said: dict[str, Any] = this().get(JOINING, {})
    return said


def _note(**said: object) -> None:
    this()[JOINING] = {**_said(), **said}


def _door() -> Door:
    with web.reading() as look:
        return service.door_now(look.session, look.now)


def _from_the_start() -> Response:
    return redirect(url_for("accounts.start"), 303)
