"""Settings: an administrator changes a section, and a new version holds from then on."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime, timedelta

import pytest

from mentorship.desk.forms import SECTIONS
from mentorship.desk.forms.numbers import ICON_WORDS, NUMBERS
from mentorship.installation import Installation
from mentorship.kernel import live_use, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.paths import STATIC
from mentorship.kernel.settings import Agency
from mentorship.matches.queries import rounds
from mentorship.profiles.questions.criteria import WEIGHTS
from tests.cast import Cast
from tests.pages import Visitor
from tests.scenes import run_round

SITE = {
    "site_name": "Blue Door",
    "icon": "leaf",
    "exit_label": "Leave",
    "exit_address": "https://weather.example.org/",
    "time_zone": "Europe/Dublin",
    "door": "open",
    "closed_until": "",
}


def test_a_section_is_saved_as_a_new_version(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    with installation.database.reading() as session:
        before = settings.current(session)
    ada.page("desk.setting", section="site")
    ada.post("desk.change_setting", SITE, section="site", to="desk.all_settings")
    with installation.database.reading() as session:
        now = settings.current(session)
    assert (now.site_name, now.time_zone, now.door) == ("Blue Door", "Europe/Dublin", "open")
    assert now.version == before.version + 1
    assert now.crisis_line == before.crisis_line


def test_icon_and_words_are_shown_before_they_are_saved(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor], visitor: Visitor
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    page = ada.page("desk.setting", section="site")
    assert page.says("Home - Harbour")
    page = ada.post("desk.change_setting", {**SITE, "look": "1"}, section="site", status=200)
    assert page.says("Home - Blue Door")
    assert page.soup.select_one("main img[src*='icons/leaf.svg']")
    with installation.database.reading() as session:
        assert settings.current(session).site_name == "Harbour"
    ada.post("desk.change_setting", {**SITE, "icon": "owl"}, section="site", status=422)
    ada.post("desk.change_setting", SITE, section="site")
    for address in ("/", "/nothing-here"):
        html = visitor.client.get(address).get_data(as_text=True)
        assert "/static/icons/leaf.svg?v=" in html


def test_every_icon_is_there_and_carries_nothing_but_shapes() -> None:
    files = {file.stem: file.read_text() for file in (STATIC / "icons").iterdir()}
    assert set(files) == set(settings.ICONS) == set(ICON_WORDS)
    for drawn in files.values():
        assert set(re.findall(r"<(\w+)", drawn)) <= {"svg", "path", "circle"}
        assert "href" not in drawn


def test_what_would_tell_or_lead_nowhere_is_refused_and_kept(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="site")
    wrong = {
        **SITE, "site_name": "Survivor Mentors", "exit_address": "http://x", "time_zone": "Mars",
        "door": "closed",
    }  # fmt: skip
    page = ada.post("desk.change_setting", wrong, section="site", status=422)
    assert "mentors, survivor" in page.problem("site_name")
    assert page.problem("exit_address")
    assert page.problem("time_zone")
    assert page.problem("closed_until")
    assert 'value="Survivor Mentors"' in page.html
    with installation.database.reading() as session:
        assert settings.current(session).site_name != "Survivor Mentors"


def test_the_exit_button_says_that_one_leaves_and_not_from_what(
    cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    for wrong in ("Escape now from trafficking", "Exit from violence"):
        told = {**SITE, "exit_label": wrong, "exit_address": "https://trafficking.example.org/"}
        page = ada.post("desk.change_setting", told, section="site", status=422)
        assert wrong.split()[-1] in page.problem("exit_label")
        assert "trafficking" in page.problem("exit_address")
    for label in ("Exit this page", "Quick escape", "هروب"):
        told = {**SITE, "exit_label": label}
        ada.post("desk.change_setting", told, section="site", to="desk.all_settings")


@pytest.mark.parametrize(
    ("section", "emptied"),
    [
        ("reach", ("crisis_line", "")),
        ("reach", ("staffed_weekdays", [])),
        ("texts", ("agreement", "")),
    ],
)
def test_what_people_rely_on_is_replaced_and_never_emptied(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor], section: str,
    emptied: tuple[str, object],
) -> None:  # fmt: skip
    ada = as_(cast.ada, stepped_up=True)
    with installation.database.reading() as session:
        before = settings.current(session)
    texts = {
        "agreement": "Be kind.", "safety_procedure": "Call.", "contact_after": "None.",
        "must_pass_on": "Danger to life.",
    }  # fmt: skip
    said: dict[str, object] = {**(REACH if section == "reach" else texts)}
    ada.post("desk.change_setting", said, section=section, to="desk.all_settings")
    name, nothing = emptied
    page = ada.post("desk.change_setting", {**said, name: nothing}, section=section, status=422)
    assert page.problem(name).startswith("To fix: People rely on this.")
    with installation.database.reading() as session:
        assert settings.current(session).version == before.version + 1


@pytest.mark.parametrize("day", ["2026-03-05", "1999-12-31"])
def test_what_was_done_was_done_on_a_day_that_has_been(
    cast: Cast, as_: Callable[..., Visitor], day: str
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="dates")
    done = {"keys_escrowed_on": day, "restore_tried_on": "2026-03-04"}
    page = ada.post("desk.change_setting", done, section="dates", status=422)
    assert page.problem("keys_escrowed_on")
    assert not page.problem("restore_tried_on")


def test_what_is_missing_leads_to_where_it_is_filled_in(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    page = ada.page("desk.all_settings")
    led = {link.get_text(): link["href"] for link in page.soup.select(".notice.late a")}
    with installation.database.reading() as session:
        assert list(led) == live_use.missing(session)
    for words, page_of in (
        ("the deputies", "reach"), ("who is on call when", "on-call"),
        ("the date on which a restore was tried", "dates"),
    ):  # fmt: skip
        assert led[words] == f"/settings/{page_of}"
    home = ada.page("desk.home")
    assert home.says(f"{len(led)} things are still missing.")
    assert not home.says("Nothing waits for you.")


def test_numbers_have_their_limits(cast: Cast, as_: Callable[..., Visitor]) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="numbers")
    page = ada.post("desk.change_setting", {"offer_days": "0"}, section="numbers", status=422)
    assert page.problem("offer_days")


MAY_BE_EMPTY = [
    (section, name, asked.most)
    for section, (_label, numbers) in NUMBERS.items()
    for name, asked in numbers.items()
    if asked.may_be_empty
]
# What the agency does not choose, because safety or the law does.
NOT_CHOSEN = {
    "version", "idle_minutes", "absolute_hours", "absolute_hours_staff", "step_up_minutes",
    "callback_hours", "stop_days", "consent_months", "sentence_hour", "sentence_after_hours",
}  # fmt: skip


def test_every_number_of_the_agency_stands_in_the_settings() -> None:
    numbers = {it.name for it in fields(Agency) if it.type in {int, int | None}}
    asked = {name for _label, form in SECTIONS.values() for name in vars(form)}
    assert numbers - asked == NOT_CHOSEN


def test_each_default_lies_within_its_bounds() -> None:
    for _label, numbers in NUMBERS.values():
        for name, asked in numbers.items():
            default = getattr(Agency(), name)
            assert default is None or asked.least <= default <= asked.most, name


@pytest.mark.parametrize(("section", "name", "most"), MAY_BE_EMPTY)
def test_what_may_be_empty_is_a_number_or_none(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor], section: str, name: str,
    most: int,
) -> None:  # fmt: skip
    ada = as_(cast.ada, stepped_up=True)
    with installation.database.reading() as session:
        current = settings.current(session)
    held = {it: str(getattr(current, it) or "") for it in NUMBERS[section][1]}
    for typed, kept in (("12", 12), ("", None)):
        ada.page("desk.setting", section=section)
        said = {**held, name: typed}
        ada.post("desk.change_setting", said, section=section, to="desk.all_settings")
        with installation.database.reading() as session:
            assert getattr(settings.current(session), name) == kept
    for typed in ("0", str(most + 1), "a dozen"):
        said = {**held, name: typed}
        page = ada.post("desk.change_setting", said, section=section, status=422)
        assert page.problem(name)


def test_an_unknown_section_is_nowhere(cast: Cast, as_: Callable[..., Visitor]) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="secrets", status=404)


def test_a_coordinator_finds_no_settings(cast: Cast, as_: Callable[..., Visitor]) -> None:
    as_(cast.rosa, stepped_up=True).page("desk.all_settings", status=404)


REACH = {
    "crisis_line": "555 0100",
    "youth_line": "555 0101",
    "staffed_weekdays": ["0", "2"],
    "staffed_from_hour": "10",
    "staffed_until_hour": "16",
}


def test_who_deputises_is_chosen_from_the_staff_who_may_see_the_board(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    page = ada.page("desk.setting", section="reach")
    assert page.says("Rosa")
    assert page.says("Lena")
    assert not page.says("Ruth")
    rosa, lena = str(cast.rosa.person_id), str(cast.lena.person_id)
    said = {**REACH, "deputies": [rosa, lena]}
    ada.post("desk.change_setting", said, section="reach", to="desk.all_settings")
    with installation.database.reading() as session:
        now = settings.current(session)
    assert now.deputies == (rosa, lena)
    assert now.staffed_hours == "Monday, Wednesday, 10:00 to 16:00"


def test_hours_that_end_before_they_begin_and_people_who_may_not_see_it_are_refused(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    said = {**REACH, "staffed_until_hour": "9", "deputies": [str(cast.noor.person_id)]}
    page = ada.post("desk.change_setting", said, section="reach", status=422)
    assert page.problem("staffed_until_hour")
    assert page.problem("deputies")
    with installation.database.reading() as session:
        assert settings.current(session).deputies == ()


def test_days_off_are_days_each_on_its_line(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    many = "\n".join(str(date(2026, 1, 1) + timedelta(days=n)) for n in range(101))
    for wrong in ("Christmas", "2026-12-25\n2026-02-30", many):
        said = {**REACH, "holidays": wrong}
        page = ada.post("desk.change_setting", said, section="reach", status=422)
        assert page.problem("holidays"), wrong
    said = {**REACH, "holidays": "2026-12-26\n2026-12-25\n2026-12-25"}
    ada.post("desk.change_setting", said, section="reach", to="desk.all_settings")
    with installation.database.reading() as session:
        days = settings.current(session).holidays
    assert days == (date(2026, 12, 25), date(2026, 12, 26))
    assert "2026-12-25\n2026-12-26" in ada.page("desk.setting", section="reach").html


def aims(**changed: str) -> dict[str, str]:
    return {"objective": "fair", **{f"weight_{key}": "8" for key in WEIGHTS}, **changed}


def test_the_aim_and_the_weights_hold_from_the_next_round_on(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor], now: datetime
) -> None:
    run_round(installation, acting_rosa(installation, cast), now)
    ada = as_(cast.ada, stepped_up=True)
    page = ada.page("desk.setting", section="rounds")
    assert page.soup.find("input", {"name": "weight_topics"})["value"] == str(WEIGHTS["topics"])
    ada.post(
        "desk.change_setting", aims(weight_topics="60"), section="rounds", to="desk.all_settings"
    )
    run_round(installation, acting_rosa(installation, cast), now + timedelta(minutes=1))
    with installation.database.reading() as session:
        later, earlier = rounds.latest(session)
        agency = settings.at_version(session, later.settings_version)
        before = settings.at_version(session, earlier.settings_version)
    assert (agency.objective, agency.weights["topics"], agency.weights["style"]) == ("fair", 60, 8)
    assert (before.objective, before.weights) == ("coverage", {})
    assert '"objective": "fair"' in (later.result or "")


def test_weights_that_weigh_nothing_or_are_no_numbers_are_refused(
    installation: Installation, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    nothing = aims(**{f"weight_{key}": "0" for key in WEIGHTS})
    page = ada.post("desk.change_setting", nothing, section="rounds", status=422)
    assert "At least one must be over 0." in page.problem("weight_topics")
    wrong = aims(weight_style="many", weight_faith="101", objective="greedy")
    page = ada.post("desk.change_setting", wrong, section="rounds", status=422)
    assert page.problem("weight_style")
    assert page.problem("weight_faith")
    assert page.problem("objective")
    with installation.database.reading() as session:
        assert settings.current(session).objective == "coverage"


def acting_rosa(installation: Installation, cast: Cast) -> Actor:
    with installation.database.reading() as session:
        return cast.rosa.actor(session)
