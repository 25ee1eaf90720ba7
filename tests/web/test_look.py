"""The page that shows every piece: with every macro in development, and never in live use."""

import re
from dataclasses import replace

import pytest

from mentorship.app import create_app
from mentorship.installation import Installation
from mentorship.kernel.look import TOKENS
from mentorship.kernel.paths import TEMPLATES
from tests.pages import Visitor

# What other macros are made of.
INNER = {"hidden", "target", "notes", "describedby", "unseen", "cell", "chart", "numbers"}


def macros() -> set[str]:
    files = (TEMPLATES / "macros").glob("*.html")
    return {name for file in files for name in re.findall(r"macro (\w+)\(", file.read_text())}


def test_every_piece_and_every_colour_is_shown(visitor: Visitor) -> None:
    page = visitor.page("desk.look")
    source = (TEMPLATES / "site" / "look.html").read_text()
    assert macros() - INNER == {name for name in macros() if f"{name}(" in source} - INNER
    assert macros() > INNER
    for token in set(re.findall(r"--([\w-]+):", TOKENS.read_text())):
        assert page.says(f"--{token}")
    assert page.problem("wrong")


@pytest.mark.only("sqlite", reason="no statement is asked")
def test_in_live_use_there_is_no_such_page(installation: Installation) -> None:
    live = Installation(replace(installation.config, local=False, hosts=("localhost",)))
    app = create_app(live)
    answer = app.test_client().get("/look", base_url="https://localhost")
    nothing = app.test_client().get("/nothing-here", base_url="https://localhost")
    live.close()
    assert answer.status_code == 404
    assert answer.get_data() == nothing.get_data()
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule == "/look"]
