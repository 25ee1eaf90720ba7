"""What a mail may say: constant sentences, and the few words that its reader chose for it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _, local

LONGEST_WORDS = 40
USUAL_SUBJECT = N_("A note")
NEWS = N_("There is something new. Open it when it suits you.")
ON_CALL = N_("Something is waiting for you. Sign in to read it.")
ON_CALL_SUBJECT = N_("A note is waiting")
WEEK_SUBJECT = N_("Your week")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class MailKind(StrEnum):
    """What a mail is for."""

    ON_CALL = "on_call"
    NEWS = "news"
    WEEK = "week"


@dataclass(frozen=True)
class MailWords:
    """What the mail of somebody looks like from outside, as they chose it."""

    sender: str
    subject: str
    with_link: bool = False


def check_words(words: MailWords) -> None:
    """Refuse words that are missing, too long, or would tell what this is."""
    for field, said in (("sender", words.sender), ("subject", words.subject)):
        telling = telltale_words(said)
        if not said:
            raise _wrong(field, _("Write the words that are to stand there."))
        if len(said) > LONGEST_WORDS:
            raise _wrong(field, _("Write at most %(n)s characters.", n=LONGEST_WORDS))
        if telling:
            raise _wrong(
                field,
                _("“%(word)s” could tell others what this is. Choose other words.",
                  word=telling[0]),
            )  # fmt: skip


def one_line(said: str) -> str:
    """Bring words to one line: a line break in a mail's head would begin another one."""
    return " ".join(said.split())


def is_address(said: str) -> bool:
    """Tell whether somebody's words are one mail address and nothing else."""
    return len(said) <= 200 and _ADDRESS.fullmatch(said) is not None


def week_of(now: datetime, weekday: int, hour: int) -> date | None:
    """Tell for which day a weekly mail is to be written now; on other days, none.

    It is written on that day of the week alone, so that nobody who stood still for weeks gets more.
    """
    at = local(now)
    return at.date() if at.weekday() == weekday and at.hour >= hour else None


def _wrong(field: str, sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field=field)
