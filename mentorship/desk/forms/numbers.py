"""The numbers of the agency that an administrator may change, each with its bounds."""

from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import DAY_LABELS

A_NUMBER = N_("Write a number from %(min)s to %(max)s.")
SUPERVISOR = N_("Matches that one supervisor can hold at a time")
SUPERVISOR_HINT = N_(
    "Empty: no limit. Whoever noted a mentor's newest supervision supervises them."
)

# What is asked, the least and the most.
NUMBERS: dict[str, tuple[str, int, int]] = {
    "common_slots": (N_("Times in common a pair needs"), 1, 21),
    "offer_days": (N_("Days until we ring about an unanswered offer"), 1, 60),
    "not_now_days": (N_("Days that 'not now' keeps a pair apart"), 1, 365),
    "first_talk_days": (N_("Days until the first talk"), 1, 60),
    "talk_grace_days": (N_("Days after a talk until its log is due"), 0, 30),
    "reminder_days": (N_("Days until the one reminder"), 1, 30),
    "late_days": (N_("Days until it is late"), 1, 60),
    "call_days": (N_("Days until somebody calls"), 1, 90),
    "waiting_contact_days": (N_("Days between contacts with everyone who waits"), 1, 60),
    "aftercare_days": (N_("Days until the contact after an ending"), 1, 60),
    "cooling_days": (N_("Days after an ending until a round looks again"), 0, 365),
    "ended_months": (N_("Months that the days of a pair's talks are kept after the end"), 1, 120),
    "contact_days": (N_("Days between contacts with each of a pair"), 1, 90),
    "concern_weeks": (N_("Weeks after a concern in which contacts are closer"), 1, 26),
    "concern_contact_days": (N_("Days between contacts in these weeks"), 1, 30),
    "rest_contact_days": (N_("Days between contacts with who rests and agreed to it"), 7, 180),
    "rest_look_days": (N_("Days until staff look at who rests without a day"), 14, 365),
    "quiet_months": (N_("Months without any news until staff look at a record"), 3, 24),
    "erase_months": (N_("Months without any news until a record that was put away goes"), 6, 60),
    "tell_days": (N_("Days until news that nobody could tell stands under Follow up"), 1, 30),
    "safety_hours": (N_("Hours until a worry about safety is passed on"), 1, 48),
    "escalate_hours": (N_("Staffed hours until a call for today is passed on"), 1, 24),
    "held_hours": (N_("Staffed hours until what somebody took is passed on too"), 1, 40),
    "training_hours": (N_("Hours of training before a match"), 2, 200),
    "training_months": (N_("Months that training holds"), 1, 60),
    "vetting_months": (N_("Months that vetting holds"), 1, 60),
    "supervision_days": (N_("Days between supervision"), 7, 365),
    "safe_contact_days": (N_("Days that a way to reach holds"), 7, 365),
    "idle_minutes_staff_most": (N_("Minutes after which staff are signed out, at most"), 5, 60),
}
ICON_WORDS = {
    "paper": N_("A sheet of paper"),
    "cloud": N_("A cloud"),
    "leaf": N_("A leaf"),
    "cup": N_("A cup"),
    "sun": N_("A sun"),
    "hill": N_("Hills"),
    "circle": N_("A circle"),
}
OBJECTIVES = {
    "coverage": N_("As many people as possible get somebody; then the best fits in all"),
    "fair": N_("As many as possible; then nobody's fit should be poor; then the best fits in all"),
    "score": N_("The best fits in all, even if somebody waits for it"),
    "full": N_("Everybody or nobody: a round that cannot place all proposes nothing"),
}
WEIGHT = "weight_"
WEEKDAYS = dict(enumerate(DAY_LABELS.values()))
