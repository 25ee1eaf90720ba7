"""Agreeing and stopping: each step is a row, and every end is told to whoever relied on it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.service.language import spoken
from mentorship.kernel import audit, events, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.kernel.words import _
from mentorship.profiles.models import Answer, Consent
from mentorship.profiles.queries import answers as queries
from mentorship.profiles.questions import THREE
from mentorship.profiles.questions.kinds import Question
from mentorship.profiles.rules import answers as answer_rules
from mentorship.profiles.rules import consent as rules
from mentorship.profiles.rules.consent import Because, ConsentPurpose, Step
from mentorship.profiles.rules.speaking import check_speaks_for
from mentorship.profiles.service.reading import opening_for, question_for, read


def give_consent(
    session: Session,
    actor: Actor,
    person: Person,
    code: str,
    purpose: ConsentPurpose,
    now: datetime,
    months: int | None = None,
    stood: str | None = None,
) -> None:
    """Let the present answer be used for a purpose, for at most the agency's longest time.

    Where it was turned on by a page of which `stood` says how it was, it must stand so still.
    """
    check_speaks_for(actor, person.id, person.human_id)
    question, present = question_for(code, person), queries.newest(session, person.id, code)
    if present is None or present.value is None:
        raise RuleBroken(_("Answer the question first."), status=422, field="answer")
    _check_purpose(question, purpose)
    before = queries.last_step(session, person.id, code, purpose)
    if stood is not None and stood != rules.stood(_last(before), present.id, present.version, now):
        raise Overtaken
    most = settings.current(session).consent_months
    ends_at = rules.end_of(now, most if months is None else months, most)
    firm = purpose is ConsentPurpose.MATCH and _is_must(session, actor, question, present, now)
    _give(session, actor, present, before, purpose, now, ends_at, firm)


def stop_consent(
    session: Session,
    actor: Actor,
    person: Person,
    code: str,
    purpose: ConsentPurpose,
    now: datetime,
) -> None:
    """Stop using an answer at once; stopping what is not on changes nothing."""
    check_speaks_for(actor, person.id, person.human_id)
    if code in queries.record(session, person.id).live(purpose, now):
        last = queries.last_step(session, person.id, code, purpose)
        _stop(session, actor, last, now, Because.SAID)
        audit.record(session, actor, "stopped_consent", person.id, now, f"{code} {purpose}")


def undo_stop_consent(
    session: Session,
    actor: Actor,
    person: Person,
    code: str,
    purpose: ConsentPurpose,
    now: datetime,
) -> None:
    """Give a stopped consent anew, with the end it had; what was voided stays voided."""
    check_speaks_for(actor, person.id, person.human_id)
    record = queries.record(session, person.id)
    if not record.choices.may_undo(code, purpose, now):
        raise RuleBroken(_("This can no longer be undone. You can turn it on again."))
    last = record.choices.consents[code, purpose]
    before = queries.last_step(session, person.id, code, purpose)
    _give(session, actor, record.rows[code], before, purpose, now, last.ends_at, last.firm)


def set_switches(
    session: Session,
    actor: Actor,
    person: Person,
    listed: Iterable[str],
    on: Collection[str],
    now: datetime,
) -> bool:
    """Turn what somebody turned on a page; each is named code-purpose and how it stood there.

    What they left as it stood there stays as it is now, and nothing is turned on of which anything
    changed since: an old page gives no consent again that was stopped. Tell whether anything had.
    """
    record, moved = queries.record(session, person.id), False
    for name in listed:
        code, purpose, stood = ([*name.split("-", 2), "", ""])[:3]
        if purpose not in set(ConsentPurpose):
            continue
        of, wanted = ConsentPurpose(purpose), f"{code}-{purpose}" in on
        is_as_it_stood = record.stood(code, of, now) == stood
        moved = moved or not is_as_it_stood
        if wanted and not rules.was_on(stood) and is_as_it_stood:
            give_consent(session, actor, person, code, of, now, stood=stood)
        elif not wanted and (rules.was_on(stood) or not stood):
            stop_consent(session, actor, person, code, of, now)
    return moved


def use_three(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Let the three answers be used without which nobody can be looked for."""
    if not set(THREE) <= queries.record(session, person.id).rows.keys():
        raise RuleBroken(_("Answer all three first."), status=422, field="use")
    for code in THREE:
        give_consent(session, actor, person, code, ConsentPurpose.MATCH, now)


