"""What the administrator's words are held to: none that tell, and days that can be true."""

from datetime import date

from wtforms import Field
from wtforms.validators import StopValidation, ValidationError

from mentorship.kernel import clock
from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.forms import Form
from mentorship.kernel.settings import Door
from mentorship.kernel.words import _, joined, local

FIRST_DAY = date(2020, 1, 1)
# The button says what it does; these words tell no more than that.
LEAVING = frozenset({"exit", "exiting", "escape", "هروب"})


class Neutral:
    """Refuses words that would tell a stranger what this is, but for those that are let through."""

    def __init__(self, but: frozenset[str] = frozenset()) -> None:
        self._but = but

    def __call__(self, _form: Form, field: Field) -> None:
        """Name the words that tell."""
        found = [it for it in telltale_words(field.data or "") if it not in self._but]
        if found:
            raise ValidationError(
                _("Choose other words: %(words)s would tell what this is.", words=joined(found))
            )


class HasBeen:
    """Refuses days to come, and days before there was any such program."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Let through what can have been done by today."""
        if field.data and not FIRST_DAY <= field.data <= local(clock.now()).date():
            raise ValidationError(_("Choose a day that has been."))


class NeededWhenClosed:
    """Asks until when nobody may join; it stands before `Optional`, which would let blanks by."""

    def __call__(self, form: Form, field: Field) -> None:
        """Ask for a date when the door is closed."""
        if form["door"].data == Door.CLOSED and not field.data:
            raise StopValidation(_("Say until when."))
