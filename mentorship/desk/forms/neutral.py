"""What keeps words that tell out of what an administrator writes."""

from wtforms import Field
from wtforms.validators import ValidationError

from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.forms import Form
from mentorship.kernel.words import _


class Neutral:
    """Refuses words that would tell a stranger what this is."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Name the words that tell."""
        found = telltale_words(field.data or "")
        if found:
            raise ValidationError(
                _("Choose other words: %(words)s would tell what this is.", words=", ".join(found))
            )
