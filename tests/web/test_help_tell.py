"""The safety line and complaints."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp, Report
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.config import Post
from mentorship.kernel.duty import Shift
from tests.cast import Cast
from tests.pages import Visitor, words

As = Callable[..., Visitor]
FRIDAY_NIGHT = datetime(2026, 3, 6, 23, tzinfo=UTC)


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


def test_each_reader_of_a_complaint_is_explained_in_plain_words(cast: Cast, as_: As) -> None:
    page = as_(cast.noor).page("checkins.not_right")
    for said in (
        "Someone of the team who looks after you", "The one in charge of safety",
        "Someone who checks our work and is not there every day",
    ):  # fmt: skip
        assert page.says(said)


def test_a_complaint_goes_to_the_reader_chosen(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.not_right")
    noor.post("checkins.complain", {"reader": "reviewer", "words": "A word."})
    assert [report.reader for report in reports(installation)] == ["reviewer"]


def test_whoever_names_the_only_reader_is_told_who_reads_it_instead(cast: Cast, as_: As) -> None:
    noor, said = as_(cast.noor), {"reader": "reviewer", "words": "A word."}
    noor.page("checkins.not_right")
    noor.post("checkins.complain", {**said, "about": str(cast.ruth.person_id)})
    assert noor.follow().says("We have it. Lena reads it.")
    noor.page("checkins.not_right")
    noor.post("checkins.complain", said)
    assert noor.follow().says("We have it. The one you chose reads it.")


def test_what_nobody_may_read_is_not_sent_and_the_words_stay(
    installation: Installation, cast: Cast, as_: As
) -> None:
    with installation.database.transaction() as session:
        for gone in (cast.ruth, cast.rosa):
            accounts.person(session, gone.person_id).standing = Standing.SUSPENDED
    said = {"reader": "reviewer", "words": "Kept.", "about": str(cast.lena.person_id)}
    page = as_(cast.noor).post("checkins.complain", said, status=422)
    assert "nobody who works here may read it" in page.problem("reader")
    assert "Kept." in page.html
    assert reports(installation) == []


def test_a_complaint_needs_no_words_and_its_reader_is_told_to_ask(
    installation: Installation, cast: Cast, as_: As
) -> None:
    as_(cast.noor).post("checkins.complain", {"reader": "reviewer"})
    with installation.database.reading() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.kind == Kind.COMPLAINT)).one()
    page = as_(cast.ruth).page("checkins.follow_up", row_id=row.id)
    assert page.says("None. Ask them what happened.")


def test_a_complaint_without_reader_is_not_sent(
    installation: Installation, cast: Cast, as_: As
) -> None:
    page = as_(cast.noor).post("checkins.complain", {"about": "somebody"}, status=422)
    assert page.problem("reader")
    assert page.problem("about")
    assert reports(installation) == []


def test_help_is_there_for_everybody(visitor: Visitor) -> None:
    assert visitor.page("checkins.help_page").says("555 0100")


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.tell", to="accounts.sign_in")


def test_at_night_the_page_says_when_somebody_reads_it_and_never_today(
    installation: Installation, cast: Cast, as_: As
) -> None:
    with clock.fixed(FRIDAY_NIGHT):
        noor = as_(cast.noor)
        page = noor.page("checkins.tell")
        assert page.says("The next person reads this on Monday 9 March 2026, 09:00.")
        assert page.says("Call a number above if it cannot wait.")
        assert noor.page("checkins.help_page").says(
            "Nobody is here now. Somebody is here again on Monday 9 March 2026, 09:00."
        )


def test_on_call_the_page_says_who_reads_it_by_the_plan_and_only_where_word_goes_out(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, saturday = str(cast.rosa.person_id), Shift(5, time(8), time(20), "")
    with installation.database.transaction() as session:
        plan = (replace(saturday, first=rosa),)
        settings.change(session, SYSTEM, clock.now(), on_call=plan, on_call_mail="on@example.org")
    with clock.fixed(FRIDAY_NIGHT):
        page = as_(cast.noor).page("checkins.tell")
        assert page.says("The next person reads this on Monday 9 March 2026, 09:00.")
        installation.database.info["post"] = Post("localhost", 25, "notes@example.org")
        page = as_(cast.noor).page("checkins.tell")
        assert page.says("The next person reads this on Saturday 7 March 2026, 08:00.")
    with clock.fixed(FRIDAY_NIGHT + timedelta(hours=10)):
        noor = as_(cast.noor)
        page = noor.page("checkins.tell")
        assert page.says("Somebody is on call now. They get word at once that something waits.")
        # Who is on call sees worries alone: nobody promises them for anything else.
        assert noor.page("checkins.help_page").says("Nobody is here now.")


def test_an_agency_that_named_no_hours_promises_none(
    installation: Installation, cast: Cast, as_: As
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, clock.now(), staffed_weekdays=())
    assert as_(cast.noor).page("checkins.tell").says("We cannot say when somebody reads this.")


def test_somebody_who_works_here_can_be_named(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    assert noor.page("checkins.tell").says("Lena")
    named = str(cast.lena.person_id)
    noor.post("checkins.raise_safety", {"whose": "mine", "about": named})
    assert [report.named_id for report in reports(installation)] == [cast.lena.person_id]
    assert as_(cast.rosa).page("checkins.board").says("safety now")
    assert not as_(cast.lena).page("checkins.board").says("safety now")


def test_staff_record_a_worry_that_somebody_told_them_of(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    whom = {"person_id": cast.kit.person_id, "how": "phone"}
    assert rosa.page("checkins.tell_for", **whom).says(
        "You write down what somebody told you by phone."
    )
    rosa.post("checkins.raise_safety_for", {"whose": "someone_else", "words": "A word."}, **whom)
    (made,) = reports(installation)
    assert (made.person_id, made.how, made.recorded_by) == (
        cast.kit.person_id, "phone", cast.rosa.person_id,
    )  # fmt: skip


def test_staff_record_that_somebody_was_not_treated_right_and_who_is_to_read_it(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.kit.person_id, "how": "phone"}
    steps = rosa.page("profiles.on_behalf", **whom)
    (link,) = [it for it in steps.soup.select("ul.tasks a") if "not treated right" in words(it)]
    page = rosa.open(str(link["href"]))
    assert page.says("You write down what somebody told you by phone.")
    assert page.says("They choose who reads this. Ask them. They get an answer in 5 days.")
    assert not page.says("You choose who reads this.")
    assert rosa.post("checkins.complain_for", {}, status=422, **whom).problem("reader")
    said = {"reader": "reviewer", "words": "A word.", "about": str(cast.lena.person_id)}
    rosa.post("checkins.complain_for", said, to="profiles.on_behalf", **whom)
    assert rosa.follow().says("We have it. The one they chose reads it.")
    rosa.again()
    (made,) = reports(installation)
    assert (made.person_id, made.how, made.recorded_by, made.reader, made.named_id) == (
        cast.kit.person_id, "phone", cast.rosa.person_id, "reviewer", cast.lena.person_id,
    )  # fmt: skip
    assert as_(cast.ruth).page("desk.home").says("not treated right")
    assert not as_(cast.lena).page("desk.today").says("not treated right")


def test_nobody_else_records_for_somebody_that_they_were_not_treated_right(
    installation: Installation, cast: Cast, as_: As
) -> None:
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    for stranger in (cast.kit, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("checkins.not_right_for", status=404, **whom)
        as_(stranger).post("checkins.complain_for", {"reader": "reviewer"}, status=404, **whom)
    assert reports(installation) == []


def test_nobody_else_records_a_worry_for_somebody(
    installation: Installation, cast: Cast, as_: As
) -> None:
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    for stranger in (cast.kit, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("checkins.tell_for", status=404, **whom)
        as_(stranger).post("checkins.raise_safety_for", {"whose": "mine"}, status=404, **whom)
    assert reports(installation) == []
