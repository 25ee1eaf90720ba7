"""Decisions about people and getting in, as plain functions of plain values."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path

from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.languages import SOURCE
from mentorship.kernel.settings import Door
from mentorship.kernel.words import _

WORD_LISTS = Path(__file__).parent.parent / "words"
PASSWORD_WORDS, RECOVERY_WORDS = 4, 6
SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 128
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CARD_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CARD_LENGTH = 12
CARD_LIFE = timedelta(days=30)
IDLE_CHOICES = (5, 10, 20, 30, 60)
FREE_ATTEMPTS = 5
# Short, so that nobody else's guessing can keep a person out of their own account for long.
LONGEST_WAIT = timedelta(seconds=30)
ATTEMPT_WINDOW = timedelta(hours=1)
TOTP_SECONDS = 30
UNSENT_LIFE = timedelta(days=1)
LONGEST_UNSENT = 20_000
TOKENS = frozenset({"csrf_token", "once"})
SOONEST_CALL_BACK = timedelta(hours=24)

# What is left of an own password without all that others would try first.
FEWEST_OWN_SIGNS = 8
FEWEST_DIFFERENT_SIGNS = 5
SHORTEST_RUN = 4
# Longer ones first, so that none leaves a rest of another; only what fits into 15 signs and more.
COMMON = (
    "passphrase", "password", "passwort", "letmein", "iloveyou", "sunshine", "princess", "football",
    "baseball", "superman", "starwars", "trustno", "whatever", "computer", "internet", "changeme",
    "welcome", "dragon", "monkey", "shadow", "master", "secret", "access", "freedom", "default",
    "summer", "winter", "spring", "autumn", "january", "february", "march", "april", "august",
    "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "admin", "login", "hello",
)  # fmt: skip
ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop",
    "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn",
)  # fmt: skip


class Kind(StrEnum):
    """What a record is about: somebody who takes part, or a member of staff."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    STAFF = "staff"


class Scheme(StrEnum):
    """In which colours somebody wants every page."""

    AUTO = "auto"  # as the device has it
    LIGHT = "light"
    DARK = "dark"


class Standing(StrEnum):
    """Where a person stands with the agency."""

    HERE = "here"
    SUSPENDED = "suspended"
    STOPPING = "stopping"
    PARKED = "parked"
    GONE = "gone"  # only until the end of the transaction that erases: then no row is left


class Way(StrEnum):
    """Where somebody goes who has proved who they are."""

    INSIDE = "inside"
    CODE = "code"
    COME_BACK = "come_back"


def way_of(kind: Kind, standing: Standing) -> Way:
    """Tell how far in somebody may come with a password alone."""
    if standing is Standing.STOPPING:
        return Way.COME_BACK
    return Way.CODE if kind is Kind.STAFF else Way.INSIDE


class Turn(StrEnum):
    """What can happen to somebody's standing."""

    SUSPEND = "suspend"
    RESTORE = "restore"
    ASK_TO_STOP = "ask_to_stop"
    COME_BACK = "come_back"
    PARK = "park"
    ERASE = "erase"


STANDINGS: dict[tuple[Standing, Turn], Standing] = {
    (Standing.HERE, Turn.SUSPEND): Standing.SUSPENDED,
    (Standing.HERE, Turn.ASK_TO_STOP): Standing.STOPPING,
    (Standing.SUSPENDED, Turn.RESTORE): Standing.HERE,
    (Standing.SUSPENDED, Turn.ASK_TO_STOP): Standing.STOPPING,
    (Standing.STOPPING, Turn.COME_BACK): Standing.HERE,
    (Standing.STOPPING, Turn.ERASE): Standing.GONE,
    (Standing.HERE, Turn.PARK): Standing.PARKED,
    (Standing.PARKED, Turn.COME_BACK): Standing.HERE,
    (Standing.PARKED, Turn.ERASE): Standing.GONE,
}


class RecoveryState(StrEnum):
    """Where a way back in through staff stands."""

    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"
    STOPPED = "stopped"


class RecoveryMove(StrEnum):
    """What can happen to somebody who is to be rung back."""

    GIVE = "give"
    REFUSE = "refuse"
    STOP = "stop"


RECOVERIES: dict[tuple[RecoveryState, RecoveryMove], RecoveryState] = {
    (RecoveryState.WAITING, RecoveryMove.GIVE): RecoveryState.GIVEN,
    (RecoveryState.WAITING, RecoveryMove.REFUSE): RecoveryState.REFUSED,
    (RecoveryState.WAITING, RecoveryMove.STOP): RecoveryState.STOPPED,
}


def call_back_due(asked_at: datetime, hours: int) -> datetime:
    """Tell from when on somebody is rung back who asked by phone: never within a day."""
    return asked_at + max(timedelta(hours=hours), SOONEST_CALL_BACK)


def check_rung_back(due_at: datetime, now: datetime) -> None:
    """Refuse to ring somebody back before the time that the caller was told."""
    if now < due_at:
        raise RuleBroken(_("It is too early to ring back. Look at the page again."))


def open_door(door: Door, closed_until: date | None, today: date) -> Door:
    """Tell who may join on a day; a door closed until a date opens then to people with a card."""
    if door is Door.CLOSED and closed_until and today >= closed_until:
        return Door.INVITATION
    return door


