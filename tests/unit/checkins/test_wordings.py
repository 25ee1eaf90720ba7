"""How the board speaks of one row: who has it, what happens next, how much time is left."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship.checkins.rules.follow_ups import KIND_OF, Kind, Owner, Reason, Stage
from mentorship.checkins.rules.pace import Held, Meant, Reckoned
from mentorship.checkins.rules.scripts import script_for
from mentorship.checkins.rules.wordings import (
    STAGE_SAID,
    due_said,
    is_talk,
    next_said,
    owner_said,
    step_said,
    whys_said,
)

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
NEXT = datetime(2026, 3, 5, 9, tzinfo=UTC)
THIS_WEEK = "Speak with them this week, in their safe way"
OCTOBER = Reckoned(date(2025, 10, 1), Held(2, 120), Meant(4, 240))


@dataclass(frozen=True)
class Row:
    """A follow-up as the board shows it."""

    stage: Stage = Stage.DUE
    kind: Kind = Kind.PAIR
    reason: Reason = Reason.NO_NEWS
    also: tuple[Reason, ...] = ()
    fell_short: Reckoned | None = None
    owner: Owner = Owner.COORDINATOR
    passed_to: str = ""
    taken_by: str = ""
    has_it: bool = False
    is_passed_to_me: bool = False
    due_at: datetime = NOW
    next_at: datetime | None = NEXT
    safe_until: datetime | None = NEXT


def test_the_words_to_use_are_true_also_after_the_end() -> None:
    away = [script_for(Reason.OTHER_SUSPENDED, has_ended=ended) for ended in (False, True)]
    assert away[0].startswith("The one you talk with is not here for now.")
    assert away[1].startswith("Your talks have come to an end.")
    for ended in (False, True):
        assert script_for(Reason.ENDED, has_ended=ended).startswith("Your talks came to an end")
        assert script_for(Reason.NO_NEWS, has_ended=ended) == ""


def test_a_complaint_is_answered() -> None:
    row = Row(kind=Kind.COMPLAINT, reason=Reason.NOT_TREATED_RIGHT)
    assert step_said(row, NOW) == "Answer whoever told it, in a way that is safe for them"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(), "Nobody has this"),
        (Row(taken_by="Rosa"), "Rosa"),
        (Row(taken_by="Rosa", has_it=True), "You"),
        (Row(taken_by="Rosa", passed_to="Eva"), "Rosa. Has not ended; passed on to Eva too"),
        (Row(owner=Owner.LEAD), "Nobody has this"),
        (Row(owner=Owner.DEPUTY, passed_to="Eva"), "Not taken yet. Passed on to Eva, the deputy"),
        (
            Row(owner=Owner.ON_CALL, passed_to="Eva", is_passed_to_me=True),
            "Not taken yet. Passed on to you, who is on call",
        ),
    ],
)
def test_the_board_says_who_has_it(row: Row, said: str) -> None:
    assert owner_said(row) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(next_at=None), ""),
        (Row(Stage.SAFETY), "passed on Thursday 5 March 2026, 09:00 if nobody takes it"),
        (
            Row(Stage.SAFETY, taken_by="Rosa"),
            "passed on Thursday 5 March 2026, 09:00 too if it has not ended",
        ),
        (
            Row(Stage.SAFETY, due_at=NEXT + timedelta(hours=2)),
            "passed on Thursday 5 March 2026, 09:00 to who is on call then, if nobody takes it",
        ),
        (
            Row(Stage.SAFETY, due_at=NEXT + timedelta(hours=2), taken_by="Rosa"),
            "passed on Thursday 5 March 2026, 09:00 too if it has not ended",
        ),
        (Row(Stage.SNOOZED), "Thursday 5 March 2026"),
        (Row(Stage.LATE), "from Thursday 5 March 2026 on it is for today"),
        (Row(Stage.DUE), "we look again on Thursday 5 March 2026"),
    ],
)
def test_the_board_says_what_happens_next(row: Row, said: str) -> None:
    assert next_said(row) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(Stage.LATE), "Wednesday 4 March 2026, 10:00"),
        (Row(Stage.SAFETY, due_at=NOW + timedelta(hours=2)), "2 hours left to see to it"),
        (Row(Stage.SAFETY, due_at=NOW - timedelta(hours=1)), "1 hour too late"),
    ],
)
def test_a_worry_about_safety_has_its_clock_in_hours(row: Row, said: str) -> None:
    assert due_said(row, NOW).startswith(said)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (NOW + timedelta(days=1), "Today"),
        (NOW + timedelta(hours=3), "Wednesday 4 March 2026, 13:00"),
        (NOW - timedelta(days=1), "Tuesday 3 March 2026, 10:00"),
    ],
)
def test_what_is_for_today_is_due_today(due: datetime, said: str) -> None:
    assert due_said(Row(Stage.CALL_TODAY, due_at=due), NOW) == said


def test_what_has_its_day_is_due_on_a_day_and_says_what_is_to_be_done() -> None:
    dated = Row(kind=Kind.SUPERVISION, reason=Reason.SUPERVISION_ENDS)
    assert due_said(dated, NOW) == "Wednesday 4 March 2026"
    assert step_said(dated, NOW) == "Hold the supervision, and note it"
    assert step_said(replace(dated, stage=Stage.ON_TIME), NOW) == "Nothing to do"
    assert step_said(Row(Stage.LATE), NOW) == THIS_WEEK


@pytest.mark.parametrize("reason", [Reason.RESTS, Reason.QUIET_FOR_LONG])
def test_who_is_only_to_be_looked_at_is_never_said_to_be_called(reason: Reason) -> None:
    for stage in (Stage.DUE, Stage.LATE, Stage.CALL_TODAY):
        said = step_said(Row(stage=stage, reason=reason), NOW)
        assert said == "Look how it stands, and do not call"
    assert step_said(Row(stage=Stage.ON_TIME, reason=reason), NOW) == "Nothing to do"


def test_who_has_no_safe_way_is_never_said_to_be_called() -> None:
    for stage in (Stage.DUE, Stage.LATE, Stage.CALL_TODAY):
        row = Row(stage=stage, reason=Reason.NO_SAFE_WAY)
        assert step_said(row, NOW) == "Do not call: ask when they come"


@pytest.mark.parametrize("safe_until", [None, NOW - timedelta(days=1), NOW])
@pytest.mark.parametrize("reason", [*Reason])
def test_nobody_is_told_to_speak_with_somebody_to_whom_no_safe_way_leads(
    reason: Reason, safe_until: datetime | None
) -> None:
    kind = KIND_OF[reason]
    for stage in set(Stage) - {Stage.SAFETY}:
        row = Row(stage=stage, kind=kind, reason=reason, safe_until=safe_until)
        assert not step_said(row, NOW).startswith(
            ("Speak with them", "Say hello", "Ask the mentee")
        )
    asked = Row(Stage.CALL_TODAY, Kind.CHANGE, Reason.CHANGE_ASKED, safe_until=safe_until)
    assert step_said(asked, NOW) == "Do not call: ask when they come"


def test_speaking_with_somebody_comes_next_only_where_the_step_says_so() -> None:
    for stage in Stage:
        asks = stage in {Stage.CALL_TODAY, Stage.LATE, Stage.NEW}
        assert is_talk(Row(stage), NOW) == asks
        # What is answered otherwise; and a talk in other words, while it wants somebody.
        assert is_talk(Row(stage, reason=Reason.REVIEW_DUE), NOW) == (stage is Stage.NEW)
        wants = stage in {Stage.SAFETY, Stage.CALL_TODAY, Stage.LATE, Stage.DUE, Stage.NEW}
        assert is_talk(Row(stage, reason=Reason.CANNOT_LOOK), NOW) == wants
        assert not is_talk(Row(stage, safe_until=None), NOW)
    early = NOW - timedelta(days=1)
    month = Row(Stage.LATE, fell_short=OCTOBER, due_at=NOW)
    assert not is_talk(month, early), "it stands there for its month alone"
    assert is_talk(month, NOW)


def test_no_group_of_the_board_says_to_call() -> None:
    assert not [said for said in STAGE_SAID.values() if "call" in said.lower()]


def test_who_asked_for_somebody_else_is_spoken_with_before_the_mentor() -> None:
    asked = Row(Stage.CALL_TODAY, Kind.CHANGE, Reason.CHANGE_ASKED)
    assert whys_said(asked, NOW) == ["Asked for someone else: talk with the mentee first"]
    assert step_said(asked, NOW) == "Ask the mentee what they need. The mentor is told nothing yet"


def test_a_log_that_is_awaited_is_not_missed_while_its_talk_is_still_to_come() -> None:
    row = Row(Stage.DUE, reason=Reason.LOG_AWAITED, due_at=NOW + timedelta(days=3))
    assert whys_said(row, NOW) == ["A talk is planned: its log is to be here by then"]


def test_a_month_that_fell_short_stands_there_in_its_numbers() -> None:
    also = (Reason.NOTE, Reason.FEW_TALKS)
    short, note = "2 talks of 4 planned in October 2025", "There is a note to read"
    silent = "No check-in since then"
    row = Row(Stage.LATE, also=also, fell_short=OCTOBER)
    assert whys_said(row, NOW) == [silent, short, note]
    assert step_said(row, NOW) == THIS_WEEK
    # What is not due yet stands there for its month alone, and nobody is to be called for that.
    early = NOW - timedelta(days=1)
    assert whys_said(row, early) == [short, silent, note]
    assert step_said(row, early) == "Ask both what they would like, when you speak next"
    assert next_said(row) == "we look again on Thursday 5 March 2026"
    assert due_said(row, early) == "Its month is over", "no day that is still to come is late"
    assert due_said(row, NOW) != "Its month is over"
    forgotten = [silent, note, "Fewer talks in a month than planned"]
    assert whys_said(Row(also=also), NOW) == forgotten
