"""The board: everything that is open in its fixed order, in words, by code alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import request

from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins.queries import boards as queries
from mentorship.checkins.rules import wordings
from mentorship.checkins.rules.follow_ups import Stage
from mentorship.checkins.rules.steps import Step
from mentorship.checkins.views.blueprint import views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import N_, _, ngettext

ALL, MINE = "all", "mine"
# Closed lists, because the choice stands in the address.
SHOWS = {ALL: N_("Everything"), MINE: N_("What I have")}
WHO_SAID = {
    PersonKind.MENTEE: N_("%(code)s (mentee)"),
    PersonKind.MENTOR: N_("%(code)s (mentor)"),
    PersonKind.STAFF: N_("%(code)s"),
}
# What nobody needs to look at is folded; of the rest so many rows are read at a glance.
AT_A_GLANCE = 3


@dataclass(frozen=True)
class RowShown:
    """One row of the board, in words."""

    id: UUID
    about: str
    who: str
    whom: str
    why: str
    also: list[str]
    since: datetime
    due: str
    holder: str
    next_step: str
    next_day: str
    last_step: str
    last_at: datetime | None


@dataclass(frozen=True)
class Lane:
    """One state of the board: the rows that are read at a glance, and the others, folded."""

    look: str
    name: str
    people: int
    first: list[RowShown]
    more: list[RowShown]

    @property
    def rows(self) -> int:
        """Count what stands in it."""
        return len(self.first) + len(self.more)

    @property
    def said(self) -> str:
        """Say how many things stand in it, and about how many people."""
        things = ngettext("%(n)s thing", "%(n)s things", self.rows)
        people = ngettext("%(n)s person", "%(n)s people", self.people)
        return _("%(things)s about %(people)s", things=things, people=people)


@views.get("/follow-up")
@requires(Permission.FOLLOW_UP)
def board() -> str:
    """Show everything that is open, or what is one's own, in its fixed order, by code."""
    show = request.args.get("show", ALL)
    if show not in SHOWS:
        raise NotFound
    with web.reading() as look:
        found = queries.board(look.session, look.actor, mine=show == MINE)
        answers = queries.complaints_for(look.session, look.actor)
        now = look.now
    lanes = [_lane(group, now) for group in found.groups]
    lists = {"show": show, "shows": SHOWS, "to_answer": len(answers)}
    return web.page("checkins/board.html", lanes=lanes, waiting=found.needs_a_look, **lists)


def _lane(group: queries.Group, now: datetime) -> Lane:
    """Show what is for today whole, of what is less urgent the first rows, of the rest none."""
    rows = [row_shown(row, now) for row in group.rows]
    glance = len(rows) if group.stage in wordings.URGENT else AT_A_GLANCE
    shown = 0 if group.stage in queries.LEFT_ALONE else glance
    return Lane(*tag_of(group.stage), group.people, rows[:shown], rows[shown:])


def row_shown(row: queries.Row, now: datetime) -> RowShown:
    """Say one row in words; that it came onto the board is said by since when it stands there."""
    why, *also = wordings.whys_said(row, now)
    # What was done about an earlier time of it says nothing of this one.
    is_of_now = row.last_at is not None and row.last_at >= row.since
    last = row.last_step if is_of_now and row.last_step is not Step.OPENED else None
    return RowShown(
        row.id, row.about, _(WHO_SAID[row.side], code=row.who), _whom(row, now),
        why, also, row.since,
        wordings.due_said(row, now), wordings.owner_said(row),
        wordings.step_said(row, now), wordings.next_said(row),
        _(wordings.STEP_SAID[last]) if last else "", row.last_at,
    )  # fmt: skip


def _whom(row: queries.Row, now: datetime) -> str:
    """Say which of a pair it is about; to speak with them only where that is what comes next."""
    if row.about == row.who:
        return ""
    who = _(WHO_SAID[row.side], code=row.who)
    if wordings.is_talk(row, now):
        return _("Speak with %(who)s", who=who)
    return _("It is about %(who)s", who=who)


def tag_of(stage: Stage) -> tuple[str, str]:
    """Give the look of a state and its word."""
    return wordings.STAGE_KIND[stage], _(wordings.STAGE_SAID[stage])
