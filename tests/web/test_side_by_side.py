"""For people who do not read: questions heard, pages for two, a sheet that tells nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag

from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.words import use_locale
from mentorship.profiles.questions import THREE, asked_of
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service.aloud import recording_of
from mentorship.profiles.service.sheet import sheet_for
from tests.cast import Cast
from tests.pages import Page, Visitor

As = Callable[..., Visitor]
FIRST = THREE[0]


@pytest.fixture
def recorded(home: Path) -> Path:
    """Put the first question as it is put to mentees, in English, into the folder."""
    folder = home / "aloud"
    folder.mkdir()
    file = folder / f"{FIRST}-en.wav"
    file.write_bytes(b"RIFF")
    return file


def player(page: Page) -> Tag | None:
    found = page.soup.find("audio")
    assert found is None or isinstance(found, Tag)
    return found


def test_a_question_can_be_heard_once_somebody_taps_it(
    as_: As, cast: Cast, recorded: Path, visitor: Visitor
) -> None:
    kit, address = as_(cast.kit), f"/aloud/{FIRST}"
    for page in (
        kit.page("profiles.three_one", code=FIRST),
        kit.page("profiles.choice", code=FIRST),
        as_(cast.rosa).page(
            "profiles.three_one_for", code=FIRST, person_id=cast.kit.person_id, how="in-person"
        ),
    ):
        heard = player(page)
        assert heard
        assert (heard["src"], heard["preload"]) == (address, "none")
    with kit.client.get(address) as answer:
        assert answer.get_data() == b"RIFF"
        assert answer.mimetype in {"audio/x-wav", "audio/wav"}
        assert answer.headers["Cache-Control"] == "no-store"
    visitor.page("profiles.aloud", code=FIRST, to="accounts.sign_in")
    as_(cast.ada).page("profiles.aloud", code=FIRST, status=404)


def test_what_is_put_to_others_or_in_another_language_is_not_offered(
    as_: As, cast: Cast, recorded: Path, home: Path
) -> None:
    amara = as_(cast.amara)
    assert player(amara.page("profiles.three_one", code=FIRST)) is None
    recorded.rename(home / "aloud" / f"{FIRST}-2-en.wav")
    heard = player(amara.page("profiles.three_one", code=FIRST))
    assert heard
    assert heard["src"] == f"/aloud/{FIRST}-2"
    assert recording_of(home, f"{FIRST}-2")
    with use_locale("es"):
        assert recording_of(home, f"{FIRST}-2") is None


def test_no_name_leads_out_of_the_folder(as_: As, cast: Cast, recorded: Path, home: Path) -> None:
    (home / "secret-en.wav").write_text("secret")
    kit = as_(cast.kit)
    for name in ("../secret", "..%2Fsecret", "secret", "q99", f"{FIRST}-en", ""):
        assert kit.client.get(f"/aloud/{name}").status_code == 404, name
        assert recording_of(home, name) is None


def test_side_by_side_the_page_is_large_and_leaves_out_the_way_to_others(
    as_: As, cast: Cast
) -> None:
    rosa, them = as_(cast.rosa), {"person_id": cast.kit.person_id}
    page = rosa.page("profiles.three_one_for", code=FIRST, how="in-person", **them)
    assert page.says("You sit side by side.")
    assert page.soup.select_one("main.beside")
    assert page.soup.find("nav") is None
    page = rosa.page("profiles.three_one_for", code=FIRST, how="phone", **them)
    assert not page.says("You sit side by side.")
    assert page.soup.select_one("main.beside") is None
    assert page.soup.find("nav")


@pytest.mark.parametrize("name", ["kit", "tom"])
def test_the_printed_sheet_tells_nothing(as_: As, cast: Cast, name: str) -> None:
    person_id = getattr(cast, name).person_id
    page = as_(cast.rosa).page("profiles.sheet_for", person_id=person_id, how="paper")
    printed = page.soup.select_one("section.only-print")
    assert printed
    outside = [tag for tag in page.soup.select("main > *") if tag is not printed]
    assert all("no-print" in (tag.get("class") or []) for tag in outside)
    said = printed.get_text(" ")
    assert telltale_words(said) == []
    side = Side.MENTEE if name == "kit" else Side.MENTOR
    sheet = sheet_for(side)
    for row, question in zip(sheet.rows, asked_of(side), strict=True):
        assert len(row.letters) == (0 if row.is_week else len(question.offered(side)))
    words = {words for row in sheet.rows for _letter, words in row.letters}
    assert not [word for word in words if word in said]
    for row in sheet.rows:
        assert row.asks not in said
        assert page.says(row.asks)
