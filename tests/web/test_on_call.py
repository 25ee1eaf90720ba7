"""The plan of who is on call, as an administrator fills it in."""

from collections.abc import Callable

from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.config import Post
from mentorship.kernel.duty import Shift
from tests.cast import Cast, Member
from tests.pages import Visitor

As = Callable[..., Visitor]
PUT, PUT_DATE, OUT = "desk.put_on_call", "desk.put_on_call_that_day", "desk.take_off_call"


def plan(installation: Installation) -> tuple[Shift, ...]:
    with installation.database.reading() as session:
        return settings.current(session).on_call


def nights(first: Member, **more: object) -> dict[str, object]:
    hours = {"starts": "17:00", "ends": "09:00"}
    return {"day": ["0", "1"], **hours, "first": str(first.person_id), "second": "", **more}


def test_lines_go_in_for_several_days_at_once_are_read_with_their_gaps_and_go_out(
    installation: Installation, cast: Cast, as_: As
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    page = ada.page("desk.on_call")
    assert page.says("Nobody is on call now.")
    assert not page.says("Ruth"), "who may not see the board is not offered"
    ada.post(PUT, nights(cast.rosa, second=str(cast.lena.person_id)), to="desk.on_call")
    assert [shift.day for shift in plan(installation)] == [0, 1]
    page = ada.page("desk.on_call")
    assert page.says("Monday, 17:00 to 09:00 of the next day")
    assert page.says("Rosa, then Lena")
    assert page.says("From Wednesday 4 March 2026, 17:00 to Thursday 5 March 2026, 09:00")
    ada.post(OUT, {"line": plan(installation)[0].key}, to="desk.on_call")
    assert [shift.day for shift in plan(installation)] == [1]
    ada.page("desk.on_call")
    ada.post(OUT, {"line": "0 17:00 09:00"}, status=409)


def test_a_date_differs_and_may_be_with_nobody(
    installation: Installation, cast: Cast, as_: As
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.on_call_that_day")
    said = {"day": "2026-12-24", "starts": "09:00", "ends": "17:00", "first": "", "second": ""}
    ada.post(PUT_DATE, said, to="desk.on_call")
    page = ada.page("desk.on_call")
    assert page.says("Thursday 24 December 2026, 09:00 to 17:00")
    (line,) = plan(installation)
    assert not line.is_weekly
    ada.page("desk.on_call_that_day")
    page = ada.post(PUT_DATE, {**said, "day": "2020-12-24"}, status=422)
    assert page.problem("day") == "To fix: Choose a day that is not past."


def test_what_cannot_be_is_refused_beside_its_field_and_kept(
    installation: Installation, cast: Cast, as_: As
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.on_call")
    ada.post(PUT, nights(cast.rosa), to="desk.on_call")
    rosa = str(cast.rosa.person_id)
    for wrong, field in (
        ({"day": []}, "day"), ({"starts": "25:00"}, "starts"), ({"ends": ""}, "ends"),
        ({"first": ""}, "first"), ({"first": str(cast.noor.person_id)}, "first"),
        ({"second": rosa}, "second"), ({"starts": "16:00"}, "starts"),
    ):  # fmt: skip
        page = ada.post(PUT, {**nights(cast.rosa), **wrong}, status=422)
        assert page.problem(field), wrong
    page = ada.post(PUT, nights(cast.lena, starts="16:00"), status=422)
    assert page.problem("starts") == (
        "To fix: These hours are in the plan already: Monday, 17:00 to 09:00 of the next day."
    )
    assert 'value="16:00"' in page.html
    assert len(plan(installation)) == 2


def test_the_plan_says_when_it_counts_for_nobody_because_no_mail_goes_out(
    installation: Installation, cast: Cast, as_: As
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    said = "Who is on call is not told"
    assert not ada.page("desk.on_call").says(said)
    every_day = [str(day) for day in range(7)]
    ada.post(PUT, nights(cast.rosa, day=every_day, ends="17:00"), to="desk.on_call")
    page = ada.page("desk.on_call")
    assert page.says("No mail server is set up, so nobody on call hears of a worry.")
    assert page.says("By the plan alone there is no gap")
    assert not page.says("There is no gap")
    installation.database.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    assert ada.page("desk.on_call").says("No mail reaches Rosa")
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, clock.now(), on_call_mail="duty@example.org")
    page = ada.page("desk.on_call")
    assert page.says("There is no gap")
    assert not page.says(said)


def test_whoever_is_not_here_any_more_is_said_to_be_nobody(
    installation: Installation, cast: Cast, as_: As
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.on_call")
    ada.post(PUT, nights(cast.rosa, day=["0", "1", "2", "3", "4"]), to="desk.on_call")
    rosa = {"person_id": cast.rosa.person_id}
    ada.page("accounts.staff_member", **rosa)
    ada.post("accounts.suspend_staff", {}, **rosa)
    assert ada.page("desk.on_call").says("Somebody who is not here any more")


def test_nobody_else_finds_the_plan(cast: Cast, as_: As) -> None:
    for stranger in (cast.rosa, cast.lena, cast.noor):
        as_(stranger, stepped_up=True).page("desk.on_call", status=404)
