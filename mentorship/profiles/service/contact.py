"""Safe contact: saved by the person, confirmed and renewed by staff, read only while it lives."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.kernel import audit, settings, vault
from mentorship.kernel.access import Actor, How
from mentorship.kernel.audit import Opening, Purpose
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.events import PersonJoined
from mentorship.kernel.words import _
from mentorship.profiles import queries
from mentorship.profiles.models import DangerCall, SafeContact
from mentorship.profiles.rules import contact as rules
from mentorship.profiles.rules.contact import (
    Channel,
    Confirmed,
    ContactShown,
    MailWay,
    Reach,
    WhoCalls,
)
from mentorship.profiles.rules.people import check_looks_after
from mentorship.profiles.rules.speaking import check_speaks_for

YES, NO = "yes", "no"


def save_safe_contact(
    session: Session,
    actor: Actor,
    person: Person,
    reach: Reach,
    now: datetime,
    *,
    old_still_safe: bool = True,
) -> SafeContact:
    """Save a new version; unless it is the first, it stays unused until staff confirmed it."""
    check_speaks_for(actor, person.id, person.human_id)
    earlier = rules.newest_confirmed(queries.contact_versions(session, person.id))
    row = _new_version(session, actor, person, now)
    word = reach.code_word or _kept_word(session, actor, earlier, now)
    _seal(session, row, reach, word)
    queries.end_waiting_contact(session, person.id, now)
    if not rules.needs_confirming(has_earlier=earlier is not None, how=actor.how):
        row.confirmed_at = now
        row.confirmed_how = Confirmed.IN_PERSON if actor.how is How.IN_PERSON else None
        row.look_at = row.good_until
    session.add(row)
    session.flush()
    if row.confirmed_at or not old_still_safe:
        queries.end_contacts(session, person.id, keep=row.id, now=now)
    audit.record(session, actor, "saved_safe_contact", person.id, now)
    return row


def on_joined(session: Session, event: PersonJoined, now: datetime) -> None:
    """Give somebody who joined a day to say how they can be reached, before staff see to it."""
    queries.look_by(session, event.person_id, now + rules.JOINING_LASTS)


def save_first_contact(
    session: Session, actor: Actor, person: Person, reach: Reach, now: datetime
) -> None:
    """Save the safe contact of somebody who is joining; a change of it goes another way."""
    if queries.contact_versions(session, person.id):
        raise RuleBroken(_("We have this already. You can change it on your account page."))
    save_safe_contact(session, actor, person, reach, now)


def confirm_safe_contact(
    session: Session, actor: Actor, person: Person, how: Confirmed, said: str, now: datetime
) -> None:
    """Make a changed safe contact usable, once staff know that the change came from the person."""
    check_looks_after(actor, person.human_id)
    waiting = queries.waiting_contact(session, person.id)
    if waiting is None:
        raise RuleBroken(_("No change is waiting. Nothing was changed."))
    if how is Confirmed.OLD_CHANNEL:
        _check_word(session, actor, person.id, said, now)
    waiting.confirmed_at, waiting.confirmed_how = now, how
    waiting.confirmed_by = actor.human_id
    waiting.good_until = waiting.look_at = _good_until(session, now)
    session.flush()
    queries.end_contacts(session, person.id, keep=waiting.id, now=now)
    audit.record(session, actor, "confirmed_safe_contact", person.id, now)


def renew_safe_contact(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Let a safe contact live on, because the person just said that it is still safe."""
    check_looks_after(actor, person.human_id)
    version = rules.newest_confirmed(queries.contact_versions(session, person.id))
    if version is None:
        raise RuleBroken(_("There is no safe contact that could be renewed."), field="still_safe")
    version.good_until = version.look_at = _good_until(session, now)
    audit.record(session, actor, "renewed_safe_contact", person.id, now)


