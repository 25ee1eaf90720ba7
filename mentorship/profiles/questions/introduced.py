"""What is asked for the time after the introduction, and used for nothing else."""

from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import Group, Kind, Question, SeenBy, to_both

QUESTIONS = (
    Question(
        "q24", "way_to_reach", Kind.WORDS, Group.INTRODUCED,
        to_both(
            N_("A way to reach you"),
            N_("Is there one way in which your match may reach you?"),
            N_(
                "You can plan all talks here and give nothing. If you give a number or a name, "
                "choose one that nobody else reads."
            ),
        ),
        seen_by=SeenBy.MATCH,
    ),
)  # fmt: skip
