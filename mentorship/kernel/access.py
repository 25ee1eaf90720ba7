"""Who may do what: one table of permissions, one way to load by id.

The kernel imports no feature: each feature registers beside its queries who may see a row of its
tables (`sees`), and `load` asks it. A permission answers "may this kind of person come to this
address at all"; a predicate answers "may this person see this row".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel.db import Base
from mentorship.kernel.errors import NotFound, SignInNeeded, StepUpNeeded, UnsafeToStart
from mentorship.kernel.words import N_

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Base)
Sees = Callable[[Session, "Actor", Any], bool]


class Role(StrEnum):
    """What a person is here."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    COORDINATOR = "coordinator"
    SAFEGUARDING = "safeguarding"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


PARTICIPANTS = frozenset({Role.MENTEE, Role.MENTOR})
COORDINATORS = frozenset({Role.COORDINATOR, Role.SAFEGUARDING})
STAFF = COORDINATORS | {Role.REVIEWER, Role.ADMINISTRATOR}
EVERYONE = PARTICIPANTS | STAFF


class How(StrEnum):
    """How somebody said what staff record on their behalf."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    PAPER = "paper"


HOW_WORDS = {How.IN_PERSON: N_("in person"), How.PHONE: N_("by phone"), How.PAPER: N_("on paper")}


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, or the system itself when there is none."""

    person_id: UUID | None
    human_id: UUID | None
    roles: frozenset[Role]
    how: How | None = None
    stepped_up_until: datetime | None = None
    half_in: bool = False

    def is_(self, *roles: Role) -> bool:
        """Tell whether the actor wears one of these hats."""
        return not self.roles.isdisjoint(roles)

    def for_(self, person_id: UUID) -> bool:
        """Tell whether the actor acts for themselves."""
        return self.person_id == person_id

    def on_behalf(self, how: How) -> "Actor":
        """Give the same actor, recording what somebody said in this way."""
        return replace(self, how=how)

    @property
    def is_staff(self) -> bool:
        """Tell whether the actor wears a hat of staff."""
        return not self.roles.isdisjoint(STAFF)

    @property
    def is_coordinator(self) -> bool:
        """Tell whether the actor coordinates (the safeguarding lead does too)."""
        return not self.roles.isdisjoint(COORDINATORS)


SYSTEM = Actor(None, None, frozenset())
NOBODY = Actor(None, None, frozenset())


@dataclass(frozen=True)
class Rule:
    """Who may come to an address: these roles; anybody signed out too; password given lately."""

    roles: frozenset[Role] = frozenset()
    anonymous: bool = False
    step_up: bool = False
    half_in: bool = False


