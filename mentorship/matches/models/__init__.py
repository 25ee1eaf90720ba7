"""The tables of rounds, proposals, offers, places and matches."""

from mentorship.matches.models.pairs import (
    AgreementLine,
    ChangeAsked,
    Cooling,
    Ending,
    EndingLine,
    Match,
    MatchReview,
)
from mentorship.matches.models.proposals import Offer, Place, Proposal, ProposalNote, UsedAnswer
from mentorship.matches.models.rounds import (
    Fit,
    FitMove,
    PairApart,
    Round,
    RoundAnswer,
    RoundCount,
    RoundPerson,
)

__all__ = [
    "AgreementLine",
    "ChangeAsked",
    "Cooling",
    "Ending",
    "EndingLine",
    "Fit",
    "FitMove",
    "Match",
    "MatchReview",
    "Offer",
    "PairApart",
    "Place",
    "Proposal",
    "ProposalNote",
    "Round",
    "RoundAnswer",
    "RoundCount",
    "RoundPerson",
    "UsedAnswer",
]
