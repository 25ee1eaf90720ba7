"""The verbs of mail: who wants it and in which words, what is to go out, and what it says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.queries import staff_with
from mentorship.accounts.rules import Standing
from mentorship.accounts.service.language import language_of
from mentorship.kernel import audit, jobs, settings, vault
from mentorship.kernel.access import COORDINATORS, SYSTEM, Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.post import Letter
from mentorship.kernel.words import _, use_language
from mentorship.notices import queries
from mentorship.notices.models import Mail, MailWish, PhoneWish
from mentorship.notices.rules import MailKind, MailWords, Way, letters
from mentorship.notices.service.staff_mail import (
    MAIL_JOB,
    on_call_address,
    post_of,
    weekly_address,
)
from mentorship.profiles.rules.speaking import check_speaks_for
from mentorship.profiles.service.contact import mail_way

WEEK_JOB = "week"


@dataclass(frozen=True)
class MailShown:
    """What a mail shows to whoever sees it: all of it."""

    sender: str
    address: str
    subject: str
    text: str


def choose_way(
    session: Session, actor: Actor, person: Person, way: Way, now: datetime,
    words: MailWords | None = None,
) -> None:  # fmt: skip
    """Tell somebody also by phone or by mail from now on, or in the app alone again."""
    check_speaks_for(actor, person.id, person.human_id)
    if way is Way.MAIL:
        words = words or usual_words(session, person.id)
        letters.check_words(words)
        _check_mail_is_safe(session, actor, person, now)
    if queries.wish_of(session, person.id) is not way:
        queries.forget_wish(session, person.id)
    if way is Way.PHONE:
        session.merge(PhoneWish(person_id=person.id, at=now, how=actor.how))
    elif way is Way.MAIL and words:
        _keep_words(session, actor, person, words, now)
    session.flush()
    audit.record(session, actor, "chose_way_of_telling", person.id, now)


def usual_words(session: Session, person_id: UUID) -> MailWords:
    """Give the words of a mail for which nobody chose any, in the language of its reader."""
    with use_language(language_of(session, person_id)):
        return MailWords(settings.current(session).site_name, _(letters.USUAL_SUBJECT))


def words_of(
    session: Session, actor: Actor, person_id: UUID, purpose: Purpose, now: datetime
) -> MailWords | None:
    """Give the words that somebody chose for their mail, if they want mail."""
    wish = queries.mail_wish(session, person_id)
    if wish is None:
        return None
    opening = audit.opening(session, actor, person_id, purpose, now)
    return MailWords(opening.read(wish, "sender"), opening.read(wish, "subject"), wish.with_link)


def shown(session: Session, person_id: UUID, words: MailWords) -> MailShown:
    """Show a mail as its reader, and others, would see it."""
    post = post_of(session)
    with use_language(language_of(session, person_id)):
        text = _news(session, words)
    return MailShown(words.sender, post.sender if post else "", words.subject, text)


def post_news(session: Session, now: datetime) -> None:
    """Put everything new into one mail for each person who wants mail.

    What did not go out in the days the agency allows is told by phone instead.
    """
    if post_of(session):
        for person_id in queries.to_post(session, now):
            mail_id = queries.open_mail(session, person_id, now)
            queries.put_into(session, mail_id, person_id, now)
            jobs.enqueue(session, MAIL_JOB, mail_id, now)
    before = now - timedelta(days=settings.current(session).tell_days)
    queries.give_up_posting(session, now, before)
    for mail in queries.not_sent(session, before):
        give_up(session, mail.id, now)


def write_weeks(session: Session, now: datetime) -> None:
    """Put in one mail for each coordinator who wants one, on the day of the week for it."""
    agency = settings.current(session)
    day = letters.week_of(now, agency.week_mail_day, agency.staffed_from_hour)
    if day is None or post_of(session) is None:
        return
    coordinators = {person.id for role in COORDINATORS for person in staff_with(session, role)}
    for person_id in queries.weekly_readers(session):
        if person_id in coordinators:
            mail_id = queries.make_weekly(session, person_id, day, now)
            if mail_id:
                jobs.enqueue(session, WEEK_JOB, mail_id, now)


def letter_of(session: Session, mail_id: UUID, now: datetime) -> Letter | datetime | None:
    """Give what goes to the mail server now, or when it may; nothing where it need or may not."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.sent_at or mail.dropped_at or post_of(session) is None:
        return None
    with use_language(language_of_mail(session, mail_id)):
        letter = _written(session, mail, now)
    if letter is None:
        queries.drop(session, mail_id, now)
    elif isinstance(letter, Letter):
        queries.mark_taken(session, mail_id, now)
    return letter


