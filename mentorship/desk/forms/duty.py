"""The plan of who is on call, as an administrator fills it in: a line for each week, or a date."""

from collections.abc import Iterator
from datetime import date

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired

from mentorship.desk.forms.numbers import WEEKDAYS
from mentorship.kernel.duty import Shift
from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_

NOBODY = {"": N_("Nobody")}
A_TIME = N_("Write a time like 17:30.")


class ShiftForm(Form):
    """What every line of the plan asks after its day: the hours, and the two people."""

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Offer the staff who may see what is on the board."""
        for name in ("first", "second"):
            self[name].choices = named({**NOBODY, **dict(staff)})

    @property
    def shifts(self) -> Iterator[Shift]:
        """Give the lines that the form says."""
        said = [self[name].data for name in ASKED]
        for day in self.days:
            yield Shift(day, *said)

    @property
    def days(self) -> list[int] | list[date]:
        """Give the days that the form says."""
        raise NotImplementedError


class WeekForm(ShiftForm):
    """Hours of every week, the same on each of the days chosen."""

    day = SelectMultipleField(
        N_("On which days?"), [InputRequired(N_("Choose at least one day."))], coerce=int,
        choices=named(WEEKDAYS),
    )  # fmt: skip

    @property
    def days(self) -> list[int]:
        """Give the days of the week."""
        return list(self.day.data or ())


class DateForm(ShiftForm):
    """Hours of one date, in place of what every week says."""

    day = DateField(N_("On which date?"), [InputRequired(N_("Choose a day."))])

    @property
    def days(self) -> list[date]:
        """Give the date."""
        return [self.day.data] if self.day.data else []


# Made after the day, so that they are asked, and looked at, after it.
ASKED = {
    "starts": TimeField(N_("From"), [InputRequired(A_TIME)]),
    "ends": TimeField(
        N_("Until"), [InputRequired(A_TIME)],
        description=N_("Not later than it starts: it ends on the next day."),
    ),
    "first": SelectField(N_("Who is on call first?")),
    "second": SelectField(
        N_("Who is on call second?"),
        description=N_("They read it too. The worry comes to them where the first may not see it."),
    ),
}  # fmt: skip
for _form in (WeekForm, DateForm):
    for _name, _field in ASKED.items():
        setattr(_form, _name, _field)


class OutForm(Form):
    """The line that is taken out, in a form of one button."""

    line = StringField()
