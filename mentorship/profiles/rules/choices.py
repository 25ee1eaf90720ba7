"""Where one person stands with all their answers and consents, for any moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentorship.profiles.questions import THREE
from mentorship.profiles.rules import consent
from mentorship.profiles.rules.consent import ConsentPurpose, Last, State


@dataclass(frozen=True)
class Choices:
    """The present version of each answer, and the last row of each consent."""

    answers: Mapping[str, UUID]
    consents: Mapping[tuple[str, ConsentPurpose], Last]

    def state(self, code: str, purpose: ConsentPurpose, now: datetime) -> State:
        """Tell where the consent to use one answer for one purpose stands."""
        return consent.state(self.consents.get((code, purpose)), self.answers.get(code), now)

    def live(self, purpose: ConsentPurpose, now: datetime) -> dict[str, UUID]:
        """Give the versions that may be used for a purpose now, by code."""
        return {
            code: version
            for code, version in self.answers.items()
            if self.state(code, purpose, now) is State.ON
        }

    def can_look(self, now: datetime) -> bool:
        """Tell whether the three answers are there without which nobody can be looked for."""
        return set(THREE) <= self.live(ConsentPurpose.MATCH, now).keys()

    def needs_talk(self, now: datetime) -> list[str]:
        """List the codes whose must has lost its consent: the person waits for a talk."""
        return sorted(
            code
            for (code, purpose), last in self.consents.items()
            if purpose is ConsentPurpose.MATCH
            and consent.needs_talk(last, self.answers.get(code), now)
        )

    def may_undo(self, code: str, purpose: ConsentPurpose, now: datetime) -> bool:
        """Tell whether the last stop can be taken back."""
        return consent.may_undo(self.consents.get((code, purpose)), self.answers.get(code), now)

    def ends_at(self, code: str, purpose: ConsentPurpose, now: datetime) -> datetime | None:
        """Tell when a consent that lives now ends."""
        live = self.state(code, purpose, now) is State.ON
        return self.consents[code, purpose].ends_at if live else None

    def ends_soon(self, now: datetime) -> list[tuple[str, ConsentPurpose]]:
        """List the consents that live now and end within the month."""
        return [
            (code, purpose)
            for (code, purpose), last in sorted(self.consents.items())
            if self.state(code, purpose, now) is State.ON and consent.ends_soon(last, now)
        ]
