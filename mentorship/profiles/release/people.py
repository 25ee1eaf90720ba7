"""A person as the matching knows them: a number, encoded answers, wishes; nothing else."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from matching.people import Mentee, Mentor, Wish
from mentorship.accounts.models import Person
from mentorship.kernel.audit import Opening
from mentorship.profiles.models import Answer
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.questions.criteria import criterion_key
from mentorship.profiles.questions.kinds import Question, Side, Value
from mentorship.profiles.rules.encoding import asked, encoded
from mentorship.profiles.service.reading import read

WEEK = timedelta(weeks=1)


def as_mentee(
    leave: Opening, person: Person, live: Mapping[str, Answer], number: str, now: datetime
) -> Mentee:
    """Make a mentee from the answers that may be used."""
    values = _values(leave, live)
    waited = (now - person.waiting_since) // WEEK if person.waiting_since else 0
    return Mentee(
        id=number, answers=_codes(values), wishes=_wishes(values, Side.MENTEE), waiting_weeks=waited
    )


def as_mentor(leave: Opening, live: Mapping[str, Answer], number: str, places: int) -> Mentor:
    """Make a mentor from the answers that may be used, with the places that are free."""
    values = _values(leave, live)
    return Mentor(
        id=number, answers=_codes(values), wishes=_wishes(values, Side.MENTOR), places=places
    )


def _values(leave: Opening, live: Mapping[str, Answer]) -> list[tuple[Question, Value]]:
    compared = [QUESTIONS[code] for code in sorted(live) if QUESTIONS[code].criterion]
    return [(question, read(leave, live[question.code])) for question in compared]


def _codes(values: list[tuple[Question, Value]]) -> dict[str, int]:
    codes = {question.key: encoded(question, value) for question, value in values}
    return {key: code for key, code in codes.items() if code is not None}


def _wishes(values: list[tuple[Question, Value]], side: Side) -> dict[str, Wish]:
    wishes = {criterion_key(question, side): asked(question, value) for question, value in values}
    return {key: Wish(wish) for key, wish in wishes.items() if wish}
