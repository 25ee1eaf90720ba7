"""What people fill in about safety, and about not being treated right."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from mentorship.checkins.forms.talks import CHOOSE
from mentorship.checkins.rules.reports import READERS, WHOSE_WORDS
from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_

NOBODY = {"": N_("Nobody who works here")}
NOBODY_HERE = {"": N_("Nobody here")}


class SafetyForm(Form):
    """A worry about somebody's safety now."""

    whose = RadioField(
        N_("Whose safety is it?"), [InputRequired(CHOOSE)], choices=named(WHOSE_WORDS)
    )
    about = SelectField(
        N_("Does it have to do with somebody here? They never read this."), [Optional()]
    )
    words = TextAreaField(N_("What should we know? You can leave this empty."))

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Offer those whom it can name: the ones one talks with, and the staff."""
        self.about.choices = named({**NOBODY_HERE, **dict(people)})


class ComplaintForm(Form):
    """Somebody was not treated right."""

    reader = RadioField(
        N_("Who should read this?"), [InputRequired(CHOOSE)], choices=named(READERS)
    )
    about = SelectField(
        N_("Is it about somebody who works here? They will not see it."), [Optional()]
    )
    words = TextAreaField(
        N_("What happened? Write as much or as little as you like. You can leave this empty."),
    )

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Offer the staff who can be named."""
        self.about.choices = named({**NOBODY, **dict(staff)})
