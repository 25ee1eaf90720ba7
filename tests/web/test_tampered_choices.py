"""What no list offers, sent all the same: our sentence beside the field, and nothing is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from mentorship.checkins.models import CheckIn, Meeting
from mentorship.installation import Installation
from mentorship.kernel.forms import SAID
from mentorship.matches.models import Offer
from mentorship.profiles.models import SafeContact
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor
from tests.talking import begin

As = Callable[..., Visitor]
ONE, SEVERAL = "To fix: Choose one from the list.", "To fix: Choose only from the list."
TALK = {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "phone"}
# Each form, what is typed into it, and what is tampered with.
FORMS: list[tuple[str, str, dict[str, Any], dict[str, Any], str, str]] = [
    ("amara", "checkins.save_log", {"note": "Kept words."}, {"outcome": "never"}, "outcome", ONE),
    ("amara", "checkins.save_log", {"note": "Kept words."},
     {"outcome": "held", "feeling": "<b>"}, "feeling", ONE),
    ("noor", "checkins.add", TALK, {"way": "boat"}, "way", ONE),
    ("noor", "checkins.set_rhythm", {**TALK, "every": "days", "ends": "open", "weeks": "2"},
     {"days": ["9"]}, "days", SEVERAL),
    ("noor", "checkins.set_rhythm", {**TALK, "every": "days", "ends": "open", "weeks": "2"},
     {"days": ["soon"]}, "days", SEVERAL),
    ("noor", "checkins.set_rhythm", {**TALK, "ends": "open"}, {"every": "never"}, "every", ONE),
    ("noor", "profiles.save_reach_me", {"name_to_use": "Lou", "code_word": "Marmalade"},
     {"channel": "pigeon"}, "channel", ONE),
    ("noor", "profiles.save_reach_me", {"channel": "call", "address": "555 0147"},
     {"safe_from": "99"}, "safe_from", ONE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "endpoint", "typed", "tampered", "field", "sentence"), FORMS,
    ids=[f"{endpoint}-{field}-{number}" for number, (_w, endpoint, _t, _x, field, _s)
         in enumerate(FORMS)],
)  # fmt: skip
def test_what_no_list_offers_is_said_beside_its_field_and_what_was_typed_comes_back(
    installation: Installation, cast: Cast, as_: As, now: datetime,
    who: str, endpoint: str, typed: dict[str, Any], tampered: dict[str, Any], field: str,
    sentence: str,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, now)
    visitor = as_(getattr(cast, who), stepped_up=True)
    page = visitor.post(endpoint, {**typed, **tampered}, status=422)
    assert page.problem(field) == sentence
    assert not any(theirs in page.html for theirs in SAID if "%" not in theirs)
    for name in typed.keys() - tampered.keys():
        assert came_back(page, name, typed[name]), name
    with installation.database.reading() as session:
        for table in (CheckIn, Meeting):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        mine = select(SafeContact).where(SafeContact.person_id == cast.noor.person_id)
        assert all(row.ended_at is None for row in session.scalars(mine))


def test_an_answer_that_was_not_offered_answers_nothing(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.mentee_asked(session, now, scenes.of_the_cast(session, cast, now))
        offer = scene.offer(session, Side.MENTEE)
        assert offer
        offer_id: UUID = offer.id
    page = as_(cast.noor).post(
        "matches.answer_offer",
        {"answer": "perhaps", "called": "Sky"},
        offer_id=offer_id,
        status=422,
    )
    assert page.problem("answer") == ONE
    assert came_back(page, "called", "Sky")
    with installation.database.reading() as session:
        assert session.get_one(Offer, offer_id).answer is None


def came_back(page: Any, name: str, value: str) -> bool:
    """Tell whether what was typed or chosen stands in its field."""
    for control in page.soup.find_all(["input", "textarea"], attrs={"name": name}):
        if control.get("type") in {"radio", "checkbox"}:
            if control["value"] == value and control.has_attr("checked"):
                return True
        elif value in {control.get("value"), control.get_text().strip()}:
            return True
    return False