def keep(session: Session, actor: Actor, person: Person, now: datetime) -> int:
    """Give every consent that ends soon anew, and tell how many those were."""
    soon = queries.record(session, person.id).choices.ends_soon(now)
    for code, purpose in soon:
        give_consent(session, actor, person, code, purpose, now)
    return len(soon)


def switch_off(session: Session, actor: Actor, person: Person, code: str, now: datetime) -> None:
    """Note that the answer behind these consents changed: they are off, and are asked again."""
    for purpose in ConsentPurpose:
        last = queries.last_step(session, person.id, code, purpose)
        if last is not None and last.because is not Because.CHANGED:
            _stop(session, actor, last, now, Because.CHANGED)


def end_passed(session: Session, now: datetime) -> int:
    """Note and tell, once, every consent whose end has passed; say how many there were."""
    over = queries.passed(session, now)
    for last in over:
        _stop(session, SYSTEM, last, now, Because.ENDED)
    return len(over)


def end_shows(session: Session, person_id: UUID, now: datetime) -> None:
    """Stop showing a person's answers to the other side, because their match is over."""
    for code in queries.record(session, person_id).live(ConsentPurpose.SHOW, now):
        last = queries.last_step(session, person_id, code, ConsentPurpose.SHOW)
        _stop(session, SYSTEM, last, now, Because.MATCH_OVER)


def _check_purpose(question: Question, purpose: ConsentPurpose) -> None:
    if purpose is ConsentPurpose.MATCH and not question.may_be_used:
        sentence = _("This answer is never used to find a match.")
        raise RuleBroken(sentence, status=422, field="match")
    if purpose is ConsentPurpose.SHOW and not question.may_be_shown:
        sentence = _("This answer is never shown to the other person.")
        raise RuleBroken(sentence, status=422, field="show")


def _is_must(
    session: Session, actor: Actor, question: Question, present: Answer, now: datetime
) -> bool:
    if not question.is_comparison:
        return False
    value = read(opening_for(session, actor, present.person_id, now), present)
    return answer_rules.is_must(question, value)


def _give(
    session: Session,
    actor: Actor,
    present: Answer,
    before: Consent | None,
    purpose: ConsentPurpose,
    now: datetime,
    ends_at: datetime,
    firm: bool,
) -> None:
    added = _add(
        session, actor, present.person_id, now, code=present.code, purpose=purpose,
        number=before.number + 1 if before else 1, step=Step.GIVEN, because=None,
        answer_id=present.id, ends_at=ends_at, firm=firm, wording=present.wording,
    )  # fmt: skip
    if not added:
        raise Overtaken
    detail = f"{present.code} {purpose}"
    audit.record(session, actor, "gave_consent", present.person_id, now, detail)


def _last(row: Consent | None) -> rules.Last | None:
    if row is None:
        return None
    return rules.Last(row.step, row.answer_id, row.ends_at, row.because, row.firm, row.number)


def _stop(
    session: Session, actor: Actor, last: Consent | None, now: datetime, because: Because
) -> None:
    """Add a stopped step after `last`; tell it if that one was given, and nobody was faster."""
    if last is None:
        return
    added = _add(
        session, actor, last.person_id, now, code=last.code, purpose=last.purpose,
        number=last.number + 1, step=Step.STOPPED, because=because,
        answer_id=last.answer_id, ends_at=last.ends_at,
        firm=last.firm and because is not Because.CHANGED, wording=last.wording,
    )  # fmt: skip
    if added and last.step is Step.GIVEN:
        ended = events.ConsentEnded(last.person_id, last.code, last.purpose.value)
        events.publish(session, ended, now)


def _add(session: Session, actor: Actor, person_id: UUID, now: datetime, **step: object) -> bool:
    recorder = None if actor.for_(person_id) else actor.person_id
    return queries.add_step(
        session, person_id=person_id, at=now, how=actor.how, recorded_by=recorder,
        language=spoken(session, actor, person_id), **step,
    )  # fmt: skip
