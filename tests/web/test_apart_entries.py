"""What the safeguarding lead has to look at."""

from collections.abc import Callable
from datetime import datetime

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor, words

As = Callable[..., Visitor]


GARAGE = {"kind": "place", "words": "The garage in Elm Street"}


def entry_link(cast: Cast, as_: As) -> str:
    as_(cast.noor, stepped_up=True).post("profiles.save_apart", GARAGE)
    assert as_(cast.lena).page("profiles.people").says("Keep apart: 1 to look at")
    assert not as_(cast.rosa).page("profiles.people").says("Keep apart")
    listed = as_(cast.lena).page("profiles.apart_entries")
    assert "Elm Street" not in listed.html
    return next(link for link in listed.links if link.startswith("/people/apart/"))


def test_the_lead_opens_an_entry_and_ties_it_to_somebody(cast: Cast, as_: As) -> None:
    link, lena = entry_link(cast, as_), as_(cast.lena)
    page = lena.open(link)
    assert page.says("The garage in Elm Street")
    entry_id = link.rsplit("/", 1)[1]
    said = {"people": [str(cast.amara.person_id)]}
    lena.post("profiles.tie_entry", said, to="profiles.apart_entries", entry_id=entry_id)
    assert lena.follow().says("Nothing to look at now.")


def test_the_lead_reads_whom_each_code_is_and_what_keeping_apart_would_end(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        codes = {side: scene.person(session, side).code for side in Side}
        rosa = accounts.person(session, cast.rosa.person_id)
        match_id, staff = scene.match(session).id, f"{rosa.code} (staff: {rosa.called})"
    link, lena = entry_link(cast, as_), as_(cast.lena)
    page = lena.open(link)
    labels = [words(label) for label in page.soup.select("main form label")]
    assert labels[0] == f"{codes[Side.MENTOR]} (Mentor): has who wrote this now"
    assert staff in labels
    both = f"{codes[Side.MENTEE]} and {codes[Side.MENTOR]} are a pair now."
    assert page.says(both)
    entry_id = link.rsplit("/", 1)[1]
    said = {"people": [str(cast.amara.person_id)]}
    lena.post("profiles.tie_entry", said, to="profiles.apart_entries", entry_id=entry_id)
    assert lena.follow().says(f"What they had with {codes[Side.MENTOR]} has ended at once.")
    page = lena.page("matches.pair", match_id=match_id)
    assert page.says("At once, before anybody spoke with the two")
    assert page.says("Spoke first with the one whom it touches most")
    assert not page.says("One of them wanted it")
    assert not page.says("the one who wants it")


def test_the_lead_reads_that_two_are_being_asked(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.mentee_asked(session, now, scenes.of_the_cast(session, cast, now))
    page = as_(cast.lena).open(entry_link(cast, as_))
    assert page.says("are being asked about each other")
    assert not page.says("are a pair now")


def test_the_lead_says_that_it_means_nobody_here(cast: Cast, as_: As) -> None:
    link, lena = entry_link(cast, as_), as_(cast.lena)
    lena.open(link)
    lena.post("profiles.clear_entry", entry_id=link.rsplit("/", 1)[1])
    assert lena.follow().says("Nothing to look at now.")


def test_an_entry_that_was_taken_back_is_deleted(cast: Cast, as_: As) -> None:
    link, lena = entry_link(cast, as_), as_(cast.lena)
    lena.open(link)
    lena.post("profiles.drop_entry", entry_id=link.rsplit("/", 1)[1])
    lena.open(link, status=404)


def test_tying_to_nobody_or_to_no_person_is_refused_beside_the_field(cast: Cast, as_: As) -> None:
    link, lena = entry_link(cast, as_), as_(cast.lena)
    lena.open(link)
    entry_id = link.rsplit("/", 1)[1]
    for people in ([], ["no person"]):
        said = {"people": people}
        page = lena.post("profiles.tie_entry", said, status=422, entry_id=entry_id)
        assert page.problem("people")


def test_staff_who_are_meant_find_nobody_there(cast: Cast, as_: As) -> None:
    link, lena = entry_link(cast, as_), as_(cast.lena)
    lena.open(link)
    said = {"people": [str(cast.rosa.person_id)]}
    lena.post("profiles.tie_entry", said, entry_id=link.rsplit("/", 1)[1])
    as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id, status=404)
    lena.page("profiles.person", person_id=cast.noor.person_id)


def test_nobody_but_the_lead_comes_here(cast: Cast, as_: As, visitor: Visitor) -> None:
    link = entry_link(cast, as_)
    for stranger in (cast.rosa, cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(stranger).open("/people/apart", status=404)
        as_(stranger).open(link, status=404)
    visitor.page("profiles.apart_entries", to="accounts.sign_in")
