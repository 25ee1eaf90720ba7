"""How staff bring a match to its end: line by line, with words that name nobody's reason."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.kernel import access, audit, db, events, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.words import _, format_date, format_datetime, joined, local, ngettext
from mentorship.matches.models import Ending, EndingLine, Match
from mentorship.matches.queries import closing, pairs
from mentorship.matches.rules import closing as rules
from mentorship.matches.rules.closing import ExitTalk, Line
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service.cooling import looked_for_again
from mentorship.notices import service as notices
from mentorship.profiles.questions.kinds import Side

SHOWN_FOR = timedelta(days=60)


@dataclass(frozen=True)
class LineShown:
    """One line of the list: whether it is done, by whom and when, and what came of it."""

    line: Line
    words: str
    is_talk: bool
    is_needed: bool
    done: str


@dataclass(frozen=True)
class Farewell:
    """What one of a pair is told at the end, and what stays of their talks until when."""

    match_id: UUID
    is_closed: bool
    is_mentor: bool
    words: tuple[str, ...]
    contact: str
    stays: tuple[str, ...]
    after: str
    again: str = ""


def tick(
    session: Session, actor: Actor, match: Match, line: Line, came_of: ExitTalk | None,
    now: datetime,
) -> None:  # fmt: skip
    """Note that a line of the list is done: by whom, when, and what came of a talk."""
    kind = _listed(session, match)
    rules.check_tick(kind, line, came_of, closing.lines_of(session, match.id))
    _tick(session, actor, match, line, now, came_of)


def take_line_back(session: Session, actor: Actor, match: Match, line: Line, now: datetime) -> None:
    """Take back a line that was ticked by mistake."""
    _listed(session, match)
    rules.check_take_back(line, closing.lines_of(session, match.id))
    closing.untick(session, match.id, line)
    if line is Line.CONTACT:
        ending = closing.begun(session, match.id)
        ending.contact_rule = ending.contact_version = None
        session.flush()
    _record(session, actor, "took_ending_line_back", match, now)


def choose_contact(session: Session, actor: Actor, match: Match, nth: int, now: datetime) -> None:
    """Choose the agency's rule on contact afterwards that both are told."""
    _listed(session, match)
    rules.check_contact(closing.lines_of(session, match.id))
    agency = settings.current(session)
    if not 0 <= nth < len(agency.contact_after):
        raise RuleBroken(_("Choose one of these."), status=422, field="rule")
    ending = closing.begun(session, match.id)
    ending.contact_rule, ending.contact_version = nth, agency.version
    _tick(session, actor, match, Line.CONTACT, now)


def check_ready(session: Session, match: Match) -> None:
    """Refuse to close a match while a line that it needs is open."""
    rules.check_all_done(_kind(match), closing.lines_of(session, match.id))


def lines_left(session: Session, match: Match) -> tuple[Line, ...]:
    """List what is still to be done of a match that ends, or that ended at once."""
    ending = closing.of(session, match.id)
    if match.state is not MatchState.ENDING and not (ending and ending.at_once):
        return ()
    return rules.still_open(_kind(match), closing.lines_of(session, match.id))


def checklist(session: Session, match: Match) -> tuple[LineShown, ...]:
    """Show the list of an ending, with who ticked what and when."""
    done, kind = closing.lines_of(session, match.id), _kind(match)
    words = {
        **rules.LINE_WORDS,
        **(rules.AT_ONCE_WORDS if closing.was_cut(session, match.id) else {}),
    }
    needed = rules.required(kind)
    return tuple(
        LineShown(
            line, _(words[line]), line in rules.TALKS, line in needed,
            _done_said(session, done[line]) if line in done else "",
        )
        for line in rules.LINES[kind]
    )  # fmt: skip


def is_told(session: Session, match: Match, ending: Ending, side: Side, now: datetime) -> bool:
    """Tell whether one of the two knows that their talks end."""
    ticked = rules.TOLD[side] in closing.lines_of(session, match.id)
    return ticked or (ending.told_from is not None and ending.told_from <= now)


def farewells(session: Session, person_id: UUID, now: datetime) -> list[Farewell]:
    """List the endings that somebody was told of, of the last weeks."""
    found = closing.ended_of(session, person_id, now - SHOWN_FOR)
    return [
        farewell_of(session, match, side)
        for match, ending in found
        for side in [side_in(match, person_id)]
        if is_told(session, match, ending, side, now)
    ]


def farewell(session: Session, actor: Actor, match_id: UUID, now: datetime) -> Farewell:
    """Show somebody how their talks end, once they were told."""
    ending = access.load(session, actor, Ending, match_id)
    match = session.get_one(Match, match_id)
    side = Side.MENTEE if actor.for_(match.mentee_id) else Side.MENTOR
    if not is_told(session, match, ending, side, now):
        raise NotFound
    said = farewell_of(session, match, side)
    return said if said.is_mentor else replace(said, again=_again_said(session, match, now))


def _again_said(session: Session, match: Match, now: datetime) -> str:
    if match.state is not MatchState.CLOSED:
        return _("Once your talks are over, you read here from when we look for someone again.")
    _rests, day = looked_for_again(session, match.mentee_id, now)
    return _("We look for someone again from %(day)s on.", day=format_date(day)) if day else ""


