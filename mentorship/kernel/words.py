"""Sentences for people, in the language of the moment, and dates, times and weeks in words.

Nothing here may import Flask: rules and services speak through it, and so does the worker.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from itertools import groupby
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers

from mentorship.kernel import languages

_locale: ContextVar[str] = ContextVar("locale", default=languages.SOURCE)
_zone: ContextVar[str] = ContextVar("zone", default="UTC")

# What is put into a sentence is told apart from it by these, so that a name, a number or a word of
# the other direction scrambles nothing around it; they are the <bdi> of plain text.
ISOLATE, LEFT_TO_RIGHT, RIGHT_TO_LEFT, END = "\u2068", "\u2066", "\u2067", "\u2069"
_STRONG = {"L", "R", "AL"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PHONE = re.compile(r"\+?\d[\d ()/.-]+\d")
_UNBROKEN = str.maketrans({" ": "\u00a0", "-": "\u2060-\u2060", "/": "\u2060/\u2060"})


def N_(text: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark a text for translation where it is declared; `_` translates it where it is shown."""
    return text


def _(text: str, **values: object) -> str:
    """Say `text` in the language of the moment, with the named values put in."""
    # Under nothing a catalogue keeps what it says of itself.
    said = languages.book(_locale.get()).says.gettext(text) if text else ""
    return said % {name: _put(value) for name, value in values.items()} if values else said


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Say the form that goes with the number `n`, which the text may name as %(n)s."""
    said = {name: _put(value) for name, value in values.items()}
    return plural(one, many, n) % {"n": _put(n), **said}


def plural(one: str, many: str, n: int) -> str:
    """Give the form that goes with `n`, unfilled."""
    return languages.book(_locale.get()).says.ngettext(one, many, n)


def by_line(text: str) -> str:
    """Say a text of the agency's: in the language of the moment each line that the product has."""
    return "\n".join(_(line) if line else "" for line in text.splitlines())


def number(n: float, decimals: int = 0) -> str:
    """Write a number, with so many decimals: 1,234.5 or 1.234,5."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return numbers.format_decimal(n, pattern, locale=locale())


def joined(said: Iterable[str]) -> str:
    """Write several one after the other: Monday, Friday."""
    return _(", ").join(str(_put(one)) for one in said)


def all_of(said: Iterable[str]) -> str:
    """Name several that go together: Monday, Tuesday, and Friday."""
    return lists.format_list([str(_put(one)) for one in said], locale=locale())


def one_of(said: Iterable[str]) -> str:
    """Name several of which one is enough: a mentor, another hour, or a room."""
    return lists.format_list([str(_put(one)) for one in said], style="or", locale=locale())


def language() -> str:
    """Tell the language of the moment by its tag."""
    return _locale.get()


def locale() -> Locale:
    """Give what Babel knows of the language of the moment."""
    return languages.locale_of(_locale.get())


def set_locale(tag: str, zone: str) -> None:
    """Speak `tag` and tell times in `zone` for the rest of this request or task."""
    _locale.set(tag)
    _zone.set(zone)


@contextmanager
def use_locale(tag: str, zone: str = "UTC") -> Iterator[None]:
    """Speak `tag` and tell times in `zone` inside the block."""
    language, clock = _locale.set(tag), _zone.set(zone)
    try:
        yield
    finally:
        _locale.reset(language)
        _zone.reset(clock)


@contextmanager
def use_language(tag: str) -> Iterator[None]:
    """Speak `tag` inside the block, and tell times in the zone of the moment."""
    before = _locale.set(tag)
    try:
        yield
    finally:
        _locale.reset(before)


@contextmanager
def use_zone(zone: str) -> Iterator[None]:
    """Tell times in `zone` inside the block, in the language of the moment."""
    clock = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(clock)


def zone() -> ZoneInfo:
    """Tell the time zone of the moment."""
    return ZoneInfo(_zone.get())


def local(moment: datetime) -> datetime:
    """Give the wall-clock time of `moment` in the zone of the moment."""
    return moment.astimezone(zone())


def format_date(day: date | datetime) -> str:
    """Write a day as people say it: Thursday 26 November 2026."""
    if isinstance(day, datetime):
        day = local(day).date()
    return dates.format_date(day, _("EEEE d MMMM y"), locale=locale())


def format_day(day: date) -> str:
    """Write a day without its year, where there is little room: 26 November."""
    return dates.format_date(day, _("d MMMM"), locale=locale())


def format_time(moment: datetime) -> str:
    """Write a time of day: 18:30."""
    return dates.format_time(local(moment), _("HH:mm"), tzinfo=zone(), locale=locale())


def format_datetime(moment: datetime) -> str:
    """Write a day and a time of day: Thursday 26 November 2026, 18:30."""
    return _("%(day)s, %(time)s", day=format_date(moment), time=format_time(moment))


def format_month(day: date) -> str:
    """Write a month as people say it: November 2026."""
    return dates.format_date(day, _("MMMM y"), locale=locale())


def weekday_names() -> dict[int, str]:
    """Give the names of the days of the week, Monday as 0."""
    return dict(dates.get_day_names("wide", context="stand-alone", locale=locale()))


def weekday_letters() -> dict[int, str]:
    """Give the days of the week as the heads of a narrow calendar, Monday as 0."""
    return dict(dates.get_day_names("narrow", context="stand-alone", locale=locale()))


def format_weeks(n: int) -> str:
    """Write a number of weeks: less than a week, 1 week, 5 weeks."""
    return ngettext("%(n)s week", "%(n)s weeks", n) if n else _("less than a week")


def format_hours(weekdays: Collection[int], start: int, end: int) -> str:
    """Write which hours of which days: Monday to Friday, 9:00 to 17:00; Monday is 0."""
    return _(
        "%(days)s, %(start)s:00 to %(end)s:00", days=format_weekdays(weekdays), start=start, end=end
    )


def format_weekdays(weekdays: Collection[int]) -> str:
    """Write days of the week, three and more in a row as a span: Monday to Wednesday, Friday."""
    names = dates.get_day_names("wide", locale=locale())
    said: list[str] = []
    for _gap, run in groupby(enumerate(sorted(weekdays)), lambda it: it[1] - it[0]):
        span = [names[day] for _nth, day in run]
        long = len(span) > 2
        said += [_("%(first)s to %(last)s", first=span[0], last=span[-1])] if long else span
    return joined(said)


def together(text: str) -> str:
    """Keep each phone number of a text on one line, and its parts in their order beside letters
    that run right to left.
    """
    before, after = (LEFT_TO_RIGHT, END) if _RIGHT_TO_LEFT.search(text) else ("", "")
    return _PHONE.sub(lambda found: f"{before}{found[0].translate(_UNBROKEN)}{after}", text)


def _put(value: object) -> object:
    """Write a number as the language does, and tell a text apart from the sentence around it
    wherever one of them runs right to left.
    """
    if isinstance(value, int):
        return number(value)
    if not isinstance(value, str) or not value:
        return value
    value = together(value)
    if locale().text_direction == "ltr" and not _RIGHT_TO_LEFT.search(value):
        return value
    if value[0] in (ISOLATE, RIGHT_TO_LEFT) and value.find(END) == len(value) - 1:
        return value
    return f"{_opening(value)}{value}{END}"


def _opening(value: str) -> str:
    """Open a text by its first letter, also one that is told apart inside it already."""
    first = next((kind for sign in value if (kind := bidirectional(sign)) in _STRONG), "L")
    return ISOLATE if first == "L" else RIGHT_TO_LEFT
