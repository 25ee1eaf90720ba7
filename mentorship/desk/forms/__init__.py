"""What an administrator fills in about the agency; nothing here asks the database."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from mentorship.desk.forms.languages import LanguagesForm
from mentorship.desk.forms.neutral import LEAVING, HasBeen, NeededWhenClosed, Neutral
from mentorship.desk.forms.numbers import (
    A_NUMBER,
    ICON_WORDS,
    NUMBERS,
    OBJECTIVES,
    WEEKDAYS,
    WEIGHT,
    Number,
)  # fmt: skip
from mentorship.desk.forms.section import SectionForm
from mentorship.kernel import clock
from mentorship.kernel.forms import named
from mentorship.kernel.settings import Agency, Door
from mentorship.kernel.words import N_, _, local
from mentorship.notices.forms import OneAddress
from mentorship.profiles.questions.criteria import LABELS, WEIGHTS

MOST_HOLIDAYS = 100


class SiteForm(SectionForm):
    """How the site is called, where its exit leads, and who may join."""

    site_name = StringField(
        N_("Name of the site"),
        [InputRequired(N_("Give the site a name.")), Neutral()],
        description=N_("It stands in the title of every page. Choose one that says nothing."),
    )
    icon = RadioField(
        N_("Icon in the tab"), [InputRequired(N_("Choose one."))], choices=named(ICON_WORDS)
    )
    exit_label = StringField(
        N_("Words on the exit button"),
        [InputRequired(N_("Write a word.")), Neutral(but=LEAVING)],
        description=N_("It stands on every page. Say that one leaves, and nothing of why."),
    )
    exit_address = StringField(
        N_("Where the exit leads"),
        [InputRequired(N_("Give an address that starts with https.")), Neutral()],
        description=N_("A page that many people open, like the weather. Not a search page."),
    )
    time_zone = StringField(N_("Time zone"), description=N_("For example Europe/Dublin."))
    door = RadioField(
        N_("Who may join?"),
        [InputRequired(N_("Choose one."))],
        choices=named(
            {
                Door.INVITATION.value: N_("People with a card from us"),
                Door.OPEN.value: N_("Anybody"),
                Door.CLOSED.value: N_("Nobody for now"),
            }
        ),
    )
    closed_until = DateField(N_("Closed until"), [NeededWhenClosed(), Optional()])

    def validate_exit_address(self, field: Field) -> None:
        """Let through only addresses of pages on the web."""
        try:
            parts = urlsplit(field.data or "")
        except ValueError:
            parts = urlsplit("")
        if parts.scheme != "https" or not parts.hostname or " " in (field.data or ""):
            raise ValidationError(_("Give an address that starts with https."))

    def validate_time_zone(self, field: Field) -> None:
        """Let through only zones that exist."""
        if field.data not in available_timezones():
            raise ValidationError(_("Write a time zone like Europe/Dublin."))

    def changes(self) -> dict[str, Any]:
        """Give the settings as the form says them."""
        return {**super().changes(), "door": Door(self.door.data)}


class ReachForm(SectionForm):
    """Whom people can reach, and when; those who deputise are staff accounts."""

    crisis_line = StringField(N_("Crisis line"), description=N_("Name and number."))
    youth_line = StringField(N_("Line for people under 18"))
    staffed_weekdays = SelectMultipleField(
        N_("On which days is somebody there?"), coerce=int, choices=named(WEEKDAYS)
    )
    holidays = TextAreaField(
        N_("On which days is nobody there all the same?"),
        description=N_("One day a line, for example 2026-12-25. Nothing falls due on them."),
    )
    staffed_from_hour = IntegerField(
        N_("From which hour?"),
        [InputRequired(N_("Write a number.")), NumberRange(0, 23, A_NUMBER)],
        description=N_("A whole hour, for example 9."),
    )
    staffed_until_hour = IntegerField(
        N_("Until which hour?"),
        [InputRequired(N_("Write a number.")), NumberRange(1, 24, A_NUMBER)],
        description=N_("A whole hour, for example 17."),
    )
    on_call_line = StringField(N_("On-call number"))
    on_call_mail = StringField(
        N_("Mail of who is on call"), [OneAddress()],
        description=N_(
            "A worry about safety sends a mail there that says only to sign in, where nobody on "
            "call gave an address of their own."
        ),
    )  # fmt: skip
    week_mail_day = SelectField(
        N_("Day of the weekly mail to staff"), coerce=int, choices=named(WEEKDAYS)
    )
    deputies = SelectMultipleField(
        N_("Deputies"), description=N_("What nobody takes in time comes to them first.")
    )
    complaint_contact = StringField(
        N_("Somebody outside for complaints"), description=N_("Name and phone.")
    )

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Offer the staff who may see what is on the board."""
        self.deputies.choices = named(dict(staff))

    def validate_holidays(self, field: Field) -> None:
        """Refuse lines that are no day, and more than anybody keeps up to date."""
        try:
            days = _days(field.data)
        except ValueError:
            raise ValidationError(_("Write each day like 2026-12-25, one a line.")) from None
        if len(days) > MOST_HOLIDAYS:
            raise ValidationError(_("Write at most %(n)s days.", n=MOST_HOLIDAYS))

    def changes(self) -> dict[str, Any]:
        """Give the hours as the form says them, with the days off in their order."""
        return {**super().changes(), "holidays": _days(self.holidays.data)}

    def validate_staffed_until_hour(self, field: Field) -> None:
        """Refuse hours that end before they begin."""
        start = self.staffed_from_hour.data
        if start is not None and field.data is not None and field.data <= start:
            raise ValidationError(_("Write an hour that is later than the first one."))


