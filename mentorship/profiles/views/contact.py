"""Safe contact: one's own page, where it is changed, and what staff do with a change."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import N_, _
from mentorship.profiles import queries
from mentorship.profiles.forms.call_back import WordForm
from mentorship.profiles.forms.contact import ConfirmForm, ReachForm
from mentorship.profiles.rules.contact import Confirmed
from mentorship.profiles.service import contact as service
from mentorship.profiles.service.people import load_person
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
REACH = "profiles/reach_me.html"
CONFIRM = "profiles/reach_me_confirm.html"
WORD = "profiles/reach_me_word.html"
RIGHT_WORD = N_("It is the word. You can go on.")
WRONG_WORD = N_("It is not the word. Do not say so, and say nothing about us. End the call.")


@views.get("/account/reach-me")
@requires(Permission.OWN_SAFE_CONTACT)
def reach_me() -> str:
    """Show somebody how we may reach them."""
    with web.reading() as look:
        me = Whom().person(look)
        form = ReachForm.of(service.own_contact(look.session, look.actor, me.id, look.now))
        return web.page(REACH, form=form, said="", **_state(look, me.id))


@views.get(FOR + "/reach-me")
@requires(Permission.RECORD_FOR)
def reach_me_for(person_id: UUID, how: str) -> str:
    """Show the same page to staff who record it; empty, for they write what is said now."""
    whom = Whom(person_id, how)
    with web.reading() as look:
        person = whom.person(look)
        return web.page(REACH, form=ReachForm(), said=whom.said, **_state(look, person.id))


@views.post("/account/reach-me")
@requires(Permission.OWN_SAFE_CONTACT)
def save_reach_me() -> Answer:
    """Save how we may reach the person."""
    return _save(Whom())


@views.post(FOR + "/reach-me")
@requires(Permission.RECORD_FOR)
def save_reach_me_for(person_id: UUID, how: str) -> Answer:
    """Save what a person said about reaching them."""
    return _save(Whom(person_id, how))


@views.get("/people/<uuid:person_id>/reach-me")
@requires(Permission.RECORD_FOR)
def confirm_reach_me(person_id: UUID) -> str:
    """Ask staff how they know that a change came from the person."""
    with web.reading() as look:
        person = load_person(look.session, look.actor, person_id)
        code = person.code
    return web.page(CONFIRM, form=ConfirmForm(), code=code)


@views.post("/people/<uuid:person_id>/reach-me")
@requires(Permission.RECORD_FOR)
def save_confirmed(person_id: UUID) -> Answer:
    """Make a changed safe contact usable."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            person = load_person(deed.session, deed.actor, person_id)
            how = Confirmed(form.confirmed.data)
            service.confirm_safe_contact(
                deed.session, deed.actor, person, how, form.word.data or "", deed.now
            )
            deed.say(_("Confirmed. The new way may be used from now on."))
            deed.then = url_for("profiles.person", person_id=person_id)
            return deed.answer
    with web.reading() as look:
        code = load_person(look.session, look.actor, person_id).code
    return web.invalid(CONFIRM, form=form, code=code)


@views.post("/people/<uuid:person_id>/reach-me/still")
@requires(Permission.RECORD_FOR)
def renew_reach_me(person_id: UUID) -> Response:
    """Note that the person said their safe contact is still safe."""
    said, then = _("Noted: it is still safe."), url_for("profiles.person", person_id=person_id)
    return web.pressed(load_person, person_id, service.renew_safe_contact, said, then)


@views.get("/people/<uuid:person_id>/reach-me/word")
@requires(Permission.SEE_PEOPLE)
def ask_word(person_id: UUID) -> str:
    """Ask staff which word was said to them on the phone."""
    return web.page(WORD, form=WordForm(), **_whose(person_id))


@views.post("/people/<uuid:person_id>/reach-me/word")
@requires(Permission.SEE_PEOPLE)
def check_word(person_id: UUID) -> Answer:
    """Tell staff whether it was the code word, and what to do."""
    form = WordForm()
    if not form.validate_on_submit():
        return web.invalid(WORD, form=form, **_whose(person_id))
    with web.deed() as deed:
        person = load_person(deed.session, deed.actor, person_id)
        is_it = service.check_word(deed.session, deed.actor, person, form.word.data or "", deed.now)
        deed.say(_(RIGHT_WORD) if is_it else _(WRONG_WORD))
        deed.then = url_for("profiles.ask_word", person_id=person_id)
    return deed.answer


@views.post("/people/<uuid:person_id>/reach-me/now")
@requires(Permission.SEE_PEOPLE)
def reach_in_danger(person_id: UUID) -> Response:
    """Note that a life is in danger, and open the way to reach the person for an hour."""
    with web.deed() as deed:
        person = load_person(deed.session, deed.actor, person_id)
        service.note_danger(deed.session, deed.actor, person, deed.now)
        deed.say(_("Noted. You see the number for an hour. Keep to the procedure."))
        deed.then = url_for("profiles.person", person_id=person_id)
    return deed.answer


def _whose(person_id: UUID) -> dict[str, object]:
    with web.reading() as look:
        code = load_person(look.session, look.actor, person_id).code
    return {"code": code, "person_id": person_id}


def _save(whom: Whom) -> Answer:
    form = ReachForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            saved = service.save_safe_contact(
                deed.session, whom.actor(deed), whom.person(deed), form.reach, deed.now,
                old_still_safe=form.old_is_safe,
            )  # fmt: skip
            deed.say(_("Saved.") if saved.confirmed_at else _("Saved. We use it once we spoke."))
            deed.then = whom.tasks_url
            return deed.answer
    with web.reading() as look:
        state = _state(look, whom.person(look).id)
    return web.invalid(REACH, form=form, said=whom.said, **state)


def _state(look: web.Turn, person_id: UUID) -> dict[str, bool]:
    return {
        "is_in_use": queries.usable_contact(look.session, person_id, look.now) is not None,
        "is_waiting": queries.waiting_contact(look.session, person_id) is not None,
    }
