"""Pictures of every page of everybody, to be looked at: `make screens`.

They show the full agency of the tests, one picture for each page and kind of reader, in a folder
for each way to look at it. Nothing is compared: a picture is for people.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from mentorship.kernel import static
from tests.browser.chromium import FLAGS, executable
from tests.browser.conftest import DESK, PHONE
from tests.browser.stage import Stage
from tests.conftest import NOW
from tests.databases import Databases
from tests.surface import Seen, surface


@dataclass(frozen=True)
class Look:
    """One way to look at every page."""

    device: dict[str, Any]
    language: str = "en"
    script: bool = True


LOOKS = {
    "phone-light": Look({**PHONE, "color_scheme": "light"}),
    "phone-dark": Look({**PHONE, "color_scheme": "dark"}),
    "phone-without-script": Look(PHONE, script=False),
    "phone-arabic": Look(PHONE, "ar"),
    "desk-light": Look({**DESK, "color_scheme": "light"}),
}

# What stays on the screen would stand in the middle of a picture of a whole page.
STILL = ".top, .sticky { position: static !important }"


def take(folder: Path, only: Iterable[str]) -> int:
    """Take the pictures of some looks, or of all; tell how many there are."""
    count, app = 0, Flask(__name__, static_folder=None)
    static.prepare(app)
    with TemporaryDirectory() as shared, sync_playwright() as playwright:
        databases = Databases(Path(shared))
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        for name in only or LOOKS:
            pages = surface(databases, NOW, LOOKS[name].language)
            count += _take(folder / name, browser, app, LOOKS[name], pages)
        browser.close()
    return count


def _take(folder: Path, browser: Browser, app: Flask, look: Look, pages: Iterable[Seen]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(browser, app, look.device, STILL)
    firsts: dict[str, Seen] = {}
    for seen in pages:
        if seen.is_html:
            mended = "" if seen.status == 200 else f"-{seen.status}"
            firsts.setdefault(f"{seen.audience}-{seen.endpoint}{mended}", seen)
    for name, seen in firsts.items():
        stage.show(seen.body, script=look.script)
        picture = folder / f"{re.sub('[^a-z0-9]+', '-', name)}.png"
        stage.page.screenshot(path=picture, full_page=True, scale="css")
    stage.close()
    return len(firsts)


if __name__ == "__main__":
    print(take(Path(sys.argv[1]), sys.argv[2:]), "pictures in", sys.argv[1])  # noqa: T201
