"""The kinds of notice, and the one constant sentence of each.

Sentences stand here whole: nothing about a person is ever put into them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mentorship.kernel.words import N_


class NoticeKind(StrEnum):
    """What somebody is told."""

    OFFER_WAITING = "offer_waiting"
    DID_NOT_GO_AHEAD = "did_not_go_ahead"
    BOTH_SAID_YES = "both_said_yes"
    MATCH_BEGAN = "match_began"
    MATCH_PAUSED = "match_paused"
    MATCH_RESUMED = "match_resumed"
    MATCH_ENDED = "match_ended"
    TALK_MOVED = "talk_moved"
    TALK_CANCELLED = "talk_cancelled"
    TALK_SUGGESTED = "talk_suggested"
    TALK_PLANNED = "talk_planned"
    TALK_NOT_FOUND = "talk_not_found"
    RHYTHM_SAID = "rhythm_said"
    LOG_WAITING = "log_waiting"
    CONSENT_ENDED = "consent_ended"
    SAFE_CONTACT_ENDED = "safe_contact_ended"
    SAFE_CONTACT_CHANGED = "safe_contact_changed"
    CHECKS_DECIDED = "checks_decided"
    REVIEW_WAITING = "review_waiting"
    CALL_BACK_ASKED = "call_back_asked"
    SIGN_IN_RECOVERED = "sign_in_recovered"
    WAY_IN_GIVEN = "way_in_given"
    SECOND_FACTOR_REPLACED = "second_factor_replaced"
    SAFETY_RAISED = "safety_raised"
    FOLLOW_UP_PASSED = "follow_up_passed"
    COMPLAINT_RAISED = "complaint_raised"


@dataclass(frozen=True)
class Wording:
    """How one kind reads, what staff say on the phone, and which page it leads to.

    `takes` names the id in that page's address, where it has one.
    """

    sentence: str
    endpoint: str
    takes: str = ""
    script: str = ""


WORDINGS: dict[NoticeKind, Wording] = {
    NoticeKind.OFFER_WAITING: Wording(
        N_("We may have found someone. There is a question for you."),
        "matches.offer",
        takes="offer_id",
        script=N_("We may have found someone who fits. Would you like to hear about them now?"),
    ),
    NoticeKind.DID_NOT_GO_AHEAD: Wording(
        N_("This one did not go ahead. There can be many reasons, also ours."),
        "desk.home",
        script=N_(
            "The one we told you about did not go ahead. There can be many reasons, also ours."
        ),
    ),
    NoticeKind.BOTH_SAID_YES: Wording(
        N_("This one goes ahead. We will introduce you."),
        "matches.offer",
        takes="offer_id",
        script=N_("You both said yes. When would be a good time to bring you together?"),
    ),
    NoticeKind.MATCH_BEGAN: Wording(
        N_("You can plan your talks now."),
        "checkins.talks",
        script=N_("You can start to talk now. Which days and times would be good?"),
    ),
    NoticeKind.MATCH_PAUSED: Wording(
        N_("Your talks rest for now."),
        "checkins.talks",
        script=N_("Your talks rest for now. Nobody did anything wrong."),
    ),
    NoticeKind.MATCH_RESUMED: Wording(
        N_("Your talks can go on."),
        "checkins.talks",
        script=N_("Your talks can go on. Which day would be good?"),
    ),
    NoticeKind.MATCH_ENDED: Wording(
        N_("Your talks with this person have come to an end."),
        "desk.home",
        script=N_("Your talks with this person have come to an end. We will speak with you soon."),
    ),
    NoticeKind.TALK_MOVED: Wording(
        N_("A talk has a new time."),
        "checkins.meeting",
        takes="meeting_id",
        script=N_("One of your talks has a new time. Shall I tell you when?"),
    ),
    NoticeKind.TALK_CANCELLED: Wording(
        N_("A talk was taken off your list."),
        "checkins.talks",
        script=N_("One of your talks will not take place. Shall I tell you which?"),
    ),
    NoticeKind.TALK_SUGGESTED: Wording(
        N_("There are times for a talk to choose from."),
        "checkins.talks",
        script=N_("There are times for your next talk to choose from. Shall I read them to you?"),
    ),
    NoticeKind.TALK_PLANNED: Wording(
        N_("A new talk is planned. See when it is."),
        "checkins.meeting",
        takes="meeting_id",
        script=N_("A new talk is planned. Shall I tell you when?"),
    ),
    NoticeKind.TALK_NOT_FOUND: Wording(
        N_("None of the times you suggested was picked. You can suggest others."),
        "checkins.talks",
        script=N_("None of the times you suggested was picked. Would you like to name others?"),
    ),
    NoticeKind.RHYTHM_SAID: Wording(
        N_("There are new days for your talks. See if they fit you."),
        "checkins.talks",
        script=N_("There are new days for your talks. Shall I read them to you? Do they fit?"),
    ),
    NoticeKind.LOG_WAITING: Wording(
        N_("A talk was planned. Tell us in two taps how it was, or say it moved."),
        "checkins.talks",
        script=N_("A talk was planned. Did it take place?"),
    ),
    NoticeKind.CONSENT_ENDED: Wording(
        N_("One of your choices came to its end. It is off now, and nothing is lost."),
        "profiles.choices",
        script=N_("One of your choices came to its end. Would you like to keep it?"),
    ),
    NoticeKind.SAFE_CONTACT_ENDED: Wording(
        N_("Is there a safe way to reach you? Tell us, so that we can call."),
        "profiles.reach_me",
        script=N_("Is this still a safe way to reach you?"),
    ),
    NoticeKind.SAFE_CONTACT_CHANGED: Wording(
        N_("You gave us a new way to reach you. We use it after we spoke with you."),
        "profiles.reach_me",
        script=N_("There is a new way to reach you in our list. Did you ask for that?"),
    ),
    NoticeKind.CHECKS_DECIDED: Wording(
        N_("There is news about your training and checks."),
        "desk.home",
        script=N_("There is news about your training and checks. May I tell you now?"),
    ),
    NoticeKind.REVIEW_WAITING: Wording(
        N_("A decision waits for a second pair of eyes."), "profiles.review", takes="review_id"
    ),
    NoticeKind.CALL_BACK_ASKED: Wording(
        N_("Somebody phoned and asked for new words for you. Was it not you? You can stop it."),
        "accounts.own_call_back",
        script=N_("Somebody asked us for new words for you to sign in. Was it you?"),
    ),
    NoticeKind.WAY_IN_GIVEN: Wording(
        N_("Staff gave somebody new words to sign in. See who did, and how."),
        "accounts.ways_in",
    ),
    NoticeKind.SIGN_IN_RECOVERED: Wording(
        N_("Staff gave you a new way to sign in. If you did not ask for it, tell us today."),
        "checkins.help_page",
        script=N_("You were given a new way to sign in. Did you ask for it?"),
    ),
    NoticeKind.SECOND_FACTOR_REPLACED: Wording(
        N_("A colleague has to set up a new second factor. If nobody told you why, ask them."),
        "accounts.staff_member",
        takes="person_id",
    ),
    NoticeKind.SAFETY_RAISED: Wording(
        N_("Somebody is worried about someone's safety. It stands at the top of Follow up."),
        "checkins.board",
    ),
    NoticeKind.FOLLOW_UP_PASSED: Wording(
        N_("Something that nobody took has come to you."),
        "checkins.follow_up",
        takes="row_id",
    ),
    NoticeKind.COMPLAINT_RAISED: Wording(
        N_("Somebody was not treated right. They chose who reads it, and you are among them."),
        "checkins.follow_up",
        takes="row_id",
    ),
}


def is_visible(visible_from: datetime, seen_at: datetime | None, now: datetime) -> bool:
    """A notice shows from its moment on until it is cleared."""
    return visible_from <= now and seen_at is None
