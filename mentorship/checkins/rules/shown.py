"""What the board's sentences need to know of one of its rows."""

from datetime import datetime
from typing import Protocol

from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage
from mentorship.checkins.rules.pace import Reckoned


class Shown(Protocol):
    """What of a follow-up the sentences about its time and its holder need."""

    @property
    def kind(self) -> Kind:
        """What it is for."""

    @property
    def reason(self) -> Reason:
        """Why it stands there."""

    @property
    def also(self) -> tuple[Reason, ...]:
        """Why else it stands there."""

    @property
    def fell_short(self) -> Reckoned | None:
        """The month of a pair that fell short."""

    @property
    def stage(self) -> Stage:
        """How urgent it is."""

    @property
    def owner(self) -> Owner:
        """At whose it is while nobody has it."""

    @property
    def passed_to(self) -> str:
        """Who that is."""

    @property
    def taken_by(self) -> str:
        """Who has it, if anybody."""

    @property
    def has_it(self) -> bool:
        """Whether the one who reads has it."""

    @property
    def is_passed_to_me(self) -> bool:
        """Whether it was passed on to the one who reads."""

    @property
    def due_at(self) -> datetime:
        """When it is due."""

    @property
    def next_at(self) -> datetime | None:
        """When it turns next."""

    @property
    def safe_until(self) -> datetime | None:
        """Until when a safe way leads to them, if one did."""
