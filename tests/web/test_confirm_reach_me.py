"""Staff confirm that a changed safe contact is the person's."""

from collections.abc import Callable

from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


OLD = {"channel": "call", "address": "555 0147 22", "voicemail": "no", "code_word": "Marmalade"}
NEW = {**OLD, "address": "555 0199 88", "code_word": ""}


def changed(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_reach_me", OLD)
    noor.post("profiles.save_reach_me", NEW)


def test_a_change_confirmed_in_person_is_used_from_then_on(cast: Cast, as_: As) -> None:
    changed(cast, as_)
    rosa, noor = as_(cast.rosa), cast.noor.person_id
    rosa.post("profiles.save_confirmed", {"confirmed": "in_person"}, person_id=noor)
    assert rosa.page("profiles.person", person_id=noor).says("555 0199 88")


def test_the_wrong_word_is_refused_beside_its_field_and_changes_nothing(
    cast: Cast, as_: As
) -> None:
    changed(cast, as_)
    rosa, noor = as_(cast.rosa), cast.noor.person_id
    said = {"confirmed": "old_channel", "word": "Plum"}
    page = rosa.post("profiles.save_confirmed", said, status=422, person_id=noor)
    assert page.problem("word")
    assert rosa.page("profiles.person", person_id=noor).says("555 0147 22")
    said["word"] = "marmalade"
    rosa.post("profiles.save_confirmed", said, person_id=noor)
    assert rosa.page("profiles.person", person_id=noor).says("555 0199 88")


def test_there_is_nothing_to_confirm_without_a_change(cast: Cast, as_: As) -> None:
    rosa, noor = as_(cast.rosa), cast.noor.person_id
    said = {"confirmed": "in_person"}
    rosa.post("profiles.save_confirmed", said, status=409, person_id=noor)
    rosa.post("profiles.renew_reach_me", status=409, person_id=noor)


def test_staff_note_that_it_is_still_safe(cast: Cast, as_: As) -> None:
    as_(cast.noor, stepped_up=True).post("profiles.save_reach_me", OLD)
    rosa, noor = as_(cast.rosa), cast.noor.person_id
    rosa.page("profiles.person", person_id=noor)
    rosa.post("profiles.renew_reach_me", to="profiles.person", person_id=noor)
    assert rosa.follow().says("Noted: it is still safe.")


def test_nobody_but_staff_comes_here(cast: Cast, as_: As, visitor: Visitor) -> None:
    ids = {"person_id": cast.noor.person_id}
    for stranger in (cast.noor, cast.kit, cast.ruth, cast.ada):
        as_(stranger).page("profiles.confirm_reach_me", status=404, **ids)
        as_(stranger).post("profiles.save_confirmed", {}, status=404, **ids)
        as_(stranger).post("profiles.renew_reach_me", status=404, **ids)
    visitor.page("profiles.confirm_reach_me", to="accounts.sign_in", **ids)
