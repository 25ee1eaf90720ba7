"""The first pages, put together from what the features know; no verb of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.queries import recovery
from mentorship.accounts.rules import initial
from mentorship.checkins.queries import board
from mentorship.checkins.queries import talks as meetings
from mentorship.checkins.queries.boards import Row
from mentorship.checkins.rules.follow_ups import Kind, Stage
from mentorship.checkins.rules.wordings import step_said
from mentorship.checkins.rules.zones import moment_said
from mentorship.checkins.service import talks, zone_of
from mentorship.checkins.service.passing import who_may_stand_in as may_stand_in
from mentorship.desk.service.calls import CallAsked, call_asked
from mentorship.desk.service.complaints import Complaint, complaints
from mentorship.desk.service.for_today import ForToday, for_today
from mentorship.desk.service.standing import met_soon, standing_said, when_they_come
from mentorship.desk.service.starting import Task, tasks_left
from mentorship.desk.service.told import told_now, with_names
from mentorship.kernel import access, live_use
from mentorship.kernel.access import Actor, Role
from mentorship.kernel.words import N_, _
from mentorship.matches.models import Match
from mentorship.matches.queries import offers, pairs, proposals
from mentorship.matches.service import farewells, has_agreed, next_step
from mentorship.matches.service.closing import Farewell
from mentorship.matches.service.pages import Row as Decision
from mentorship.matches.service.pages import decisions
from mentorship.matches.service.pair_page import PairRow, to_introduce
from mentorship.notices import service as notices
from mentorship.profiles.models import Pause
from mentorship.profiles.queries import pause, readiness
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.rules.contact import THEY_COME
from mentorship.profiles.rules.people import Show, State
from mentorship.profiles.service.choices_page import counted
from mentorship.profiles.service.contact import who_calls
from mentorship.profiles.service.first_steps import FirstStep, cannot_look_said, left_to_do
from mentorship.profiles.service.people import PersonLine, list_people
from mentorship.profiles.service.room import room_said

FIRST_FEW = 5
FOR_TODAY = (Stage.SAFETY, Stage.CALL_TODAY)
# What those of the staff are here for whose first page is empty most of the time.
PURPOSES = {
    Role.REVIEWER: N_(
        "You are the second pair of eyes: a colleague who wants to open a door asks you. "
        "When one does, the decision stands here. You see the decision, not the person."
    ),
    Role.ADMINISTRATOR: N_(
        "You look after the settings and the accounts of staff. What is missing before live use "
        "stands under Settings. News for you stands here."
    ),
}
HOURS = f"/choices/{BY_KEY['times'].code}"
STILL_OPEN = N_("We cannot look for someone yet. Some first questions are still open.")
STOPPED_AT = N_("Go on where you stopped")
GO_ON = {
    FirstStep.REACH: (STILL_OPEN, STOPPED_AT, "accounts.told"),
    FirstStep.THREE: (STILL_OPEN, STOPPED_AT, "profiles.three"),
    FirstStep.USE: ("", N_("Look"), "profiles.three_use"),
}


@dataclass(frozen=True)
class Companion:
    """The other one of a pair, as the first page shows them."""

    match_id: UUID
    called: str
    next_talk: str
    resting: bool
    asked: bool
    offer_id: UUID | None


@dataclass(frozen=True)
class Next:
    """The one thing that waits for somebody, and the page where they do it."""

    sentence: str
    label: str
    endpoint: str
    takes: dict[str, UUID]


@dataclass(frozen=True)
class HomePage:
    """Everyone's first page: what is next, what is new, whom one talks with, where one stands."""

    next: Next | None
    told: tuple[notices.Told, ...]
    call: CallAsked | None
    tasks: tuple[Task, ...]
    counted: str
    companions: tuple[Companion, ...]
    endings: tuple[Farewell, ...]
    standing: str
    they_come: bool
    paused: bool
    paused_until: date | None
    is_mentor: bool
    hours_url: str
    room: str
    reviews: tuple[UUID, ...]
    is_reviewer: bool
    complaints: tuple[Complaint, ...]
    missing: int
    purposes: tuple[str, ...]


