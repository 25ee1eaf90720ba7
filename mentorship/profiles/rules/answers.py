"""What an answer may be, and how it reads: from what was ticked or typed to a checked value."""

from collections.abc import Iterable

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, joined
from mentorship.profiles.questions.kinds import (
    DAY_LABELS,
    DAYS,
    LONGEST_WORDS,
    MUST,
    MUST_NOT,
    NO_MATTER,
    PART_LABELS,
    PARTS,
    Kind,
    Question,
    Side,
    Value,
)

SEVERAL = frozenset({Kind.MANY, Kind.WEEK, Kind.WISH})


def checked(question: Question, side: Side, given: str | Iterable[str]) -> Value:
    """Give the value as it is stored, or say in a sentence why it cannot be one; empty is none."""
    if side not in question.sides:
        raise RuleBroken(_("This question is not put to you."), status=422, field="answer")
    parts = [given] if isinstance(given, str) else list(given)
    chosen = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return _words(chosen) if question.kind is Kind.WORDS else _options(question, side, chosen)


def is_must(question: Question, value: Value) -> bool:
    """Tell whether an answer makes a hard rule of a wish."""
    return question.is_comparison and not {MUST, MUST_NOT}.isdisjoint(value)


def eased(question: Question, value: Value) -> Value:
    """Give the same wish without its hardness."""
    if question.kind is Kind.WISH:
        return tuple(part for part in value if part != MUST)
    softer = {MUST: "same", MUST_NOT: "different"}
    return tuple(softer.get(part, part) for part in value)


def said(question: Question, value: Value) -> str:
    """Say an answer in words, in the language of the moment."""
    if question.kind is Kind.WORDS:
        return value[0]
    if question.kind is Kind.WEEK:
        return _week(value)
    return joined(_(option.label) for option in question.options if option.key in value)


def stored(value: Value) -> str:
    """Write a value as the text that is sealed."""
    return "\n".join(value)


def read(text: str) -> Value:
    """Read a value back from the text that was sealed."""
    return tuple(text.split("\n")) if text else ()


def _words(chosen: Value) -> Value:
    text = " ".join(" ".join(chosen).split())
    if len(text) > LONGEST_WORDS:
        sentence = _("Write at most %(n)s characters.", n=LONGEST_WORDS)
        raise RuleBroken(sentence, status=422, field="answer")
    return (text,) if text else ()


def _options(question: Question, side: Side, chosen: Value) -> Value:
    keys = [option.key for option in question.offered(side)]
    if not set(chosen) <= set(keys):
        raise RuleBroken(_("Choose from the list."), status=422, field="answer")
    if len(chosen) > 1 and question.kind not in SEVERAL:
        raise RuleBroken(_("Choose one answer."), status=422, field="answer")
    if question.kind is Kind.WISH:
        _check_wish(chosen)
    return tuple(key for key in keys if key in chosen)


def _check_wish(chosen: Value) -> None:
    if chosen == (MUST,):
        sentence = _("Choose who first, then whether only these.")
        raise RuleBroken(sentence, status=422, field="answer")
    if NO_MATTER in chosen and len(chosen) > 1:
        sentence = _("Choose “It does not matter” or the others, not both.")
        raise RuleBroken(sentence, status=422, field="answer")


def _week(value: Value) -> str:
    days = (_day(day, value) for day in DAYS if any(part.startswith(day) for part in value))
    return _("; ").join(days)


def _day(day: str, value: Value) -> str:
    parts = joined(_(PART_LABELS[part]) for part in PARTS if f"{day}-{part}" in value)
    return _("%(day)s %(parts)s", day=_(DAY_LABELS[day]), parts=parts)
