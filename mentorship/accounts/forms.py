"""What people fill in to join, to get in and to stay in; nothing here asks the database."""

from wtforms import (
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from mentorship.accounts.rules import IDLE_CHOICES, Kind, Scheme
from mentorship.kernel.access import HOW_WORDS, Role
from mentorship.kernel.forms import LONGEST_LINE, Form, named
from mentorship.kernel.words import N_

ROLE_WORDS = {
    Role.COORDINATOR: N_("Coordinator"),
    Role.SAFEGUARDING: N_("Safeguarding lead"),
    Role.REVIEWER: N_("Reviewer"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
KIND_WORDS = {
    Kind.MENTEE: N_("I would like somebody to talk with"),
    Kind.MENTOR: N_("I would like to be there for somebody"),
}
CARD_WORDS = {
    Kind.MENTEE: N_("Somebody who looks for a mentor"),
    Kind.MENTOR: N_("Somebody who wants to be a mentor"),
}


SCHEME_WORDS = {
    Scheme.AUTO: N_("As on this device"),
    Scheme.LIGHT: N_("Light"),
    Scheme.DARK: N_("Dark"),
}
A_WORD = N_("Choose one word of 2 to 20 letters.")
NO_CODE = N_("This code does not work. Ask the person who gave it to you.")


class CardForm(Form):
    """The code on the card."""

    card = StringField(
        N_("What is the code on your card?"),
        [
            InputRequired(N_("Type the code on your card.")),
            Length(max=LONGEST_LINE, message=NO_CODE),
        ],
        description=N_("Big and small letters are the same."),
    )


class OwnCodeForm(Form):
    """The code that one of the staff gave."""

    code = StringField(
        N_("What is your code?"),
        [
            InputRequired(N_("Type the code you were given.")),
            Length(max=LONGEST_LINE, message=NO_CODE),
        ],
        description=N_("Big and small letters are the same."),
    )


class AgeForm(Form):
    """The one question that cannot be skipped."""

    adult = RadioField(
        N_("Are you 18 or older?"),
        [InputRequired(N_("Choose one."))],
        choices=named({"yes": N_("Yes"), "no": N_("No"), "unsure": N_("I am not sure")}),
    )


class PartForm(Form):
    """What somebody comes for, where no card says it."""

    part = RadioField(
        N_("What would you like?"),
        [InputRequired(N_("Choose one."))],
        choices=named(KIND_WORDS),
    )


class WordForm(Form):
    """The word of a sign-in name."""

    word = StringField(
        N_("Choose one word to sign in with"),
        [InputRequired(A_WORD), Length(2, 20, A_WORD)],
        description=N_("2 to 20 letters, not your own name. Later, we put four digits behind it."),
    )


class LanguageForm(Form):
    """The language that was pressed, and the page it was pressed on."""

    language = StringField()
    place = StringField()


class NewPasswordForm(Form):
    """The password we offer, or an own one."""

    password = PasswordField(
        N_("Or your own words"),
        description=N_("15 characters or more. Leave it empty to use the words above."),
    )


class SignInForm(Form):
    """A name and a password."""

    name = StringField(N_("Sign-in name"), [InputRequired(N_("Type your sign-in name."))])
    password = PasswordField(N_("Password"), [InputRequired(N_("Type your password."))])


class CodeForm(Form):
    """The code of the second factor."""

    code = StringField(N_("Code"), [InputRequired(N_("Type the six digits."))])


class AgainForm(Form):
    """The password once more."""

    password = PasswordField(N_("Password"), [InputRequired(N_("Type your password."))])


class RecoverForm(Form):
    """A recovery code and a new password."""

    name = StringField(N_("Sign-in name"), [InputRequired(N_("Type your sign-in name."))])
    words = StringField(N_("The six words you kept"), [InputRequired(N_("Type the six words."))])
    password = PasswordField(
        N_("A new password"),
        [InputRequired(N_("Type a new password."))],
        description=N_("15 characters or more. Four words are easy to keep."),
    )


class ChangePasswordForm(Form):
    """A new password for somebody who is signed in."""

    current = PasswordField(
        N_("Your password until now"), [InputRequired(N_("Type your password until now."))]
    )
    password = PasswordField(
        N_("A new password"),
        [InputRequired(N_("Type a new password."))],
        description=N_("15 characters or more. Four words are easy to keep."),
    )


class TimeOutForm(Form):
    """After how long to be signed out."""

    minutes = RadioField(
        N_("Sign me out after so many quiet minutes"),
        [InputRequired(N_("Choose one."))],
        choices=named({minutes: str(minutes) for minutes in IDLE_CHOICES}),
    )


class DisplayForm(Form):
    """How every page looks, and what it leaves out."""

    scheme = RadioField(
        N_("Colours"),
        [InputRequired(N_("Choose one."))],
        choices=named(SCHEME_WORDS),
    )
    leaves_by_key = RadioField(
        N_("Press Shift three times to leave"),
        [InputRequired(N_("Choose one."))],
        choices=named({"on": N_("On"), "off": N_("Off")}),
        description=N_("Some keyboards and some helps for the hands use Shift. Then turn it off."),
    )


class QuietDisplayForm(DisplayForm):
    """The same for somebody who takes part."""

    is_quiet = RadioField(
        N_("Extra quiet"),
        [InputRequired(N_("Choose one."))],
        choices=named({"on": N_("On"), "off": N_("Off")}),
        description=N_(
            "We send you no e-mail at all, and your first page shows no names, only their first "
            "letter. If you turn it off later, e-mail stays off until you choose it again."
        ),
    )


class MakeCardForm(Form):
    """For whom a card is."""

    kind = RadioField(
        N_("For whom is the card?"),
        [InputRequired(N_("Choose one."))],
        choices=named(CARD_WORDS),
    )


class BackInForm(Form):
    """How staff know that it is them."""

    known = RadioField(
        N_("How do you know that it is them?"),
        [InputRequired(N_("Say how you know that it is them."))],
        choices=named({"here": N_("They are here with me, and I know them")}),
    )


class StopForm(Form):
    """When to do what somebody asked for who wants to stop."""

    when = RadioField(
        N_("When?"),
        [InputRequired(N_("Choose one."))],
        choices=named(
            {
                "later": N_("After the days in which it can be undone"),
                "now": N_("At once. They say they need no days to undo it"),
            }
        ),
    )


class BackForm(Form):
    """Who comes back whose record was put away, and how they said so."""

    who = StringField(
        N_("Their sign-in name, or their letters"),
        [InputRequired(N_("Write the name or the letters."))],
        description=N_("They tell you the name. The letters stand on your own papers."),
    )
    how = RadioField(
        N_("How did they say it?"), [InputRequired(N_("Choose one."))], choices=named(HOW_WORDS)
    )


class StaffForm(Form):
    """A new member of staff."""

    word = StringField(
        N_("First name at work"),
        [InputRequired(N_("Choose one word of 2 to 20 letters."))],
        description=N_("The people they help are told it."),
    )
    roles = SelectMultipleField(
        N_("What do they do?"),
        [InputRequired(N_("Choose at least one role."))],
        choices=named(ROLE_WORDS),
    )
    own_code = StringField(
        N_("Code of another record of theirs"),
        description=N_(
            "Only if they take part here too. A coordinator tells you the six letters. That record "
            "is then closed to them as staff."
        ),
    )


class HatsForm(Form):
    """What a member of staff does from now on."""

    roles = SelectMultipleField(
        N_("What do they do?"),
        [InputRequired(N_("Choose at least one role."))],
        choices=named(ROLE_WORDS),
    )
