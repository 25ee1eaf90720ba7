"""The logs of a mentor: a list, one as it was said with what it said before, and its correction."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.checkins import service
from mentorship.checkins.forms import LogForm, TakeForm
from mentorship.checkins.models import CheckIn
from mentorship.checkins.queries.logs import logs_by
from mentorship.checkins.rules.logs import (
    CALL_WORDS,
    FEELING_WORDS,
    OLDEST,
    OUTCOME_WORDS,
    WORRY_WORDS,
    Feeling,
    may_change,
)
from mentorship.checkins.rules.talks import WAY_WORDS, Way
from mentorship.checkins.service.logs import Earlier
from mentorship.checkins.views.blueprint import Answer, given, pairs_of, url_of, views
from mentorship.checkins.views.logs import promised, today_of
from mentorship.kernel import access, settings, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _, format_date, format_datetime, joined, ngettext
from mentorship.profiles.views.whom import Whom

SAVED, LOGS = "checkins/logged.html", "checkins/logs.html"


@dataclass(frozen=True)
class EarlierShown:
    """What a log said before one correction, in words."""

    until: str
    said: str
    note: str


@views.get("/talks/logs")
@requires(Permission.LOG_TALK)
def logs() -> str:
    """List the talks one logged lately."""
    return _logs(Whom())


@views.get(FOR + "/logs")
@requires(Permission.RECORD_FOR)
def logs_for(person_id: UUID, how: str) -> str:
    """List to staff the talks that a mentor logged lately."""
    return _logs(Whom(person_id, how))


@views.get("/talks/logs/<uuid:log_id>")
@requires(Permission.LOG_TALK)
def logged(log_id: UUID) -> str:
    """Show a log as it was said, to be changed within its hours, and what it said before."""
    return _logged(Whom(), log_id)


@views.get(FOR + "/logs/<uuid:log_id>")
@requires(Permission.RECORD_FOR)
def logged_for(person_id: UUID, how: str, log_id: UUID) -> str:
    """Show a log to staff whom the mentor told what is to be corrected."""
    return _logged(Whom(person_id, how), log_id)


@views.post("/talks/logs/<uuid:log_id>")
@requires(Permission.LOG_TALK)
def change(log_id: UUID) -> Answer:
    """Change a log within its hours."""
    return _change(Whom(), log_id)


@views.post(FOR + "/logs/<uuid:log_id>")
@requires(Permission.RECORD_FOR)
def change_for(person_id: UUID, how: str, log_id: UUID) -> Answer:
    """Correct a log for the mentor, at any time."""
    return _change(Whom(person_id, how), log_id)


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


def _logs(whom: Whom) -> str:
    with web.opening() as look:
        mentor = whom.mentor(look)
        names = dict(pairs_of(look, whom.actor(look), mentor.id))
        found = logs_by(look.session, mentor.id, (look.now - OLDEST).date())
        rows = [
            (f"{format_date(row.on_day)}: {_(OUTCOME_WORDS[row.outcome])}",
             names[str(row.match_id)], url_of(whom, "logged", log_id=row.id))
            for row in found if str(row.match_id) in names
        ]  # fmt: skip
    return web.page(LOGS, rows=rows, said=whom.said, back=_back(whom))


def _logged(whom: Whom, log_id: UUID) -> str:
    with web.opening() as look:
        row, form, values = _load_log(look, whom, log_id)
        said = service.entry_of(look.session, whom.actor(look), row, look.now)
        today = today_of(look, row.mentor_id)
    form.process(data={name: getattr(said, name) for name in said.__dataclass_fields__})
    form.choose_day(said.on_day, today)
    return web.page(SAVED, form=form, bare=TakeForm(), **values)


def _change(whom: Whom, log_id: UUID) -> Answer:
    with web.opening() as look:
        _row, form, values = _load_log(look, whom, log_id)
    if form.validate():
        with form.catching(), web.deed() as deed:
            row, *_values = _load_log(deed, whom, log_id)
            service.change_log(
                deed.session, whom.actor(deed), row, form.entry(today_of(deed, row.mentor_id)),
                deed.now,
            )  # fmt: skip
            deed.say(_("Changed. What it said before stays as a trace."))
            deed.then = url_of(whom, "logged", log_id=log_id)
        if not form.has_problems:
            return deed.answer
    return web.invalid(SAVED, form=form, bare=TakeForm(), **values)


def _load_log(
    turn: web.Turn, whom: Whom, log_id: UUID
) -> tuple[CheckIn, LogForm, dict[str, object]]:
    mentor, actor = whom.mentor(turn), whom.actor(turn)
    row = access.load(turn.session, actor, CheckIn, log_id)
    if row.mentor_id != mentor.id:
        raise NotFound
    form = LogForm()
    form.offer([pair for pair in pairs_of(turn, actor, mentor.id) if pair[0] == str(row.match_id)])
    hours = settings.current(turn.session).log_edit_hours
    values = {
        **promised(turn, whom, form.call_me), "log_id": log_id, "back": _back(whom),
        "is_called": service.is_called(turn.session, row), "is_hard": row.feeling is Feeling.HARD,
        "earlier": [_earlier(each) for each in
                    service.trace_of(turn.session, actor, row, turn.now)],
        "may_change": bool(whom.how) or may_change(row.logged_at, turn.now, hours),
        "to_change": url_of(whom, "change", log_id=log_id),
    }  # fmt: skip
    return row, form, values


def _earlier(earlier: Earlier) -> EarlierShown:
    said = earlier.said
    parts = [
        format_date(said.on_day), _(OUTCOME_WORDS[said.outcome]),
        ngettext("%(n)s minute", "%(n)s minutes", said.minutes or 0),
        _(WAY_WORDS[Way(given(said.way))]),
        _("for you: %(word)s", word=_(FEELING_WORDS[said.feeling])) if said.feeling else "",
        _("call: %(word)s", word=_(CALL_WORDS[said.call_me])),
        _("worried: %(word)s", word=_(WORRY_WORDS[said.worry])),
        _("they asked for a pause") if said.pause_asked else "",
    ]  # fmt: skip
    until = format_datetime(earlier.until)
    by = _("Until %(when)s, then corrected by the team for you", when=until)
    own = _("Until %(when)s, then corrected by you", when=until)
    return EarlierShown(by if earlier.by_staff else own, joined(filter(None, parts)), said.note)


def _back(whom: Whom) -> str:
    return whom.tasks_url if whom.how else url_for("checkins.talks")
