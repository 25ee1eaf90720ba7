"""How the board speaks: states, reasons, steps and outcomes in words, and what to do next."""

from datetime import datetime, timedelta

from mentorship.checkins.rules.follow_ups import (
    DATED,
    Outcome,
    Owner,
    Reason,
    SnoozeWhy,
    Stage,
)
from mentorship.checkins.rules.pace import pace_said
from mentorship.checkins.rules.shown import Shown
from mentorship.checkins.rules.steps import Step
from mentorship.kernel.words import N_, _, format_date, format_datetime, local, ngettext

URGENT = frozenset({Stage.SAFETY, Stage.CALL_TODAY})

STAGE_SAID = {
    Stage.SAFETY: N_("Safety"),
    Stage.CALL_TODAY: N_("For today"),
    Stage.LATE: N_("Late"),
    Stage.DUE: N_("Due this week"),
    Stage.NEW: N_("New"),
    Stage.PAUSED: N_("Paused"),
    Stage.SNOOZED: N_("Put off"),
    Stage.ON_TIME: N_("On time"),
}
STAGE_KIND = {
    Stage.SAFETY: "safety",
    Stage.CALL_TODAY: "call",
    Stage.LATE: "late",
    Stage.DUE: "due",
    Stage.NEW: "new",
    Stage.PAUSED: "paused",
    Stage.SNOOZED: "plain",
    Stage.ON_TIME: "ok",
}
OWNER_SAID = {
    Owner.COORDINATOR: N_("Nobody has this"),
    Owner.ON_CALL: N_("Not taken yet. Passed on to %(who)s, who is on call"),
    Owner.DEPUTY: N_("Not taken yet. Passed on to %(who)s, the deputy"),
    Owner.READER: N_("Not answered yet. Passed on to %(who)s, who may read it"),
    Owner.LEAD: N_("Not taken yet. Passed on to %(who)s, the safeguarding lead"),
}
REASON_SAID = {
    Reason.WORRIED_NOW: N_("Somebody is worried about someone's safety now"),
    Reason.NOT_TREATED_RIGHT: N_("They say they were not treated right"),
    Reason.ASKED_TODAY: N_("Asked for a call today"),
    Reason.HARD_TWICE: N_("Two talks in a row were hard"),
    Reason.WANTS_TO_TALK: N_("Wants to talk with the team"),
    Reason.CHANGE_ASKED: N_("Asked for someone else: talk with the mentee first"),
    Reason.NOT_HEARD: N_("Has not heard from the other one"),
    Reason.NOT_SAFE_TO_MEET: N_("It was not safe to meet"),
    Reason.SAID_UNSAFE: N_("Said to one of us that their safety is not good"),
    Reason.WORRIED: N_("The other one is worried about them"),
    Reason.STEPPED_BACK: N_("Steps back: somebody else than usual speaks with them"),
    Reason.SUSPENDED: N_("Their access was stopped: tell them, and how they can answer"),
    Reason.OTHER_SUSPENDED: N_("The one they talked with went away: speak with them today"),
    Reason.ASKED_THIS_WEEK: N_("Asked for a call this week"),
    Reason.NOT_GOOD: N_("Says it is not going well"),
    Reason.A_LITTLE_WORRIED: N_("The other one is a little worried about them"),
    Reason.ENDING: N_("Their talks are on the way to an end: go through its list with care"),
    Reason.PAUSE_ASKED: N_("A pause was mentioned: ask them yourself"),
    Reason.NOTE: N_("There is a note to read"),
    Reason.CAME_BACK: N_("Is here again after having been away"),
    Reason.FIRST_TALK: N_("The first talk is due"),
    Reason.NO_NEWS: N_("No check-in since then"),
    Reason.NOT_HELD: N_("The last talk did not take place"),
    Reason.NO_ANSWER: N_("The mentee did not answer at the last talk"),
    Reason.COULD_NOT: N_("The mentor could not at the last talk"),
    Reason.LOG_AWAITED: N_("A talk is planned: its log is to be here by then"),
    Reason.FEW_TALKS: N_("Fewer talks in a month than planned"),
    Reason.FIRST_CONTACT: N_("A first contact with the team is due"),
    Reason.CONTACT_DUE: N_("A contact with the team is due"),
    Reason.NEW_PERSON: N_("Has joined, and nobody has spoken with them"),
    Reason.STILL_WAITING: N_("Waits, and is to hear from us"),
    Reason.ENDED: N_("Their talks ended: ask how they are"),
    Reason.OFFER_UNANSWERED: N_("Was asked, and has not answered"),
    Reason.CONSENT_OVER: N_("Waits, and needs a talk"),
    Reason.CANNOT_LOOK: N_("Waits, and cannot be looked for"),
    Reason.NO_SAFE_WAY: N_("There is no safe way to reach them: do not call, ask when they come"),
    Reason.WAY_TO_CONFIRM: N_("Gave a new way to reach them: make sure that it is theirs"),
    Reason.RESTS: N_("Rests without a day to come back: look, and do not call"),
    Reason.RESTS_IN_TOUCH: N_("Rests, and agreed to hear from us now and then"),
    Reason.NEWS_NOT_TOLD: N_("There is news for them that nobody could tell: see the calls"),
    Reason.QUIET_FOR_LONG: N_("Nothing heard from them for long: look, and say what becomes of it"),
    Reason.TRAINING_ENDS: N_("Their training is in date until the day it is due, then no more"),
    Reason.SUPERVISION_ENDS: N_("Their next supervision is due by then"),
    Reason.CHECKS_END: N_("The decision on their checks holds until then"),
    Reason.AGREEMENT_ENDS: N_("The decision that they are ready holds until then"),
    Reason.REVIEW_DUE: N_("It is time to look back on the talks with both"),
    Reason.SILENT: N_("Nothing was heard of them since then"),
}
STEP_SAID = {
    Step.OPENED: N_("Came onto the board"),
    Step.AGAIN: N_("Happened again"),
    Step.TURNED: N_("Became more urgent"),
    Step.REMINDED: N_("Reminder given"),
    Step.TAKEN: N_("Taken"),
    Step.CONTACT: N_("Call or contact"),
    Step.SNOOZED: N_("Put off"),
    Step.WOKE: N_("Came back"),
    Step.PAUSED: N_("Paused"),
    Step.RESUMED: N_("Goes on"),
    Step.ANEW: N_("Started anew"),
    Step.CLOSED: N_("Ended"),
    Step.EASED: N_("One reason less"),
    Step.FREED: N_("With nobody again"),
}
SNOOZE_SAID = {
    SnoozeWhy.PLANNED: N_("A time is agreed"),
    SnoozeWhy.THEY_ASKED: N_("They asked for it"),
    SnoozeWhy.WAITING_FOR_ANSWER: N_("We wait for an answer"),
    SnoozeWhy.AWAY: N_("They are away"),
}
OUTCOME_SAID = {
    Outcome.SPOKE: N_("We spoke, and it is settled"),
    Outcome.TALK_PLANNED: N_("The next talk is planned"),
    Outcome.OTHER_HELP: N_("Other help was found"),
    Outcome.NO_LONGER_SO: N_("It is no longer so"),
    Outcome.NOT_REACHED: N_("Not reached, and we wait until they come to us"),
    Outcome.NO_DANGER: N_("There is no danger now"),
    Outcome.HELP_CALLED: N_("Help was called"),
    Outcome.PASSED_ON: N_("Passed on, by our procedure"),
    Outcome.ANSWERED: N_("Answered"),
    Outcome.TAKEN_BACK: N_("Taken back by the one who said it"),
    Outcome.OVER: N_("Over by itself"),
    Outcome.LOOKED: N_("We looked, and it stays as it is"),
    Outcome.AWAY: N_("They told us that they would be away, and are still with us"),
    Outcome.PARKED: N_("Put away: nobody sees their record until they come back"),
}
NEXT_SAID = {
    Stage.SAFETY: N_("Act now, by the procedure"),
    Stage.CALL_TODAY: N_("Speak with them today, in their safe way"),
    Stage.LATE: N_("Speak with them this week, in their safe way"),
    Stage.DUE: N_("Have an eye on it"),
    Stage.NEW: N_("Say hello"),
    Stage.PAUSED: N_("Wait until they are back"),
    Stage.SNOOZED: N_("Comes back on its day"),
    Stage.ON_TIME: N_("Nothing to do"),
}
LOOK = N_("Look how it stands, and do not call")
DO_NOT_CALL = N_("Do not call: ask when they come")
# What answers it, said where it wants somebody: these are not settled by a call.
TO_DO = {
    Reason.TRAINING_ENDS: N_("Arrange a training, and note it"),
    Reason.SUPERVISION_ENDS: N_("Hold the supervision, and note it"),
    Reason.CHECKS_END: N_("Make the checks anew, and ask a second person"),
    Reason.AGREEMENT_ENDS: N_("Decide anew, and ask a second person"),
    Reason.NOT_TREATED_RIGHT: N_("Answer whoever told it, in a way that is safe for them"),
    Reason.CHANGE_ASKED: N_("Ask the mentee what they need. The mentor is told nothing yet"),
    Reason.ENDING: N_("See the pair: the list says with whom to speak first"),
    Reason.CAME_BACK: N_("See their page for what holds now. They need not explain anything"),
    Reason.REVIEW_DUE: N_("Speak with both, one by one, and note what came of it"),
    Reason.SILENT: N_("See how they may be reached, and ask how they are"),
    Reason.CONSENT_OVER: N_("Ask what still holds for them, and record it"),
    Reason.CANNOT_LOOK: N_("Ask for their first three answers, and record them"),
    Reason.RESTS: LOOK,
    Reason.QUIET_FOR_LONG: LOOK,
    Reason.NO_SAFE_WAY: DO_NOT_CALL,
}
# What staff keep to where it is not simply a call.
NOBODY_CALLS = N_("They asked that nobody calls them. Leave it so, and ask when they come.")
WAY_IS_OVER = N_(
    "The way in which they may be reached is no longer good. Renew it when you meet, or over the "
    "old way with the word that only you and they know. Until then nobody calls."
)
# What is done by speaking with them, though it is said in other words.
IN_TALK = frozenset({Reason.CHANGE_ASKED, Reason.CONSENT_OVER, Reason.CANNOT_LOOK})
SPEAKS = frozenset({Stage.CALL_TODAY, Stage.LATE, Stage.NEW})
WANTS_SOMEBODY = URGENT | {Stage.LATE, Stage.DUE}
NEXT_DAY_SAID = {
    Stage.SNOOZED: N_("%(day)s"),
    Stage.PAUSED: N_("back on %(day)s"),
    Stage.LATE: N_("from %(day)s on it is for today"),
}


