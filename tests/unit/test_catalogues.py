"""No sentence is left out of the catalogues, and no translation breaks what it translates."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from mentorship.kernel import languages
from mentorship.kernel.forms import SAID
from tests import catalogues
from tests.catalogues import extracted
from tests.marked import (
    glued_in_template,
    physical_in_style,
    unmarked_in_python,
    unmarked_in_template,
)

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = extracted()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TRANSLATED = catalogues.languages()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
TAG = re.compile(r"</?\w[^>]*>")
# Which says a number in words may leave the number out.
NUMBER = "%(n)s"
# What a calendar is written with, which is no word of any language.
PATTERN = re.compile(r"[EMdyHm :.,]+")
LETTERS = {"ar": re.compile("[\u0600-\u06ff]"), "es": re.compile("[A-Za-zÀ-ÿ]")}
# Who looks after the machine reads these, in English; the demo is told in English as well.
NOT_FOR_PEOPLE = ("mentorship/cli.py", "mentorship/demo/")
# What WTForms says, which is said in our words instead.
ALLOWED = SAID.keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_the_sentences_of_today(language: str) -> None:
    held = catalogues.path_of(language).read_text()
    assert held == catalogues.updated(language, TEMPLATE), "make words brings it up to date"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_what_it_translates_whole(language: str) -> None:
    wrong = [fault for message in catalogues.read(language) for fault in broken(message)]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_written_in_the_letters_of_its_language(language: str) -> None:
    strange = [
        form
        for message in catalogues.read(language)
        for form in ((message.string,) if isinstance(message.string, str) else message.string)
        if message.id and not is_in_letters(form, language)
    ]
    assert strange == []
    assert not is_in_letters({"ar": "Hola", "es": "مرحبا"}[language], language)


def is_in_letters(form: str, language: str) -> bool:
    """Tell whether what stands around the gaps and tags is written as the language is, if it is."""
    words = TAG.sub("", PLACEHOLDER.sub("", form))
    if not any(sign.isalpha() for sign in words) or PATTERN.fullmatch(words):
        return True
    return bool(LETTERS[language].search(words))


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("Call %(line)s.", "Llama."),
        ("Call %(line)s.", "Llama al %(linea)s."),
        ("<b>Now</b>", "<b>Ahora"),
        ("Now.", "Ahora. "),
        ("Now?", "Ahora."),
        (("%(n)s week", "%(n)s weeks"), ("%(n)s semana", "semanas")),
        (("%(n)s week", "%(n)s weeks"), ("%(n)s semana", "")),
    ],
)
def test_a_broken_translation_is_found(
    said: str | tuple[str, str], translated: str | tuple[str, str]
) -> None:
    catalog = Catalog(locale="es")
    assert list(broken(catalog.add(said, translated)))


def broken(message: Message) -> list[str]:
    """Tell what a translation has more or less than its original; nothing while there is none."""
    if not message.id or not message.string or not any(message.string):
        return []
    if isinstance(message.id, str):
        return _differs(message.id, str(message.string), at_least=message.id)
    one, many = message.id
    forms = list(message.string)
    found = [f"{many!r} misses a form"] if not all(forms) else []
    # The last form is for the most numbers; others may say their number in words.
    for form in forms[:-1]:
        found += _differs(many, form, at_least=one.replace(NUMBER, ""))
    return found + _differs(many, forms[-1], at_least=many)


def _differs(original: str, translated: str, *, at_least: str) -> list[str]:
    here, there = (Counter(PLACEHOLDER.findall(it)) for it in (original, translated))
    needed = Counter(PLACEHOLDER.findall(at_least))
    found = []
    if there - here or needed - there:
        found.append("other placeholders")
    if Counter(TAG.findall(original)) != Counter(TAG.findall(translated)):
        found.append("other tags")
    if original.startswith(" ") is not translated.startswith(" "):
        found.append("another space before it")
    if original.endswith(" ") is not translated.endswith(" "):
        found.append("another space behind it")
    if ends(original) != ends(translated):
        found.append("another end")
    return [f"{original!r} → {translated!r}: {fault}" for fault in found]


def ends(said: str) -> str:
    """Tell how a sentence ends: with a stop, a question, or openly."""
    last = said.rstrip('\u2069 ”"»)')[-1:]
    return {"؟": "?", "۔": "."}.get(last, last) if last in ".?؟۔:…" else ""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda it: it.stem)
def test_every_word_of_a_template_is_marked(path: Path) -> None:
    assert unmarked_in_template(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello there</p>",
        '<a aria-label="Hello there" href="/"></a>',
        "<p>{{ _('Hello') }} there</p>",
        "{% trans %}One{% endtrans %} Two",
    ],
)
def test_a_planted_word_in_a_template_is_found(source: str) -> None:
    assert unmarked_in_template(source)


def test_no_sentence_of_a_template_goes_on_in_a_part_of_its_own() -> None:
    found = {path.name: glued_in_template(path.read_text()) for path in TEMPLATES}
    assert {name: parts for name, parts in found.items() if parts} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('You meet') }} <bdi>{{ name }}</bdi></p>",
        "{{ _('You can') }} <a href='/talks'>{{ _('plan a talk') }}</a>.",
        "<bdi>{{ name }}</bdi> {{ _('asked for a call') }}",
    ],
)
def test_a_planted_part_of_a_sentence_is_found(source: str) -> None:
    assert glued_in_template(source)


def test_every_sentence_in_python_is_marked() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {said}"
        for path in sorted((ROOT / "mentorship").rglob("*.py"))
        if not path.relative_to(ROOT).as_posix().startswith(NOT_FOR_PEOPLE)
        for said in unmarked_in_python(path.read_text())
        if said not in ALLOWED
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ['deed.say("It is saved.")', 'x = {"a": "Somebody else"}', 'raise RuleBroken("Choose a day.")'],
)
def test_a_planted_sentence_in_python_is_found(source: str) -> None:
    assert list(unmarked_in_python(source))


def test_no_style_knows_left_from_right() -> None:
    found = [physical_in_style(path.read_text()) for path in (ROOT / "static").rglob("*.css")]
    assert [line for lines in found for line in lines] == []


@pytest.mark.parametrize(
    "line",
    ["a { margin-left: 1em; }", "left: 0;", "text-align: right;", "border-top-left-radius: 1px"],
)
def test_a_planted_side_is_found(line: str) -> None:
    assert physical_in_style(line)


def test_a_language_that_misses_one_sentence_of_a_mentee_is_not_whole() -> None:
    catalog = _all_said()
    assert languages.bound(catalog).is_whole
    missing = next(it for it in catalog if it.id and "mentee" in it.auto_comments)
    missing.string = ""
    assert not languages.bound(catalog).is_whole


def test_a_language_may_miss_what_only_staff_read() -> None:
    catalog = _all_said()
    for message in catalog:
        if message.id and "staff" in message.auto_comments:
            message.string = ("", "") if message.pluralizable else ""
    assert languages.bound(catalog).is_whole


def _all_said() -> Catalog:
    catalog = Catalog(locale="es")
    for message in TEMPLATE:
        if message.id:
            catalog.add(
                message.id, message.id, auto_comments=message.auto_comments,
                context=message.context,
            )  # fmt: skip
    return catalog
