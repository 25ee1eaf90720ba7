"""Days off: the short list, with one line more, one less, and the last one put back."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from mentorship.checkins.forms import DaysForm, TakeForm
from mentorship.checkins.rules.days_off import Days
from mentorship.checkins.service import days_off as service
from mentorship.checkins.views.blueprint import Answer, given, url_of, views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.profiles.views.whom import Whom

DAYS = "checkins/days_off.html"


@views.get("/talks/days")
@requires(Permission.OWN_TALKS)
def days_off() -> str:
    """Ask on which days the weekly hours do not hold."""
    return web.page(DAYS, **_list(Whom(), DaysForm()))


@views.get(FOR + "/days")
@requires(Permission.RECORD_FOR)
def days_off_for(person_id: UUID, how: str) -> str:
    """Ask staff the same of somebody who told them."""
    return web.page(DAYS, **_list(Whom(person_id, how), DaysForm()))


@views.post("/talks/days")
@requires(Permission.OWN_TALKS)
def add_days() -> Answer:
    """Add days to the list."""
    return _add(Whom())


@views.post(FOR + "/days")
@requires(Permission.RECORD_FOR)
def add_days_for(person_id: UUID, how: str) -> Answer:
    """Add days to the list of somebody who told them."""
    return _add(Whom(person_id, how))


@views.post("/talks/days/less")
@requires(Permission.OWN_TALKS)
def take_off_days() -> Response:
    """Take days off the list."""
    return _take_off(Whom())


@views.post(FOR + "/days/less")
@requires(Permission.RECORD_FOR)
def take_off_days_for(person_id: UUID, how: str) -> Response:
    """Take days off the list of somebody who said so."""
    return _take_off(Whom(person_id, how))


@views.post("/talks/days/undo")
@requires(Permission.OWN_TALKS)
def put_back_days() -> Response:
    """Put back what was last taken off."""
    return _put_back(Whom())


@views.post(FOR + "/days/undo")
@requires(Permission.RECORD_FOR)
def put_back_days_for(person_id: UUID, how: str) -> Response:
    """Put back what was last taken off for somebody."""
    return _put_back(Whom(person_id, how))


def _list(whom: Whom, form: DaysForm) -> dict[str, object]:
    with whom.looking() as look:
        off = service.days_off_of(look.session, whom.actor(look), whom.person(look), look.now)
    urls = {
        "less": url_of(whom, "take_off_days"), "undo": url_of(whom, "put_back_days"),
        "talks": url_of(whom, "talks"),
    }  # fmt: skip
    return {"form": form, "off": off, "bare": TakeForm(formdata=None), "urls": urls,
            "said": whom.said}  # fmt: skip


def _add(whom: Whom) -> Answer:
    form = DaysForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            first = given(form.first.data)
            days = Days(first, form.last.data or first)
            service.add_days(deed.session, whom.actor(deed), whom.person(deed), days, deed.now)
            deed.say(_("Saved. We suggest no times on these days."))
            deed.then = url_of(whom, "days_off")
        if not form.has_problems:
            return deed.answer
    return web.invalid(DAYS, **_list(whom, form))


def _take_off(whom: Whom) -> Response:
    key = request.form.get("days", "")
    with web.deed() as deed:
        service.take_off_days(deed.session, whom.actor(deed), whom.person(deed), key, deed.now)
        deed.say(_("Taken off the list."))
        deed.then = url_of(whom, "days_off")
    return deed.answer


def _put_back(whom: Whom) -> Response:
    with web.deed() as deed:
        service.put_back_days(deed.session, whom.actor(deed), whom.person(deed), deed.now)
        deed.say(_("Back on the list."))
        deed.then = url_of(whom, "days_off")
    return deed.answer
