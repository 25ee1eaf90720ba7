"""What staff fill in after a call, and how somebody wants to be told."""

from wtforms import BooleanField, RadioField, TimeField
from wtforms.validators import InputRequired, Optional

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_
from mentorship.notices.rules import REACHED_WORDS, Way

JUST_NOW = N_("Leave it empty if it was just now.")
STILL_SAFE = N_("They said this way to reach them is still safe")


class ClearForm(Form):
    """Nothing but the button."""


class CallForm(Form):
    """How one call went."""

    reached = RadioField(
        N_("How did it go?"),
        [InputRequired(N_("Choose how the call went."))],
        choices=named(REACHED_WORDS),
    )
    at = TimeField(N_("At what time today?"), [Optional()], description=JUST_NOW)
    still_safe = BooleanField(STILL_SAFE)


class WayForm(Form):
    """How somebody wants to be told."""

    way = RadioField(
        N_("How should we tell you things?"),
        [InputRequired(N_("Choose one."))],
        choices=named(
            {
                Way.IN_APP: N_("Here, when I sign in"),
                Way.PHONE: N_("A person calls me, in the way I said is safe"),
            }
        ),
    )
