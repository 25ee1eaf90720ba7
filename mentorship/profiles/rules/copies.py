"""What somebody's own copy holds, table by table, and what it leaves out, each with its reason.

A copy is one more page: it must tell nobody what another person said, nor anything before its
hour. So what is shown is listed, and whatever is not listed is left out. A test holds the lists
against every table and column there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentorship.kernel.words import N_

PAIR = ("mentee_id", "mentor_id")
ASKED_OF_EACH = ("safety", "activities", "outcomes", "relationship", "impact")


@dataclass(frozen=True)
class Part:
    """One table in the copy: its heading, the columns that are shown, and whose a row is.

    `of` names the columns that say so, in this table or in the one that `through` leads to;
    `when` holds back single rows; `chosen` are sealed columns that hold a word of our own.
    """

    heading: str
    shows: tuple[str, ...]
    of: tuple[str, ...] = ("person_id",)
    through: str = ""
    chosen: tuple[str, ...] = ()
    when: Callable[[Any, datetime], bool] = lambda _row, _now: True


# How a column reads that holds more than a word, told by the feature that knows.
Say = Callable[[Any, str], str]
SAYS: dict[tuple[str, str], Say] = {}


def says(table: str, *columns: str) -> Callable[[Say], Say]:
    """Register how the values of a table's columns read in a copy."""

    def register(say: Say) -> Say:
        SAYS.update({(table, column): say for column in columns})
        return say

    return register


COPIED = {
    "person": Part(
        N_("Your record"),
        (
            "kind", "standing", "language", "joined_at", "waiting_since", "stop_asked_at",
            "erase_after",
        ),
        of=("id",),
    ),
    "sign_in": Part(N_("How you sign in"), ("name", "enrolled_at", "idle_minutes")),
    "display": Part(N_("How the pages look"), ("scheme", "leaves_by_key", "is_quiet")),
    "recovery": Part(
        N_("Ways back in through us"), ("how", "state", "asked_at", "due_at", "tries", "ended_at")
    ),
    "quiet": Part(
        N_("If we hear nothing from you for long"), ("look_at", "parked_at", "back_at")
    ),
    "safe_contact": Part(
        N_("How we may reach you"),
        (
            "channel", "address", "hours", "voicemail", "name_to_use", "if_other_answers", "how",
            "saved_at", "good_until", "confirmed_at", "confirmed_how", "ended_at",
        ),
        chosen=("voicemail",),
    ),
    "danger_call": Part(N_("We reached you outside your hours, for danger to life"), ("at",)),
    "phone_wish": Part(N_("You want to be told by phone"), ("at", "how")),
    "mail_wish": Part(
        N_("You want to be told by e-mail"), ("sender", "subject", "with_link", "at", "how")
    ),
    "mail": Part(N_("E-mails we sent you"), ("sent_at",)),
    "answer": Part(N_("Your answers"), ("value", "version", "language", "at", "how")),
    "consent": Part(
        N_("What your answers may be used for"),
        ("purpose", "step", "because", "ends_at", "language", "at", "how"),
    ),
    "pause": Part(
        N_("Your pauses"),
        ("why", "began_at", "until", "reach_monthly", "how", "ended_at"),
        when=lambda row, _now: row.why != "safeguarding",
    ),
    "welcome": Part(N_("Your welcome talk"), ("held_at",)),
    "training": Part(N_("Your training"), ("topic", "on", "minutes")),
    "supervision": Part(N_("Your supervision"), ("on",)),
    "readiness": Part(N_("Ready for somebody"), ("ready_since", "last_day")),
    "room": Part(N_("Your room"), ("places", "confirmed_at", "how")),
    "proposal": Part(
        N_("How a pair of yours began"),
        ("made_at",),
        of=PAIR,
        # What came of any other is told in one sentence, the same for everybody.
        when=lambda row, _now: row.state == "accepted",
    ),
    "place": Part(
        N_("The place kept for a pair of yours"),
        ("taken_at", "freed_at"),
        of=PAIR,
        when=lambda row, _now: row.match_id is not None,
    ),
    "offer": Part(
        N_("What we asked you"),
        ("asked_at", "answer_by", "answer", "answered_at", "how", "called"),
    ),
    "match": Part(
        N_("Your pairs"),
        ("made_at", "introduced_as", "introduced_at", "began_at", "paused_until", "closed_at"),
        of=PAIR,
    ),
    "agreement_line": Part(
        N_("What you agreed to"), ("line", "agreed_at", "paper_on", "how")
    ),
    "change_asked": Part(
        N_("You asked for somebody else"), ("at", "how", "not_treated_right"), of=("mentee_id",)
    ),
    "ending": Part(
        N_("When you were told that your talks end"),
        ("told_from",),
        of=PAIR,
        through="match_id",
        when=lambda row, now: row.told_from is not None and row.told_from <= now,
    ),
    "cooling": Part(
        N_("When we look for someone again"),
        ("until",),
        # Not before the hour at which the ending is told.
        when=lambda row, now: row.told_from <= now,
    ),
    "rhythm": Part(
        N_("How often you talk"),
        ("rule", "zone", "way", "minutes", "first_at", "set_at", "mentee_agreed_at",
         "mentor_agreed_at", "replaced_at"),
        of=PAIR,
        through="match_id",
    ),
    "agenda": Part(N_("Your calendar"), ("title", "word", "zone", "days_off")),
    "suggestion": Part(N_("Times you suggested"), ("at", "minutes", "way", "made_at")),
    "meeting": Part(N_("Your talks"), ("at", "minutes", "way"), of=PAIR, through="match_id"),
    "check_in": Part(
        N_("Talks you logged"),
        (
            "on_day", "outcome", "minutes", "way", "feeling", "call_me", "how", "logged_at",
            "taken_back_at",
        ),
        of=("mentor_id",),
    ),
    "check_in_version": Part(
        N_("What your logs said before they were corrected"),
        ("until", "on_day", "outcome", "minutes", "way", "feeling", "call_me", "how"),
        of=("mentor_id",),
        through="check_in_id",
    ),
    "tap": Part(
        N_("How you said it is going"), ("at", "going", "not_heard", "wants_to_talk", "how")
    ),
    "staff_contact": Part(
        N_("What you said when we spoke"),
        ("at", *ASKED_OF_EACH),
        chosen=ASKED_OF_EACH,
    ),
    "report": Part(N_("What you wrote to us"), ("at", "whose", "reader", "how", "words")),
    "notice": Part(
        N_("What we told you"),
        ("kind", "way", "visible_from", "seen_at"),
        when=lambda row, now: row.visible_from <= now,
    ),
    "phone_try": Part(
        N_("Calls we made to tell you"), ("at", "happened_at", "reached"), through="notice_id"
    ),
}  # fmt: skip

