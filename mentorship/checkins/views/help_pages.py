"""Help for everyone, the safety line, and the page for who was not treated right."""

from typing import Any
from uuid import UUID

from flask import url_for

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.checkins import service
from mentorship.checkins.forms import ComplaintForm, SafetyForm
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries.talks import matches_of
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service.reports import staff_to_name, to_name
from mentorship.checkins.views.blueprint import Answer, views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, Role, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import N_, _
from mentorship.matches.service import Asking, asking
from mentorship.profiles.views.whom import Whom

TELL, NOT_RIGHT = "checkins/tell.html", "checkins/not_right.html"


@views.get("/help")
@requires(Permission.READ_PUBLIC_PAGE)
def help_page() -> str:
    """Show whom to call, when somebody is there, and what else there is."""
    with web.reading() as look:
        reading = service.next_reading(look.session, look.now)
    return web.page("checkins/help.html", reading=reading)


@views.get("/help/tell")
@requires(Permission.RAISE_SAFETY)
def tell() -> str:
    """Show at once whom to call and what to do; then ask whose safety it is."""
    return web.page(TELL, **_safety(Whom()))


@views.post("/help/tell")
@requires(Permission.RAISE_SAFETY)
def raise_safety() -> Answer:
    """Put a worry before those who act on it."""
    return _raise(Whom())


@views.get(FOR + "/tell")
@requires(Permission.RECORD_FOR)
def tell_for(person_id: UUID, how: str) -> str:
    """Ask staff about the worry that somebody told them of."""
    return web.page(TELL, **_safety(Whom(person_id, how)))


@views.post(FOR + "/tell")
@requires(Permission.RECORD_FOR)
def raise_safety_for(person_id: UUID, how: str) -> Answer:
    """Put the worry of somebody who told staff before those who act on it."""
    return _raise(Whom(person_id, how))


@views.get("/help/tell/not-right")
@requires(Permission.RAISE_SAFETY)
def not_right() -> str:
    """Ask who is to read it, and what happened."""
    return web.page(NOT_RIGHT, **_complaint(Whom()))


@views.post("/help/tell/not-right")
@requires(Permission.RAISE_SAFETY)
def complain() -> Answer:
    """Put it before the reader chosen."""
    return _complain(Whom())


@views.get(FOR + "/not-right")
@requires(Permission.RECORD_FOR)
def not_right_for(person_id: UUID, how: str) -> str:
    """Ask staff who is to read what somebody told them, and what happened."""
    return web.page(NOT_RIGHT, **_complaint(Whom(person_id, how)))


@views.post(FOR + "/not-right")
@requires(Permission.RECORD_FOR)
def complain_for(person_id: UUID, how: str) -> Answer:
    """Put the complaint of somebody who told staff before the reader they chose."""
    return _complain(Whom(person_id, how))


def _raise(whom: Whom) -> Answer:
    values = _safety(whom)
    form = values["form"]
    if not form.validate():
        return web.invalid(TELL, **values)
    with web.deed() as deed:
        named = UUID(form.about.data) if form.about.data else None
        service.raise_safety(
            deed.session, whom.actor(deed), whom.person(deed).id, Whose(form.whose.data),
            form.words.data or "", deed.now, named,
        )  # fmt: skip
        deed.say(_("We have it. It stands at the top of our list."))
        deed.then = whom.tasks_url if whom.how else url_for("checkins.help_page")
    return deed.answer


def _safety(whom: Whom) -> dict[str, Any]:
    form = SafetyForm()
    with web.opening() as look:
        actor, person = whom.actor(look), whom.person(look)
        form.offer(to_name(look.session, actor, person.id, look.now))
        reading = service.next_reading(look.session, look.now, person.id)
        offered = _offered(look, person)
    return {"form": form, "reading": reading, "said": whom.said, **offered}


def _offered(look: web.Turn, person: Person) -> dict[str, bool]:
    """Tell what else the page leads to: nobody is sent where nothing is for them."""
    is_mentee = person.kind is Kind.MENTEE
    return {
        "is_mentee": is_mentee,
        "talks": bool(matches_of(look.session, person.id)),
        "can_change": is_mentee and asking(look.session, person) is Asking.OPEN,
    }


def _complain(whom: Whom) -> Answer:
    values = _complaint(whom)
    form = values["form"]
    if form.validate():
        with form.catching(), web.deed() as deed:
            named = UUID(form.about.data) if form.about.data else None
            row = service.complain(
                deed.session, whom.actor(deed), whom.person(deed).id, Role(form.reader.data),
                form.words.data or "", deed.now, named,
            )  # fmt: skip
            deed.say(_who_reads(deed, row, whom))
            deed.then = whom.tasks_url if whom.how else url_for("checkins.help_page")
        if not form.has_problems:
            return deed.answer
    return web.invalid(NOT_RIGHT, **values)


def _who_reads(deed: web.Deed, row: FollowUp, whom: Whom) -> str:
    # Why it is not the one chosen is not said: it may be that they are kept apart.
    if row.passed_to:
        name = dict(staff_to_name(deed.session))[str(row.passed_to)]
        return _("We have it. %(name)s reads it.", name=name)
    theirs = N_("We have it. The one they chose reads it.")
    return _(theirs if whom.how else N_("We have it. The one you chose reads it."))


def _complaint(whom: Whom) -> dict[str, Any]:
    form = ComplaintForm()
    with whom.looking() as look:
        whom.person(look)
        form.offer(staff_to_name(look.session))
    return {"form": form, "said": whom.said}
