"""How a match is brought to its end with care: the lines of each kind of ending, and the words."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.profiles.questions.kinds import Side


class Line(StrEnum):
    """One thing that staff do before a match is closed."""

    FIRST_HEARD = "first_heard"
    LAST_TALK = "last_talk"
    CONTACT = "contact"
    TOLD_MENTEE = "told_mentee"
    TOLD_MENTOR = "told_mentor"
    TALK_MENTEE = "talk_mentee"
    TALK_MENTOR = "talk_mentor"
    NEXT_STEP = "next_step"
    THANKED = "thanked"


class ExitTalk(StrEnum):
    """What came of offering somebody a talk about how it was."""

    HELD = "held"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"


_C, _L = ClosedAs, Line
TOLD = {Side.MENTEE: _L.TOLD_MENTEE, Side.MENTOR: _L.TOLD_MENTOR}
TALKS = frozenset({_L.TALK_MENTEE, _L.TALK_MENTOR})
_FOR_ALL = (
    _L.CONTACT, _L.TOLD_MENTEE, _L.TOLD_MENTOR, _L.TALK_MENTEE, _L.TALK_MENTOR, _L.NEXT_STEP,
    _L.THANKED,
)  # fmt: skip
LINES: Mapping[ClosedAs, tuple[Line, ...]] = {
    _C.PLANNED: (_L.LAST_TALK, *_FOR_ALL),
    _C.EARLY: (_L.LAST_TALK, *_FOR_ALL),
    _C.ONE_SIDED: (_L.FIRST_HEARD, *_FOR_ALL),
}
# A last talk is good where it can be; an early end does not wait for it.
OPTIONAL = frozenset({(_C.EARLY, _L.LAST_TALK)})

LINE_WORDS = {
    _L.FIRST_HEARD: N_("Spoke first with the one who wants it, about what they need now"),
    _L.LAST_TALK: N_("The two had a last talk together, or said that they do not want one"),
    _L.CONTACT: N_("Chose the rule on contact afterwards; both are told it"),
    _L.TOLD_MENTEE: N_("Told the mentee, with the words below"),
    _L.TOLD_MENTOR: N_("Told the mentor, with the words below"),
    _L.TALK_MENTEE: N_("Talk with the mentee about how it was"),
    _L.TALK_MENTOR: N_("Talk with the mentor about how it was"),
    _L.NEXT_STEP: N_("Offered the mentee a next step: a rest, someone new, other help"),
    _L.THANKED: N_("Thanked the mentor, and asked what they need now"),
}
# Of an end at once nobody said that they wanted it.
AT_ONCE_WORDS = {
    _L.FIRST_HEARD: N_("Spoke first with the one whom it touches most, about what they need now"),
}
TALK_WORDS = {
    ExitTalk.HELD: N_("We spoke"),
    ExitTalk.DECLINED: N_("Offered, and they did not want it"),
    ExitTalk.NOT_REACHED: N_("Not reached within their hours"),
}
# Said to both of a pair and printed on their pages. Who wanted it, and why, is in none of them.
_ENDED = N_("There can be many reasons, also ours. Nobody did anything wrong.")
FAREWELLS: Mapping[tuple[ClosedAs, Side], tuple[str, ...]] = {
    (_C.PLANNED, Side.MENTEE): (
        N_("Your talks come to an end, as you both planned. Thank you for your trust."),
        N_("We are still here for you."),
    ),
    (_C.PLANNED, Side.MENTOR): (
        N_("Your talks come to an end, as you both planned. Thank you for the time you gave."),
    ),
    (_C.EARLY, Side.MENTEE): (
        N_("Your talks end sooner than planned. That happens, and nobody did anything wrong."),
        N_("We are still here for you."),
    ),
    (_C.EARLY, Side.MENTOR): (
        N_("Your talks end sooner than planned. That happens, and it is no mark against you."),
        N_("Thank you for the time you gave."),
    ),
    (_C.ONE_SIDED, Side.MENTEE): (
        N_("Your talks come to an end."),
        _ENDED,
        N_("We are still here for you."),
    ),
    (_C.ONE_SIDED, Side.MENTOR): (
        N_("Your talks come to an end."),
        _ENDED,
        N_("It is no mark against you. Thank you for the time you gave."),
    ),
}  # fmt: skip


def required(kind: ClosedAs) -> tuple[Line, ...]:
    """List the lines without which a match of this kind of ending is not closed."""
    return tuple(line for line in LINES[kind] if (kind, line) not in OPTIONAL)


def still_open(kind: ClosedAs, done: Collection[Line]) -> tuple[Line, ...]:
    """List the required lines that nobody has ticked."""
    return tuple(line for line in required(kind) if line not in done)


def check_all_done(kind: ClosedAs, done: Collection[Line]) -> None:
    """Refuse to close a match while something that it needs is open, and name it."""
    missing = still_open(kind, done)
    if missing:
        lines = _("; ").join(_(LINE_WORDS[line]) for line in missing)
        raise RuleBroken(_("Not closed yet. Still open: %(lines)s.", lines=lines))


def check_tick(
    kind: ClosedAs, line: Line, came_of: ExitTalk | None, done: Collection[Line]
) -> None:
    """Refuse a line that does not go with the ending, comes too early, or says too little."""
    if line not in LINES[kind] or line is Line.CONTACT:
        raise RuleBroken(_("This line does not go with this ending. Nothing was saved."))
    if line in TOLD.values() and Line.CONTACT not in done:
        raise RuleBroken(_("Choose the rule on contact first: both are told it."))
    if line in TALKS and came_of is None:
        raise RuleBroken(_("Choose what came of it."), status=422, field="came_of")


def check_contact(done: Collection[Line]) -> None:
    """Refuse another rule once somebody was told the one there is."""
    if set(TOLD.values()) & set(done):
        raise RuleBroken(_("Somebody was told the rule already. Take that line back first."))


def check_take_back(line: Line, done: Collection[Line]) -> None:
    """Refuse to take a line back on which a later one rests."""
    if line is Line.CONTACT:
        check_contact(done)


def kept_until(closed_at: datetime, months: int) -> datetime:
    """Tell until when what a pair left behind is kept."""
    return closed_at + relativedelta(months=months)


def closed_before(now: datetime, months: int) -> datetime:
    """Tell which matches were closed so long ago that nothing of them is kept."""
    return now - relativedelta(months=months)
