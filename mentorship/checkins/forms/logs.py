"""What people fill in after a talk, and in two taps."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from wtforms import BooleanField, DateField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from mentorship.checkins.forms.talks import CHOOSE, PairForm
from mentorship.checkins.rules.logs import (
    CALL_WORDS,
    FEELING_WORDS,
    GOING_WORDS,
    LONGEST_NOTE,
    OUTCOME_WORDS,
    WORRY_WORDS,
    CallMe,
    Feeling,
    Going,
    LogEntry,
    TapEntry,
    Worry,
)
from mentorship.checkins.rules.logs import Outcome as TalkOutcome
from mentorship.checkins.rules.talks import WAY_WORDS
from mentorship.kernel.forms import Form, NeededWhen, named
from mentorship.kernel.words import N_

WISH_WORDS = {
    CallMe.TODAY: N_("Today"),
    CallMe.THIS_WEEK: N_("This week, to talk something over"),
}
AS_SOON_AS_CAN_BE = N_("As soon as somebody is here")


class When(StrEnum):
    """Which day a talk was."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    OTHER = "other"


WHEN_WORDS = {
    When.TODAY: N_("Today"),
    When.YESTERDAY: N_("Yesterday"),
    When.OTHER: N_("Another day"),
}


def offer_calls(field: RadioField, words: Mapping[CallMe, str], *, now_staffed: bool) -> None:
    """Offer a call of today only while somebody is here who can make it."""
    if not now_staffed:
        field.choices = named({**words, CallMe.TODAY: AS_SOON_AS_CAN_BE})


class WishForm(Form):
    """A mentor wants to talk with one of us."""

    when = RadioField(
        N_("Shall we call you?"), [InputRequired(CHOOSE)],
        choices=named(WISH_WORDS),
    )  # fmt: skip


class LogForm(PairForm):
    """A log in half a minute."""

    outcome = RadioField(
        N_("Did you talk?"), [InputRequired(N_("Say whether you talked."))],
        choices=named(OUTCOME_WORDS),
    )  # fmt: skip
    when = RadioField(
        N_("When?"), [InputRequired(CHOOSE)], default=When.TODAY.value,
        choices=named(WHEN_WORDS),
    )  # fmt: skip
    day = DateField(N_("Which day?"), [NeededWhen("when", When.OTHER, N_("Choose the day."))])
    minutes = IntegerField(N_("How many minutes?"), [Optional()])
    way = RadioField(N_("How?"), [Optional()], choices=named(WAY_WORDS))
    feeling = RadioField(N_("How was it for you?"), [Optional()], choices=named(FEELING_WORDS))
    call_me = RadioField(
        N_("Shall we call you?"), [Optional()], choices=named(CALL_WORDS),
        default=CallMe.NO.value,
    )  # fmt: skip
    worry = RadioField(
        N_("Are you worried about them?"), [Optional()], choices=named(WORRY_WORDS),
        default=Worry.NO.value,
    )  # fmt: skip
    pause_asked = BooleanField(N_("They asked for a pause"))
    again = BooleanField(N_("It was one more talk on that day"))
    note = TextAreaField(
        N_("A short note"),
        [Length(max=LONGEST_NOTE, message=N_("Write at most 300 characters."))],
        description=N_("Leave out names, places and anything that could point to a person."),
    )

    def choose_day(self, day: date, today: date) -> None:
        """Have the day chosen on which the talk was."""
        near = {today: When.TODAY, today - timedelta(days=1): When.YESTERDAY}
        self.when.data, self.day.data = near.get(day, When.OTHER).value, day

    def entry(self, today: date) -> LogEntry:
        """Give what was said."""
        days = {When.TODAY: today, When.YESTERDAY: today - timedelta(days=1)}
        return LogEntry(
            outcome=TalkOutcome(self.outcome.data),
            on_day=days.get(When(self.when.data)) or self.day.data or today,
            minutes=self.minutes.data,
            way=self.way.data or None,
            feeling=Feeling(self.feeling.data) if self.feeling.data else None,
            call_me=CallMe(self.call_me.data or CallMe.NO),
            worry=Worry(self.worry.data or Worry.NO),
            pause_asked=bool(self.pause_asked.data),
            note=self.note.data or "",
        )


class TapForm(Form):
    """How it is going, in two taps."""

    going = RadioField(N_("How is it going?"), [Optional()], choices=named(GOING_WORDS))
    not_heard = BooleanField(N_("I have not heard from them"))
    wants_to_talk = BooleanField(N_("I want to talk with someone from the team"))

    def entry(self) -> TapEntry:
        """Give what was said."""
        going = Going(self.going.data) if self.going.data else None
        return TapEntry(going, bool(self.not_heard.data), bool(self.wants_to_talk.data))
