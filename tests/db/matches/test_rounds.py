"""Rounds: who is placed, what is withdrawn, forced and left out; once, whatever happens."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

import matching
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel import clock, events, jobs
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.matches import service, tasks
from mentorship.matches.models import Fit, Proposal, Round
from mentorship.matches.queries import proposals, rounds
from mentorship.matches.rules.reasons import Answer, HoldReason
from mentorship.matches.rules.states import ProposalState, RoundState, RoundStep
from mentorship.matches.service import pages
from mentorship.matches.service import rounds as work
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests import scenes
from tests.participants import acting, add_person, code, ready_mentor, waiting_mentee


def everything(session: Session) -> list[Proposal]:
    return list(session.scalars(select(Proposal).order_by(Proposal.made_at, Proposal.id)))


def done(session: Session, now: datetime, staff: Person) -> Round:
    row = service.start_round(session, acting(staff), now)
    prepared = service.prepare(session, row.id, now)
    assert prepared
    service.store(session, row.id, prepared, service.solve(prepared), now)
    return row


def reads_of_answers(session: Session, now: datetime, staff: Person) -> int:
    """Prepare a round, and count the statements that read answers for it."""
    row = service.start_round(session, acting(staff), now)
    said: list[str] = []
    connection = session.connection()

    def note(_c: object, _k: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    assert service.prepare(session, row.id, now)
    event.remove(connection, "before_cursor_execute", note)
    service.give_up(session, row.id, now)
    return sum("FROM answer" in statement for statement in said)


@pytest.fixture
def rosa(session: Session, now: datetime) -> Person:
    return add_person(session, Kind.STAFF, now)


def test_the_answers_of_everybody_are_read_at_once(
    session: Session, now: datetime, rosa: Person
) -> None:
    waiting_mentee(session, now)
    ready_mentor(session, now)
    few = reads_of_answers(session, now, rosa)
    for _nth in range(4):
        waiting_mentee(session, now)
    assert reads_of_answers(session, now, rosa) == few


def test_a_round_places_as_many_as_there_is_room_for(
    session: Session, now: datetime, rosa: Person
) -> None:
    for _nth in range(3):
        waiting_mentee(session, now)
    ready_mentor(session, now, places=2)
    row = done(session, now, rosa)
    assert (row.state, row.placed, row.mentees, row.mentors, row.places) == (
        RoundState.DONE, 2, 3, 1, 2,
    )  # fmt: skip
    assert row.certified
    assert len(everything(session)) == 2


def test_who_is_not_in_is_counted_and_never_named(
    session: Session, now: datetime, rosa: Person
) -> None:
    add_person(session, Kind.MENTEE, now)
    row = done(session, now, rosa)
    counted = rounds.counts(session, row.id)
    assert sum(count.people for count in counted) == 1
    assert counted[0].side is Side.MENTEE


def test_one_round_runs_at_a_time(session: Session, now: datetime, rosa: Person) -> None:
    service.start_round(session, acting(rosa), now)
    with pytest.raises(RuleBroken):
        service.start_round(session, acting(rosa), now)


def test_a_round_withdraws_what_nobody_decided_and_keeps_what_was_held(
    session: Session, now: datetime, rosa: Person
) -> None:
    waiting_mentee(session, now), waiting_mentee(session, now)
    ready_mentor(session, now, places=2)
    done(session, now, rosa)
    kept, dropped = everything(session)
    until = (now + timedelta(days=3)).date()
    service.hold(session, acting(rosa), kept, kept.version, HoldReason.TALK_FIRST, until, now)
    again = done(session, now + timedelta(minutes=1), rosa)
    session.refresh(kept), session.refresh(dropped)
    assert kept.state is ProposalState.HELD
    assert dropped.state is ProposalState.WITHDRAWN
    assert (again.promised, again.placed) == (1, 1)


def test_a_mentor_never_gets_more_than_their_places_over_two_rounds(
    session: Session, now: datetime, rosa: Person
) -> None:
    waiting_mentee(session, now), waiting_mentee(session, now)
    ready_mentor(session, now, places=1)
    done(session, now, rosa)
    (first,) = everything(session)
    service.approve(session, acting(rosa), first, first.version, now)
    assert done(session, now + timedelta(minutes=1), rosa).placed == 0


def test_a_pair_that_was_told_not_now_is_not_proposed_again_for_sixty_days(
    session: Session, now: datetime, rosa: Person
) -> None:
    scene = scenes.mentee_asked(session, now)
    scene.say(session, Side.MENTEE, Answer.NOT_NOW, now)
    later = now + timedelta(days=5)
    assert done(session, later, rosa).placed == 0
    much_later = now + timedelta(days=60)
    room = ready_mentor(session, much_later, places=1)
    assert proposals.apart_now(session, much_later.date()) == []
    assert room


def test_who_waits_for_the_sentence_is_in_no_round(
    session: Session, now: datetime, rosa: Person
) -> None:
    scene = scenes.mentor_asked(session, now)
    service.recall(session, scene.staff(session), scene.row(session), now)
    assert done(session, now + timedelta(hours=1), rosa).mentees == 0
    assert done(session, now + timedelta(days=2), rosa).mentees == 1


def test_a_stopped_consent_is_out_of_the_next_round(
    session: Session, now: datetime, rosa: Person
) -> None:
    mentee = waiting_mentee(session, now)
    ready_mentor(session, now)
    stop_consent(session, acting(mentee), mentee, code("ways"), ConsentPurpose.MATCH, now)
    assert done(session, now, rosa).placed == 0


def test_what_falls_away_while_the_solver_works_makes_no_proposal(
    session: Session, now: datetime, rosa: Person
) -> None:
    mentee = waiting_mentee(session, now)
    ready_mentor(session, now)
    row = service.start_round(session, acting(rosa), now)
    prepared = service.prepare(session, row.id, now)
    assert prepared
    stop_consent(session, acting(mentee), mentee, code("ways"), ConsentPurpose.MATCH, now)
    service.store(session, row.id, prepared, service.solve(prepared), now)
    assert everything(session) == []


def test_a_round_is_stored_once(session: Session, now: datetime, rosa: Person) -> None:
    row = service.start_round(session, acting(rosa), now)
    prepared = service.prepare(session, row.id, now)
    assert prepared
    service.store(session, row.id, prepared, service.solve(prepared), now)
    with pytest.raises(Overtaken):
        service.store(session, row.id, prepared, service.solve(prepared), now)
    assert service.prepare(session, row.id, now) is None


def test_numbers_go_when_an_answer_behind_them_changes(
    session: Session, now: datetime, rosa: Person
) -> None:
    waiting_mentee(session, now)
    mentor = ready_mentor(session, now)
    done(session, now, rosa)
    assert session.scalar(select(func.count()).select_from(Fit)) == 1
    events.publish(session, events.AnswerChanged(mentor.id, code("ways")), now)
    assert session.scalar(select(func.count()).select_from(Fit)) == 0


def test_an_erased_person_blanks_the_round_and_takes_everything_along(
    session: Session, now: datetime, rosa: Person
) -> None:
    mentee = waiting_mentee(session, now)
    ready_mentor(session, now)
    row = done(session, now, rosa)
    assert row.result
    events.publish(session, events.PersonErased(mentee.id), now)
    session.refresh(row)
    assert row.result is None
    assert row.blanked_at == now
    assert everything(session) == []


def test_a_round_whose_work_was_given_up_lets_the_next_one_start(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        staff = add_person(session, Kind.STAFF, now)
        row = service.start_round(session, acting(staff), now)
        job = session.scalars(select(jobs.Job).where(jobs.Job.ref == row.id)).one()
        job.state = jobs.JobState.FAILED
        actor, round_id = acting(staff), row.id
    tasks.tidy(installation.database, now)
    with installation.database.transaction() as session:
        assert session.get_one(Round, round_id).state is RoundState.FAILED
        service.start_round(session, actor, now)


def test_each_step_is_told_to_whoever_looks_while_it_is_done(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installation.database.transaction() as session:
        staff = add_person(session, Kind.STAFF, now)
        waiting_mentee(session, now)
        ready_mentor(session, now)
        round_id = service.start_round(session, acting(staff), now).id
    seen = list[tuple[RoundStep | None, str]]()

    def watched(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def look(*args: object, **more: object) -> object:
            with installation.database.reading() as session:
                row = session.get_one(Round, round_id)
                page = pages.round_page(session, row)
                seen.append((row.step, f"{page.nth_step} of {page.steps}"))
            return real(*args, **more)

        monkeypatch.setattr(module, name, look)

    for module, name in (
        (work, "prepare"), (work, "problem_of"), (matching, "solve"), (matching, "verify"),
        (work, "store"), (work, "store_next_in_line"),
    ):  # fmt: skip
        watched(module, name)
    tasks.work_round(installation.database, round_id, now)
    assert seen == [
        (RoundStep.GATHERING, "1 of 5"), (RoundStep.COMPARING, "2 of 5"),
        (RoundStep.SOLVING, "3 of 5"), (RoundStep.CHECKING, "4 of 5"),
        (RoundStep.STORING, "5 of 5"), (None, "0 of 5"),
    ]  # fmt: skip
    # A job that is done again finds nothing to do, and says nothing else.
    tasks.work_round(installation.database, round_id, now)
    with installation.database.reading() as session:
        assert session.get_one(Round, round_id).step is None


WORKER = """
    import os, signal, sys
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID
    from mentorship.installation import install
    from mentorship.kernel import clock, jobs
    from mentorship.matches.service import rounds
    from tests.databases import config

    solve = rounds.solve

    def die_while_solving(prepared, at):
        solve(prepared, at)
        os.kill(os.getpid(), signal.SIGKILL)

    rounds.solve = die_while_solving
    home, url, moment = sys.argv[1:]
    opened = install(config(Path(home), url))
    with clock.fixed(datetime.fromisoformat(moment)):
        jobs.tick(opened.database, opened.works, clock.now())
"""


def test_a_round_whose_worker_is_killed_is_done_once_within_two_minutes(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        staff = add_person(session, Kind.STAFF, now)
        waiting_mentee(session, now)
        ready_mentor(session, now)
        round_id = service.start_round(session, acting(staff), now).id
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(installation.config.home),
         installation.config.database_url, now.isoformat()],
        cwd=Path(__file__).parents[3], check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    with installation.database.reading() as session:
        row = session.get_one(Round, round_id)
        assert (row.state, row.step) == (RoundState.RUNNING, RoundStep.CHECKING)
    for minute in (1, 2):
        with clock.fixed(now + timedelta(minutes=minute)):
            jobs.tick(installation.database, installation.works, clock.now())
    with installation.database.reading() as session:
        assert session.get_one(Round, round_id).state is RoundState.DONE
        assert session.scalar(select(func.count()).select_from(Proposal)) == 1
