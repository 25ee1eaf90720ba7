"""Forms about pauses and room."""

from wtforms import BooleanField, DateField, IntegerField
from wtforms.validators import InputRequired, Optional

from mentorship.kernel.forms import Form
from mentorship.kernel.words import N_


class PauseForm(Form):
    """Until when, and whether we may ring in between; no reason."""

    until = DateField(
        N_("Until which day?"),
        [Optional()],
        description=N_("Leave it empty to pause until you come back."),
    )
    reach_monthly = BooleanField(N_("You may reach me once a month"))


class RoomForm(Form):
    """How many people somebody has room for."""

    places = IntegerField(
        N_("How many people do you have room for this month?"),
        [InputRequired(N_("Write a number from 0 to 5."))],
    )
