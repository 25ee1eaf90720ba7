"""Logging a talk in half a minute, changing it and taking it back; a mentee's two taps."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from flask import request, url_for
from wtforms import RadioField

from mentorship.checkins import service
from mentorship.checkins.forms import LogForm, TapForm
from mentorship.checkins.forms.logs import offer_calls
from mentorship.checkins.models import Meeting
from mentorship.checkins.queries.talks import matches_of
from mentorship.checkins.rules.logs import CALL_WORDS, CallMe
from mentorship.checkins.rules.talks import day_of
from mentorship.checkins.views.blueprint import Answer, given, pairs_of, url_of, views
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _, format_date
from mentorship.matches.service import Asking, asking
from mentorship.profiles.service.contact import who_calls
from mentorship.profiles.views.whom import Whom

LOG, TAPS = "checkins/log.html", "checkins/how_is_it.html"


@views.get("/talks/log")
@requires(Permission.LOG_TALK)
def log() -> str:
    """Ask how a talk was that stands in no list."""
    return _ask(Whom(), None)


@views.post("/talks/log")
@requires(Permission.LOG_TALK)
def save_log() -> Answer:
    """Log it."""
    return _save(Whom(), None)


@views.get("/talks/<uuid:meeting_id>/log")
@requires(Permission.LOG_TALK)
def log_meeting(meeting_id: UUID) -> str:
    """Ask how a planned talk was."""
    return _ask(Whom(), meeting_id)


@views.post("/talks/<uuid:meeting_id>/log")
@requires(Permission.LOG_TALK)
def save_log_meeting(meeting_id: UUID) -> Answer:
    """Log it."""
    return _save(Whom(), meeting_id)


@views.get(FOR + "/log")
@requires(Permission.RECORD_FOR)
def log_for(person_id: UUID, how: str) -> str:
    """Ask staff what a mentor told them of a talk."""
    return _ask(Whom(person_id, how), None)


@views.post(FOR + "/log")
@requires(Permission.RECORD_FOR)
def save_log_for(person_id: UUID, how: str) -> Answer:
    """Log it for them."""
    return _save(Whom(person_id, how), None)


@views.get("/how-is-it")
@requires(Permission.HOW_IS_IT)
def how_is_it() -> str:
    """Ask a mentee how it is going."""
    return web.page(TAPS, form=TapForm(), **_of_taps(Whom()))


@views.post("/how-is-it")
@requires(Permission.HOW_IS_IT)
def tap() -> Answer:
    """Note what she said."""
    return _tap(Whom())


@views.get(FOR + "/how-is-it")
@requires(Permission.RECORD_FOR)
def how_is_it_for(person_id: UUID, how: str) -> str:
    """Ask staff what a mentee told them."""
    return web.page(TAPS, form=TapForm(), **_of_taps(Whom(person_id, how)))


@views.post(FOR + "/how-is-it")
@requires(Permission.RECORD_FOR)
def tap_for(person_id: UUID, how: str) -> Answer:
    """Note it for them."""
    return _tap(Whom(person_id, how))


def _ask(whom: Whom, meeting_id: UUID | None) -> str:
    form, values = _log_form(whom, meeting_id)
    return web.page(LOG, form=form, **values)


def _save(whom: Whom, meeting_id: UUID | None) -> Answer:
    form, values = _log_form(whom, meeting_id)
    if form.validate():
        with form.catching(), web.deed() as deed:
            mentor = whom.person(deed)
            match = service.match_for(deed.session, deed.actor, mentor.id, UUID(form.who.data))
            meeting = _planned(deed, meeting_id)
            if match.mentor_id != mentor.id:
                raise NotFound
            entry = form.entry(today_of(deed, mentor.id))
            row = service.log(
                deed.session, whom.actor(deed), match, entry, deed.now, meeting,
                one_more=form.again.data,
            )  # fmt: skip
            by = format_date(service.next_by(deed.session, match.id, deed.now))
            deed.say(_("Saved. Next one by %(day)s.", day=by))
            deed.then = whom.tasks_url if whom.how else url_for("checkins.logged", log_id=row.id)
        if not form.has_problems:
            return deed.answer
    return web.invalid(LOG, form=form, **values)


def _log_form(whom: Whom, meeting_id: UUID | None) -> tuple[LogForm, dict[str, object]]:
    form = LogForm()
    with web.opening() as look:
        mentor = whom.person(look)
        pairs = pairs_of(look, whom.actor(look), mentor.id)
        meeting = _planned(look, meeting_id)
        if meeting is not None:
            pairs = [pair for pair in pairs if pair[0] == str(meeting.match_id)]
        if not pairs and meeting_id:
            raise NotFound
        form.offer(pairs)
        if request.method == "GET":
            _prefill(look, form, dict(pairs), mentor.id, meeting)
        values = promised(look, whom, form.call_me)
    return form, {"nobody": not pairs, "logs": url_of(whom, "logs"), **values}


def _prefill(
    look: web.Turn, form: LogForm, pairs: Collection[str], mentor_id: UUID, meeting: Meeting | None
) -> None:
    if request.args.get("with") in pairs:
        form.who.data = request.args["with"]
    if meeting is not None and meeting.at <= look.now:
        zone = service.zone_of(look.session, mentor_id)
        form.choose_day(day_of(meeting.at, zone), day_of(look.now, zone))


def promised(
    look: web.Turn, whom: Whom, calls: RadioField | None = None,
    words: Mapping[CallMe, str] = CALL_WORDS,
) -> dict[str, object]:  # fmt: skip
    """Tell what can be promised of when somebody reads this and calls, and offer no more.

    Beside it stands where it is urgent.
    """
    person_id = whom.person(look).id
    who = who_calls(look.session, look.actor, person_id, look.now)
    reading = service.next_reading(look.session, look.now, person_id)
    if calls is not None:
        offer_calls(calls, words, now_staffed=reading.now_staffed)
    return {
        "said": whom.said, "reading": reading, "who_calls": who,
        "tell": url_of(whom, "tell"),
    }  # fmt: skip


def _planned(turn: web.Turn, meeting_id: UUID | None) -> Meeting | None:
    if meeting_id is None:
        return None
    return access.load(turn.session, turn.actor, Meeting, meeting_id)


def _tap(whom: Whom) -> Answer:
    form = TapForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            mentee = whom.person(deed)
            service.tap(deed.session, whom.actor(deed), mentee, form.entry(), deed.now)
            deed.say(_("Thank you. We have it."))
            deed.then = whom.tasks_url
        if not form.has_problems:
            return deed.answer
    return web.invalid(TAPS, form=form, **_of_taps(whom))


def _of_taps(whom: Whom) -> dict[str, object]:
    another = url_for("matches.another")
    if whom.person_id:
        another = url_for("matches.another_for", person_id=whom.person_id, how=whom.how)
    with web.reading() as look:
        person = whom.person(look)
        talks = bool(matches_of(look.session, person.id))
        can_change = asking(look.session, person) is Asking.OPEN
        said = promised(look, whom)
    return {**said, "talks": talks, "another": another if can_change else ""}


def today_of(turn: web.Turn, mentor_id: UUID | None) -> date:
    """Tell which day it is for a mentor."""
    # By the mentor's own clock: a talk of this evening is today's wherever they are.
    return day_of(turn.now, service.zone_of(turn.session, given(mentor_id)))
