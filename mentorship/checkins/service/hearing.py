"""What the board makes of events: matches that begin, rest and end, people who come and go."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.accounts.queries import roles
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import bookings, logs, talks
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import pace as months
from mentorship.checkins.queries import quiet as quiet_clocks
from mentorship.checkins.queries.agendas import erase_agenda
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason
from mentorship.checkins.rules.pace import is_counted_otherwise
from mentorship.checkins.rules.quiet import WAITS_FOR_THEM
from mentorship.checkins.service import dates, pace, quiet, resting, silence, turning
from mentorship.checkins.service.follow_ups import (
    close,
    end_reason,
    raise_,
    start_waiting,
)
from mentorship.checkins.service.talks import put_back
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.events import (
    AnotherAsked,
    ConsentEnded,
    EndingLeftOpen,
    EndingSettled,
    HatsChanged,
    MatchBegan,
    MatchEnded,
    MatchEnding,
    MatchForgotten,
    MatchPaused,
    MatchResumed,
    MatchReviewed,
    MentorSteppedBack,
    PersonErased,
    PersonJoined,
    PersonParked,
    PersonPaused,
    PersonRestored,
    PersonResumed,
    PersonReturned,
    PersonStopped,
    PersonSuspended,
    SettingsChanged,
)
from mentorship.matches.queries.closing import was_cut
from mentorship.notices.service import untell
from mentorship.profiles.queries import answers, look_again
from mentorship.profiles.questions import THREE
from mentorship.profiles.rules.consent import ConsentPurpose

ENDS_WITH_MATCH = frozenset({Kind.PAIR, Kind.CONTACT, Kind.PAIR_REVIEW, Kind.CHANGE})
# Once staff have gone through the list, both were told and spoken with: nobody is to be taken over.
ENDED_WITH_CARE = frozenset({Reason.ENDING, Reason.OTHER_SUSPENDED})
WHILE_WAITING = frozenset({Kind.WAITING})


def on_joined(session: Session, event: PersonJoined, now: datetime) -> None:
    """Put a new person on the board, so that somebody speaks with them soon."""
    raise_(session, SYSTEM, Reason.NEW_PERSON, event.person_id, now)
    quiet.begin(session, event.person_id, now)
    silence.heard_of(session, event.person_id, now)


def on_match_began(session: Session, event: MatchBegan, now: datetime) -> None:
    """Start the clock of the pair and the two clocks of staff; nobody of the two waits any more."""
    raise_(session, SYSTEM, Reason.FIRST_TALK, event.mentor_id, now, match_id=event.match_id)
    for person_id in (event.mentee_id, event.mentor_id):
        for waiting in queries.open_about(session, person_id, WHILE_WAITING):
            close(session, SYSTEM, waiting, Outcome.OVER, now)
        raise_(session, SYSTEM, Reason.FIRST_CONTACT, person_id, now, match_id=event.match_id)
    dates.watch_match(session, event.match_id, event.mentee_id, now)
    pace.watch(session, event.match_id, now)
    dates.keep_dates(session, event.mentor_id, now)


def on_match_paused(session: Session, event: MatchPaused, now: datetime) -> None:
    """Stop the clocks of a match while it rests; its talks keep no time from anybody.

    Staff go on speaking with each of the two, unless a day was named on which it goes on.
    """
    bookings.free_match(session, event.match_id)
    resting.see_to(session, queries.clocks_of_match(session, event.match_id), now)


def on_match_resumed(session: Session, event: MatchResumed, now: datetime) -> None:
    """Let the clocks of a match run again from now, and its talks ahead keep their time again."""
    match = talks.match_of_pair(session, event.match_id)
    talks.plan_again(session, match.id, now)
    for meeting in talks.planned_ahead(session, event.match_id, now):
        put_back(session, match, meeting, now)
    resting.see_to(session, queries.clocks_of_match(session, event.match_id), now)


def on_match_reviewed(session: Session, event: MatchReviewed, now: datetime) -> None:
    """Let looking back come again in its time; what is to end is begun to end soon."""
    dates.answer_review(session, event, now)
    if event.is_to_end:
        raise_(session, SYSTEM, Reason.ENDING, event.mentee_id, now, match_id=event.match_id)


def on_match_ending(session: Session, event: MatchEnding, now: datetime) -> None:
    """Have staff speak with the two of a match that somebody has begun to end."""
    dates.no_more_reviews(session, event.match_id, now)
    pace.no_more(session, event.match_id, now)
    # A rest that staff agreed until a day goes on to the end: a contact waits for no such day.
    resting.see_to(session, queries.clocks_of_match(session, event.match_id), now)
    raise_(session, SYSTEM, Reason.ENDING, event.mentee_id, now, match_id=event.match_id)


def on_another_asked(session: Session, event: AnotherAsked, now: datetime) -> None:
    """Have staff speak today with a mentee who asked for somebody else; the mentor hears nothing.

    It is a row of its own, whatever else is open about the pair.
    """
    raise_(session, SYSTEM, Reason.CHANGE_ASKED, event.mentee_id, now, match_id=event.match_id)


def on_match_ended(session: Session, event: MatchEnded, now: datetime) -> None:
    """End the clocks of a match, and promise each of the two one contact afterwards."""
    ended = ENDED_WITH_CARE if not was_cut(session, event.match_id) else {Reason.ENDING}
    for row in queries.open_of_match(session, event.match_id):
        if row.kind in ENDS_WITH_MATCH:
            close(session, SYSTEM, row, Outcome.OVER, now)
        else:
            _end_reasons(session, row, ended, now)
    months.forget(session, event.match_id)
    talks.drop_ahead(session, event.match_id, now)
    bookings.free_match(session, event.match_id)
    for meeting_id in talks.ids_of_match(session, event.match_id):
        untell(session, meeting_id)
    due = now + timedelta(days=settings.current(session).aftercare_days)
    for person_id in (event.mentee_id, event.mentor_id):
        raise_(
            session, SYSTEM, Reason.ENDED, person_id, now, subject_id=event.match_id,
            match_id=event.match_id, due=due,
        )  # fmt: skip
    dates.keep_dates(session, event.mentor_id, now)


def on_ending_left_open(session: Session, event: EndingLeftOpen, now: datetime) -> None:
    """Have staff speak today with the two of a match that was closed at once."""
    for person_id in (event.mentee_id, event.mentor_id):
        raise_(session, SYSTEM, Reason.ENDING, person_id, now, match_id=event.match_id)


def on_ending_settled(session: Session, event: EndingSettled, now: datetime) -> None:
    """Take off the board what was left to do after a match that was closed at once."""
    for row in queries.open_of_match(session, event.match_id):
        _end_reasons(session, row, ENDED_WITH_CARE, now)


def on_match_forgotten(session: Session, event: MatchForgotten, _now: datetime) -> None:
    """Delete what was logged about the talks of a pair that ended long ago."""
    logs.forget_match(session, event.match_id)


def on_parked(session: Session, event: PersonParked, now: datetime) -> None:
    """Stop all clocks of somebody whose record was put away; nobody sees to them until they are
    back.
    """
    for row in queries.open_about(session, event.person_id, WAITS_FOR_THEM):
        close(session, SYSTEM, row, Outcome.OVER, now)
    resting.see_to(session, resting.clocks_around(session, event.person_id), now)


def on_person_resting(session: Session, event: PersonPaused | PersonStopped, now: datetime) -> None:
    """Stop somebody's clocks while they rest, and see to it that nobody rests unseen."""
    resting.see_to(session, resting.clocks_around(session, event.person_id), now)
    resting.watch(session, event.person_id, now)


