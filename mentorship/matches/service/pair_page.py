"""What the page of one pair shows to staff, as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.kernel import audit, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.states import can
from mentorship.kernel.words import _, format_date
from mentorship.matches.models import Match
from mentorship.matches.queries import closing as endings_of
from mentorship.matches.queries import offers, pairs
from mentorship.matches.queries.reviews import reviews_of
from mentorship.matches.rules.reasons import (
    AT_ONCE,
    CLOSED_WORDS,
    INTRODUCED_WORDS,
    ClosedAs,
    IntroducedBy,
)
from mentorship.matches.rules.reviews import CAME_OF_WORDS, can_review
from mentorship.matches.rules.states import MATCH_STATES, MatchMove, MatchState
from mentorship.matches.service import closing
from mentorship.matches.service.beginning import left_said, standing_said
from mentorship.matches.service.closing import Farewell, LineShown
from mentorship.matches.service.pairs import agreement_of
from mentorship.matches.service.reviews import meant_until, next_review_of
from mentorship.profiles.queries import closed_records, codes_of
from mentorship.profiles.questions.kinds import Side

WAITING_FIRST = (
    MatchState.ENDING,
    MatchState.INTRODUCTION,
    MatchState.PAUSED,
    MatchState.ACTIVE,
)
TAGS = {
    MatchState.INTRODUCTION: "due",
    MatchState.ACTIVE: "ok",
    MatchState.PAUSED: "paused",
    MatchState.ENDING: "due",
    MatchState.CLOSED: "plain",
}


@dataclass(frozen=True)
class Half:
    """One of the two of a pair, as staff see them."""

    id: UUID
    code: str
    called: str
    agreed: int


@dataclass(frozen=True)
class PairPage:
    """One pair as staff see it: where it stands and what may be done."""

    id: UUID
    state: MatchState
    words: str
    mentee: Half
    mentor: Half
    agreement: tuple[str, ...]
    made_at: datetime
    introduced_as: IntroducedBy | None
    introduced_at: datetime | None
    began_at: datetime | None
    paused_until: date | None
    meant_until: date | None
    next_review: date | None
    reviews: tuple[tuple[datetime, str], ...]
    ending_at: datetime | None
    ending_as: ClosedAs | None
    closed_at: datetime | None
    closed_as: ClosedAs | None
    at_once: bool
    change_asked: bool
    not_treated_right: bool
    lines: tuple[LineShown, ...]
    lines_left: int
    left_to_agree: str
    farewells: tuple[Farewell, ...]
    rules: tuple[str, ...]
    rule: str

    def can(self, move: str) -> bool:
        """Tell whether a move is possible now."""
        return can(MATCH_STATES, self.state, MatchMove(move))

    @property
    def has_list(self) -> bool:
        """Tell whether its list of an ending can be ticked."""
        return self.state is MatchState.ENDING or self.lines_left > 0

    @property
    def can_review(self) -> bool:
        """Tell whether staff look back on it."""
        return can_review(self.state)

    @property
    def is_closed(self) -> bool:
        """Tell whether it is over."""
        return self.state is MatchState.CLOSED

    @property
    def tag(self) -> str:
        """Tell the kind of tag that goes with the state."""
        return TAGS[self.state]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """List what is known about the pair, in words."""
        days = [
            (_("Both said yes"), self.made_at),
            (_("Introduced"), self.introduced_at),
            (_("Began"), self.began_at),
            (_("Rests until"), self.paused_until),
            (_("Meant to last until"), self.meant_until),
            (_("Looking back on it by"), self.next_review),
            *[(_("Looked back: %(what)s", what=what), at) for at, what in self.reviews],
            (_("Ending since"), self.ending_at),
            (_("Closed"), self.closed_at),
        ]
        ends = self.closed_as or self.ending_as
        kinds = [
            (
                _("How they were introduced"),
                self.introduced_as and INTRODUCED_WORDS[self.introduced_as],
            ),
            (_("How it ends"), AT_ONCE if self.at_once else ends and CLOSED_WORDS[ends]),
        ]
        called = [(half.code, half.called) for half in (self.mentee, self.mentor)]
        return [
            *[(_("%(code)s goes by", code=code), name) for code, name in called if name],
            *[(label, format_date(day)) for label, day in days if day],
            *[(label, _(words)) for label, words in kinds if words],
        ]


@dataclass(frozen=True)
class PairRow:
    """One open pair in the list: codes and where it stands."""

    id: UUID
    mentee: str
    mentor: str
    words: str
    tag: str
    asked: str
    left: int


def open_pairs(session: Session, actor: Actor) -> list[PairRow]:
    """List the open pairs, those first that wait for staff."""
    found = [match for state in WAITING_FIRST for match in pairs.in_states(session, (state,))]
    return _rows(session, actor, found)


def to_agree(session: Session, actor: Actor, person_id: UUID) -> list[PairRow]:
    """List the pairs of somebody that wait for what comes before the first talk."""
    matches = pairs.open_matches_of(session, person_id)
    return _rows(session, actor, [it for it in matches if it.state is MatchState.INTRODUCTION])


def to_introduce(session: Session, actor: Actor) -> list[tuple[PairRow, str]]:
    """List the pairs that staff are to bring together, with whose yes is still missing."""
    waiting = pairs.in_states(session, (MatchState.INTRODUCTION,))
    found = _seen(session, actor, [it for it in waiting if it.introduced_at is None])
    codes = _codes(session, found)
    return [(_row(session, it, codes), left_said(session, it)) for it in found]


def closed_pairs(session: Session, actor: Actor, now: datetime) -> list[PairRow]:
    """List the pairs that were closed lately, those first for whom something is left to do."""
    found = endings_of.closed_since(session, now - closing.SHOWN_FOR)
    return sorted(_rows(session, actor, found), key=lambda row: not row.left)


def pair_page(session: Session, actor: Actor, match: Match, now: datetime) -> PairPage:
    """Show staff one pair; the names the two chose are opened, and that is recorded."""
    change = pairs.change_asked(session, match.id)
    is_on = can_review(match.state)
    return PairPage(
        id=match.id, state=match.state, words=standing_said(session, match),
        mentee=_half(session, actor, match, match.mentee_id, now),
        mentor=_half(session, actor, match, match.mentor_id, now),
        agreement=agreement_of(session, match), made_at=match.made_at,
        introduced_as=match.introduced_as, introduced_at=match.introduced_at,
        began_at=match.began_at, paused_until=match.paused_until,
        meant_until=meant_until(session, match) if is_on else None,
        next_review=next_review_of(session, match) if is_on else None,
        reviews=tuple(
            (it.at, _(CAME_OF_WORDS[it.came_of])) for it in reviews_of(session, match.id)
        ),
        ending_at=match.ending_at, ending_as=match.ending_as,
        closed_at=match.closed_at, closed_as=match.closed_as,
        at_once=endings_of.was_cut(session, match.id),
        change_asked=change is not None,
        not_treated_right=bool(change and change.not_treated_right and not change.looked_at),
        lines=closing.checklist(session, match), lines_left=len(closing.lines_left(session, match)),
        left_to_agree=left_said(session, match),
        farewells=tuple(closing.farewell_of(session, match, side) for side in Side),
        rules=settings.current(session).contact_after, rule=closing.contact_said(session, match),
    )  # fmt: skip


def name_of(session: Session, actor: Actor, match: Match, person_id: UUID, now: datetime) -> str:
    """Open the name that one of the two chose at their yes."""
    side = closing.side_in(match, person_id)
    offer = offers.to_side(session, match.proposal_id, side) if match.proposal_id else None
    if offer is None or offer.called is None:
        return ""
    leave = audit.opening(session, actor, person_id, Purpose.INTRODUCTION, now)
    return leave.read(offer, "called")


def _half(session: Session, actor: Actor, match: Match, person_id: UUID, now: datetime) -> Half:
    return Half(
        id=person_id,
        code=accounts.person(session, person_id).code,
        called=name_of(session, actor, match, person_id, now),
        agreed=len(pairs.ticked(session, match.id, person_id)),
    )


def _rows(session: Session, actor: Actor, found: Iterable[Match]) -> list[PairRow]:
    seen = _seen(session, actor, found)
    codes = _codes(session, seen)
    return [_row(session, match, codes) for match in seen]


def _seen(session: Session, actor: Actor, found: Iterable[Match]) -> list[Match]:
    closed = closed_records(session, actor)
    return [match for match in found if closed.isdisjoint((match.mentee_id, match.mentor_id))]


def _codes(session: Session, found: Iterable[Match]) -> Mapping[UUID, str]:
    return codes_of(session, {one for it in found for one in (it.mentee_id, it.mentor_id)})


def _row(session: Session, match: Match, codes: Mapping[UUID, str]) -> PairRow:
    change = pairs.change_asked(session, match.id)
    return PairRow(
        id=match.id,
        mentee=codes[match.mentee_id],
        mentor=codes[match.mentor_id],
        words=standing_said(session, match),
        tag=TAGS[match.state],
        asked=_("The mentee asked for someone else") if change else "",
        left=len(closing.lines_left(session, match)),
    )
