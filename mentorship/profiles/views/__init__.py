"""The pages of profiles, one module a subject; importing them puts them on the blueprint."""

from mentorship.profiles.views import (
    aloud,
    apart,
    call_back,
    choices,
    consents,
    contact,
    copies,
    language,
    pause,
    people,
    readiness,
    start_contact,
    three,
)
from mentorship.profiles.views.blueprint import views

__all__ = [
    "aloud",
    "apart",
    "call_back",
    "choices",
    "consents",
    "contact",
    "copies",
    "language",
    "pause",
    "people",
    "readiness",
    "start_contact",
    "three",
    "views",
]
