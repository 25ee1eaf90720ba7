"""An agency in which everything has happened once: something stands in every table, and every word
that somebody can say is one that nobody would say by accident.
"""

from dataclasses import asdict, dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Scheme
from mentorship.accounts.service import recovery, register_on_behalf, signing_in, standing
from mentorship.accounts.service.display import choose_display
from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.taking_over import make_own_code
from mentorship.accounts.service.unsent import keep_unsent
from mentorship.checkins.queries import follow_ups
from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.contacts import SAFETY as SAFETY_ASKED
from mentorship.checkins.rules.contacts import Answer as Said
from mentorship.checkins.rules.days_off import Days
from mentorship.checkins.rules.follow_ups import Kind as Called
from mentorship.checkins.rules.logs import CallMe, Feeling, LogEntry, Outcome, TapEntry, Worry
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import (
    agendas,
    days_off,
    log_contact,
    logs,
    reports,
    rhythms,
    suggestions,
    take,
    talks,
)
from mentorship.installation import Installation
from mentorship.kernel import db, events, jobs, settings
from mentorship.kernel.access import SYSTEM, Actor, How, Role
from mentorship.kernel.beats import Beat
from mentorship.kernel.clock import now
from mentorship.kernel.config import Post
from mentorship.matches import service as matches
from mentorship.matches.models import Match
from mentorship.matches.rules.closing import Line
from mentorship.matches.rules.reasons import Answer, DeclineReason, HoldReason
from mentorship.matches.rules.reviews import CameOf
from mentorship.notices import service as notices
from mentorship.notices.models import Mail, Notice
from mentorship.notices.rules import MailKind, MailWords, Reached
from mentorship.notices.rules import Way as Telling
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.rules.readiness import Decision, ReviewMove, Topic
from mentorship.profiles.service import readiness
from mentorship.profiles.service.apart import add_apart, save_known_as, tie_apart
from mentorship.profiles.service.contact import note_danger, save_first_contact, save_safe_contact
from mentorship.profiles.service.pause import pause, pause_for_safety
from mentorship.profiles.service.welcome import take_back_welcome, welcome
from tests import scenes, states
from tests.cast import (
    CAST,
    Cast,
    Member,
    cast_of,
    gathered,
    let_in,
    make_ready,
    member_of,
    recalled,
    remember,
    signed_in,
)
from tests.databases import Template
from tests.participants import acting, agree, ready_mentor, say, waiting_mentee
from tests.scenes import LATER, Scene

REACH = Reach(
    Channel.CALL,
    "quinceline",
    SafeHours(note="plumhours"),
    True,
    "figname",
    "pearanswer",
    code_word="medlarword",
)
DAY = timedelta(days=1)
PRONOUNS, CALLED, NOTE = "xe-loquat", "Starfruit", "tamarınd süß gegangen"
SAFETY, COMPLAINT = "mulberry at my door", "lychee was unkind 🌻"
NAME, PLACE, GOES_BY = "Damson Sloe", "the hawthorn pier", "Rowan Elder"
CALENDAR_WORD = "quince jam"
MAIL_FROM, MAIL_SUBJECT, MAIL_TO = "Marula Books", "your cherimoya", "jujube@example.org"
WEEKLY_TO, DUTY_TO = "feijoa@example.org", "tamarillo@example.org"
UNSENT = "rambutan, unsent"
DECLINED, BY_HAND = "guava knows more", "papaya fits better"
# Whatever somebody said in it; none of these words stands anywhere else.
SAID = (
    REACH.address, REACH.hours.note, REACH.name_to_use, REACH.if_other_answers, REACH.code_word,
    PRONOUNS, CALLED, NOTE, SAFETY, COMPLAINT, NAME, PLACE, GOES_BY, DECLINED, BY_HAND,
    CALENDAR_WORD, MAIL_FROM, MAIL_SUBJECT, MAIL_TO, WEEKLY_TO, DUTY_TO, UNSENT,
)  # fmt: skip
POST = Post(host="127.0.0.1", port=9, sender="notes@example.org")
# Who is brought together with whom, each pair to another stage.
PAIRS = {
    "iris": "adam", "june": "bill", "kaya": "carl", "lola": "dean", "mona": "emil", "nina": "fred",
    "opal": "glen", "pina": "hugo", "wilma": "bert",
}  # fmt: skip
ALONE = {"rita": Kind.MENTEE, "sara": Kind.MENTEE, "uma": Kind.MENTEE, "theo": Kind.MENTOR}
KINDS = dict.fromkeys(PAIRS, Kind.MENTEE) | dict.fromkeys(PAIRS.values(), Kind.MENTOR) | ALONE


