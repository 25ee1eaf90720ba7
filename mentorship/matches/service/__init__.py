"""The verbs of this feature: rounds, decisions, offers, matches and their ends."""

from mentorship.matches.service.decisions import (
    approve,
    choose,
    decline,
    hold,
    recall,
    take_back,
    take_up,
)
from mentorship.matches.service.offers import answer_offer, ask_mentee, awaits_answer
from mentorship.matches.service.pairs import (
    agree,
    agreement_of,
    ask_another,
    begin_ending,
    close,
    has_agreed,
    introduce,
    look_at_change,
)
from mentorship.matches.service.pairs import (
    pause as pause_match,
)
from mentorship.matches.service.pairs import (
    resume as resume_match,
)
from mentorship.matches.service.rounds import give_up, prepare, solve, start_round, store

__all__ = [
    "agree", "agreement_of", "answer_offer", "approve", "ask_another", "ask_mentee",
    "awaits_answer", "begin_ending", "choose", "close", "decline", "give_up", "has_agreed", "hold",
    "introduce", "look_at_change", "pause_match", "prepare", "recall", "resume_match", "solve",
    "start_round", "store", "take_back", "take_up",
]  # fmt: skip
