"""A guarded change of a follow-up, and the step that is noted of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules.steps import Step
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import Overtaken


def change(session: Session, row: FollowUp, **values: object) -> None:
    """Change a follow-up, unless somebody was faster."""
    if not queries.turn(session, row, **values):
        raise Overtaken


def note(
    session: Session, actor: Actor, row: FollowUp, step: Step, now: datetime, **more: object
) -> None:
    """Note a step, in the history and in the record of who did what."""
    queries.add_step(session, row.id, step, actor.person_id, now, stage=row.stage, **more)
    audit.record(session, actor, f"follow_up_{step.value}", row.person_id, now)
