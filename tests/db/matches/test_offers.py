"""From approval to both people's yes, and every way in which that ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.installation import Installation
from mentorship.kernel import events, settings
from mentorship.kernel.access import How
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.matches import service, tasks
from mentorship.matches.models import Proposal
from mentorship.matches.queries import offers, proposals
from mentorship.matches.rules.reasons import Answer, ApartKind
from mentorship.matches.rules.states import ENDED_PROPOSALS, MatchState, ProposalState
from mentorship.matches.service.decisions import propose
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests import scenes
from tests.endings import CAUSES, Cause
from tests.participants import acting, code
from tests.scenes import LATER, Scene


def told(session: Session, person_id: object, kind: NoticeKind) -> list[Notice]:
    return list(
        session.scalars(select(Notice).where(Notice.person_id == person_id, Notice.kind == kind))
    )


def test_an_approval_takes_a_place_and_asks_nobody_yet(session: Session, now: datetime) -> None:
    scene = scenes.proposed(session, now)
    scene.approve(session, now)
    assert scene.row(session).state is ProposalState.APPROVED
    assert scene.place(session)
    service.ask_mentee(session, scene.proposal, now + timedelta(minutes=14))
    assert scene.offer(session, Side.MENTEE) is None


def test_a_late_yes_counts_though_the_room_was_confirmed_long_ago(
    session: Session, now: datetime
) -> None:
    scene = scenes.mentee_asked(session, now)
    late = now + timedelta(days=settings.current(session).room_confirmed_days + 1)
    scene.say(session, Side.MENTEE, Answer.YES, late)
    scene.say(session, Side.MENTOR, Answer.YES, late)
    assert scene.match(session).state is MatchState.INTRODUCTION


def test_room_that_ran_out_holds_back_an_approval(session: Session, now: datetime) -> None:
    scene = scenes.proposed(session, now)
    late = now + timedelta(days=settings.current(session).room_confirmed_days + 1)
    with pytest.raises(RuleBroken):
        scene.approve(session, late)


def test_taking_back_frees_the_place_and_the_mentee_is_never_asked(
    session: Session, now: datetime
) -> None:
    scene = scenes.proposed(session, now)
    scene.approve(session, now)
    service.take_back(session, scene.staff(session), scene.row(session), now)
    service.ask_mentee(session, scene.proposal, now + LATER)
    assert scene.row(session).state is ProposalState.PROPOSED
    assert scene.place(session) is None
    assert scene.offer(session, Side.MENTEE) is None


def test_nobody_is_told_before_the_minutes_are_over(
    installation: Installation, now: datetime
) -> None:
    def ask(moment: datetime) -> int:
        tasks.do_what_is_due(installation.database, moment)
        with installation.database.reading() as session:
            return len(session.scalars(select(Notice)).all())

    with installation.database.transaction() as session:
        scenes.proposed(session, now).approve(session, now)
    minutes = timedelta(minutes=15)
    assert ask(now + minutes - timedelta(seconds=1)) == 0
    assert ask(now + minutes) == 1


def test_after_the_minutes_an_approval_cannot_be_taken_back(
    session: Session, now: datetime
) -> None:
    scene = scenes.proposed(session, now)
    scene.approve(session, now)
    with pytest.raises(RuleBroken):
        service.take_back(session, scene.staff(session), scene.row(session), now + LATER)


def test_the_mentor_is_asked_only_after_the_mentees_yes(session: Session, now: datetime) -> None:
    scene = scenes.mentee_asked(session, now)
    assert told(session, scene.mentee, NoticeKind.OFFER_WAITING)
    assert scene.offer(session, Side.MENTOR) is None
    scene.say(session, Side.MENTEE, Answer.YES, now + LATER)
    assert scene.offer(session, Side.MENTOR)
    assert scene.row(session).state is ProposalState.MENTOR_ASKED
    assert not told(session, scene.mentee, NoticeKind.OFFER_WAITING)


def test_both_yes_make_a_match_that_keeps_the_place(session: Session, now: datetime) -> None:
    scene = scenes.introduction(session, now)
    match, place = scene.match(session), scene.place(session)
    assert match.state is MatchState.INTRODUCTION
    assert place
    assert place.match_id == match.id
    for person_id in (scene.mentee, scene.mentor):
        assert told(session, person_id, NoticeKind.BOTH_SAID_YES)


def test_a_yes_needs_a_name_to_be_called_by(session: Session, now: datetime) -> None:
    scene = scenes.mentee_asked(session, now)
    person, offer = scene.person(session, Side.MENTEE), scene.offer(session, Side.MENTEE)
    assert offer
    with pytest.raises(RuleBroken) as broken:
        service.answer_offer(session, acting(person), person, offer, Answer.YES, now + LATER)
    assert broken.value.field == "called"


def test_an_offer_is_answered_once(session: Session, now: datetime) -> None:
    scene = scenes.mentor_asked(session, now)
    with pytest.raises(RuleBroken):
        scene.say(session, Side.MENTEE, Answer.NO, now + LATER)
    assert scene.row(session).state is ProposalState.MENTOR_ASKED


def test_nobody_answers_for_somebody_else(session: Session, now: datetime) -> None:
    scene = scenes.mentee_asked(session, now)
    person, offer = scene.person(session, Side.MENTEE), scene.offer(session, Side.MENTEE)
    assert offer
    stranger = acting(scene.person(session, Side.MENTOR))
    with pytest.raises(NotFound):
        service.answer_offer(session, stranger, person, offer, Answer.NO, now + LATER)
    with pytest.raises(NotFound):
        service.answer_offer(session, scene.staff(session), person, offer, Answer.NO, now + LATER)


def test_staff_record_an_answer_on_somebodys_behalf(session: Session, now: datetime) -> None:
    scene = scenes.mentee_asked(session, now)
    person, offer = scene.person(session, Side.MENTEE), scene.offer(session, Side.MENTEE)
    assert offer
    rosa = scene.staff(session).on_behalf(How.PHONE)
    service.answer_offer(session, rosa, person, offer, Answer.YES, now + LATER, "Sky")
    assert (offer.how, offer.recorded_by) == (How.PHONE, scene.rosa)
    assert scene.row(session).state is ProposalState.MENTOR_ASKED


@pytest.mark.parametrize(
    ("answer", "why", "days"),
    [(Answer.NO, ApartKind.NO, None), (Answer.NOT_NOW, ApartKind.NOT_NOW, 60)],
)
def test_no_and_not_now_keep_the_two_apart(
    session: Session, now: datetime, answer: Answer, why: ApartKind, days: int | None
) -> None:
    scene = scenes.mentee_asked(session, now)
    scene.say(session, Side.MENTEE, answer, now + LATER)
    apart = proposals.apart(session, scene.mentee, scene.mentor)
    assert apart
    assert apart.kind is why
    assert apart.until == (now.date() + timedelta(days=days) if days else None)
    assert scene.place(session) is None


def test_after_a_no_not_even_a_person_can_bring_the_two_together(
    session: Session, now: datetime
) -> None:
    scene = scenes.mentee_asked(session, now)
    scene.say(session, Side.MENTEE, Answer.NO, now + LATER)
    mentee, mentor = scene.person(session, Side.MENTEE), scene.person(session, Side.MENTOR)
    again = propose(session, mentee, mentor, now + LATER, by_hand=True)
    with pytest.raises(RuleBroken):
        service.approve(session, scene.staff(session), again, again.version, now + LATER)


EVERY_END = pytest.mark.parametrize(
    ("side", "cause"), [(side, cause) for side, causes in CAUSES.items() for cause in causes],
    ids=lambda one: one.__name__ if callable(one) else str(one),
)  # fmt: skip


def has_ended(session: Session, scene: Scene) -> bool:
    """Tell whether a proposal has ended, or is gone with somebody who was erased."""
    row = session.get(Proposal, scene.proposal)
    return row is None or row.state in ENDED_PROPOSALS


@EVERY_END
def test_every_end_frees_the_place_and_tells_the_same_sentence_at_the_same_hour(
    session: Session, now: datetime, side: Side, cause: Cause
) -> None:
    scene = scenes.mentor_asked(session, now)
    cause(session, scene, side, now + timedelta(hours=2))
    assert has_ended(session, scene)
    assert scene.place(session) is None
    other = scene.mentee if side is Side.MENTOR else scene.mentor
    (sentence,) = told(session, other, NoticeKind.DID_NOT_GO_AHEAD)
    # Ended on a Wednesday at noon: the next ten o'clock that is a day away is on Friday.
    assert sentence.visible_from == datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
    assert other in offers.not_told_yet(session, now + timedelta(days=1))
    assert other not in offers.not_told_yet(session, sentence.visible_from)


def test_who_said_no_hears_nothing_more(session: Session, now: datetime) -> None:
    scene = scenes.mentor_asked(session, now)
    scene.say(session, Side.MENTOR, Answer.NO, now + LATER)
    assert not told(session, scene.mentor, NoticeKind.DID_NOT_GO_AHEAD)


@pytest.mark.parametrize("cause", CAUSES[Side.MENTEE], ids=lambda cause: cause.__name__)
def test_a_yes_that_comes_too_late_is_noted_and_nothing_follows(
    session: Session, now: datetime, cause: Cause
) -> None:
    scene = scenes.mentor_asked(session, now)
    amara, offer = scene.person(session, Side.MENTOR), scene.offer(session, Side.MENTOR)
    assert offer
    cause(session, scene, Side.MENTEE, now + LATER)
    service.answer_offer(session, acting(amara), amara, offer, Answer.YES, now + LATER, "Sky")
    assert offer.answer is Answer.YES
    assert has_ended(session, scene)
    assert scene.place(session) is None


def test_consent_to_another_answer_voids_nothing(session: Session, now: datetime) -> None:
    scene = scenes.mentor_asked(session, now)
    events.publish(session, events.ConsentEnded(scene.mentor, code("faith"), "match"), now)
    events.publish(session, events.ConsentEnded(scene.mentor, code("ways"), "show"), now)
    assert scene.row(session).state is ProposalState.MENTOR_ASKED


def test_from_the_introduction_on_the_match_stays_when_a_consent_ends(
    session: Session, now: datetime
) -> None:
    scene = scenes.introduction(session, now)
    mentor = scene.person(session, Side.MENTOR)
    stop_consent(session, acting(mentor), mentor, code("ways"), ConsentPurpose.MATCH, now + LATER)
    assert scene.match(session).state is MatchState.INTRODUCTION
    assert scene.place(session)


def test_an_offer_without_an_answer_is_a_task_after_five_days(
    session: Session, now: datetime
) -> None:
    scene = scenes.mentee_asked(session, now)
    day = timedelta(days=1)
    assert offers.to_chase(session, now + 4 * day, most=9) == []
    assert [o.person_id for o in offers.to_chase(session, now + 6 * day, most=9)] == [scene.mentee]
