"""Questions about the two people: age, children, how far along, an open court case."""

from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import (
    MUST,
    NO_MATTER,
    SIGNS,
    STRENGTH,
    YES_OR_NO,
    Group,
    Kind,
    Option,
    Question,
    SeenBy,
    Side,
    Wording,
    options,
    to_both,
)

AGE_BANDS = options(
    from_18=N_("18 to 24"),
    from_25=N_("25 to 34"),
    from_35=N_("35 to 44"),
    from_45=N_("45 to 54"),
    from_55=N_("55 or older"),
)

ROAD = (
    Option("not_long_out", N_("Someone closer to the start")),
    Option("further_along", N_("Someone further along")),
    Option(NO_MATTER, N_("It does not matter"), frozenset({Side.MENTEE}), compared=False),
    Option(MUST, STRENGTH.label, frozenset({Side.MENTEE}), compared=False),
)

QUESTIONS = (
    Question(
        "q07", "age_band", Kind.ONE, Group.ABOUT_YOU,
        to_both(
            N_("Age group"),
            N_("How old are you?"),
            N_("Some people want to talk with someone of their own age. Some do not."),
        ),
        options=AGE_BANDS, criterion="age",
    ),
    Question(
        "q08", "age_preference", Kind.PREFERENCE, Group.ABOUT_YOU,
        {
            Side.MENTEE: Wording(
                N_("Someone of the same age group"),
                N_("Would you like to talk with someone of your own age group?"),
                N_("We look for someone who fits what you would like."),
            ),
            Side.MENTOR: Wording(
                N_("Someone of the same age group"),
                N_("Would you like to walk with someone of your own age group?"),
                N_("We look for someone who fits what you would like."),
            ),
        },
        options=SIGNS, criterion="age",
    ),
    Question(
        "q09", "parenting", Kind.YES_NO, Group.ABOUT_YOU,
        to_both(
            N_("Children"),
            N_("Do you have children?"),
            N_("Some people want to talk with someone who has children too."),
        ),
        options=YES_OR_NO, criterion="parenting",
    ),
    Question(
        "q10", "parenting_preference", Kind.PREFERENCE, Group.ABOUT_YOU,
        to_both(
            N_("Someone alike in having children or not"),
            N_("Should the other person be like you in having children or not?"),
            N_("We look for someone who fits what you would like."),
        ),
        options=SIGNS, criterion="parenting",
    ),
    Question(
        "q11", "road", Kind.ONE, Group.ABOUT_YOU,
        {
            Side.MENTOR: Wording(
                N_("How far along"),
                N_("Which words fit you better?"),
                N_(
                    "Some people want someone closer to the start. "
                    "Some want someone further along."
                ),
            ),
        },
        options=ROAD, criterion="road", wording=2,
    ),
    Question(
        "q12", "road_wish", Kind.WISH, Group.ABOUT_YOU,
        {
            Side.MENTEE: Wording(
                N_("How far along the other person is"),
                N_("Who would you rather talk with?"),
                N_("We ask what you would like. We do not ask where you are."),
            ),
        },
        options=ROAD, criterion="road", wording=2,
    ),
    Question(
        "q13", "court_case", Kind.YES_NO, Group.ABOUT_YOU,
        to_both(
            N_("An official matter"),
            N_("Is there an open court case you are part of?"),
            N_(
                "If so, a person checks first, and you agree not to talk about its facts. "
                "We ask nothing else about it, and we never show it to the other person."
            ),
        ),
        # What the other side was never told, they can never be asked about in court.
        options=YES_OR_NO, seen_by=SeenBy.STAFF, wording=2,
    ),
)  # fmt: skip