class Permission(StrEnum):
    """One name for each thing an address lets people do."""

    # everybody
    READ_PUBLIC_PAGE = "read_public_page"
    LEAVE = "leave"
    CHOOSE_LANGUAGE = "choose_language"
    # accounts
    JOIN = "join"
    SIGN_IN = "sign_in"
    SECOND_FACTOR = "second_factor"
    SIGN_OUT = "sign_out"
    STEP_UP = "step_up"
    OWN_ACCOUNT = "own_account"
    CHANGE_SIGN_IN = "change_sign_in"
    OWN_UNSENT = "own_unsent"
    STOP = "stop"
    COME_BACK = "come_back"
    MAKE_CARD = "make_card"
    SUSPEND = "suspend"
    RECOVER_FOR = "recover_for"
    OWN_CALL_BACK = "own_call_back"
    SEE_RECOVERIES = "see_recoveries"
    MANAGE_STAFF = "manage_staff"
    # profiles
    OWN_CHOICES = "own_choices"
    HEAR = "hear"
    OWN_SAFE_CONTACT = "own_safe_contact"
    OWN_APART = "own_apart"
    OWN_ROOM = "own_room"
    OWN_PAUSE = "own_pause"
    OWN_RECORD = "own_record"
    SEE_PEOPLE = "see_people"
    RECORD_FOR = "record_for"
    DECIDE_READINESS = "decide_readiness"
    REVIEW = "review"
    TIE_APART = "tie_apart"
    FIRST_SAFE_CONTACT = "first_safe_contact"
    PAUSE_FOR_SAFETY = "pause_for_safety"
    END_SAFETY_PAUSE = "end_safety_pause"
    # notices
    OWN_NOTICES = "own_notices"
    TELL_BY_PHONE = "tell_by_phone"
    OWN_WEEKLY_MAIL = "own_weekly_mail"
    # matches
    RUN_ROUND = "run_round"
    DECIDE_PROPOSAL = "decide_proposal"
    ANSWER_OFFER = "answer_offer"
    OWN_MATCH = "own_match"
    ASK_ANOTHER = "ask_another"
    KEEP_MATCH = "keep_match"
    # checkins
    OWN_TALKS = "own_talks"
    LOG_TALK = "log_talk"
    ASK_FOR_CALL = "ask_for_call"
    HOW_IS_IT = "how_is_it"
    RAISE_SAFETY = "raise_safety"
    FOLLOW_UP = "follow_up"
    READ_FOLLOW_UP = "read_follow_up"
    # desk
    HOME = "home"
    TODAY = "today"
    REPORTS = "reports"
    CHANGE_SETTINGS = "change_settings"
    SEE_RUNNING = "see_running"


_PUBLIC = Rule(EVERYONE, anonymous=True, half_in=True)
_ALL = Rule(EVERYONE)
_OWN = Rule(PARTICIPANTS)
_OWN_AGAIN = Rule(PARTICIPANTS, step_up=True)
_DESK = Rule(COORDINATORS)

RULES: dict[Permission, Rule] = {
    Permission.READ_PUBLIC_PAGE: _PUBLIC,
    Permission.LEAVE: _PUBLIC,
    Permission.CHOOSE_LANGUAGE: _PUBLIC,
    Permission.JOIN: _PUBLIC,
    Permission.SIGN_IN: _PUBLIC,
    Permission.SECOND_FACTOR: Rule(STAFF, half_in=True),
    Permission.SIGN_OUT: _PUBLIC,
    Permission.STEP_UP: _ALL,
    Permission.OWN_ACCOUNT: _ALL,
    Permission.CHANGE_SIGN_IN: Rule(EVERYONE, step_up=True),
    Permission.OWN_UNSENT: _ALL,
    Permission.STOP: _OWN_AGAIN,
    Permission.COME_BACK: Rule(PARTICIPANTS, half_in=True),
    Permission.MAKE_CARD: _DESK,
    Permission.SUSPEND: _DESK,
    Permission.RECOVER_FOR: _DESK,
    Permission.OWN_CALL_BACK: _OWN,
    Permission.SEE_RECOVERIES: Rule(frozenset({Role.REVIEWER})),
    Permission.MANAGE_STAFF: Rule(frozenset({Role.ADMINISTRATOR}), step_up=True),
    Permission.OWN_CHOICES: _OWN,
    Permission.HEAR: Rule(PARTICIPANTS | COORDINATORS),
    Permission.OWN_SAFE_CONTACT: _OWN_AGAIN,
    Permission.OWN_APART: _OWN_AGAIN,
    Permission.OWN_ROOM: Rule(frozenset({Role.MENTOR})),
    Permission.OWN_PAUSE: _OWN_AGAIN,
    Permission.OWN_RECORD: _OWN_AGAIN,
    Permission.SEE_PEOPLE: _DESK,
    Permission.RECORD_FOR: _DESK,
    Permission.DECIDE_READINESS: Rule(COORDINATORS, step_up=True),
    Permission.REVIEW: Rule(frozenset({Role.REVIEWER}), step_up=True),
    Permission.TIE_APART: Rule(frozenset({Role.SAFEGUARDING})),
    Permission.FIRST_SAFE_CONTACT: _OWN,
    Permission.PAUSE_FOR_SAFETY: _DESK,
    Permission.END_SAFETY_PAUSE: Rule(frozenset({Role.SAFEGUARDING})),
    Permission.OWN_NOTICES: _ALL,
    Permission.TELL_BY_PHONE: _DESK,
    Permission.OWN_WEEKLY_MAIL: Rule(COORDINATORS, step_up=True),
    Permission.RUN_ROUND: _DESK,
    Permission.DECIDE_PROPOSAL: _DESK,
    Permission.ANSWER_OFFER: _OWN,
    Permission.OWN_MATCH: _OWN,
    Permission.ASK_ANOTHER: Rule(frozenset({Role.MENTEE}), step_up=True),
    Permission.KEEP_MATCH: _DESK,
    Permission.OWN_TALKS: _OWN,
    Permission.LOG_TALK: Rule(frozenset({Role.MENTOR})),
    Permission.ASK_FOR_CALL: Rule(frozenset({Role.MENTOR})),
    Permission.HOW_IS_IT: Rule(frozenset({Role.MENTEE})),
    Permission.RAISE_SAFETY: _OWN,
    Permission.FOLLOW_UP: _DESK,
    # the reviewer only reads the complaints that chose them; the row's predicate sees to that
    Permission.READ_FOLLOW_UP: Rule(COORDINATORS | {Role.REVIEWER}),
    Permission.HOME: _ALL,
    Permission.TODAY: _DESK,
    Permission.REPORTS: _DESK,
    Permission.CHANGE_SETTINGS: Rule(frozenset({Role.ADMINISTRATOR}), step_up=True),
    Permission.SEE_RUNNING: Rule(frozenset({Role.ADMINISTRATOR})),
}

