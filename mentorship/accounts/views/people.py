"""What staff do about how people get in: cards, suspending."""

from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import MakeCardForm
from mentorship.accounts.models import Invitation, Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import joining, standing
from mentorship.accounts.service.taking_over import make_own_code
from mentorship.accounts.views.blueprint import Answer, show_once, views
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _

CARDS = "accounts/cards.html"
load, load_card = access.loading(Person), access.loading(Invitation)


@views.get("/people/cards")
@requires(Permission.MAKE_CARD)
def cards() -> str:
    """Offer to make a card, and list those made."""
    return web.page(CARDS, form=MakeCardForm(), **_made())


@views.post("/people/cards")
@requires(Permission.MAKE_CARD)
def make_card() -> Answer:
    """Make a card, and show its code once."""
    form = MakeCardForm()
    if not form.validate_on_submit():
        return web.invalid(CARDS, form=form, **_made())
    with web.deed() as deed:
        code = joining.make_card(deed.session, deed.actor, Kind(form.kind.data), deed.now)
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("A card"),
        _("It works for one person, for 30 days. Print this page, or write down these two lines."),
        [(_("Code"), code), (_("Where to type it"), f"{request.host}{url_for('accounts.start')}")],
        url_for("accounts.cards"),
        given=True,
    )
    return deed.answer


@views.post("/people/cards/<uuid:card_id>/cancel")
@requires(Permission.MAKE_CARD)
def cancel_card(card_id: UUID) -> Response:
    """Let a card that nobody has used work no longer."""
    said = _("Cancelled. Its code no longer works.")
    return web.pressed(load_card, card_id, joining.cancel_card, said, url_for("accounts.cards"))


@views.post("/people/<uuid:person_id>/own-code")
@requires(Permission.RECOVER_FOR)
def give_own_code(person_id: UUID) -> Response:
    """Make a code with which somebody comes into their own record, and show it once."""
    with web.deed() as deed:
        person = load(deed.session, deed.actor, person_id)
        code = make_own_code(deed.session, deed.actor, person, deed.now)
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("A sign-in of their own"),
        _("Give it to them in person. It works once, for 30 days. An older one has ended."),
        [
            (_("Code"), code),
            (_("Where to type it"), f"{request.host}{url_for('accounts.own_code')}"),
        ],
        _page_of(person_id),
        given=True,
    )
    return deed.answer


@views.post("/people/<uuid:person_id>/suspend")
@requires(Permission.SUSPEND)
def suspend(person_id: UUID) -> Response:
    """Cut somebody's access now."""
    said = _("Suspended. Nobody can reach them through this site now.")
    return web.pressed(load, person_id, standing.suspend, said, _page_of(person_id))


@views.post("/people/<uuid:person_id>/restore")
@requires(Permission.SUSPEND)
def restore(person_id: UUID) -> Response:
    """Lift a suspension."""
    said = _("They can sign in again.")
    return web.pressed(load, person_id, standing.restore, said, _page_of(person_id))


def _page_of(person_id: UUID) -> str:
    return url_for("profiles.person", person_id=person_id)


def _made() -> dict[str, object]:
    with web.reading() as look:
        return {"cards": joining.cards_made(look.session, look.now), "bare": web.Form()}
