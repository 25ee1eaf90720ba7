"""Whichever view breaks, the page is the same and says nothing of what was typed or went wrong."""

from collections import defaultdict
from collections.abc import Callable

import pytest
from flask import Flask

from mentorship.installation import Installation
from mentorship.kernel.access import permission_of, requires
from tests.audiences import VISITOR, audience_of
from tests.forms import WHO, kind_of, samples
from tests.full import Full
from tests.pages import Visitor, address_of

TOLD = "quincetold"
# It is asked by a machine and reads no settings, so that its page names nobody to call.
BY_A_MACHINE = "desk.health"


def break_every_view(app: Flask) -> None:
    """Let every view raise something that holds what was typed."""
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False
    for endpoint, view in list(app.view_functions.items()):
        permission = permission_of(view)
        if permission is not None:

            @requires(permission)
            def broken(**_values: object) -> str:
                raise ValueError(TOLD)

            app.view_functions[endpoint] = broken


def pages(
    app: Flask, installation: Installation, full: Full, as_: Callable[..., Visitor]
) -> dict[str, set[tuple[int, str]]]:
    """Give what comes back from every address, by endpoint, as somebody it is for."""
    browsers = {
        role: as_(full.everybody()[names[0]], stepped_up=True) for role, names in WHO.items()
    }
    browsers[VISITOR] = Visitor(app)
    chosen = samples(installation, full)
    came = defaultdict[str, set[tuple[int, str]]](set)
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {one: chosen[kind_of(rule.endpoint, one)][0] for one in rule.arguments}
        address = address_of(app, rule.endpoint, values)
        browser = browsers[sorted(audience_of()[rule.endpoint])[0]]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = browser.client.open(address, method=method, data={"words": TOLD})
            came[rule.endpoint].add((answer.status_code, answer.get_data(as_text=True)))
    return came


def test_every_broken_view_is_the_same_page(
    app: Flask, installation: Installation, full: Full, as_: Callable[..., Visitor],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    break_every_view(app)
    came = pages(app, installation, full, as_)
    by_machine, by_people = came.pop(BY_A_MACHINE), set[tuple[int, str]]().union(*came.values())
    assert len(by_people) == 1
    for status, html in by_people | by_machine:
        assert status == 500
        assert TOLD not in html
        assert "Traceback" not in html
    assert TOLD not in caplog.text


def test_a_page_that_repeats_what_went_wrong_is_noticed(
    app: Flask, installation: Installation, full: Full, as_: Callable[..., Visitor]
) -> None:
    break_every_view(app)
    app.register_error_handler(ValueError, lambda error: (str(error), 500))
    came = pages(app, installation, full, as_).values()
    assert any(TOLD in html for answers in came for _status, html in answers)
