"""Forms of staff about people: a new one without a sign-in."""

from wtforms import BooleanField, Field, RadioField
from wtforms.validators import InputRequired, ValidationError

from mentorship.accounts.rules import Kind
from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_, _

YES, NO = "yes", "no"
KIND_WORDS = {
    Kind.MENTEE: N_("To have somebody at their side"),
    Kind.MENTOR: N_("To be at somebody's side"),
}


class NewPersonForm(Form):
    """Somebody who takes part without a sign-in; asked before anything is stored."""

    adult = RadioField(
        N_("Are they 18 or older?"),
        [InputRequired(N_("Choose one."))],
        choices=named({YES: N_("Yes"), NO: N_("No, or not sure")}),
    )
    kind = RadioField(
        N_("What are they here for?"),
        [InputRequired(N_("Choose one."))],
        choices=named(KIND_WORDS),
    )
    told = BooleanField(N_("I read out to them what we must pass on."))

    def validate_told(self, field: Field) -> None:
        """Ask that they were told before they say anything."""
        if not field.data:
            raise ValidationError(_("Read it out to them first."))
