"""What comes before the first talk of a pair: who has yet to say yes, and what each may know."""

from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel.words import _
from mentorship.matches.models import Match
from mentorship.matches.rules.reasons import LEFT_TO_AGREE, MATCH_WORDS
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service.pairs import has_agreed
from mentorship.profiles.questions.kinds import Side


def standing_said(session: Session, match: Match) -> str:
    """Say to staff where a pair stands; once the two were introduced, whose yes is missing."""
    left = left_said(session, match) if match.introduced_at else ""
    return left or _(MATCH_WORDS[match.state])


def left_said(session: Session, match: Match) -> str:
    """Say to staff whose yes to the agreement a pair that has not begun still waits for."""
    if match.state is not MatchState.INTRODUCTION:
        return ""
    sides = {Side.MENTEE: match.mentee_id, Side.MENTOR: match.mentor_id}
    left = frozenset(
        side for side, person_id in sides.items() if not has_agreed(session, match, person_id)
    )
    return _(LEFT_TO_AGREE[left]) if left else ""


def next_step(session: Session, match: Match, person_id: UUID) -> str:
    """Say to one of the two what comes next and who does it, and nothing of the other one."""
    if match.state is not MatchState.INTRODUCTION:
        return ""
    if not has_agreed(session, match, person_id):
        if match.introduced_at:
            return _("Before your talks begin, there are lines to agree to.")
        return _("This one goes ahead. Before the first talk, there are lines to agree to.")
    if match.introduced_at:
        return _(
            "You said yes to all lines. Your talks begin once the last step is done. We see to "
            "that, and tell you. You need do nothing now."
        )
    return _(
        "You said yes to all lines. Next, we introduce you. One of us gets in touch with you "
        "to find a time. You need do nothing now."
    )
