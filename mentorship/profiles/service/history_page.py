"""The history of one choice: what is stored of it, in words, for the person themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import languages
from mentorship.kernel.access import HOW_WORDS, Actor, How
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import N_, _, format_date, format_datetime
from mentorship.profiles.models import Answer, Consent
from mentorship.profiles.queries import answers as queries
from mentorship.profiles.rules.answers import said
from mentorship.profiles.rules.consent import Because, ConsentPurpose, Step
from mentorship.profiles.service.reading import opening_for, question_for, read, side_of

PURPOSE_WORDS = {
    ConsentPurpose.MATCH: N_("to find a match"),
    ConsentPurpose.SHOW: N_("to show it to the other person"),
}
BECAUSE_WORDS = {
    Because.SAID: N_("Stopped, because you said so"),
    Because.CHANGED: N_("Stopped, because the answer changed"),
    Because.ENDED: N_("Ended on its day"),
    Because.MATCH_OVER: N_("Ended with the match"),
}


@dataclass(frozen=True)
class PastStep:
    """One thing that happened to a choice."""

    when: str
    title: str
    by: str
    text: str


@dataclass(frozen=True)
class History:
    """Everything that happened to a choice, the newest first."""

    label: str
    steps: tuple[PastStep, ...]


def history_page(
    session: Session, actor: Actor, person: Person, code: str, now: datetime
) -> History:
    """Give the history of one of one's own choices."""
    if not actor.for_(person.id):
        raise NotFound
    question, leave = question_for(code, person), opening_for(session, actor, person.id, now)
    happened: list[tuple[datetime, int, PastStep]] = []
    for version in queries.versions_of(session, person.id, code):
        value = read(leave, version)
        words = said(question, value) if value else ""
        happened.append((version.at, 0, _answered(version, words)))
    for step in queries.steps_of(session, person.id, code):
        happened.append((step.at, step.number, _stepped(step)))
    happened.sort(key=lambda past: past[:2], reverse=True)
    label = _(question.asked[side_of(person)].label)
    return History(label, tuple(past for _at, _number, past in happened))


def _answered(version: Answer, words: str) -> PastStep:
    title = _("Your answer") if words else _("You took your answer back")
    return PastStep(format_datetime(version.at), title, _recorded(version.how), words)


def _stepped(step: Consent) -> PastStep:
    use = _(PURPOSE_WORDS[step.purpose])
    if step.step is Step.GIVEN:
        title = _("You said yes %(use)s, until %(day)s", use=use, day=format_date(step.ends_at))
    else:
        because = BECAUSE_WORDS[step.because or Because.SAID]
        title = _("%(because)s: %(use)s", because=_(because), use=use)
    language = languages.own_name(step.language)
    text = _("Text %(n)s, shown in %(language)s", n=step.wording, language=language)
    return PastStep(format_datetime(step.at), title, _recorded(step.how), text)


def _recorded(how: How | None) -> str:
    return _("Recorded by staff, said %(how)s", how=_(HOW_WORDS[how])) if how else ""
