"""What staff pages call states, lists, needs and decisions; marked here, said in the templates."""

from mentorship.accounts.rules import Kind
from mentorship.kernel.words import N_
from mentorship.profiles.forms.apart import KIND_WORDS
from mentorship.profiles.forms.readiness import DECISION_WORDS, TOPIC_WORDS
from mentorship.profiles.release import LeftOut
from mentorship.profiles.rules.people import Bond, Show, State
from mentorship.profiles.rules.readiness import Need, ReviewState

SIDE_WORDS = {Kind.MENTEE: N_("Mentee"), Kind.MENTOR: N_("Mentor")}
SHOW_WORDS = {
    Show.ALL: N_("Everybody"),
    Show.WAITING: N_("Waiting"),
    Show.ASKED: N_("Asked"),
    Show.TALKING: N_("With somebody"),
    Show.ROOM: N_("With room"),
    Show.PAUSED: N_("Paused"),
    Show.NEW: N_("New"),
    Show.NOT_READY: N_("Not ready now"),
    Show.ENDED: N_("Stopping"),
}
STATE_WORDS = {
    State.ENDED: N_("Asked to stop"),
    State.SUSPENDED: N_("Suspended"),
    State.PAUSED: N_("Paused"),
    State.NEW: N_("New"),
    State.NOT_READY: N_("Not ready now"),
    State.WAITING: N_("Waiting"),
    State.ASKED: N_("Asked"),
    State.AGREED: N_("Both said yes"),
    State.TOGETHER: N_("Has somebody"),
    State.RESTING: N_("Pair paused"),
    State.ENDING: N_("Ending"),
    State.ROOM: N_("Has room"),
    State.HERE: N_("Here"),
}
BOND_WORDS = {
    Bond.ASKED: N_("asked"),
    Bond.AGREED: N_("both said yes"),
    Bond.TOGETHER: N_("together"),
    Bond.RESTING: N_("paused"),
    Bond.ENDING: N_("ending"),
}
STATE_TAGS = {
    State.ENDED: "plain",
    State.SUSPENDED: "call",
    State.PAUSED: "paused",
    State.NEW: "new",
    State.NOT_READY: "late",
    State.WAITING: "due",
    State.ASKED: "due",
    State.AGREED: "due",
    State.TOGETHER: "ok",
    State.RESTING: "paused",
    State.ENDING: "plain",
    State.ROOM: "ok",
    State.HERE: "ok",
}
MISSING_WORDS = {
    LeftOut.NOT_WELCOMED: N_("The welcome talk is to come."),
    LeftOut.NOT_READY: N_("Training and checks are not complete, or a date has passed."),
    LeftOut.PAUSED: N_("They are paused."),
    LeftOut.NO_ROOM: N_("They have not said this month that they have room."),
    LeftOut.NEEDS_TALK: N_("They wait, and need a talk."),
    LeftOut.CANNOT_LOOK: N_("We may not use all of their languages, times and way to meet."),
}
NEED_WORDS = {
    Need.TRAINING: N_("Training"),
    Need.VETTING: N_("Checks"),
    Need.SUPERVISION: N_("Supervision"),
    Need.AGREEMENT: N_("Agreement"),
}
REVIEW_WORDS = {
    ReviewState.ASKED: N_("A second person was asked"),
    ReviewState.APPROVED: N_("Yes"),
    ReviewState.DECLINED: N_("No"),
    ReviewState.CLOSED: N_("Taken back"),
}

__all__ = [
    "BOND_WORDS",
    "DECISION_WORDS",
    "KIND_WORDS",
    "MISSING_WORDS",
    "NEED_WORDS",
    "REVIEW_WORDS",
    "SHOW_WORDS",
    "SIDE_WORDS",
    "STATE_TAGS",
    "STATE_WORDS",
    "TOPIC_WORDS",
]