def on_person_back(
    session: Session, event: PersonResumed | PersonReturned | PersonRestored, now: datetime
) -> None:
    """Let somebody's clocks run again, and start the one of waiting where there is none.

    Who came back while a pause of theirs still holds goes on resting. Staff see that somebody is
    here again who had asked to stop, or whose record was put away.
    """
    look_again(session, event.person_id, now)
    quiet_clocks.note_back(session, event.person_id, now)
    resting.watch(session, event.person_id, now)
    resting.see_to(session, resting.clocks_around(session, event.person_id), now)
    if load_person(session, event.person_id).kind is not PersonKind.STAFF:
        if isinstance(event, PersonReturned):
            raise_(session, SYSTEM, Reason.CAME_BACK, event.person_id, now)
        quiet.begin(session, event.person_id, now)
        start_waiting(session, SYSTEM, event.person_id, now)
        silence.heard_of(session, event.person_id, now)
        dates.keep_dates(session, event.person_id, now)


def on_suspended(session: Session, event: PersonSuspended, now: datetime) -> None:
    """Open a task for the person and for each one they talk with, to be told the same day.

    What staff had who are suspended is with nobody, and passed on from now.
    """
    if load_person(session, event.person_id).kind is PersonKind.STAFF:
        _free_of(session, event.person_id, now)
        _have_readers(session, now)
        return
    resting.see_to(session, resting.clocks_around(session, event.person_id), now)
    resting.watch(session, event.person_id, now)
    raise_(session, SYSTEM, Reason.SUSPENDED, event.person_id, now)
    _take_over(session, event, now)


