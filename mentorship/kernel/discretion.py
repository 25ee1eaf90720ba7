"""Words that would tell a stranger what this is, and the check that keeps them out of sight.

They may stand in the body of a page; never in a title, an address, a file name, a mail or a
calendar.
"""

import re
import unicodedata

TELLTALE = frozenset(
    {
        "abuse", "abuser", "abused", "abusive", "addiction", "assault", "brothel", "coercion",
        "counselling", "counseling", "crisis", "exploitation", "exploited", "escape", "escort",
        "exit", "exiting", "grooming", "harm", "mentee", "mentees", "mentor", "mentors",
        "mentoring", "match", "matching", "matches", "pimp", "prostitute", "prostitution",
        "rape", "recovery", "refuge", "rehab", "rescue", "safe", "safety", "sex", "sexual",
        "sexwork", "shelter", "survivor", "survivors", "survive", "therapy", "trafficker",
        "trafficked", "trafficking", "trauma", "victim", "victims", "violence", "violent",
    }
)  # fmt: skip


def telltale_words(text: str) -> list[str]:
    """List the words of `text` that would tell."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return sorted(set(re.findall(r"[a-z]+", plain)) & TELLTALE)
