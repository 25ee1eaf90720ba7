"""The one registry of questions; forms, switches, sealing, pool and explanations derive from it.

A new question is one entry here and, where it is compared, one criterion in `release`.
"""

from mentorship.profiles.questions import introduced, people, sensitive, talking
from mentorship.profiles.questions.kinds import Group, Question, Side

QUESTIONS: dict[str, Question] = {
    question.code: question
    for asked in (talking, people, sensitive, introduced)
    for question in asked.QUESTIONS
}
BY_KEY: dict[str, Question] = {question.key: question for question in QUESTIONS.values()}

THREE = tuple(q.code for q in QUESTIONS.values() if q.group is Group.FIRST)


def asked_of(side: Side) -> tuple[Question, ...]:
    """List the questions put to a side, in the order of the registry."""
    return tuple(question for question in QUESTIONS.values() if side in question.sides)