def check_language(tag: str, offered: Collection[str]) -> str:
    """Give a language that is offered, or say to choose one that is."""
    # Nobody types a language: it is pressed, and what is not in the list was made up.
    if tag not in offered:
        raise RuleBroken(_("Choose one of the languages in the list."), status=400)
    return tag


@cache
def kind_words(language: str) -> tuple[str, ...]:
    """List the words that passwords are made of in a language, or in English if it has none."""
    path = WORD_LISTS / f"{language}.txt"
    lines = (path if path.exists() else WORD_LISTS / f"{SOURCE}.txt").read_text().splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def some_words(n: int, choose: Callable[[Sequence[str]], str], language: str) -> str:
    """Make `n` words of a language, each drawn by `choose`."""
    return " ".join(choose(kind_words(language)) for _nth in range(n))


def tidy_words(typed: str) -> str:
    """Bring words somebody typed from a card to the form in which they were given."""
    return " ".join(typed.casefold().split())


def tidy_card(typed: str) -> str:
    """Bring a typed card code to the form in which it was printed, whatever stands between."""
    return "".join(sign for sign in typed.upper() if sign in CARD_SIGNS)


def written_card(code: str) -> str:
    """Write a card code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_word(word: str) -> str:
    """Give the word for a sign-in name in its one form, or say what kind of word is wanted."""
    plain = word.strip().casefold()
    if not (2 <= len(plain) <= 20) or not plain.isalpha():
        raise RuleBroken(_("Choose one word of 2 to 20 letters."), status=422, field="word")
    if telltale_words(plain):
        raise RuleBroken(_("Choose a word that says nothing about you."), status=422, field="word")
    return plain


def check_password(password: str, name: str, site: str) -> None:
    """Refuse a password that is too short, too long, or easy to guess."""
    said = password.casefold().replace(" ", "")
    if len(password.strip()) < SHORTEST_PASSWORD:
        problem = _("Use at least %(n)s characters. Four words are easy to keep.", n=15)
    elif len(password) > LONGEST_PASSWORD:
        problem = _("Use at most %(n)s characters.", n=LONGEST_PASSWORD)
    elif _easy(said, name, site):
        problem = _("This one is easy to guess. Use words that have nothing to do with you.")
    else:
        return
    raise RuleBroken(problem, status=422, field="password")


def _easy(said: str, name: str, site: str) -> bool:
    if len(set(said)) < FEWEST_DIFFERENT_SIGNS:
        return True
    own = "".join(
        sign for sign in _without_runs(_without_known(said, name, site)) if not sign.isdigit()
    )
    # What is said again and again is said once.
    return len(re.sub(r"(.+?)\1+", r"\1", own)) < FEWEST_OWN_SIGNS


def _without_known(said: str, name: str, site: str) -> str:
    around = [name.casefold(), name.casefold().rstrip("0123456789"), *site.casefold().split()]
    for word in (site.casefold().replace(" ", ""), *around, *COMMON):
        said = said.replace(word, "") if len(word) >= SHORTEST_RUN else said
    return said


def _without_runs(said: str) -> str:
    """Take out what lies side by side on a keyboard or in the alphabet, forwards and backwards."""
    rows = [way for row in ROWS for way in (row, row[::-1])]
    kept, at = "", 0
    while at < len(said):
        run = SHORTEST_RUN - 1
        while at + run < len(said) and any(said[at : at + run + 1] in row for row in rows):
            run += 1
        if run < SHORTEST_RUN:
            kept, run = kept + said[at], 1
        at += run
    return kept


def wait_after(attempts: int, last: datetime, longest: timedelta = LONGEST_WAIT) -> datetime:
    """Tell when the next attempt is listened to: at once at first, then slower and slower."""
    if attempts < FREE_ATTEMPTS:
        return last
    doublings = min(attempts - FREE_ATTEMPTS + 1, 20)
    return last + min(timedelta(seconds=2**doublings), longest)


def window_of(now: datetime) -> datetime:
    """Give the beginning of the window in which attempts are counted."""
    length = ATTEMPT_WINDOW.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // length * length, UTC)


def network(address: str) -> str:
    """Give the part of an address that is counted; none for a proxy on this very machine."""
    try:
        place = ip_address(address)
    except ValueError:
        return ""
    place = getattr(place, "ipv4_mapped", None) or place
    if place.is_loopback:
        return ""
    bits = 24 if place.version == 4 else 56
    return str(ip_network(f"{place}/{bits}", strict=False))


def totp_steps(now: datetime) -> tuple[int, int, int]:
    """List the steps whose codes are taken: the one of the moment, and one to either side."""
    step = int(now.timestamp()) // TOTP_SECONDS
    return step - 1, step, step + 1


def typed(said: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give what somebody typed or chose in a form, without its tokens; nothing where it is much."""
    own = [(name, value) for name, value in said if name not in TOKENS]
    is_much = sum(len(value) for _name, value in own) > LONGEST_UNSENT
    return own if any(value for _name, value in own) and not is_much else []


def initial(name: str) -> str:
    """Shorten a name to its first letter, for a screen that others may see."""
    return f"{name[:1].upper()}." if name else ""


def idle_minutes(chosen: int | None, usual: int, staff_most: int, *, staff: bool) -> int:
    """Tell after how many quiet minutes somebody is signed out."""
    minutes = chosen or usual
    return min(minutes, staff_most) if staff else minutes