def farewell_of(session: Session, match: Match, side: Side) -> Farewell:
    """Put together what one of the two is told; who wanted the end is in none of it."""
    agency = settings.current(session)
    months, notes, after = agency.ended_months, agency.note_days, agency.aftercare_days
    return Farewell(
        match.id, match.state is MatchState.CLOSED, side is Side.MENTOR,
        tuple(_(said) for said in rules.FAREWELLS[_kind(match), side]),
        contact_said(session, match),
        (
            _("What you showed each other can be seen no more, from the end on."),
            _kept_said(match.closed_at, months),
            ngettext(
                "What was noted for us goes %(n)s day after we have looked into it.",
                "What was noted for us goes %(n)s days after we have looked into it.", notes,
            ),
        ),
        ngettext(
            "One of us asks you how you are, %(n)s day after the end.",
            "One of us asks you how you are, %(n)s days after the end.", after,
        ),
    )  # fmt: skip


def contact_said(session: Session, match: Match) -> str:
    """Say the rule on contact that was chosen; until one is, there is to be none."""
    ending = closing.of(session, match.id)
    if ending is None or ending.contact_rule is None or ending.contact_version is None:
        return _("For now, do not contact each other. One of us will speak with you.")
    agency = settings.at_version(session, ending.contact_version)
    return _(agency.contact_after[ending.contact_rule])


def forget_closed(session: Session, match_id: UUID, now: datetime) -> None:
    """Delete what is left of a match that was closed long ago, unless staff owe the two something.

    That no round brings the two together again stays as long as both are here.
    """
    match = db.lock(session, Match, match_id)
    if match is None or not _is_over(session, match, now):
        return
    about = match.id, match.mentee_id, match.mentor_id
    _record(session, SYSTEM, "forgot_match", match, now)
    events.publish(session, events.MatchForgotten(*about), now)
    pairs.forget(session, match)


def to_forget(session: Session, now: datetime) -> list[UUID]:
    """List the matches that were closed so long ago that nothing of them is kept."""
    months = settings.current(session).ended_months
    return list(closing.closed_before(session, rules.closed_before(now, months)))


def _is_over(session: Session, match: Match, now: datetime) -> bool:
    change = pairs.change_asked(session, match.id)
    looked_at = change is None or not change.not_treated_right or change.looked_at is not None
    due = match.id in to_forget(session, now)
    return due and looked_at and not lines_left(session, match)


def _kept_said(closed_at: datetime | None, months: int) -> str:
    if closed_at is None:
        return ngettext(
            "The days of your talks, and what you agreed to, stay with us for %(n)s month.",
            "The days of your talks, and what you agreed to, stay with us for %(n)s months.",
            months,
        )
    day = format_date(kept_until_day(closed_at, months))
    return _("The days of your talks, and what you agreed to, stay with us until %(day)s.", day=day)


def kept_until_day(closed_at: datetime, months: int) -> date:
    """Tell the day on which what is left of a pair goes."""
    return local(rules.kept_until(closed_at, months)).date()


def _listed(session: Session, match: Match) -> ClosedAs:
    """Hold a match whose list is open, and give its kind of ending."""
    if db.lock(session, Match, match.id) is None:
        raise NotFound
    ending = closing.of(session, match.id)
    if match.state is MatchState.ENDING or (ending is not None and ending.at_once):
        return _kind(match)
    raise RuleBroken(_("This cannot be changed any more. Nothing was saved."))


def _kind(match: Match) -> ClosedAs:
    return match.closed_as or match.ending_as or ClosedAs.ONE_SIDED


def _of_side(match: Match, side: Side) -> UUID:
    return match.mentee_id if side is Side.MENTEE else match.mentor_id


def side_in(match: Match, person_id: UUID) -> Side:
    """Tell on which side of a match one of its two stands."""
    return Side.MENTEE if person_id == match.mentee_id else Side.MENTOR


def _tick(
    session: Session, actor: Actor, match: Match, line: Line, now: datetime,
    came_of: ExitTalk | None = None,
) -> None:  # fmt: skip
    closing.tick(session, match.id, line, came_of=came_of, done_at=now, done_by=actor.person_id)
    for side, told in rules.TOLD.items():
        if line is told:
            # Who knows that it ends reads no more that the talks can be planned.
            notices.untell(session, match.id, _of_side(match, side))
    _record(session, actor, "ticked_ending_line", match, now)
    if match.state is MatchState.CLOSED and not lines_left(session, match):
        events.publish(
            session, events.EndingSettled(match.id, match.mentee_id, match.mentor_id), now
        )


def _done_said(session: Session, row: EndingLine) -> str:
    who = accounts.person(session, row.done_by).called if row.done_by else None
    said = [_(rules.TALK_WORDS[row.came_of])] if row.came_of else []
    return joined([*said, *([who] if who else []), format_datetime(row.done_at)])


def _record(session: Session, actor: Actor, act: str, match: Match, now: datetime) -> None:
    audit.record_pair(session, actor, act, (match.mentee_id, match.mentor_id), now)
