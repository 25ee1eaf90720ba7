"""The base of every form: clean text, the two hidden tokens, and problems beside their fields."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from secrets import token_urlsafe
from types import TracebackType
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import StopValidation, ValidationError

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _, plural

# What WTForms says by itself of bad input, and what we say instead, in the reader's language.
SAID = {
    "Not a valid choice.": N_("Choose one from the list."),
    "'%(value)s' is not a valid choice for this field.": N_("Choose only from the list."),
    "Invalid Choice: could not coerce.": N_("Choose one from the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_(
        "Choose only from the list."
    ),
    "Not a valid integer value.": N_("Write a whole number."),
    "Not a valid date value.": N_("Write a day like 2026-12-25."),
    "Not a valid time value.": N_("Write a time like 18:30."),
    "This field is required.": N_("Fill this in."),
}
LONGEST_LINE = 200
LONGEST_TEXT = 2000
# What no keyboard types and no page shows: control characters but for ends of lines and tabs, and
# halves of letters.
NEVER_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def named(words: Mapping[Any, str]) -> list[SelectChoice]:
    """Give the options of a field from their words, in that order."""
    return [SelectChoice(str(value), label) for value, label in words.items()]


class Said:
    """What WTForms says by itself, in our words and the language of the moment."""

    def gettext(self, sentence: str) -> str:
        """Say one of its sentences."""
        return _(SAID.get(sentence, sentence))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Say the form of one of its sentences that goes with a number."""
        return _(SAID[one]) if one in SAID else plural(one, many, n)


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """The base of every form: CSRF token, once-token, clean text, and problems beside fields."""

    once = HiddenField(default=lambda: token_urlsafe(16))

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Strips and caps every text, and leaves out what no keyboard types and no page shows."""

        def get_translations(self, form: Any) -> Said:
            """Say what WTForms says by itself as everything else is said."""
            return Said()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Clean whatever was posted before any field sees it."""
            posted = super().wrap_formdata(form, formdata)
            if posted is None:
                # Of a page that is opened: what waits for somebody there.
                posted = g.get("unsent")
            if posted is None:
                return None
            return MultiDict([(name, _shown(said)) for name, said in posted.items(multi=True)])

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind a field with the filters and checks that every text needs."""
            bound = unbound_field.bind(form=form, **options)
            if isinstance(bound, StringField) and not isinstance(bound, HiddenField):
                bound.validators = [_clean_text, *bound.validators]
                if not isinstance(bound, PasswordField):
                    bound.filters = [*bound.filters, _strip]
            return bound

    def problem(self, name: str, sentence: str) -> None:
        """Put a sentence beside a field."""
        self[name].errors = [*self[name].errors, sentence]

    def catching(self) -> "Catching":
        """Put a broken rule that names one of these fields beside it, and stop the deed."""
        return Catching(self)

    @property
    def has_problems(self) -> bool:
        """Tell whether anything stands beside a field."""
        return bool(self.errors) or bool(self.form_errors)


class NeededWhen:
    """Asks for a field only when another one has a certain value."""

    def __init__(self, other: str, value: str, sentence: str) -> None:
        self.other, self.value, self.sentence = other, value, sentence

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse an empty field, or stop quietly when it is not needed."""
        if field.data is None:
            field.errors = []
            if form[self.other].data == self.value:
                raise ValidationError(self.sentence)
            raise StopValidation


class Catching(AbstractContextManager[None, bool]):
    """Stops a deed on a broken rule that belongs beside one of a form's fields."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, RuleBroken) or error.field is None:
            return False
        if error.field in self._form:
            self._form.problem(error.field, error.sentence)
        return error.field in self._form


def _strip(value: str | None) -> str | None:
    return value.strip() if isinstance(value, str) else value


def _shown(value: Any) -> Any:
    return NEVER_SHOWN.sub("", value) if isinstance(value, str) else value


def _clean_text(_form: Form, field_: StringField) -> None:
    if field_.flags.maxlength:
        return  # It says itself how long it may be, in one sentence.
    text = field_.data or ""
    longest = LONGEST_TEXT if isinstance(field_, TextAreaField) else LONGEST_LINE
    if len(text) > longest:
        raise ValidationError(_("Write at most %(n)s characters.", n=longest))
