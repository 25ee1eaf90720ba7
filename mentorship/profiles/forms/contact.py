"""Forms about a safe contact: how to reach somebody, and that a change is really theirs."""

from typing import Any

from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_, _
from mentorship.profiles.rules.contact import Channel, Confirmed, ContactShown, Reach

YES, NO = "yes", "no"
YES_NO = {YES: N_("Yes"), NO: N_("No")}
NEED_ADDRESS = frozenset({Channel.CALL, Channel.TEXT, Channel.EMAIL})
CHANNEL_WORDS = {
    Channel.CALL: N_("Call me"),
    Channel.TEXT: N_("Send me a text"),
    Channel.EMAIL: N_("Send me an e-mail"),
    Channel.IN_PERSON: N_("Only in person, at your place"),
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
    hours = StringField(
        N_("When is it safe?"),
        description=N_("For example: weekdays from 10 to 12. Leave it empty if any time is fine."),
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
        if self.channel.data in NEED_ADDRESS and not field.data:
            raise ValidationError(_("Write the number or the address, or choose another way."))

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
            hours=self.hours.data or "",
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
        "hours": shown.hours,
        "voicemail": YES if shown.voicemail else NO,
        "name_to_use": shown.name_to_use,
        "if_other_answers": shown.if_other_answers,
    }
