"""The first safe contact, while joining: one topic a page, and only what the chosen way needs."""

from collections.abc import Callable

import pytest

from mentorship.installation import Installation
from mentorship.profiles.queries import contact_versions
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]
CALL = {"channel": "call", "address": "555 0199 88"}
WHEN = {"safe_days": ["0", "2"], "safe_from": "9", "safe_until": "17", "hours": "not at noon"}
SAY = {"voicemail": "no", "name_to_use": "Lou", "if_other_answers": "the library",
       "code_word": "Marmalade"}  # fmt: skip


def saved(installation: Installation, cast: Cast) -> int:
    with installation.database.reading() as session:
        return len(contact_versions(session, cast.kit.person_id))


def test_a_call_is_asked_on_three_pages_and_saved_as_a_whole_at_the_last(
    cast: Cast, as_: As, installation: Installation
) -> None:
    kit = as_(cast.kit)
    kit.page("profiles.start_reach_me")
    kit.post("profiles.take_reach_me", CALL, to="profiles.start_reach_when")
    kit.follow()
    kit.post("profiles.take_reach_when", WHEN, to="profiles.start_reach_say")
    last = kit.follow()
    assert saved(installation, cast) == 0
    assert last.says("May we leave a voice message?")
    kit.post("profiles.save_start_reach_me", SAY, to="profiles.three")
    person = as_(cast.rosa).page("profiles.person", person_id=cast.kit.person_id)
    for said in ("A call", "Lou", "not at noon", "No, leave nothing"):
        assert person.says(said), said
    kit.page("profiles.start_reach_when", to="profiles.start_reach_me")


@pytest.mark.parametrize("way", ["in_person", "they_contact"])
def test_where_we_do_not_come_to_them_only_the_word_is_asked(
    cast: Cast, as_: As, installation: Installation, way: str
) -> None:
    kit = as_(cast.kit)
    kit.page("profiles.start_reach_me")
    kit.post("profiles.take_reach_me", {"channel": way}, to="profiles.start_reach_say")
    page = kit.follow()
    assert page.heading == "A word between us"
    for name in ("voicemail", "name_to_use", "if_other_answers"):
        assert page.soup.select_one(f"[name={name}]") is None, name
    kit.post("profiles.save_start_reach_me", {"code_word": "Marmalade"}, to="profiles.three")
    assert saved(installation, cast) == 1


def test_a_text_needs_no_answer_about_voice_messages(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    kit.page("profiles.start_reach_me")
    kit.post("profiles.take_reach_me", {**CALL, "channel": "text"})
    kit.follow()
    kit.post("profiles.take_reach_when", {})
    page = kit.follow()
    assert not page.says("voice message")
    kit.post("profiles.save_start_reach_me", {"code_word": "Marmalade"}, to="profiles.three")
    person = as_(cast.rosa).page("profiles.person", person_id=cast.kit.person_id)
    assert person.says("555 0199 88")
    for unasked in ("Voice message", "If somebody else answers"):
        assert not person.says(unasked), unasked


@pytest.mark.parametrize("way", ["call", "text"])
def test_what_is_no_number_is_refused_beside_its_field(cast: Cast, as_: As, way: str) -> None:
    kit = as_(cast.kit)
    for wrong in ("asdf", "call 12"):
        kit.page("profiles.start_reach_me")
        said = {"channel": way, "address": wrong}
        page = kit.post("profiles.take_reach_me", said, status=422)
        assert page.problem("address").endswith("Write a number of at least 5 digits.")
        assert f'value="{wrong}"' in page.html
    kit.page("profiles.start_reach_me")
    kit.post("profiles.take_reach_me", {"channel": "email", "address": "lou@example.org"})


def test_beside_every_box_stands_why_and_what_we_must_pass_on_is_at_hand(
    cast: Cast, as_: As
) -> None:
    kit = as_(cast.kit)
    seen = [kit.page("profiles.start_reach_me")]
    kit.post("profiles.take_reach_me", CALL)
    seen.append(kit.follow())
    kit.post("profiles.take_reach_when", WHEN)
    seen += [kit.follow(), as_(cast.noor, stepped_up=True).page("profiles.reach_me")]
    for page in seen:
        assert page.says("What we must pass on"), page.address
        form = page.form(page.address)
        assert form
        boxes = form.select("input[type=text], textarea, select")
        for box in boxes:
            why = str(box.get("aria-describedby", "")).split()
            assert f"{box['id']}-why" in why, box["id"]


def test_going_back_finds_what_was_said_and_nothing_is_skipped(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    for page in ("start_reach_when", "start_reach_say"):
        kit.page(f"profiles.{page}", to="profiles.start_reach_me")
    kit.page("profiles.start_reach_me")
    kit.post("profiles.take_reach_me", CALL)
    assert 'value="555 0199 88"' in kit.page("profiles.start_reach_me").html


def test_it_cannot_be_used_to_change_one_without_the_password(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    for way, status in ({"channel": "they_contact"}, 303), (CALL, 409):
        kit.page("profiles.start_reach_me")
        kit.post("profiles.take_reach_me", way)
        kit.page("profiles.start_reach_say")
        kit.post("profiles.save_start_reach_me", {**SAY}, status=status)
    page = as_(cast.rosa).page("profiles.person", person_id=cast.kit.person_id)
    assert page.says("They contact us")


def test_what_is_missing_is_said_beside_its_field(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    kit.page("profiles.start_reach_me")
    assert kit.post("profiles.take_reach_me", {}, status=422).problem("channel")
    page = kit.post("profiles.take_reach_me", {"channel": "call"}, status=422)
    assert page.problem("address")
    kit.post("profiles.take_reach_me", CALL)
    kit.follow()
    late = {"safe_from": "17", "safe_until": "9"}
    assert kit.post("profiles.take_reach_when", late, status=422).problem("safe_until")
    kit.post("profiles.take_reach_when", {"safe_until": "24", "safe_from": "0"})
    kit.follow()
    page = kit.post("profiles.save_start_reach_me", {"name_to_use": "Lou"}, status=422)
    assert page.problem("voicemail")
    page = kit.post("profiles.save_start_reach_me", {"voicemail": "no"}, status=422)
    assert page.problem("code_word")
    assert 'value="Lou"' in page.html


def test_visitors_and_staff_have_no_such_page(cast: Cast, as_: As, visitor: Visitor) -> None:
    for page in ("start_reach_me", "start_reach_when", "start_reach_say"):
        visitor.page(f"profiles.{page}", to="accounts.sign_in")
        as_(cast.rosa).page(f"profiles.{page}", status=404)
