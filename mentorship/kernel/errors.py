"""What can go wrong in a way a person should hear about.

How each becomes a page is decided once, in `error_pages`; nothing here knows of pages.
"""

import logging

log = logging.getLogger(__name__)


class RuleBroken(Exception):
    """A rule said no; `sentence` tells the person what they can do, in their language."""

    def __init__(self, sentence: str, *, status: int = 409, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.field = field


class NotFound(Exception):
    """There is nothing here for this viewer; absent and forbidden are never told apart."""


class Overtaken(Exception):
    """Somebody else changed the same thing first, and nothing of this attempt was saved."""


class Busy(Exception):
    """The database or a limit could not serve this in time; trying again later is right."""


class Repeated(Exception):
    """The same posted form came twice; `then` is where the first answer went."""

    def __init__(self, then: str) -> None:
        super().__init__(then)
        self.then = then


class SignInNeeded(Exception):
    """The page is for people who are signed in."""


class StepUpNeeded(Exception):
    """The page wants the password once more, because it was not given lately."""


class UnsafeToStart(Exception):
    """The installation refuses to start; the message says what to change."""


def log_fault(name: str, error: BaseException) -> None:
    """Log an error's type and place and nothing else: its text can hold what somebody typed."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("%s failed: %s at %s", name, type(error).__name__, where)
