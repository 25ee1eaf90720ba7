"""Questions that stand apart: optional, on a page of their own, never needed to be matched."""

from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import (
    SIGNS,
    STRENGTH,
    Group,
    Kind,
    Option,
    Question,
    options,
    to_both,
)

GENDERS = options(
    woman=N_("Woman"),
    man=N_("Man"),
    non_binary=N_("Non-binary"),
    trans=N_("Trans"),
)

SAFE_WITH = (
    Option("woman", N_("Women")),
    Option("man", N_("Men")),
    Option("non_binary", N_("Non-binary people")),
    Option("trans", N_("Trans people")),
    STRENGTH,
)

FAITHS = (
    *options(
        buddhist=N_("Buddhist"),
        christian=N_("Christian"),
        hindu=N_("Hindu"),
        jewish=N_("Jewish"),
        muslim=N_("Muslim"),
        sikh=N_("Sikh"),
        traditional=N_("A traditional faith"),
        no_faith=N_("No faith"),
    ),
    Option("other_faith", N_("Another faith"), compared=False),
)

COMMUNITIES = (
    *options(
        african=N_("African"),
        arab=N_("Arab"),
        caribbean=N_("Caribbean"),
        central_asian=N_("Central Asian"),
        east_asian=N_("East Asian"),
        east_european=N_("East European"),
        indigenous=N_("Indigenous"),
        latin_american=N_("Latin American"),
        roma=N_("Roma or Sinti"),
        south_asian=N_("South Asian"),
        southeast_asian=N_("Southeast Asian"),
        west_european=N_("West European"),
    ),
    Option("other_community", N_("Another community"), compared=False),
)

AREAS = (
    *options(
        centre=N_("In the centre"),
        north=N_("In the north"),
        east=N_("In the east"),
        south=N_("In the south"),
        west=N_("In the west"),
    ),
    Option("far", N_("Further away"), compared=False),
)

WE_LOOK = N_("We look for someone who fits what you would like.")

QUESTIONS = (
    Question(
        "q14", "pronouns", Kind.WORDS, Group.SENSITIVE,
        to_both(
            N_("Pronouns"),
            N_("Which pronouns should people use for you?"),
            N_("So that people speak of you in the right way."),
        ),
    ),
    Question(
        "q15", "gender_words", Kind.WORDS, Group.SENSITIVE,
        to_both(
            N_("Gender, in own words"),
            N_("How would you put your gender in your own words?"),
            N_("No list fits everyone. A computer never compares these words."),
        ),
    ),
    Question(
        "q16", "gender", Kind.MANY, Group.SENSITIVE,
        to_both(
            N_("Gender"),
            N_("Which of these words fit you?"),
            N_("Other people can say who they feel safe with. This lets us respect it."),
        ),
        options=GENDERS, criterion="safe_with",
    ),
    Question(
        "q17", "safe_with", Kind.WISH, Group.SENSITIVE,
        to_both(
            N_("At ease with"),
            N_("Who would you feel safe with?"),
            N_("Choose as many as you like. You never need to say why."),
        ),
        options=SAFE_WITH, criterion="safe_with", wording=2,
    ),
    Question(
        "q18", "faith", Kind.ONE, Group.SENSITIVE,
        to_both(
            N_("Faith"),
            N_("Do you have a faith?"),
            N_("Some people want to talk with someone of their own faith. Some do not."),
        ),
        options=FAITHS, criterion="faith",
    ),
    Question(
        "q19", "faith_preference", Kind.PREFERENCE, Group.SENSITIVE,
        to_both(
            N_("Someone of the same faith"),
            N_("Would you like the other person to have the same faith as you?"),
            WE_LOOK,
        ),
        options=SIGNS, criterion="faith",
    ),
    Question(
        "q20", "community", Kind.MANY, Group.SENSITIVE,
        to_both(
            N_("Community or culture"),
            N_("Which communities or cultures do you belong to?"),
            N_("Some people want someone from their own community. Some want anyone else."),
        ),
        options=COMMUNITIES, criterion="community",
    ),
    Question(
        "q21", "community_preference", Kind.PREFERENCE, Group.SENSITIVE,
        to_both(
            N_("Someone of the same community or culture"),
            N_("Would you like the other person to be from your own community or culture?"),
            WE_LOOK,
        ),
        options=SIGNS, criterion="community",
    ),
    Question(
        "q22", "area", Kind.ONE, Group.SENSITIVE,
        to_both(
            N_("Part of the area"),
            N_("In which part of the area do you live, roughly?"),
            N_("Some people want someone near. Some want someone not too near."),
        ),
        options=AREAS, criterion="distance",
    ),
    Question(
        "q23", "distance_preference", Kind.PREFERENCE, Group.SENSITIVE,
        to_both(
            N_("Someone who lives near"),
            N_("Would you like the other person to live near you?"),
            WE_LOOK,
        ),
        options=SIGNS, criterion="distance",
    ),
)  # fmt: skip
