"""The agency of the tests and the few people in it, made once through the services and copied.

Rosa coordinates, Lena leads safeguarding, Ruth reviews, Ada administers. Amara mentors and Noor is
a mentee; both can be looked for. Kit, a mentee, and Tom, a mentor, are nobody's: they have nothing
to do with anybody, and stand for the stranger.
"""

import json
from dataclasses import asdict, dataclass
from datetime import time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts import service as verbs
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import visits
from mentorship.accounts.service.hashing import Hasher
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM, Actor, Role
from mentorship.kernel.clock import now
from mentorship.kernel.duty import Shift
from mentorship.profiles.models import Readiness, Room, Welcome
from tests.databases import Template
from tests.participants import can_be_looked_for

SITE_NAME = "Harbour"
PASSWORD = "four plain test words"
STAFF = {
    "rosa": {Role.COORDINATOR},
    "lena": {Role.COORDINATOR, Role.SAFEGUARDING},
    "ruth": {Role.REVIEWER},
    "ada": {Role.ADMINISTRATOR},
}
PARTICIPANTS = {
    "noor": Kind.MENTEE,
    "kit": Kind.MENTEE,
    "amara": Kind.MENTOR,
    "tom": Kind.MENTOR,
}


@dataclass(frozen=True)
class Member:
    """One of the cast: who they are, and how they sign in."""

    person_id: UUID
    sign_in_name: str
    password: str = PASSWORD

    def actor(self, session: Session) -> Actor:
        """Act as them."""
        person = accounts.person(session, self.person_id)
        return Actor(person.id, person.human_id, accounts.roles(session, person.id))


@dataclass(frozen=True)
class Cast:
    """Everybody in the agency of the tests."""

    rosa: Member
    lena: Member
    ruth: Member
    ada: Member
    noor: Member
    kit: Member
    amara: Member
    tom: Member


def found(installation: Installation) -> None:
    """Migrate a new database and set the agency up."""
    installation.migrate()
    with installation.database.transaction() as session:
        settings.change(
            session,
            SYSTEM,
            now(),
            site_name=SITE_NAME,
            crisis_line="555 0100",
            youth_line="555 0101",
            staffed_weekdays=(0, 1, 2, 3, 4),
            on_call_line="555 0102",
            complaint_contact="A. Okafor, 555 0103",
            must_pass_on="If somebody's life is in danger, we call for help.",
            agreement=("We meet as we planned.", "We do not talk about the facts of a case."),
        )


def gather(installation: Installation) -> None:
    """Let the cast in, and remember who they are."""
    hasher = Hasher(installation.config)
    with installation.database.transaction() as session:
        members = {name: _staff(session, hasher, name, roles) for name, roles in STAFF.items()}
        rosa = members["rosa"].actor(session)
        for name, kind in PARTICIPANTS.items():
            members[name] = let_in(session, hasher, rosa, name, kind)
        for name in ("noor", "amara"):
            make_ready(session, members[name])
    remember(installation, "cast", asdict(Cast(**members)))


FOUNDED = Template("founded", found)
CAST = Template("cast", gather, FOUNDED)


def gathered(installation: Installation, shared: Path) -> Cast:
    """Tell who is in a copy of the database that `gather` made."""
    return cast_of(recalled(installation, shared, "cast"))


def cast_of(told: dict[str, Any]) -> Cast:
    """Read the cast from what was remembered."""
    return Cast(**{name: member_of(told[name]) for name in (*STAFF, *PARTICIPANTS)})


def member_of(told: dict[str, str]) -> Member:
    """Read one member from what was remembered."""
    return Member(UUID(told["person_id"]), told["sign_in_name"])


def remember(installation: Installation, name: str, who: dict[str, Any]) -> None:
    """Write down who is in a template, beside it."""
    told = json.dumps(who, default=str)
    _beside(installation, installation.config.home, name).write_text(told)


def recalled(installation: Installation, shared: Path, name: str) -> dict[str, Any]:
    """Read who is in a template."""
    told: dict[str, Any] = json.loads(_beside(installation, shared, name).read_text())
    return told


def signed_in(installation: Installation, member: Member, *, stepped_up: bool = False) -> str:
    """Open a session for a member, all the way in, and give its token."""
    with installation.database.transaction() as session:
        actor = member.actor(session)
        token = visits.enter_fully(session, actor, now(), instead_of="")
        return visits.enter_again(session, actor, token, now()) if stepped_up else token


def _staff(session: Session, hasher: Hasher, name: str, roles: set[Role]) -> Member:
    secrets = verbs.make_secrets(hasher, PASSWORD)
    made = verbs.create_staff(session, SYSTEM, frozenset(roles), name, secrets, now())
    return Member(made.person_id, made.sign_in_name)


def let_in(session: Session, hasher: Hasher, rosa: Actor, name: str, kind: Kind) -> Member:
    """Give somebody a card, and let them join with it."""
    card = verbs.make_card(session, rosa, kind, now())
    session.flush()
    joining = verbs.Joining(kind, name, verbs.make_secrets(hasher, PASSWORD), card)
    made = verbs.register(session, SYSTEM, joining, now())
    return Member(made.person_id, made.sign_in_name)


def make_ready(session: Session, member: Member) -> None:
    """Let somebody be looked for: welcomed, or ready with room for two."""
    person = accounts.person(session, member.person_id)
    can_be_looked_for(session, person, now())
    if person.kind is Kind.MENTEE:
        session.add(Welcome(person_id=person.id, held_at=now()))
        return
    last_day = now().date().replace(year=now().year + 1)
    session.add(Readiness(person_id=person.id, ready_since=now(), last_day=last_day))
    session.add(Room(person_id=person.id, places=2, confirmed_at=now()))


def on_call_always(*staff: Member) -> tuple[Shift, ...]:
    """Give a plan in which the same one or two are on call at every hour of every week."""
    first, second = [*(str(one.person_id) for one in staff), ""][:2]
    return tuple(Shift(day, time(0), time(0), first, second) for day in range(7))


def _beside(installation: Installation, shared: Path, name: str) -> Path:
    kind = installation.database.engine.dialect.name
    return shared / f"{name}-{kind}.json"
