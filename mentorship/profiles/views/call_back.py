"""Ringing somebody back who cannot get in: asked by phone, rung after a day, the code word."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.service import recovery
from mentorship.accounts.views.recovery import secrets_for, show_new_words
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _
from mentorship.profiles.forms.call_back import WordForm
from mentorship.profiles.service import call_back as service
from mentorship.profiles.service.people import load_person
from mentorship.profiles.views.blueprint import views

Answer = Response | tuple[str, int]
PAGE = "profiles/call_back.html"


@views.post("/people/<uuid:person_id>/call-back/ask")
@requires(Permission.RECOVER_FOR)
def ask_call_back(person_id: UUID) -> Response:
    """Note that somebody phoned who cannot get in."""
    said = _("Noted. Ring them back from the time below on, not before.")
    then = url_for("profiles.call_back", person_id=person_id)
    return web.pressed(load_person, person_id, service.ask_call_back, said, then)


@views.get("/people/<uuid:person_id>/call-back")
@requires(Permission.RECOVER_FOR)
def call_back(person_id: UUID) -> str:
    """Show when and how to ring somebody back."""
    return web.page(PAGE, form=WordForm(), **_shown(person_id))


@views.post("/people/<uuid:person_id>/call-back")
@requires(Permission.RECOVER_FOR)
def take_word(person_id: UUID) -> Answer:
    """Give new words for the right code word, and for a wrong one no reason."""
    form = WordForm()
    if not form.validate_on_submit():
        return web.invalid(PAGE, form=form, **_shown(person_id))
    then = url_for("profiles.person", person_id=person_id)
    secrets = secrets_for(person_id)
    with web.deed() as deed:
        person, said = load_person(deed.session, deed.actor, person_id), form.word.data or ""
        name = service.take_word(deed.session, deed.actor, person, said, secrets, deed.now)
        deed.then = url_for("accounts.shown_once") if name else then
        if name is None:
            deed.say(_("Say only: we cannot do this by phone, please come by. It is over here."))
    if name:
        show_new_words(name, secrets, then)
    return deed.answer


@views.post("/people/<uuid:person_id>/call-back/no-answer")
@requires(Permission.RECOVER_FOR)
def note_no_answer(person_id: UUID) -> Response:
    """Note that somebody was rung back and not reached."""
    said = _("Noted. Try again in their safe hours.")
    then = url_for("profiles.call_back", person_id=person_id)
    return web.pressed(load_person, person_id, recovery.note_no_answer, said, then)


@views.post("/people/<uuid:person_id>/call-back/stop")
@requires(Permission.RECOVER_FOR)
def stop_call_back(person_id: UUID) -> Response:
    """Note that nobody needs to be rung back."""
    said, then = _("Stopped. Nobody is rung back."), url_for("profiles.person", person_id=person_id)
    return web.pressed(load_person, person_id, recovery.stop_call_back, said, then)


def _shown(person_id: UUID) -> dict[str, object]:
    with web.opening() as look:
        person = load_person(look.session, look.actor, person_id)
        shown = service.call_back_shown(look.session, look.actor, person, look.now)
    return {"shown": shown, "person_id": person_id}
