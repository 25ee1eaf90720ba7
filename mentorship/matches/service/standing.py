"""Whether two people may still be brought together: asked at every decision and every display."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.matches.models import Proposal
from mentorship.matches.queries import pairs, places, proposals
from mentorship.matches.rules.limits import needs_look
from mentorship.matches.rules.reasons import ApartKind
from mentorship.profiles import release


@dataclass(frozen=True)
class Standing:
    """What stands between two people: hard rules not met, or a check that is still open."""

    ok: bool
    open_check: bool
    unmet: tuple[str, ...]


def of_pair(session: Session, mentee_id: UUID, mentor_id: UUID, now: datetime) -> Standing:
    """Ask the gate, and what these two said and went through before."""
    place = places.of_mentee(session, mentee_id)
    has_place = place is not None and place.mentor_id == mentor_id
    verdict = release.may_introduce(session, mentee_id, mentor_id, now, has_place=has_place)
    reviewed = not needs_look(pairs.times_not_treated_right(session, mentor_id))
    apart = proposals.apart(session, mentee_id, mentor_id)
    refused = apart is not None and apart.kind is ApartKind.NO
    ok = verdict.ok and reviewed and not refused
    unmet = tuple(verdict.unmet)
    # What is no listed rule reads as a check that is open, whatever it is.
    return Standing(ok, open_check=not ok and not unmet, unmet=unmet)


def of_proposal(session: Session, proposal: Proposal, now: datetime) -> Standing:
    """Ask the same of a proposal, whose answers must also still be the ones it was made from."""
    standing = of_pair(session, proposal.mentee_id, proposal.mentor_id, now)
    used = proposals.used_answers(session, proposal)
    if used <= live_answers(session, proposal, now):
        return standing
    return Standing(ok=False, open_check=not standing.unmet, unmet=standing.unmet)


def live_answers(session: Session, proposal: Proposal, now: datetime) -> set[UUID]:
    """Give the answer versions of both people that may be used now."""
    mentee = release.answer_versions(session, proposal.mentee_id, now)
    mentor = release.answer_versions(session, proposal.mentor_id, now)
    return {*mentee.values(), *mentor.values()}
