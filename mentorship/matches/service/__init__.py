"""The verbs of this feature: rounds, decisions, offers, matches and their ends."""

from mentorship.matches.service.another import Asking, ask_another, asking, look_at_change
from mentorship.matches.service.beginning import next_step
from mentorship.matches.service.closing import (
    choose_contact,
    farewell,
    farewells,
    take_line_back,
    tick,
)
from mentorship.matches.service.cooling import cooling_rows, look_again, looked_for_again
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
    begin_ending,
    change_ending,
    close,
    end_now,
    has_agreed,
    introduce,
    rematch,
)
from mentorship.matches.service.pairs import (
    pause as pause_match,
)
from mentorship.matches.service.pairs import (
    resume as resume_match,
)
from mentorship.matches.service.reviews import review_match
from mentorship.matches.service.rounds import give_up, prepare, solve, start_round, store
from mentorship.matches.service.ties import ties

__all__ = [
    "Asking", "agree", "agreement_of", "answer_offer", "approve", "ask_another", "ask_mentee",
    "asking", "awaits_answer", "begin_ending", "change_ending", "choose", "choose_contact", "close",
    "cooling_rows", "decline", "end_now", "farewell", "farewells", "give_up", "has_agreed", "hold",
    "introduce", "look_again", "look_at_change", "looked_for_again", "next_step",
    "pause_match", "prepare", "recall", "rematch", "resume_match", "review_match", "solve",
    "start_round", "store", "take_back", "take_line_back", "take_up", "tick",
    "ties",
]  # fmt: skip
