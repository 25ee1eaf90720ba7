"""The states of a follow-up, and what each step makes of them."""

from enum import StrEnum


class State(StrEnum):
    """Whether a follow-up runs."""

    OPEN = "open"
    SNOOZED = "snoozed"
    PAUSED = "paused"
    CLOSED = "closed"


class Step(StrEnum):
    """What happens to a follow-up; each is one row of its history."""

    OPENED = "opened"
    AGAIN = "again"
    TURNED = "turned"
    REMINDED = "reminded"
    TAKEN = "taken"
    CONTACT = "contact"
    SNOOZED = "snoozed"
    WOKE = "woke"
    PAUSED = "paused"
    RESUMED = "resumed"
    ANEW = "anew"
    CLOSED = "closed"
    EASED = "eased"
    FREED = "freed"


_S = State

STATES: dict[tuple[State, Step], State] = {
    (_S.OPEN, Step.AGAIN): _S.OPEN,
    (_S.OPEN, Step.TURNED): _S.OPEN,
    (_S.OPEN, Step.REMINDED): _S.OPEN,
    (_S.OPEN, Step.TAKEN): _S.OPEN,
    (_S.OPEN, Step.CONTACT): _S.OPEN,
    (_S.OPEN, Step.SNOOZED): _S.SNOOZED,
    (_S.OPEN, Step.PAUSED): _S.PAUSED,
    (_S.OPEN, Step.ANEW): _S.OPEN,
    (_S.OPEN, Step.CLOSED): _S.CLOSED,
    (_S.OPEN, Step.EASED): _S.OPEN,
    (_S.OPEN, Step.FREED): _S.OPEN,
    (_S.SNOOZED, Step.AGAIN): _S.OPEN,
    (_S.SNOOZED, Step.TAKEN): _S.SNOOZED,
    (_S.SNOOZED, Step.CONTACT): _S.SNOOZED,
    (_S.SNOOZED, Step.SNOOZED): _S.SNOOZED,
    (_S.SNOOZED, Step.WOKE): _S.OPEN,
    (_S.SNOOZED, Step.PAUSED): _S.PAUSED,
    (_S.SNOOZED, Step.ANEW): _S.OPEN,
    (_S.SNOOZED, Step.CLOSED): _S.CLOSED,
    (_S.SNOOZED, Step.EASED): _S.SNOOZED,
    (_S.SNOOZED, Step.FREED): _S.SNOOZED,
    (_S.PAUSED, Step.AGAIN): _S.OPEN,
    (_S.PAUSED, Step.TAKEN): _S.PAUSED,
    (_S.PAUSED, Step.CONTACT): _S.PAUSED,
    (_S.PAUSED, Step.RESUMED): _S.OPEN,
    (_S.PAUSED, Step.ANEW): _S.PAUSED,
    (_S.PAUSED, Step.CLOSED): _S.CLOSED,
    (_S.PAUSED, Step.EASED): _S.PAUSED,
    (_S.PAUSED, Step.FREED): _S.PAUSED,
    (_S.CLOSED, Step.AGAIN): _S.OPEN,
}
OPEN_STATES = (_S.OPEN, _S.SNOOZED, _S.PAUSED)
