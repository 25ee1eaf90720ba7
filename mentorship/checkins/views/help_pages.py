"""Help for everyone, the safety line, and the page for who was not treated right."""

from uuid import UUID

from flask import url_for

from mentorship.checkins import service
from mentorship.checkins.forms import ComplaintForm, SafetyForm
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service.reports import staff_to_name
from mentorship.checkins.views.blueprint import Answer, given, own_id, views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, Role, requires
from mentorship.kernel.words import _

TELL, NOT_RIGHT = "checkins/tell.html", "checkins/not_right.html"


@views.get("/help")
@requires(Permission.READ_PUBLIC_PAGE)
def help_page() -> str:
    """Show whom to call, and what else there is."""
    return web.page("checkins/help.html")


@views.get("/help/tell")
@requires(Permission.RAISE_SAFETY)
def tell() -> str:
    """Show at once whom to call and what to do; then ask whose safety it is."""
    return web.page(TELL, form=SafetyForm(), **_reading())


@views.post("/help/tell")
@requires(Permission.RAISE_SAFETY)
def raise_safety() -> Answer:
    """Put a worry before those who act on it."""
    form = SafetyForm()
    if not form.validate():
        return web.invalid(TELL, form=form, **_reading())
    with web.deed() as deed:
        whose, words = Whose(form.whose.data), form.words.data or ""
        service.raise_safety(deed.session, deed.actor, own_id(deed), whose, words, deed.now)
        deed.say(_("We have it. It stands at the top of our list."))
        deed.then = url_for("checkins.tell")
    return deed.answer


@views.get("/help/tell/not-right")
@requires(Permission.RAISE_SAFETY)
def not_right() -> str:
    """Ask who is to read it, and what happened."""
    return web.page(NOT_RIGHT, form=_complaint())


@views.post("/help/tell/not-right")
@requires(Permission.RAISE_SAFETY)
def complain() -> Answer:
    """Put it before the reader chosen."""
    form = _complaint()
    if not form.validate():
        return web.invalid(NOT_RIGHT, form=form)
    with web.deed() as deed:
        named = UUID(form.about.data) if form.about.data else None
        service.complain(
            deed.session, deed.actor, own_id(deed), Role(form.reader.data), given(form.words.data),
            deed.now, named,
        )  # fmt: skip
        deed.say(_("We have it. The one you chose reads it."))
        deed.then = url_for("checkins.help_page")
    return deed.answer


def _reading() -> dict[str, object]:
    with web.reading() as look:
        return {"reading": service.next_reading(look.session, look.now)}


def _complaint() -> ComplaintForm:
    form = ComplaintForm()
    with web.reading() as look:
        form.offer(staff_to_name(look.session))
    return form
