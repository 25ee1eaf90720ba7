"""The words that staff may use for what stands on the board."""

from mentorship.checkins.rules.follow_ups import Reason
from mentorship.kernel.words import N_, _

WORDS_TO_USE = {
    Reason.SUSPENDED: N_(
        "We have stopped your access for now. This is not a judgement. "
        "You can tell us your side at any time."
    ),
    Reason.OTHER_SUSPENDED: N_(
        "The one you talk with is not here for now. This has nothing to do with you. "
        "We are here. What would help you this week?"
    ),
    Reason.ENDED: N_(
        "Your talks came to an end two weeks ago. How are you? Would you like us to look again?"
    ),
    Reason.QUIET_FOR_LONG: N_("It is good to hear from you. Nothing is lost."),
    Reason.SILENT: N_("We thought of you. How are you? There is nothing that you have to do."),
    Reason.CHANGE_ASKED: N_(
        "You asked for someone else. That is fine. What would help you now? "
        "We tell the other one nothing before we have spoken."
    ),
    Reason.PAUSE_ASKED: N_("We wondered whether you would like a pause. It is yours to say."),
}

# Once their talks have ended, nobody is away for now.
WORDS_AFTER_THE_END = {
    Reason.OTHER_SUSPENDED: N_(
        "Your talks have come to an end. This has nothing to do with you. "
        "We are here. What would help you this week?"
    ),
}


def script_for(reason: Reason, *, has_ended: bool) -> str:
    """Give the words to use where there are any; other ones once the talks have ended."""
    later = WORDS_AFTER_THE_END if has_ended else {}
    return _(later.get(reason) or WORDS_TO_USE.get(reason, ""))
