"""Pausing and coming back; room for people and stepping back; the pause for safety."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.models import Person
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import N_, _
from mentorship.profiles import queries
from mentorship.profiles.forms.pause import PauseForm, RoomForm
from mentorship.profiles.rules.contact import WhoCalls
from mentorship.profiles.service import pause as service
from mentorship.profiles.service.contact import who_calls
from mentorship.profiles.service.people import load_person, pauses_shown
from mentorship.profiles.service.room import confirm_room
from mentorship.profiles.service.ties import has_talks
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
PAUSE = "profiles/pause.html"
ROOM = "profiles/room.html"
STEP_BACK = "profiles/step_back.html"

COME = N_("One of us speaks with you when you come by or call us.")
AFTER_IT = {
    WhoCalls.WE: N_("Somebody rings you, in the way and the hours you said are safe."),
    WhoCalls.THEY: COME,
    WhoCalls.UNCONFIRMED: COME,
    WhoCalls.NOBODY: N_("We have no safe way to ring you now. Tell us one, and somebody does."),
}


@views.get("/pause")
@requires(Permission.OWN_PAUSE)
def pause() -> str:
    """Ask until when somebody wants to be left in peace."""
    return web.page(PAUSE, form=PauseForm(), **_pause_state(Whom()))


@views.get(FOR + "/pause")
@requires(Permission.RECORD_FOR)
def pause_for(person_id: UUID, how: str) -> str:
    """Ask the same for somebody else."""
    return web.page(PAUSE, form=PauseForm(), **_pause_state(Whom(person_id, how)))


@views.post("/pause")
@requires(Permission.OWN_PAUSE)
def save_pause() -> Answer:
    """Begin a pause."""
    return _save_pause(Whom())


@views.post(FOR + "/pause")
@requires(Permission.RECORD_FOR)
def save_pause_for(person_id: UUID, how: str) -> Answer:
    """Begin a pause that somebody asked for."""
    return _save_pause(Whom(person_id, how))


@views.post("/pause/over")
@requires(Permission.OWN_PAUSE)
def end_pause() -> Response:
    """Be there again."""
    return _resume(Whom())


@views.post(FOR + "/pause/over")
@requires(Permission.RECORD_FOR)
def end_pause_for(person_id: UUID, how: str) -> Response:
    """Note that somebody is there again."""
    return _resume(Whom(person_id, how))


@views.get("/home/room")
@requires(Permission.OWN_ROOM)
def room() -> str:
    """Ask how many people somebody has room for."""
    return web.page(ROOM, form=RoomForm(data={"places": _places(Whom())}), said="")


@views.get(FOR + "/room")
@requires(Permission.RECORD_FOR)
def room_for(person_id: UUID, how: str) -> str:
    """Ask the same for somebody else."""
    whom = Whom(person_id, how)
    return web.page(ROOM, form=RoomForm(data={"places": _places(whom)}), said=whom.said)


@views.post("/home/room")
@requires(Permission.OWN_ROOM)
def save_room() -> Answer:
    """Note how many people somebody has room for."""
    return _save_room(Whom())


@views.post(FOR + "/room")
@requires(Permission.RECORD_FOR)
def save_room_for(person_id: UUID, how: str) -> Answer:
    """Note the room that somebody said they have."""
    return _save_room(Whom(person_id, how))


@views.get("/home/step-back")
@requires(Permission.OWN_ROOM)
def step_back() -> str:
    """Say what happens when somebody steps back."""
    return _show_step_back(Whom())


@views.get(FOR + "/step-back")
@requires(Permission.RECORD_FOR)
def step_back_for(person_id: UUID, how: str) -> str:
    """Say it to staff who record it."""
    return _show_step_back(Whom(person_id, how))


@views.post("/home/step-back")
@requires(Permission.OWN_ROOM)
def save_step_back() -> Response:
    """Let somebody step back today."""
    return _step_back(Whom())


@views.post(FOR + "/step-back")
@requires(Permission.RECORD_FOR)
def save_step_back_for(person_id: UUID, how: str) -> Response:
    """Note that somebody steps back today."""
    return _step_back(Whom(person_id, how))


@views.post("/people/<uuid:person_id>/hold")
@requires(Permission.PAUSE_FOR_SAFETY)
def hold(person_id: UUID) -> Response:
    """Stop everything for a person at once, because staff see a danger."""
    return _hold(person_id, service.pause_for_safety, _("Stopped. Nobody is looked for now."))


@views.post("/people/<uuid:person_id>/hold/over")
@requires(Permission.END_SAFETY_PAUSE)
def end_hold(person_id: UUID) -> Response:
    """End that pause."""
    return _hold(person_id, service.end_safety_pause, _("This pause is over."))


def _save_pause(whom: Whom) -> Answer:
    form = PauseForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            service.pause(
                deed.session, whom.actor(deed), whom.person(deed), form.until.data, deed.now,
                reach_monthly=bool(form.reach_monthly.data),
            )  # fmt: skip
            deed.say(_done(deed, whom))
            deed.then = whom.tasks_url
            return deed.answer
    return web.invalid(PAUSE, form=form, **_pause_state(whom))


def _done(deed: web.Turn, whom: Whom) -> str:
    if has_talks(deed.session, whom.person(deed).id):
        return _("Done. Your talks rest too. You can come back at any time.")
    return _("Done. You can come back at any time.")


def _resume(whom: Whom) -> Response:
    with web.deed() as deed:
        service.resume(deed.session, whom.actor(deed), whom.person(deed), deed.now)
        deed.say(_("Welcome back. Nothing needs explaining."))
        deed.then = whom.tasks_url
    return deed.answer


def _save_room(whom: Whom) -> Answer:
    form = RoomForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            mentor, places = whom.mentor(deed), form.places.data or 0
            confirm_room(deed.session, whom.actor(deed), mentor, places, deed.now)
            deed.say(_("Saved."))
            deed.then = whom.tasks_url
            return deed.answer
    with web.reading() as look:
        whom.mentor(look)
    return web.invalid(ROOM, form=form, said=whom.said)


def _show_step_back(whom: Whom) -> str:
    with web.reading() as look:
        calls = who_calls(look.session, look.actor, whom.mentor(look).id, look.now)
    return web.page(STEP_BACK, form=web.Form(), said=whom.said, who_calls=calls)


def _step_back(whom: Whom) -> Response:
    with web.deed() as deed:
        mentor = whom.mentor(deed)
        service.step_back(deed.session, whom.actor(deed), mentor, deed.now)
        deed.say(_("Done. You do not have to explain anything."))
        if not whom.how:
            calls = who_calls(deed.session, deed.actor, mentor.id, deed.now)
            deed.say(_(AFTER_IT[calls]))
        deed.then = whom.tasks_url
    return deed.answer


def _hold(person_id: UUID, verb: web.Verb[Person], said: str) -> Response:
    then = url_for("profiles.person", person_id=person_id)
    return web.pressed(load_person, person_id, verb, said, then)


def _places(whom: Whom) -> int | None:
    with web.reading() as look:
        said = queries.room_of(look.session, whom.mentor(look).id)
        return said.places if said else None


def _pause_state(whom: Whom) -> dict[str, object]:
    with web.reading() as look:
        person = whom.person(look)
        own = [p for p in pauses_shown(look.session, person, look.now) if not p.for_safety]
        talks = has_talks(look.session, person.id)
    return {"said": whom.said, "pauses": own, "talks": talks, "over_url": whom.url("end_pause")}
