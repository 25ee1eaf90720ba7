"""The numbers of the agency that an administrator may change, each with its bounds."""

from dataclasses import dataclass

from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import DAY_LABELS

A_NUMBER = N_("Write a number from %(min)s to %(max)s.")


@dataclass(frozen=True)
class Number:
    """What is asked, the least and the most, what it does, and whether it can be left out."""

    label: str
    least: int
    most: int
    hint: str = ""
    may_be_empty: bool = False


MATCHING = {
    "common_slots": Number(N_("Times in common a pair needs"), 1, 21),
    "room_confirmed_days": Number(
        N_("Days that a mentor's word on their room counts"), 7, 180,
        N_("After that no round asks for the place until the mentor says again that it is there."),
    ),
    "take_back_minutes": Number(
        N_("Minutes in which an approval can be taken back"), 1, 120,
        N_("The mentee is asked when they are over."),
    ),
    "offer_days": Number(N_("Days until we ring about an unanswered offer"), 1, 60),
    "hold_most_days": Number(N_("Days for which a proposal can be put on hold at most"), 1, 180),
    "not_now_days": Number(N_("Days that 'not now' keeps a pair apart"), 1, 365),
    "cooling_days": Number(N_("Days after an ending until a round looks again"), 0, 365),
    "supervisor_matches": Number(
        N_("Matches that one supervisor can hold at a time"), 1, 500,
        N_("Empty: no limit. Whoever noted a mentor's newest supervision supervises them."),
        may_be_empty=True,
    ),
}  # fmt: skip
TALKS = {
    "meetings_ahead_weeks": Number(
        N_("Weeks for which the talks of a rhythm are planned ahead"), 1, 26,
        N_("So far ahead they stand on the lists of both and in their calendars."),
    ),
    "suggestion_days": Number(
        N_("Days in which suggested times can be answered"), 1, 14,
        N_("What nobody picked by then is free again, and the one who suggested it is told."),
    ),
    "log_edit_hours": Number(
        N_("Hours in which a mentor can change a log alone"), 1, 168,
        N_("After that staff correct it for them. What it said before is kept."),
    ),
    "month_talks": Number(
        N_("Talks that a pair is to have in a month"), 1, 31,
        N_("Empty: nobody counts them. A pair that agreed on fewer is judged by that."),
        may_be_empty=True,
    ),
    "month_minutes": Number(
        N_("Minutes that a pair is to talk in a month"), 1, 6000,
        N_("Empty: nobody counts them. A pair that agreed on less is judged by that."),
        may_be_empty=True,
    ),
    "match_months": Number(N_("Months that a pair's talks are meant to last"), 1, 120),
    "review_months": Number(
        N_("Months after which staff first look back on a pair's talks with both"), 1, 60,
        N_("Empty: only when the time the talks are meant to last is over."),
        may_be_empty=True,
    ),
    "review_ahead_days": Number(N_("Days by which looking back can come before its day"), 1, 180),
    "note_days": Number(
        N_("Days that a note is kept after staff acted on it"), 1, 90,
        N_("What was said to the five questions of a contact goes so many days after the next."),
    ),
    "ended_months": Number(
        N_("Months that the days of a pair's talks are kept after the end"), 1, 120
    ),
}  # fmt: skip
FOLLOWED_UP = {
    "first_talk_days": Number(N_("Days until the first talk"), 1, 60),
    "early_log_days": Number(
        N_("Days until a pair is to be heard of again, in the first month"), 1, 60,
        N_("Counted from the last talk that was held, while it lies in the first 30 days."),
    ),
    "later_log_days": Number(
        N_("Days until a pair is to be heard of again, later on"), 1, 90,
        N_("Counted from the last talk that was held. It is also what a mentor reads after a log."),
    ),
    "talk_grace_days": Number(N_("Days after a talk until its log is due"), 0, 30),
    "reminder_days": Number(
        N_("Days until the one reminder"), 1, 30,
        N_("Counted from when a pair was to be heard of. Only the mentor gets it, and only once."),
    ),
    "late_days": Number(
        N_("Days until it is late"), 1, 60,
        N_("Counted from when a pair was to be heard of. All else is late after a day."),
    ),
    "call_days": Number(
        N_("Days until somebody calls"), 1, 90, N_("Counted from the day on which it was due.")
    ),
    "new_person_days": Number(
        N_("Days until somebody speaks with a new person"), 1, 60,
        N_("Counted from joining. The new person reads the day on their first page."),
    ),
    "waiting_contact_days": Number(N_("Days between contacts with everyone who waits"), 1, 60),
    "silent_days": Number(
        N_("Days without a sign of a mentee until staff look after them"), 7, 365
    ),
    "first_month_contacts": Number(
        N_("Contacts with each of a pair in the first month"), 1, 8,
        N_("They are spread evenly over 30 days, with the mentee and the mentor apart."),
    ),
    "contact_days": Number(N_("Days between contacts with each of a pair"), 1, 90),
    "concern_weeks": Number(N_("Weeks after a concern in which contacts are closer"), 1, 26),
    "concern_contact_days": Number(N_("Days between contacts in these weeks"), 1, 30),
    "rest_contact_days": Number(
        N_("Days between contacts with who rests and agreed to it"), 7, 180
    ),
    "rest_look_days": Number(N_("Days until staff look at who rests without a day"), 14, 365),
    "quiet_months": Number(
        N_("Months without any news until staff look at a record"), 3, 24,
        N_("They say what becomes of it: it stays, or it is put away."),
    ),
    "erase_months": Number(
        N_("Months without any news until a record that was put away goes"), 6, 60,
        N_("Until then whoever comes back finds it as it was."),
    ),
    "aftercare_days": Number(N_("Days until the contact after an ending"), 1, 60),
    "tell_days": Number(
        N_("Days until news that nobody could tell stands under Follow up"), 1, 30
    ),
    "safety_hours": Number(N_("Hours until a worry about safety is passed on"), 1, 48),
    "escalate_hours": Number(N_("Staffed hours until a call for today is passed on"), 1, 24),
    "held_hours": Number(N_("Staffed hours until what somebody took is passed on too"), 1, 40),
    "complaint_days": Number(
        N_("Days in which a complaint is answered"), 2, 30,
        N_("The person reads it before they send it. After that it comes to the next reader."),
    ),
    "snooze_most_days": Number(
        N_("Days for which something can be put off at most"), 1, 180,
        N_("A worry about safety and a complaint cannot be put off at all."),
    ),
    "reopen_days": Number(
        N_("Days in which the same thing again opens the old row"), 1, 180,
        N_("Staff then see what was done about it before. After that a new row begins."),
    ),
}  # fmt: skip
CHECKS = {
    "training_hours": Number(N_("Hours of training before a match"), 2, 200),
    "training_months": Number(N_("Months that training holds"), 1, 60),
    "vetting_months": Number(N_("Months that vetting holds"), 1, 60),
    "supervision_days": Number(N_("Days between supervision"), 7, 365),
    "safe_contact_days": Number(N_("Days that a way to reach holds"), 7, 365),
    "idle_minutes_staff_most": Number(
        N_("Minutes after which staff are signed out, at most"), 5, 60
    ),
}
# In the order of the settings, each on a page of its own.
NUMBERS: dict[str, tuple[str, dict[str, Number]]] = {
    "numbers": (N_("Numbers: rounds and offers"), MATCHING),
    "talks": (N_("Numbers: talks and logs"), TALKS),
    "board": (N_("Numbers: what staff follow up"), FOLLOWED_UP),
    "holds": (N_("Numbers: how long something holds"), CHECKS),
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
