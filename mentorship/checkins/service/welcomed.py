"""What a welcome talk turns on the board, and how each is turned back when it had not been held."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorship.checkins.models import ClockBefore, FollowUp
from mentorship.checkins.queries import before as kept
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import quiet
from mentorship.checkins.rules.follow_ups import (
    ANSWERED_BY_CONTACT,
    CLOCKS,
    Kind,
    Outcome,
    Reason,
)
from mentorship.checkins.rules.quiet import LOOK_WITHIN
from mentorship.checkins.rules.steps import State, Step
from mentorship.checkins.service.follow_ups import contacted, end_reason, raise_
from mentorship.checkins.service.noting import change, note
from mentorship.checkins.service.running import wind
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.events import PersonWelcomed, WelcomeTakenBack
from mentorship.profiles.service.first_steps import can_look


def on_welcomed(session: Session, event: PersonWelcomed, now: datetime) -> None:
    """Count the welcome talk as a contact; who cannot be looked for after it needs another."""
    for clock in queries.open_about(session, event.person_id, ANSWERED_BY_CONTACT & CLOCKS):
        kept.keep(session, clock, now)
    contacted(session, SYSTEM, event.person_id, now)
    if not can_look(session, event.person_id, now):
        raise_(session, SYSTEM, Reason.CANNOT_LOOK, event.person_id, now, cause_id=event.person_id)


def on_welcome_taken_back(session: Session, event: WelcomeTakenBack, now: datetime) -> None:
    """Let all stand as it did before the talk, but for what staff have answered since then."""
    for clock, before in kept.of_person(session, event.person_id):
        if clock.settled_at == event.held_at:
            _turn_back(session, clock, before, now)
    if queries.was_closed_at(session, Kind.QUIET, event.person_id, event.held_at):
        quiet.look_no_more(session, event.person_id)
        due = now + LOOK_WITHIN
        raise_(session, SYSTEM, Reason.QUIET_FOR_LONG, event.person_id, now, due=due)
    needed = queries.open_of(session, Kind.TALK_NEEDED, event.person_id, event.person_id)
    if needed is not None:
        end_reason(
            session, SYSTEM, needed, Reason.CANNOT_LOOK, Outcome.TAKEN_BACK, now,
            cause_id=event.person_id,
        )  # fmt: skip


def forget_before(session: Session, now: datetime) -> None:
    """Forget how clocks stood before a talk that can be taken back no more."""
    minutes = settings.current(session).take_back_minutes
    kept.forget(session, now - timedelta(minutes=minutes))


def _turn_back(session: Session, row: FollowUp, before: ClockBefore, now: datetime) -> None:
    change(
        session, row, opened_at=before.opened_at, settled_at=before.settled_at,
        counted_from=before.counted_from, taken_by=row.taken_by or before.taken_by,
        reason=Reason.NEW_PERSON if before.is_new else row.reason,
    )  # fmt: skip
    wind(session, row, now)
    if row.state is State.OPEN and before.put_off_until and before.put_off_until > now:
        until = before.put_off_until
        change(session, row, state=State.SNOOZED, snoozed_until=until, next_at=until)
    note(session, SYSTEM, row, Step.RESUMED, now, closed_as=Outcome.TAKEN_BACK)
