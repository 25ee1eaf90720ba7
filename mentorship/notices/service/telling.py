"""The verbs of notices: tell, clear, tell by phone; and who is told of what happened."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.queries import staff_with
from mentorship.accounts.service.language import language_of
from mentorship.kernel import audit
from mentorship.kernel.access import Actor, Role
from mentorship.kernel.audit import Purpose
from mentorship.kernel.events import (
    CallBackAsked,
    CallBackEnded,
    PersonErased,
    QuietChosen,
    SecondFactorReplaced,
    SignInRecovered,
)
from mentorship.kernel.words import _, language, ngettext, use_language
from mentorship.notices import queries
from mentorship.notices.models import Notice, PhoneTry
from mentorship.notices.rules import (
    REACHED_WORDS,
    WORDINGS,
    NoticeKind,
    Reached,
    Way,
    is_told,
    moment_today,
    way_for,
)
from mentorship.profiles.queries import closed_with
from mentorship.profiles.rules.contact import ContactShown
from mentorship.profiles.rules.copies import says
from mentorship.profiles.service.contact import (
    can_renew,
    check_attempt,
    contact_for_staff,
    renew_safe_contact,
    why_nobody_calls,
)

FOLDED = frozenset({NoticeKind.SAFETY_RAISED, NoticeKind.FOLLOW_UP_PASSED})


@dataclass(frozen=True)
class Told:
    """A notice as its person reads it."""

    id: UUID
    kind: NoticeKind
    sentence: str
    endpoint: str
    takes: Mapping[str, UUID | str]
    since: datetime
    ref: UUID | None = None
    whose: str = ""
    count: int = 1


@dataclass(frozen=True)
class ToTell:
    """A notice as staff find it on the list of calls to make."""

    id: UUID
    code: str
    script: str
    since: datetime
    tries: int
    may_call: bool


@dataclass(frozen=True)
class Call:
    """One call to make: what to say in their language and what that means, how to reach them, what
    was tried.
    """

    id: UUID
    person_id: UUID
    code: str
    language: str
    script: str
    meaning: str
    contact: ContactShown | None
    no_way: str
    can_renew: bool
    tries: tuple[tuple[datetime, str], ...]


def tell(
    session: Session,
    person_id: UUID,
    kind: NoticeKind,
    now: datetime,
    visible_from: datetime | None = None,
    ref: UUID | None = None,
) -> None:
    """Tell somebody something in this transaction: in the app, and besides as they wished."""
    way = way_for(
        signs_in=queries.signs_in(session, person_id), wish=queries.wish_of(session, person_id)
    )
    row = Notice(
        person_id=person_id, kind=kind, way=way, ref=ref, told_at=now,
        visible_from=visible_from or now,
    )  # fmt: skip
    session.add(row)
    session.flush()


def untell(session: Session, ref: UUID, person_id: UUID | None = None) -> None:
    """Take back what was told about something that is no longer so, where it was not seen.

    Where it is no longer so for one person alone, only of what that one was told.
    """
    queries.drop_told(session, ref, person_id)


def overtake(session: Session, refs: Collection[UUID], *kinds: NoticeKind) -> None:
    """Take off first pages what was told about things that have gone on since."""
    queries.drop_overtaken(session, refs, kinds)


def waiting(session: Session, person_id: UUID, now: datetime) -> list[Told]:
    """List what somebody has not seen yet."""
    return [_told(notice) for notice in queries.waiting_for(session, person_id, now)]


def fold(told: Iterable[Told], but: Collection[UUID] = ()) -> list[Told]:
    """Say once, with how many, what staff find on the board; the newest stands for all.

    What stands elsewhere is said by itself.
    """
    alike: dict[NoticeKind | UUID, list[Told]] = {}
    for it in told:
        is_folded = it.kind in FOLDED and it.ref not in but
        alike.setdefault(it.kind if is_folded else it.id, []).append(it)
    return [_of_many(replace(its[0], count=len(its))) for its in alike.values()]


def clear_alike(session: Session, _actor: Actor, notice: Notice, now: datetime) -> None:
    """Take off somebody's list a notice with all of its kind that were there before it."""
    queries.mark_alike_seen(session, notice, now)


def clear(session: Session, _actor: Actor, notice: Notice, now: datetime) -> None:
    """Take a notice off somebody's list, because they saw it."""
    queries.mark_seen(session, notice, now)


def calls_to_make(session: Session, actor: Actor, now: datetime) -> list[ToTell]:
    """List what is to be told by phone, by code alone; last to whom no safe way leads now."""
    found = [
        ToTell(
            notice.id, code, _script(notice), notice.visible_from, tries,
            may_call=bool(until and until > now),
        )
        for notice, code, until, tries in queries.to_tell(session, actor, now)
    ]  # fmt: skip
    return sorted(found, key=lambda it: not it.may_call)


