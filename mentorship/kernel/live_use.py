"""What has to be there before an installation is used for real; until it is, it stays shut."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from mentorship.kernel.settings import current
from mentorship.kernel.words import N_, _

BEFORE_LIVE_USE = {
    "site_name": N_("the name of the site"),
    "crisis_line": N_("the crisis line"),
    "youth_line": N_("the youth line"),
    "staffed_hours": N_("the hours in which somebody is there"),
    "on_call_line": N_("the on-call number"),
    "on_call_week": N_("who is on call when"),
    "deputies": N_("the deputies"),
    "complaint_contact": N_("an outside name and phone for complaints"),
    "agreement": N_("the agreement"),
    "must_pass_on": N_("what we must pass on"),
    "must_pass_on_dated": N_("the date of what we must pass on"),
    "retention_dated": N_("the date on which retention was decided"),
    "keys_escrowed_on": N_("the date on which the keys were put in safe hands"),
    "restore_tried_on": N_("the date on which a restore was tried"),
}


Needed = Callable[[Session], list[str]]
_NEEDED: list[Needed] = []


def before_live_use(needed: Needed) -> Needed:
    """Register what else has to be there before live use, as a function that names what is not."""
    _NEEDED.append(needed)
    return needed


def blank(session: Session) -> dict[str, str]:
    """Give in words each setting that must not be blank or undated before live use, and is."""
    agency = current(session)
    return {name: _(said) for name, said in BEFORE_LIVE_USE.items() if not getattr(agency, name)}


def missing(session: Session) -> list[str]:
    """List in words all that is blank, undated or not there and must be before live use."""
    needed = [words for needs in _NEEDED for words in needs(session)]
    return [*blank(session).values(), *needed]


def is_shut(session: Session) -> bool:
    """Tell whether door and rounds stay shut, because a live site still misses something."""
    return not session.info["local"] and bool(missing(session))
