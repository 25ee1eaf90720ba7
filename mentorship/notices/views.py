"""Clearing a notice, the list of calls to make, and how somebody wants to be told."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.models import Person
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _
from mentorship.notices import queries, service
from mentorship.notices.forms import CallForm, ClearForm, WayForm
from mentorship.notices.models import Notice
from mentorship.notices.rules import Reached, Way

views = Blueprint("notices", __name__)


@views.post("/home/seen/<uuid:notice_id>")
@requires(Permission.OWN_NOTICES)
def clear(notice_id: UUID) -> Response:
    """Take one notice off the list on the first page."""
    with web.deed() as deed:
        notice = access.load(deed.session, deed.actor, Notice, notice_id)
        service.clear(deed.session, deed.actor, notice, deed.now)
        deed.then = url_for("desk.home")
    return deed.answer


@views.get("/follow-up/tell")
@requires(Permission.TELL_BY_PHONE)
def calls() -> str:
    """List the calls to make, by code."""
    with web.reading() as look:
        waiting = service.calls_to_make(look.session, look.now)
    return web.page("notices/calls.html", calls=waiting)


@views.get("/follow-up/tell/<uuid:notice_id>")
@requires(Permission.TELL_BY_PHONE)
def call(notice_id: UUID) -> str:
    """Show one call to make: the safe way, the words, what was tried."""
    with web.opening() as look:
        notice = access.load(look.session, look.actor, Notice, notice_id)
        shown = service.call(look.session, look.actor, notice, look.now)
    return web.page("notices/call.html", call=shown, form=CallForm())


@views.post("/follow-up/tell/<uuid:notice_id>")
@requires(Permission.TELL_BY_PHONE)
def log_call(notice_id: UUID) -> Response | tuple[str, int]:
    """Log how the call went."""
    form = CallForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            notice = access.load(deed.session, deed.actor, Notice, notice_id)
            service.log_call(
                deed.session, deed.actor, notice, Reached(form.reached.data), deed.now,
                form.at.data, still_safe=bool(form.still_safe.data),
            )  # fmt: skip
            deed.say(_("Saved."))
            deed.then = url_for("notices.calls")
        if not form.has_problems:
            return deed.answer
    with web.opening() as look:
        notice = access.load(look.session, look.actor, Notice, notice_id)
        shown = service.call(look.session, look.actor, notice, look.now)
    return web.invalid("notices/call.html", call=shown, form=form)


@views.get("/account/words")
@requires(Permission.OWN_SAFE_CONTACT)
def way() -> str:
    """Ask how somebody wants to be told."""
    with web.reading() as look:
        by_phone = queries.asked_for_phone(look.session, _own(look))
    chosen = Way.PHONE if by_phone else Way.IN_APP
    return web.page("notices/way.html", form=WayForm(data={"way": chosen.value}))


@views.post("/account/words")
@requires(Permission.OWN_SAFE_CONTACT)
def choose_way() -> Response | tuple[str, int]:
    """Save how somebody wants to be told."""
    form = WayForm()
    if not form.validate():
        return web.invalid("notices/way.html", form=form)
    with web.deed() as deed:
        person = access.load(deed.session, deed.actor, Person, _own(deed))
        by_phone = form.way.data == Way.PHONE
        service.choose_phone(deed.session, deed.actor, person, by_phone, deed.now)
        deed.say(_("Saved."))
        deed.then = url_for("notices.way")
    return deed.answer


def seen_form() -> ClearForm:
    """Give the form whose tokens the first page needs for its buttons."""
    return ClearForm()


def _own(turn: web.Turn) -> UUID:
    assert turn.actor.person_id, "the permission lets in only who is signed in"
    return turn.actor.person_id
