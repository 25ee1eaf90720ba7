"""A worker that is killed, two at once, and one that stood still: nothing is lost or doubled."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import clock, jobs
from mentorship.notices import service, tasks
from mentorship.notices.models import Mail, Notice
from mentorship.notices.rules import MailWords, NoticeKind, Way
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_first_contact, save_safe_contact
from tests.cast import Cast, Member
from tests.post import SENDER, PostOffice, post_office

ROOT = Path(__file__).parents[3]
MINUTE = timedelta(minutes=1)
REACH = Reach(Channel.EMAIL, "noor@example.org", SafeHours(), False, "", "", "Marmalade")
WORKS = jobs.Works({service.MAIL_JOB: tasks.send}, [tasks.post_news])
WORKER = """
    import os, signal, smtplib, sys
    from datetime import datetime
    from pathlib import Path
    from mentorship.installation import install
    from mentorship.kernel import clock, jobs
    from mentorship.kernel.config import Post, Tls
    from mentorship.notices import queries, service, tasks
    from tests.databases import config

    home, url, moment, sender, port, when = sys.argv[1:]
    mark_sent = queries.mark_sent

    def die(*_args, **_more):
        os.kill(os.getpid(), signal.SIGKILL)

    def die_within(server, _letter):
        server.docmd("DATA")
        server.sock.sendall(b"Subject: half a letter")
        die()

    def mark_and_die(post, letter):
        with opened.database.transaction() as session:
            mark_sent(session, letter.id, clock.now())
        die()

    if when == "before":
        tasks.deliver = die
    elif when == "during":
        smtplib.SMTP.data = die_within
    elif when == "after":
        queries.mark_sent = die
    elif when == "marked first":
        tasks.deliver = mark_and_die
    opened = install(config(Path(home), url))
    opened.database.info["post"] = Post("127.0.0.1", int(port), sender, tls=Tls.OFFERED)
    works = jobs.Works({service.MAIL_JOB: tasks.send}, [tasks.post_news])
    with clock.fixed(datetime.fromisoformat(moment)):
        jobs.tick(opened.database, works, clock.now())
"""


@pytest.fixture
def office(installation: Installation) -> Iterator[PostOffice]:
    with post_office() as opened:
        installation.database.info["post"] = opened.post()
        yield opened


@pytest.fixture
def kit(installation: Installation, office: PostOffice, cast: Cast, now: datetime) -> Member:
    """Let Noor want mail where it is safe, and Kit where it is not any more."""
    with installation.database.transaction() as session:
        for who, address in ((cast.noor, "noor@example.org"), (cast.kit, "kit@example.org")):
            person, actor = accounts.person(session, who.person_id), who.actor(session)
            save_first_contact(session, actor, person, replace(REACH, address=address), now)
            words = MailWords("Corner Books", "Your order")
            service.choose_way(session, actor, person, Way.MAIL, now, words)
        new = replace(REACH, address="kit2@example.org", code_word="")
        save_safe_contact(session, actor, person, new, now)
    return cast.kit


def told(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        for who in (cast.noor, cast.kit):
            service.tell(session, who.person_id, NoticeKind.OFFER_WAITING, now)


def killed(installation: Installation, office: PostOffice, now: datetime, when: str) -> None:
    config = installation.config
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(config.home), config.database_url,
         now.isoformat(), SENDER, str(office.port), when],
        cwd=ROOT, check=False, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL


def go_on(installation: Installation, since: datetime) -> None:
    for minute in (1, 2, 3):
        with clock.fixed(since + minute * MINUTE):
            jobs.tick(installation.database, WORKS, clock.now())


@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_a_worker_killed_while_it_sends_loses_nothing_and_changes_no_message_id(
    installation: Installation, office: PostOffice, kit: Member, cast: Cast, now: datetime,
    when: str,
) -> None:  # fmt: skip
    told(installation, cast, now)
    killed(installation, office, now, when)
    go_on(installation, now)
    letters = office.taken()
    with installation.database.reading() as session:
        noor = select(Mail).where(Mail.person_id == cast.noor.person_id)
        mail = session.scalars(noor).one()
        stuck = select(Notice.way).where(Notice.person_id == kit.person_id)
        assert mail.sent_at
        assert session.scalars(stuck).all() == [Way.PHONE]
    assert {letter["To"] for letter in letters} == {"noor@example.org"}
    assert {letter["Message-ID"] for letter in letters} == {f"<{mail.id.hex}@example.org>"}
    assert len(letters) == (2 if when == "after" else 1)


def test_a_mail_that_is_marked_before_it_is_sent_would_be_lost(
    installation: Installation, office: PostOffice, kit: Member, cast: Cast, now: datetime
) -> None:
    told(installation, cast, now)
    killed(installation, office, now, "marked first")
    go_on(installation, now)
    assert office.taken() == []


def test_a_week_in_which_nothing_ran_sends_one_mail_to_each_and_no_flood(
    installation: Installation, office: PostOffice, kit: Member, cast: Cast, now: datetime
) -> None:
    for day in range(2):
        for hour in (0, 4, 8):
            told(installation, cast, now + timedelta(days=day, hours=hour))
    go_on(installation, now + timedelta(days=2))
    (letter,) = office.taken()
    assert letter["To"] == "noor@example.org"
    with installation.database.reading() as session:
        assert len(service.waiting(session, cast.noor.person_id, now + timedelta(days=3))) == 6
