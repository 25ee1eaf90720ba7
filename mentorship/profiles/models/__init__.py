"""The tables of profiles, one module a subject."""

from mentorship.profiles.models.answers import Answer, Consent
from mentorship.profiles.models.apart import ApartEntry, ApartPair, KnownAs
from mentorship.profiles.models.contact import DangerCall, ReachDue, SafeContact
from mentorship.profiles.models.pause import Pause
from mentorship.profiles.models.readiness import (
    CourtCheck,
    Readiness,
    Review,
    Supervision,
    Training,
)
from mentorship.profiles.models.room import Room
from mentorship.profiles.models.welcome import Welcome

__all__ = [
    "Answer",
    "ApartEntry",
    "ApartPair",
    "Consent",
    "CourtCheck",
    "DangerCall",
    "KnownAs",
    "Pause",
    "ReachDue",
    "Readiness",
    "Review",
    "Room",
    "SafeContact",
    "Supervision",
    "Training",
    "Welcome",
]
