"""Mail: only to those who chose it, where and when it is safe, and never a word that tells."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind, Standing
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.service.follow_ups import raise_
from mentorship.installation import Installation
from mentorship.kernel import clock, jobs, settings
from mentorship.kernel.access import NOBODY, SYSTEM, How
from mentorship.kernel.audit import AuditEntry
from mentorship.kernel.config import Post
from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.post import Letter
from mentorship.kernel.words import _, use_locale
from mentorship.matches.service.decisions import propose
from mentorship.notices import queries, service, tasks
from mentorship.notices.models import Mail, Notice
from mentorship.notices.rules import MailKind, MailWords, NoticeKind, Reached, Way
from mentorship.notices.rules.letters import NEWS, USUAL_SUBJECT
from mentorship.notices.service.mails import give_up, post_news, usual_words
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_first_contact, save_safe_contact
from tests.cast import Cast, Member
from tests.participants import add_person, keep_apart, ready_mentor, speaks
from tests.post import PostOffice, post_office
from tests.races import race

DAY = timedelta(days=1)
MAIL = "noor@example.org"
WORDS = MailWords("Corner Books", "Your order")
REACH = Reach(Channel.EMAIL, MAIL, SafeHours(), False, "", "", "Marmalade")
EVENINGS = SafeHours(start=18, end=20)
WORKS = jobs.Works({service.MAIL_JOB: tasks.send}, [tasks.post_news], {service.MAIL_JOB: 3})


@pytest.fixture
def office(installation: Installation) -> Iterator[PostOffice]:
    with post_office() as opened:
        installation.database.info["post"] = opened.post()
        yield opened


def wants_mail(
    session: Session, who: Member, now: datetime, reach: Reach = REACH, words: MailWords = WORDS
) -> None:
    person = accounts.person(session, who.person_id)
    actor = who.actor(session)
    save_first_contact(session, actor, person, reach, now)
    service.choose_way(session, actor, person, Way.MAIL, now, words)


@pytest.fixture
def noor(installation: Installation, office: PostOffice, cast: Cast, now: datetime) -> Member:
    with installation.database.transaction() as session:
        wants_mail(session, cast.noor, now)
    return cast.noor


def told(
    installation: Installation, who: Member, now: datetime, visible_from: datetime | None = None
) -> None:
    with installation.database.transaction() as session:
        service.tell(session, who.person_id, NoticeKind.OFFER_WAITING, now, visible_from)


def work(installation: Installation, moment: datetime) -> None:
    with clock.fixed(moment):
        jobs.tick(installation.database, WORKS, moment)


def notices(installation: Installation, who: Member) -> list[Notice]:
    with installation.database.reading() as session:
        chosen = select(Notice).where(Notice.person_id == who.person_id)
        return list(session.scalars(chosen.order_by(Notice.told_at)))


def mails(installation: Installation) -> list[Mail]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.made_at)))


def test_everything_new_is_in_one_mail_that_says_nothing_but_that(
    installation: Installation, office: PostOffice, noor: Member, cast: Cast, now: datetime
) -> None:
    told(installation, noor, now)
    told(installation, noor, now)
    told(installation, cast.kit, now)
    for minute in range(3):
        work(installation, now + timedelta(minutes=minute))
    (letter,) = office.taken()
    assert letter["To"] == MAIL
    assert letter["From"] == "Corner Books <notes@example.org>"
    assert letter["Subject"] == "Your order"
    text = letter.get_content().strip()
    assert text == "There is something new. Open it when it suits you."
    assert telltale_words(str(letter)) == []


def test_a_mail_speaks_the_language_of_its_reader(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    with installation.database.transaction() as session:
        speaks(session, noor.person_id, "ar", now)
        usual = usual_words(session, noor.person_id)
    told(installation, noor, now)
    work(installation, now)
    (letter,) = office.taken()
    with use_locale("ar"):
        assert letter.get_content().strip() == _(NEWS)
        assert usual.subject == _(USUAL_SUBJECT)
    assert not {NEWS, USUAL_SUBJECT} & {letter.get_content().strip(), usual.subject}


def test_the_address_of_the_site_stands_in_it_only_where_that_was_chosen(
    installation: Installation, office: PostOffice, cast: Cast, now: datetime
) -> None:
    installation.database.info["hosts"] = ("notes.example.org",)
    with installation.database.transaction() as session:
        wants_mail(session, cast.noor, now, words=replace(WORDS, with_link=True))
        wants_mail(session, cast.kit, now, replace(REACH, address="kit@example.org"))
    for member in (cast.noor, cast.kit):
        told(installation, member, now)
    work(installation, now)
    texts = {letter["To"]: letter.get_content() for letter in office.taken()}
    assert "https://notes.example.org/" in texts[MAIL]
    assert "http" not in texts["kit@example.org"]


def test_what_is_new_after_a_mail_went_out_is_in_the_next(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    later = now + timedelta(hours=24)
    told(installation, noor, now)
    told(installation, noor, now, visible_from=later)
    work(installation, now)
    work(installation, later - timedelta(minutes=1))
    assert len(office.taken()) == 1, "an end is told by no mail before its hour"
    work(installation, later)
    first, second = office.taken()
    assert first["Message-ID"] != second["Message-ID"]


def test_a_mail_that_went_out_goes_out_no_more_however_often_it_is_taken_up(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    told(installation, noor, now)
    work(installation, now)
    (mail,) = mails(installation)
    tasks.send(installation.database, mail.id, now)
    assert len(office.taken()) == 1


def test_what_is_told_by_phone_instead_is_told_by_no_mail(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    told(installation, noor, now)
    tasks.post_news(installation.database, now)
    (mail,) = mails(installation)
    with installation.database.transaction() as session:
        give_up(session, mail.id, now)
    tasks.send(installation.database, mail.id, now)
    assert office.taken() == []


def test_a_mail_waits_for_the_hours_that_are_safe(
    installation: Installation, office: PostOffice, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        wants_mail(session, cast.noor, now, replace(REACH, hours=EVENINGS))
    told(installation, cast.noor, now)
    evening = now.replace(hour=18)
    for moment in (now, now + timedelta(hours=1), evening - timedelta(minutes=1)):
        work(installation, moment)
    assert office.taken() == []
    work(installation, evening)
    assert len(office.taken()) == 1
    with installation.database.reading() as session:
        assert session.scalars(select(jobs.Job.attempts)).all() == [0]


def expires(_session: Session, _cast: Cast, _now: datetime) -> datetime:
    return _now + 91 * DAY


def changes(session: Session, cast: Cast, now: datetime) -> datetime:
    noor = accounts.person(session, cast.noor.person_id)
    new = replace(REACH, address="new@example.org", code_word="")
    save_safe_contact(session, cast.noor.actor(session), noor, new, now)
    return now


def wants_calls(session: Session, cast: Cast, now: datetime) -> datetime:
    noor, rosa = accounts.person(session, cast.noor.person_id), cast.rosa.actor(session)
    calls = replace(REACH, channel=Channel.CALL, address="555 0147", code_word="")
    save_safe_contact(session, rosa.on_behalf(How.IN_PERSON), noor, calls, now)
    return now


def gives_no_address(session: Session, cast: Cast, now: datetime) -> datetime:
    noor, rosa = accounts.person(session, cast.noor.person_id), cast.rosa.actor(session)
    odd = replace(REACH, address="ask at the desk", code_word="")
    save_safe_contact(session, rosa.on_behalf(How.IN_PERSON), noor, odd, now)
    return now


@pytest.mark.parametrize("spoil", [expires, changes, wants_calls, gives_no_address])
def test_where_mail_is_not_safe_none_goes_and_staff_have_a_task_instead(
    installation: Installation, office: PostOffice, noor: Member, cast: Cast, now: datetime,
    spoil: Callable[[Session, Cast, datetime], datetime],
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        moment = spoil(session, cast, now)
    told(installation, noor, moment)
    work(installation, moment)
    work(installation, moment + timedelta(hours=2))
    assert office.taken() == []
    (notice,) = notices(installation, noor)
    assert (notice.way, notice.stuck_at) == (Way.PHONE, moment)
    with installation.database.reading() as session:
        assert [call.id for call in service.calls_to_make(session, NOBODY, moment)] == [notice.id]
        assert queries.not_told(session, moment, moment - 3 * DAY) == {noor.person_id: moment}


def test_nothing_goes_to_somebody_who_is_not_here(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    told(installation, noor, now)
    with installation.database.transaction() as session:
        post_news(session, now)
        session.info["rung"] = []
        accounts.person(session, noor.person_id).standing = Standing.SUSPENDED
    work(installation, now)
    assert office.taken() == []
    assert [mail.dropped_at for mail in mails(installation)] == [now]


def test_what_was_seen_meanwhile_or_is_wanted_no_more_sends_nothing(
    installation: Installation, office: PostOffice, noor: Member, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        wants_mail(session, cast.kit, now, replace(REACH, address="kit@example.org"))
    for member in (noor, cast.kit):
        told(installation, member, now)
    with installation.database.transaction() as session:
        post_news(session, now)
        session.info["rung"] = []
        (notice,) = notices(installation, noor)
        queries.mark_seen(session, notice, now)
        kit = accounts.person(session, cast.kit.person_id)
        service.choose_way(session, cast.kit.actor(session), kit, Way.IN_APP, now)
    work(installation, now)
    assert office.taken() == []
    assert len(mails(installation)) == 2


def test_what_a_server_refuses_for_good_is_told_by_phone(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    office.said = "550 No such person"
    told(installation, noor, now)
    work(installation, now)
    (notice,) = notices(installation, noor)
    assert (notice.way, notice.stuck_at) == (Way.PHONE, now)
    with installation.database.reading() as session:
        assert jobs.failed(session) == []


def test_a_server_that_is_away_is_left_alone_for_a_minute_and_then_tried_again(
    installation: Installation, office: PostOffice, noor: Member, cast: Cast, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        wants_mail(session, cast.kit, now, replace(REACH, address="kit@example.org"))
    for member in (noor, cast.kit):
        told(installation, member, now)
    tried: list[str] = []

    def away(_post: object, letter: Letter) -> None:
        tried.append(letter.to)
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "deliver", away)
        work(installation, now)
    assert len(tried) == 1, "whoever comes next does not wait for it as well"
    work(installation, now + timedelta(minutes=1))
    work(installation, now + timedelta(minutes=2))
    assert {letter["To"] for letter in office.taken()} == {MAIL, "kit@example.org"}


def test_what_could_not_go_out_for_days_is_told_by_phone_and_the_mail_is_a_dead_letter(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    office.said = "451 Not now"
    told(installation, noor, now)
    for hour in range(4):
        work(installation, now + timedelta(hours=hour))
    with installation.database.reading() as session:
        (given_up,) = jobs.failed(session)
        assert given_up.kind == service.MAIL_JOB
    assert notices(installation, noor)[0].way is Way.MAIL
    work(installation, now + 3 * DAY)
    assert notices(installation, noor)[0].way is Way.PHONE
    assert [mail.dropped_at for mail in mails(installation)] == [now + 3 * DAY]


def test_without_a_mail_server_news_is_told_by_phone_in_the_end(
    installation: Installation, noor: Member, now: datetime
) -> None:
    installation.database.info["post"] = None
    told(installation, noor, now)
    work(installation, now + 3 * DAY - timedelta(minutes=1))
    assert notices(installation, noor)[0].way is Way.MAIL
    work(installation, now + 3 * DAY)
    assert notices(installation, noor)[0].way is Way.PHONE


def test_mail_is_for_those_alone_who_said_that_it_is_safe_and_can_look(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor, actor = accounts.person(session, cast.noor.person_id), cast.noor.actor(session)
    session.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    alone, rosa = add_person(session, Kind.MENTEE, now), cast.rosa.actor(session)
    with pytest.raises(RuleBroken) as broken:
        service.choose_way(session, actor, noor, Way.MAIL, now, WORDS)
    assert broken.value.field == "way"
    save_first_contact(session, actor, noor, REACH, now)
    service.choose_way(session, actor, noor, Way.MAIL, now, WORDS)
    assert queries.wish_of(session, noor.id) is Way.MAIL
    with pytest.raises(RuleBroken) as broken:
        service.choose_way(
            session, actor, noor, Way.MAIL, now, replace(WORDS, subject="Your mentor")
        )
    assert broken.value.field == "subject"
    by_phone = rosa.on_behalf(How.PHONE)
    with pytest.raises(RuleBroken) as broken:
        service.choose_way(session, by_phone, alone, Way.MAIL, now, WORDS)
    assert broken.value.field == "way"
    with pytest.raises(NotFound):
        service.choose_way(session, cast.kit.actor(session), noor, Way.IN_APP, now)


def test_staff_choose_on_somebodys_behalf_and_it_is_noted_how(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor = accounts.person(session, cast.noor.person_id)
    save_first_contact(session, cast.noor.actor(session), noor, REACH, now)
    by_phone = cast.rosa.actor(session).on_behalf(How.PHONE)
    with pytest.raises(RuleBroken):
        service.choose_way(session, by_phone, noor, Way.MAIL, now, WORDS)
    session.info["post"] = Post("127.0.0.1", 9, "notes@example.org")
    service.choose_way(session, by_phone, noor, Way.MAIL, now, WORDS)
    wish = queries.mail_wish(session, noor.id)
    assert wish
    assert wish.how is How.PHONE


def test_what_opens_an_address_for_a_mail_is_in_the_record(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    told(installation, noor, now)
    work(installation, now)
    with installation.database.reading() as session:
        seen = select(AuditEntry).where(
            AuditEntry.subject_id == noor.person_id, AuditEntry.actor_id.is_(None),
            AuditEntry.act == "saw",
        )  # fmt: skip
        assert len(session.scalars(seen).all()) == 1


def test_erasing_somebody_takes_their_mail_along(
    installation: Installation, office: PostOffice, noor: Member, now: datetime
) -> None:
    told(installation, noor, now)
    work(installation, now)
    with installation.database.transaction() as session:
        queries.forget(session, noor.person_id)
    assert mails(installation) == []
    with installation.database.reading() as session:
        assert queries.mail_wish(session, noor.person_id) is None


# --- who is on call ---


@pytest.mark.parametrize("own", ["rosa@example.org", ""])
def test_who_is_on_call_gets_a_mail_that_says_only_to_sign_in(
    installation: Installation, office: PostOffice, cast: Cast, now: datetime, own: str
) -> None:
    common = "oncall@example.org"
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, on_call_mail=common)
        rosa = accounts.person(session, cast.rosa.person_id)
        service.choose_duty(session, cast.rosa.actor(session), rosa, own, now)
        service.alert_on_call(session, [rosa.id, cast.lena.person_id], now)
        session.info["rung"] = []
    work(installation, now)
    work(installation, now)
    (letter,) = office.taken()
    assert letter["To"] == (own or common)
    assert letter.get_content().strip() == "Something is waiting for you. Sign in to read it."
    assert telltale_words(str(letter)) == []


# --- the weekly mail of staff ---


def week_works(installation: Installation) -> jobs.Works:
    works = installation.works
    kept = [step for step in works.periodic if step.__name__ == "write_weeks"]
    return jobs.Works(works.handlers, kept, works.most)


def test_one_mail_a_week_counts_what_waits_for_each_coordinator_who_wants_it(
    installation: Installation, office: PostOffice, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, week_mail_day=now.weekday())
        for member, name in ((cast.rosa, "rosa"), (cast.ada, "ada")):
            person = accounts.person(session, member.person_id)
            address = f"{name}@example.org"
            service.choose_weekly(session, member.actor(session), person, address, now)
        add_person(session, Kind.MENTEE, now)
        seen, hidden = (add_person(session, Kind.MENTEE, now) for _nth in range(2))
        for one in (seen, hidden):
            service.tell(session, one.id, NoticeKind.OFFER_WAITING, now)
            for reason in (Reason.WANTS_TO_TALK, Reason.SUSPENDED):
                raise_(session, SYSTEM, reason, one.id, now)
            propose(session, one, ready_mentor(session, now), now)
        lena = cast.lena.actor(session)
        keep_apart(session, hidden, [cast.rosa.person_id], lena, now)
    works = week_works(installation)
    race(2, lambda: works.periodic[0](installation.database, now))
    for moment in (now, now + timedelta(hours=1), now + DAY, now + 2 * DAY):
        with clock.fixed(moment):
            jobs.tick(installation.database, works, moment)
    (letter,) = office.taken()
    assert letter["To"] == "rosa@example.org", "an administrator has no list"
    assert " ".join(letter.get_content().split()) == (
        "For today: 1 Late: 0 Due this week: 0 News to tell by phone: 1 Decisions: 1 "
        "Sign in to see it."
    )
    assert telltale_words(str(letter)) == []
    late = now + 28 * DAY
    with clock.fixed(late):
        jobs.tick(installation.database, works, late)
    assert len(office.taken()) == 2, "weeks in which nothing ran are not made up for"
    for mail in mails(installation):
        works.handlers[service.WEEK_JOB](installation.database, mail.id, late)
    assert len(office.taken()) == 2, "what went out goes out no more"


def test_a_weekly_mail_that_is_wanted_no_more_is_not_sent(
    installation: Installation, office: PostOffice, cast: Cast, now: datetime
) -> None:
    works = week_works(installation)
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, week_mail_day=now.weekday())
        rosa, actor = accounts.person(session, cast.rosa.person_id), cast.rosa.actor(session)
        with pytest.raises(RuleBroken) as broken:
            service.choose_weekly(session, actor, rosa, "rosa@", now)
        assert broken.value.field == "address"
        service.choose_weekly(session, actor, rosa, "rosa@example.org", now)
    works.periodic[0](installation.database, now)
    with installation.database.transaction() as session:
        rosa = accounts.person(session, cast.rosa.person_id)
        service.choose_weekly(session, actor, rosa, "", now)
    with clock.fixed(now):
        jobs.tick(installation.database, works, now)
    with installation.database.transaction() as session:
        rosa = accounts.person(session, cast.rosa.person_id)
        service.choose_weekly(session, actor, rosa, "rosa@example.org", now)
    for mail in mails(installation):
        works.handlers[service.WEEK_JOB](installation.database, mail.id, now)
    assert office.taken() == []


def test_a_call_for_news_that_was_stuck_settles_it(
    installation: Installation, office: PostOffice, noor: Member, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        moment = changes(session, cast, now)
    told(installation, noor, moment)
    work(installation, moment)
    with installation.database.transaction() as session:
        (notice,) = session.scalars(select(Notice))
        service.log_call(session, cast.rosa.actor(session), notice, Reached.THEY_CAME, moment)
        assert queries.not_told(session, moment, moment) == {}
        assert [mail.kind for mail in session.scalars(select(Mail))] == [MailKind.NEWS]
