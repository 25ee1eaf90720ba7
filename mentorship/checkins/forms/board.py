"""What staff fill in on the board: that they have it, how a contact went, how it ended."""

from collections.abc import Sequence

from wtforms import BooleanField, DateField, Field, RadioField, SelectMultipleField, TimeField
from wtforms.validators import InputRequired, Optional

from mentorship.checkins.forms.talks import CHOOSE
from mentorship.checkins.rules.contacts import ANSWER_WORDS, QUESTIONS, Answer, Answers
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, outcomes
from mentorship.checkins.rules.wordings import OUTCOME_SAID, REASON_SAID, SNOOZE_SAID
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

    @property
    def asked(self) -> list[Field]:
        """Give the five questions, safety first."""
        return [self[name] for name in QUESTIONS]

    @property
    def answers(self) -> Answers:
        """Give what they said; what was not asked did not come up."""
        return {name: Answer(self[name].data or Answer.NOT_SAID) for name in QUESTIONS}


for _name, _label in QUESTIONS.items():
    setattr(ContactForm, _name, RadioField(_label, [Optional()], choices=named(ANSWER_WORDS)))


class SnoozeForm(Form):
    """Until when something is put off, and why."""

    until = DateField(N_("Until which day?"), [InputRequired(N_("Choose a day."))])
    why = RadioField(N_("Why?"), [InputRequired(CHOOSE)], choices=named(SNOOZE_SAID))


class ResolveForm(Form):
    """How it ended."""

    reasons = SelectMultipleField(
        N_("What does this end?"),
        [InputRequired(N_("Choose what this ends."))],
        description=N_("What you leave out stays on the board."),
    )
    outcome = RadioField(N_("How did it end?"), [InputRequired(N_("Choose how it ended."))])

    def offer(self, kind: Kind, reasons: Sequence[Reason]) -> None:
        """Offer the outcomes that go with the kind, and the reasons where there are several."""
        self.outcome.choices = named({ended: OUTCOME_SAID[ended] for ended in outcomes(kind)})
        if len(reasons) > 1:
            self.reasons.choices = named({reason: REASON_SAID[reason] for reason in reasons})
        else:
            del self.reasons

    @property
    def chosen(self) -> Outcome:
        """Give the outcome chosen."""
        return Outcome(self.outcome.data)

    @property
    def ends(self) -> list[Reason] | None:
        """Give the reasons that it ends, or nothing where there is but one."""
        return [Reason(reason) for reason in self.reasons.data or ()] if "reasons" in self else None