def whys_said(row: Shown, now: datetime) -> list[str]:
    """Say why it stands there, the first thing first; a month that fell short in its numbers."""
    short = [pace_said(row.fell_short)] if row.fell_short else []
    others = [reason for reason in row.also if not short or reason is not Reason.FEW_TALKS]
    first = [_(REASON_SAID[row.reason])]
    before = [*short, *first] if is_for_its_month(row, now) else [*first, *short]
    return before + [_(REASON_SAID[reason]) for reason in others]


def is_for_its_month(row: Shown, now: datetime) -> bool:
    """Tell whether a pair stands there for a month that fell short alone."""
    return row.fell_short is not None and now < row.due_at


def owner_said(row: Shown) -> str:
    """Say who has it, or that nobody has and to whom it was passed on by the plan."""
    if row.taken_by:
        holder = _("You") if row.has_it else row.taken_by
        if not row.passed_to:
            return holder
        return _("%(holder)s. Has not ended; passed on to %(who)s too",
            holder=holder, who=_("you") if row.is_passed_to_me else row.passed_to)  # fmt: skip
    owner = row.owner if row.passed_to else Owner.COORDINATOR
    return _(OWNER_SAID[owner], who=_("you") if row.is_passed_to_me else row.passed_to)


def step_said(row: Shown, now: datetime) -> str:
    """Say what is to be done next; to speak with somebody only where a safe way leads to them."""
    if row.stage in WANTS_SOMEBODY and is_for_its_month(row, now):
        return _("Ask both what they would like, when you speak next")
    if is_no_call(row, now):
        return _(DO_NOT_CALL)
    if row.stage in WANTS_SOMEBODY and row.reason in TO_DO:
        return _(TO_DO[row.reason])
    return _(NEXT_SAID[row.stage])


