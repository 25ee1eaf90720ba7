"""The month as a table, the hours of a day that both show, and suggested times."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import request

from mentorship.accounts.models import Person
from mentorship.checkins import service
from mentorship.checkins.forms import SuggestForm
from mentorship.checkins.models import Suggestion
from mentorship.checkins.rules.talks import FARTHEST, Way, day_of
from mentorship.checkins.service.months import Day, days_of
from mentorship.checkins.service.suggestions import pass_over, pick, suggest
from mentorship.checkins.views.agenda import when_said
from mentorship.checkins.views.blueprint import Answer, given, pairs_of, url_of, views
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import (
    _,
    format_date,
    format_month,
    joined,
    locale,
    ngettext,
    weekday_letters,
    weekday_names,
)
from mentorship.matches.models import Match
from mentorship.profiles.views.whom import Whom

MONTH, DAY = "checkins/month.html", "checkins/day.html"


@dataclass(frozen=True)
class DayShown:
    """One day of the month: a link with a full label where there is something on it."""

    number: int
    label: str
    has_talk: bool
    has_times: bool
    url: str


@views.get("/talks/month")
@requires(Permission.OWN_TALKS)
def month() -> str:
    """Show a month as a table."""
    return _month(Whom())


@views.get(FOR + "/month")
@requires(Permission.RECORD_FOR)
def month_for(person_id: UUID, how: str) -> str:
    """Show a month of somebody who says which times fit."""
    return _month(Whom(person_id, how))


@views.get("/talks/day")
@requires(Permission.OWN_TALKS)
def day() -> str:
    """Show the hours of a day that both show, to be suggested."""
    return web.page(DAY, **_day(Whom(), SuggestForm()))


@views.get(FOR + "/day")
@requires(Permission.RECORD_FOR)
def day_for(person_id: UUID, how: str) -> str:
    """Show the hours of a day to staff who record which of them fit."""
    return web.page(DAY, **_day(Whom(person_id, how), SuggestForm()))


@views.post("/talks/day")
@requires(Permission.OWN_TALKS)
def suggest_times() -> Answer:
    """Suggest times to the other one."""
    return _suggest(Whom())


@views.post(FOR + "/day")
@requires(Permission.RECORD_FOR)
def suggest_times_for(person_id: UUID, how: str) -> Answer:
    """Suggest times to the other one, as somebody said."""
    return _suggest(Whom(person_id, how))


@views.post("/talks/times/<uuid:suggestion_id>")
@requires(Permission.OWN_TALKS)
def pick_time(suggestion_id: UUID) -> Answer:
    """Pick one of the times that the other one suggested."""
    return _pick(Whom(), suggestion_id)


@views.post(FOR + "/times/<uuid:suggestion_id>")
@requires(Permission.RECORD_FOR)
def pick_time_for(person_id: UUID, how: str, suggestion_id: UUID) -> Answer:
    """Pick one of the times that the other one suggested, as somebody said."""
    return _pick(Whom(person_id, how), suggestion_id)


@views.post("/talks/times/<uuid:suggestion_id>/none")
@requires(Permission.OWN_TALKS)
def no_time(suggestion_id: UUID) -> Answer:
    """Say that none of the times fits, or take one's own back."""
    return _pass_over(Whom(), suggestion_id)


@views.post(FOR + "/times/<uuid:suggestion_id>/none")
@requires(Permission.RECORD_FOR)
def no_time_for(person_id: UUID, how: str, suggestion_id: UUID) -> Answer:
    """Say that none of the times fits, as somebody said."""
    return _pass_over(Whom(person_id, how), suggestion_id)


def _month(whom: Whom) -> str:
    with web.opening() as look:
        person = whom.person(look)
        match = _match(look, person)
        first = _asked_month(day_of(look.now, service.zone_of(look.session, person.id)))
        sheet = Calendar(locale().first_week_day)
        weeks = sheet.monthdatescalendar(first.year, first.month)
        days = days_of(
            look.session, whom.actor(look), person, match, weeks[0][0], weeks[-1][-1], look.now
        )
        rows = [[_shown(whom, match, day, days, first) for day in week] for week in weeks]
        beside = [_beside(whom, match, first, days=n) for n in (-1, 31)]
        others = [
            (called, url_of(whom, "month", pair=key))
            for key, called in pairs_of(look, whom.actor(look), person.id)
            if key != str(match.id)
        ]
    names, letters = weekday_names(), weekday_letters()
    return web.page(
        MONTH, caption=format_month(first), weeks=rows, beside=beside, others=others,
        said=whom.said,
        heads=[(letters[number], names[number]) for number in sheet.iterweekdays()],
        back=url_of(whom, "talks"), days_off=url_of(whom, "days_off"),
    )  # fmt: skip


