"""Each one's own clock; the word in their calendar, and the calendar itself."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.views.blueprint import show_once
from mentorship.checkins import service
from mentorship.checkins.forms import TakeForm, WordForm, ZoneForm
from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.zones import moment_said, time_said, zone_labels
from mentorship.checkins.views.blueprint import Answer, url_of, views
from mentorship.checkins.views.talks import load_meeting
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.profiles.views.whom import Whom

ZONE, WORDS = "checkins/time_zone.html", "checkins/calendar.html"
FIRST_FEW = 5


@dataclass(frozen=True)
class EntryShown:
    """One line of a calendar, exactly as others would see it."""

    word: str
    begins: str
    ends: str
    cancelled: bool


@views.get("/account/time-zone")
@requires(Permission.OWN_TALKS)
def time_zone() -> str:
    """Ask by which clock somebody goes."""
    return web.page(ZONE, **_zone(Whom(), None))


@views.get(FOR + "/time-zone")
@requires(Permission.RECORD_FOR)
def time_zone_for(person_id: UUID, how: str) -> str:
    """Ask staff by which clock somebody goes."""
    return web.page(ZONE, **_zone(Whom(person_id, how), None))


@views.post("/account/time-zone")
@requires(Permission.OWN_TALKS)
def choose_time_zone() -> Answer:
    """Note by which clock somebody goes."""
    return _choose_zone(Whom())


@views.post(FOR + "/time-zone")
@requires(Permission.RECORD_FOR)
def choose_time_zone_for(person_id: UUID, how: str) -> Answer:
    """Note by which clock somebody goes, as they said."""
    return _choose_zone(Whom(person_id, how))


@views.get("/account/calendar")
@requires(Permission.OWN_TALKS)
def own_words() -> str:
    """Say what others can see in a calendar, and show exactly that."""
    return web.page(WORDS, **_words(Whom(), None))


@views.get(FOR + "/calendar")
@requires(Permission.RECORD_FOR)
def own_words_for(person_id: UUID, how: str) -> str:
    """Show staff what others could see in somebody's calendar."""
    return web.page(WORDS, **_words(Whom(person_id, how), None))


@views.post("/account/calendar")
@requires(Permission.OWN_TALKS)
def choose_words() -> Answer:
    """Note the word that stands in a calendar."""
    return _choose_word(Whom())


@views.post(FOR + "/calendar")
@requires(Permission.RECORD_FOR)
def choose_words_for(person_id: UUID, how: str) -> Answer:
    """Note the word that stands in a calendar, as somebody said."""
    return _choose_word(Whom(person_id, how))


@views.post("/account/calendar/open")
@requires(Permission.OWN_TALKS)
def open_calendar() -> Response:
    """Give a secret address, shown once."""
    return _open(Whom())


@views.post(FOR + "/calendar/open")
@requires(Permission.RECORD_FOR)
def open_calendar_for(person_id: UUID, how: str) -> Response:
    """Give a secret address, shown once, to be passed on."""
    return _open(Whom(person_id, how))


@views.post("/account/calendar/close")
@requires(Permission.OWN_TALKS)
def close_calendar() -> Response:
    """Let the secret address give nothing any more."""
    return _close(Whom())


@views.post(FOR + "/calendar/close")
@requires(Permission.RECORD_FOR)
def close_calendar_for(person_id: UUID, how: str) -> Response:
    """Let the secret address give nothing any more, as somebody said."""
    return _close(Whom(person_id, how))


@views.get("/calendar/<token>.ics")
@requires(Permission.READ_PUBLIC_PAGE)
def feed(token: str) -> Response:
    """Give the calendar that a secret address stands for."""
    with web.reading() as look:
        written = service.calendar_at(look.session, token, look.now)
    return _file(written, "inline; filename=calendar.ics")


@views.get("/talks/<uuid:meeting_id>/calendar")
@requires(Permission.OWN_TALKS)
def talk_file(meeting_id: UUID) -> Response:
    """Give one talk as a file to put into a calendar."""
    with web.opening() as look:
        person, row = load_meeting(look, Whom(), meeting_id)
        written = service.calendar_of_one(look.session, look.actor, person, row, look.now)
    return _file(written, "attachment; filename=calendar.ics")


def _zone(whom: Whom, form: ZoneForm | None) -> dict[str, object]:
    with whom.looking() as look:
        zone = service.zone_of(look.session, whom.person(look).id)
    form = form or ZoneForm(data={"zone": zone})
    form.offer(zone_labels(zone))
    return {"form": form, "said": whom.said}


def _choose_zone(whom: Whom) -> Answer:
    form = ZoneForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = whom.person(deed)
            zone = form.zone.data or ""
            service.choose_zone(deed.session, whom.actor(deed), person, zone, deed.now)
            deed.say(_("Saved. Talks are shown by this clock."))
            deed.then = whom.tasks_url if whom.how else url_for("accounts.account")
        if not form.has_problems:
            return deed.answer
    return web.invalid(ZONE, **_zone(whom, form))


def _words(whom: Whom, form: WordForm | None) -> dict[str, object]:
    with whom.looking() as look:
        person = whom.person(look)
        found = service.calendar_of(look.session, whom.actor(look), person, look.now)
        zone = service.zone_of(look.session, person.id)
    shown = [
        EntryShown(
            found.said, moment_said(entry.at, zone), time_said(entry.ends, zone), entry.cancelled
        )
        for entry in found.entries[:FIRST_FEW]
    ]
    form = form or WordForm(data={"title": found.title.value, "word": found.word})
    urls = {name: url_of(whom, f"{name}_calendar") for name in ("open", "close")}
    return {"form": form, "word": found.said, "entries": shown, "is_open": found.is_open,
            "bare": TakeForm(formdata=None), "urls": urls, "said": whom.said}  # fmt: skip


def _choose_word(whom: Whom) -> Answer:
    form = WordForm()
    values = _words(whom, form)
    if form.validate() and form.leaves_out(str(values["word"])):
        form.problem("word", _("Choose your own word above too, or empty this box."))
    elif not form.has_problems:
        with form.catching(), web.deed() as deed:
            title, word = Title(form.title.data), form.word.data or ""
            person = whom.person(deed)
            service.choose_word(deed.session, whom.actor(deed), person, title, word, deed.now)
            deed.say(_("Saved."))
            deed.then = url_of(whom, "own_words")
        if not form.has_problems:
            return deed.answer
    return web.invalid(WORDS, **values)


def _open(whom: Whom) -> Response:
    with web.deed() as deed:
        token = service.open_calendar(deed.session, whom.actor(deed), whom.person(deed), deed.now)
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("The address of your calendar"),
        _("Put it into your calendar as a calendar by address."),
        [(_("Address"), url_for("checkins.feed", token=token, _external=True))],
        url_of(whom, "own_words"),
        copy=True,
    )
    return deed.answer


def _close(whom: Whom) -> Response:
    with web.deed() as deed:
        service.close_calendar(deed.session, whom.actor(deed), whom.person(deed), deed.now)
        deed.say(_("The address gives nothing any more. Take the calendar off your device too."))
        deed.then = url_of(whom, "own_words")
    return deed.answer


def _file(written: bytes, said: str) -> Response:
    answer = Response(written, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = said
    return answer
