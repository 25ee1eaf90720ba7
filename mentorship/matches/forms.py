"""What staff and the two people fill in about rounds, proposals, offers and matches."""

from collections.abc import Sequence
from enum import StrEnum

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, StopValidation

from mentorship.kernel.forms import Form, named
from mentorship.kernel.words import N_, _
from mentorship.matches.rules.closing import LINE_WORDS, TALK_WORDS, TALKS, ExitTalk, Line
from mentorship.matches.rules.reasons import (
    CLOSED_WORDS,
    DECLINE_WORDS,
    HOLD_WORDS,
    INTRODUCED_WORDS,
    TRY_WORDS,
    WEIGH_WORDS,
    Answer,
)
from mentorship.matches.rules.reviews import CAME_OF_WORDS
from mentorship.profiles.questions.criteria import LABELS, WEIGHTS

LONGEST_NAME = 40
LONGEST_NOTE = 300


class Decision(StrEnum):
    """What staff may decide about a proposal."""

    APPROVE = "approve"
    HOLD = "hold"
    DECLINE = "decline"


DECISION_WORDS = {
    Decision.APPROVE: N_("Approve"),
    Decision.HOLD: N_("Hold"),
    Decision.DECLINE: N_("Decline"),
}
ANSWER_WORDS = {
    Answer.YES: N_("Yes, I would like to talk"),
    Answer.NOT_NOW: N_("Not now"),
    Answer.NO: N_("No"),
}


class Day(DateField):
    """A day; an empty one is none, and what is no day is said in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, if one was given."""
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a day like 2026-11-30.")) from None


class NeededFor:
    """Asks for a field only when the decision needs it."""

    def __init__(self, decision: Decision, sentence: str) -> None:
        self.decision, self.sentence = decision, sentence

    def __call__(self, form: Form, field: Field) -> None:
        """Let an empty field pass when something else was decided."""
        known = [choice.value for choice in getattr(field, "choices", None) or ()]
        given = field.data in known if known else bool(field.data)
        if form["decision"].data == self.decision and not given:
            raise StopValidation(_(self.sentence))


class DecisionForm(Form):
    """One decision about one proposal; none is chosen beforehand."""

    version = HiddenField()
    decision = RadioField(
        N_("Your decision"),
        [InputRequired(N_("Choose what you decide."))],
        choices=named(DECISION_WORDS),
    )
    hold_reason = RadioField(
        N_("If you hold it: why?"),
        [NeededFor(Decision.HOLD, N_("Choose why it waits."))],
        choices=named(HOLD_WORDS),
        validate_choice=False,
    )
    until = Day(
        N_("If you hold it: until when?"),
        [NeededFor(Decision.HOLD, N_("Choose a day after today."))],
    )
    decline_reason = RadioField(
        N_("If you decline it: why?"),
        [NeededFor(Decision.DECLINE, N_("Choose why you decline it."))],
        choices=named(DECLINE_WORDS),
        validate_choice=False,
    )
    note = TextAreaField(
        N_("A note for colleagues"),
        [Length(max=LONGEST_NOTE, message=N_("Write at most 300 characters."))],
        description=N_("One line on the fit. The two never see it. It is gone after a month."),
    )

    @property
    def version_read(self) -> int:
        """Tell which version of the proposal the page showed."""
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0

    without_approval = named(
        {one: said for one, said in DECISION_WORDS.items() if one is not Decision.APPROVE}
    )


class ChooseForm(Form):
    """A mentor chosen by a person instead of the one proposed."""

    mentor_id = RadioField(N_("Choose this one instead"), [InputRequired(N_("Choose a mentor."))])
    reason = StringField(
        N_("Why this one?"),
        [
            InputRequired(N_("Write why, in a few words.")),
            Length(max=LONGEST_NOTE, message=N_("Write at most 300 characters.")),
        ],
    )


class TryPairForm(Form):
    """A change about a pair that is only tried."""

    change = RadioField(N_("What if"), [InputRequired(N_("Choose one."))], choices=named(TRY_WORDS))


class TryWeightForm(Form):
    """Another weight that is only tried."""

    criterion = RadioField(
        N_("What if another weight is given to"),
        [InputRequired(N_("Choose one."))],
        choices=named({key: LABELS[key] for key in WEIGHTS}),
    )
    change = RadioField(N_("How"), [InputRequired(N_("Choose one."))], choices=named(WEIGH_WORDS))


class OfferForm(Form):
    """Yes, not now or no; a reason is never asked."""

    answer = RadioField(
        N_("Your answer"), [InputRequired(N_("Choose one."))], choices=named(ANSWER_WORDS)
    )
    called = StringField(
        N_("What should we call you?"),
        [Length(max=LONGEST_NAME, message=N_("Write at most 40 characters."))],
        description=N_(
            "If you say yes. Any name you like. The other person sees it when you meet."
        ),
    )


class AgreeForm(Form):
    """The lines of the agreement, each to be ticked."""

    lines = SelectMultipleField(
        N_("What we agree on"), [InputRequired(N_("Tick each line you agree to."))], coerce=int
    )


class PaperForm(AgreeForm):
    """The lines that somebody agreed to before staff, and the day on a signed paper."""

    paper_on = Day(N_("Day on the paper"), description=N_("If there is a signed paper."))


class IntroduceForm(Form):
    """How the two met for the first time."""

    introduced_as = RadioField(
        N_("How were they introduced?"),
        [InputRequired(N_("Choose how."))],
        choices=named(INTRODUCED_WORDS),
    )


class PauseForm(Form):
    """A rest for a match."""

    until = Day(N_("Until when?"), description=N_("Leave it empty if nobody knows yet."))


class LookBackForm(Form):
    """How a match goes on after staff looked back on it with both."""

    came_of = RadioField(
        N_("How does it go on?"),
        [InputRequired(N_("Choose how it goes on."))],
        choices=named(CAME_OF_WORDS),
    )


class EndForm(Form):
    """How a match ends."""

    closed_as = RadioField(
        N_("How does it end?"),
        [InputRequired(N_("Choose how it ends."))],
        choices=named(CLOSED_WORDS),
    )


class LineForm(Form):
    """One line of the list of an ending; the button pressed says which, and what came of it."""

    done = RadioField(
        N_("What is done"),
        [InputRequired(N_("Choose one."))],
        choices=named(
            {line: LINE_WORDS[line] for line in Line}
            | {
                f"{line}.{came_of}": TALK_WORDS[came_of]
                for line in sorted(TALKS)
                for came_of in ExitTalk
            }
        ),
    )

    @property
    def line(self) -> Line:
        """Tell which line."""
        return Line(self.done.data.partition(".")[0])

    @property
    def came_of(self) -> ExitTalk | None:
        """Tell what came of a talk."""
        said = self.done.data.partition(".")[2]
        return ExitTalk(said) if said else None


class ContactForm(Form):
    """One of the agency's rules on contact after an ending."""

    rule = RadioField(
        N_("Which rule on contact holds afterwards?"),
        [InputRequired(N_("Choose one of these."))],
        coerce=int,
    )

    def offer(self, rules: Sequence[str]) -> None:
        """Offer the agency's rules."""
        self.rule.choices = named(dict(enumerate(rules)))


class AnotherForm(Form):
    """Asking for somebody else; no reason is asked."""

    not_treated_right = BooleanField(N_("I was not treated right"))


class ButtonForm(Form):
    """A verb of one click."""
