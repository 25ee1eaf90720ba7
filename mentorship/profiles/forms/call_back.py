"""The form of a call-back: the one word that was said."""

from wtforms import StringField
from wtforms.validators import InputRequired

from mentorship.kernel.forms import Form
from mentorship.kernel.words import N_


class WordForm(Form):
    """The code word as somebody said it on the phone."""

    word = StringField(
        N_("The word they said"),
        [InputRequired(N_("Write down what they said, right or wrong."))],
        description=N_("You are not shown what the word is."),
    )
