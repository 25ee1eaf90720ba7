"""THE GATE: the one place where answers become something the matching or another person sees.

What has no live consent is not there. Every opening is recorded, and nothing else in the project
makes people for `matching`.
"""

from mentorship.profiles.release.again import Seat, as_they_were
from mentorship.profiles.release.pairs import (
    AWAY,
    Verdict,
    as_pair,
    court_case_open,
    may_introduce,
    needs_court_check,
)
from mentorship.profiles.release.pool import (
    LEFT_OUT_WORDS,
    LeftOut,
    Pool,
    matching_pool,
    missing_for_a_round,
)
from mentorship.profiles.release.showing import (
    Line,
    Shown,
    answer_versions,
    hours_shown,
    shown_to,
    shows_something,
    staff_view,
    versions_of_all,
    way_to_reach,
    what_fits,
    what_they_would_see,
)

__all__ = [
    "AWAY",
    "LEFT_OUT_WORDS",
    "LeftOut",
    "Line",
    "Pool",
    "Seat",
    "Shown",
    "Verdict",
    "answer_versions",
    "as_pair",
    "as_they_were",
    "court_case_open",
    "hours_shown",
    "matching_pool",
    "may_introduce",
    "missing_for_a_round",
    "needs_court_check",
    "shown_to",
    "shows_something",
    "staff_view",
    "versions_of_all",
    "way_to_reach",
    "what_fits",
    "what_they_would_see",
]
