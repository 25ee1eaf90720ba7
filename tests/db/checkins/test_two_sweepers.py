"""Two who sweep at once come to the same as one: the second changes nothing.

Workers take turns at it; where a turn lasted too long after all, the database tells the second one
that somebody was faster, and what it did in that step is undone.

Each thing that is due is raced, then what it led to; then one that read it before is held against
what the other one has done since.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins import tasks
from mentorship.checkins.models import FollowUp, FollowUpStep, Quiet, Suggestion
from mentorship.checkins.queries import quiet, suggestions
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.steps import Step
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import Way
from mentorship.installation import Installation
from mentorship.kernel import audit
from mentorship.matches.models import Offer
from mentorship.matches.queries import offers
from mentorship.matches.rules.reasons import Answer
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.models import SafeContact
from mentorship.profiles.queries import look_at
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service.pause import pause
from tests import scenes
from tests.participants import acting, add_person, can_be_reached
from tests.races import Tally, race
from tests.talking import talking

DAY = timedelta(days=1)
Claim = Callable[[Session, Offer | SafeContact | Suggestion | Quiet], bool]


def sweep(installation: Installation, at: datetime) -> None:
    tally = Tally()

    def act() -> None:
        with tally.attempt():
            tasks.sweep_due(installation.database, at)

    race(3, act)
    assert tally.won


def history(installation: Installation, kind: Kind) -> list[Step]:
    with installation.database.reading() as session:
        ids = [row.id for row in session.query(FollowUp).filter_by(kind=kind)]
        steps = session.query(FollowUpStep).filter(FollowUpStep.follow_up_id.in_(ids))
        return sorted(step.step for step in steps)


def told(installation: Installation, kind: NoticeKind) -> int:
    with installation.database.reading() as session:
        return session.query(Notice).filter_by(kind=kind).count()


def test_an_offer_without_an_answer_is_asked_about_and_closed_once(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.mentee_asked(session, now)
    sweep(installation, now + 6 * DAY)
    assert history(installation, Kind.OFFER) == [Step.OPENED]
    with installation.database.transaction() as session:
        scene.say(session, Side.MENTEE, Answer.YES, now + 6 * DAY)
    sweep(installation, now + 6 * DAY)
    assert history(installation, Kind.OFFER) == [Step.CLOSED, Step.OPENED]


def test_a_way_to_be_reached_that_ended_is_asked_about_and_closed_once(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        person = add_person(session, PersonKind.MENTEE, now)
        can_be_reached(session, person, now)
        person_id = person.id
    late = now + 91 * DAY
    sweep(installation, late)
    assert history(installation, Kind.REACH) == [Step.OPENED]
    assert told(installation, NoticeKind.SAFE_CONTACT_ENDED) == 1
    with installation.database.transaction() as session:
        accounts.person(session, person_id).standing = Standing.SUSPENDED
    sweep(installation, late)
    assert history(installation, Kind.REACH) == [Step.CLOSED, Step.OPENED]


def test_the_contact_that_staff_owe_turns_once_at_each_of_its_marks(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        talking(session, now)
    for days in (15, 16, 29):
        sweep(installation, now + days * DAY)
        sweep(installation, now + days * DAY)
    # Each of the two: opened; then due, late and call today.
    assert history(installation, Kind.CONTACT) == [Step.OPENED] * 2 + [Step.TURNED] * 2 * 3


def suggest(session: Session, now: datetime) -> UUID:
    pair = talking(session, now)
    for slot_no in (1, 2):
        at = now + (4 + slot_no) * DAY
        open_ = {"state": SuggestionState.OPEN, "way": Way.PHONE, "minutes": 30, "made_at": now}
        session.add(Suggestion(
            match_id=pair.match_id, person_id=pair.mentor_id, slot_no=slot_no, at=at, **open_
        ))  # fmt: skip
    return pair.match_id


def test_times_that_nobody_answered_come_back_with_one_word_of_it(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        suggest(session, now)
    for _nth in range(2):
        sweep(installation, now + 3 * DAY)
        assert told(installation, NoticeKind.TALK_NOT_FOUND) == 1
    with installation.database.reading() as session:
        states = {row.state for row in session.query(Suggestion)}
    assert states == {SuggestionState.PASSED}


def rests(session: Session, now: datetime) -> None:
    person = add_person(session, PersonKind.MENTEE, now)
    pause(session, acting(person), person, None, now)
    quiet.begin(session, person.id, now, now + 365 * DAY)


def test_whoever_is_here_again_is_taken_off_the_list_of_looks_once(
    installation: Installation, now: datetime
) -> None:
    late = now + 366 * DAY
    with installation.database.transaction() as session:
        rests(session, now)
    sweep(installation, late)
    with installation.database.transaction() as session:
        (row,) = session.query(FollowUp).filter_by(kind=Kind.QUIET)
        person = accounts.person(session, row.person_id)
        audit.record(session, acting(person), "signed_in", person.id, late + DAY)
    sweep(installation, late + DAY)
    assert history(installation, Kind.QUIET) == [Step.CLOSED, Step.OPENED]


def asked(session: Session, now: datetime) -> None:
    scenes.mentee_asked(session, now)


def reached(session: Session, now: datetime) -> None:
    can_be_reached(session, add_person(session, PersonKind.MENTEE, now), now)


@pytest.mark.parametrize(
    ("make", "model", "claim", "days"),
    [
        (asked, Offer, offers.chase, 6),
        (reached, SafeContact, look_at, 91),
        (suggest, Suggestion, suggestions.give_back, 4),
        (rests, Quiet, quiet.take_up, 366),
    ],
    ids=["offers", "contacts", "times", "looks"],
)
def test_what_another_sweeper_took_up_meanwhile_is_left_to_it(
    installation: Installation, now: datetime, make: Callable[..., object], model: type,
    claim: Claim, days: int,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        make(session, now)
    with installation.database.reading() as session:
        stale = session.query(model).first()
    tasks.sweep_due(installation.database, now + days * DAY)
    with installation.database.transaction() as session:
        assert not claim(session, session.merge(stale, load=False))
