"""Ways back in through staff: in person, what the person can stop, and what a reviewer reads."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.forms import BackInForm
from mentorship.accounts.models import Person
from mentorship.accounts.queries import locked_person
from mentorship.accounts.rules import RecoveryState
from mentorship.accounts.service import recovery as service
from mentorship.accounts.service.language import language_of
from mentorship.accounts.service.people import Secrets, make_secrets, own_id
from mentorship.accounts.views.blueprint import Answer, hasher, show_once, views
from mentorship.kernel import access, web
from mentorship.kernel.access import HOW_WORDS, Permission, requires
from mentorship.kernel.words import N_, _, use_language

BACK_IN = "accounts/back_in.html"
STATE_WORDS = {
    RecoveryState.WAITING: N_("To be rung back"),
    RecoveryState.GIVEN: N_("New words given"),
    RecoveryState.REFUSED: N_("Rung back, nothing given"),
    RecoveryState.STOPPED: N_("Stopped"),
}


@views.get("/people/<uuid:person_id>/back-in")
@requires(Permission.RECOVER_FOR)
def back_in(person_id: UUID) -> str:
    """Ask staff how they know somebody who cannot get in."""
    return web.page(BACK_IN, form=BackInForm(), **_whom(person_id))


@views.post("/people/<uuid:person_id>/back-in")
@requires(Permission.RECOVER_FOR)
def let_back_in(person_id: UUID) -> Answer:
    """Give somebody whom staff have before them new words, shown once."""
    form = BackInForm()
    if not form.validate_on_submit():
        return web.invalid(BACK_IN, form=form, **_whom(person_id))
    secrets = secrets_for(person_id)
    with web.deed() as deed:
        person = access.load(deed.session, deed.actor, Person, person_id)
        name = service.recover_in_person(deed.session, deed.actor, person, secrets, deed.now)
        deed.then = url_for("accounts.shown_once")
    show_new_words(name, secrets, url_for("profiles.person", person_id=person_id))
    return deed.answer


@views.get("/account/call-back")
@requires(Permission.OWN_CALL_BACK)
def own_call_back() -> str:
    """Tell somebody that a call-back was asked for, and let them stop it."""
    with web.reading() as look:
        me = access.load(look.session, look.actor, Person, own_id(look.actor))
        due_at = service.waiting(look.session, me).due_at
    return web.page("accounts/own_call_back.html", form=web.Form(), due_at=due_at)


@views.post("/account/call-back")
@requires(Permission.OWN_CALL_BACK)
def stop_own_call_back() -> Response:
    """Let oneself not be rung back."""
    with web.deed() as deed:
        me = locked_person(deed.session, own_id(deed.actor))
        service.stop_call_back(deed.session, deed.actor, me, deed.now)
        deed.say(_("Stopped. Nobody gets new words for you by phone."))
        deed.then = url_for("desk.home")
    return deed.answer


@views.get("/reviews/ways-in")
@requires(Permission.SEE_RECOVERIES)
def ways_in() -> str:
    """Show a second pair of eyes who was let back in by whom, and how."""
    with web.reading() as look:
        shown = service.latest(look.session, look.actor)
    return web.page("accounts/ways_in.html", rows=shown, states=STATE_WORDS, hows=HOW_WORDS)


def secrets_for(person_id: UUID) -> Secrets:
    """Make new words for somebody, in the language that is spoken with them."""
    with web.reading() as look:
        language = language_of(look.session, person_id)
    with use_language(language):
        return make_secrets(hasher())


def show_new_words(name: str, secrets: Secrets, then: str) -> str:
    """Keep new words to be shown once, and give the address that shows them."""
    return show_once(
        _("New words to sign in with"),
        _("Let them write down what they want to keep."),
        [
            (_("Sign-in name"), name),
            (_("Password"), secrets.password),
            (_("The six words"), secrets.recovery),
        ],
        then,
        given=True,
    )


def _whom(person_id: UUID) -> dict[str, object]:
    with web.reading() as look:
        person = access.load(look.session, look.actor, Person, person_id)
        return {"code": person.code, "person_id": person.id}
