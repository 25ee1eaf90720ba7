"""The sweep: what is due turns, once, however often and wherever it runs."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorship.checkins.models import Rhythm
from mentorship.checkins.queries import bookings, contacts, logs, suggestions, talks
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import quiet as quiet_clocks
from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.rules import quiet as rules
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason
from mentorship.checkins.rules.rhythms import occurrences, plan_next
from mentorship.checkins.service import quiet
from mentorship.checkins.service.days_off import forget_days
from mentorship.checkins.service.follow_ups import close, raise_
from mentorship.checkins.service.pace import reckon_due
from mentorship.checkins.service.running import wind_pair
from mentorship.checkins.service.turning import advance
from mentorship.checkins.service.welcomed import forget_before
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.matches.queries import offers
from mentorship.matches.rules.states import MatchState
from mentorship.notices.queries import not_told
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import overtake, tell
from mentorship.profiles.queries import answers, look_at, take_silent, to_look_at, unreachable

ASKS_ABOUT_IT = {
    Reason.NO_SAFE_WAY: NoticeKind.SAFE_CONTACT_ENDED,
    Reason.WAY_TO_CONFIRM: NoticeKind.SAFE_CONTACT_CHANGED,
}


def sweep(session: Session, now: datetime) -> int:
    """Do every step once, and tell how many follow-ups turned; one step at a time is `STEPS`."""
    done = {step: step(session, now) for step in STEPS}
    return done[turn_due]


def turn_due(session: Session, now: datetime) -> int:
    """Turn the follow-ups that are due; what was past for long is folded into one step."""
    return sum(advance(session, row, now) for row in queries.due_now(session, now))


def chase_offers(session: Session, now: datetime) -> int:
    """Have staff ask for answers that did not come, and close what was answered meanwhile."""
    chased = [row for row in offers.to_chase(session, now, BATCH) if offers.chase(session, row)]
    open_ = queries.open_of_kind(session, Kind.OFFER)
    asked = {row.subject_id for row in open_} | {offer.id for offer in chased}
    waiting = offers.still_waiting(session, asked)
    for row in open_:
        if row.subject_id not in waiting:
            close(session, SYSTEM, row, Outcome.OVER, now)
    for offer in chased:
        asked_of = offer.person_id
        if offer.id in waiting and not queries.was_ever(session, Kind.OFFER, offer.id, asked_of):
            raise_(session, SYSTEM, Reason.OFFER_UNANSWERED, asked_of, now, subject_id=offer.id)
    return len(chased)


def look_at_contacts(session: Session, now: datetime) -> int:
    """Have staff see to those whom no safe way reaches, and close where one does again."""
    looked = [row for row in to_look_at(session, now, BATCH) if look_at(session, row)]
    open_ = queries.open_of_kind(session, Kind.REACH)
    silent = take_silent(session, now, BATCH)
    people = silent | {row.person_id for row in looked}
    found = {
        person_id: (Reason.WAY_TO_CONFIRM if waits else Reason.NO_SAFE_WAY, since)
        for person_id, (waits, since) in unreachable(
            session, now, people | {row.person_id for row in open_}
        ).items()
    }
    for row in open_:
        if row.person_id in found and found[row.person_id][0] is row.reason:
            del found[row.person_id]
        else:
            close(session, SYSTEM, row, Outcome.OVER, now)
    for person_id, (reason, since) in found.items():
        if not queries.was_ever(session, Kind.REACH, person_id, person_id, since):
            raise_(session, SYSTEM, reason, person_id, now)
            tell(session, person_id, ASKS_ABOUT_IT[reason], now)
    return max(len(looked), len(silent))


def look_at_news(session: Session, now: datetime) -> int:
    """Have staff see to news that nobody could tell, and close where it was told after all."""
    late = now - timedelta(days=settings.current(session).tell_days)
    found = not_told(session, now, late)
    for row in queries.open_of_kind(session, Kind.TELL):
        if found.pop(row.person_id, None) is None:
            close(session, SYSTEM, row, Outcome.OVER, now)
    for person_id, since in found.items():
        if not queries.was_ever(session, Kind.TELL, person_id, person_id, since):
            raise_(session, SYSTEM, Reason.NEWS_NOT_TOLD, person_id, now)
    return 0


def look_at_quiet(session: Session, now: datetime) -> int:
    """Have staff look at records of which nothing was heard for long, and close where somebody is
    here again; whose clock stood still counts from then.
    """
    taken = quiet_clocks.to_look_at(session, now, BATCH)
    due = [row.person_id for row in taken if quiet_clocks.take_up(session, row)]
    open_ = {row.person_id: row for row in queries.open_of_kind(session, Kind.QUIET)}
    people = {*due, *open_}
    seen = quiet_clocks.last_here(session, people) if people else {}
    held = quiet_clocks.held(session, people) if people else set()
    for person_id, row in open_.items():
        if person_id in held or seen[person_id] > row.opened_at:
            close(session, SYSTEM, row, Outcome.OVER, now)
    for person_id in due:
        since = now if person_id in held else seen[person_id]
        if rules.look_at(since, settings.current(session)) > now:
            quiet.begin(session, person_id, since)
        else:
            quiet_clocks.note_since(session, person_id, since)
            due_at = now + rules.LOOK_WITHIN
            raise_(session, SYSTEM, Reason.QUIET_FOR_LONG, person_id, now, due=due_at)
    return len(taken)


def close_talked_over(session: Session, now: datetime) -> int:
    """Close the talks that are no longer needed, because all is there again or somebody is."""
    open_ = queries.open_of_kind(session, Kind.TALK_NEEDED)
    people = {row.person_id for row in open_}
    talking = talks.talk_with_somebody(session, people)
    records = answers.records(session, people) if people else {}
    for row in open_:
        choices = records[row.person_id].choices
        may_be_looked_for = choices.can_look(now) and not choices.needs_talk(now)
        if may_be_looked_for or row.person_id in talking:
            close(session, SYSTEM, row, Outcome.OVER, now)
    return 0


def plan_due(session: Session, now: datetime) -> int:
    """Plan the rhythms of which a talk has come near enough; those of a pair that rests wait."""
    due = [row for row in talks.to_plan(session, now, BATCH) if talks.take_up(session, row)]
    for rhythm in due:
        match = talks.match_of_pair(session, rhythm.match_id)
        if match.state is MatchState.ACTIVE:
            plan(session, rhythm, now)
            wind_pair(session, match.id, now)
    return len(due)


def plan(session: Session, rhythm: Rhythm, now: datetime) -> list[datetime]:
    """Add the talks of one rhythm for the weeks ahead, and tell which times were taken.

    Those that are there stay as they are; when the next one is to be planned is stored.
    """
    ahead = timedelta(weeks=settings.current(session).meetings_ahead_weeks)
    moments = occurrences(rhythm.rule, rhythm.first_at, rhythm.zone, now, now + ahead)
    taken = [at for at in moments if not talks.add_slot(session, rhythm, at, now)]
    rhythm.plan_at = plan_next(
        rhythm.rule, rhythm.first_at, rhythm.zone, now, ahead, skipped=bool(taken)
    )
    session.flush()
    return taken


def give_back_times(session: Session, now: datetime) -> int:
    """Tell whoever suggested times that none was picked within the days for it, once a pair."""
    due = suggestions.unanswered(session, now, BATCH)
    back = [row for row in due if suggestions.give_back(session, row)]
    for match_id, person_id in sorted({(row.match_id, row.person_id) for row in back}):
        overtake(session, [match_id], NoticeKind.TALK_SUGGESTED)
        tell(session, person_id, NoticeKind.TALK_NOT_FOUND, now, ref=match_id)
    return len(back)


def tidy(session: Session, now: datetime) -> int:
    """Delete what is over: times, how clocks stood before; and what was acted on long ago."""
    forget_before(session, now)
    bookings.forget_past(session, now)
    note_days = settings.current(session).note_days
    logs.blank_notes(session, now, note_days)
    contacts.forget_old(session, now, note_days)
    return 0


# What is most urgent comes first; each tells how much it did, and goes on until it was not full.
# A month that fell short turns its row in the same sweep.
STEPS = (
    reckon_due, turn_due, chase_offers, look_at_contacts, look_at_news, look_at_quiet,
    close_talked_over, plan_due, give_back_times, forget_days, tidy,
)  # fmt: skip
