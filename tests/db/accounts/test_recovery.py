"""Ways back in through staff, as verbs: once, in time, and of many at once only one."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from mentorship.accounts import queries, service
from mentorship.accounts.models import Recovery
from mentorship.accounts.queries import recovery as rows
from mentorship.accounts.rules import RecoveryState
from mentorship.accounts.service import recovery
from mentorship.accounts.service.hashing import Hasher
from mentorship.installation import Installation
from mentorship.kernel import audit
from mentorship.kernel.access import How
from mentorship.kernel.errors import Busy, NotFound, Overtaken, RuleBroken
from tests.cast import Cast
from tests.participants import keep_apart
from tests.races import race

DAY = timedelta(hours=24)


def ask(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        noor = queries.person(session, cast.noor.person_id)
        recovery.ask_call_back(session, cast.rosa.actor(session), noor, now)


def test_of_many_who_ask_at_once_one_is_noted(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    done: list[int] = []

    def act() -> None:
        try:
            ask(installation, cast, now)
            done.append(1)
        except (RuleBroken, Overtaken, Busy):
            pass

    race(6, act)
    assert len(done) == 1
    with installation.database.reading() as session:
        assert len(rows.latest(session)) == 1


def test_of_many_who_say_the_word_at_once_one_gets_words(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    ask(installation, cast, now)
    secrets = service.make_secrets(Hasher(installation.config))
    given: list[str | None] = []

    def act() -> None:
        try:
            with installation.database.transaction() as session:
                noor = queries.person(session, cast.noor.person_id)
                rosa = cast.rosa.actor(session)
                later = now + DAY
                said = recovery.answer_call_back(session, rosa, noor, secrets, later, right=True)
            given.append(said)
        except (NotFound, RuleBroken, Overtaken, Busy):
            pass

    race(6, act)
    assert given == [cast.noor.sign_in_name]
    with installation.database.reading() as session:
        acts = [entry.act for entry in audit.about(session, cast.noor.person_id)]
    assert acts.count("recovered_for") == 1


def test_either_the_person_stops_it_or_the_word_is_taken_never_both(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    ask(installation, cast, now)
    secrets = service.make_secrets(Hasher(installation.config))
    done: list[str] = []
    turns = iter(["stop", "word"] * 3)

    def act() -> None:
        turn = next(turns)
        try:
            with installation.database.transaction() as session:
                noor = queries.person(session, cast.noor.person_id)
                if turn == "stop":
                    recovery.stop_call_back(session, cast.noor.actor(session), noor, now + DAY)
                else:
                    rosa = cast.rosa.actor(session)
                    recovery.answer_call_back(session, rosa, noor, secrets, now + DAY, right=True)
            done.append(turn)
        except (NotFound, RuleBroken, Overtaken, Busy):
            pass

    race(6, act)
    assert len(done) == 1
    with installation.database.reading() as session:
        [(row, _person)] = rows.latest(session)
    ends = {"stop": RecoveryState.STOPPED, "word": RecoveryState.GIVEN}
    assert row.state is ends[done[0]]


def test_the_database_itself_gives_nothing_before_the_day_is_over(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    ask(installation, cast, now)
    early = {"state": RecoveryState.GIVEN, "ended_at": now + DAY - timedelta(seconds=1)}
    with pytest.raises(IntegrityError), installation.database.transaction() as session:
        session.execute(update(Recovery).values(early))


def test_the_database_itself_lets_only_one_wait(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    ask(installation, cast, now)
    second = Recovery(
        id=uuid4(), person_id=cast.noor.person_id, how=How.PHONE, state=RecoveryState.WAITING,
        asked_at=now, due_at=now + DAY,
    )  # fmt: skip
    with pytest.raises(Overtaken), installation.database.transaction() as session:
        session.add(second)


def test_nobody_lets_themselves_back_in(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = queries.person(session, cast.noor.person_id)
        noor.human_id = cast.rosa.actor(session).human_id or noor.human_id
    with pytest.raises(RuleBroken):
        ask(installation, cast, now)


def test_who_is_erased_leaves_no_way_in(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    ask(installation, cast, now)
    with installation.database.transaction() as session:
        noor = queries.person(session, cast.noor.person_id)
        service.stop_now(session, cast.rosa.actor(session), noor, now)
    with installation.database.reading() as session:
        assert rows.latest(session) == []


def test_a_reviewer_reads_of_nobody_s_way_back_in_whom_they_are_kept_apart_from(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    ask(installation, cast, now)
    with installation.database.transaction() as session:
        ruth, noor = cast.ruth.actor(session), queries.person(session, cast.noor.person_id)
        assert [shown.code for shown in recovery.latest(session, ruth)] == [noor.code]
        keep_apart(session, noor, [cast.ruth.person_id], cast.lena.actor(session), now)
        assert recovery.latest(session, ruth) == []
