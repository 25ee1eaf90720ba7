"""What lists of staff ask the database: one statement for a list, whoever stands in it."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.rules import Kind
from mentorship.matches.service.pair_page import open_pairs, to_introduce
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import calls_to_make, tell
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service.people import person_line
from tests import scenes
from tests.cast import Cast
from tests.participants import add_person, can_be_reached
from tests.statements import asked
from tests.talking import talking


def test_the_people_of_the_pairs_to_bring_together_are_read_at_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    rosa = cast.rosa.actor(session)
    made = [scenes.introduction(session, now) for _nth in range(3)]
    codes = {scene.person(session, side).code for scene in made for side in Side}
    for listed in (to_introduce, open_pairs):
        session.expunge_all()
        with asked(session) as statements:
            found = listed(session, rosa)
        rows = [one[0] if isinstance(one, tuple) else one for one in found]
        assert {code for row in rows for code in (row.mentee, row.mentor)} == codes
        # Once who is closed to whoever reads, and once whom the pairs are of.
        assert sum("FROM person" in statement for statement, _values in statements) == 2


def test_how_often_each_was_called_is_read_with_the_list(
    session: Session, cast: Cast, now: datetime
) -> None:
    rosa = cast.rosa.actor(session)
    for _nth in range(3):
        person = add_person(session, Kind.MENTEE, now)
        can_be_reached(session, person, now)
        tell(session, person.id, NoticeKind.MATCH_BEGAN, now)
    with asked(session) as statements:
        assert len(calls_to_make(session, rosa, now)) == 3
    assert len(statements) == 1


def test_one_person_s_page_reads_the_ties_of_nobody_else(
    session: Session, cast: Cast, now: datetime
) -> None:
    rosa, (one, *_others) = cast.rosa.actor(session), [talking(session, now) for _nth in range(3)]
    mentee = one.mentee(session)
    with asked(session) as statements:
        line = person_line(session, rosa, mentee, now)
    assert len(line.ties) == 1
    of_two = ("FROM match", "FROM proposal")
    read = [
        values for statement, values in statements
        if any(table in statement.replace('"', "") for table in of_two)
    ]  # fmt: skip
    assert len(read) == 2
    for values in read:
        given = values.values() if isinstance(values, dict) else values
        assert {str(value).replace("-", "") for value in given} >= {mentee.id.hex}
