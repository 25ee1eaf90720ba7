"""An answer as the number the matching compares: bits of a set, or the place in a list."""

from mentorship.profiles.questions.kinds import MUST, Kind, Question, Value

SETS = frozenset({Kind.MANY, Kind.WEEK, Kind.WISH})
PLACES = frozenset({Kind.ONE, Kind.SCALE, Kind.YES_NO})


def encoded(question: Question, value: Value) -> int | None:
    """Give the number for an answer; None where nothing in it can be compared."""
    codes = [code for code, key in enumerate(question.compared) if key in value]
    if not codes:
        return None
    if question.kind in SETS:
        return sum(1 << code for code in codes)
    return codes[0] if question.kind in PLACES else None


def asked(question: Question, value: Value) -> str | None:
    """Give what an answer asks of the other side, in the words of the matching, if anything."""
    if question.kind is Kind.PREFERENCE:
        return value[0]
    return MUST if question.kind is Kind.WISH and MUST in value else None
