"""Every step that staff can record for somebody: this feature's, and those beside it by name."""

from dataclasses import dataclass

from mentorship.accounts.rules import Kind
from mentorship.kernel.words import N_

BOTH = frozenset({Kind.MENTEE, Kind.MENTOR})
MENTEES, MENTORS = frozenset({Kind.MENTEE}), frozenset({Kind.MENTOR})


@dataclass(frozen=True)
class Step:
    """A page below `FOR`, what it is called, and for whom it makes sense."""

    endpoint: str
    words: str
    kinds: frozenset[Kind] = BOTH


STEPS = (
    Step("profiles.language_for", N_("The language you speak with them")),
    Step("profiles.reach_me_for", N_("How to reach them")),
    Step("notices.way_for", N_("How they want to be told")),
    Step("profiles.known_as_for", N_("Names and numbers they go by")),
    Step("profiles.apart_for", N_("People to keep away from them")),
    Step("profiles.three_for", N_("Languages, times and way to meet")),
    Step("profiles.choices_for", N_("Their answers, and what these may be used for")),
    Step("profiles.sheet_for", N_("A sheet to fill in on paper")),
    Step("profiles.room_for", N_("How many people they have room for"), MENTORS),
    Step("matches.offers_for", N_("Their answer to somebody we asked them about")),
    Step("matches.agreements_for", N_("What both agree to")),
    Step("checkins.rhythm_for", N_("How often they meet")),
    Step("checkins.talks_for", N_("Their talks: move one, or take one off")),
    Step("checkins.plan_for", N_("One more talk")),
    Step("checkins.days_off_for", N_("Days that do not fit them")),
    Step("checkins.time_zone_for", N_("The clock they go by")),
    Step("checkins.own_words_for", N_("The word in their calendar")),
    Step("checkins.log_for", N_("A talk they had"), MENTORS),
    Step("checkins.logs_for", N_("Correct what they said of a talk"), MENTORS),
    Step("checkins.how_is_it_for", N_("How it is going for them"), MENTEES),
    Step("checkins.tell_for", N_("They are worried about someone's safety now")),
    Step("checkins.not_right_for", N_("They were not treated right")),
    Step("matches.another_for", N_("They would like somebody else"), MENTEES),
    Step("profiles.pause_for", N_("A pause")),
    Step("profiles.step_back_for", N_("They need to step back"), MENTORS),
    Step("accounts.stop_for", N_("Stop, and delete what we have")),
)
