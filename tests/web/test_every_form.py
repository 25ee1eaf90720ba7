"""Every form takes what nobody should type: a sentence beside the field, nothing lost, no fault.

Each post is undone, so that all of them start from the same agency and none waits for another.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentorship.installation import Installation
from mentorship.kernel import languages
from tests.dumps import forms_of_word
from tests.forms import (
    PLANTED,
    PLANTED_ID,
    PLANTED_NUMBER,
    TELLING,
    Field,
    Form,
    every_form,
    forms_of,
)
from tests.full import Full
from tests.pages import Data, Visitor

As = Callable[..., Visitor]

EXAMPLES, EXAMPLES_LONG = 2, 60
LONG = "x" * 10_000
# NUL, right-to-left signs, emoji and markup: in one, and each alone, where none hides another.
ALONE = ("a\0b", "\u202eabc\u2066", "\U0001f33b", "<script>alert(1)</script>")
WEIRD = "[0]" + "".join(ALONE)
SIGNS = ("", LONG, WEIRD)
CALM = {200, 303, 400, 404, 409, 422, 429}
# Looked at only where another answer asks for it.
ONLY_SOMETIMES = {
    ("matches.decide", "hold_reason"), ("matches.decide", "decline_reason"),
    ("profiles.save_choice", "months"), ("profiles.save_choice_for", "months"),
}  # fmt: skip
# A sentence beside a field, found by the field's name.
BESIDE = r'id="{}-error"><span[^>]*>[^<]*</span>\s*[^\s<]'
WITHOUT_A_FORM = {
    "accounts.keep_shown": "one button, on a page that is there only after something was made",
    "notices.clear_alike": "one button, there only where the same came to somebody twice",
    "accounts.leave": "a link, and a note of the page's script",
}


@pytest.fixture
def every(
    app: Flask, installation: Installation, full: Full, as_: As, monkeypatch: pytest.MonkeyPatch
) -> list[Form]:
    """Find every form; from then on nothing that is sent stays."""
    # The list of languages stands where there are several.
    monkeypatch.setattr(languages, "whole", languages.known)
    found = every_form(app, installation, full, as_)
    monkeypatch.setattr(Session, "commit", Session.rollback)
    return found


def test_every_form_takes_what_nobody_should_type(
    app: Flask, installation: Installation, every: list[Form], pytestconfig: pytest.Config
) -> None:
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posted - {form.endpoint for form in every} == set(WITHOUT_A_FORM)
    long = bool(pytestconfig.option.long)
    for form in every:
        for typed in once_each(corpus(form, each=long)):
            insist(form, typed, form.send(typed))
        if form.fields:
            insist_on_random(form, EXAMPLES_LONG if long else EXAMPLES)
        assert form.client.post(form.action, json={"a": 1}).status_code == 400, form.action
    insist_on_secrecy(installation, every)


def insist_on_secrecy(installation: Installation, every: list[Form]) -> None:
    """What is typed reaches the database sealed, and what no form asks for not at all."""
    with spoken(installation) as values:
        for form in every:
            form.send({}, planted=True)
    assert len(values) > 1000
    assert [value for value in values if gives_away(value)] == []


def corpus(form: Form, *, each: bool) -> Iterator[Data]:
    """Give every sign in every field: all at once, in what is typed alone, and in `each` alone;
    and what makes up the weird one by itself, another in each field that is typed in.
    """
    yield {}
    typed = [one for one in form.fields if one.is_text]
    for turn in range(len(ALONE)) if typed else ():
        yield {one.name: [ALONE[(nth + turn) % len(ALONE)]] for nth, one in enumerate(typed)}
    for sign in SIGNS:
        for some in (form.fields, typed) if typed else (form.fields,):
            yield {one.name: [sign] for one in some}
        for one in form.fields if each else ():
            yield {one.name: [sign]}


def once_each(sent: Iterable[Data]) -> list[Data]:
    """Leave out what was sent before: in a form without words, all fields are all that is typed."""
    kept: list[Data] = []
    for typed in sent:
        if typed not in kept:
            kept.append(typed)
    return kept


def insist_on_random(form: Form, examples: int) -> None:
    """Fill a form at random, well and badly mixed."""

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(fillings(form))
    def calm(typed: Data) -> None:
        insist(form, typed, form.send(typed))

    calm()


def fillings(form: Form) -> st.SearchStrategy[Data]:
    """Draw something for each field: an answer, a sign of the list, any text, or nothing at all."""
    any_text = st.text(st.characters(codec="utf-8"), max_size=60)
    said = st.one_of(st.sampled_from(SIGNS), any_text)
    each = {
        one.name: st.one_of(st.just([one.well_filled]), st.lists(said, max_size=2))
        for one in form.fields
    }
    return st.fixed_dictionaries(each)


def insist(form: Form, typed: Data, answer: TestResponse) -> None:
    """Insist on a calm answer; of a refusal, on a sentence and on all that was typed."""
    where, html = (form.page, form.action, typed), answer.get_data(as_text=True)
    assert answer.status_code in CALM, (where, answer.status_code)
    assert "<script>alert" not in html, where
    assert "\0" not in html, where
    if answer.status_code == 422:
        assert 'role="alert"' in html, where
    if answer.status_code == 422 and typed and not any(map(any, typed.values())):
        # Also one that the answer adds, as a second log of a day asks whether it was one more.
        assert re.search(BESIDE.format(r"[\w-]+"), html), where
    for one in form.fields:
        said = {**form.well_filled, **typed}.get(one.name, [])
        if refused(form, one, said):
            assert answer.status_code != 303, (where, one)
        if answer.status_code == 422 and refused(form, one, said):
            assert beside(one, html), (where, one)
        if answer.status_code == 422 and one.is_text:
            assert came_back(said, html), (where, one)


def refused(form: Form, one: Field, said: list[str]) -> bool:
    """Tell whether a field can never take this: nothing, too long, or none of its options."""
    if one.required and not any(said):
        return True
    if one.kind in {"radio", "select"}:
        is_looked_at = (form.endpoint, one.name) not in ONLY_SOMETIMES
        return is_looked_at and any(value and value not in one.options for value in said[:1])
    return one.is_text and any(len(value) == len(LONG) for value in said[:1])


def beside(one: Field, html: str) -> bool:
    """Tell whether a sentence stands beside a field."""
    return bool(re.search(BESIDE.format(re.escape(one.name)), html))


def came_back(said: list[str], html: str) -> bool:
    """Tell whether what was typed stands in a field again, without what no page can show."""
    kept = (letter for letter in "".join(said[:1]) if letter in "\r\n\t" or letter >= " ")
    shown = escape("".join(kept).strip())
    return f'value="{shown}"' in html or f"{shown}</textarea>" in html


@pytest.mark.parametrize("fault", ["lost", "unsaid"])
def test_a_form_that_loses_what_was_typed_or_says_nothing_is_noticed(
    app: Flask, visitor: Visitor, fault: str
) -> None:
    page = visitor.page("accounts.words")
    form = next(forms_of(visitor, page))
    typed = {"name": [LONG], "words": [WEIRD]}
    answer = form.send(typed)
    insist(form, typed, answer)
    gone = {"lost": LONG, "unsaid": 'id="name-error"'}[fault]
    answer.set_data(answer.text.replace(gone, ""))
    with pytest.raises(AssertionError):
        insist(form, typed, answer)


@pytest.mark.parametrize("value", [TELLING, PLANTED, PLANTED_ID, PLANTED_NUMBER])
def test_a_value_that_gives_away_is_noticed(installation: Installation, value: object) -> None:
    with spoken(installation) as values, installation.database.transaction() as session:
        session.connection().execute(text("SELECT :value"), {"value": str(value)})
    assert any(map(gives_away, values))


@contextmanager
def spoken(installation: Installation) -> Iterator[list[Any]]:
    """Collect every value that statements carry into the database."""
    values: list[Any] = []

    def note(_c: Connection, _k: object, _statement: str, given: Any, *_more: object) -> None:
        for one in given if isinstance(given, list) else [given]:
            values.extend(one.values() if isinstance(one, dict) else one)

    event.listen(installation.database.engine, "before_cursor_execute", note)
    yield values
    event.remove(installation.database.engine, "before_cursor_execute", note)


def gives_away(value: object) -> bool:
    """Tell whether a value holds what was typed or planted, plainly or in another form."""
    stored = value if isinstance(value, bytes) else str(value).encode()
    hidden = (PLANTED, PLANTED_ID.hex, str(PLANTED_ID), str(PLANTED_NUMBER), TELLING)
    return any(form in stored for word in hidden for form in forms_of_word(word))
