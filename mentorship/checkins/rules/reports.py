"""Worries about safety and complaints: whose it is, and who may read the words."""

from enum import StrEnum

from mentorship.kernel.access import Role
from mentorship.kernel.words import N_


class Whose(StrEnum):
    """Whose safety it is about."""

    MINE = "mine"
    THEIRS = "theirs"


WHOSE_WORDS = {Whose.MINE: N_("Mine"), Whose.THEIRS: N_("Somebody else's")}
READERS = {
    Role.COORDINATOR: N_("A coordinator"),
    Role.SAFEGUARDING: N_("The safeguarding lead"),
    Role.REVIEWER: N_("The reviewer, who does not do the daily work"),
}


def may_read(
    reader: Role, roles: frozenset[Role], *, is_safety: bool, on_call: bool, is_named: bool
) -> bool:
    """Tell whether staff may read a report's words: chosen eyes only, never whom it names."""
    if is_named:
        return False
    if is_safety:
        return on_call or Role.SAFEGUARDING in roles
    return reader in roles
