"""What staff may do with a follow-up, and what is refused with which sentence."""

from collections.abc import Collection
from datetime import datetime, timedelta

from mentorship.checkins.rules.follow_ups import (
    DATED,
    NOT_SNOOZED,
    Kind,
    Outcome,
    Reason,
    outcomes,
)
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, ngettext


def check_may_call(*, is_too_near: bool) -> None:
    """Refuse that a mentor who steps back is called by who looks after the ones they talk with."""
    if is_too_near:
        sentence = _("Somebody else calls: you look after the ones they talk with.")
        raise RuleBroken(sentence, status=409)


def check_can_end(kind: Kind) -> None:
    """Refuse to end by hand what only a contact answers, or what was to be done by its day."""
    if kind in DATED:
        sentence = _("Only doing it answers this. Note it on its own page, or put it off to a day.")
        raise RuleBroken(sentence, status=409)
    if not outcomes(kind):
        sentence = _("Only a contact answers this. Log one, or put it off to a day.")
        raise RuleBroken(sentence, status=409)


def check_outcome(kind: Kind, outcome: Outcome) -> None:
    """Refuse an outcome that does not go with the kind."""
    check_can_end(kind)
    if outcome not in outcomes(kind):
        raise RuleBroken(_("Choose how it ended."), status=422, field="outcome")


def check_reasons(chosen: Collection[Reason], standing: Collection[Reason]) -> None:
    """Refuse to end reasons that do not stand there, or none."""
    if not chosen or not set(chosen) <= set(standing):
        raise RuleBroken(_("Choose what this ends."), status=422, field="reasons")


def check_snooze(kind: Kind, until: datetime, now: datetime, most_days: int) -> None:
    """Refuse to put off what cannot wait, or until a day that is past or far away."""
    if kind in NOT_SNOOZED:
        raise RuleBroken(_("This cannot be put off."), status=422, field="until")
    if until <= now:
        raise RuleBroken(_("Choose a day that is still to come."), status=422, field="until")
    if until > now + timedelta(days=most_days):
        sentence = ngettext(
            "Choose a day within %(n)s day.", "Choose a day within %(n)s days.", most_days
        )
        raise RuleBroken(sentence, status=422, field="until")
