"""How the board speaks of one row: who has it, what happens next, how much time is left."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from mentorship.checkins.rules.follow_ups import Owner, Stage
from mentorship.checkins.rules.wordings import due_said, next_said, owner_said

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
NEXT = datetime(2026, 3, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A follow-up as the board shows it."""

    stage: Stage = Stage.DUE
    owner: Owner = Owner.COORDINATOR
    passed_to: str = ""
    taken_by: str = ""
    has_it: bool = False
    is_passed_to_me: bool = False
    due_at: datetime = NOW
    next_at: datetime | None = NEXT


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
        (Row(Stage.SNOOZED), "Thursday 5 March 2026"),
        (Row(Stage.LATE), 'on Thursday 5 March 2026 it becomes "Call today"'),
        (Row(Stage.DUE), "looked at again on Thursday 5 March 2026"),
    ],
)
def test_the_board_says_what_happens_next(row: Row, said: str) -> None:
    assert next_said(row) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(Stage.LATE), "Wednesday 4 March 2026, 10:00"),
        (Row(Stage.SAFETY, due_at=NOW + timedelta(hours=2)), "2 hours left"),
        (Row(Stage.SAFETY, due_at=NOW - timedelta(hours=1)), "1 hour too late"),
    ],
)
def test_a_worry_about_safety_has_its_clock_in_hours(row: Row, said: str) -> None:
    assert due_said(row, NOW).startswith(said)
