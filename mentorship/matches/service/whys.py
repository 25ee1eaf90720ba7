"""Why a fit is as good as it is: what both said, and what each criterion adds to the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from mentorship.kernel import settings
from mentorship.kernel.words import N_, _
from mentorship.matches.rules.limits import FULL_SCORE, points, shares
from mentorship.matches.service.fits import Numbers
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.questions.criteria import LABELS, criteria
from mentorship.profiles.release import Line


@dataclass(frozen=True)
class Why:
    """One criterion: what both said, the points of 100 it reached, its weight, what it adds."""

    label: str
    mentee: str
    mentor: str
    points: int
    weight: int
    earned: int
    said: str = ""
    adds: int = 0


# A criterion that counts only for whoever wishes something there reaches all, half or nothing.
WISHED = {
    100: N_("As it was wished."),
    50: N_("It counts half: nobody wished for alike or different here, or the two wishes differ."),
    0: N_("Not as it was wished."),
}


def whys(
    session: Session, own: Numbers, mentee: Sequence[Line], mentor: Sequence[Line]
) -> tuple[tuple[Why, ...], int]:
    """Give the criteria by weight with what each adds, and what everything else adds together.

    Only what both said and let be used: a row for anything else would tell that it exists.
    """
    asked, offered = _by_key(mentee), _by_key(mentor)
    lines = [
        Why(
            label=_(LABELS[c.key]), mentee=asked[c.mentee_reads or c.key],
            mentor=offered[c.mentor_reads or c.key],
            points=points(own.points[c.key], own.most[c.key]),
            weight=points(own.most[c.key], FULL_SCORE), earned=own.points[c.key],
            said=_said(c.signed, points(own.points[c.key], own.most[c.key])),
        )
        for c in criteria(settings.current(session))
        if own.most.get(c.key)
        and (c.mentee_reads or c.key) in asked
        and (c.mentor_reads or c.key) in offered
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.weight, line.label))
    earned = [line.earned for line in lines]
    *adds, rest = shares([*earned, own.score - sum(earned)], FULL_SCORE)
    return tuple(replace(line, adds=n) for line, n in zip(lines, adds, strict=True)), rest


def _said(signed: bool, reached: int) -> str:
    return _(WISHED[reached]) if signed and reached in WISHED else ""


def _by_key(lines: Sequence[Line]) -> Mapping[str, str]:
    keys = {question.code: key for key, question in BY_KEY.items()}
    return {keys[line.code]: line.words for line in lines}