@dataclass(frozen=True)
class Today:
    """A coordinator's first page: what is new, whom to ring back, and lists with how many."""

    told: tuple[notices.Told, ...]
    reviews: tuple[UUID, ...]
    is_reviewer: bool
    complaints: tuple[Complaint, ...]
    call_backs: tuple[tuple[UUID, str], ...]
    calls: tuple[ForToday, ...]
    calls_in_all: int
    not_looked_for: tuple[tuple[Row, str], ...]
    elsewhere: int
    to_introduce: tuple[tuple[PairRow, str], ...]
    decisions: tuple[Decision, ...]
    decisions_in_all: int
    new: tuple[PersonLine, ...]
    new_in_all: int


def home(session: Session, actor: Actor, now: datetime) -> HomePage:
    """Put somebody's first page together; reading a name in it is recorded."""
    own = actor.person_id
    if own is None:
        raise LookupError("the first page is for somebody who is signed in")
    person = accounts.person(session, own)
    matches = meetings.matches_of(session, own)
    pauses = pause.open_pauses(session, own)
    rests = bool(pauses or matches)
    following = _next(session, person, now, resting=rests)
    said_yes = offers.said_yes(session, own, now)
    asked = following.takes if following else {}
    told = told_now(session, own, now, asked, has_match=bool(matches), said_yes=bool(said_yes))
    companions = tuple(_companion(session, actor, match, now) for match in matches)
    they_come = not actor.is_staff and who_calls(session, actor, own, now) in THEY_COME
    tasks = () if rests else tasks_left(session, person, now, they_come=they_come)
    standing = "" if rests else standing_said(
        session, person, said_yes, now, is_asked=following is not None, is_told=bool(told),
        has_tasks=bool(tasks), they_come=they_come,
    )  # fmt: skip
    return HomePage(
        next=following,
        call=call_asked(session, actor, own, now),
        tasks=tasks,
        counted="" if actor.is_staff else counted(session, own, now),
        told=with_names(told, {it.match_id: it.called for it in companions}),
        companions=companions,
        endings=tuple(farewells(session, own, now)),
        standing=standing,
        they_come=they_come and when_they_come() in standing,
        paused=bool(pauses),
        paused_until=_over_on(pauses),
        is_mentor=actor.is_(Role.MENTOR),
        hours_url=HOURS,
        room=room_said(session, own, now) if actor.is_(Role.MENTOR) else "",
        reviews=_reviews(session, actor),
        is_reviewer=actor.is_(Role.REVIEWER),
        complaints=complaints(session, actor, now) if actor.is_staff else (),
        missing=len(live_use.missing(session)) if actor.is_(Role.ADMINISTRATOR) else 0,
        purposes=tuple(_(said) for role, said in PURPOSES.items() if actor.is_(role)),
    )


def _over_on(pauses: Sequence[Pause]) -> date | None:
    """Tell on which day the last of some pauses is over; nothing where one has no day."""
    days = [one.until for one in pauses if one.until]
    return max(days, default=None) if len(days) == len(pauses) else None


def today(session: Session, actor: Actor, now: datetime) -> Today:
    """Put a coordinator's first page together, by codes alone."""
    if actor.person_id is None:
        raise LookupError("the first page is for somebody who is signed in")
    followed = board(session, actor)
    calls = [row for stage in FOR_TODAY for row in followed.rows(stage)]
    first = for_today(calls, now, FIRST_FEW)
    waiting = decisions(session, actor, "waiting", now).rows
    people = list_people(session, actor, Show.ALL, now)
    new = [line for line in people if line.state is State.NEW]
    # Who is new has the first talk ahead, and who paused is left in peace.
    elsewhere = {line.id for line in people if line.state in {State.NEW, State.PAUSED}}
    cannot_look = [
        row for its in followed.groups for row in its.rows if row.kind is Kind.TALK_NEEDED
    ]
    to_answer = complaints(session, actor, now)
    return Today(
        told=_told(session, actor.person_id, to_answer, now),
        reviews=_reviews(session, actor),
        is_reviewer=actor.is_(Role.REVIEWER),
        complaints=to_answer,
        call_backs=tuple(
            (person.id, person.code)
            for person in recovery.due(session, now)
            if access.may_see(session, actor, person)
        ),
        calls=tuple(first),
        calls_in_all=followed.people(*FOR_TODAY),
        not_looked_for=tuple(
            (row, step_said(row, now)) for row in cannot_look if row.person_id not in elsewhere
        ),
        elsewhere=sum(row.person_id in elsewhere for row in cannot_look),
        to_introduce=tuple(to_introduce(session, actor)),
        decisions=tuple(waiting[:FIRST_FEW]),
        decisions_in_all=proposals.count_undecided(session, actor),
        new=tuple(new[:FIRST_FEW]),
        new_in_all=len(new),
    )