@dataclass(frozen=True)
class Full:
    """Everybody in it, by name; one of them has no sign-in."""

    cast: Cast
    members: dict[str, Member]
    alone: UUID

    def everybody(self) -> dict[str, Member]:
        """Give all who sign in: staff, and participants in every state."""
        return {**vars(self.cast), **self.members}

    def person(self, session: Session, name: str) -> Person:
        """Load somebody's record."""
        return accounts.person(session, self.everybody()[name].person_id)

    def actor(self, session: Session, name: str) -> Actor:
        """Act as somebody."""
        return self.everybody()[name].actor(session)


def fill(installation: Installation) -> None:
    """Let everything happen once, and remember who is in it."""
    cast = gathered(installation, installation.config.home)
    _noor_and_amara_say_all(installation, cast)
    hasher = Hasher(installation.config)
    with installation.database.transaction() as session:
        settings.change(
            session, SYSTEM, now(), on_call_mail="on-call@example.org", languages=("en", "es")
        )
        rosa = cast.rosa.actor(session)
        members = {name: let_in(session, hasher, rosa, name, kind) for name, kind in KINDS.items()}
        alone = register_on_behalf(session, rosa.on_behalf(How.PHONE), Kind.MENTEE, now()).id
        members |= states.reached(session, hasher, rosa)
        members["eva"] = states.staff_are_let_in(session, hasher, cast.lena)
    full = Full(cast, members, alone)
    for happen in (
        _pairs_come_as_far, _a_pair_talks, _staff_look_after, _some_are_away, _some_want_mail,
    ):  # fmt: skip
        with installation.database.transaction() as session:
            session.info["post"] = POST
            happen(session, full)
    with installation.database.transaction() as session:
        actor = full.actor(session, "june")
        keep_unsent(session, members["lola"].person_id, "/known-as", [("words", UNSENT)], now())
        made, rosa = accounts.person(session, full.alone), full.actor(session, "rosa")
        make_own_code(session, rosa, made, now())
        welcome(session, rosa, made, now())
        take_back_welcome(session, rosa, made, now())
        choose_display(session, actor, Scheme.AUTO, now(), by_key=False, quiet=True)
    signed_in(installation, cast.kit)
    remember(installation, "full", asdict(full))


FULL = Template("full", fill, CAST)


def filled(installation: Installation, shared: Path) -> Full:
    """Tell who is in a copy of the database that `fill` made."""
    told = recalled(installation, shared, "full")
    members = {name: member_of(member) for name, member in told["members"].items()}
    return Full(cast_of(told["cast"]), members, UUID(told["alone"]))


def _noor_and_amara_say_all(installation: Installation, cast: Cast) -> None:
    with installation.database.transaction() as session:
        make_ready(session, cast.tom)
        for member in (cast.noor, cast.amara):
            person = accounts.person(session, member.person_id)
            say(session, person, now(), topics=["courts"], pronouns=PRONOUNS)
            agree(session, person, now(), "topics")
            agree(session, person, now(), "topics", "pronouns", purpose=ConsentPurpose.SHOW)
            save_first_contact(session, acting(person), person, REACH, now())
        # With as many places as people, choosing another mentor means that somebody moves.
        for _nth in range(2):
            events.publish(session, events.SignedIn(waiting_mentee(session, now()).id), now())
        ready_mentor(session, now())
    with installation.database.reading() as session:
        rosa = cast.rosa.actor(session)
    scenes.run_round(installation, rosa, now())


def _pairs_come_as_far(session: Session, full: Full) -> None:
    for name in KINDS:
        make_ready(session, full.members[name])
    made = {mentee: _scene(session, full, mentee, mentor) for mentee, mentor in PAIRS.items()}
    scenes.active(session, now(), made["iris"])
    scenes.mentee_asked(session, now(), made["june"])
    scenes.mentor_asked(session, now(), made["kaya"])
    scenes.introduction(session, now(), made["lola"])
    _ends_and_is_told_at_once(session, made["wilma"])
    _decide_otherwise(session, full, made)
    ended = scenes.mentor_asked(session, now(), made["pina"])
    ended.say(session, Side.MENTOR, Answer.NOT_NOW, now() + LATER)