def on_stepped_back(session: Session, event: MentorSteppedBack, now: datetime) -> None:
    """Have the mentor called back, and the ones they talk with taken over the same day."""
    raise_(session, SYSTEM, Reason.STEPPED_BACK, event.person_id, now)
    _take_over(session, event, now)


def on_consent_ended(session: Session, event: ConsentEnded, now: datetime) -> None:
    """Ask for a talk with somebody who waits, where a must or one of the three lost its consent."""
    if load_person(session, event.person_id).standing is Standing.PARKED:
        return
    if event.purpose != ConsentPurpose.MATCH or talks.matches_of(session, event.person_id):
        return
    if event.code in answers.record(session, event.person_id).choices.needs_talk(now):
        raise_(session, SYSTEM, Reason.CONSENT_OVER, event.person_id, now)
    elif event.code in THREE:
        raise_(session, SYSTEM, Reason.CANNOT_LOOK, event.person_id, now)


def on_hats_changed(session: Session, event: HatsChanged, now: datetime) -> None:
    """Free what somebody of staff had and may no longer see."""
    staff = load_person(session, event.person_id)
    actor = Actor(staff.id, staff.human_id, roles(session, staff.id))
    for row in queries.with_staff(session, staff.id):
        if not queries.may_see_follow_up(session, actor, row):
            turning.free(session, row, now)
    _have_readers(session, now)


def on_settings_changed(session: Session, event: SettingsChanged, now: datetime) -> None:
    """Measure everything that runs by the new numbers, at the next sweep."""
    queries.look_again(session, now)
    before, agency = settings.at_version(session, event.version - 1), settings.current(session)
    if (before.quiet_months, before.erase_months) != (agency.quiet_months, agency.erase_months):
        quiet_clocks.look_again(session, now)
        quiet.measure_parked(session)
    if is_counted_otherwise(before, agency):
        months.reckon_again(session, now)


def on_erased(session: Session, event: PersonErased, now: datetime) -> None:
    """Delete everything about somebody; what they had as staff is with nobody."""
    _free_of(session, event.person_id, now)
    queries.erase_person(session, event.person_id)
    quiet_clocks.forget(session, event.person_id)
    erase_agenda(session, event.person_id)


def _end_reasons(
    session: Session, row: FollowUp, reasons: Collection[Reason], now: datetime
) -> None:
    for reason in sorted(reasons):
        if row.closed_at is None:
            end_reason(session, SYSTEM, row, reason, Outcome.OVER, now)


def _free_of(session: Session, staff_id: UUID, now: datetime) -> None:
    for row in queries.with_staff(session, staff_id):
        turning.free(session, row, now)


def _have_readers(session: Session, now: datetime) -> None:
    # A complaint of which the last reader chosen has gone comes to the next one at once.
    for row in queries.open_of_kind(session, Kind.COMPLAINT):
        if row.taken_by is None:
            turning.place(session, row, now)


def _take_over(session: Session, event: PersonSuspended | MentorSteppedBack, now: datetime) -> None:
    for match in talks.matches_of(session, event.person_id):
        for person_id in {match.mentee_id, match.mentor_id} - {event.person_id}:
            raise_(session, SYSTEM, Reason.OTHER_SUSPENDED, person_id, now, match_id=match.id)
