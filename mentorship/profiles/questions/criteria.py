"""The criteria of the matching, as data from the registry and the agency's settings."""

from matching.criteria import Criterion, Overlap, Table, Week
from matching.criteria import Kind as CriterionKind
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import N_
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.questions.kinds import Question, Side

# Topics weigh most; what people are comes after what they want to talk about.
WEIGHTS = {
    "topics": 40,
    "road": 10,
    "safe_with": 10,
    "safe_with_of_mentor": 5,
    "style": 8,
    "interests": 8,
    "age": 8,
    "parenting": 8,
    "faith": 8,
    "community": 8,
    "distance": 6,
}

LABELS = {
    "languages": N_("A language in common"),
    "times": N_("Times in common"),
    "ways": N_("A way to meet in common"),
    "topics": N_("Help wanted and offered"),
    "road": N_("How far along"),
    "safe_with": N_("Who the mentee is at ease with"),
    "safe_with_of_mentor": N_("Who the mentor is at ease with"),
    "style": N_("Style of talking"),
    "interests": N_("Interests"),
    "age": N_("Age group"),
    "parenting": N_("Children"),
    "faith": N_("Faith"),
    "community": N_("Community or culture"),
    "distance": N_("How near they live"),
}


def criterion_key(question: Question, side: Side) -> str:
    """Tell under which criterion an answer counts: each side's wish about the other has its own."""
    if question.key == "safe_with" and side is Side.MENTOR:
        return "safe_with_of_mentor"
    return question.criterion or ""


def criteria(agency: Agency) -> tuple[Criterion, ...]:
    """Give what a round compares, with this agency's weights and numbers."""
    any_one = Overlap(enough=1)
    return (
        _hard("languages", any_one),
        _hard("times", Week(least=agency.common_slots)),
        _hard("ways", any_one),
        _soft(agency, "topics", Overlap()),
        _soft(agency, "road", any_one, mentee="road_wish", mentor="road"),
        _soft(agency, "safe_with", any_one, mentee="safe_with", mentor="gender"),
        _soft(agency, "safe_with_of_mentor", any_one, mentee="gender", mentor="safe_with"),
        _soft(agency, "style", Table.nearness(_size("style"))),
        _soft(agency, "interests", Overlap(enough=2)),
        _soft(agency, "age", Table.identity(_size("age_band")), reads="age_band", signed=True),
        _soft(agency, "parenting", Table.identity(_size("parenting")), signed=True),
        _soft(agency, "faith", Table.identity(_size("faith")), signed=True),
        _soft(agency, "community", any_one, signed=True),
        _soft(agency, "distance", Table.identity(_size("area")), reads="area", signed=True),
    )


def _size(key: str) -> int:
    return len(BY_KEY[key].compared)


def _hard(key: str, compare: Overlap | Week) -> Criterion:
    return Criterion(key=key, kind=CriterionKind.HARD, compare=compare)


def _soft(
    agency: Agency,
    key: str,
    compare: Overlap | Table,
    *,
    reads: str | None = None,
    mentee: str | None = None,
    mentor: str | None = None,
    signed: bool = False,
) -> Criterion:
    return Criterion(
        key=key,
        kind=CriterionKind.SOFT,
        compare=compare,
        weight=agency.weights.get(key, WEIGHTS[key]),
        signed=signed,
        mentee_reads=mentee or reads,
        mentor_reads=mentor or reads,
    )
