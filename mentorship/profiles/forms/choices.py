"""The forms of answers and their switches; each is made from the registry of questions."""

from functools import cache

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from mentorship.kernel.forms import named
from mentorship.kernel.web import Form
from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import SHOW_LABELS, Kind, Question, SeenBy, Side
from mentorship.profiles.rules.answers import SEVERAL
from mentorship.profiles.rules.consent import MONTHS, ConsentPurpose

MONTH_WORDS = {3: N_("3 months"), 6: N_("6 months"), 12: N_("12 months")}


NOT_COMPARED = N_("No computer compares these words. A person here may read them.")


class AnswerForm(Form):
    """One answer and, off until turned on, what it may be used for."""

    match = BooleanField(
        N_("Use it to look for someone I can talk with"),
        description=N_("A computer compares answers. A person decides."),
    )
    show = BooleanField(SHOW_LABELS[SeenBy.OTHER_SIDE])
    months = RadioField(
        N_("For how long?"),
        choices=named(MONTH_WORDS),
        default=str(MONTHS[-1]),
        validate_choice=False,
    )
    stood = HiddenField()
    clear = BooleanField()
    to_list = BooleanField()

    @property
    def value(self) -> list[str]:
        """Give what was chosen or typed; nothing where the answer is taken back."""
        given = self["answer"].data
        if self.clear.data or not given:
            return []
        return [given] if isinstance(given, str) else list(given)

    @property
    def purposes(self) -> list[ConsentPurpose]:
        """List what was turned on."""
        return [purpose for purpose in ConsentPurpose if self[purpose.value].data]

    @property
    def months_chosen(self) -> int:
        """Give the number of months; none that is known where something else was sent."""
        return int(self.months.data) if self.months.data in {str(m) for m in MONTHS} else 0


class UseThreeForm(Form):
    """The one plain question about the first three answers."""

    use = RadioField(
        N_("May we use these three to look for someone?"),
        choices=named({"yes": N_("Yes"), "no": N_("Not now")}),
        description=N_(
            "Without them we cannot look, and a person will talk with you. "
            "The other person sees them only if you turned that on, under your choices."
        ),
        validators=[InputRequired(N_("Choose yes or not now."))],
    )

    @property
    def said_yes(self) -> bool:
        """Tell whether the three may be used."""
        return bool(self.use.data == "yes")


@cache
def answer_form(question: Question, side: Side) -> type[AnswerForm]:
    """Make the form of one question as it is put to one side."""
    fields = {"answer": _field(question, side)}
    if question.may_be_shown:
        fields["show"] = BooleanField(SHOW_LABELS[question.seen_by])
    if question.kind is Kind.WORDS:
        label = N_("Use it to look for someone I can talk with")
        fields["match"] = BooleanField(label, description=NOT_COMPARED)
    return type("AnswerForm", (AnswerForm,), fields)


def _field(question: Question, side: Side) -> Field:
    label = question.asked[side].asks
    if question.kind is Kind.WORDS:
        return StringField(label)
    kind = SelectMultipleField if question.kind in SEVERAL else RadioField
    offered = named({option.key: option.label for option in question.offered(side)})
    return kind(label, choices=offered, validate_choice=False)