WITHHELD = {
    "apart_entry": "the words are never shown again, so that nobody finds them on a device",
    "known_as": "the names and numbers are never shown again, for the same reason",
    "apart_pair": "whom somebody is kept apart from, which either of the two may have asked for",
    "pair_apart": "what either of two answered in confidence",
    "court_check": "rests on what either of two answered in confidence",
    "ending_line": "staff's own list of what was done",
    "fit": "numbers that speak of a second person as well",
    "fit_move": "workings of a round, which speak of others as well",
    "round_answer": "workings of a round; the answers themselves are here",
    "used_answer": "workings of a proposal; the answers themselves are here",
    "round_person": "workings of a round",
    "proposal_note": "staff's words on a decision about two people",
    "review": "who decided about whom is shown to staff alone; the outcome is under readiness",
    "follow_up": "staff's own list of what to do next",
    "follow_up_cause": "staff's own list of what to do next; what was said is here",
    "reach_due": "staff's own list of what to do next",
    "follow_up_step": "staff's own list of what was done",
    "clock_before": "staff's own list of what to do, as it stood some minutes ago",
    "match_review": "what either of two said in confidence",
    "pair_month": "staff's own count of talks, which are here",
    "taken_quarter": "the times of talks, which are here",
    "audit_entry": "shown in words on the page of who has looked",
    "person_key": "a wrapped key that says nothing",
    "weekly_mail": "staff alone have one",
    "duty_mail": "staff alone have one",
    "own_code": "a hash of a code that staff gave in person; who made it is not for a copy",
    "unsent": "what was typed and not sent stands at its own form, for a day",
    "visit": "shown on the page of where one is signed in",
    "hat": "the role, which every page shows",
}
ABOUT_NOBODY = {
    "attempt": "counts under a key of the day",
    "attempt_key": "a key of the day",
    "audit_head": "where the chain ends",
    "invitation": "a card does not say who used it",
    "job": "work to do, by ids",
    "beat": "when the worker last did what it does every minute",
    "matching_round": "counts and sums",
    "request_once": "tokens of forms",
    "round_count": "counts",
    "setting_version": "the agency's own words and numbers",
}
# Steps of a person that staff may record on their behalf. Any other act stays out of the page of
# who has looked: what staff decide, or what the other of two did, would be told there at once.
SAID_THROUGH_STAFF = frozenset(
    {
        "added_apart",
        "added_talk",
        "agreed",
        "agreed_rhythm",
        "answered",
        "answered_offer",
        "asked_call_back",
        "asked_for_another",
        "asked_to_stop",
        "came_back",
        "changed_days_off",
        "changed_log",
        "chose_calendar_word",
        "chose_way_of_telling",
        "chose_zone",
        "closed_calendar",
        "complained",
        "confirmed_room",
        "confirmed_safe_contact",
        "dropped_apart",
        "gave_consent",
        "joined",
        "logged_talk",
        "opened_calendar",
        "passed_over_times",
        "paused",
        "raised_safety",
        "renewed_safe_contact",
        "resumed",
        "said_how_it_is",
        "saved_known_as",
        "saved_safe_contact",
        "set_rhythm",
        "stepped_back",
        "stopped_consent",
        "suggested_talk",
        "talk_cancelled",
        "talk_moved",
        "took_back_log",
    }
)