def call(session: Session, actor: Actor, notice: Notice, now: datetime) -> Call:
    """Show staff how to reach somebody and what to say; the showing is recorded."""
    contact = contact_for_staff(session, actor, notice.person_id, Purpose.CONTACT, now)
    tried = tuple(
        (row.happened_at, _(REACHED_WORDS[row.reached]))
        for row in queries.tries(session, notice.id)
    )
    code = queries.code_of(session, notice.person_id)
    theirs = language_of(session, notice.person_id)
    meaning = _script(notice) if theirs != language() else ""
    with use_language(theirs):
        script = _script(notice)
    renewable = can_renew(session, notice.person_id)
    no_way = why_nobody_calls(session, accounts.person(session, notice.person_id), now)
    return Call(
        notice.id,
        notice.person_id,
        code,
        theirs,
        script,
        meaning,
        contact,
        no_way,
        renewable,
        tried,
    )


def log_call(
    session: Session, actor: Actor, notice: Notice, reached: Reached, now: datetime,
    at: time | None = None, *, still_safe: bool = False,
) -> None:  # fmt: skip
    """Log one call, made now or earlier today; only somebody who was reached has been told."""
    person, happened = accounts.person(session, notice.person_id), moment_today(at, now)
    if reached is not Reached.THEY_CAME:
        # News can wait: nobody's life hangs on it.
        check_attempt(session, actor, person, happened, now, danger=False)
    row = PhoneTry(
        notice_id=notice.id, by_id=actor.person_id, at=now, happened_at=happened, reached=reached
    )
    session.add(row)
    if is_told(reached):
        queries.mark_seen(session, notice, now)
        if still_safe:
            renew_safe_contact(session, actor, person, now)
    audit.record(session, actor, "called_to_tell", notice.person_id, now, reached.value)


def on_second_factor_replaced(session: Session, event: SecondFactorReplaced, now: datetime) -> None:
    """Tell all administrators, so that nobody takes over a colleague's account unnoticed."""
    for person in staff_with(session, Role.ADMINISTRATOR):
        tell(session, person.id, NoticeKind.SECOND_FACTOR_REPLACED, now, ref=event.person_id)


def on_call_back_asked(session: Session, event: CallBackAsked, now: datetime) -> None:
    """Tell the person at once, so that nobody gets in as them unnoticed."""
    tell(session, event.person_id, NoticeKind.CALL_BACK_ASKED, now, ref=event.recovery_id)


def on_call_back_ended(session: Session, event: CallBackEnded, _now: datetime) -> None:
    """Ask nobody to stop what is over."""
    untell(session, event.recovery_id)


def on_sign_in_recovered(session: Session, event: SignInRecovered, now: datetime) -> None:
    """Tell the person that they have new words, and who reads of it that somebody has."""
    tell(session, event.person_id, NoticeKind.SIGN_IN_RECOVERED, now)
    closed = closed_with(session, [accounts.person(session, event.person_id).human_id])
    for reviewer in staff_with(session, Role.REVIEWER):
        if reviewer.human_id not in closed:
            tell(session, reviewer.id, NoticeKind.WAY_IN_GIVEN, now)


def on_quiet_chosen(session: Session, event: QuietChosen, _now: datetime) -> None:
    """Send somebody no mail any longer; what was to be in one stands in the app."""
    if queries.wish_of(session, event.person_id) is Way.MAIL:
        queries.forget_wish(session, event.person_id)


def on_person_erased(session: Session, event: PersonErased, _now: datetime) -> None:
    """Delete what somebody was told."""
    queries.forget(session, event.person_id)


def _of_many(told: Told) -> Told:
    if told.count == 1:
        return told
    if told.kind is NoticeKind.SAFETY_RAISED:
        sentence = ngettext(
            "%(n)s worry about someone's safety. It stands at the top of Follow up.",
            "%(n)s worries about someone's safety. They stand at the top of Follow up.",
            told.count,
        )
        return replace(told, sentence=sentence)
    sentence = ngettext(
        "%(n)s thing that nobody took has come to you.",
        "%(n)s things that nobody took have come to you.",
        told.count,
    )
    return replace(told, sentence=sentence, endpoint="checkins.board", takes={"show": "mine"})


def _told(notice: Notice) -> Told:
    wording = WORDINGS[notice.kind]
    takes: dict[str, UUID | str] = (
        {wording.takes: notice.ref} if wording.takes and notice.ref else {}
    )
    return Told(
        notice.id,
        notice.kind,
        _(wording.sentence),
        # One of an older version may not say yet whom or what it is about.
        wording.endpoint if takes or not wording.takes else "desk.home",
        takes,
        notice.visible_from,
        notice.ref,
    )


@says("notice", "kind")
def _in_a_copy(_row: Any, kind: str) -> str:
    return _(WORDINGS[NoticeKind(kind)].sentence)


def _script(notice: Notice) -> str:
    wording = WORDINGS[notice.kind]
    return _(wording.script or wording.sentence)
