"""The safety line and complaints."""

from collections.abc import Callable

from sqlalchemy import select

from mentorship.checkins.models import Report
from mentorship.installation import Installation
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def reports(installation: Installation) -> list[Report]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Report)))


def test_the_page_says_at_once_whom_to_call_and_only_the_truth(cast: Cast, as_: As) -> None:
    page = as_(cast.noor).page("checkins.tell")
    assert page.says("555 0100")
    assert page.says("555 0102")
    assert page.says("Somebody from the team is here now")


def test_a_worry_is_sent_once_and_stands_on_the_board(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    noor.post("checkins.raise_safety", {"whose": "theirs", "words": "A word."})
    noor.again()
    assert len(reports(installation)) == 1
    board = as_(cast.rosa).page("checkins.board")
    assert board.says("Somebody is worried about someone's safety now")
    assert "A word." not in board.html


def test_without_saying_whose_nothing_is_sent_and_the_words_come_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    page = as_(cast.noor).post("checkins.raise_safety", {"words": "Kept."}, status=422)
    assert page.problem("whose")
    assert "Kept." in page.html
    assert reports(installation) == []


def test_a_complaint_goes_to_the_reader_chosen(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.not_right")
    noor.post("checkins.complain", {"reader": "reviewer", "words": "A word."})
    assert [report.reader for report in reports(installation)] == ["reviewer"]


def test_a_complaint_without_reader_or_words_is_not_sent(
    installation: Installation, cast: Cast, as_: As
) -> None:
    page = as_(cast.noor).post("checkins.complain", {"about": "somebody"}, status=422)
    assert page.problem("reader")
    assert page.problem("words")
    assert page.problem("about")
    assert reports(installation) == []


def test_help_is_there_for_everybody(visitor: Visitor) -> None:
    assert visitor.page("checkins.help_page").says("555 0100")


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.tell", to="accounts.sign_in")
