"""What staff do about how people get in: cards, new words, suspending."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import BackInForm, MakeCardForm
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import joining, signing_in, standing
from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.views.blueprint import Answer, hasher, show_once, views
from mentorship.kernel import access, web
from mentorship.kernel.access import How, Permission, requires
from mentorship.kernel.words import _

CARDS = "accounts/cards.html"
BACK_IN = "accounts/back_in.html"


@views.get("/people/cards")
@requires(Permission.MAKE_CARD)
def cards() -> str:
    """Offer to make a card."""
    return web.page(CARDS, form=MakeCardForm())


@views.post("/people/cards")
@requires(Permission.MAKE_CARD)
def make_card() -> Answer:
    """Make a card, and show its code once."""
    form = MakeCardForm()
    if not form.validate_on_submit():
        return web.invalid(CARDS, form=form)
    with web.deed() as deed:
        code = joining.make_card(deed.session, deed.actor, Kind(form.kind.data), deed.now)
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("A card"),
        _("You see it once. It works for one person, for 30 days. Write down nothing else."),
        [(_("Code"), code)],
        url_for("accounts.cards"),
    )
    return deed.answer


@views.get("/people/<uuid:person_id>/back-in")
@requires(Permission.RECOVER_FOR)
def back_in(person_id: UUID) -> str:
    """Ask staff how they know somebody who cannot get in."""
    with web.reading() as look:
        code = access.load(look.session, look.actor, Person, person_id).code
    return web.page(BACK_IN, form=BackInForm(), code=code)


@views.post("/people/<uuid:person_id>/back-in")
@requires(Permission.RECOVER_FOR)
def let_back_in(person_id: UUID) -> Answer:
    """Give somebody whom staff have before them new words, shown once."""
    form = BackInForm()
    if not form.validate_on_submit():
        with web.reading() as look:
            code = access.load(look.session, look.actor, Person, person_id).code
        return web.invalid(BACK_IN, form=form, code=code)
    secrets = make_secrets(hasher())
    with web.deed() as deed:
        person = access.load(deed.session, deed.actor, Person, person_id)
        actor = deed.actor.on_behalf(How.IN_PERSON)
        name = signing_in.recover_in_person(deed.session, actor, person, secrets, deed.now)
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("New words to sign in with"),
        _("You see them once. Let them write down what they want to keep."),
        [
            (_("Sign-in name"), name),
            (_("Password"), secrets.password),
            (_("The six words"), secrets.recovery),
        ],
        url_for("profiles.person", person_id=person_id),
    )
    return deed.answer


@views.post("/people/<uuid:person_id>/suspend")
@requires(Permission.SUSPEND)
def suspend(person_id: UUID) -> Response:
    """Cut somebody's access now."""
    with web.deed() as deed:
        person = access.load(deed.session, deed.actor, Person, person_id)
        standing.suspend(deed.session, deed.actor, person, deed.now)
        deed.say(_("Suspended. Nobody can reach them through this site now."))
        deed.then = url_for("profiles.person", person_id=person_id)
    return deed.answer


@views.post("/people/<uuid:person_id>/restore")
@requires(Permission.SUSPEND)
def restore(person_id: UUID) -> Response:
    """Lift a suspension."""
    with web.deed() as deed:
        person = access.load(deed.session, deed.actor, Person, person_id)
        standing.restore(deed.session, deed.actor, person, deed.now)
        deed.say(_("They can sign in again."))
        deed.then = url_for("profiles.person", person_id=person_id)
    return deed.answer
