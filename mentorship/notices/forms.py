"""What staff fill in after a call, and how somebody wants to be told."""

from dataclasses import asdict

from wtforms import BooleanField, Field, RadioField, StringField, TimeField
from wtforms.validators import InputRequired, Optional, ValidationError

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_, _
from mentorship.notices.rules import REACHED_WORDS, MailWords, Reached, Way
from mentorship.notices.rules.letters import is_address, one_line

JUST_NOW = N_("Leave it empty if it was just now.")
STILL_SAFE = N_("They said this way to reach them is still safe")


class OneAddress:
    """Lets through one mail address, or none."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Refuse anything else."""
        if field.data and not is_address(field.data):
            raise ValidationError(_("Write one mail address, like rosa@example.org."))


def keep_to_the_way(form: Form, *, may_call: bool, can_renew: bool) -> None:
    """Ask after no call where nobody may call, and after no way where none was ever good."""
    if not may_call:
        form.reached.choices = named({Reached.THEY_CAME: REACHED_WORDS[Reached.THEY_CAME]})
    if not can_renew:
        del form.still_safe


class ClearForm(Form):
    """Nothing but the button."""


class CallForm(Form):
    """How one call went."""

    reached = RadioField(
        N_("How did it go?"),
        [InputRequired(N_("Choose how the call went."))],
        choices=named(REACHED_WORDS),
    )
    at = TimeField(N_("At what time today?"), [Optional()], description=JUST_NOW)
    still_safe = BooleanField(STILL_SAFE)


class WayForm(Form):
    """How somebody wants to be told."""

    way = RadioField(
        N_("How should we tell you things?"),
        [InputRequired(N_("Choose one."))],
        choices=named(
            {
                Way.IN_APP: N_("Here, when I sign in"),
                Way.PHONE: N_("A person calls me, in the way I said is safe"),
                Way.MAIL: N_("A short e-mail says that something is new"),
            }
        ),
        description=N_("Whatever you choose, it stands here as well."),
    )
    sender = StringField(
        N_("From whom does the mail seem to come?"),
        description=N_("Choose a name that nobody wonders about."),
    )
    subject = StringField(
        N_("What stands over it?"), description=N_("For example: A note, or: Your order.")
    )
    with_link = BooleanField(N_("Put the address of this site into the mail"))

    @classmethod
    def of(cls, way: Way, words: MailWords) -> "WayForm":
        """Fill the form with what holds now."""
        return cls(data={"way": way.value, **asdict(words)})

    @property
    def words(self) -> MailWords:
        """Give the words of the mail, each on one line."""
        sender, subject = (one_line(it.data or "") for it in (self.sender, self.subject))
        return MailWords(sender, subject, bool(self.with_link.data))


class StaffMailForm(Form):
    """Where mail to somebody of staff goes: one a week, and word of a worry while on call."""

    address = StringField(
        N_("Where should one mail a week go?"),
        [OneAddress()],
        description=N_(
            "It says in numbers what waits, and nothing else. Leave it empty to get none."
        ),
    )
    duty = StringField(
        N_("Where should word of a worry go while you are on call?"),
        [OneAddress()],
        description=N_(
            "It says only to sign in. Leave it empty, and it goes to the address that the agency "
            "set, if it did."
        ),
    )
