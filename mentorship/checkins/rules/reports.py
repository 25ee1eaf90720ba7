"""Worries about safety and complaints: whose it is, and who may read the words."""

from enum import StrEnum

from mentorship.kernel.access import Role
from mentorship.kernel.words import N_


class Whose(StrEnum):
    """Whose safety it is about: the one who says it, the one they talk with, or another."""

    MINE = "mine"
    THEIRS = "theirs"
    SOMEONE_ELSE = "someone_else"


WHOSE_WORDS = {
    Whose.MINE: N_("Mine"),
    Whose.THEIRS: N_("That of the one I talk with"),
    Whose.SOMEONE_ELSE: N_("Someone else's"),
}
WHOSE_SAID = {
    Whose.MINE: N_("Their own safety"),
    Whose.THEIRS: N_("The safety of the one they talk with"),
    Whose.SOMEONE_ELSE: N_("Someone else's safety"),
}
READERS = {
    Role.COORDINATOR: N_("Someone of the team who looks after you (a coordinator)"),
    Role.SAFEGUARDING: N_("The one in charge of safety (the safeguarding lead)"),
    Role.REVIEWER: N_("Someone who checks our work and is not there every day (the reviewer)"),
}


NEXT_READERS = {
    Role.COORDINATOR: (Role.SAFEGUARDING, Role.REVIEWER),
    Role.SAFEGUARDING: (Role.REVIEWER, Role.COORDINATOR),
    Role.REVIEWER: (Role.SAFEGUARDING, Role.COORDINATOR),
}


def may_read(reader: Role, roles: frozenset[Role], *, is_safety: bool, on_call: bool) -> bool:
    """Tell whether staff whom a report does not name may read its words: chosen eyes only."""
    if is_safety:
        return on_call or Role.SAFEGUARDING in roles
    return reader in roles
