"""On whose behalf: the addresses below which staff record what somebody said, and how they said it.

A page that people have for themselves can have a twin below `FOR`: same template and verb, another
endpoint and permission. Who it is for and how it was said stand in the address, so that nothing
has to be remembered between two pages.
"""

from mentorship.kernel.access import How

FOR = "/people/<uuid:person_id>/for/<any('in-person','phone','paper'):how>"


def how_said(piece: str) -> How:
    """Read how it was said from its piece of an address."""
    return How(piece.replace("-", "_"))


def piece_of(how: How) -> str:
    """Give the piece of an address that tells how it was said."""
    return how.value.replace("_", "-")
