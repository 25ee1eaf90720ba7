"""Two who sweep at once come to the same as one: the second changes nothing.

Workers take turns at it; where a turn lasted too long after all, one at a time is at a step, and
whoever finds another one at it leaves it to them. Nobody is told that somebody was faster.

Each thing that is due is raced, then what it led to; another sweeper comes in the middle of each
step; then one that read it before is held against what the other one has done since.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins import tasks
from mentorship.checkins.models import FollowUp, FollowUpStep, PairMonth, Quiet, Suggestion
from mentorship.checkins.queries import follow_ups, pace, quiet, suggestions, talks
from mentorship.checkins.rules.follow_ups import Kind, SnoozeWhy
from mentorship.checkins.rules.steps import Step
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import sweeping
from mentorship.checkins.service.follow_ups import snooze
from mentorship.checkins.service.running import anew
from mentorship.installation import Installation
from mentorship.kernel import audit, settings
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
from tests.databases import Kind as DatabaseKind
from tests.full import Full
from tests.participants import acting, add_person, can_be_reached
from tests.races import race
from tests.talking import talking

DAY = timedelta(days=1)
Claim = Callable[[Session, Offer | SafeContact | Suggestion | Quiet | PairMonth], bool]


def sweep(installation: Installation, at: datetime) -> None:
    race(3, lambda: tasks.sweep_due(installation.database, at))


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


def comes_in(
    patch: pytest.MonkeyPatch, installation: Installation, at: datetime, where: object, name: str
) -> None:
    """Let another one sweep as soon as somebody has read, once, what is due in a step."""
    read = getattr(where, name)

    def and_another_sweeps(*args: object) -> object:
        found = read(*args)
        patch.setattr(where, name, read)
        tasks.sweep_due(installation.database, at)
        return found

    patch.setattr(where, name, and_another_sweeps)


@pytest.mark.only(DatabaseKind.POSTGRESQL, reason="on SQLite whoever writes is alone")
@pytest.mark.parametrize(
    ("where", "name"),
    [
        (pace, "to_reckon"),
        (follow_ups, "due_now"),
        (offers, "to_chase"),
        (follow_ups, "open_of_kind"),
        (sweeping, "to_look_at"),
        (quiet, "to_look_at"),
        (talks, "to_plan"),
        (suggestions, "unanswered"),
    ],
)
def test_whoever_comes_in_the_middle_of_a_step_leaves_it_to_the_one_who_is_at_it(
    installation: Installation, full: Full, now: datetime, monkeypatch: pytest.MonkeyPatch,
    where: object, name: str,
) -> None:  # fmt: skip
    later, began = now + 100 * DAY, list[object]()
    with settings.speaking(installation.database):
        comes_in(monkeypatch, installation, later, where, name)
        # Whoever began a step meanwhile would begin this one too.
        first = sweeping.STEPS[0]
        steps = (lambda session, at: began.append(at) or first(session, at), *sweeping.STEPS[1:])
        monkeypatch.setattr(tasks, "STEPS", steps)
        tasks.sweep_due(installation.database, later)
    assert began == [later]


@pytest.mark.only(DatabaseKind.POSTGRESQL, reason="on SQLite whoever writes is alone")
def test_a_row_that_turns_when_its_month_falls_short_turns_once(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned = datetime(2026, 5, 3, tzinfo=UTC)
    with installation.database.transaction() as session:
        pair = talking(session, now)
        (row,) = session.query(FollowUp).filter_by(kind=Kind.PAIR)
        yesterday, rosa = reckoned - DAY, pair.rosa(session)
        anew(session, rosa, row, yesterday)
        snooze(session, rosa, row, reckoned, SnoozeWhy.AWAY, yesterday)
    comes_in(monkeypatch, installation, reckoned, pace, "to_reckon")
    tasks.sweep_due(installation.database, reckoned)
    # Awake, and due at once for the month.
    assert history(installation, Kind.PAIR).count(Step.WOKE) == 1
    assert Step.TURNED not in history(installation, Kind.PAIR)


def asked(session: Session, now: datetime) -> None:
    scenes.mentee_asked(session, now)


def reached(session: Session, now: datetime) -> None:
    can_be_reached(session, add_person(session, PersonKind.MENTEE, now), now)


def reckon(session: Session, month: PairMonth) -> bool:
    return pace.take_up(session, month, month.reckon_at + DAY)


@pytest.mark.parametrize(
    ("make", "model", "claim", "days"),
    [
        (asked, Offer, offers.chase, 6),
        (reached, SafeContact, look_at, 91),
        (suggest, Suggestion, suggestions.give_back, 4),
        (rests, Quiet, quiet.take_up, 366),
        (talking, PairMonth, reckon, 60),
    ],
    ids=["offers", "contacts", "times", "looks", "months"],
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
