"""How each minute's sweep finds what is due: each question, and the index that is to answer it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.queries import (
    bookings,
    contacts,
    follow_ups,
    logs,
    pace,
    quiet,
    suggestions,
    talks,
)
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.matches.queries import offers
from mentorship.notices.queries import not_told
from mentorship.profiles.queries import take_silent, to_look_at

MOST = follow_ups.BATCH
NOBODY = UUID(int=0)
Ask = Callable[[Session, datetime], object]

DUE: dict[str, Ask] = {
    "ix_follow_up_next": follow_ups.due_now,
    "ix_pair_month_reckon_at": pace.to_reckon,
    "ix_rhythm_plan_at": lambda session, now: talks.to_plan(session, now, MOST),
    "ix_rhythm_match_id": lambda session, now: talks.rhythms_between(session, NOBODY, now, now),
    "ix_offer_chase_at": lambda session, now: offers.to_chase(session, now, MOST),
    "ix_safe_contact_look_at": lambda session, now: to_look_at(session, now, MOST),
    "ix_taken_quarter_starts_at": bookings.forget_past,
    "ix_check_in_note_acted_at": lambda session, now: logs.blank_notes(session, now, 30),
    "ix_check_in_version_note_acted_at": lambda session, now: logs.blank_notes(session, now, 30),
    "ix_staff_contact_acted_at": lambda session, now: contacts.forget_old(session, now, 30),
    "ix_reach_due_at": lambda session, now: take_silent(session, now, MOST),
    "ix_notice_to_call": lambda session, now: not_told(session, now, now),
    "ix_suggestion_made_at": lambda session, now: suggestions.unanswered(session, now, MOST),
    "ix_quiet_look_at": lambda session, now: quiet.to_look_at(session, now, MOST),
    "uq_follow_up_open": lambda session, _now: follow_ups.open_of_kind(session, Kind.OFFER),
}
