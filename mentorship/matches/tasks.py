"""What the worker does for this feature: rounds, asking, and what ends on its day."""

from datetime import datetime, timedelta
from uuid import UUID

from mentorship.kernel import jobs, settings
from mentorship.kernel.db import Database
from mentorship.kernel.words import local
from mentorship.matches.queries import pairs, proposals
from mentorship.matches.queries import rounds as round_queries
from mentorship.matches.rules.states import RoundStep
from mentorship.matches.service import closing, decisions, fits, offers, resting, rounds, treatment
from mentorship.matches.service.rounds import JOB


def work_round(database: Database, ref: UUID, now: datetime) -> None:
    """Do a round; no transaction is open while the solver works, and each step is told before."""

    def at(step: RoundStep) -> None:
        with database.transaction() as session:
            round_queries.note_step(session, ref, step)

    at(RoundStep.GATHERING)
    with database.transaction() as session:
        prepared = rounds.prepare(session, ref, now)
    if prepared is not None:
        reckoned = rounds.solve(prepared, at)
        at(RoundStep.STORING)
        with database.transaction() as session:
            rounds.store(session, ref, prepared, reckoned, now)
        others = fits.next_in_line(reckoned.problem, reckoned.result)
        costs = treatment.fair_costs(reckoned.problem, prepared.objective, rounds.ENGINE)
        with database.transaction() as session:
            rounds.store_next_in_line(session, ref, prepared, others, costs, reckoned, now)


def do_what_is_due(database: Database, now: datetime) -> None:
    """Ask the mentees whose approvals stand, and end the holds and rests whose day has come."""
    with database.reading() as session:
        today = local(now).date()
        to_ask = proposals.to_ask(session, now)
        to_take_up = proposals.to_take_up(session, today)
        to_resume = pairs.pauses_over(session, today)
    for proposal_id in to_ask:
        with database.transaction() as session:
            offers.ask_mentee(session, proposal_id, now)
    for proposal_id in to_take_up:
        with database.transaction() as session:
            decisions.take_up(session, proposal_id, now)
    for match_id in to_resume:
        with database.transaction() as session:
            resting.resume_due(session, match_id, now)


def forget_closed(database: Database, now: datetime) -> None:
    """Delete what is left of pairs that ended long ago, each in a transaction of its own."""
    with database.reading() as session:
        due = closing.to_forget(session, now)
    for match_id in due:
        with database.transaction() as session:
            closing.forget_closed(session, match_id, now)


def tidy(database: Database, now: datetime) -> None:
    """Close a round whose work was given up, and forget notes whose time is over."""
    with database.transaction() as session:
        running = round_queries.running(session)
        if running and jobs.state_of(session, JOB, running.id) is jobs.JobState.FAILED:
            rounds.give_up(session, running.id, now)
        kept = timedelta(days=settings.current(session).note_days)
        proposals.forget_notes(session, now - kept)
