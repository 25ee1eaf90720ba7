"""Who has looked, and one's own copy: complete for oneself, nothing of anybody else."""

from collections.abc import Callable
from datetime import datetime

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import audit, vault
from mentorship.kernel.audit import Purpose
from mentorship.kernel.db import SealedText
from mentorship.profiles.models import ApartEntry
from mentorship.profiles.queries.copies import tables_about_people
from mentorship.profiles.release import matching_pool, shown_to, staff_view
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.copies import SECRETS, WITHHELD
from mentorship.profiles.service.apart import add_apart, open_entry, save_known_as
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import acting, agree, code, say

As = Callable[..., Visitor]


def test_whoever_looked_is_listed_with_role_reason_and_what(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        agree(session, noor, now, "times", purpose=ConsentPurpose.SHOW)
        staff_view(session, cast.rosa.actor(session), noor.id, now)
        shown_to(session, cast.amara.actor(session), noor.id, now)
        matching_pool(session, now)
    page = as_(cast.noor, stepped_up=True).page("profiles.seen")
    for said in ("coordinator", "to read the answers you agreed to", "the other person",
                 "used to look for a match", "Languages", "Ways to meet"):  # fmt: skip
        assert page.says(said), said


def test_an_entry_of_somebody_else_leaves_no_trace_with_whom_it_was_compared(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        amara = accounts.person(session, cast.amara.person_id)
        save_known_as(session, acting(amara), amara, ["Amara Cole"], [], now)
    before = as_(cast.amara, stepped_up=True).page("profiles.seen").text
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        add_apart(session, acting(noor), noor, ApartKind.NAME, "Somebody Else", now)
    with installation.database.reading() as session:
        purposes = [entry.purpose for entry in audit.about(session, cast.amara.person_id)]
    assert Purpose.KEEP_APART in purposes
    assert as_(cast.amara, stepped_up=True).page("profiles.seen").text == before


def test_the_lead_who_opens_an_entry_is_listed(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        entry = add_apart(session, acting(noor), noor, ApartKind.NAME, "Somebody Else", now)
        open_entry(session, cast.lena.actor(session), entry, now)
    assert as_(cast.noor, stepped_up=True).page("profiles.seen").says("to keep people apart")


def test_nobody_looked_says_so_in_a_sentence(cast: Cast, as_: As) -> None:
    page = as_(cast.tom, stepped_up=True).page("profiles.seen")
    assert page.heading == "Who has looked"


def test_the_own_record_wants_the_password_again(cast: Cast, as_: As) -> None:
    for endpoint in ("seen", "my_copy", "my_copy_file"):
        as_(cast.noor).page(f"profiles.{endpoint}", to="accounts.step_up")


def test_the_copy_holds_all_of_ones_own_and_nothing_of_others(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        amara = accounts.person(session, cast.amara.person_id)
        say(session, noor, now, pronouns="canary-of-noor", faith="sikh")
        say(session, amara, now, pronouns="canary-of-amara")
        entry = ApartEntry(person_id=noor.id, kind=ApartKind.NAME, written_at=now)
        vault.seal(session, entry, "words", "canary-kept-apart")
        session.add(entry)
    visitor = as_(cast.noor, stepped_up=True)
    page, file = visitor.page("profiles.my_copy"), visitor.page("profiles.my_copy_file")
    for text in (page.html, file.html):
        assert "canary-of-noor" in text
        assert "Sikh" in text
        assert "canary-of-amara" not in text
        assert "canary-kept-apart" not in text
        assert str(cast.amara.person_id) not in text
    assert file.response.headers["Content-Disposition"] == 'attachment; filename="copy.json"'


def test_every_table_about_people_is_copied_or_left_out_with_a_reason() -> None:
    tables = {model.__tablename__: model for model, _owner in tables_about_people()}
    assert set(WITHHELD) <= set(tables)
    columns = {f"{t}.{c.key}" for t, m in tables.items() for c in m.__table__.columns}
    assert columns >= SECRETS
    sealed = {
        name
        for name, model in tables.items()
        if any(isinstance(column.type, SealedText) for column in model.__table__.columns)
    }
    said = {"agenda", "answer", "offer", "report", "safe_contact", "sign_in"}
    assert sealed - set(WITHHELD) == said


def test_no_question_stands_in_an_address_of_the_copy(cast: Cast, as_: As) -> None:
    page = as_(cast.noor, stepped_up=True).page("profiles.my_copy")
    assert not any(code("faith") in link or "faith" in link for link in page.links)
