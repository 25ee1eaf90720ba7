"""What people fill in about talks, how it is going and safety, and staff on the board."""

from datetime import date, timedelta
from enum import StrEnum

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from mentorship.checkins.rules.calendars import TITLE_WORDS, Title
from mentorship.checkins.rules.follow_ups import Kind, Outcome, outcomes
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
from mentorship.checkins.rules.reports import READERS, WHOSE_WORDS
from mentorship.checkins.rules.rhythms import ENDS_WORDS, EVERY_WORDS, Ends, Every, Repeat
from mentorship.checkins.rules.talks import WAY_WORDS
from mentorship.checkins.rules.wordings import OUTCOME_SAID, SNOOZE_SAID
from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_
from mentorship.notices.rules import REACHED_WORDS
from mentorship.profiles.questions.kinds import DAY_LABELS

CHOOSE = N_("Choose one.")
NOBODY = {"": N_("Nobody who works here")}


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


class NeededWhen:
    """Asks for a field only when another one has a certain value."""

    def __init__(self, other: str, value: str, sentence: str) -> None:
        self.other, self.value, self.sentence = other, value, sentence

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse an empty field, or stop quietly when it is not needed."""
        if field.data is None:
            field.errors = []
            if form[self.other].data == self.value:
                raise ValidationError(self.sentence)
            raise StopValidation


class PairForm(Form):
    """A form that asks whom it is about when there is more than one."""

    who = RadioField(N_("Who?"), [InputRequired(N_("Choose who it is about."))])

    has_several = False

    def offer(self, pairs: list[tuple[str, str]]) -> None:
        """Offer the people one talks with; the only one needs no choosing."""
        self.who.choices = named(dict(pairs))
        self.has_several = len(pairs) > 1
        if len(pairs) == 1:
            self.who.data = pairs[0][0]
            self.who.process_data(pairs[0][0])


class TalkForm(PairForm):
    """One talk to be added."""

    day = DateField(N_("Which day?"), [InputRequired(N_("Choose a day."))])
    at = TimeField(N_("What time?"), [InputRequired(N_("Choose a time."))])
    minutes = IntegerField(
        N_("How many minutes?"), [InputRequired(N_("Write a number of minutes."))], default=60
    )
    way = RadioField(N_("How?"), [InputRequired(CHOOSE)], choices=named(WAY_WORDS))


class RhythmForm(TalkForm):
    """How often a pair talks, from a first time on."""

    every = RadioField(N_("How often?"), [InputRequired(CHOOSE)], choices=named(EVERY_WORDS))
    days = SelectMultipleField(
        N_("Which days?"), choices=named(dict(enumerate(DAY_LABELS.values()))), coerce=int,
        description=N_("Only if you choose the days yourself."),
    )  # fmt: skip
    weeks = IntegerField(
        N_("Every how many weeks?"), [Optional()], default=1,
        description=N_("Only if you choose the days yourself."),
    )  # fmt: skip
    ends = RadioField(
        N_("When does it end?"), [InputRequired(CHOOSE)], choices=named(ENDS_WORDS),
        default=Ends.OPEN.value,
    )  # fmt: skip
    last_day = DateField(N_("Last day"), [NeededWhen("ends", Ends.DAY, N_("Choose the last day."))])
    count = IntegerField(
        N_("How many talks?"), [NeededWhen("ends", Ends.TIMES, N_("Write how many talks."))]
    )

    def repeat(self) -> Repeat:
        """Give what was chosen."""
        every = Every(self.every.data)
        own = every is Every.DAYS
        return Repeat(
            every,
            weeks=1 if self.weeks.data is None or not own else self.weeks.data,
            days=tuple(self.days.data or ()) if own else (),
            last_day=self.last_day.data if self.ends.data == Ends.DAY else None,
            count=self.count.data if self.ends.data == Ends.TIMES else None,
        )


class MoveForm(Form):
    """Another time for one talk."""

    day = DateField(N_("Which day?"), [InputRequired(N_("Choose a day."))])
    at = TimeField(N_("What time?"), [InputRequired(N_("Choose a time."))])


class ZoneForm(Form):
    """By which clock somebody goes; what is not in the list is told by the rule."""

    zone = SelectField(N_("Which clock do you go by?"), [Optional()], validate_choice=False)

    def offer(self, zones: tuple[str, ...]) -> None:
        """Offer the zones there are."""
        self.zone.choices = named({zone: zone.replace("_", " ") for zone in zones})


class WordForm(Form):
    """The word that stands in somebody's calendar."""

    title = RadioField(
        N_("Which word?"), [InputRequired(CHOOSE)], choices=named(TITLE_WORDS),
        default=Title.CALL.value,
    )  # fmt: skip
    word = StringField(N_("Your own word"), description=N_("Only if you choose your own."))


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
    note = TextAreaField(
        N_("A short note"),
        [Length(max=LONGEST_NOTE, message=N_("Write at most 300 characters."))],
        description=N_("Leave out names, places and anything that could point to a person."),
    )

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


class SafetyForm(Form):
    """A worry about somebody's safety now."""

    whose = RadioField(
        N_("Whose safety is it?"), [InputRequired(CHOOSE)], choices=named(WHOSE_WORDS)
    )
    words = TextAreaField(N_("What should we know? You can leave this empty."))


class ComplaintForm(Form):
    """Somebody was not treated right."""

    reader = RadioField(
        N_("Who should read this?"), [InputRequired(CHOOSE)], choices=named(READERS)
    )
    about = SelectField(
        N_("Is it about somebody who works here? They will not see it."), [Optional()]
    )
    words = TextAreaField(
        N_("What happened? Write as much or as little as you like."),
        [DataRequired(N_("Write a few words, so that the reader knows what to do."))],
    )

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Offer the staff who can be named."""
        self.about.choices = named({**NOBODY, **dict(staff)})


class TakeForm(Form):
    """Nothing but the button."""


class ContactForm(Form):
    """How a contact went."""

    reached = RadioField(
        N_("How did it go?"), [InputRequired(CHOOSE)], choices=named(REACHED_WORDS)
    )
    still_safe = BooleanField(N_("They said this way to reach them is still safe"))


class SnoozeForm(Form):
    """Until when something is put off, and why."""

    until = DateField(N_("Until which day?"), [InputRequired(N_("Choose a day."))])
    why = RadioField(N_("Why?"), [InputRequired(CHOOSE)], choices=named(SNOOZE_SAID))


class ResolveForm(Form):
    """How it ended."""

    outcome = RadioField(N_("How did it end?"), [InputRequired(N_("Choose how it ended."))])

    def offer(self, kind: Kind) -> None:
        """Offer the outcomes that go with the kind."""
        self.outcome.choices = named({ended: OUTCOME_SAID[ended] for ended in outcomes(kind)})

    @property
    def chosen(self) -> Outcome:
        """Give the outcome chosen."""
        return Outcome(self.outcome.data)
