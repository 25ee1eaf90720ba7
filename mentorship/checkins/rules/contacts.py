"""What staff ask at each contact: the same five questions, safety first, answered in one word."""

from enum import StrEnum

from mentorship.kernel.words import N_


class Answer(StrEnum):
    """How it is, in the words of the copy; nothing says more that could be used against anybody."""

    GOOD = "good"
    MIXED = "mixed"
    NOT_GOOD = "not good"
    NOT_SAID = "not said"


ANSWER_WORDS = {
    Answer.GOOD: N_("Good"),
    Answer.MIXED: N_("Mixed"),
    Answer.NOT_GOOD: N_("Not good"),
    Answer.NOT_SAID: N_("Did not come up"),
}
SAFETY = "safety"
QUESTIONS = {
    SAFETY: N_("Their safety: how do they say it is?"),
    "activities": N_("What they do together: how is that?"),
    "outcomes": N_("What they wanted from it: is it coming?"),
    "relationship": N_("How the two get on: how is that?"),
    "impact": N_("What it changes for them: how is that?"),
}
Answers = dict[str, Answer]


def raises_concern(answers: Answers) -> bool:
    """Tell whether what was said about safety is to be seen to the same day."""
    return answers.get(SAFETY) is Answer.NOT_GOOD
