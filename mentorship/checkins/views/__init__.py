"""The pages of check-ins, one module a subject; importing them puts them on the blueprint."""

from mentorship.checkins.views import (
    board,
    calendars,
    companions,
    corrections,
    days_off,
    follow_up,
    for_mentors,
    help_pages,
    logs,
    rhythms,
    talks,
    times,
)
from mentorship.checkins.views.blueprint import views

__all__ = [
    "board",
    "calendars",
    "companions",
    "corrections",
    "days_off",
    "follow_up",
    "for_mentors",
    "help_pages",
    "logs",
    "rhythms",
    "talks",
    "times",
    "views",
]
