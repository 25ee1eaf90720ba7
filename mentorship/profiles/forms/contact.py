"""Forms about a safe contact: how to reach somebody, and that a change is really theirs."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from mentorship.kernel.forms import Form, NeededWhen, named
from mentorship.kernel.words import N_, _
from mentorship.profiles.questions.kinds import DAY_LABELS
from mentorship.profiles.rules.contact import (
    EVERY_DAY,
    OUTGOING,
    Channel,
    Confirmed,
    ContactShown,
    Reach,
    SafeHours,
)

YES, NO = "yes", "no"
BY_NUMBER, FEWEST_DIGITS = (Channel.CALL, Channel.TEXT), 5
ADDRESS, FEWEST_LETTERS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"), 4
YES_NO = {YES: N_("Yes"), NO: N_("No")}
HOUR_WORDS = {hour: f"{hour:02}:00" for hour in range(24)}
CHANNEL_WORDS = {
    Channel.CALL: N_("Call me"),
    Channel.TEXT: N_("Send me a text"),
    Channel.EMAIL: N_("Send me an e-mail"),
    Channel.IN_PERSON: N_("Only in person, when I come to you"),
    Channel.THEY_CONTACT: N_("I will contact you"),
}
CONFIRMED_WORDS = {
    Confirmed.IN_PERSON: N_("They told me in person"),
    Confirmed.OLD_CHANNEL: N_("I reached them the old way, and they said the word"),
}


class WayForm(Form):
    """In which way somebody wants to be reached."""

    channel = RadioField(
        N_("How may we reach you?"),
        [InputRequired(N_("Choose one way."))],
        choices=named(CHANNEL_WORDS),
    )
    address = StringField(
        N_("Number or address"),
        description=N_("Only if you chose a call, a text or an e-mail."),
    )

    def validate_address(self, field: Field) -> None:
        """Ask for a number or an address where the way needs one."""
        if self.channel.data in OUTGOING and not field.data:
            raise ValidationError(_("Write the number or the address, or choose another way."))
        digits = sum(sign.isdigit() for sign in field.data or "")
        if self.channel.data in BY_NUMBER and digits < FEWEST_DIGITS:
            raise ValidationError(_("Write a number of at least %(n)s digits.", n=FEWEST_DIGITS))
        if self.channel.data == Channel.EMAIL and not ADDRESS.fullmatch(field.data or ""):
            raise ValidationError(_("Write the whole e-mail address, like name@example.org."))


class WhenForm(Form):
    """When somebody can be reached without danger."""

    safe_days = SelectMultipleField(
        N_("On which days is it safe?"),
        coerce=int,
        choices=named(dict(enumerate(DAY_LABELS.values()))),
        description=N_("Choose none if every day is fine."),
    )
    safe_from = SelectField(N_("From what time?"), coerce=int, default=0, choices=named(HOUR_WORDS))
    safe_until = SelectField(
        N_("Until what time?"), coerce=int, default=24, choices=named({**HOUR_WORDS, 24: "24:00"})
    )
    hours = StringField(
        N_("Anything else about when?"), description=N_("For example: not in the holidays.")
    )

    def validate_safe_until(self, field: Field) -> None:
        """Refuse hours that end before they begin."""
        start = self.safe_from.data
        if start is not None and field.data is not None and field.data <= start:
            raise ValidationError(_("Choose a time that is later than the first one."))


class WordsForm(Form):
    """What may be said in the chosen way, and the word that both know."""

    voicemail = RadioField(
        N_("May we leave a voice message?"),
        [NeededWhen("channel", Channel.CALL, N_("Choose yes or no."))],
        choices=named(YES_NO),
    )
    name_to_use = StringField(
        N_("Which name may we ask for?"),
        description=N_("It does not have to be yours."),
    )
    if_other_answers = TextAreaField(
        N_("What may we say if someone else answers?"),
        description=N_("For example: that we are from the library. Leave it empty and we hang up."),
    )
    code_word = StringField(
        N_("Code word"),
        description=N_(
            "When we talk by phone, we ask you for this word first. So we know that it is you. "
            "Choose one that nobody guesses."
        ),
    )

    def validate_code_word(self, field: Field) -> None:
        """Refuse a word that is guessed at once; none is another matter."""
        if field.data and sum(sign.isalnum() for sign in field.data) < FEWEST_LETTERS:
            raise ValidationError(_("Choose a word of at least %(n)s letters.", n=FEWEST_LETTERS))


class SayForm(WordsForm):
    """The same on a page of its own, where the way was chosen before."""

    channel = HiddenField()


class ReachForm(WayForm, WhenForm, WordsForm):
    """How somebody can be reached without danger, on one page for those who change it."""

    old_still_safe = RadioField(
        N_("May we still use the old way until then?"),
        [Optional()],
        choices=named({YES: N_("Yes"), NO: N_("No, do not use it any more")}),
    )

    @classmethod
    def of(cls, shown: ContactShown | None) -> "ReachForm":
        """Fill the form with what the person said last; the code word is never shown again."""
        return cls(data=_typed(shown) if shown else {})

    @property
    def reach(self) -> Reach:
        """Give what was said."""
        return reach_of(self.data)

    @property
    def old_is_safe(self) -> bool:
        """Tell whether the old way may be used until the new one is confirmed."""
        return bool(self.old_still_safe.data != NO)


class ConfirmForm(Form):
    """That a changed safe contact came from the person."""

    confirmed = RadioField(
        N_("How do you know that the change is theirs?"),
        [InputRequired(N_("Choose one."))],
        choices=named(CONFIRMED_WORDS),
    )
    word = StringField(
        N_("The word they said"), description=N_("Only if you reached them the old way.")
    )


def reach_of(said: Mapping[str, Any]) -> Reach:
    """Give what was said, and of it only what the chosen way needs."""
    channel = Channel(said["channel"])
    is_outgoing, is_call = channel in OUTGOING, channel is Channel.CALL
    days = tuple(said.get("safe_days") or EVERY_DAY)
    hours = SafeHours(
        days, said.get("safe_from", 0), said.get("safe_until", 24), said.get("hours") or ""
    )
    return Reach(
        channel=channel,
        address=said.get("address") or "" if is_outgoing else "",
        hours=hours if is_outgoing else SafeHours(),
        voicemail=is_call and said.get("voicemail") == YES,
        name_to_use=said.get("name_to_use") or "" if is_outgoing else "",
        if_other_answers=said.get("if_other_answers") or "" if is_call else "",
        code_word=said.get("code_word") or "",
    )


def _typed(shown: ContactShown) -> dict[str, Any]:
    return {
        "channel": shown.channel.value,
        "address": shown.address,
        "safe_days": [] if shown.safe.days == EVERY_DAY else list(shown.safe.days),
        "safe_from": shown.safe.start,
        "safe_until": shown.safe.end,
        "hours": shown.safe.note,
        "voicemail": YES if shown.voicemail else NO,
        "name_to_use": shown.name_to_use,
        "if_other_answers": shown.if_other_answers,
    }