def can_renew(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody has a way that lives on, or again, once they say that it is safe."""
    return rules.newest_confirmed(queries.contact_versions(session, person_id)) is not None


def code_word_matches(
    session: Session, actor: Actor, person_id: UUID, said: str, now: datetime
) -> bool:
    """Tell whether somebody said the code word of the safe contact in use; it is never shown."""
    contact = queries.usable_contact(session, person_id, now)
    if contact is None:
        return False
    opening = audit.opening(session, actor, person_id, Purpose.CONTACT, now)
    return vault.normalised(opening.read(contact, "code_word")) == vault.normalised(said)


def check_word(session: Session, actor: Actor, person: Person, said: str, now: datetime) -> bool:
    """Tell staff who are on the phone whether it was the code word; that they asked is recorded."""
    check_looks_after(actor, person.human_id)
    audit.record(session, actor, "checked_code_word", person.id, now)
    return code_word_matches(session, actor, person.id, said, now)


def read_contact(
    opening: Opening, contact: SafeContact, safe_from: datetime | None = None
) -> ContactShown:
    """Open a safe contact but for its code word, and where it is not safe now for its address."""
    return ContactShown(
        channel=Channel(opening.read(contact, "channel")),
        address="" if safe_from else opening.read(contact, "address"),
        safe=rules.unpack(opening.read(contact, "hours")),
        safe_from=safe_from,
        voicemail=opening.read(contact, "voicemail") == YES,
        name_to_use=opening.read(contact, "name_to_use"),
        if_other_answers=opening.read(contact, "if_other_answers"),
        good_until=contact.good_until,
    )


def contact_for_staff(
    session: Session, actor: Actor, person_id: UUID, purpose: Purpose, now: datetime
) -> ContactShown | None:
    """Show staff how to reach a person, while that lives; every showing is recorded.

    Outside the safe hours the number stays closed, unless danger to life was noted just now.
    """
    contact = queries.usable_contact(session, person_id, now)
    if contact is None:
        return None
    opening = audit.opening(session, actor, person_id, purpose, now)
    zone = settings.current(session).time_zone
    safe_from = rules.unpack(opening.read(contact, "hours")).next_from(now, zone)
    since = now - rules.DANGER_LASTS
    is_open = safe_from == now or queries.was_in_danger(session, person_id, actor.person_id, since)
    shown = read_contact(opening, contact, None if is_open else safe_from)
    return replace(shown, change_waits=queries.waiting_contact(session, person_id) is not None)


def mail_way(
    session: Session, actor: Actor, person_id: UUID, purpose: Purpose, now: datetime
) -> MailWay | None:
    """Tell where mail to a person may go and from when on; nothing where it is not safe now.

    It is the safe way only where they said so, that holds, and no change of it waits.
    """
    contact = queries.usable_contact(session, person_id, now)
    if contact is None or queries.waiting_contact(session, person_id):
        return None
    opening = audit.opening(session, actor, person_id, purpose, now)
    if Channel(opening.read(contact, "channel")) is not Channel.EMAIL:
        return None
    hours = rules.unpack(opening.read(contact, "hours"))
    zone = settings.current(session).time_zone
    return MailWay(opening.read(contact, "address"), hours.next_from(now, zone))


def note_danger(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Note that a life is in danger, so that staff may reach a person outside their safe hours."""
    check_looks_after(actor, person.human_id)
    session.add(DangerCall(person_id=person.id, by_id=actor.person_id, at=now))
    session.flush()
    audit.record(session, actor, "reached_in_danger", person.id, now)


def check_attempt(
    session: Session, actor: Actor, person: Person, at: datetime, now: datetime, *, danger: bool
) -> None:
    """Refuse what was not the safe way; outside the safe hours danger to life must be noted."""
    contact = queries.usable_contact(session, person.id, at)
    if contact is None:
        raise _not_safe(_("There is no safe way to reach them, so nobody calls. Wait for them."))
    opening = audit.opening(session, actor, person.id, Purpose.CONTACT, now)
    if Channel(opening.read(contact, "channel")) not in rules.OUTGOING:
        raise _not_safe(_("They do not want to be called. Wait until they come to us."))
    zone = settings.current(session).time_zone
    if rules.unpack(opening.read(contact, "hours")).hold(at, zone):
        return
    since = at - rules.DANGER_LASTS
    if queries.was_in_danger(session, person.id, actor.person_id, since):
        return
    if not danger:
        raise _not_safe(_("This was outside their safe hours. That is only for danger to life."))
    note_danger(session, actor, person, now)


def own_contact(
    session: Session, actor: Actor, person_id: UUID, now: datetime
) -> ContactShown | None:
    """Show a person the newest version they saved, confirmed or not."""
    versions = queries.contact_versions(session, person_id)
    newest = rules.waiting(versions) or rules.newest_confirmed(versions)
    if newest is None:
        return None
    return read_contact(audit.opening(session, actor, person_id, Purpose.OWN, now), newest)


def who_calls(session: Session, actor: Actor, person_id: UUID, now: datetime) -> WhoCalls:
    """Tell whether we come to somebody of our own accord; to themselves, also if they chose not.

    For anybody else the way stays closed: this opens nothing of another person.
    """
    contact = queries.usable_contact(session, person_id, now)
    if contact is None:
        waits = queries.waiting_contact(session, person_id) is not None
        return WhoCalls.UNCONFIRMED if waits else WhoCalls.NOBODY
    if not actor.for_(person_id):
        return WhoCalls.WE
    shown = read_contact(audit.opening(session, actor, person_id, Purpose.OWN, now), contact)
    return WhoCalls.WE if shown.is_outgoing else WhoCalls.THEY


def why_nobody_calls(session: Session, person: Person, now: datetime) -> str:
    """Tell staff why no safe way leads to somebody, and what there is to do; no way is opened."""
    if person.standing is Standing.STOPPING:
        return _("They asked to stop. Do not call. They can come to us, or ring us.")
    if queries.usable_contact(session, person.id, now):
        return _("They do not want to be called. Wait until they come to us.")
    versions = queries.contact_versions(session, person.id)
    if rules.waiting(versions):
        return _(
            "They gave a new way that nobody has confirmed yet, and the one before holds no more. "
            "Do not call. Confirm the new one when they come or ring us."
        )
    if rules.newest_confirmed(versions):
        return _("It was not renewed. Do not call. Ask them when they come or ring us.")
    return _("They have not said one. Do not call. Ask them when they come or ring us.")


def _not_safe(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field="reached")


def _new_version(session: Session, actor: Actor, person: Person, now: datetime) -> SafeContact:
    return SafeContact(
        person_id=person.id, how=actor.how, saved_at=now, good_until=_good_until(session, now),
        look_at=now,
    )  # fmt: skip


def _seal(session: Session, row: SafeContact, reach: Reach, word: str) -> None:
    sealed = {
        "channel": reach.channel.value,
        "address": reach.address,
        "hours": rules.pack(reach.hours),
        "voicemail": YES if reach.voicemail else NO,
        "name_to_use": reach.name_to_use,
        "if_other_answers": reach.if_other_answers,
        "code_word": word,
    }
    for column, words in sealed.items():
        vault.seal(session, row, column, words)


def _kept_word(session: Session, actor: Actor, earlier: SafeContact | None, now: datetime) -> str:
    if earlier is None:
        raise RuleBroken(
            _("Choose a word that only you and we know."), status=422, field="code_word"
        )
    purpose = Purpose.OWN if actor.for_(earlier.person_id) else Purpose.ON_BEHALF
    opening = audit.opening(session, actor, earlier.person_id, purpose, now)
    return opening.read(earlier, "code_word")


def _check_word(session: Session, actor: Actor, person_id: UUID, said: str, now: datetime) -> None:
    if not code_word_matches(session, actor, person_id, said, now):
        raise RuleBroken(
            _("This is not the word. Confirm it in person instead."), status=422, field="word"
        )


def _good_until(session: Session, now: datetime) -> datetime:
    return rules.good_until(now, settings.current(session).safe_contact_days)
