"""Who has looked, and one's own copy: complete for oneself, nothing of anybody else."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, String, Uuid, bindparam
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import audit, vault
from mentorship.kernel.access import How
from mentorship.kernel.audit import Purpose
from mentorship.kernel.db import Base, KeyedHash, UtcDateTime
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.service import answer_offer, ask_another, close
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.models import ApartEntry
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import matching_pool, shown_to, staff_view
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.copies import (
    ABOUT_NOBODY,
    COPIED,
    SAID_THROUGH_STAFF,
    SAYS,
    WITHHELD,
)
from mentorship.profiles.rules.copy_words import LABELS, VALUES
from mentorship.profiles.rules.not_shown import NOT_SHOWN
from mentorship.profiles.service.apart import add_apart, open_entry, save_known_as
from mentorship.profiles.service.copies import own_copy
from tests import scenes
from tests.cast import PARTICIPANTS, Cast
from tests.conftest import NOW
from tests.full import Full
from tests.pages import Visitor
from tests.participants import acting, agree, code, say
from tests.source import read_tree

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


def test_what_is_no_answer_is_listed_by_the_part_of_the_record_it_belongs_to(
    cast: Cast, as_: As
) -> None:
    reach = {"channel": "call", "address": "555 0147", "voicemail": "no", "code_word": "Marmalade"}
    as_(cast.noor, stepped_up=True).post("profiles.save_reach_me", reach)
    as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    page = as_(cast.noor, stepped_up=True).page("profiles.seen")
    assert page.says("How we may reach you")
    assert "other things" not in page.text.lower()


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


def test_what_staff_record_is_listed_for_whoever_said_it_and_for_nobody_else(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.mentor_asked(session, now, scenes.of_the_cast(session, cast, now))
    before = as_(cast.noor, stepped_up=True).page("profiles.seen").text
    with installation.database.transaction() as session:
        amara, offer = scene.person(session, Side.MENTOR), scene.offer(session, Side.MENTOR)
        assert offer
        told = scene.staff(session).on_behalf(How.PHONE)
        answer_offer(session, told, amara, offer, Answer.NO, now)
    assert as_(cast.amara, stepped_up=True).page("profiles.seen").says("by phone")
    assert as_(cast.noor, stepped_up=True).page("profiles.seen").text == before


def test_ending_a_match_stands_in_nobodys_list_of_who_has_looked(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
    before = as_(cast.amara, stepped_up=True).page("profiles.seen").text
    with installation.database.transaction() as session:
        noor = scene.person(session, Side.MENTEE)
        ask_another(session, acting(noor), noor, True, now)
        scenes.say_goodbye(session, now, scene)
        close(session, scene.staff(session), scene.match(session), now)
    assert as_(cast.amara, stepped_up=True).page("profiles.seen").text == before


def test_every_step_that_staff_may_record_is_one_that_somebody_takes() -> None:
    written = read_tree(Path(__file__).resolve().parents[2])
    services = "".join(text for path, text in written.items() if "/service" in path)
    moved = {str(kind) for kind in NoticeKind}
    assert [act for act in SAID_THROUGH_STAFF - moved if f'"{act}"' not in services] == []


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


Tables = dict[str, dict[str, Any]]


def every_table() -> Tables:
    """Give the columns of every model by the name they have in code, with their types."""
    return {
        mapper.class_.__tablename__: {p.key: p.columns[0].type for p in mapper.column_attrs}
        for mapper in Base.registry.mappers
    }


def uncovered(tables: Tables) -> list[str]:
    """List every table and column of which nobody decided whether a copy shows it."""
    decided = {**COPIED, **WITHHELD, **ABOUT_NOBODY}
    columns = [
        f"{table}.{column}"
        for table, part in COPIED.items()
        for column, kind in tables[table].items()
        if column not in part.shows and not isinstance(kind, Uuid | KeyedHash)
    ]
    return [*(tables.keys() - decided), *(name for name in columns if name not in NOT_SHOWN)]


def test_of_every_table_and_column_somebody_decided_whether_a_copy_shows_it() -> None:
    tables = every_table()
    assert uncovered(tables) == []
    assert len(COPIED) + len(WITHHELD) + len(ABOUT_NOBODY) == len(tables)
    for table, part in COPIED.items():
        assert set(part.shows) <= set(tables[table]), table
        labels = [LABELS[column] for column in part.shows]
        assert len(labels) == len(set(labels)), table
    shown = {f"{table}.{column}" for table, part in COPIED.items() for column in part.shows}
    named = {f"{table}.{column}" for table, columns in tables.items() for column in columns}
    assert set(NOT_SHOWN) <= named - shown


def test_every_word_of_our_own_that_a_copy_shows_can_be_said() -> None:
    tables = every_table()
    chosen = [
        (f"{table}.{column}", word)
        for table, part in COPIED.items()
        for column in part.shows
        if (table, column) not in SAYS and isinstance(tables[table][column], Enum)
        for word in tables[table][column].enums
    ]
    assert len(chosen) > len(COPIED)
    assert [(where, word) for where, word in chosen if word not in VALUES] == []


def test_a_new_table_or_column_is_noticed() -> None:
    grown = {**every_table(), "diary": {"person_id": Uuid(), "words": String()}}
    grown["pause"]["mood"] = String()
    assert uncovered(grown) == ["diary", "pause.mood"]


def rows_of(session: Session, table: str, person_id: UUID) -> int:
    """Count somebody's rows apart from the code under test."""
    sql = {
        "person": "SELECT count(*) FROM person WHERE id = :id",
        "proposal": "SELECT count(*) FROM proposal WHERE state = 'accepted' AND {pair}",
        "place": "SELECT count(*) FROM place WHERE match_id IS NOT NULL AND {pair}",
        "match": "SELECT count(*) FROM match WHERE {pair}",
        "change_asked": "SELECT count(*) FROM change_asked WHERE mentee_id = :id",
        "check_in": "SELECT count(*) FROM check_in WHERE mentor_id = :id",
        "check_in_version": "SELECT count(*) FROM check_in_version"
        " JOIN check_in c ON c.id = check_in_id WHERE c.mentor_id = :id",
        "cooling": "SELECT count(*) FROM cooling WHERE person_id = :id AND told_from <= :now",
        "ending": "SELECT count(*) FROM ending JOIN match m ON m.id = match_id"
        " WHERE told_from <= :now AND {pair}",
        "rhythm": "SELECT count(*) FROM rhythm JOIN match m ON m.id = match_id WHERE {pair}",
        "meeting": "SELECT count(*) FROM meeting JOIN match m ON m.id = match_id WHERE {pair}",
        "phone_try": "SELECT count(*) FROM phone_try JOIN notice n ON n.id = notice_id"
        " WHERE n.person_id = :id",
        "pause": "SELECT count(*) FROM pause WHERE person_id = :id AND why <> 'safeguarding'",
        "notice": "SELECT count(*) FROM notice WHERE person_id = :id AND visible_from <= :now",
    }.get(table, f"SELECT count(*) FROM {table} WHERE person_id = :id")
    asked = sql_text(sql.format(pair=":id IN (mentee_id, mentor_id)"))
    bound = asked.bindparams(bindparam("id", type_=Uuid()))
    if ":now" in sql:
        bound = bound.bindparams(bindparam("now", type_=UtcDateTime()))
        return int(session.execute(bound, {"id": person_id, "now": NOW}).scalar_one())
    return int(session.execute(bound, {"id": person_id}).scalar_one())


def test_in_a_full_agency_everybodys_copy_has_every_row_of_theirs_and_no_word_of_others(
    installation: Installation, full: Full, now: datetime
) -> None:
    counted: Counter[str] = Counter()
    with installation.database.reading() as session:
        everybody = full.members | {name: getattr(full.cast, name) for name in PARTICIPANTS}
        for name, member in everybody.items():
            copied = own_copy(session, full.actor(session, name), full.person(session, name), now)
            given = {part.name: len(part.rows) for part in copied}
            for table, part in COPIED.items():
                rows = rows_of(session, table, member.person_id)
                assert given.get(part.heading, 0) == rows, (name, table)
                counted[table] += rows
            shown = str(copied)
            for other_name, other in everybody.items():
                if other_name != name:
                    assert other.sign_in_name not in shown, (name, other_name)
                    assert str(other.person_id) not in shown, (name, other_name)
    assert {table for table in COPIED if not counted[table]} == set()


def test_no_question_stands_in_an_address_of_the_copy(cast: Cast, as_: As) -> None:
    page = as_(cast.noor, stepped_up=True).page("profiles.my_copy")
    assert not any(code("faith") in link or "faith" in link for link in page.links)
