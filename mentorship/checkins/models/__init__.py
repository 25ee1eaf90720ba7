"""The tables of talks, logs, taps, reports and follow-ups."""

from mentorship.checkins.models.follow_ups import FollowUp, FollowUpStep
from mentorship.checkins.models.logs import CheckIn, CheckInVersion, Report, Tap
from mentorship.checkins.models.talks import Agenda, Meeting, Rhythm, Suggestion, TakenQuarter

__all__ = [
    "Agenda",
    "CheckIn",
    "CheckInVersion",
    "FollowUp",
    "FollowUpStep",
    "Meeting",
    "Report",
    "Rhythm",
    "Suggestion",
    "TakenQuarter",
    "Tap",
]
