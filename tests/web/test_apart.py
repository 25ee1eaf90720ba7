"""Whom to keep apart, from the person's side."""

from collections.abc import Callable

from flask import Flask, Response, request
from sqlalchemy import func, select

from mentorship.installation import Installation
from mentorship.kernel.web import actor
from mentorship.profiles.models.apart import ApartPair
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


DARIO = {"kind": "name", "words": "Dario Lindqvist"}


def test_what_was_written_is_counted_and_never_shown_again(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_apart", DARIO, to="profiles.apart")
    page = noor.follow()
    assert page.says("You have written 1.")
    assert "Dario" not in page.html


def test_the_names_somebody_goes_by_are_counted_and_never_shown_again(cast: Cast, as_: As) -> None:
    amara = as_(cast.amara, stepped_up=True)
    said = {"names": "Dario\nLindqvist", "numbers": "555 0147 22"}
    amara.post("profiles.save_known_as", said, to="profiles.known_as")
    page = amara.follow()
    assert page.says("We have 3 of yours.")
    assert "Dario" not in page.html


def pages_of_a_hit_and_of_none(cast: Cast, as_: As) -> list[str]:
    """Have one write down a name that a mentor goes by, another one that nobody does."""
    as_(cast.amara, stepped_up=True).post("profiles.save_known_as", {"names": DARIO["words"]})
    pages = []
    for member in (cast.noor, cast.kit):
        one = as_(member, stepped_up=True)
        words = DARIO["words"] if member is cast.noor else "Nobody Here"
        one.post("profiles.save_apart", {**DARIO, "words": words})
        pages.append(one.follow().text)
    return pages


def test_a_hit_and_no_hit_look_the_same_to_both(cast: Cast, as_: As) -> None:
    hit, none = pages_of_a_hit_and_of_none(cast, as_)
    assert hit == none
    people = as_(cast.rosa).page("profiles.people", query={"show": "all"})
    assert "Dario" not in people.html


def test_a_page_that_tells_a_hit_is_noticed(
    app: Flask, installation: Installation, cast: Cast, as_: As
) -> None:
    @app.after_request
    def tell(response: Response) -> Response:
        with installation.database.reading() as session:
            hits = session.scalar(select(func.count()).select_from(ApartPair))
        if hits and request.path == "/apart" and actor().person_id == cast.noor.person_id:
            response.set_data(response.get_data().replace(b"</main>", b"<p>Found.</p></main>"))
        return response

    hit, none = pages_of_a_hit_and_of_none(cast, as_)
    assert hit != none


def test_what_is_missing_is_said_beside_its_field(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    page = noor.post("profiles.save_apart", {"kind": "phone", "words": "no digits"}, status=422)
    assert page.problem("words")
    assert 'value="no digits"' in page.html
    noor.page("profiles.apart")
    page = noor.post("profiles.save_apart", {"words": ""}, status=422)
    assert page.problem("kind")
    assert page.problem("words")
    page = noor.post("profiles.save_known_as", {"numbers": "none"}, status=422)
    assert page.problem("numbers")
    page = noor.post("profiles.save_known_as", {"names": "x\n" * 21}, status=422)
    assert page.problem("names")


def test_the_same_form_twice_is_one_entry(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_apart", DARIO)
    noor.again()
    assert noor.page("profiles.apart").says("You have written 1.")


def test_staff_write_it_down_for_somebody(cast: Cast, as_: As) -> None:
    ids = {"person_id": cast.noor.person_id, "how": "in-person"}
    rosa = as_(cast.rosa)
    rosa.post("profiles.save_apart_for", DARIO, **ids)
    assert rosa.follow().says("You have written 1.")
    rosa.post("profiles.save_known_as_for", {"names": "Lou"}, **ids)
    assert rosa.follow().says("We have 1 of yours.")


def test_strangers_write_nothing_for_somebody(cast: Cast, as_: As) -> None:
    ids = {"person_id": cast.noor.person_id, "how": "in-person"}
    for stranger in (cast.kit, cast.amara, cast.ruth):
        as_(stranger, stepped_up=True).post("profiles.save_apart_for", DARIO, status=404, **ids)
        as_(stranger).page("profiles.known_as_for", status=404, **ids)


def test_it_wants_the_password_once_more_and_a_sign_in(
    cast: Cast, as_: As, visitor: Visitor
) -> None:
    for endpoint in ("profiles.apart", "profiles.known_as"):
        as_(cast.noor).page(endpoint, to="accounts.step_up")
        visitor.page(endpoint, to="accounts.sign_in")
        as_(cast.rosa, stepped_up=True).page(endpoint, status=404)
