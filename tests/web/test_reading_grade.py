"""Every page reads as easily as those it is for need it, with the words of every state."""

from collections import defaultdict

import pytest

from tests.catalogues import extracted
from tests.reading import grade, hardest, sentences
from tests.surface import Audience, Seen

HARDEST = {
    Audience.EVERYBODY: 6.0,
    Audience.MENTEE: 6.0,
    Audience.MENTOR: 7.0,
    Audience.STAFF: 8.0,
}


def too_hard(pages: list[Seen]) -> dict[str, list[str]]:
    """Name the pages that read too hard, each alone and in all its states together, and why."""
    said = {(one.audience, one.name): sentences(one.body) for one in pages if one.is_html}
    together = defaultdict[tuple[Audience, str], dict[str, None]](dict)
    for one in pages:
        for sentence in said.get((one.audience, one.name), ()):
            together[one.audience, f"{one.endpoint} of {one.audience}"][sentence] = None
    return {
        f"{name}: {grade(some):.1f}": hardest(some)
        for (audience, name), some in {**said, **together}.items()
        if grade(some) > HARDEST[audience]
    }


def test_no_page_reads_harder_than_its_readers_need(pages: list[Seen]) -> None:
    assert too_hard(pages) == {}


def test_no_sentence_of_any_state_makes_a_part_too_hard() -> None:
    """Each file's sentences together, also those that no page of the tests comes to show."""
    said = defaultdict[tuple[Audience, str], dict[str, None]](dict)
    for message in extracted():
        (reader,) = message.auto_comments or ["mentee"]
        one, *_many = message.id if isinstance(message.id, tuple) else (message.id,)
        for place, _line in message.locations:
            for sentence in sentences(f"<main>{one}</main>"):
                said[Audience(reader), place][sentence] = None
    assert len(said) > 100
    hard = {place for (reader, place), some in said.items() if grade(some) > HARDEST[reader]}
    assert hard == set()


@pytest.mark.parametrize("who", ["", "noor", "amara", "rosa"])
def test_a_page_that_reads_too_hard_is_noticed(who: str) -> None:
    hard = "Notwithstanding institutional considerations, participants acknowledge {}obligations."
    many = "".join(f"<p>{hard.format('additional ' * nth)}</p>" for nth in range(8))
    headers = [["Content-Type", "text/html; charset=utf-8"]]
    for words, faults in ((many, 2), ("<p>We will ring you on this day.</p>" * 8, 0)):
        page = Seen(who, "desk.home", "/home", 200, headers, f"<main>{words}</main>")
        assert len(too_hard([page])) == faults
