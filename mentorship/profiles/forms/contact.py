"""Forms about a safe contact: how to reach somebody, and that a change is really theirs."""

from typing import Any

from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from mentorship.kernel.forms import Form, named
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


class ReachForm(Form):
    """How somebody can be reached without danger."""

    channel = RadioField(
        N_("How may we reach you?"),
        [InputRequired(N_("Choose one way."))],
        choices=named(CHANNEL_WORDS),
    )
    address = StringField(
        N_("Number or address"),
        description=N_("Only if you chose a call, a text or an e-mail."),
    )
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
    voicemail = RadioField(
        N_("May we leave a voice message?"),
        [InputRequired(N_("Choose yes or no."))],
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
            "We ask for this word before we talk about anything. Choose one that nobody guesses."
        ),
    )
    old_still_safe = RadioField(
        N_("May we still use the old way until then?"),
        [Optional()],
        choices=named({YES: N_("Yes"), NO: N_("No, do not use it any more")}),
    )

    def validate_address(self, field: Field) -> None:
        """Ask for a number or an address where the way needs one."""
        if self.channel.data in OUTGOING and not field.data:
            raise ValidationError(_("Write the number or the address, or choose another way."))

    def validate_safe_until(self, field: Field) -> None:
        """Refuse hours that end before they begin."""
        start = self.safe_from.data
        if start is not None and field.data is not None and field.data <= start:
            raise ValidationError(_("Choose a time that is later than the first one."))

    @classmethod
    def of(cls, shown: ContactShown | None) -> "ReachForm":
        """Fill the form with what the person said last; the code word is never shown again."""
        return cls(data=_typed(shown) if shown else {})

    @property
    def reach(self) -> Reach:
        """Give what was said."""
        return Reach(
            channel=Channel(self.channel.data),
            address=self.address.data or "",
            hours=SafeHours(
                tuple(self.safe_days.data or EVERY_DAY),
                self.safe_from.data,
                self.safe_until.data,
                self.hours.data or "",
            ),
            voicemail=self.voicemail.data == YES,
            name_to_use=self.name_to_use.data or "",
            if_other_answers=self.if_other_answers.data or "",
            code_word=self.code_word.data or "",
        )

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
