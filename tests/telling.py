"""Words that would tell somebody who looks over a shoulder, or through the history, what this is.

What is asked here would tell as well: every question, criterion and option is among them, taken
from the registry, so that a new one is without anybody remembering to.
"""

import re
from collections.abc import Iterator

from mentorship.kernel.settings import Agency
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.questions.criteria import criteria

ALWAYS = {
    "abuse", "abuser", "addiction", "assault", "coercion", "counselling", "crisis", "escort",
    "exploitation", "exploited", "lapse", "match", "matched", "matches", "matching", "mentee",
    "mentees", "mentor", "mentoring", "mentors", "peer", "pimp", "prostitute", "prostitution",
    "recovery", "refuge", "rescue", "safe", "safeguarding", "safety", "sex", "sexual", "shelter",
    "support", "survivor", "survivors", "therapy", "trafficked", "trafficker", "trafficking",
    "trauma", "victim", "victims", "violence",
}  # fmt: skip
# Words of the registry that tell nothing where they stand, each with where that is and why.
HARMLESS = {
    "age": "/start/age: everybody is asked whether they are 18 or older, before anything else",
    "health": "/health: whether the site runs, asked by machines",
    "long": "'This was too long': said of any text",
    "none": "/talks/times/…/none: said of times",
    "not": "a word of every sentence",
    "out": "signing out, as everywhere",
    "person": "'Person': the page of staff about anybody",
    "phone": "/people/new/phone: how staff were told something, as in any office",
    "reach": "/account/reach-me: how somebody is reached, as any office asks",
    "sign": "signing in and out, as everywhere",
    "someone": "'Someone else': anybody",
    "times": "/talks/times: of an appointment",
    "way": "'Way in', /account/way: a word of every sentence",
    "ways": "'Ways in': how to sign in again",
    "words": "/in/words: those one signs in with",
}
# A letter or two are a word of every sentence before they are the code of a language.
SHORTEST = 3


def said_by_the_registry() -> Iterator[str]:
    """Give every word of the keys, and every label that is one word."""
    for question in QUESTIONS.values():
        labels = [option.label for option in question.options]
        labels += [wording.label for wording in question.asked.values()]
        yield from (label for label in labels if re.fullmatch(r"\w+", label))
        yield from (question.key, *(option.key for option in question.options))
    yield from (criterion.key for criterion in criteria(Agency()))


REGISTERED = {
    word
    for said in said_by_the_registry()
    for word in re.findall(r"[a-z]+", said.casefold())
    if len(word) >= SHORTEST
}
TELLING = ALWAYS | REGISTERED - HARMLESS.keys()


def telling_words(text: str) -> list[str]:
    """List the words of `text` that would tell what this is."""
    return sorted(set(re.findall(r"[a-z]+", text.lower())) & TELLING)
