"""What people are told, how it reaches them, and what a mail may say."""

from mentorship.notices.rules.kinds import WORDINGS, NoticeKind, Wording, is_visible
from mentorship.notices.rules.letters import MailKind, MailWords
from mentorship.notices.rules.ways import (
    REACHED_WORDS,
    Reached,
    Way,
    is_told,
    moment_today,
    way_for,
)

__all__ = [
    "REACHED_WORDS",
    "WORDINGS",
    "MailKind",
    "MailWords",
    "NoticeKind",
    "Reached",
    "Way",
    "Wording",
    "is_told",
    "is_visible",
    "moment_today",
    "way_for",
]
