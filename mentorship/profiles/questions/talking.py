"""The three questions without which nobody can be looked for, and those on what talks are like."""

from mentorship.kernel.words import N_
from mentorship.profiles.questions.kinds import (
    SLOTS,
    Group,
    Kind,
    Option,
    Question,
    Side,
    Wording,
    options,
    to_both,
)

LANGUAGES = options(
    sq=N_("Albanian"), am=N_("Amharic"), ar=N_("Arabic"), bg=N_("Bulgarian"), zh=N_("Chinese"),
    nl=N_("Dutch"), en=N_("English"), tl=N_("Filipino"), fr=N_("French"), de=N_("German"),
    ha=N_("Hausa"), hi=N_("Hindi"), hu=N_("Hungarian"), ig=N_("Igbo"), it=N_("Italian"),
    ku=N_("Kurdish"), fa=N_("Persian"), pl=N_("Polish"), pt=N_("Portuguese"), pa=N_("Punjabi"),
    rom=N_("Romani"), ro=N_("Romanian"), ru=N_("Russian"), so=N_("Somali"), es=N_("Spanish"),
    th=N_("Thai"), ti=N_("Tigrinya"), tr=N_("Turkish"), uk=N_("Ukrainian"), ur=N_("Urdu"),
    vi=N_("Vietnamese"), yo=N_("Yoruba"), sign=N_("Sign language"),
)  # fmt: skip

# In person goes with the part of the area, so that one answer with one consent says where.
WAYS = options(
    phone=N_("By phone"),
    video=N_("By video"),
    text=N_("By text messages"),
    in_person_centre=N_("In person, in the centre"),
    in_person_north=N_("In person, in the north"),
    in_person_east=N_("In person, in the east"),
    in_person_south=N_("In person, in the south"),
    in_person_west=N_("In person, in the west"),
)

TOPICS = options(
    safe_housing=N_("A safe place to live"),
    counselling=N_("Counselling"),
    recovery=N_("Recovery from drugs or drink"),
    health=N_("Health"),
    study=N_("Learning and study"),
    work=N_("Work and skills"),
    courts=N_("Courts and records"),
    children=N_("Children and family"),
    faith=N_("Faith"),
    immigration=N_("Papers and the right to stay"),
    money=N_("Money and debts"),
    everyday=N_("Everyday life"),
    someone=N_("Someone to talk with"),
)

INTERESTS = options(
    cooking=N_("Cooking"),
    music=N_("Music"),
    films=N_("Films and series"),
    reading=N_("Reading and writing"),
    crafts=N_("Making things by hand"),
    sport=N_("Sport and moving"),
    nature=N_("Walks and nature"),
    animals=N_("Animals"),
    games=N_("Games"),
    beauty=N_("Hair and clothes"),
    gardening=N_("Gardening"),
    helping=N_("Helping others"),
)

STYLE = (
    Option("1", N_("Mostly being listened to")),
    Option("2", N_("More listening")),
    Option("3", N_("A bit of both")),
    Option("4", N_("More ideas")),
    Option("5", N_("Mostly ideas and advice")),
)

QUESTIONS = (
    Question(
        "q01", "languages", Kind.MANY, Group.FIRST,
        to_both(
            N_("Languages"),
            N_("Which languages can you talk in with ease?"),
            N_("We ask so we can find someone you can talk with."),
        ),
        options=LANGUAGES, criterion="languages", hard=True,
    ),
    Question(
        "q02", "times", Kind.WEEK, Group.FIRST,
        to_both(
            N_("Times"),
            N_("When in the week could you talk?"),
            N_("We ask so we can find someone who has time when you do."),
        ),
        options=tuple(Option(slot, slot) for slot in SLOTS), criterion="times", hard=True,
    ),
    Question(
        "q03", "ways", Kind.MANY, Group.FIRST,
        {
            Side.MENTEE: Wording(
                N_("Ways to meet"),
                N_("How would you like to talk or meet?"),
                N_("We ask so we can find someone who can meet in the same way."),
            ),
            Side.MENTOR: Wording(
                N_("Ways to meet"),
                N_("How can you talk or meet?"),
                N_("We ask so we can find someone who can meet in the same way."),
            ),
        },
        options=WAYS, criterion="ways", hard=True,
    ),
    Question(
        "q04", "topics", Kind.MANY, Group.TALKING,
        {
            Side.MENTEE: Wording(
                N_("Would like help with"),
                N_("What would you like to talk about or get help with?"),
                N_("We look for someone who knows about these things."),
            ),
            Side.MENTOR: Wording(
                N_("Can help with"),
                N_("What can you talk about or help with?"),
                N_("We look for someone who would like to talk about these things."),
            ),
        },
        options=TOPICS, criterion="topics",
    ),
    Question(
        "q05", "style", Kind.SCALE, Group.TALKING,
        {
            Side.MENTEE: Wording(
                N_("Style of talking"),
                N_("What helps you more in a talk?"),
                N_("Some people want to be heard. Some want ideas. Both are fine."),
            ),
            Side.MENTOR: Wording(
                N_("Style of talking"),
                N_("How do you mostly talk with people?"),
                N_("Some people listen more. Some give more ideas. Both are fine."),
            ),
        },
        options=STYLE, criterion="style",
    ),
    Question(
        "q06", "interests", Kind.MANY, Group.TALKING,
        to_both(
            N_("Interests"),
            N_("What do you like to do?"),
            N_("It is easier to talk when you have something in common."),
        ),
        options=INTERESTS, criterion="interests",
    ),
)  # fmt: skip
