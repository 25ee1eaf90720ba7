"""Answering: every change is a new version, and what was agreed for the old one stops."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.service.language import spoken
from mentorship.kernel import audit, events, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.words import _
from mentorship.profiles.models import Answer
from mentorship.profiles.queries import answers as queries
from mentorship.profiles.questions.kinds import Question, Value
from mentorship.profiles.rules import answers as rules
from mentorship.profiles.rules import consent as consent_rules
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.speaking import check_speaks_for
from mentorship.profiles.service.consent import give_consent, switch_off
from mentorship.profiles.service.reading import opening_for, question_for, read, side_of


def answer(
    session: Session,
    actor: Actor,
    person: Person,
    code: str,
    value: str | Iterable[str],
    now: datetime,
    *,
    match_months: int | None = None,
) -> None:
    """Save an answer, and let it be used for so many months where that was said with it.

    The same answer again is no change. An empty one takes the answer back.
    """
    check_speaks_for(actor, person.id, person.human_id)
    question = question_for(code, person)
    chosen = rules.checked(question, side_of(person), value)
    present = queries.newest(session, person.id, code)
    if not _is_present(session, actor, question, chosen, present, now):
        consent_rules.check_must(rules.is_must(question, chosen), match=match_months is not None)
        _add_version(session, actor, person, question, chosen, present, now)
    if match_months is not None and chosen:
        give_consent(session, actor, person, code, ConsentPurpose.MATCH, now, match_months)


def answer_and_agree(
    session: Session,
    actor: Actor,
    person: Person,
    code: str,
    value: str | Iterable[str],
    now: datetime,
    *,
    purposes: Sequence[ConsentPurpose],
    months: int,
    stood: str | None = None,
) -> None:
    """Save an answer and turn on what was ticked with it; what is on already stays as it is.

    Nothing is turned on by a page that stood open while the answer or a consent of it changed:
    `stood` is what the page says of that.
    """
    if purposes and stood is not None and stood != how_it_stands(session, person, code, now):
        sentence = _(
            "This was changed on another page since. Nothing was saved. Look at it once more, and "
            "save it again if it is right."
        )
        raise RuleBroken(sentence, status=409, field=purposes[0].value)
    for_match = months if ConsentPurpose.MATCH in purposes else None
    answer(session, actor, person, code, value, now, match_months=for_match)
    if ConsentPurpose.SHOW in purposes and value:
        give_consent(session, actor, person, code, ConsentPurpose.SHOW, now, months)


def how_it_stands(session: Session, person: Person, code: str, now: datetime) -> str:
    """Name how an answer and what it may be used for stand: another change is another name."""
    record = queries.record(session, person.id)
    return " ".join(record.stood(code, purpose, now) for purpose in ConsentPurpose)


def ease(session: Session, actor: Actor, person: Person, code: str, now: datetime) -> None:
    """Keep a wish, but no longer as a must; whether it may be used is asked again."""
    check_speaks_for(actor, person.id, person.human_id)
    question, present = question_for(code, person), queries.newest(session, person.id, code)
    if present is None or present.value is None:
        raise NotFound
    value = read(opening_for(session, actor, person.id, now), present)
    answer(session, actor, person, code, rules.eased(question, value), now)


def _is_present(
    session: Session,
    actor: Actor,
    question: Question,
    chosen: Value,
    present: Answer | None,
    now: datetime,
) -> bool:
    if present is None or present.value is None:
        return not chosen
    if not actor.for_(present.person_id) or present.wording != question.wording:
        # What somebody said through staff is saved as said: nothing old is opened to compare.
        return False
    return read(opening_for(session, actor, present.person_id, now), present) == chosen


def _add_version(
    session: Session,
    actor: Actor,
    person: Person,
    question: Question,
    chosen: Value,
    present: Answer | None,
    now: datetime,
) -> None:
    version = Answer(
        id=uuid4(),
        person_id=person.id,
        code=question.code,
        version=present.version + 1 if present else 1,
        wording=question.wording,
        language=spoken(session, actor, person.id),
        at=now,
        how=actor.how,
        recorded_by=None if actor.for_(person.id) else actor.person_id,
    )
    if chosen:
        vault.seal(session, version, "value", rules.stored(chosen))
    session.add(version)
    session.flush()
    switch_off(session, actor, person, question.code, now)
    audit.record(session, actor, "answered", person.id, now, detail=question.code)
    events.publish(session, events.AnswerChanged(person.id, question.code), now)
