"""Whatever somebody did not agree to show stands on no page, in no copy and in no word to another.

Every combination of six answers, on everything the other side can open, before and after the yes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import islice

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.service.standing import ask_to_stop
from mentorship.installation import Installation
from mentorship.kernel.errors import RuleBroken
from mentorship.matches.rules.reasons import Answer, ClosedAs, IntroducedBy
from mentorship.matches.service import begin_ending, close, introduce
from mentorship.profiles.queries.answers import Record
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import what_they_would_see
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests import scenes
from tests.cast import Cast, Member
from tests.pages import Visitor, plain
from tests.participants import acting, agree, code, say
from tests.scenes import LATER, Scene

As = Callable[..., Visitor]

SHOW, AS_PLANNED = ConsentPurpose.SHOW, ClosedAs.PLANNED
ANSWERS: dict[str, str | list[str]] = {
    "topics": ["courts"], "style": "4", "age_band": "from_45", "pronouns": "xe-canary",
    "faith": "sikh", "area": "west",
}  # fmt: skip
# Both are shown through one function: the second side walks fewer of the combinations.
STRIDE = {Side.MENTOR: 1, Side.MENTEE: 5}
OPENED = ("/home", "/talks", "/my-copy", "/my-copy/file", "/seen", "/choices/preview")


@dataclass(frozen=True)
class Read:
    """Who has an offer to read, and of whom they read in it."""

    scene: Scene
    side: Side
    reader: Member
    subject: Member


def ask(installation: Installation, cast: Cast, side: Side, now: datetime) -> Read:
    """Ask one of Noor and Amara whether to talk with the other, who said six things."""
    by_mentee = side is Side.MENTEE
    reader, subject = (cast.noor, cast.amara) if by_mentee else (cast.amara, cast.noor)
    come_so_far = scenes.mentee_asked if by_mentee else scenes.mentor_asked
    with installation.database.transaction() as session:
        say(session, accounts.person(session, subject.person_id), now, **ANSWERS)
        scene = come_so_far(session, now, scenes.of_the_cast(session, cast, now))
    return Read(scene, side, reader, subject)


@pytest.fixture(params=Side, ids=lambda side: f"{side} reads")
def asked(
    request: pytest.FixtureRequest, installation: Installation, cast: Cast, now: datetime
) -> Read:
    """Ask one of the two, and then the other in a test of its own."""
    return ask(installation, cast, request.param, now)


@pytest.fixture
def amara_asked(installation: Installation, cast: Cast, now: datetime) -> Read:
    """Ask Amara, who reads what Noor shows."""
    return ask(installation, cast, Side.MENTOR, now)


def words_of(installation: Installation, asked: Read, now: datetime) -> dict[str, str]:
    """Tell how each answer reads to the other side, once it is shown."""
    with installation.database.transaction() as session:
        subject = accounts.person(session, asked.subject.person_id)
        agree(session, subject, now, *ANSWERS, purpose=SHOW)
        lines = what_they_would_see(session, acting(subject), now).lines
    return {line.code: line.words for line in lines}


def turn(
    installation: Installation, asked: Read, now: datetime, *, on: Iterable[str], off: Iterable[str]
) -> None:
    """Let some of the answers be shown from now on, and others no longer."""
    with installation.database.transaction() as session:
        subject = accounts.person(session, asked.subject.person_id)
        agree(session, subject, now, *on, purpose=SHOW)
        for key in off:
            stop_consent(session, acting(subject), subject, code(key), SHOW, now)


def combinations() -> Iterator[set[str]]:
    """Give every combination of the answers, each one switch away from the one before."""
    for nth in range(2 ** len(ANSWERS)):
        gray = nth ^ nth >> 1
        yield {key for place, key in enumerate(ANSWERS) if gray >> place & 1}


def offer_to_read(installation: Installation, asked: Read) -> str:
    with installation.database.reading() as session:
        offer = asked.scene.offer(session, asked.side)
        assert offer
        return f"/offers/{offer.id}"


def read_by(visitor: Visitor, words: dict[str, str], *addresses: str) -> set[str]:
    """Tell which of the answers can be read at these addresses."""
    answers = [visitor.client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    told = " ".join(plain(unescape(answer.get_data(as_text=True))) for answer in answers)
    return {one for one, said in words.items() if said in told}


def test_in_every_combination_the_other_reads_what_is_shown_and_nothing_else(
    installation: Installation, asked: Read, as_: As, now: datetime
) -> None:
    words, offer = words_of(installation, asked, now), offer_to_read(installation, asked)
    reader = as_(asked.reader, stepped_up=True)
    before = set(ANSWERS)
    for shown in islice(combinations(), 0, None, STRIDE[asked.side]):
        turn(installation, asked, now, on=shown - before, off=before - shown)
        assert read_by(reader, words, offer) == {code(key) for key in shown}
        assert read_by(reader, words, "/my-copy/file") == set()
        before = shown
    assert len(words) == len(ANSWERS)


@pytest.mark.parametrize("stage", ["asked", "introduced", "active"])
def test_what_is_shown_to_nobody_stands_nowhere_at_any_stage(
    installation: Installation, asked: Read, as_: As, now: datetime, stage: str
) -> None:
    words, offer = words_of(installation, asked, now), offer_to_read(installation, asked)
    with installation.database.transaction() as session:
        if stage != "asked":
            asked.scene.say(session, asked.side, Answer.YES, now + LATER)
        if stage != "asked" and asked.side is Side.MENTEE:
            asked.scene.say(session, Side.MENTOR, Answer.YES, now + LATER)
        if stage == "active":
            scenes.agree_and_meet(session, now, asked.scene)
    turn(installation, asked, now, on=(), off=ANSWERS)
    reader = as_(asked.reader, stepped_up=True)
    assert read_by(reader, words, offer, *OPENED) == set()


def test_a_gate_that_shows_what_is_only_used_is_noticed(
    installation: Installation, asked: Read, as_: As, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    words, offer = words_of(installation, asked, now), offer_to_read(installation, asked)
    turn(installation, asked, now, on=(), off=ANSWERS)
    monkeypatch.setattr(Record, "live", lambda self, _purpose, _now: dict(self.rows))
    assert read_by(as_(asked.reader), words, offer) == set(words)


WAY = "555 0188 canary"
STAGES = ("asked", "both said yes", "introduced", "stopped", "shown again", "closed")


def go_on(session: Session, asked: Scene, stage: str, now: datetime) -> None:
    """Bring Noor and Amara to a stage from the one before it."""
    noor, later = asked.person(session, Side.MENTEE), now + LATER
    if stage == "both said yes":
        asked.say(session, Side.MENTOR, Answer.YES, later)
    elif stage == "introduced":
        introduce(session, asked.staff(session), asked.match(session), IntroducedBy.WAIVED, later)
    elif stage == "stopped":
        stop_consent(session, acting(noor), noor, code("way_to_reach"), SHOW, later)
    elif stage == "shown again":
        agree(session, noor, later, "way_to_reach", purpose=SHOW)
    elif stage == "closed":
        begin_ending(session, asked.staff(session), asked.match(session), AS_PLANNED, later)
        scenes.say_goodbye(session, later, asked)
        close(session, asked.staff(session), asked.match(session), later)


def test_a_way_to_be_reached_is_read_by_the_match_alone_and_only_once_introduced(
    installation: Installation, cast: Cast, amara_asked: Read, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        say(session, noor, now, way_to_reach=WAY)
        agree(session, noor, now, "way_to_reach", purpose=SHOW)
        with pytest.raises(RuleBroken):
            agree(session, noor, now, "way_to_reach")
    words, offer = {"way": WAY}, offer_to_read(installation, amara_asked)
    for_amara = f"/people/{cast.amara.person_id}/for/phone{offer}"
    readers = {"amara": (offer, *OPENED), "rosa": (for_amara, f"/people/{cast.noor.person_id}")}
    read = {name: set[str]() for name in readers}
    for stage in STAGES:
        with installation.database.transaction() as session:
            go_on(session, amara_asked.scene, stage, now)
        for name, addresses in readers.items():
            visitor = as_(getattr(cast, name), stepped_up=True)
            if read_by(visitor, words, *addresses):
                read[name].add(stage)
    assert read == {"amara": {"introduced", "shown again"}, "rosa": set()}


def test_a_way_to_be_reached_goes_the_moment_its_person_stops(
    installation: Installation, cast: Cast, amara_asked: Read, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        say(session, noor, now, way_to_reach=WAY)
        agree(session, noor, now, "way_to_reach", purpose=SHOW)
        for stage in ("both said yes", "introduced"):
            go_on(session, amara_asked.scene, stage, now)
    words, offer = {"way": WAY}, offer_to_read(installation, amara_asked)
    assert read_by(as_(cast.amara), words, offer) == {"way"}
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        ask_to_stop(session, acting(noor), noor, now)
    assert read_by(as_(cast.amara), words, offer) == set()
