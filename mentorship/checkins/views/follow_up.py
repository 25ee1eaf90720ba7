"""One row of the board, and the small forms of what staff do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins import service
from mentorship.checkins.forms import ContactForm, ResolveForm, SnoozeForm, TakeForm
from mentorship.checkins.models import FollowUp, FollowUpStep
from mentorship.checkins.queries import boards as queries
from mentorship.checkins.rules import wordings
from mentorship.checkins.rules.contacts import ANSWER_WORDS, QUESTIONS
from mentorship.checkins.rules.follow_ups import (
    CLOCKS,
    NEED_OF,
    NOT_SNOOZED,
    Kind,
    Outcome,
    Reason,
    SnoozeWhy,
    outcomes,
)
from mentorship.checkins.rules.limits import check_can_end
from mentorship.checkins.rules.reports import WHOSE_SAID
from mentorship.checkins.rules.scripts import script_for
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import moment_of
from mentorship.checkins.service.contacts import said_last
from mentorship.checkins.service.logs import notes_of
from mentorship.checkins.views.blueprint import Answer, given, views
from mentorship.checkins.views.board import RowShown, row_shown, tag_of
from mentorship.kernel import access, settings, web
from mentorship.kernel.access import HOW_WORDS, Actor, Permission, requires
from mentorship.kernel.audit import Purpose
from mentorship.kernel.forms import Form
from mentorship.kernel.words import _, format_date, format_datetime
from mentorship.matches.models import Match
from mentorship.matches.queries.pairs import may_see_match
from mentorship.notices.forms import keep_to_the_way
from mentorship.notices.rules import REACHED_WORDS, Reached
from mentorship.profiles.rules.contact import ContactShown
from mentorship.profiles.service.contact import can_renew, contact_for_staff, why_nobody_calls

ONE = "checkins/follow_up.html"
Forms = dict[str, Form]


@views.get("/follow-up/<uuid:row_id>")
@requires(Permission.READ_FOLLOW_UP)
def follow_up(row_id: UUID) -> str:
    """Show one row with its history, how to reach the person, and what can be done."""
    return web.page(ONE, **_one(row_id, {}))


@views.post("/follow-up/<uuid:row_id>/take")
@requires(Permission.READ_FOLLOW_UP)
def take(row_id: UUID) -> Answer:
    """Let somebody say that they have it."""
    return _do(row_id, "take", TakeForm(), service.take)


@views.post("/follow-up/<uuid:row_id>/give-back")
@requires(Permission.READ_FOLLOW_UP)
def give_back(row_id: UUID) -> Answer:
    """Let somebody say that they do not have it any more."""
    return _do(row_id, "take", TakeForm(), service.give_back)


@views.post("/follow-up/<uuid:row_id>/contact")
@requires(Permission.READ_FOLLOW_UP)
def contact(row_id: UUID) -> Answer:
    """Log a call or another contact."""
    form = ContactForm()

    def log(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
        service.log_contact(
            session, actor, row, Reached(form.reached.data), now,
            at=form.at.data, danger=bool(form.danger.data), still_safe=bool(form.still_safe.data),
            answers=form.answers,
        )  # fmt: skip

    return _do(row_id, "contact", form, log)


@views.post("/follow-up/<uuid:row_id>/snooze")
@requires(Permission.READ_FOLLOW_UP)
def snooze(row_id: UUID) -> Answer:
    """Put it off until a day."""
    form = SnoozeForm()

    def put_off(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
        zone = settings.current(session).time_zone
        until = moment_of(given(form.until.data), time(0), zone)
        service.snooze(session, actor, row, until, SnoozeWhy(form.why.data), now)

    return _do(row_id, "snooze", form, put_off)


@views.post("/follow-up/<uuid:row_id>/resolve")
@requires(Permission.READ_FOLLOW_UP)
def resolve(row_id: UUID) -> Answer:
    """End it with its outcome."""
    form = ResolveForm()
    with web.reading() as look:
        row = access.load(look.session, look.actor, FollowUp, row_id)
        found = queries.one(look.session, look.actor, row)
    check_can_end(found.kind)
    form.offer(found.kind, _reasons(found))

    def end(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
        service.resolve(session, actor, row, form.chosen, now, form.ends)

    return _do(row_id, "resolve", form, end)


def _do(row_id: UUID, name: str, form: Form, act: Callable[..., None]) -> Answer:
    if form.validate():
        with form.catching(), web.deed() as deed:
            row = access.load(deed.session, deed.actor, FollowUp, row_id)
            act(deed.session, deed.actor, row, deed.now)
            deed.say(_("Saved."))
            away = row.closed_as is Outcome.PARKED
            here = url_for("checkins.follow_up", row_id=row_id)
            deed.then = url_for("checkins.board") if away else here
        if not form.has_problems:
            return deed.answer
    return web.invalid(ONE, **_one(row_id, {name: form}))


def _one(row_id: UUID, given: Forms) -> dict[str, object]:
    with web.opening() as look:
        row = access.load(look.session, look.actor, FollowUp, row_id)
        found = queries.one(look.session, look.actor, row)
        forms: Forms = {
            "take": TakeForm(formdata=None), "contact": ContactForm(formdata=None),
            "snooze": SnoozeForm(formdata=None), "resolve": _resolve_form(found), **given,
        }  # fmt: skip
        is_open, reach = row.state is not State.CLOSED, _contact(look, row)
        keep_to_the_way(
            forms["contact"], may_call=reach is not None and reach.is_outgoing,
            can_renew=can_renew(look.session, row.person_id),
        )  # fmt: skip
        return {
            "row": _shown(found, reach, look.now),
            "tag": tag_of(found.stage) if is_open else ("plain", _("Ended")),
            "forms": forms,
            "is_open": is_open,
            "is_clock": row.kind in CLOCKS,
            "can_snooze": row.kind not in NOT_SNOOZED,
            "can_resolve": bool(outcomes(row.kind)),
            "has_date": row.kind in NEED_OF and look.actor.is_coordinator,
            "to_record": is_open and row.kind is Kind.TALK_NEEDED,
            "contact": reach,
            "no_way": _no_way(look, row),
            "keep_to": _keep_to(row, reach),
            "procedure": _procedure(look, row),
            "beside": service.open_beside(look.session, look.actor, row, look.now),
            "taken_by": found.taken_by if is_open else "",
            "is_mine": found.has_it,
            "person_id": row.person_id,
            "match_id": _match_of(look, row),
            "script": _script(look, row),
            "report": _report(look, row),
            "notes": _notes(look, row),
            "said_last": _said_last(look, row) if is_open else [],
            "history": [_step(step, by) for step, by in queries.steps_of(look.session, row.id)],
        }


def _shown(row: queries.Row, reach: ContactShown | None, now: datetime) -> RowShown:
    """Say the row in words; with whom nobody gets in touch, staff speak when they come."""
    shown = row_shown(row, now)
    nobody_calls = reach is not None and not reach.is_outgoing and wordings.is_talk(row, now)
    return replace(shown, next_step=_(wordings.DO_NOT_CALL)) if nobody_calls else shown


def _resolve_form(row: queries.Row) -> ResolveForm:
    form = ResolveForm(formdata=None)
    form.offer(row.kind, _reasons(row))
    return form


def _reasons(row: queries.Row) -> tuple[Reason, ...]:
    # A clock starts anew as a whole.
    return (row.reason,) if row.kind in CLOCKS else (row.reason, *row.also)


def _keep_to(row: FollowUp, reach: ContactShown | None) -> str:
    """Say what staff keep to where it is not simply a call."""
    if reach is None:
        return _(wordings.WAY_IS_OVER) if row.kind is Kind.SILENCE else ""
    return "" if reach.is_outgoing else _(wordings.NOBODY_CALLS)


def _procedure(turn: web.Turn, row: FollowUp) -> list[str]:
    if row.kind is not Kind.SAFETY:
        return []
    return [_(step) for step in settings.current(turn.session).safety_procedure]


def _contact(turn: web.Turn, row: FollowUp) -> ContactShown | None:
    purpose = Purpose.SAFETY if row.kind is Kind.SAFETY else Purpose.CONTACT
    return contact_for_staff(turn.session, turn.actor, row.person_id, purpose, turn.now)


def _no_way(turn: web.Turn, row: FollowUp) -> str:
    return why_nobody_calls(turn.session, turn.session.get_one(Person, row.person_id), turn.now)


def _match_of(turn: web.Turn, row: FollowUp) -> UUID | None:
    match = turn.session.get(Match, row.match_id) if row.match_id else None
    sees_it = match is not None and may_see_match(turn.session, turn.actor, match)
    return row.match_id if sees_it else None


def _script(turn: web.Turn, row: FollowUp) -> str:
    match = turn.session.get(Match, row.match_id) if row.match_id else None
    has_ended = match is not None and match.closed_at is not None
    return script_for(row.reason, has_ended=has_ended)


def _notes(turn: web.Turn, row: FollowUp) -> list[str]:
    if row.match_id is None or row.kind in NOT_SNOOZED:
        return []
    return notes_of(turn.session, turn.actor, row.match_id, turn.now)


def _said_last(turn: web.Turn, row: FollowUp) -> list[tuple[str, str]]:
    if row.kind in NOT_SNOOZED:
        return []
    found = said_last(turn.session, turn.actor, row.person_id, turn.now)
    if found is None:
        return []
    at, answers = found
    said = [(_(QUESTIONS[name]), _(ANSWER_WORDS[answer])) for name, answer in answers.items()]
    return [(_("When"), format_date(at)), *said]


def _report(turn: web.Turn, row: FollowUp) -> list[tuple[str, str]]:
    shown = service.report_of(turn.session, turn.actor, row, turn.now)
    if shown is None:
        return []
    lines = [
        (_("Whose safety"), _(WHOSE_SAID[shown.whose]) if shown.whose else ""),
        (_("It names"), shown.named),
        (_("How they said it"), _(HOW_WORDS[shown.how]) if shown.how else ""),
        (_("Written down by"), shown.recorded_by),
        (_("Their words"), shown.words or _("None. Ask them what happened.")),
    ]
    return [(name, words) for name, words in lines if words]


def _step(step: FollowUpStep, by: str) -> dict[str, str]:
    more = [
        _(REACHED_WORDS[step.reached]) if step.reached else "",
        _(wordings.SNOOZE_SAID[step.snoozed_why]) if step.snoozed_why else "",
        _(wordings.OUTCOME_SAID[step.closed_as]) if step.closed_as else "",
    ]
    return {
        "when": format_datetime(step.happened_at or step.at),
        "title": _(wordings.STEP_SAID[step.step]),
        "by": by,
        "text": " ".join(part for part in more if part),
    }
