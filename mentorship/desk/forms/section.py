"""What every section of the settings is: a form whose fields are named like what they change."""

from dataclasses import fields
from typing import Any, Self

from wtforms import DateField, TextAreaField

from mentorship.kernel.forms import Form
from mentorship.kernel.live_use import BEFORE_LIVE_USE
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import _

# What is not asked for itself.
RECKONED_FROM = {"staffed_hours": "staffed_weekdays", "must_pass_on_dated": "must_pass_on"}


class SectionForm(Form):
    """One section of the settings: each field is named like the setting it changes."""

    @classmethod
    def of(cls, agency: Agency) -> Self:
        """Fill the form with what holds now; what was posted wins."""
        held = {it.name: getattr(agency, it.name) for it in fields(agency)}
        form = cls(data=held)
        for lines in (it for it in form if isinstance(it, TextAreaField)):
            lines.data = _lines(lines.data)
        return form

    def changes(self) -> dict[str, Any]:
        """Give the settings as the form says them."""
        own = [it.name for it in fields(Agency) if it.name in self]
        return {name: self._told(name, self[name].data) for name in own}

    def empties_nothing(self, before: Agency) -> bool:
        """Refuse to empty what people rely on; a day that was said in error can be taken back."""
        for name in BEFORE_LIVE_USE:
            asked = RECKONED_FROM.get(name, name)
            if asked not in self or isinstance(self[asked], DateField) or self[asked].data:
                continue
            if getattr(before, asked) and not self[asked].errors:
                self.problem(
                    asked, _("People rely on this. Write what holds now, do not empty it.")
                )
        return not self.has_problems

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Offer staff to choose from, where a section has such a field."""

    def _told(self, name: str, data: Any) -> Any:
        if isinstance(data, list):
            return tuple(data)
        if isinstance(getattr(Agency, name, None), tuple):
            return tuple(line.strip() for line in (data or "").splitlines() if line.strip())
        return data


def _lines(value: Any) -> Any:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else value
