"""Who takes part: mentees, mentors and what they wish, as opaque ids and encoded answers.

Nothing here can hold a name, a contact or a free text. An answer that is not known, or that its
owner did not allow to be used, is simply absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Wish(StrEnum):
    """What one side asks of the other under one criterion.

    `SAME` and `DIFFERENT` turn a soft criterion one way or the other; `MUST` and `MUST_NOT` make it
    a hard rule for this person; `NONE` is the default and asks for nothing.
    """

    NONE = "none"
    SAME = "same"
    DIFFERENT = "different"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What mentees and mentors have in common.

    Parameters
    ----------
    id : str
        Opaque and unique on its side. Ties are broken by the order of ids, so a caller that wants
        ties to fall by lot passes random ids.
    answers : mapping of str to int, optional
        Question key to encoded answer: a bitset for `Overlap` and `Week`, a code from 0 for
        `Table`. An absent key is an unknown answer.
    wishes : mapping of str to Wish, optional
        Criterion key to wish. An absent key is `Wish.NONE`.
    """

    id: str
    answers: Mapping[str, int] = field(default_factory=dict)
    wishes: Mapping[str, Wish] = field(default_factory=dict)

    def wish(self, criterion: str) -> Wish:
        """Return what this person asks under a criterion, `Wish.NONE` if nothing."""
        asked = self.wishes.get(criterion)
        return Wish.NONE if asked is None else Wish(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee(Person):
    """One who waits for a mentor.

    Parameters
    ----------
    waiting_weeks : int, default 0
        Whole weeks waited so far; decides only between assignments that are otherwise equal.

    Examples
    --------
    >>> Mentee(id="7f3a", answers={"languages": 0b101}, wishes={"faith": Wish.SAME}).wish("faith")
    <Wish.SAME: 'same'>
    """

    waiting_weeks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor(Person):
    """One who has room for mentees.

    Parameters
    ----------
    places : int, default 1
        How many mentees at most, those already promised included.
    minimum : int, default 0
        How many mentees at least.
    group : str or None, default None
        Id of the group whose ceiling this mentor's mentees count towards.
    """

    places: int = 1
    minimum: int = 0
    group: str | None = None
