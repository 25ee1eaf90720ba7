"""Who lives in the demo: words to sign in with, answers drawn for each, the agency's own texts."""

from datetime import date
from random import Random
from typing import Any

from mentorship.accounts.rules import Kind
from mentorship.kernel.access import Role
from mentorship.kernel.settings import Door
from mentorship.kernel.words import N_
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.questions.kinds import SLOTS
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours

STAFF: tuple[tuple[str, frozenset[Role]], ...] = (
    ("rosa", frozenset({Role.COORDINATOR})),
    ("ama", frozenset({Role.COORDINATOR})),
    ("june", frozenset({Role.COORDINATOR, Role.SAFEGUARDING})),
    ("sol", frozenset({Role.REVIEWER})),
    ("kim", frozenset({Role.ADMINISTRATOR})),
)
WORDS = (
    "amber", "aspen", "basil", "birch", "bluebell", "breeze", "cedar", "clover", "coral", "daisy",
    "dune", "ember", "fennel", "fern", "finch", "flint", "garnet", "ginger", "harbor", "hazel",
    "heron", "indigo", "iris", "ivory", "jasmine", "juniper", "lagoon", "lark", "laurel", "lilac",
    "linden", "lotus", "maple", "marigold", "meadow", "mint", "moss", "myrtle", "nutmeg", "olive",
    "onyx", "opal", "orchid", "otter", "pebble", "pepper", "pine", "plum", "poppy", "quartz",
    "raven", "river", "robin", "rowan", "saffron", "sage", "sorrel", "sparrow", "spruce", "swan",
    "tansy", "thistle", "thyme", "tulip", "violet", "walnut", "willow", "wren", "yarrow", "zinnia",
)  # fmt: skip
CODE_WORD = "teapot"
CHANNELS = {
    3: Channel.TEXT, 5: Channel.EMAIL, 6: Channel.IN_PERSON, 13: Channel.THEY_CONTACT,
}  # fmt: skip
CALLED = (
    "Noor",
    "Sam",
    "Mira",
    "Lea",
    "Ines",
    "Dana",
    "Tess",
    "Yara",
    "Ada",
    "Nell",
    "Ruth",
    "Zoe",
)
# Said in every language there is, as long as an agency keeps to these words.
MUST_PASS_ON = (
    N_("If somebody's life is in danger, we call for help."),
    N_("If a child is being hurt, the law makes us tell."),
    N_("We tell you before we do it."),
)
AGREEMENT = (
    N_("We meet as we planned, or say so before."),
    N_("What is said stays between us, but for what must be passed on."),
    N_("We do not talk about the facts of a case."),
    N_("Each of us can stop at any time, without a reason."),
)


def agency(today: date) -> dict[str, Any]:
    """Give the settings of the invented agency, with nothing left blank."""
    return {
        "site_name": "Harbour Notes",
        "time_zone": "Europe/London",
        "door": Door.INVITATION,
        "crisis_line": "Night line, 555 0100",
        "youth_line": "Young people's line, 555 0101",
        "staffed_weekdays": (0, 1, 2, 3, 4),
        "on_call_line": "555 0102",
        "complaint_contact": "A. Okafor, 555 0103",
        "must_pass_on": "\n".join(MUST_PASS_ON),
        "must_pass_on_dated": today,
        "agreement": AGREEMENT,
        "retention_dated": today,
        "keys_escrowed_on": today,
        "restore_tried_on": today,
        "review_months": 1,
    }


def called(number: int) -> str:
    """Give the name that somebody wants to be called by."""
    return CALLED[number % len(CALLED)]


def answers_of(kind: Kind, chance: Random) -> dict[str, str | list[str]]:
    """Draw what somebody answers, by question; everybody shares a language and some time."""
    evenings = [slot for slot in SLOTS if slot.endswith("evening")]
    mornings = [slot for slot in SLOTS if slot.endswith("morning")]
    topics = [option.key for option in BY_KEY["topics"].options]
    ages = [option.key for option in BY_KEY["age_band"].options]
    said: dict[str, str | list[str]] = {
        "languages": ["en", *chance.sample(["es", "fr", "ar", "ro"], chance.randint(0, 1))],
        "times": [*chance.sample(evenings, 5), *chance.sample(mornings, 2)],
        "ways": ["phone", *chance.sample(["video", "text"], chance.randint(0, 1))],
        "topics": chance.sample(topics, 3 if kind is Kind.MENTEE else 6),
        "style": str(chance.randint(1, 5)),
        "interests": chance.sample([o.key for o in BY_KEY["interests"].options], 3),
        "age_band": chance.choice(ages),
    }
    if kind is Kind.MENTOR:
        said["gender"] = ["woman"]
    if chance.random() < 0.3:
        said["age_preference"] = "same"
    return said


def channel_of(number: int) -> Channel:
    """Give the way in which somebody wants to be reached: most by a call, a few otherwise."""
    return CHANNELS.get(number % 14, Channel.CALL)


def reach_of(number: int) -> Reach:
    """Give a safe way to reach somebody; the numbers and addresses lead nowhere."""
    channel = channel_of(number)
    address = f"box{number}@example.org" if channel is Channel.EMAIL else f"555 02{number:02}"
    return Reach(
        channel=channel, address=address,
        hours=SafeHours(days=(0, 1, 2, 3, 4, 5), start=9, end=12 + number % 8, note="no holidays"),
        voicemail=False, name_to_use=called(number), code_word=CODE_WORD,
        if_other_answers="Say it is about the library card",
    )  # fmt: skip
