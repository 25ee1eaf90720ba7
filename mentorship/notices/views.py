"""Clearing a notice, the list of calls to make, and how somebody wants to be told."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from mentorship.accounts.models import Person
from mentorship.kernel import access, web
from mentorship.kernel.access import Actor, Permission, requires
from mentorship.kernel.audit import Purpose
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.notices import queries, service
from mentorship.notices.forms import CallForm, ClearForm, StaffMailForm, WayForm, keep_to_the_way
from mentorship.notices.models import Notice
from mentorship.notices.rules import Reached, Way
from mentorship.notices.service import mails, staff_mail
from mentorship.notices.service.telling import Call
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
WAY = "notices/way.html"
views = Blueprint("notices", __name__)


@views.post("/home/seen/<uuid:notice_id>")
@requires(Permission.OWN_NOTICES)
def clear(notice_id: UUID) -> Response:
    """Take one notice off the list on the first page."""
    return _clear(notice_id, service.clear)


@views.post("/home/seen/<uuid:notice_id>/alike")
@requires(Permission.OWN_NOTICES)
def clear_alike(notice_id: UUID) -> Response:
    """Take a notice off the list on the first page, with all of its kind before it."""
    return _clear(notice_id, service.clear_alike)


def _clear(notice_id: UUID, verb: Callable[[Session, Actor, Notice, datetime], None]) -> Response:
    with web.deed() as deed:
        notice = access.load(deed.session, deed.actor, Notice, notice_id)
        verb(deed.session, deed.actor, notice, deed.now)
        deed.then = url_for("desk.home")
    return deed.answer


@views.get("/follow-up/tell")
@requires(Permission.TELL_BY_PHONE)
def calls() -> str:
    """List the calls to make, by code."""
    with web.reading() as look:
        waiting = service.calls_to_make(look.session, look.actor, look.now)
    return web.page("notices/calls.html", calls=waiting)


@views.get("/follow-up/tell/<uuid:notice_id>")
@requires(Permission.TELL_BY_PHONE)
def call(notice_id: UUID) -> str:
    """Show one call to make: the safe way, the words, what was tried."""
    with web.opening() as look:
        notice = access.load(look.session, look.actor, Notice, notice_id)
        shown = service.call(look.session, look.actor, notice, look.now)
    return web.page("notices/call.html", call=shown, form=_kept(CallForm(), shown))


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
    return web.invalid("notices/call.html", call=shown, form=_kept(form, shown))


@views.get("/account/words")
@requires(Permission.OWN_SAFE_CONTACT)
def way() -> str:
    """Ask how somebody wants to be told, and show the mail that they would get."""
    return web.page(WAY, **_way(Whom(), None))


@views.get(FOR + "/words")
@requires(Permission.RECORD_FOR)
def way_for(person_id: UUID, how: str) -> str:
    """Ask staff how somebody wants to be told."""
    return web.page(WAY, **_way(Whom(person_id, how), None))


@views.post("/account/words")
@requires(Permission.OWN_SAFE_CONTACT)
def choose_way() -> Answer:
    """Save how somebody wants to be told, or show first what the mail would look like."""
    return _choose_way(Whom())


@views.post(FOR + "/words")
@requires(Permission.RECORD_FOR)
def choose_way_for(person_id: UUID, how: str) -> Answer:
    """Save how somebody said they want to be told."""
    return _choose_way(Whom(person_id, how))


@views.get("/account/weekly")
@requires(Permission.OWN_WEEKLY_MAIL)
def weekly() -> str:
    """Ask somebody of staff where one mail a week goes, and word of a worry while on call."""
    with web.reading() as look:
        mine = (look.session, look.actor, _own(look), Purpose.OWN, look.now)
        held = {"address": staff_mail.weekly_address(*mine), "duty": staff_mail.duty_address(*mine)}
    return web.page("notices/weekly.html", form=StaffMailForm(data=held))


@views.post("/account/weekly")
@requires(Permission.OWN_WEEKLY_MAIL)
def choose_weekly() -> Answer:
    """Save where mail to somebody of staff goes."""
    form = StaffMailForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = access.load(deed.session, deed.actor, Person, _own(deed))
            mine = (deed.session, deed.actor, person)
            staff_mail.choose_weekly(*mine, form.address.data or "", deed.now)
            staff_mail.choose_duty(*mine, form.duty.data or "", deed.now)
            deed.say(_("Saved."))
            deed.then = url_for("accounts.account")
        if not form.has_problems:
            return deed.answer
    return web.invalid("notices/weekly.html", form=form)


def seen_form() -> ClearForm:
    """Give the form whose tokens the first page needs for its buttons."""
    return ClearForm()


def _kept(form: CallForm, shown: Call) -> CallForm:
    may_call = shown.contact is not None and shown.contact.is_outgoing
    keep_to_the_way(form, may_call=may_call, can_renew=shown.can_renew)
    return form


def _way(whom: Whom, form: WayForm | None) -> dict[str, object]:
    purpose = Purpose.ON_BEHALF if whom.how else Purpose.OWN
    with whom.looking() as look:
        person, who = whom.person(look), whom.actor(look)
        words = mails.words_of(look.session, who, person.id, purpose, look.now)
        chosen = queries.wish_of(look.session, person.id) or Way.IN_APP
        form = form or WayForm.of(chosen, words or mails.usual_words(look.session, person.id))
        mail = mails.shown(look.session, person.id, form.words)
    return {"form": form, "mail": mail, "said": whom.said, "reach": whom.url("reach_me"),
            "calendar": "" if whom.how else url_for("checkins.own_words")}  # fmt: skip


def _choose_way(whom: Whom) -> Answer:
    form = WayForm()
    if form.validate():
        if "look" in request.form:
            return web.page(WAY, **_way(whom, form))
        with form.catching(), web.deed() as deed:
            mails.choose_way(
                deed.session, whom.actor(deed), whom.person(deed), Way(form.way.data), deed.now,
                form.words,
            )  # fmt: skip
            deed.say(_("Saved."))
            deed.then = whom.tasks_url if whom.how else url_for("notices.way")
        if not form.has_problems:
            return deed.answer
    return web.invalid(WAY, **_way(whom, form))


def _own(turn: web.Turn) -> UUID:
    assert turn.actor.person_id, "the permission lets in only who is signed in"
    return turn.actor.person_id
