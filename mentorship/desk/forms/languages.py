"""Which languages an agency offers, and when somebody who speaks one has read what stands in it."""

from typing import Any, Self

from wtforms import DateField, Field, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from mentorship.desk.forms.neutral import HasBeen
from mentorship.desk.forms.section import SectionForm
from mentorship.kernel import languages
from mentorship.kernel.forms import named
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import N_, _


class LanguagesForm(SectionForm):
    """Which languages are offered, which is the usual one, and when a speaker read each.

    Only whole ones can be chosen, and one that is whole no longer is not spoken.
    """

    languages = SelectMultipleField(
        N_("Which languages do you offer?"),
        [InputRequired(N_("Choose at least one language."))],
        description=N_("Those in which every page of who takes part is translated."),
    )
    usual = RadioField(
        N_("Which one is spoken until somebody chooses?"),
        [InputRequired(N_("Choose one."))],
        description=N_("Mail to who is on call is in it too."),
    )

    @classmethod
    def of(cls, agency: Agency) -> Self:
        """Fill the form with what holds now."""
        form = super().of(agency)
        form.usual.data = form.usual.data or agency.offered[0]
        for tag, name in READ.items():
            form[name].data = form[name].data or agency.languages_read.get(tag)
        return form

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Offer the languages that are whole, by their own names."""
        names = {tag: languages.own_name(tag) for tag in languages.whole()}
        self.languages.choices = self.usual.choices = named(names)
        for tag, name in READ.items():
            if tag not in names:
                del self[name]

    def validate_usual(self, field: Field) -> None:
        """Insist that the usual language is one of those offered."""
        if field.data not in (self.languages.data or []):
            raise ValidationError(_("Choose one of the languages you offer."))

    def changes(self) -> dict[str, Any]:
        """Give the languages, the usual one first, and the days on which they were read."""
        others = [tag for tag in self.languages.data or [] if tag != self.usual.data]
        read = {tag: self[name].data for tag, name in READ.items() if name in self}
        return {
            "languages": (self.usual.data, *others),
            "languages_read": {tag: day for tag, day in read.items() if day},
        }


# A speaker's word for a language stands beside its name, in a field of its own.
READ = {tag: f"read_{tag}" for tag in languages.known() if tag != languages.SOURCE}
for _tag, _name in READ.items():
    setattr(
        LanguagesForm,
        _name,
        DateField(
            languages.own_name(_tag),
            [Optional(), HasBeen()],
            description=N_("Somebody who speaks it has read every sentence on this day."),
        ),
    )
