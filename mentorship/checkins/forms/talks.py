"""What people fill in about their talks: one, how often, another time, the calendar."""

from collections.abc import Mapping
from datetime import date, datetime, time

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from mentorship.checkins.rules.calendars import TITLE_WORDS, Title
from mentorship.checkins.rules.rhythms import ENDS_WORDS, EVERY_WORDS, Ends, Every, Repeat
from mentorship.checkins.rules.talks import WAY_WORDS, Way
from mentorship.kernel.forms import Form, NeededWhen, named
from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import DAY_LABELS

CHOOSE = N_("Choose one.")
CHOOSE_HOW = N_("Choose in which way you talk.")
OWN_CLOCK = N_("By your own clock. You can choose it in your account.")
THEIR_CLOCK = N_("By the clock of whom you record for, not by yours.")


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
    at = TimeField(N_("What time?"), [InputRequired(N_("Choose a time."))], description=OWN_CLOCK)
    minutes = IntegerField(
        N_("How many minutes?"), [InputRequired(N_("Write a number of minutes."))], default=60
    )
    way = RadioField(N_("How?"), [InputRequired(CHOOSE_HOW)], choices=named(WAY_WORDS))


class SuggestForm(Form):
    """Up to three times out of the hours both show."""

    times = SelectMultipleField(N_("Which times fit you? Up to three."), validate_choice=False)
    minutes = IntegerField(
        N_("How many minutes?"), [InputRequired(N_("Write a number of minutes."))], default=60
    )
    way = RadioField(N_("How?"), [InputRequired(CHOOSE_HOW)], choices=named(WAY_WORDS))

    offered: frozenset[str] = frozenset()

    def offer(self, times: dict[str, str]) -> None:
        """Offer the times of one day."""
        self.times.choices = named(times)
        self.offered = frozenset(times)

    def moments(self) -> list[datetime]:
        """Give the chosen times that were offered."""
        chosen = self.offered.intersection(self.times.data or ())
        return [datetime.fromisoformat(said) for said in sorted(chosen)]


class DaysForm(Form):
    """Days on which the weekly hours do not hold: one, or from a first to a last."""

    first = DateField(N_("First day"), [InputRequired(N_("Choose a day."))])
    last = DateField(
        N_("Last day"), [Optional()], description=N_("Only if it is more than one day.")
    )


class RhythmForm(TalkForm):
    """How often a pair talks, from a first time on."""

    every = RadioField(
        N_("How often?"),
        [InputRequired(N_("Choose how often you talk."))],
        choices=named(EVERY_WORDS),
    )
    days = SelectMultipleField(
        N_("Which days?"), choices=named(dict(enumerate(DAY_LABELS.values()))), coerce=int,
        description=N_("Only if you choose the days yourself."),
    )  # fmt: skip
    weeks = IntegerField(
        N_("Every how many weeks?"), [Optional()], default=1,
        description=N_("Only if you choose the days yourself."),
    )  # fmt: skip
    ends = RadioField(
        N_("When does it end?"), [InputRequired(N_("Choose when it ends."))],
        choices=named(ENDS_WORDS), default=Ends.OPEN.value,
    )  # fmt: skip
    last_day = DateField(N_("Last day"), [NeededWhen("ends", Ends.DAY, N_("Choose the last day."))])
    count = IntegerField(
        N_("How many talks?"), [NeededWhen("ends", Ends.TIMES, N_("Write how many talks."))]
    )

    def fill(self, repeat: Repeat, minutes: int, way: Way, day: date | None, at: time) -> None:
        """Show what holds, ready to be changed."""
        ends = Ends.TIMES if repeat.count else Ends.DAY if repeat.last_day else Ends.OPEN
        held = {
            "every": repeat.every.value, "days": list(repeat.days), "weeks": repeat.weeks,
            "ends": ends.value, "last_day": repeat.last_day, "count": repeat.count,
            "minutes": minutes, "way": way.value, "day": day, "at": at,
        }  # fmt: skip
        for name, value in held.items():
            self[name].process(None, value)

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
    at = TimeField(N_("What time?"), [InputRequired(N_("Choose a time."))], description=OWN_CLOCK)


class ZoneForm(Form):
    """By which clock somebody goes; what is not in the list is told by the rule."""

    zone = SelectField(N_("Which clock do you go by?"), [Optional()], validate_choice=False)

    def offer(self, zones: Mapping[str, str]) -> None:
        """Offer the zones there are, by what they are called."""
        self.zone.choices = named(zones)


class WordForm(Form):
    """The word that stands in somebody's calendar."""

    title = RadioField(
        N_("Which word?"), [InputRequired(N_("Choose a word."))], choices=named(TITLE_WORDS),
        default=Title.CALL.value,
    )  # fmt: skip
    word = StringField(N_("Your own word"), description=N_("Only if you choose your own."))

    def leaves_out(self, kept: str) -> bool:
        """Tell whether a word was typed that is not the one kept, and would be thrown away."""
        return self.title.data != Title.OWN.value and self.word.data not in {"", None, kept}