class TextsForm(SectionForm):
    """The agency's own texts."""

    must_pass_on = TextAreaField(
        N_("What we must pass on"),
        description=N_("What cannot be kept secret, in plain words. Everybody reads it."),
    )
    agreement = TextAreaField(N_("Lines of the agreement"), description=N_("One line each."))
    safety_procedure = TextAreaField(
        N_("What staff do when somebody is worried about safety"),
        [InputRequired(N_("Write at least one step."))],
        description=N_("One step a line. They stand beside each worry about safety."),
    )
    contact_after = TextAreaField(
        N_("Contact after talks have ended"),
        [InputRequired(N_("Write at least one rule."))],
        description=N_("One rule a line. At an ending one is chosen, and both are told the same."),
    )

    def changes(self) -> dict[str, Any]:
        """Give the texts, with the day on which they were written down."""
        dated = local(clock.now()).date() if self.must_pass_on.data else None
        return {**super().changes(), "must_pass_on_dated": dated}


class DatesForm(SectionForm):
    """What was done outside this program, and when."""

    retention_dated = DateField(
        N_("We decided how long we keep records on"), [Optional(), HasBeen()]
    )
    keys_escrowed_on = DateField(
        N_("Two people keep the keys in a safe place since"), [Optional(), HasBeen()]
    )
    restore_tried_on = DateField(
        N_("We last tried to bring back a backup on"), [Optional(), HasBeen()]
    )


class NumbersForm(SectionForm):
    """The numbers an agency may change; the defaults are those of practice standards."""

    def validate_erase_months(self, field: Field) -> None:
        """Refuse that a record goes before staff were to look at it."""
        looked = self.quiet_months.data
        if looked is not None and field.data is not None and field.data <= looked:
            raise ValidationError(_("Write more months than until staff look at it."))


def _form_of(numbers: Mapping[str, Number]) -> type[NumbersForm]:
    """Make the form of one page of numbers."""
    form: type[NumbersForm] = type("NumbersForm", (NumbersForm,), {"__doc__": NumbersForm.__doc__})
    for name, asked in numbers.items():
        needed = Optional() if asked.may_be_empty else InputRequired(N_("Write a number."))
        bounds = NumberRange(asked.least, asked.most, A_NUMBER)
        field = IntegerField(asked.label, [needed, bounds], description=asked.hint)
        setattr(form, name, field)
    return form


class MatchingForm(SectionForm):
    """What a round aims at, and how much each criterion counts."""

    objective = RadioField(
        N_("What is best?"),
        [InputRequired(N_("Choose one."))],
        choices=named(OBJECTIVES),
        description=N_("It holds from the next round on. Earlier rounds keep what they ran under."),
    )

    @classmethod
    def of(cls, agency: Agency) -> Self:
        """Fill the form with the weights that hold now."""
        form = super().of(agency)
        for key, usual in WEIGHTS.items():
            form[WEIGHT + key].data = agency.weights.get(key, usual)
        return form

    def validate_weight_topics(self, _field: Field) -> None:
        """Insist that something counts; asked once, beside the first weight."""
        if not any(self[WEIGHT + key].data for key in WEIGHTS):
            raise ValidationError(_("At least one must be over 0."))

    def changes(self) -> dict[str, Any]:
        """Give the aim and the weights; earlier rounds keep those they ran under."""
        weights = {key: self[WEIGHT + key].data for key in WEIGHTS}
        return {"objective": self.objective.data, "weights": weights}


for _key in WEIGHTS:
    setattr(
        MatchingForm,
        WEIGHT + _key,
        IntegerField(
            LABELS[_key],
            [InputRequired(N_("Write a number.")), NumberRange(0, 100, A_NUMBER)],
            description=N_("How much it counts: from 0 (not at all) to 100."),
        ),
    )


SECTIONS: dict[str, tuple[str, type[SectionForm]]] = {
    "site": (N_("The site and its door"), SiteForm),
    "spoken": (N_("Languages"), LanguagesForm),
    "reach": (N_("People to reach"), ReachForm),
    "texts": (N_("Our texts"), TextsForm),
    "dates": (N_("Done outside this program"), DatesForm),
    **{name: (label, _form_of(numbers)) for name, (label, numbers) in NUMBERS.items()},
    "rounds": (N_("What a round aims at"), MatchingForm),
}


def _days(lines: str | None) -> tuple[date, ...]:
    return tuple(sorted({date.fromisoformat(it.strip()) for it in (lines or "").split()}))