def _ends_and_is_told_at_once(session: Session, scene: Scene) -> None:
    usual = settings.current(session)
    settings.change(session, SYSTEM, now(), sentence_after_hours=0, sentence_hour=now().hour)
    scenes.closed(session, now(), scene)
    hours = {
        "sentence_after_hours": usual.sentence_after_hours,
        "sentence_hour": usual.sentence_hour,
    }
    settings.change(session, SYSTEM, now(), **hours)


def _decide_otherwise(session: Session, full: Full, made: dict[str, Scene]) -> None:
    rosa, day = full.actor(session, "rosa"), now().date() + timedelta(days=3)
    mona, emil = full.person(session, "mona"), full.person(session, "emil")
    say(session, emil, now(), court_case="yes")
    agree(session, emil, now(), "court_case")
    held, declined = made["nina"].row(session), made["opal"].row(session)
    matches.hold(session, rosa, held, held.version, HoldReason.TALK_FIRST, day, now())
    reason = DeclineReason.WE_KNOW_MORE
    matches.decline(session, rosa, declined, declined.version, reason, now(), note=DECLINED)
    theo = full.person(session, "theo")
    before = _scene(session, full, "uma", "hugo").row(session)
    matches.choose(session, rosa, before, full.person(session, "uma"), theo, BY_HAND, now())
    readiness.check_court(session, rosa, mona, theo, now())


def _a_pair_talks(session: Session, full: Full) -> None:
    iris, adam = full.person(session, "iris"), acting(full.person(session, "adam"))
    match, today = talks.match_for(session, acting(iris), iris.id), now().date()
    evening, noon = time(18, 30), time(12, 0)
    weekly, later = Repeat(Every.WEEK), today + timedelta(days=2)
    rhythms.set_rhythm(session, adam, iris, match, weekly, Way.PHONE, 60, today, evening, now())
    talks.add_talk(session, adam, iris, match, later, noon, 30, Way.PHONE, now())
    _plan_by_their_clocks(session, iris, match)
    entry = LogEntry(
        Outcome.HELD, today, 60, Way.PHONE, Feeling.HARD, CallMe.TODAY, Worry.A_LITTLE,
        pause_asked=True, note=NOTE,
    )  # fmt: skip
    logged = logs.log(session, adam, match, entry, now())
    logs.change_log(session, adam, logged, replace(entry, minutes=50), now())
    logs.tap(session, acting(iris), iris, TapEntry(not_heard=True, wants_to_talk=True), now())
    reports.raise_safety(session, acting(iris), iris.id, Whose.MINE, SAFETY, now())
    reports.complain(session, acting(iris), iris.id, Role.REVIEWER, COMPLAINT, now())
    (called,) = follow_ups.open_about(session, iris.id, frozenset({Called.CALL}))
    said = {SAFETY_ASKED: Said.MIXED}
    rosa = full.actor(session, "rosa")
    log_contact(session, rosa, called, Reached.THEY_CAME, now(), answers=said)
    take(session, rosa, called, now())
    matches.review_match(session, rosa, match, CameOf.CHANGES, now())
    matches.ask_another(session, acting(iris), iris, True, now())
    matches.tick(session, full.actor(session, "rosa"), match, Line.FIRST_HEARD, None, now())


def _plan_by_their_clocks(session: Session, iris: Person, match: Match) -> None:
    own = acting(iris)
    agendas.choose_zone(session, own, iris, "Africa/Cairo", now())
    agendas.choose_word(session, own, iris, Title.OWN, CALENDAR_WORD, now())
    agendas.open_calendar(session, own, iris, now())
    far = now().date() + timedelta(weeks=5)
    for one in (Days(far, far), Days(far + DAY, far + 3 * DAY)):
        days_off.add_days(session, own, iris, one, now())
    days_off.take_off_days(session, own, iris, Days(far, far).key, now())
    for person in (iris, accounts.person(session, match.mentor_id)):
        agree(session, person, now(), "times", purpose=ConsentPurpose.SHOW)
    (first, *_others) = suggestions.hours_of_both(
        session, own, iris, match, now(), now() + timedelta(weeks=1), now()
    )
    suggestions.suggest(session, own, iris, match, [first], 30, Way.PHONE, now())