def _told(
    session: Session, person_id: UUID, to_answer: Iterable[Complaint], now: datetime
) -> tuple[notices.Told, ...]:
    # A complaint stands on no board, so its notice leads to it and is counted with no other.
    waiting = notices.waiting(session, person_id, now)
    return tuple(notices.fold(waiting, {it.id for it in to_answer}))


def week_said(session: Session, mail_id: UUID, now: datetime) -> str:
    """Say in numbers alone what waits for the one whom a weekly mail is for, people as on Today."""
    reader = notices.reader_of(session, mail_id)
    if reader is None:
        return ""
    followed = board(session, reader)
    stages = [
        (_("For today"), FOR_TODAY),
        (_("Late"), (Stage.LATE,)),
        (_("Due this week"), (Stage.DUE,)),
    ]
    counted = [(said, followed.people(*its)) for said, its in stages]
    to_tell = notices.calls_to_make(session, reader, now)
    counted.append((_("News to tell by phone"), len(to_tell)))
    counted.append((_("Decisions"), proposals.count_undecided(session, reader)))
    lines = [_("%(what)s: %(n)s", what=said, n=n) for said, n in counted]
    return "\n".join([*lines, "", _("Sign in to see it.")])


def who_may_stand_in(session: Session) -> list[tuple[str, str]]:
    """List the staff who can be on call or a deputy, for the settings."""
    return [(str(staff.id), staff.called or staff.code) for staff in may_stand_in(session)]


def _companion(session: Session, actor: Actor, match: Match, now: datetime) -> Companion:
    own = actor.person_id or match.mentee_id
    other = talks.other_of(match, own)
    planned = meetings.next_planned(session, match.id, now)
    offer = offers.to_person(session, match.proposal_id, own)
    called = talks.called(session, actor, match, other, now)
    return Companion(
        match.id,
        initial(called) if accounts.is_quiet(session, own) else called,
        moment_said(planned.at, zone_of(session, own)) if planned else "",
        match.rests,
        asked=own == match.mentee_id and pairs.change_asked(session, match.id) is not None,
        offer_id=offer.id if offer else None,
    )


def _next(session: Session, person: Person, now: datetime, *, resting: bool) -> Next | None:
    for offer in offers.waiting(session, person.id):
        sentence = _("We may have found someone. There is a question for you.")
        return Next(sentence, _("Look"), "matches.offer", {"offer_id": offer.id})
    for match in met_soon(session, person):
        asked = offers.to_person(session, match.proposal_id, person.id)
        if asked and not has_agreed(session, match, person.id):
            sentence = next_step(session, match, person.id)
            return Next(sentence, _("Read them"), "matches.offer", {"offer_id": asked.id})
    step = None if resting else left_to_do(session, person, now)
    if step is None:
        return None
    sentence, label, endpoint = GO_ON[step]
    said = _(sentence) if sentence else cannot_look_said(session, person, now)
    return Next(said, _(label), endpoint, {})


def _reviews(session: Session, actor: Actor) -> tuple[UUID, ...]:
    if not actor.is_(Role.REVIEWER):
        return ()
    return tuple(review.id for review in readiness.reviews_asked(session, actor))