def _written(session: Session, mail: Mail, now: datetime) -> Letter | datetime | None:
    if mail.kind is MailKind.ON_CALL or mail.person_id is None:
        to, text = on_call_address(session, mail, now), _(letters.ON_CALL)
        return _letter(mail, to, letters.ON_CALL_SUBJECT, text, now)
    return _news_letter(session, mail, mail.person_id, now)


def reader_of(session: Session, mail_id: UUID) -> Actor | None:
    """Give whom a weekly mail is for, as the one who looks at what waits."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.person_id is None:
        return None
    person = accounts.person(session, mail.person_id)
    roles = accounts.roles(session, person.id)
    is_here = person.standing is Standing.HERE and not roles.isdisjoint(COORDINATORS)
    return Actor(person.id, person.human_id, roles) if is_here else None


def language_of_mail(session: Session, mail_id: UUID) -> str:
    """Tell which language the reader of a mail reads."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.person_id is None:
        return settings.current(session).offered[0]
    return language_of(session, mail.person_id)


def week_letter(session: Session, mail_id: UUID, said: str, now: datetime) -> Letter | None:
    """Give the weekly mail of somebody of staff, unless they want it no more."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.sent_at or mail.dropped_at or mail.person_id is None:
        return None
    to = weekly_address(session, SYSTEM, mail.person_id, Purpose.CONTACT, now) if said else ""
    letter = _letter(mail, to, letters.WEEK_SUBJECT, said, now)
    if letter is None:
        queries.drop(session, mail_id, now)
    else:
        queries.mark_taken(session, mail_id, now)
    return letter


def give_up(session: Session, mail_id: UUID, now: datetime) -> None:
    """Have staff tell by phone what a mail could not, and send that one no more."""
    queries.tell_by_phone(session, mail_id, now)
    queries.drop(session, mail_id, now)


def _news_letter(
    session: Session, mail: Mail, person_id: UUID, now: datetime
) -> Letter | datetime | None:
    words = words_of(session, SYSTEM, person_id, Purpose.CONTACT, now)
    here = accounts.person(session, person_id).standing is Standing.HERE
    if words is None or not here or not queries.news_in(session, mail.id):
        return None
    way = mail_way(session, SYSTEM, person_id, Purpose.CONTACT, now)
    if way is None or not letters.is_address(way.address):
        queries.tell_by_phone(session, mail.id, now)
        return None
    if way.safe_from > now:
        return way.safe_from
    text = _news(session, words)
    return Letter(mail.id, way.address, words.subject, text, now, words.sender)


def _news(session: Session, words: MailWords) -> str:
    hosts: tuple[str, ...] = session.info.get("hosts", ())
    link = [f"https://{hosts[0]}/"] if words.with_link and hosts else []
    return "\n\n".join([_(letters.NEWS), *link])


def _letter(mail: Mail, to: str, subject: str, text: str, now: datetime) -> Letter | None:
    return Letter(mail.id, to, _(subject), text, now) if letters.is_address(to) else None


def _check_mail_is_safe(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    if post_of(session) is None:
        raise _not_so(_("We cannot send mail at the moment. Choose another way."))
    if accounts.is_quiet(session, person.id):
        raise _not_so(_("Extra quiet is on: no mail is sent. It is set under the account."))
    if not queries.signs_in(session, person.id):
        raise _not_so(_("Mail only says that something is new, and they cannot sign in to see it."))
    is_own = actor.for_(person.id)
    purpose = Purpose.OWN if is_own else Purpose.ON_BEHALF
    way = mail_way(session, actor, person.id, purpose, now)
    if way is None:
        raise _not_so(
            _("Mail goes only where you said that e-mail is the safe way to reach you.")
            if is_own
            else _("Mail goes only where they said that e-mail is the safe way to reach them.")
        )
    if not letters.is_address(way.address):
        raise _not_so(
            _("What you gave us is not a mail address. Change how we reach you first.")
            if is_own
            else _("What they gave us is not a mail address. Change how we reach them first.")
        )


def _keep_words(
    session: Session, actor: Actor, person: Person, words: MailWords, now: datetime
) -> None:
    row = queries.mail_wish(session, person.id) or MailWish(id=uuid4(), person_id=person.id)
    row.with_link, row.at, row.how = words.with_link, now, actor.how
    vault.seal(session, row, "sender", words.sender)
    vault.seal(session, row, "subject", words.subject)
    session.add(row)


def _not_so(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field="way")
