"""Forms about a mentor's readiness: dates and decisions, never what was found."""

from datetime import date
from typing import cast

from wtforms import DateField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_
from mentorship.profiles.rules.readiness import Decision, ReviewMove, Topic

TOPIC_WORDS = {
    Topic.LISTENING: N_("Listening"),
    Topic.LIMITS: N_("Limits"),
    Topic.SAFETY: N_("Safety"),
    Topic.CONFIDENTIALITY: N_("Keeping things private"),
    Topic.TRAUMA: N_("What hard times do to people"),
    Topic.ENDINGS: N_("Good endings"),
    Topic.OTHER: N_("Something else"),
}
DECISION_WORDS = {
    Decision.VETTING: N_("The checks are done, and nothing stands against this person starting."),
    Decision.AGREEMENT: N_("This person is ready, and has agreed to how we work."),
}
A_DAY = N_("Write a day, for example 2026-03-04.")


class DayForm(Form):
    """A form about something that was held on a day."""

    on = DateField(N_("When was it?"), [InputRequired(A_DAY)])

    @property
    def day(self) -> date:
        """Give the day, which is there once the form was found good."""
        return cast("date", self.on.data)


class TrainingForm(DayForm):
    """A training somebody took part in."""

    topic = RadioField(
        N_("What was it about?"),
        [InputRequired(N_("Choose one."))],
        choices=named(TOPIC_WORDS),
    )
    minutes = IntegerField(
        N_("How many minutes?"),
        [
            InputRequired(N_("Write a number of minutes.")),
            NumberRange(1, 6000, N_("Write a number from 1 to 6000.")),
        ],
    )


class SupervisionForm(DayForm):
    """A supervision somebody had."""


class AskForm(Form):
    """Which decision a second person is asked for."""

    decision = RadioField(
        N_("Which decision?"),
        [InputRequired(N_("Choose one."))],
        choices=named(DECISION_WORDS),
    )


class ReviewForm(Form):
    """The second person's word."""

    move = RadioField(
        N_("What do you decide?"),
        [InputRequired(N_("Choose one."))],
        choices=named({ReviewMove.APPROVE: N_("Yes"), ReviewMove.DECLINE: N_("No")}),
    )
