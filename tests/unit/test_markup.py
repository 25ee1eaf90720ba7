"""The checks of every page, each shown to find a planted fault."""

import pytest

from tests.markup import problems, wrong_address
from tests.telling import HARMLESS, REGISTERED, TELLING, telling_words

GOOD = """<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Home - Harbour</title>
<link rel="stylesheet" href="/static/site.css?v=0a1b"></head>
<body><a data-exit href="/leave">Exit this page</a>
<main id="main"><h1>Home</h1><h2>Choices</h2>
<form method="post"><input type="hidden" name="csrf_token" value="c"><input type="hidden"
name="once" value="o"><label for="name">Name</label><input id="name" name="name">
<fieldset><legend>When</legend><label><input type="radio" name="when" value="a"> Now</label>
</fieldset><button>Save</button></form>
<a href="/offers/0b9fbe90-9a3f-4c57-8a5c-d4d1b1d9c0aa">Open</a></main></body></html>"""

FAULTS = [
    ("</main>", "</div></main>", "broken HTML"),
    ("Home</h1>", "Home &nothing;</h1>", "broken HTML"),
    ("Home</h1>", "Home \x01</h1>", "broken HTML"),
    ('name="name">', 'name="name" name="other">', "broken HTML"),
    ('value="a"', 'value="a&nothing;"', "broken HTML"),
    ("<title>Home - Harbour</title>", "<title></title>", "the page has no title"),
    ("Home - Harbour", "Your mentor - Harbour", "says 'mentor'"),
    ("Home - Harbour", "Faith - Harbour", "says 'faith'"),
    ("Home - Harbour", "Home (3) - Harbour", "carries a number"),
    ("<h1>Home</h1>", "", "0 first headings"),
    ("<h2>Choices</h2>", "<h1>Choices</h1>", "2 first headings"),
    ("<h2>Choices</h2>", "<h3>Choices</h3>", "level 3 follows one of level 1"),
    (' lang="en"', "", "<html> has no lang"),
    ('<label for="name">Name</label>', "", "has no label"),
    ("<legend>When</legend>", "", "no fieldset with a legend"),
    (">Open</a>", "></a>", "has no words"),
    ("<h2>Choices</h2>", '<h2 id="main">Choices</h2>', "'main' stands 2 times"),
    ('for="name">Name', 'for="nobody">Name', "for='nobody' leads to nothing"),
    ("</h1>", '</h1><a href="#gone">Fix</a>', "#gone leads to nothing"),
    ("</h1>", "</h1><script>alert(1)</script>", "a script of its own"),
    ("</h1>", "</h1><style>p{}</style>", "styles of its own"),
    ("<h2>", '<h2 style="color:red">', "carries style"),
    ("<h2>", '<h2 onclick="go()">', "carries onclick"),
    ('href="/leave"', 'href="java\tscript:go()"', "runs script"),
    ("</h1>", '</h1><a href="https://example.org/">Away</a>', "without rel=noreferrer"),
    ("/offers/", "/matches/", "says matches"),
    ('name="once"', 'name="twice"', "has 0 of once"),
    ('name="once" value="o">', 'name="once" value="o"><input type="hidden" name="csrf_token">',
     "has 2 of csrf_token"),
    ("data-exit", "", "no way out"),
]  # fmt: skip


def test_a_good_page_has_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(("part", "fault", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_planted_fault_is_found(part: str, fault: str, said: str) -> None:
    assert part in GOOD
    assert any(said in problem for problem in problems(GOOD.replace(part, fault, 1)))


@pytest.mark.parametrize(
    "address",
    [
        "/people?name=Noor Said",
        "/people/noor@example.org",
        "/in?next=//example.org",
        "/victims",
        "/choices/pronouns",
        "/people/somali",
    ],
)
def test_an_address_that_says_something_is_found(address: str) -> None:
    assert wrong_address(address)


@pytest.mark.parametrize(
    "address",
    ["/", "/choices/q07", "/talks?week=2026-03-02", "/people/0b9fbe90-9a3f-4c57-8a5c-d4d1b1d9c0aa"],
)
def test_an_address_of_fixed_words_and_ids_is_fine(address: str) -> None:
    assert wrong_address(address) is None


def test_every_word_of_every_question_would_tell_unless_it_is_said_why_not() -> None:
    assert {"faith", "pronouns", "sikh", "courts", "housing", "albanian", "gender"} <= TELLING
    assert HARMLESS.keys() <= REGISTERED
    assert telling_words("Interfaithful counterpronouns") == []
