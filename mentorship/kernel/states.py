"""Where a move leads from where things stand, read off a feature's table of states."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


def can(table: Mapping[tuple[State, Move], State], state: State, move: Move) -> bool:
    """Tell whether a move is possible."""
    return (state, move) in table


def after(table: Mapping[tuple[State, Move], State], state: State, move: Move) -> State:
    """Give the state a move leads to, or say that it is not possible any more."""
    if not can(table, state, move):
        raise RuleBroken(_("This is not possible any more. Look at where it stands now."))
    return table[state, move]
