"""How every page looks to somebody: colours, the key that leaves, no mail and no names."""

from collections.abc import Callable
from datetime import datetime

import pytest
from bs4 import Tag

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Scheme
from mentorship.accounts.service.display import choose_display
from mentorship.installation import Installation
from mentorship.kernel.config import Post
from mentorship.notices.queries import wish_of
from mentorship.notices.rules import Way
from mentorship.notices.service import choose_way
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_first_contact
from tests import scenes
from tests.cast import Cast
from tests.pages import Page, Visitor
from tests.participants import acting

As = Callable[..., Visitor]
LOUD = {"scheme": "auto", "leaves_by_key": "on", "is_quiet": "off"}
REACH = Reach(Channel.EMAIL, "noor@example.org", SafeHours(), False, "", "", "Marmalade")


def frame(page: Page) -> tuple[list[str], bool]:
    """Give the classes of the page, and whether the key leaves it."""
    html, leave = page.soup.html, page.soup.find("a", attrs={"data-exit": True})
    assert html
    assert isinstance(leave, Tag)
    return list(html.get("class") or []), leave.has_attr("data-exit-key")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_looks_as_somebody_chose_and_nobody_elses(
    as_: As, cast: Cast, visitor: Visitor, scheme: str
) -> None:
    noor = as_(cast.noor)
    assert frame(noor.page("desk.home")) == ([], True)
    chosen = {**LOUD, "scheme": scheme, "leaves_by_key": "off"}
    noor.post("accounts.save_display", chosen, to="accounts.account")
    for browser in (noor, as_(cast.noor)):
        assert frame(browser.page("desk.home")) == ([scheme], False)
    assert frame(as_(cast.kit).page("desk.home")) == ([], True)
    assert frame(visitor.page("desk.front")) == ([], True)
    checked = noor.page("accounts.display").soup.select("input[checked]")
    assert [box["value"] for box in checked] == [scheme, "off", "off"]
    noor.post("accounts.save_display", LOUD)
    assert frame(noor.page("desk.home")) == ([], True)


def test_staff_choose_too_but_are_not_asked_about_quiet(as_: As, cast: Cast) -> None:
    rosa = as_(cast.rosa)
    assert not rosa.page("accounts.display").says("Extra quiet")
    rosa.post("accounts.save_display", {"scheme": "dark", "leaves_by_key": "off"})
    assert frame(rosa.page("desk.home")) == (["dark"], False)


def test_nothing_is_saved_while_something_is_not_chosen(as_: As, cast: Cast) -> None:
    page = as_(cast.noor).post("accounts.save_display", {**LOUD, "scheme": "pink"}, status=422)
    assert page.problem("scheme")


def test_whoever_wants_it_quiet_reads_no_name_on_the_first_page(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.active(session, now, scenes.of_the_cast(session, cast, now))
    noor = as_(cast.noor)
    called = noor.page("desk.home").soup.select_one("section strong bdi")
    assert called
    name = called.get_text()
    assert len(name) > 2
    noor.post("accounts.save_display", {**LOUD, "is_quiet": "on"})
    home = noor.page("desk.home")
    assert name not in home.text
    assert home.says(f"{name[0]}.")
    noor.post("accounts.save_display", LOUD)
    assert noor.page("desk.home").says(name)


def test_whoever_wants_it_quiet_gets_no_mail_until_they_choose_it_again(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    installation.database.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        save_first_contact(session, acting(noor), noor, REACH, now)
        choose_way(session, acting(noor), noor, Way.MAIL, now)
        assert wish_of(session, noor.id) is Way.MAIL
        choose_display(session, acting(noor), Scheme.AUTO, now, by_key=True, quiet=True)
        assert wish_of(session, noor.id) is None
    browser = as_(cast.noor, stepped_up=True)
    browser.page("notices.way")
    page = browser.post("notices.choose_way", {"way": "mail"}, status=422)
    assert page.problem("way").endswith("It is set under the account.")
    browser.post("accounts.save_display", LOUD)
    browser.post("notices.choose_way", {"way": "mail"}, to="notices.way")


def test_the_phone_is_still_rung_where_it_is_quiet(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        choose_way(session, acting(noor), noor, Way.PHONE, now)
        choose_display(session, acting(noor), Scheme.AUTO, now, by_key=True, quiet=True)
        assert wish_of(session, noor.id) is Way.PHONE
