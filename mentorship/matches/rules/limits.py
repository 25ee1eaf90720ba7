"""Dates, limits and measures that go with rounds, offers and matches."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, ngettext, number
from mentorship.matches.rules.reasons import ApartKind

FULL_SCORE = 10_000
NO_REAL_DIFFERENCE = 3
STRONG, GOOD, POSSIBLE = 80, 65, 50
FOR_A_WHILE = frozenset({ApartKind.NOT_NOW, ApartKind.DECLINED})


def fit_words(points: int) -> str:
    """Say a fit in words, the first thing staff read about it."""
    if points >= STRONG:
        return _("Strong")
    if points >= GOOD:
        return _("Good")
    return _("Possible") if points >= POSSIBLE else _("Little in common")


def points(score: int, most: int) -> int:
    """Give a score as points of 100, rounded half up."""
    return (200 * score + most) // (2 * most) if most else 0


def shares(earned: Sequence[int], most: int) -> list[int]:
    """Give parts of a score as points of 100 that add up to the points of the whole.

    The sum so far is rounded, not each part: so every part is at most a point off.
    """
    so_far = [points(total, most) for total in accumulate(earned)]
    return [upto - before for upto, before in zip(so_far, [0, *so_far], strict=False)]


def no_real_difference(one: int, other: int) -> bool:
    """Tell whether two fits are too near each other to mean anything."""
    return abs(one - other) < NO_REAL_DIFFERENCE


def tenths(units: int) -> str:
    """Give a sum of scores in points of 100, with one decimal, rounded half up."""
    shown = (abs(units) + FULL_SCORE // 2000) // (FULL_SCORE // 1000)
    return number(shown / 10, 1)


def cost_words(fewer: int, lost: int) -> str:
    """Say what another choice would cost everybody together."""
    if fewer > 0:
        return ngettext("%(n)s person fewer placed", "%(n)s people fewer placed", fewer)
    if abs(lost) < NO_REAL_DIFFERENCE * FULL_SCORE // 100:
        return _("%(points)s points less in all: no real difference", points=tenths(max(lost, 0)))
    if lost < 0:
        return _("%(points)s points more in all", points=tenths(lost))
    return _("%(points)s points less in all", points=tenths(lost))


def gain_words(units: int) -> str:
    """Say by how much the fits in all would be better or worse."""
    if units == 0:
        return _("The fits in all stay the same.")
    if units > 0:
        return _("%(points)s points more in all.", points=tenths(units))
    return _("%(points)s points less in all.", points=tenths(units))


def ask_at(approved_at: datetime, minutes: int) -> datetime:
    """Tell when the mentee is asked, if nobody takes the approval back before."""
    return approved_at + timedelta(minutes=minutes)


def check_take_back(now: datetime, due: datetime) -> None:
    """Refuse to take an approval back once its time is over."""
    if now >= due:
        raise RuleBroken(_("The time to take this back is over. You can recall it instead."))


def told_from(ended_at: datetime, after_hours: int, at_hour: int, zone: ZoneInfo) -> datetime:
    """Tell the next fixed hour that is at least so many hours after an end.

    Everyone hears at the same hour of the day, so the hour says nothing about what happened.
    """
    earliest = (ended_at + timedelta(hours=after_hours)).astimezone(zone)
    told = datetime.combine(earliest.date(), time(at_hour), zone)
    if told < earliest:
        told = datetime.combine(earliest.date() + timedelta(days=1), time(at_hour), zone)
    return told


def answer_by(asked_at: datetime, offer_days: int, zone: ZoneInfo) -> date:
    """Tell the day by which whoever was asked hears from us, whatever the other side does.

    Both may take their days to answer, and two more cover the fixed hour of the sentence.
    """
    return asked_at.astimezone(zone).date() + timedelta(days=2 * offer_days + 2)


def apart_until(kind: ApartKind, today: date, not_now_days: int) -> date | None:
    """Tell until when two people are kept out of each other's rounds; None means for good."""
    return today + timedelta(days=not_now_days) if kind in FOR_A_WHILE else None


def looked_for_from(closed: date, days: int) -> date:
    """Tell from which day on a round looks again for a mentee whose match closed."""
    return closed + timedelta(days=days)


def check_hold(until: date, today: date, most_days: int) -> None:
    """Refuse a hold that would end at once, or leave the two waiting for longer than is allowed."""
    if until <= today:
        raise RuleBroken(_("Choose a day after today."), status=422, field="until")
    if until > today + timedelta(days=most_days):
        sentence = ngettext(
            "Choose a day within %(n)s day.", "Choose a day within %(n)s days.", most_days
        )
        raise RuleBroken(sentence, status=422, field="until")


def check_supervisor(held: int, ceiling: int) -> None:
    """Refuse one more match for whoever supervises as many as the agency lets one person hold."""
    if held >= ceiling:
        sentence = _("Whoever supervises this mentor has no room for one more. Nothing was saved.")
        raise RuleBroken(sentence, field="decision")


def check_pause(until: date | None, today: date) -> None:
    """Refuse a pause that would end at once; a pause without a day is open."""
    if until is not None and until <= today:
        raise RuleBroken(_("Choose a day after today."), status=422, field="until")


def check_paper(signed: date | None, today: date) -> None:
    """Refuse a paper that was signed in the future."""
    if signed is not None and signed > today:
        raise RuleBroken(_("Enter a day that is not after today."), status=422, field="paper_on")


def is_agreed(lines: int, ticked: frozenset[int]) -> bool:
    """Tell whether every line of the agreement was ticked."""
    return ticked >= frozenset(range(lines))


def needs_look(times_not_treated_right: int) -> bool:
    """Tell whether a mentor's matches need a review before the next one."""
    return times_not_treated_right >= 2
