"""Who is asked about whom and who talks with whom, told to the lists of people."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.matches.models import Match, Proposal
from mentorship.matches.queries import pairs, proposals
from mentorship.matches.rules.states import ASKED, OPEN_MATCHES, MatchState
from mentorship.profiles.rules.people import Bond
from mentorship.profiles.service.ties import Tie, tells_talks, tells_ties

BONDS = {
    MatchState.INTRODUCTION: Bond.AGREED,
    MatchState.ACTIVE: Bond.TOGETHER,
    MatchState.PAUSED: Bond.RESTING,
    MatchState.ENDING: Bond.ENDING,
}


@tells_ties
def ties(session: Session, person_id: UUID | None) -> Mapping[UUID, list[Tie]]:
    """Give everybody's ties, or those of one person, matches before offers."""
    found: defaultdict[UUID, list[Tie]] = defaultdict(list)
    for match in _matches(session, person_id):
        _tie(found, match, BONDS[match.state], "matches.pair", match_id=match.id)
    for proposal in proposals.of_state(session, ASKED, person_id):
        _tie(found, proposal, Bond.ASKED, "matches.decision", proposal_id=proposal.id)
    return found


@tells_talks
def talks(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody talks with another one by now."""
    found = pairs.open_matches_of(session, person_id)
    return any(match.state is not MatchState.INTRODUCTION for match in found)


def _matches(session: Session, person_id: UUID | None) -> list[Match]:
    if person_id is None:
        return pairs.in_states(session, OPEN_MATCHES)
    return pairs.open_matches_of(session, person_id)


def _tie(
    found: defaultdict[UUID, list[Tie]], two: Match | Proposal, bond: Bond, endpoint: str,
    **takes: UUID,
) -> None:  # fmt: skip
    found[two.mentee_id].append(Tie(bond, two.mentor_id, endpoint, takes))
    found[two.mentor_id].append(Tie(bond, two.mentee_id, endpoint, takes))