def is_no_call(row: Shown, now: datetime) -> bool:
    """Tell whether it asks for a talk with somebody to whom no safe way leads."""
    has_way = row.safe_until is not None and row.safe_until > now
    return not has_way and (row.reason in IN_TALK or _is_a_talk(row))


def is_talk(row: Shown, now: datetime) -> bool:
    """Tell whether the next step is to speak with the one it is about."""
    if row.stage in WANTS_SOMEBODY and is_for_its_month(row, now):
        return False
    in_talk = row.stage in WANTS_SOMEBODY and row.reason in IN_TALK
    return not is_no_call(row, now) and (in_talk or _is_a_talk(row))


def _is_a_talk(row: Shown) -> bool:
    is_other = row.stage in WANTS_SOMEBODY and row.reason in TO_DO
    return row.stage in SPEAKS and not is_other


def next_said(row: Shown) -> str:
    """Say what happens next by itself, and when; what is urgent is passed on at that moment.

    A worry can go to who is on call before its hours are over: that is said, beside the other time.
    """
    if row.next_at is None:
        return ""
    if row.stage in URGENT:
        when = format_datetime(row.next_at)
        if row.taken_by:
            return _("passed on %(when)s too if it has not ended", when=when)
        if row.stage is Stage.SAFETY and row.next_at < row.due_at:
            return _("passed on %(when)s to who is on call then, if nobody takes it", when=when)
        return _("passed on %(when)s if nobody takes it", when=when)
    again = N_("we look again on %(day)s")
    said = again if row.fell_short else NEXT_DAY_SAID.get(row.stage, again)
    return _(said, day=format_date(row.next_at))


def due_said(row: Shown, now: datetime) -> str:
    """Say when it is due: to the day where it is a day; a worry about safety counts hours.

    What is for today is due today, whatever was promised beyond it.
    """
    if row.kind in DATED:
        return format_date(row.due_at)
    if row.stage in WANTS_SOMEBODY and is_for_its_month(row, now):
        return _("Its month is over")
    if row.stage is Stage.CALL_TODAY and local(row.due_at).date() > local(now).date():
        return _("Today")
    day = format_datetime(row.due_at)
    if row.stage is not Stage.SAFETY:
        return day
    over = now > row.due_at
    hours = abs(row.due_at - now) // timedelta(hours=1)
    if over:
        return _("%(left)s (%(day)s)", day=day, left=ngettext(
            "%(n)s hour too late", "%(n)s hours too late", hours))  # fmt: skip
    return _("%(left)s (%(day)s)", day=day, left=ngettext(
        "%(n)s hour left to see to it", "%(n)s hours left to see to it", hours))  # fmt: skip
