"""The agenda, one talk, and the rhythm of a pair."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.checkins import service
from mentorship.checkins.forms import MoveForm, RhythmForm, TakeForm, TalkForm
from mentorship.checkins.models import Meeting
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.rules import talks as rules
from mentorship.checkins.rules.talks import Every, Standing, Way
from mentorship.checkins.views.blueprint import Answer, Pairs, given, own_id, pairs_of, views
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, Role, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.profiles.views.whom import Whom

BACK = timedelta(days=60)
RHYTHM = "checkins/rhythm.html"

Planned = TypeVar("Planned", bound=TalkForm)


@dataclass(frozen=True)
class TalkShown:
    """One talk as a page shows it."""

    id: UUID
    who: str
    at: datetime
    minutes: int
    way: str
    standing: str
    is_ahead: bool
    can_log: bool


@views.get("/talks")
@requires(Permission.OWN_TALKS)
def talks() -> str:
    """List the next talks and the last ones."""
    with web.opening() as look:
        pairs = _pairs(look)
        names = dict(pairs)
        found = queries.meetings_of(look.session, map(UUID, names), look.now - BACK)
        shown = [_shown(look, meeting, names) for meeting in found]
    ahead = [talk for talk in shown if talk.is_ahead]
    past = [talk for talk in reversed(shown) if not talk.is_ahead]
    is_mentor = look.actor.is_(Role.MENTOR)
    return web.page("checkins/talks.html", ahead=ahead, past=past, pairs=pairs, is_mentor=is_mentor)


@views.get("/talks/<uuid:meeting_id>")
@requires(Permission.OWN_TALKS)
def meeting(meeting_id: UUID) -> str:
    """Show one talk, with what can be done about it."""
    return web.page("checkins/meeting.html", **_one(meeting_id), form=MoveForm(), bare=TakeForm())


@views.post("/talks/<uuid:meeting_id>/move")
@requires(Permission.OWN_TALKS)
def move(meeting_id: UUID) -> Answer:
    """Give one talk another time."""
    form = MoveForm()
    if form.validate():
        with form.catching(), web.deed() as deed:
            row = access.load(deed.session, deed.actor, Meeting, meeting_id)
            service.move_talk(
                deed.session, deed.actor, row, given(form.day.data), given(form.at.data), deed.now
            )
            deed.say(_("Moved. The other one is told."))
            deed.then = url_for("checkins.meeting", meeting_id=meeting_id)
        if not form.has_problems:
            return deed.answer
    return web.invalid("checkins/meeting.html", **_one(meeting_id), form=form, bare=TakeForm())


@views.post("/talks/<uuid:meeting_id>/cancel")
@requires(Permission.OWN_TALKS)
def cancel(meeting_id: UUID) -> Response:
    """Take one talk off both lists."""
    with web.deed() as deed:
        row = access.load(deed.session, deed.actor, Meeting, meeting_id)
        service.cancel_talk(deed.session, deed.actor, row, deed.now)
        deed.say(_("Taken off. The other one is told."))
        deed.then = url_for("checkins.talks")
    return deed.answer


@views.get("/talks/plan")
@requires(Permission.OWN_TALKS)
def plan() -> str:
    """Ask when one more talk is to be."""
    return web.page("checkins/plan.html", form=_offered(TalkForm(), Whom()))


@views.post("/talks/plan")
@requires(Permission.OWN_TALKS)
def add() -> Answer:
    """Add one more talk."""
    form = _offered(TalkForm(), Whom())
    if form.validate():
        with form.catching(), web.deed() as deed:
            match = service.match_for(deed.session, own_id(deed), UUID(form.who.data))
            service.add_talk(
                deed.session, deed.actor, match, given(form.day.data), given(form.at.data),
                given(form.minutes.data), Way(form.way.data), deed.now,
            )  # fmt: skip
            deed.say(_("Planned."))
            deed.then = url_for("checkins.talks")
        if not form.has_problems:
            return deed.answer
    return web.invalid("checkins/plan.html", form=form)


@views.get("/talks/rhythm")
@requires(Permission.OWN_TALKS)
def rhythm() -> str:
    """Ask how often a pair talks."""
    return _ask_rhythm(Whom())


@views.post("/talks/rhythm")
@requires(Permission.OWN_TALKS)
def set_rhythm() -> Answer:
    """Save how often a pair talks."""
    return _save_rhythm(Whom())


@views.get(FOR + "/rhythm")
@requires(Permission.RECORD_FOR)
def rhythm_for(person_id: UUID, how: str) -> str:
    """Ask staff what somebody said to that."""
    return _ask_rhythm(Whom(person_id, how))


@views.post(FOR + "/rhythm")
@requires(Permission.RECORD_FOR)
def set_rhythm_for(person_id: UUID, how: str) -> Answer:
    """Save how often a pair talks, as somebody said."""
    return _save_rhythm(Whom(person_id, how))


def _ask_rhythm(whom: Whom) -> str:
    return web.page(RHYTHM, form=_offered(RhythmForm(), whom), said=whom.said)


def _save_rhythm(whom: Whom) -> Answer:
    form = _offered(RhythmForm(), whom)
    if form.validate():
        with form.catching(), web.deed() as deed:
            match = service.match_for(deed.session, whom.person(deed).id, UUID(form.who.data))
            service.set_rhythm(
                deed.session, whom.actor(deed), match, Every(form.every.data), Way(form.way.data),
                given(form.minutes.data), given(form.day.data), given(form.at.data), deed.now,
            )  # fmt: skip
            deed.say(_("Saved. Your talks stand in both lists."))
            deed.then = whom.tasks_url if whom.how else url_for("checkins.talks")
        if not form.has_problems:
            return deed.answer
    return web.invalid(RHYTHM, form=form, said=whom.said)


def _pairs(turn: web.Turn) -> Pairs:
    return pairs_of(turn, turn.actor, own_id(turn))


def _offered(form: Planned, whom: Whom) -> Planned:
    with web.opening() as look:
        form.offer(pairs_of(look, whom.actor(look), whom.person(look).id))
    return form


def _one(meeting_id: UUID) -> dict[str, object]:
    with web.opening() as look:
        row = access.load(look.session, look.actor, Meeting, meeting_id)
        return {"talk": _shown(look, row, dict(_pairs(look)))}


def _shown(turn: web.Turn, row: Meeting, names: dict[str, str]) -> TalkShown:
    standing = rules.standing(row.state, row.at, row.minutes, turn.now)
    may_log = turn.actor.is_(Role.MENTOR) and standing in {Standing.AHEAD, Standing.UNKNOWN}
    return TalkShown(
        row.id, names[str(row.match_id)], row.at, row.minutes, _(rules.WAY_WORDS[row.way]),
        _(rules.STANDING_WORDS[standing]), standing is Standing.AHEAD, may_log,
    )  # fmt: skip
