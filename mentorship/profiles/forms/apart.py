"""Forms about keeping people apart; what was typed into them is never shown again once saved."""

from uuid import UUID

from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_, _
from mentorship.profiles.rules.apart import ApartKind, number_key

MOST_LINES = 20
KIND_WORDS = {
    ApartKind.NAME: N_("A name"),
    ApartKind.PHONE: N_("A phone number"),
    ApartKind.PLACE: N_("A place"),
    ApartKind.CIRCLE: N_("A group of people"),
}


class ApartForm(Form):
    """Somebody or something to be kept away from."""

    kind = RadioField(
        N_("What can you tell us?"),
        [InputRequired(N_("Choose one."))],
        choices=named(KIND_WORDS),
    )
    words = StringField(
        N_("Write it here"),
        [InputRequired(N_("Write the name, number, place or group."))],
        description=N_("One at a time. You can add another one after this."),
    )

    def validate_words(self, field: Field) -> None:
        """Ask for digits where a phone number was promised."""
        if self.kind.data == ApartKind.PHONE and not number_key(field.data or ""):
            raise ValidationError(_("Write the number in digits."))


class KnownAsForm(Form):
    """The names and numbers somebody goes by, one on each line."""

    names = TextAreaField(N_("Names people know you by"), description=N_("One on each line."))
    numbers = TextAreaField(N_("Your phone numbers"), description=N_("One on each line."))

    def validate_names(self, field: Field) -> None:
        """Refuse more lines than anybody goes by."""
        _check_lines(field)

    def validate_numbers(self, field: Field) -> None:
        """Refuse more lines than anybody has numbers, and lines that are none."""
        _check_lines(field)
        if any(not number_key(line) for line in lines(field)):
            raise ValidationError(_("Write each number in digits."))


class TieForm(Form):
    """Whom an entry means."""

    people = SelectMultipleField(N_("Whom does it mean?"))

    def offer(self, people: list[tuple[UUID, str]]) -> "TieForm":
        """Offer these people to choose from, by their codes."""
        self.people.choices = named({str(person_id): code for person_id, code in people})
        return self

    def validate_people(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError(_("Choose at least one, or say that it means nobody here."))

    @property
    def chosen(self) -> list[UUID]:
        """Give who was chosen."""
        return [UUID(person_id) for person_id in self.people.data or []]


def lines(field: Field) -> list[str]:
    """Give the lines of a field that say something."""
    return [line.strip() for line in (field.data or "").splitlines() if line.strip()]


def _check_lines(field: Field) -> None:
    if len(lines(field)) > MOST_LINES:
        raise ValidationError(_("Write at most %(n)s lines.", n=MOST_LINES))
