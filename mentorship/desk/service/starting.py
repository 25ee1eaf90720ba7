"""The four things with which somebody begins, in words, until all of them are done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel.words import N_, _
from mentorship.profiles.service.first_steps import WISHES, Far, Start, getting_started

TO_DO, _ONE = N_("Not done yet"), f"/choices/{WISHES}"
# What each is called, where it is done, where it is changed, and what is said while it is not done.
STARTS = {
    Start.REACH: (N_("How we may reach you"), "/start/reach-me", "/account/reach-me", TO_DO),
    Start.THREE: (N_("Languages, times and way to meet"), "/start/three", "/choices", TO_DO),
    Start.WISHES: (N_("What you would like help with"), _ONE, _ONE, TO_DO),
    Start.TALK: (N_("A first talk with one of us"), "", "", N_("We get in touch with you")),
    Start.ROOM: (N_("Room this month"), "/home/room", "/home/room", TO_DO),
    Start.READY: (N_("Training and checks"), "/home/dates", "/home/dates", N_("On its way")),
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One thing with which somebody begins, and where it stands in words."""

    title: str
    url: str
    kind: str
    status: str


def tasks_left(
    session: Session, person: Person, now: datetime, *, they_come: bool
) -> tuple[Task, ...]:
    """List the things with which somebody begins, until all of them are done.

    Whom we do not call of our own accord (`they_come`) is not told that we get in touch.
    """
    steps = getting_started(session, person, now)
    if all(far is Far.DONE for far in steps.values()):
        return ()
    return tuple(_task(step, far, they_come=they_come) for step, far in steps.items())


def _task(step: Start, far: Far, *, they_come: bool) -> Task:
    title, url, later, waits = STARTS[step]
    if step is Start.TALK and they_come:
        waits = N_("When you come by or call us")
    if far is Far.DONE:
        return Task(_(title), later, "ok", _("Done"))
    if far is Far.UNUSED:
        return Task(_(title), "/start/three/use", "due", _("Answered, but not used now"))
    return Task(_(title), url, "due" if waits == TO_DO else "new", _(waits))
