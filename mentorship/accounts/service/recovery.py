"""Ways back in through staff: at once in person, or by a call-back that somebody asked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person, Recovery
from mentorship.accounts.queries import browsers
from mentorship.accounts.queries import recovery as rows
from mentorship.accounts.queries.near import may_come_near
from mentorship.accounts.rules import (
    RECOVERIES,
    Kind,
    RecoveryMove,
    RecoveryState,
    Standing,
    call_back_due,
    check_rung_back,
)
from mentorship.accounts.service.people import Secrets, own_sign_in
from mentorship.kernel import audit, events, settings
from mentorship.kernel.access import Actor, How
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.states import after
from mentorship.kernel.words import _


@dataclass(frozen=True)
class RecoveryShown:
    """One way back in as a reviewer reads it: who did what and when; of whom, only the code."""

    code: str
    how: How
    state: RecoveryState
    asked_by: str
    asked_at: datetime
    ended_by: str
    ended_at: datetime | None
    tries: int


def recover_in_person(
    session: Session, actor: Actor, person: Person, secrets: Secrets, now: datetime
) -> str:
    """Give somebody whom staff know and have before them new words, and tell their name."""
    _hold(session, actor, person)
    if rows.waiting(session, person.id):
        _end(session, actor, person, RecoveryMove.STOP, now)
    given = Recovery(
        id=uuid4(), person_id=person.id, how=How.IN_PERSON, state=RecoveryState.GIVEN,
        asked_by=actor.person_id, asked_at=now, due_at=now, ended_by=actor.person_id, ended_at=now,
    )  # fmt: skip
    session.add(given)
    return _give_words(session, actor.on_behalf(How.IN_PERSON), person, secrets, now)


def ask_call_back(session: Session, actor: Actor, person: Person, now: datetime) -> Recovery:
    """Note that somebody phoned who cannot get in; whoever it was, the person is told at once."""
    _hold(session, actor, person)
    if rows.waiting(session, person.id):
        raise RuleBroken(_("Somebody asked for this already. Nothing was changed."))
    due_at = call_back_due(now, settings.current(session).callback_hours)
    asked = Recovery(
        id=uuid4(), person_id=person.id, how=How.PHONE, state=RecoveryState.WAITING,
        asked_by=actor.person_id, asked_at=now, due_at=due_at,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    audit.record(session, actor.on_behalf(How.PHONE), "asked_call_back", person.id, now)
    events.publish(session, events.CallBackAsked(person.id, asked.id), now)
    return asked


def answer_call_back(
    session: Session, actor: Actor, person: Person, secrets: Secrets, now: datetime, *, right: bool
) -> str | None:
    """Give somebody who was rung back new words if the code word was right; else it is over."""
    _hold(session, actor, person)
    asked = waiting(session, person)
    check_rung_back(asked.due_at, now)
    if not right:
        _end(session, actor, person, RecoveryMove.REFUSE, now)
        audit.record(session, actor.on_behalf(How.PHONE), "refused_call_back", person.id, now)
        return None
    _end(session, actor, person, RecoveryMove.GIVE, now)
    return _give_words(session, actor.on_behalf(How.PHONE), person, secrets, now)


def note_no_answer(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Note that somebody was rung back and not reached; they still wait."""
    asked = waiting(session, person)
    check_rung_back(asked.due_at, now)
    rows.note_try(session, asked)
    audit.record(session, actor.on_behalf(How.PHONE), "rang_back", person.id, now)


def stop_call_back(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Let nobody be rung back, because the person got in meanwhile or never asked for it."""
    queries.locked_person(session, person.id)
    _end(session, actor, person, RecoveryMove.STOP, now)
    audit.record(session, actor, "stopped_call_back", person.id, now)


def waiting(session: Session, person: Person) -> Recovery:
    """Give the call-back that somebody waits for; where none is, there is nothing to see."""
    asked = rows.waiting(session, person.id)
    if asked is None:
        raise NotFound
    return asked


def latest(session: Session, actor: Actor) -> list[RecoveryShown]:
    """List the latest ways back in that a second pair of eyes may read."""
    called: dict[UUID | None, str] = {
        staff.id: staff.called or "" for staff in queries.all_staff(session)
    }
    return [
        _shown(row, person, called)
        for row, person in rows.latest(session)
        if may_come_near(session, actor, person)
    ]


def _shown(row: Recovery, person: Person, called: dict[UUID | None, str]) -> RecoveryShown:
    asked_by, ended_by = called.get(row.asked_by, ""), called.get(row.ended_by, "")
    return RecoveryShown(
        person.code, row.how, row.state, asked_by, row.asked_at, ended_by, row.ended_at, row.tries
    )


def _hold(session: Session, actor: Actor, person: Person) -> None:
    if person.kind is Kind.STAFF or actor.human_id == person.human_id:
        raise RuleBroken(_("Another administrator does this for you."))
    queries.locked_person(session, person.id)
    if person.standing is not Standing.HERE:
        raise RuleBroken(_("They cannot come in as things stand now. Look at their page."))
    own_sign_in(session, person.id)


def _end(session: Session, actor: Actor, person: Person, move: RecoveryMove, now: datetime) -> None:
    asked = waiting(session, person)
    rows.end(session, asked, after(RECOVERIES, asked.state, move), actor.person_id, now)
    events.publish(session, events.CallBackEnded(person.id, asked.id), now)


def _give_words(
    session: Session, actor: Actor, person: Person, secrets: Secrets, now: datetime
) -> str:
    sign_in = own_sign_in(session, person.id)
    sign_in.password_hash, sign_in.recovery_hash = secrets.password_hash, secrets.recovery_hash
    browsers.revoke_all(session, person.id, now)
    audit.record(session, actor, "recovered_for", person.id, now)
    events.publish(session, events.SignInRecovered(person.id), now)
    leave = audit.opening(session, actor, person.id, audit.Purpose.SIGN_IN, now)
    return leave.read(sign_in, "name")
