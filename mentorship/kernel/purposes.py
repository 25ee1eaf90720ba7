"""Why a record is opened, and the words in which the person it is about reads that."""

from enum import StrEnum

from mentorship.kernel.words import N_


class Purpose(StrEnum):
    """Why a record was opened."""

    OWN = "own"
    SIGN_IN = "sign_in"
    WELCOME = "welcome"
    REVIEW_ANSWERS = "review_answers"
    READINESS = "readiness"
    KEEP_APART = "keep_apart"
    ROUND = "round"
    PROPOSAL = "proposal"
    OFFER = "offer"
    INTRODUCTION = "introduction"
    MATCH = "match"
    AGENDA = "agenda"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"
    SAFETY = "safety"
    COMPLAINT = "complaint"
    ON_BEHALF = "on_behalf"


PURPOSE_WORDS = {
    Purpose.OWN: N_("your own page"),
    Purpose.SIGN_IN: N_("to help with signing in"),
    Purpose.WELCOME: N_("for the welcome talk"),
    Purpose.REVIEW_ANSWERS: N_("to read the answers you agreed to"),
    Purpose.READINESS: N_("to check dates and training"),
    Purpose.KEEP_APART: N_("to keep people apart"),
    Purpose.ROUND: N_("used to look for a match"),
    Purpose.PROPOSAL: N_("to decide on a possible match"),
    Purpose.OFFER: N_("shown as a possible match"),
    Purpose.INTRODUCTION: N_("for the introduction"),
    Purpose.MATCH: N_("shown to your match"),
    Purpose.AGENDA: N_("for the talks you planned"),
    Purpose.CONTACT: N_("to reach you in the safe way"),
    Purpose.FOLLOW_UP: N_("to follow up"),
    Purpose.SAFETY: N_("because of a safety report"),
    Purpose.COMPLAINT: N_("because of a complaint"),
    Purpose.ON_BEHALF: N_("to record something for you"),
}
