"""Settings: an administrator changes a section, and a new version holds from then on."""

from collections.abc import Callable

from mentorship.installation import Installation
from mentorship.kernel import settings
from tests.cast import Cast
from tests.pages import Visitor

SITE = {
    "site_name": "Blue Door",
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


def test_numbers_have_their_limits(cast: Cast, as_: Callable[..., Visitor]) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="numbers")
    page = ada.post("desk.change_setting", {"offer_days": "0"}, section="numbers", status=422)
    assert page.problem("offer_days")


def test_an_unknown_section_is_nowhere(cast: Cast, as_: Callable[..., Visitor]) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="secrets", status=404)


def test_a_coordinator_finds_no_settings(cast: Cast, as_: Callable[..., Visitor]) -> None:
    as_(cast.rosa, stepped_up=True).page("desk.all_settings", status=404)
