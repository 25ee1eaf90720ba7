"""What frames every page: whose it is, the links, what was just done, the exit, how it looks."""

from dataclasses import dataclass
from typing import Any

from flask import g, get_flashed_messages, request
from flask_login import current_user

from mentorship.kernel import access, addresses, settings, speaking, words
from mentorship.kernel.access import Actor, How
from mentorship.kernel.behalf import piece_of
from mentorship.kernel.forms import Form


@dataclass(frozen=True)
class Look:
    """How somebody wants the frame of every page: its colours, and whether a key leaves."""

    scheme: str = ""
    exit_key: bool = True


@dataclass(frozen=True)
class Place:
    """One link of the navigation."""

    url: str
    label: str
    here: bool


@dataclass(frozen=True)
class Site:
    """What the frame of every page needs to know."""

    name: str
    lang: str
    dir: str
    signed_in: bool
    participant: bool
    links: tuple[Place, ...]
    said: tuple[str, ...]
    exit_label: str
    exit_address: str
    languages: tuple[speaking.Tongue, ...]
    place: str
    tokens: Form | None
    unsent: Form | None
    beside: bool
    scheme: str
    exit_key: bool


def around(who: Actor, places: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Give what every template knows beside its own values; `places` are the links of the page."""
    agency, language = getattr(g, "agency", settings.Agency()), words.locale()
    look = current_user.look if current_user.is_authenticated else Look()
    signed_in = who.person_id is not None and not who.half_in
    tongues = speaking.tongues(agency)
    site = Site(
        name=agency.site_name,
        lang=str(language).replace("_", "-"),
        dir=language.text_direction,
        signed_in=signed_in,
        participant=who.is_(*access.PARTICIPANTS),
        links=tuple(Place(url, label, here=request.path == url) for url, label in places),
        said=tuple(str(said) for said in get_flashed_messages()),
        exit_label=agency.exit_label,
        exit_address=agency.exit_address,
        languages=tongues,
        place=request.path,
        tokens=Form() if tongues and not signed_in else None,
        unsent=Form() if "unsent" in g else None,
        beside=(request.view_args or {}).get("how") == piece_of(How.IN_PERSON),
        scheme=look.scheme,
        exit_key=look.exit_key,
    )
    return {
        "site": site, "agency": agency, "actor": who, "lang": language,
        "come_back": addresses.to_come_back_to(),
    }  # fmt: skip