def _shown(
    whom: Whom, match: Match, day: date, days: dict[date, Day], first: date
) -> DayShown | None:
    if day.month != first.month:
        return None
    found = days.get(day, Day())
    talks, times = len(found.talks) + len(found.unplanned), len(found.times)
    said = [
        ngettext("%(n)s talk", "%(n)s talks", talks) if talks else "",
        ngettext("%(n)s time", "%(n)s times", times) if times else "",
    ]
    label = joined([format_date(day), *filter(None, said)])
    url = url_of(whom, "day", day=day.isoformat(), pair=match.id) if talks or times else ""
    return DayShown(day.day, label, bool(talks), bool(times), url)


def _beside(whom: Whom, match: Match, first: date, days: int) -> tuple[str, str]:
    other = first + timedelta(days=days)
    return format_month(other), url_of(whom, "month", month=f"{other:%Y-%m}", pair=match.id)


def _day(whom: Whom, form: SuggestForm) -> dict[str, object]:
    with web.opening() as look:
        person = whom.person(look)
        match = _match(look, person)
        zone = service.zone_of(look.session, person.id)
        day = _asked_day(day_of(look.now, zone))
        called = service.called(
            look.session, whom.actor(look), match, service.other_of(match, person.id), look.now
        )
        found = days_of(look.session, whom.actor(look), person, match, day, day, look.now)
        of_day = found.get(day, Day())
        talks = [
            (when_said(look, person.id, match.id, row.at, called),
             url_of(whom, "meeting", meeting_id=row.id))
            for row in of_day.talks
        ]  # fmt: skip
        talks += [
            (joined([called, _("logged")]), url_of(whom, "logged", log_id=log.id))
            for log in of_day.unplanned
        ]
        times = {
            moment.isoformat(): when_said(look, person.id, match.id, moment, called)
            for moment in of_day.times
        }
        back = url_of(whom, "month", month=f"{day:%Y-%m}", pair=match.id)
        plan = "" if match.rests_for_one else url_of(whom, "plan")
    form.offer(times)
    return {"form": form, "day": format_date(day), "talks": talks, "times": times, "back": back,
            "plan": plan, "said": whom.said}  # fmt: skip


def _suggest(whom: Whom) -> Answer:
    form = SuggestForm()
    values = _day(whom, form)
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = whom.person(deed)
            match = _match(deed, person)
            suggest(
                deed.session, whom.actor(deed), person, match, form.moments(),
                given(form.minutes.data), Way(form.way.data), deed.now,
            )  # fmt: skip
            deed.say(_("Suggested. The other one picks one, or says that none fits."))
            deed.then = url_of(whom, "talks")
        if not form.has_problems:
            return deed.answer
    return web.invalid(DAY, **values)


def _pick(whom: Whom, suggestion_id: UUID) -> Answer:
    with web.deed() as deed:
        person, row = _load(deed, whom, suggestion_id)
        pick(deed.session, whom.actor(deed), person, row, deed.now)
        deed.say(_("Planned. It stands in both lists."))
        deed.then = url_of(whom, "talks")
    return deed.answer


def _pass_over(whom: Whom, suggestion_id: UUID) -> Answer:
    with web.deed() as deed:
        person, row = _load(deed, whom, suggestion_id)
        pass_over(deed.session, whom.actor(deed), person, row, deed.now)
        deed.say(_("Done. These times are no longer open."))
        deed.then = url_of(whom, "talks")
    return deed.answer


def _load(turn: web.Turn, whom: Whom, suggestion_id: UUID) -> tuple[Person, Suggestion]:
    person = whom.person(turn)
    row = access.load(turn.session, whom.actor(turn), Suggestion, suggestion_id)
    service.match_for(turn.session, turn.actor, person.id, row.match_id)
    return person, row


def _match(turn: web.Turn, person: Person) -> Match:
    """Give the pair that the address names, or the only one."""
    said = request.args.get("pair", "")
    try:
        chosen = UUID(said) if said else None
        return service.match_for(turn.session, turn.actor, person.id, chosen)
    except ValueError:
        raise NotFound from None


def _asked_month(today: date) -> date:
    return _asked_day(today, request.args.get("month", "") + "-01").replace(day=1)


def _asked_day(today: date, said: str | None = None) -> date:
    """Read the day that the address names; anything else means today."""
    try:
        day = date.fromisoformat(request.args.get("day", "") if said is None else said)
    except ValueError:
        return today
    return day if abs(day - today) <= FARTHEST else today
