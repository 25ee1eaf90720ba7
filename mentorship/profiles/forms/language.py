"""The form in which staff note the language they speak with somebody."""

from collections.abc import Mapping

from wtforms import RadioField
from wtforms.validators import InputRequired

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_


class SpokenForm(Form):
    """Which language is spoken with somebody."""

    language = RadioField(
        N_("Which language do you speak with them?"),
        [InputRequired(N_("Choose one of the languages in the list."))],
    )

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer the languages there are, by their own names."""
        self.language.choices = named(names)
