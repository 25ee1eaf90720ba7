"""What a question is: its kind, its options, who is asked, who can ever see the answer.

An answer's value is always a tuple of strings: option keys, a number, slots of the week, or words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship.kernel.words import N_

Value = tuple[str, ...]

MUST = "must"
MUST_NOT = "must_not"
YES = "yes"
LONGEST_WORDS = 80


class Side(StrEnum):
    """Which of the two a question is put to."""

    MENTEE = "mentee"
    MENTOR = "mentor"


BOTH = frozenset(Side)


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    SCALE = "scale"
    WEEK = "week"
    YES_NO = "yes_no"
    WORDS = "words"
    PREFERENCE = "preference"
    WISH = "wish"


class Group(StrEnum):
    """The part of the list in which a question stands."""

    FIRST = "first"
    TALKING = "talking"
    ABOUT_YOU = "about_you"
    SENSITIVE = "sensitive"
    INTRODUCED = "introduced"


GROUP_LABELS = {
    Group.FIRST: N_("What we need to look for someone"),
    Group.TALKING: N_("What you would talk about, and how"),
    Group.ABOUT_YOU: N_("About you and the other person"),
    Group.SENSITIVE: N_("Optional questions"),
    Group.INTRODUCED: N_("Once you are introduced"),
}


class SeenBy(StrEnum):
    """Who can ever see an answer, and then only while its consent lives.

    What only a match sees is shown from the introduction on, and never used to find one.
    """

    STAFF = "staff"
    OTHER_SIDE = "other_side"
    MATCH = "match"


SHOW_LABELS = {
    SeenBy.OTHER_SIDE: N_("Show it to the person we may match you with, and to my match"),
    SeenBy.MATCH: N_("Show it to my match, from the introduction on"),
}


@dataclass(frozen=True)
class Option:
    """One possible answer: to whom it is offered, and whether it can be compared at all.

    Two people who both say "another faith" need not have the same one: such an answer stays unknown
    to the matching.
    """

    key: str
    label: str
    sides: frozenset[Side] = BOTH
    compared: bool = True


def options(**labels: str) -> tuple[Option, ...]:
    """Write options as key=label, in the order in which they are offered."""
    return tuple(Option(key, label) for key, label in labels.items())


SAME = "same"
DIFFERENT = "different"
NONE = "none"
NO_MATTER = "no_matter"

SIGNS = (
    Option(SAME, N_("I would like that")),
    Option(DIFFERENT, N_("I would rather not")),
    Option(NONE, N_("It does not matter")),
    Option(MUST, N_("Only that. Otherwise I wait")),
    Option(MUST_NOT, N_("Never that. Otherwise I wait")),
)
YES_OR_NO = (Option(YES, N_("Yes")), Option("no", N_("No")))
STRENGTH = Option(MUST, N_("Only these. Otherwise I wait"), compared=False)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_LABELS = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
PARTS = ("morning", "afternoon", "evening", "night")
PART_LABELS = {
    "morning": N_("8 to 12"),
    "afternoon": N_("12 to 17"),
    "evening": N_("17 to 21"),
    "night": N_("21 to 24"),
}
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)


@dataclass(frozen=True)
class Wording:
    """How a question is put to one side: its neutral name, the question, and why it is asked."""

    label: str
    asks: str
    why: str


def to_both(label: str, asks: str, why: str) -> dict[Side, Wording]:
    """Put a question to both sides in the same words."""
    return dict.fromkeys(Side, Wording(label, asks, why))


@dataclass(frozen=True, eq=False)
class Question:
    """One question: the forms, switches, sealing, pool and explanations derive from it.

    `code` is what addresses show and never changes; `key` and the options tell too much for that.
    `wording` counts up whenever a text changes, because a consent is bound to what was read.
    `criterion` names what the matching compares it as; without one it is only ever shown.
    """

    code: str
    key: str
    kind: Kind
    group: Group
    asked: Mapping[Side, Wording]
    options: tuple[Option, ...] = ()
    criterion: str | None = None
    hard: bool = False
    seen_by: SeenBy = SeenBy.OTHER_SIDE
    wording: int = 1

    @property
    def sides(self) -> frozenset[Side]:
        """Tell who is asked."""
        return frozenset(self.asked)

    @property
    def is_sensitive(self) -> bool:
        """Tell whether the question stands apart, with those on faith, gender and the like."""
        return self.group is Group.SENSITIVE

    @property
    def may_be_used(self) -> bool:
        """Tell whether the answer can ever be used to find a match."""
        return self.seen_by is not SeenBy.MATCH

    @property
    def may_be_shown(self) -> bool:
        """Tell whether the other person can ever read the answer."""
        return self.seen_by is not SeenBy.STAFF

    @property
    def is_comparison(self) -> bool:
        """Tell whether the answer says how the other side should be."""
        return self.kind in {Kind.PREFERENCE, Kind.WISH}

    def offered(self, side: Side) -> tuple[Option, ...]:
        """Give the options that a side may choose from."""
        return tuple(option for option in self.options if side in option.sides)

    @property
    def compared(self) -> tuple[str, ...]:
        """Give the options that can be compared, in the order of their codes."""
        return tuple(option.key for option in self.options if option.compared)
