"""In which language a request is answered: as its person chose, as its browser did, as is usual.

An account keeps its own choice. A browser in which nobody is signed in keeps one in a cookie that
says nothing but the language, until it is closed.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app, g, request
from werkzeug.wrappers import Response

from mentorship.kernel import languages, words
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import _


@dataclass(frozen=True)
class Tongue:
    """One language to choose: its own name, and what is to be known of it."""

    tag: str
    name: str
    dir: str
    note: str
    here: bool


def speak() -> None:
    """Speak the language of this request from now on, and tell times by the agency's clock.

    What fails before anybody knows who asks is said as well, never in the language of the request
    before.
    """
    if "spoken" in g and g.spoken == ("agency" in g):
        return
    agency: Agency | None = g.get("agency")
    offered = agency.offered if agency else languages.whole()
    own: str | None = g.get("own_language")
    tag = (own if own in offered else chosen(offered)) or offered[0]
    words.set_locale(tag, agency.time_zone if agency else "UTC")
    g.spoken = agency is not None


def chosen(offered: Collection[str]) -> str | None:
    """Tell which of these was chosen in this browser while nobody was signed in."""
    said = request.cookies.get(_cookie())
    return said if said in offered else None


def keep(response: Response, tag: str) -> None:
    """Have a browser in which nobody is signed in speak this language until it is closed."""
    response.set_cookie(
        _cookie(), tag, path="/", secure=not current_app.config["LOCAL"], httponly=True,
        samesite="Strict",
    )  # fmt: skip


def tongues(agency: Agency) -> tuple[Tongue, ...]:
    """List the languages to choose from, each as those who speak it call it; none if it is one."""
    offered = agency.offered
    return tuple(tongue(agency, tag) for tag in offered if len(offered) > 1)


def tongue(agency: Agency, tag: str) -> Tongue:
    """Give one language by its own name, with a mark while no speaker has read it."""
    here = tag == words.language()
    with words.use_language(tag):
        note = "" if agency.is_read(tag) else _("not yet read by a speaker")
    direction = languages.locale_of(tag).text_direction
    return Tongue(tag, languages.own_name(tag), direction, note, here)


def _cookie() -> str:
    return "l" if current_app.config["LOCAL"] else "__Host-l"