_SEES: dict[type[Base], list[Sees]] = {}


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with what its visitor must be allowed to do; `decide` enforces it."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # read by permission_of alone
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """Tell which permission a view was marked with."""
    return getattr(view, "permission", None)


def decide(actor: Actor, permission: Permission | None, now: datetime) -> None:
    """Let the actor through, or raise what sends them where they belong; deny by default."""
    rule = RULES.get(permission) if permission else None
    if rule is None:
        raise NotFound
    if rule.anonymous and (not actor.half_in or rule.half_in):
        return
    if actor.person_id is None or (actor.half_in and not rule.half_in):
        raise SignInNeeded
    if rule.roles.isdisjoint(actor.roles):
        raise NotFound
    if rule.step_up and (actor.stepped_up_until is None or actor.stepped_up_until <= now):
        raise StepUpNeeded


def check_routes(views: dict[str, Callable[..., Any]]) -> None:
    """Refuse to start when an address says nothing of who may come to it."""
    bare = sorted(name for name, view in views.items() if permission_of(view) not in RULES)
    if bare:
        raise UnsafeToStart(f"These views need @requires(Permission.…): {', '.join(bare)}.")


def sees(model: type[Base]) -> Callable[[Sees], Sees]:
    """Register a predicate that tells who may see a row of `model`; of several, each must agree."""

    def register(predicate: Sees) -> Sees:
        _SEES.setdefault(model, []).append(predicate)
        return predicate

    return register


def load(session: Session, actor: Actor, model: type[Row], key: UUID) -> Row:
    """Load a row that the actor may see; absent and forbidden are the same `NotFound`."""
    row = session.get(model, key)
    if row is None or not may_see(session, actor, row):
        raise NotFound
    return row


def may_see(session: Session, actor: Actor, row: Base) -> bool:
    """Tell whether the actor may see a row, for lists that hold only what opens."""
    return all(sees_it(session, actor, row) for sees_it in _SEES[type(row)])


def loading(model: type[Row]) -> Callable[[Session, Actor, UUID], Row]:
    """Give `load` for one table."""
    return lambda session, actor, key: load(session, actor, model, key)
