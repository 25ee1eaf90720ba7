"""Further states of the full agency: those in which a page offers something that no other does."""

from datetime import timedelta

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import create_staff, make_secrets, second_factor, standing
from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.people import own_sign_in
from mentorship.kernel.access import SYSTEM, Actor, Role
from mentorship.kernel.clock import now
from mentorship.matches import service as matches
from mentorship.notices import service as notices
from mentorship.notices.rules import NoticeKind, Way
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import answer, stop_consent
from mentorship.profiles.service.pause import pause
from tests import scenes
from tests.cast import PASSWORD, Member, let_in, make_ready
from tests.participants import acting, agree, code, say
from tests.scenes import Scene

PAIRS = {"quin": "ivor", "rhea": "jack", "suri": "kurt"}


def reached(session: Session, hasher: Hasher, rosa: Actor) -> dict[str, Member]:
    """Bring further people to further states, and tell who they are."""
    members = _who_joins(session, hasher, rosa)
    pairs = {one: _scene(session, rosa, members[one], members[PAIRS[one]]) for one in PAIRS}
    pairs["quin"].approve(session, now())
    scenes.active(session, now(), pairs["rhea"])
    scenes.active(session, now(), pairs["suri"])
    later = now().date() + timedelta(days=20)
    matches.pause_match(session, rosa, pairs["suri"].match(session), later, now())
    _rests_and_has_much_to_say(session, _person(session, members["vera"]))
    return members


def staff_are_let_in(session: Session, hasher: Hasher, lena: Member) -> Member:
    """Have one of the staff with a second factor, and one who is suspended."""
    sign_in = own_sign_in(session, lena.person_id)
    second_factor.draw_secret(session, sign_in)
    accounts.note_enrolled(session, sign_in.id, now())
    secrets = make_secrets(hasher, PASSWORD)
    made = create_staff(session, SYSTEM, frozenset({Role.COORDINATOR}), "eva", secrets, now())
    standing.suspend(session, SYSTEM, accounts.person(session, made.person_id), now())
    return Member(made.person_id, made.sign_in_name)


def _who_joins(session: Session, hasher: Hasher, rosa: Actor) -> dict[str, Member]:
    kinds = dict.fromkeys((*PAIRS, "vera"), Kind.MENTEE)
    kinds |= dict.fromkeys(PAIRS.values(), Kind.MENTOR)
    members = {name: let_in(session, hasher, rosa, name, kind) for name, kind in kinds.items()}
    for member in members.values():
        make_ready(session, member)
    return members


def _rests_and_has_much_to_say(session: Session, vera: Person) -> None:
    """Pause somebody who is told by phone, whose consents end soon, ended, or carried a must."""
    actor, long_ago = acting(vera), now() - timedelta(days=355)
    say(session, vera, long_ago, topics=["work"], style="4")
    agree(session, vera, long_ago, "topics")
    agree(session, vera, now(), "style")
    agree(session, vera, now(), "style", purpose=ConsentPurpose.SHOW)
    wish = code("safe_with")
    answer(session, actor, vera, wish, ["woman", "must"], now(), match_months=12)
    stop_consent(session, actor, vera, code("style"), ConsentPurpose.SHOW, now())
    stop_consent(session, actor, vera, wish, ConsentPurpose.MATCH, now())
    notices.choose_way(session, actor, vera, Way.PHONE, now())
    notices.tell(session, vera.id, NoticeKind.CONSENT_ENDED, now())
    pause(session, actor, vera, now().date() + timedelta(days=9), now())


def _scene(session: Session, rosa: Actor, mentee: Member, mentor: Member) -> Scene:
    made = matches.decisions.propose(
        session, _person(session, mentee), _person(session, mentor), now()
    )
    assert rosa.person_id
    return Scene(rosa.person_id, mentee.person_id, mentor.person_id, made.id)


def _person(session: Session, member: Member) -> Person:
    return accounts.person(session, member.person_id)
