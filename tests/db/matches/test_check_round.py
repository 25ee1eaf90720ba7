"""Checking an earlier round again: from the answers it used, under the weights it ran with."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel import audit, events, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.audit import AuditEntry, Purpose
from mentorship.matches.models import Fit, FitMove, Round
from mentorship.matches.queries import rounds
from mentorship.matches.rules.reasons import Check
from mentorship.matches.service import fits, pages
from mentorship.matches.service.checking import check_round
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests import scenes
from tests.participants import acting, add_person, agree, code, ready_mentor, say, waiting_mentee


@pytest.fixture
def people(installation: Installation, now: datetime) -> list[Person]:
    """Let three mentees and two mentors with a place each take part, and run a round."""
    with installation.database.transaction() as session:
        mentees = [waiting_mentee(session, now) for _nth in range(3)]
        mentors = [ready_mentor(session, now) for _nth in range(2)]
        for topics, person in zip(
            (["work"], ["health"], ["work", "money"], ["work"], ["health", "money"]),
            [*mentees, *mentors],
            strict=True,
        ):
            say(session, person, now, topics=topics)
            agree(session, person, now, "topics")
        rosa = add_person(session, Kind.STAFF, now)
        session.expunge_all()
    scenes.run_round(installation, acting(rosa), now)
    return [*mentees, *mentors]


def the_round(session: Session) -> Round:
    return session.scalars(select(Round)).one()


def test_the_proof_holds_again_also_after_the_weights_have_changed(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, weights={"topics": 0, "style": 90})
    with installation.database.transaction() as session:
        assert the_round(session).placed == 2
        assert check_round(session, the_round(session), now) is Check.HOLDS


def test_a_changed_result_does_not_pass(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    with installation.database.transaction() as session:
        row = the_round(session)
        assert row.result
        row.result = row.result.replace('"placed": 2', '"placed": 3')
        assert check_round(session, row, now) is Check.BROKEN


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"version": "2"', '"version": "1"', Check.OTHER_VERSION),
        ('"count": null', '"count": {}', Check.BROKEN),
        ('"status"', '"state"', Check.BROKEN),
    ],
)
def test_a_result_that_cannot_be_read_says_why(
    installation: Installation, people: list[Person], now: datetime, old: str, new: str,
    found: Check,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        row = the_round(session)
        assert row.result
        assert row.result.count(old) == 1
        row.result = row.result.replace(old, new)
        assert check_round(session, row, now) is found
        # Its page stays a page, also where it says why nobody was placed.
        row.certified = False
        assert pages.round_page(session, row).why_none == ""


def test_an_answer_that_may_not_be_used_any_more_is_not_opened_for_it(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    later = now + timedelta(hours=2)
    with installation.database.transaction() as session:
        person = people[0]
        stop_consent(session, acting(person), person, code("topics"), ConsentPurpose.MATCH, later)
    with installation.database.transaction() as session:
        assert check_round(session, the_round(session), later) is Check.NOT_ALL_USABLE


def test_a_round_somebody_was_erased_from_says_so(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    with installation.database.transaction() as session:
        before = the_round(session)
        assert before.treatment
        assert before.fair_costs is not None
        events.publish(session, events.PersonErased(people[0].id), now)
    with installation.database.transaction() as session:
        row = the_round(session)
        assert check_round(session, row, now) is Check.BLANKED
        assert row.treatment is row.fair_costs is None
        assert pages.round_page(session, row).strip is None


def test_each_reading_for_it_is_recorded(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    later = now + timedelta(hours=2)
    with installation.database.transaction() as session:
        check_round(session, the_round(session), later)
    with installation.database.reading() as session:
        read = select(func.count()).where(
            AuditEntry.purpose == Purpose.ROUND, AuditEntry.at >= later - timedelta(minutes=1)
        )
        assert session.scalar(read) == len(people)
        assert audit.verify(session) is None


def test_a_second_round_in_the_same_hour_lists_nobody_twice(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    with installation.database.transaction() as session:
        rosa = acting(add_person(session, Kind.STAFF, now))
    scenes.run_round(installation, rosa, now)
    with installation.database.reading() as session:
        read = select(AuditEntry.subject_id).where(AuditEntry.purpose == Purpose.ROUND)
        assert sorted(session.scalars(read), key=str) == sorted(
            (person.id for person in people), key=str
        )


def test_the_next_in_line_come_with_what_they_cost_everybody(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    with installation.database.transaction() as session:
        rosa = acting(add_person(session, Kind.STAFF, now))
        placed = {who.id for who in people if rounds.fits_of(session, who.id)}
        assert len(placed) == 2
        for who in placed:
            chosen, other = fits.read(session, rosa, who, now)
            assert chosen.numbers.lost == chosen.numbers.fewer == chosen.numbers.moved == 0
            # The other mentor's place is taken, so somebody would have to go elsewhere.
            assert other.numbers.moved == len(other.goes) >= 1
            assert other.numbers.fewer >= 0


def test_who_is_said_to_move_is_forgotten_with_their_answer(
    installation: Installation, people: list[Person], now: datetime
) -> None:
    with installation.database.transaction() as session:
        moving = set(session.scalars(select(FitMove.mentee_id)))
        person = next(who for who in people if who.id in moving)
        stop_consent(session, acting(person), person, code("topics"), ConsentPurpose.MATCH, now)
    with installation.database.reading() as session:
        assert person.id not in set(session.scalars(select(FitMove.mentee_id)))
        about = select(func.count()).select_from(Fit)
        assert session.scalar(about.where(Fit.person_id == person.id)) == 0