def _staff_look_after(session: Session, full: Full) -> None:
    rosa, today = full.actor(session, "rosa"), now().date()
    tom = full.person(session, "tom")
    readiness.record_training(session, rosa, tom, Topic.LISTENING, today, 120, now())
    readiness.record_supervision(session, rosa, tom, today, now())
    readiness.decide_readiness(session, rosa, tom, Decision.VETTING, now())
    signed = readiness.decide_readiness(session, rosa, tom, Decision.AGREEMENT, now())
    session.flush()
    readiness.review(session, full.actor(session, "ruth"), signed, ReviewMove.APPROVE, now())
    kit, noor = full.person(session, "kit"), full.person(session, "noor")
    entry = add_apart(session, acting(kit), kit, ApartKind.NAME, NAME, now())
    tie_apart(session, full.actor(session, "lena"), entry, [tom.id], now())
    add_apart(session, acting(kit), kit, ApartKind.PLACE, PLACE, now())
    save_known_as(session, acting(tom), tom, [GOES_BY], ["555 0199"], now())
    save_safe_contact(session, acting(noor), noor, REACH, now())
    recovery.ask_call_back(session, rosa, noor, now())
    # Asked for yesterday: it is time to ring.
    mona = full.person(session, "mona")
    save_first_contact(session, acting(mona), mona, REACH, now() - DAY)
    recovery.ask_call_back(session, rosa, mona, now() - DAY)
    note_danger(session, rosa, noor, now())
    # At the moment at which the clock of the tests stands, nobody may ring her.
    june, evenings = full.person(session, "june"), SafeHours(start=18, end=20)
    save_first_contact(session, acting(june), june, replace(REACH, hours=evenings), now())


def _some_are_away(session: Session, full: Full) -> None:
    rosa = full.actor(session, "rosa")
    rita, sara, glen = (full.person(session, name) for name in ("rita", "sara", "glen"))
    notices.choose_way(session, acting(sara), sara, Telling.PHONE, now())
    pause(session, acting(sara), sara, now().date() + timedelta(days=9), now())
    pause_for_safety(session, rosa, full.person(session, "hugo"), now())
    standing.ask_to_stop(session, acting(rita), rita, now())
    standing.suspend(session, rosa, glen, now())
    told = session.query(Notice).filter_by(person_id=full.members["june"].person_id).first()
    assert told
    notices.log_call(session, rosa, told, Reached.THEY_CAME, now())
    signing_in.begin_sign_in(session, "nobody0000", "", now())
    db.claim_once(session, b"o" * 32, b"f" * 32, now()).then = "/home"


def _some_want_mail(session: Session, full: Full) -> None:
    uma, rosa = full.person(session, "uma"), full.person(session, "rosa")
    reach = replace(REACH, channel=Channel.EMAIL, address=MAIL_TO)
    save_first_contact(session, acting(uma), uma, reach, now())
    words = MailWords(MAIL_FROM, MAIL_SUBJECT)
    notices.choose_way(session, acting(uma), uma, Telling.MAIL, now(), words)
    notices.choose_weekly(session, full.actor(session, "rosa"), rosa, WEEKLY_TO, now())
    notices.choose_duty(session, full.actor(session, "rosa"), rosa, DUTY_TO, now())
    session.add(Mail(kind=MailKind.NEWS, person_id=uma.id, made_at=now(), sent_at=now()))
    session.add(Beat(name="looking", done_at=now()))
    given_up = {"kind": notices.MAIL_JOB, "state": jobs.JobState.FAILED, "attempts": 30}
    session.add(jobs.Job(ref=uuid4(), due_at=now(), **given_up))


def _scene(session: Session, full: Full, mentee: str, mentor: str) -> Scene:
    people = full.person(session, mentee), full.person(session, mentor)
    made = matches.decisions.propose(session, *people, now())
    return Scene(full.cast.rosa.person_id, people[0].id, people[1].id, made.id)
