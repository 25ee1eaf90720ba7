"""Logging a talk in half a minute, changing it and taking it back; a mentee's two taps."""

from datetime import date
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.checkins import service
from mentorship.checkins.forms import LogForm, TakeForm, TapForm, When
from mentorship.checkins.models import CheckIn, Meeting
from mentorship.checkins.queries.logs import match_of
from mentorship.checkins.rules.talks import day_of
from mentorship.checkins.views.blueprint import Answer, own_id, pairs_of, views
from mentorship.kernel import access, settings, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _, format_date
from mentorship.profiles.queries import usable_contact
from mentorship.profiles.views.whom import Whom

LOG, SAVED, TAPS = "checkins/log.html", "checkins/logged.html", "checkins/how_is_it.html"


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


@views.get("/talks/logs/<uuid:log_id>")
@requires(Permission.LOG_TALK)
def logged(log_id: UUID) -> str:
    """Show a log as it was said, to be changed within its hours."""
    with web.opening() as look:
        row = access.load(look.session, look.actor, CheckIn, log_id)
        entry = service.entry_of(look.session, look.actor, row, look.now)
        said = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
        form = LogForm(data={**said, "when": When.OTHER.value, "day": entry.on_day})
        form.offer(_only(look, row))
    return web.page(SAVED, form=form, bare=TakeForm(), log_id=log_id)


@views.post("/talks/logs/<uuid:log_id>")
@requires(Permission.LOG_TALK)
def change(log_id: UUID) -> Answer:
    """Change a log within its hours."""
    form = LogForm()
    with web.opening() as look:
        row = access.load(look.session, look.actor, CheckIn, log_id)
        form.offer(_only(look, row))
    if form.validate():
        with form.catching(), web.deed() as deed:
            row = access.load(deed.session, deed.actor, CheckIn, log_id)
            service.change_log(deed.session, deed.actor, row, form.entry(_today(deed)), deed.now)
            deed.say(_("Changed."))
            deed.then = url_for("checkins.logged", log_id=log_id)
        if not form.has_problems:
            return deed.answer
    return web.invalid(SAVED, form=form, bare=TakeForm(), log_id=log_id)


@views.post("/talks/logs/<uuid:log_id>/undo")
@requires(Permission.LOG_TALK)
def undo(log_id: UUID) -> Response:
    """Take a log back."""
    with web.deed() as deed:
        row = access.load(deed.session, deed.actor, CheckIn, log_id)
        service.take_back(deed.session, deed.actor, row, deed.now)
        deed.say(_("Taken back. Nothing of it is kept on your list."))
        deed.then = url_for("checkins.talks")
    return deed.answer


@views.get("/how-is-it")
@requires(Permission.HOW_IS_IT)
def how_is_it() -> str:
    """Ask a mentee how it is going."""
    return web.page(TAPS, form=TapForm(), **_promised(Whom()))


@views.post("/how-is-it")
@requires(Permission.HOW_IS_IT)
def tap() -> Answer:
    """Note what she said."""
    return _tap(Whom())


@views.get(FOR + "/how-is-it")
@requires(Permission.RECORD_FOR)
def how_is_it_for(person_id: UUID, how: str) -> str:
    """Ask staff what a mentee told them."""
    return web.page(TAPS, form=TapForm(), **_promised(Whom(person_id, how)))


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
            match = service.match_for(deed.session, mentor.id, UUID(form.who.data))
            meeting = _planned(deed, meeting_id)
            if match.mentor_id != mentor.id:
                raise NotFound
            row = service.log(
                deed.session, whom.actor(deed), match, form.entry(_today(deed)), deed.now, meeting
            )
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
    return form, {"nobody": not pairs, **_promised(whom)}


def _promised(whom: Whom) -> dict[str, object]:
    with web.reading() as look:
        contact = usable_contact(look.session, whom.person(look).id, look.now)
        reading = service.next_reading(look.session, look.now)
    return {"said": whom.said, "reading": reading, "can_be_called": contact is not None}


def _planned(turn: web.Turn, meeting_id: UUID | None) -> Meeting | None:
    if meeting_id is None:
        return None
    return access.load(turn.session, turn.actor, Meeting, meeting_id)


def _only(turn: web.Turn, row: CheckIn) -> list[tuple[str, str]]:
    match = match_of(turn.session, row)
    return [pair for pair in pairs_of(turn, turn.actor, own_id(turn)) if pair[0] == str(match.id)]


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
    return web.invalid(TAPS, form=form, **_promised(whom))


def _today(turn: web.Turn) -> date:
    return day_of(turn.now, settings.current(turn.session).time_zone)
