"""Everyone's first page: the one thing that is next, what is new, and only what is true."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mentorship.accounts import queries as accounts
from mentorship.accounts.queries import person
from mentorship.accounts.service import standing
from mentorship.checkins import service as checkins
from mentorship.checkins.queries import follow_ups, talks
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service.talks import add_moment
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.words import format_date
from mentorship.matches import service as matches
from mentorship.matches.rules.closing import Line
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.notices import service as notices
from mentorship.notices.rules import NoticeKind
from mentorship.profiles import queries as profiles
from mentorship.profiles.models import Welcome
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service.contact import save_first_contact
from mentorship.profiles.service.pause import pause, resume
from tests import scenes
from tests.cast import Cast
from tests.full import REACH
from tests.pages import Visitor
from tests.participants import acting, can_be_looked_for, code, say
from tests.scenes import Scene
from tests.talking import begin, said

As = Callable[..., Visitor]
LOOKING, STOPPED = "We are still looking.", "Go on where you stopped"
LONGER = "That takes longer than we said."
NOTHING = "Nothing needs your answer today."


@pytest.fixture
def scene(installation: Installation, cast: Cast, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        return scenes.introduction(session, now, scenes.of_the_cast(session, cast, now))


def promised(installation: Installation, cast: Cast) -> str:
    with installation.database.reading() as session:
        clock = follow_ups.open_of(session, Kind.WAITING, cast.noor.person_id, cast.noor.person_id)
        assert clock
        return format_date(clock.due_at)


def past(installation: Installation, cast: Cast, now: datetime, days: int = 1) -> str:
    """Let the day by which somebody was to speak with Noor be past, and give it."""
    with installation.database.transaction() as session:
        noor = cast.noor.person_id
        clock = follow_ups.open_of(session, Kind.WAITING, noor, noor)
        assert clock
        clock.due_at = now - timedelta(days=days, minutes=1)
    return promised(installation, cast)


@pytest.mark.parametrize("name", ["noor", "amara"])
def test_after_both_said_yes_home_leads_to_the_lines_to_agree_to(
    as_: As, cast: Cast, scene: Scene, name: str
) -> None:
    visitor = as_(getattr(cast, name))
    home = visitor.page("desk.home")
    assert home.says("there are lines to agree to")
    assert not home.says("You talk with")
    assert not home.says("We will introduce you")
    agreement = visitor.open(next(link for link in home.links if link.startswith("/offers/")))
    assert agreement.heading == "This one goes ahead"
    assert agreement.soup.find("input", attrs={"name": "lines"})


def test_whoever_agreed_to_every_line_waits_for_the_introduction(
    installation: Installation, as_: As, cast: Cast, scene: Scene, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match, amara = scene.match(session), accounts.person(session, cast.amara.person_id)
        lines = range(len(matches.agreement_of(session, match)))
        matches.agree(session, acting(amara), amara, match, lines, now)
    home = as_(cast.amara).page("desk.home")
    assert not home.says("there are lines to agree to")
    assert home.says("You said yes to all lines. Next, we introduce you.")
    assert not home.says("Log a talk")


def test_a_question_that_waits_is_the_one_thing_even_when_its_notice_was_taken_off(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        asked = scenes.mentor_asked(session, now, scenes.of_the_cast(session, cast, now))
        offers = notices.waiting(session, asked.mentor, now + timedelta(days=1))
        assert offers
        notices.untell(session, offers[0].takes["offer_id"])
    home = as_(cast.amara).page("desk.home")
    assert home.says("There is a question for you.")
    assert not home.says(NOTHING)
    assert any(link.startswith("/offers/") for link in home.links)


@pytest.mark.parametrize("name", ["noor", "amara"])
def test_whoever_left_joining_half_way_is_led_on_and_told_nothing_untrue(
    installation: Installation, as_: As, cast: Cast, name: str, now: datetime
) -> None:
    member = getattr(cast, name)
    with installation.database.transaction() as session:
        profiles.forget_answers(session, member.person_id)
    visitor = as_(member)
    home = visitor.page("desk.home")
    assert home.says(STOPPED)
    assert not home.says(LOOKING)
    assert not home.says(NOTHING)
    assert "/start/told" in home.links
    with installation.database.transaction() as session:
        person = accounts.person(session, member.person_id)
        save_first_contact(session, acting(person), person, REACH, now)
    assert "/start/three" in visitor.page("desk.home").links
    visitor.open("/start/three", status=303, to="profiles.three_one")


def test_whoever_can_be_looked_for_reads_by_when_somebody_speaks_with_them(
    installation: Installation, as_: As, cast: Cast
) -> None:
    home = as_(cast.noor).page("desk.home")
    assert not home.says(STOPPED)
    assert home.says(f"{LOOKING} Somebody will speak with you by {promised(installation, cast)}.")


def test_a_day_that_is_past_is_not_promised_but_said_to_take_longer(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    day = past(installation, cast, now)
    home = as_(cast.noor).page("desk.home")
    assert home.says(f"{LOOKING} One of us will speak with you. {LONGER}")
    assert not home.says(day)
    with installation.database.transaction() as session:
        said_yes = scenes.mentor_asked(session, now, scenes.of_the_cast(session, cast, now))
        wanted = said_yes.offer(session, Side.MENTEE)
        assert wanted
        wanted.answer_by = (now + timedelta(days=5)).date()
    home = as_(cast.noor).page("desk.home")
    assert home.says(f"One of us will also speak with you, to hear how you are. {LONGER}")
    assert not home.says(day)


def test_before_the_first_talk_too_no_day_that_is_past_is_promised(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        welcome = session.get_one(Welcome, cast.noor.person_id)
        session.delete(welcome)
    day = past(installation, cast, now)
    home = as_(cast.noor).page("desk.home")
    assert home.says(f"One of us will speak with you. {LONGER}")
    assert not home.says(day)
    assert not home.says(LOOKING)


def test_on_the_day_that_was_promised_it_still_stands(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    past(installation, cast, now, days=0)
    assert as_(cast.noor).page("desk.home").says(f"by {promised(installation, cast)}.")


def test_while_a_pause_lasts_home_does_not_say_that_we_look(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        pause(session, acting(noor), noor, None, now)
    home = as_(cast.noor).page("desk.home")
    assert home.says("You are paused until you come back. You keep your place.")
    assert not home.says(LOOKING)


def test_a_day_that_was_promised_stays_when_somebody_stops_and_comes_back(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    before = promised(installation, cast)
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        standing.ask_to_stop(session, acting(noor), noor, now)
        standing.undo_stop(session, acting(noor), noor, now + timedelta(days=1))
    assert promised(installation, cast) == before


def test_a_day_that_passed_in_a_pause_is_promised_anew(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    back = now + timedelta(days=60)
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        pause(session, acting(noor), noor, None, now)
        resume(session, acting(noor), noor, back)
        clock = follow_ups.open_of(session, Kind.WAITING, noor.id, noor.id)
        assert clock
        assert clock.due_at > back


def test_of_what_is_told_about_one_match_only_the_latest_stands(
    installation: Installation, cast: Cast, scene: Scene, now: datetime
) -> None:
    def told(at: datetime = now + scenes.LATER) -> list[str]:
        with installation.database.reading() as session:
            return [told.endpoint for told in notices.waiting(session, cast.amara.person_id, at)]

    assert told() == ["matches.offer"]
    with installation.database.transaction() as session:
        scenes.agree_and_meet(session, now, scene)
    assert told() == ["checkins.talks"]
    with installation.database.transaction() as session:
        rosa, match = scene.staff(session), scene.match(session)
        matches.begin_ending(session, rosa, match, ClosedAs.EARLY, now)
        scenes.say_goodbye(session, now, scene)
        matches.close(session, rosa, match, now)
    assert told(now + timedelta(days=3)) == ["desk.home"]


def test_what_one_is_told_about_talks_goes_when_it_has_been_done(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    def told() -> list[str]:
        with installation.database.reading() as session:
            return [told.endpoint for told in notices.waiting(session, cast.amara.person_id, now)]

    with installation.database.transaction() as session:
        match_id = begin(session, cast.noor.person_id, cast.amara.person_id, now)
        match, rosa = talks.match_of_pair(session, match_id), cast.rosa.actor(session)
        for kind in (NoticeKind.MATCH_BEGAN, NoticeKind.LOG_WAITING):
            notices.tell(session, cast.amara.person_id, kind, now, ref=match_id)
        amara = person(session, cast.amara.person_id)
        add_moment(session, rosa, amara, match, now + timedelta(days=2), 60, Way.PHONE, now)
    assert len(told()) == 1
    with installation.database.transaction() as session:
        match = talks.match_of_pair(session, match_id)
        checkins.log(session, cast.rosa.actor(session), match, said(now), now)
    assert told() == []


def test_after_an_ending_home_says_from_when_we_look_again_but_not_before_it_is_told(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        matches.end_now(session, scene.staff(session), scene.match(session), now)
    day = format_date((now + timedelta(days=14)).date())
    home = as_(cast.noor).page("desk.home")
    assert not home.says(day)
    assert not home.says("We are still looking")
    with clock.fixed(now + timedelta(days=2)):
        home = as_(cast.noor).page("desk.home")
    assert home.says(f"We look for someone again from {day} on. You keep your place.")
    with clock.fixed(now + timedelta(days=14)):
        assert not as_(cast.noor).page("desk.home").says(day)


def test_whoever_staff_told_of_the_end_reads_from_when_we_look_again_at_once(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.closed(session, now, scenes.of_the_cast(session, cast, now))
    assert as_(cast.noor).page("desk.home").says("We look for someone again from")


def test_whoever_begins_finds_four_things_until_all_are_done(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    kit = as_(cast.kit)
    home = kit.page("desk.home")
    assert home.says("Getting started")
    assert len(home.soup.select("ul.tasks .tag.due")) == 3
    assert home.says("We get in touch with you")
    with installation.database.transaction() as session:
        person_ = accounts.person(session, cast.kit.person_id)
        save_first_contact(session, acting(person_), person_, REACH, now)
    home = kit.page("desk.home")
    assert len(home.soup.select("ul.tasks .tag.due")) == 2
    assert "/account/reach-me" in home.links
    with installation.database.transaction() as session:
        person_ = accounts.person(session, cast.kit.person_id)
        can_be_looked_for(session, person_, now)
        say(session, person_, now, topics=["courts"])
        session.add(Welcome(person_id=person_.id, held_at=now))
    assert not kit.page("desk.home").says("Getting started")
    assert not as_(cast.rosa).page("desk.home").says("Getting started")
    assert as_(cast.tom).page("desk.home").says("Room this month")


def test_the_first_page_counts_what_is_used_shown_and_about_to_end(as_: As, cast: Cast) -> None:
    assert as_(cast.noor).page("desk.home").says("Your choices: 3 used.")
    assert not as_(cast.kit).page("desk.home").says("Your choices:")


@pytest.mark.parametrize("how_many", [1, 2])
def test_who_talks_with_two_reads_whose_talks_it_is_about(
    installation: Installation, as_: As, cast: Cast, now: datetime, how_many: int
) -> None:
    with installation.database.transaction() as session:
        scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        if how_many == 2:
            begin(session, cast.kit.person_id, cast.amara.person_id, now)
    home = as_(cast.amara).page("desk.home")
    assert home.says("You can plan your talks now.")
    assert home.says("With whom:") == (how_many == 2)


def test_who_was_told_of_an_end_reads_no_more_that_talks_can_be_planned(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        rosa, match = scene.staff(session), scene.match(session)
        matches.begin_ending(session, rosa, match, ClosedAs.EARLY, now)
        matches.choose_contact(session, rosa, match, 0, now)
        matches.tick(session, rosa, match, Line.TOLD_MENTEE, None, now)
    assert not as_(cast.noor).page("desk.home").says("You can plan your talks now.")
    # The other one was not told yet, and reads what they read before.
    assert as_(cast.amara).page("desk.home").says("You can plan your talks now.")


def test_nothing_is_said_to_need_no_answer_above_a_task_that_is_open(
    installation: Installation, as_: As, cast: Cast
) -> None:
    amara = as_(cast.amara)
    assert amara.page("desk.home").says("Not done yet") != amara.page("desk.home").says(NOTHING)
    tom = as_(cast.tom).page("desk.home")
    assert tom.says("Getting started")
    assert not tom.says(NOTHING)


def test_before_the_first_talk_home_does_not_say_that_we_look_already(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        kit = accounts.person(session, cast.kit.person_id)
        save_first_contact(session, acting(kit), kit, REACH, now)
        can_be_looked_for(session, kit, now)
    home = as_(cast.kit).page("desk.home")
    assert home.says("Next comes a first talk with one of us. After it, we look for someone.")
    assert not home.says(LOOKING)
    assert not as_(cast.noor).page("desk.home").says("Next comes a first talk")


def test_whoever_stopped_the_use_of_an_answer_is_not_told_that_it_is_open(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        save_first_contact(session, acting(noor), noor, REACH, now)
    visitor = as_(cast.noor)
    visitor.page("profiles.choice", code=code("times"))
    visitor.post("profiles.stop_choice", {"purpose": "match"}, code=code("times"))
    home = visitor.page("desk.home")
    assert home.says("We cannot look for someone now. You have not let us use: Times.")
    assert home.says("Answered, but not used now")
    for untrue in ("Some first questions are still open", STOPPED):
        assert not home.says(untrue), untrue
    visitor.open("/start/three/use")
    visitor.post("profiles.save_three_use", {"use": "yes"}, to="desk.home")
    assert not visitor.follow().says("We cannot look for someone now")


def test_who_is_in_is_led_from_the_front_to_their_first_page(
    as_: As, cast: Cast, visitor: Visitor
) -> None:
    as_(cast.noor).page("desk.front", to="desk.home")
    assert visitor.page("desk.front").says("Sign in")


def test_what_ended_before_does_not_read_as_if_it_were_who_one_talks_with(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        notices.tell(session, cast.noor.person_id, NoticeKind.DID_NOT_GO_AHEAD, now)
        scenes.active(session, now, scenes.of_the_cast(session, cast, now))
    noor = as_(cast.noor)
    home = noor.page("desk.home")
    assert home.says("What we asked you about someone else did not go ahead.")
    assert not home.says("This one did not go ahead.")
    assert home.says(format_date(now))
    looks = [link for link in home.soup.select("ul.notices a") if link["href"] == "/home"]
    assert looks == []


def test_nothing_leads_to_a_page_that_says_nothing_of_it(as_: As, cast: Cast) -> None:
    links = [link.get_text() for link in as_(cast.kit).page("desk.home").soup.select("ul.tasks a")]
    assert links
    assert "A first talk with one of us" not in links
    assert "/help" in as_(cast.kit, stepped_up=True).page("accounts.stop").links
    assert "/account/reach-me" in as_(cast.amara).page("checkins.for_you").links
