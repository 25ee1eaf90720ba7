"""What staff fill in on the board: that they have it, how a contact went, how it ended."""

from wtforms import BooleanField, DateField, RadioField, TimeField
from wtforms.validators import InputRequired, Optional

from mentorship.checkins.forms.talks import CHOOSE
from mentorship.checkins.rules.follow_ups import Kind, Outcome, outcomes
from mentorship.checkins.rules.wordings import OUTCOME_SAID, SNOOZE_SAID
from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_
from mentorship.notices.forms import JUST_NOW, STILL_SAFE
from mentorship.notices.rules import REACHED_WORDS


class TakeForm(Form):
    """Nothing but the button."""


class ContactForm(Form):
    """How a contact went."""

    reached = RadioField(
        N_("How did it go?"), [InputRequired(CHOOSE)], choices=named(REACHED_WORDS)
    )
    at = TimeField(N_("At what time today?"), [Optional()], description=JUST_NOW)
    danger = BooleanField(
        N_("It was outside their safe hours: a life was in danger, and I kept to our procedure")
    )
    still_safe = BooleanField(STILL_SAFE)


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
