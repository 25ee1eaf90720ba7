"""The agenda, one talk, and one more talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.checkins import service
from mentorship.checkins.forms import MoveForm, TakeForm, TalkForm
from mentorship.checkins.models import Meeting
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.queries.logs import log_of, logs_by
from mentorship.checkins.rules import talks as rules
from mentorship.checkins.rules.talks import MeetingState, Standing, Way
from mentorship.checkins.service.days_off import days_off_of
from mentorship.checkins.views.agenda import open_times, rhythms_shown, when_said
from mentorship.checkins.views.blueprint import (
    Answer,
    given,
    pairs_of,
    say_whose_clock,
    url_of,
    views,
)
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import N_, _, format_date
from mentorship.matches.service import farewells
from mentorship.profiles.views.whom import Whom

BACK = timedelta(days=60)
# Who did not log a talk by then was asked; the list is no list of what one owes.
LATELY = timedelta(days=14)
LIST, ONE, PLAN = "checkins/talks.html", "checkins/meeting.html", "checkins/plan.html"


@dataclass(frozen=True)
class TalkShown:
    """One talk as a page shows it."""

    id: UUID
    who: str
    when: str
    minutes: int
    way: str
    standing: str
    is_ahead: bool
    is_off: bool
    is_lately: bool
    can_log: bool
    can_write_down: bool
    can_change: bool
    url: str


@views.get("/talks")
@requires(Permission.OWN_TALKS)
def talks() -> str:
    """List the next talks and the last ones."""
    return _list(Whom())


@views.get(FOR + "/talks")
@requires(Permission.RECORD_FOR)
def talks_for(person_id: UUID, how: str) -> str:
    """List the talks of somebody who says something about them."""
    return _list(Whom(person_id, how))


@views.get("/talks/<uuid:meeting_id>")
@requires(Permission.OWN_TALKS)
def meeting(meeting_id: UUID) -> str:
    """Show one talk, with what can be done about it."""
    return web.page(ONE, **_one(Whom(), meeting_id, MoveForm()))


@views.get(FOR + "/talks/<uuid:meeting_id>")
@requires(Permission.RECORD_FOR)
def meeting_for(person_id: UUID, how: str, meeting_id: UUID) -> str:
    """Show one talk of somebody who says something about it."""
    return web.page(ONE, **_one(Whom(person_id, how), meeting_id, MoveForm()))


@views.post("/talks/<uuid:meeting_id>/move")
@requires(Permission.OWN_TALKS)
def move(meeting_id: UUID) -> Answer:
    """Give one talk another time."""
    return _move(Whom(), meeting_id)


@views.post(FOR + "/talks/<uuid:meeting_id>/move")
@requires(Permission.RECORD_FOR)
def move_for(person_id: UUID, how: str, meeting_id: UUID) -> Answer:
    """Give one talk another time, as somebody said."""
    return _move(Whom(person_id, how), meeting_id)


@views.post("/talks/<uuid:meeting_id>/cancel")
@requires(Permission.OWN_TALKS)
def cancel(meeting_id: UUID) -> Answer:
    """Take one talk off both lists."""
    return _cancel(Whom(), meeting_id)


@views.post(FOR + "/talks/<uuid:meeting_id>/cancel")
@requires(Permission.RECORD_FOR)
def cancel_for(person_id: UUID, how: str, meeting_id: UUID) -> Answer:
    """Take one talk off both lists, as somebody said."""
    return _cancel(Whom(person_id, how), meeting_id)


@views.get("/talks/plan")
@requires(Permission.OWN_TALKS)
def plan() -> str:
    """Ask when one more talk is to be."""
    return web.page(PLAN, **_plan(Whom()))


@views.get(FOR + "/plan")
@requires(Permission.RECORD_FOR)
def plan_for(person_id: UUID, how: str) -> str:
    """Ask staff when somebody wants one more talk to be."""
    return web.page(PLAN, **_plan(Whom(person_id, how)))


@views.post("/talks/plan")
@requires(Permission.OWN_TALKS)
def add() -> Answer:
    """Add one more talk."""
    return _add(Whom())


@views.post(FOR + "/plan")
@requires(Permission.RECORD_FOR)
def add_for(person_id: UUID, how: str) -> Answer:
    """Add one more talk, as somebody said."""
    return _add(Whom(person_id, how))


def load_meeting(turn: web.Turn, whom: Whom, meeting_id: UUID) -> tuple[Person, Meeting]:
    """Load a talk of the person a page is for; a talk of anybody else is not there."""
    person = whom.person(turn)
    row = access.load(turn.session, whom.actor(turn), Meeting, meeting_id)
    service.match_for(turn.session, turn.actor, person.id, row.match_id)
    return person, row


def _list(whom: Whom) -> str:
    with web.opening() as look:
        person = whom.person(look)
        pairs = pairs_of(look, whom.actor(look), person.id)
        names = dict(pairs)
        matches = queries.matches_seen(look.session, look.actor, person.id)
        found = queries.meetings_of(look.session, [match.id for match in matches], look.now - BACK)
        found = service.standing(found, matches, look.now)
        resting = [names[str(match.id)] for match in matches if match.rests]
        going = {
            str(match.id): names[str(match.id)] for match in matches if not match.rests_for_one
        }
        shown = [_shown(look, whom, person, row, names) for row in found]
        may_log, unplanned = _may_log(whom, person), _unplanned(look, whom, person, names)
        waiting = open_times(look, whom, person, going)
        endings = [] if whom.how else farewells(look.session, person.id, look.now)
        rhythms = rhythms_shown(look, whom, person, matches, names)
    return web.page(
        LIST, ahead=[talk for talk in shown if talk.is_ahead],
        past=[talk for talk in reversed(shown) if not talk.is_ahead and talk.is_lately],
        earlier=[talk for talk in reversed(shown) if not talk.is_lately], pairs=pairs,
        rhythms=rhythms, resting=resting, going=going, unplanned=unplanned, said=whom.said,
        can_log=may_log,
        open_times=waiting, bare=TakeForm(), endings=endings,
        urls={name: url_of(whom, name) for name in ("plan", "rhythm", "month")},
    )  # fmt: skip


def _one(whom: Whom, meeting_id: UUID, form: MoveForm) -> dict[str, object]:
    say_whose_clock(form.at, whom)
    with web.opening() as look:
        person, row = load_meeting(look, whom, meeting_id)
        names = dict(pairs_of(look, whom.actor(look), person.id))
        if str(row.match_id) not in names:  # it ended while this page was made
            raise NotFound
        talk = _shown(look, whom, person, row, names)
        log = log_of(look.session, row.id) if person.kind is Kind.MENTOR else None
        log_url = url_of(whom, "logged", log_id=log.id) if log else ""
        word = service.calendar_of(look.session, whom.actor(look), person, look.now).said
    verbs = {name: url_of(whom, name, meeting_id=meeting_id) for name in ("move", "cancel")}
    has_file = talk.can_change and not whom.how
    file = url_of(whom, "talk_file", meeting_id=meeting_id) if has_file else ""
    urls = {**verbs, "log": log_url, "talks": url_of(whom, "talks"), "file": file}
    return {
        "talk": talk, "form": form, "bare": TakeForm(), "urls": urls, "said": whom.said,
        "word": word,
    }  # fmt: skip


def _move(whom: Whom, meeting_id: UUID) -> Answer:
    form = MoveForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            person, row = load_meeting(deed, whom, meeting_id)
            service.move_talk(
                deed.session, whom.actor(deed), person, row, given(form.day.data),
                given(form.at.data), deed.now,
            )  # fmt: skip
            deed.say(_("Moved. The other one is told."))
            _say_if_off(deed, whom, person, given(form.day.data))
            deed.then = url_of(whom, "meeting", meeting_id=meeting_id)
        if not form.has_problems:
            return deed.answer
    return web.invalid(ONE, **_one(whom, meeting_id, form))


def _cancel(whom: Whom, meeting_id: UUID) -> Answer:
    with web.deed() as deed:
        person, row = load_meeting(deed, whom, meeting_id)
        service.cancel_talk(deed.session, whom.actor(deed), person, row, deed.now)
        deed.say(_("Taken off. The other one is told."))
        deed.then = url_of(whom, "talks")
    return deed.answer


def _plan(whom: Whom) -> dict[str, object]:
    form = TalkForm()
    say_whose_clock(form.at, whom)
    with web.opening() as look:
        person, actor = whom.person(look), whom.actor(look)
        form.offer(pairs_of(look, actor, person.id, going=True))
        seen = queries.matches_seen(look.session, look.actor, person.id)
        rests = not form.who.choices and bool(seen)
    return {"form": form, "said": whom.said, "rests": rests}


def _add(whom: Whom) -> Answer:
    values = _plan(whom)
    form = values["form"]
    assert isinstance(form, TalkForm)
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = whom.person(deed)
            match = service.match_for(deed.session, deed.actor, person.id, UUID(form.who.data))
            service.add_talk(
                deed.session, whom.actor(deed), person, match, given(form.day.data),
                given(form.at.data), given(form.minutes.data), Way(form.way.data), deed.now,
            )  # fmt: skip
            deed.say(_("Planned. The other one is told."))
            _say_if_off(deed, whom, person, given(form.day.data))
            deed.then = url_of(whom, "talks")
        if not form.has_problems:
            return deed.answer
    return web.invalid(PLAN, **values)


def _say_if_off(deed: web.Deed, whom: Whom, person: Person, day: date) -> None:
    """Say that it is one of the days that do not fit; the talk stands, and can be moved."""
    if day in days_off_of(deed.session, whom.actor(deed), person, deed.now):
        off = N_("You said that this day does not fit you. If that still holds, move the talk.")
        theirs = N_("They said that this day does not fit them. Ask if that still holds.")
        deed.say(_(theirs if whom.how else off))


def _shown(
    turn: web.Turn, whom: Whom, person: Person, row: Meeting, names: Mapping[str, str]
) -> TalkShown:
    called = names[str(row.match_id)]
    lately = row.at >= turn.now - LATELY
    may_log = lately and _may_log(whom, person)
    standing = rules.standing(row.state, row.at, row.minutes, turn.now)
    is_off = standing is Standing.CANCELLED and row.at > turn.now
    return TalkShown(
        row.id, called, when_said(turn, person.id, row.match_id, row.at, called), row.minutes,
        _(rules.WAY_WORDS[row.way]), _(rules.STANDING_WORDS[standing]),
        is_ahead=standing is Standing.AHEAD or is_off, is_off=is_off, is_lately=lately,
        can_log=may_log and standing in {Standing.AHEAD, Standing.UNKNOWN},
        can_write_down=not lately and standing is Standing.UNKNOWN and _may_log(whom, person),
        can_change=row.state is MeetingState.PLANNED,
        url=url_of(whom, "meeting", meeting_id=row.id),
    )  # fmt: skip


def _unplanned(
    look: web.Turn, whom: Whom, person: Person, names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    if person.kind is not Kind.MENTOR:
        return []
    return [
        (format_date(row.on_day), names[str(row.match_id)], url_of(whom, "logged", log_id=row.id))
        for row in logs_by(look.session, person.id, (look.now - LATELY).date())
        if row.meeting_id is None and str(row.match_id) in names
    ]


def _may_log(whom: Whom, person: Person) -> bool:
    return person.kind is Kind.MENTOR and not whom.how
