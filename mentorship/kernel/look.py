"""One page with every piece that pages are put together from, only where somebody develops."""

import re
from types import SimpleNamespace

from flask import Flask, render_template
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from mentorship.kernel.access import Permission, requires
from mentorship.kernel.forms import Form, named
from mentorship.kernel.paths import STATIC
from mentorship.kernel.words import N_

TOKENS = STATIC / "css" / "1-tokens.css"
ONE, OTHER = {"a": N_("Yes"), "b": N_("No")}, {"mon-a": N_("Yes"), "mon-b": N_("No")}


class LookForm(Form):
    """One field of each kind."""

    line = StringField(
        N_("First name at work"), description=N_("The people they help are told it.")
    )
    wrong = StringField(N_("Sign-in name"))
    text = TextAreaField(N_("Your words"), [Length(max=300)])
    one = RadioField(N_("When?"), choices=named(ONE))
    some = SelectMultipleField(N_("What do they do?"), choices=named(ONE))
    list = SelectField(N_("How?"), choices=named(ONE))
    tick = BooleanField(N_("With the address of this site"))
    times = SelectMultipleField(N_("When you have time"), choices=named(OTHER))


def prepare(app: Flask, *, local: bool) -> None:
    """Show the page on a machine of one's own; in live use there is no such address."""
    if local:
        app.add_url_rule("/look", "desk.look", look)


@requires(Permission.READ_PUBLIC_PAGE)
def look() -> str:
    """Show every piece, and every colour and size by its name."""
    form = LookForm(formdata=None)
    form.problem("wrong", N_("Type your sign-in name."))
    return render_template(
        "site/look.html", form=form, tokens=_tokens(), tasks=_tasks(), steps=_steps()
    )


def _tokens() -> list[tuple[str, str]]:
    # The first block alone: what follows says the same names for the dark and for paper.
    first = TOKENS.read_text().split("}")[0]
    return re.findall(r"--([\w-]+): ([^;]+);", first)


def _tasks() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title=N_("Languages"), url="/look", kind="ok", status=N_("Done"), hint=""),
        SimpleNamespace(
            title=N_("Talks"), url="/look", kind="due", status=N_("Not done yet"),
            hint=N_("Not done yet"),
        ),
    ]  # fmt: skip


def _steps() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title=N_("Saved"), when="2", by="Rosa", text=""),
        SimpleNamespace(title=N_("Asked"), when="1", by="", text=N_("Your words")),
    ]
