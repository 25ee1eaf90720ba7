"""What would tell a stranger what this is, in every language that the product speaks."""

import re
from pathlib import Path

import pytest

from mentorship.checkins.rules.calendars import TITLE_WORDS
from mentorship.kernel import discretion
from mentorship.kernel.discretion import telltale_words
from mentorship.notices.rules import letters
from tests import catalogues

TEMPLATES = sorted((Path(__file__).resolve().parents[3] / "templates").rglob("*.html"))
TITLE = re.compile(r"\{% block title %\}(.*?)\{% endblock", re.DOTALL)
SEEN_BY_OTHERS = {
    letters.USUAL_SUBJECT, letters.NEWS, letters.ON_CALL, letters.ON_CALL_SUBJECT,
    letters.WEEK_SUBJECT, *TITLE_WORDS.values(),
}  # fmt: skip


def titles() -> set[str]:
    """Give the sentences of which the titles of pages are made."""
    blocks = [block for path in TEMPLATES for block in TITLE.findall(path.read_text())]
    return {said for block in blocks for said in re.findall(r"_\('([^']+)'", block)}


@pytest.mark.parametrize("language", ["en", *catalogues.languages()])
def test_no_title_mail_or_calendar_tells_in_any_language(language: str) -> None:
    catalog = catalogues.read(language)
    ours = sorted(titles() | SEEN_BY_OTHERS)
    said = [str(message.string or it) if (message := catalog.get(it)) else it for it in ours]
    assert len(ours) > 60
    assert [(it, found) for it in said if (found := telltale_words(it))] == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Your MENTOR wrote", ["mentor"]),
        ("sex24", ["sex"]),
        ("Línea de víctimas", ["víctimas"]),
        ("VICTIMA", ["victima"]),
        ("Grupo de terapia y refugio", ["refugio", "terapia"]),
        ("بيت الضحايا", ["الضحايا"]),
        ("خط للعُنف", ["للعُنف"]),
        ("وبالإساءة", ["وبالإساءة"]),
        ("Libros, لقاء, Weather", []),
        ("Clase de español", []),
        ("موعد مع البنك", []),
    ],
)
def test_a_word_tells_however_it_is_typed(typed: str, found: list[str]) -> None:
    assert telltale_words(typed) == found


def test_the_list_holds_no_word_that_the_check_would_never_meet() -> None:
    assert [word for word in discretion.TELLTALE if not telltale_words(word)] == []
