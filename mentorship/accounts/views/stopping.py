"""Stopping: for oneself, for somebody who said so, and the way back while it can be undone."""

from uuid import UUID

from flask import g, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import queries
from mentorship.accounts.forms import BackForm, StopForm
from mentorship.accounts.models import Person
from mentorship.accounts.queries import locked_person
from mentorship.accounts.service import standing, visits
from mentorship.accounts.service.people import own_id
from mentorship.accounts.views.blueprint import Answer, views
from mentorship.accounts.views.sessions import this
from mentorship.kernel import access, web
from mentorship.kernel.access import HOW_WORDS, How, Permission, requires
from mentorship.kernel.behalf import FOR, how_said
from mentorship.kernel.words import _, format_date

STOP_FOR, BACK = "accounts/stop_for.html", "accounts/back.html"


@views.get("/stop")
@requires(Permission.STOP)
def stop() -> str:
    """Say what stopping does, and ask."""
    return web.page("accounts/stop.html", form=web.Form(), days=g.agency.stop_days)


@views.post("/stop")
@requires(Permission.STOP)
def ask_to_stop() -> Response:
    """Hide somebody from everybody, and sign them out."""
    with web.deed() as deed:
        person = locked_person(deed.session, own_id(deed.actor))
        standing.ask_to_stop(deed.session, deed.actor, person, deed.now)
        this().end()
        day = format_date(person.erase_after or deed.now)
        deed.say(_("Done. Nobody sees you here now. To undo it, sign in by %(day)s.", day=day))
        deed.then = url_for("desk.front")
    return deed.answer


@views.get("/in/back")
@requires(Permission.COME_BACK)
def come_back() -> str:
    """Tell somebody who asked to stop how to undo it, and nothing else."""
    with web.reading() as look:
        until = queries.person(look.session, own_id(look.actor)).erase_after
    return web.page("accounts/come_back.html", form=web.Form(), until=until)


@views.post("/in/back")
@requires(Permission.COME_BACK)
def undo_stop() -> Response:
    """Bring somebody back who had asked to stop."""
    with web.deed() as deed:
        person = locked_person(deed.session, own_id(deed.actor))
        standing.undo_stop(deed.session, deed.actor, person, deed.now)
        token = visits.enter_fully(deed.session, deed.actor, deed.now, instead_of=this().token)
        this().renew(token)
        deed.say(_("You are back."))
        deed.then = url_for("desk.home")
    return deed.answer


@views.get(FOR + "/stop")
@requires(Permission.RECORD_FOR)
def stop_for(person_id: UUID, how: str) -> str:
    """Ask staff what somebody said about stopping."""
    with web.reading() as look:
        code = access.load(look.session, look.actor, Person, person_id).code
    said = _(HOW_WORDS[how_said(how)])
    return web.page(STOP_FOR, form=StopForm(), code=code, said=said, days=g.agency.stop_days)


@views.post(FOR + "/stop")
@requires(Permission.RECORD_FOR)
def ask_to_stop_for(person_id: UUID, how: str) -> Answer:
    """Record that somebody wants to stop, and do it at once if that is what they want."""
    form = StopForm()
    if form.validate_on_submit():
        verb = standing.stop_now if form.when.data == "now" else standing.ask_to_stop
        with web.deed() as deed:
            person = access.load(deed.session, deed.actor, Person, person_id)
            verb(deed.session, deed.actor.on_behalf(how_said(how)), person, deed.now)
            deed.say(_("Done. Nobody sees them here now."))
            deed.then = url_for("profiles.people")
        return deed.answer
    with web.reading() as look:
        code = access.load(look.session, look.actor, Person, person_id).code
    said = _(HOW_WORDS[how_said(how)])
    return web.invalid(STOP_FOR, form=form, code=code, said=said, days=g.agency.stop_days)


@views.post(FOR + "/stop/undo")
@requires(Permission.RECORD_FOR)
def undo_stop_for(person_id: UUID, how: str) -> Response:
    """Record that somebody wants to come back."""
    with web.deed() as deed:
        person = access.load(deed.session, deed.actor, Person, person_id)
        actor = deed.actor.on_behalf(how_said(how))
        standing.undo_stop(deed.session, actor, person, deed.now)
        deed.say(_("They are back."))
        deed.then = url_for("profiles.person", person_id=person_id)
    return deed.answer


@views.get("/people/back")
@requires(Permission.RECORD_FOR)
def bring_back() -> str:
    """Ask who comes back whose record was put away."""
    return web.page(BACK, form=BackForm())


@views.post("/people/back")
@requires(Permission.RECORD_FOR)
def bring_back_for() -> Answer:
    """Record that somebody comes back; nothing else is asked of them."""
    form = BackForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = standing.find_parked(deed.session, deed.actor, form.who.data or "")
            actor = deed.actor.on_behalf(How(form.how.data))
            standing.bring_back(deed.session, actor, person, deed.now)
            deed.say(_("They are back."))
            deed.then = url_for("profiles.person", person_id=person.id)
        if not form.has_problems:
            return deed.answer
    return web.invalid(BACK, form=form)
