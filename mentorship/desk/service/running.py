"""How the installation runs, for who looks after it: counts, hours and kinds, and nobody's name."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.queries.boards import seen_by_nobody
from mentorship.checkins.service.catching_up import JOB as CATCH_UP_JOB
from mentorship.checkins.service.passing import who_may_stand_in
from mentorship.kernel import beats, jobs
from mentorship.kernel.access import COORDINATORS, Actor
from mentorship.kernel.jobs import Job, JobState
from mentorship.kernel.words import N_, _, local
from mentorship.matches.service.rounds import JOB as ROUND_JOB
from mentorship.notices import queries as notices
from mentorship.notices.service import MAIL_JOB, WEEK_JOB
from mentorship.notices.service.staff_mail import post_of

DAYS = 14
# It does something every minute; a minute it misses says nothing yet.
ALIVE_WITHIN = timedelta(minutes=3)
SWEEP = "checkins.tasks.sweep_due"
JOB_SAID = {
    ROUND_JOB: N_("A round"),
    CATCH_UP_JOB: N_("Putting on the board what an older version did not follow up"),
    MAIL_JOB: N_("A mail"),
    WEEK_JOB: N_("A weekly mail to staff"),
}


@dataclass(frozen=True)
class GivenUp:
    """A job that was tried often enough: what it is, and when it was last due."""

    id: UUID
    what: str
    due_at: datetime


@dataclass(frozen=True)
class Day:
    """What was done on one day."""

    on: date
    jobs_done: int
    jobs_open: int
    mails_sent: int
    mails_open: int


@dataclass(frozen=True)
class Running:
    """Whether the worker is alive, what it last did, and what it could not do."""

    is_alive: bool
    last_at: datetime | None
    swept_at: datetime | None
    troubled: tuple[tuple[str, datetime], ...]
    has_post: bool
    days: tuple[Day, ...]
    given_up: tuple[GivenUp, ...]
    seen_by_nobody: int


def running(session: Session, now: datetime) -> Running:
    """Tell how the installation runs."""
    steps = beats.beats(session)
    moments = [at for step in steps for at in (step.done_at, step.fault_at) if at]
    last = max(moments, default=None)
    return Running(
        is_alive=last is not None and now - last <= ALIVE_WITHIN,
        last_at=last,
        swept_at=next((step.done_at for step in steps if step.name == SWEEP), None),
        troubled=tuple(
            (step.name, step.fault_at)
            for step in steps
            if step.fault_at and (step.done_at is None or step.fault_at >= step.done_at)
        ),
        has_post=post_of(session) is not None,
        days=_days(session, now),
        given_up=tuple(
            GivenUp(job.id, _(JOB_SAID.get(job.kind, job.kind)), job.due_at)
            for job in jobs.failed(session)
        ),
        seen_by_nobody=seen_by_nobody(
            session,
            [Actor(it.id, it.human_id, COORDINATORS) for it in who_may_stand_in(session)],
        ),
    )


def try_again(session: Session, actor: Actor, job: Job, now: datetime) -> None:
    """Have the worker try a job again that was given up."""
    jobs.try_again(session, actor, job, now)


def _days(session: Session, now: datetime) -> tuple[Day, ...]:
    today = local(now).date()
    since = now - timedelta(days=DAYS)
    jobs_on = Counter(
        (local(due_at).date(), state is JobState.DONE)
        for due_at, state in jobs.due_since(session, since)
        if due_at <= now
    )
    mails_on = Counter(
        (local(mail.made_at).date(), mail.sent_at is not None)
        for mail in notices.mails_since(session, since)
        if mail.dropped_at is None
    )
    days = [today - timedelta(days=ago) for ago in range(DAYS)]
    return tuple(
        Day(day, jobs_on[day, True], jobs_on[day, False], mails_on[day, True], mails_on[day, False])
        for day in days
    )
