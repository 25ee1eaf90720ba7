"""Who would still wait after a round today, what would help, and why a round made nothing."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.matches.models import Round
from mentorship.profiles.service import answer
from tests.cast import Cast
from tests.pages import Visitor, words
from tests.participants import acting, code, keep_apart, waiting_mentee
from tests.scenes import run_round

As = Callable[..., Visitor]


def test_each_is_listed_by_code_with_the_one_thing_that_would_help(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        silent = waiting_mentee(session, now, languages=["vi"]).code
        both = waiting_mentee(session, now, languages=["vi"], ways=["video"]).code
    assert helps(as_(cast.rosa)) == {
        silent: "A mentor who speaks one of their languages",
        both: "More than one thing would have to change",
    }


def test_whoever_is_kept_apart_from_somebody_does_not_read_that_they_wait(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        hidden, other = (waiting_mentee(session, now, languages=["vi"]) for _nth in range(2))
        keep_apart(session, hidden, [cast.rosa.person_id], cast.lena.actor(session), now)
        codes = [hidden.code, other.code]
    assert list(helps(as_(cast.rosa))) == codes[1:]
    assert set(helps(as_(cast.lena))) == set(codes)


def test_where_all_places_are_taken_a_place_would_help(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        for _nth in range(2):
            waiting_mentee(session, now)
    assert list(helps(as_(cast.rosa)).values()) == ["One more place with a mentor who fits"]


def test_what_keeps_people_safe_is_never_offered(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        wish = ["woman", "must"]
        answer(session, acting(noor), noor, code("safe_with"), wish, now, match_months=12)
        expected = {noor.code: "More than one thing would have to change"}
    assert helps(as_(cast.rosa)) == expected


def test_nobody_waits(cast: Cast, as_: As) -> None:
    assert as_(cast.rosa).page("matches.not_placed").says("Everybody who can be looked for")


def test_a_round_for_everybody_or_nobody_says_why_it_made_nothing(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, objective="full")
        for _nth in range(2):
            waiting_mentee(session, now)
        rosa = cast.rosa.actor(session)
    run_round(installation, rosa, now)
    with installation.database.reading() as session:
        row = session.scalars(select(Round)).one()
        assert not row.certified
    page = as_(cast.rosa).page("matches.round_", round_id=row.id)
    assert page.says("Mentees who compete for them: 3. Mentors they can go to: 1.")


def helps(rosa: Visitor) -> dict[str, str]:
    rows = rosa.page("matches.not_placed").soup.select("tbody tr")
    cells = [[words(cell) for cell in row.find_all(["th", "td"])] for row in rows]
    return {row[0]: row[2] for row in cells}
