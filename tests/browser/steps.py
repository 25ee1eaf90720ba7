"""What the people of a journey do in a browser, each step as they would tell it.

Somebody who takes part does it on a phone of their own (`OnAPhone`), or says it to a coordinator
who records it for them (`ByWordOfMouth`). A coordinator sits at a desk (`AtADesk`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Page, expect

# The first to say yes is told when they hear more, the second that both did.
SAID_YES = re.compile("We will tell you by|This one goes ahead")
NOT_HELD = "The last talk did not take place"


def choose(page: Page, question: str, *answers: str) -> None:
    """Choose answers to a question."""
    group = page.get_by_role("group", name=question, exact=True)
    for answer in answers:
        group.get_by_label(answer, exact=True).check()


def press(page: Page, label: str) -> None:
    """Press a button, and wait for the answer: whoever goes on sooner cuts off what is sent.

    A page that is left may give its address another form; that is no answer yet.
    """
    with page.expect_event("load"):
        page.get_by_role("button", name=label, exact=True).click()


def follow(page: Page, words: str | re.Pattern[str]) -> None:
    """Follow a link."""
    page.get_by_role("link", name=words, exact=isinstance(words, str)).click()


def sees(page: Page, sentence: str | re.Pattern[str]) -> None:
    """Insist that a sentence stands on the page."""
    expect(page.locator("main")).to_contain_text(sentence)


class TakingPart(Protocol):
    """Somebody who takes part, however they do it."""

    def says_how_to_be_reached(self) -> None:
        """Say which way is safe."""

    def lets_three_answers_be_used(self) -> None:
        """Say languages, times and ways, and let them be used."""

    def says_yes(self, called: str) -> None:
        """Answer the question about somebody, and say by which name to be called."""

    def agrees(self) -> None:
        """Agree to every line."""

    def plans_to_talk_every_week(self, first: str, at: str) -> None:
        """Say how often the two talk, from a first time on."""

    def logs(self, outcome: str) -> None:
        """Say how the talk of today came out."""


@dataclass
class AtADesk:
    """A coordinator at a desk; `enter` opens a session for them, which ends after hours."""

    page: Page
    enter: Callable[[], None]

    def opens(self, address: str) -> None:
        """Open a page, signed in."""
        self.page.goto(address)
        if self.page.url.endswith("/in"):
            self.enter()
            self.page.goto(address)

    def makes_a_card(self) -> str:
        """Make a card for somebody who looks for a mentor, and give its code."""
        self.opens("/people/cards")
        choose(self.page, "For whom is the card?", "Somebody who looks for a mentor")
        press(self.page, "Make a card")
        return self.page.locator("dd").first.inner_text()

    def lets_in_somebody_without_a_sign_in(self) -> str:
        """Let a mentee in who has no sign-in, and give their code."""
        self.opens("/people")
        follow(self.page, "Somebody new without a sign-in")
        choose(self.page, "Are they 18 or older?", "Yes")
        choose(self.page, "What are they here for?", "To have somebody at their side")
        self.page.get_by_label("I read out to them what we must pass on.").check()
        press(self.page, "Continue")
        said = self.page.get_by_role("status").inner_text()
        return said.removeprefix("Their code is ").removesuffix(".")

    def codes(self, show: str) -> set[str]:
        """Tell who is in a list of people."""
        self.opens(f"/people?show={show}")
        return set(self.page.get_by_role("rowheader").all_inner_texts())

    def opens_person(self, code: str) -> None:
        """Open the record of somebody."""
        self.opens("/people?show=all")
        self.page.get_by_role("rowheader", name=code).get_by_role("link").click()

    def notes_the_welcome_talk(self, code: str) -> None:
        """Note that the first talk with a mentee was held."""
        self.opens_person(code)
        press(self.page, "The welcome talk was held")
        sees(self.page, "Noted: the welcome talk was held.")

    def starts_a_round(self) -> None:
        """Start a round."""
        self.opens("/rounds")
        press(self.page, "Start a round")
        sees(self.page, "The round is on its way.")

    def sees_the_round_done(self) -> None:
        """Look at the page of the latest round, which looks again by itself."""
        self.page.reload()
        sees(self.page, "The proof was checked")

    def approves(self, code: str) -> None:
        """Read what was proposed for a mentee, and approve it."""
        self.opens("/decisions")
        follow(self.page, re.compile(f"^{code} "))
        sees(self.page, "Rules that must be met")
        choose(self.page, "Your decision", "Approve")
        press(self.page, "Save and next")

    def introduces(self, code: str) -> None:
        """Note that a mentee and a mentor were introduced."""
        self.opens("/people/pairs")
        follow(self.page, re.compile(f"^{code} "))
        choose(self.page, "How were they introduced?", "In person, with one of us")
        press(self.page, "Save the introduction")
        sees(self.page, "Active")

    def finds_the_pair_that_did_not_talk(self, lane: str) -> None:
        """Find it in a lane of the board, and open it."""
        self.opens("/follow-up")
        heading = self.page.get_by_role("heading", name=lane)
        its = self.page.locator("section").filter(has=heading)
        for folded in its.locator("summary").all():
            folded.click()
        its.get_by_role("row").filter(has_text=NOT_HELD).get_by_role("link").click()

    def resolves_it(self) -> None:
        """Take it, speak with them when they come, and settle it; then it is off the board."""
        press(self.page, "I have this")
        # This mentor never said how they may be reached, so that nobody calls them.
        choose(self.page, "How did it go?", "They came or called by themselves")
        press(self.page, "Save the contact")
        choose(self.page, "How did it end?", "The next talk is planned")
        press(self.page, "Save the outcome")
        self.opens("/follow-up")
        expect(self.page.get_by_text(NOT_HELD)).to_have_count(0)


@dataclass
class OnAPhone:
    """Somebody who takes part on a phone of their own."""

    page: Page
    name: str = ""
    password: str = ""

    def opens(self, address: str) -> None:
        """Open a page, and sign in where that is asked, which leads on to it."""
        self.page.goto(address)
        if self.page.url.endswith("/in"):
            self.page.get_by_label("Sign-in name").fill(self.name)
            self.page.get_by_label("Password", exact=True).fill(self.password)
            press(self.page, "Continue")
            self.page.wait_for_url(f"**{address}")

    def joins(self, card: str) -> None:
        """Join with a card: of age, a word, the password offered; and read what is passed on."""
        self.page.goto("/start")
        sees(self.page, "What it cannot do")
        press(self.page, "Continue")
        self.page.get_by_label("What is the code on your card?").fill(card)
        press(self.page, "Continue")
        choose(self.page, "Are you 18 or older?", "Yes")
        press(self.page, "Continue")
        self.page.locator("input[name=word]").fill("lighthouse")
        press(self.page, "Continue")
        press(self.page, "Continue")
        self.name, self.password, _six_words = self.page.locator("dd").all_inner_texts()
        press(self.page, "I have kept it")
        sees(self.page, "If somebody's life is in danger, we call for help.")
        follow(self.page, "Continue")

    def says_how_to_be_reached(self) -> None:
        """Say which way is safe, when, and what may be said, one a page."""
        say_which_way(self.page)
        press(self.page, "Continue")
        press(self.page, "Continue")
        say_what_may_be_said(self.page)
        press(self.page, "Continue")

    def lets_three_answers_be_used(self) -> None:
        """Say languages, times and ways, and let them be used."""
        answer_the_three(self.page)
        sees(self.page, "Saved. Next comes a first talk with one of us.")

    def says_yes(self, called: str) -> None:
        """Read the question that waits on the home page, and say yes."""
        self.opens("/home")
        follow(self.page, re.compile("^Look We may have found someone"))
        say_yes(self.page, called)
        sees(self.page, SAID_YES)

    def agrees(self) -> None:
        """Read that both said yes, and tick every line."""
        self.page.reload()
        sees(self.page, "This one goes ahead")
        tick_every_line(self.page)

    def plans_to_talk_every_week(self, first: str, at: str) -> None:
        """Say how often the two talk, from a first time on."""
        self.opens("/talks")
        follow(self.page, "How often we talk")
        talk_every_week(self.page, first, at)

    def logs(self, outcome: str) -> None:
        """Say how the talk of today came out."""
        self.opens("/home")
        follow(self.page, "Log a talk")
        log(self.page, outcome)
        sees(self.page, "Saved.")


@dataclass
class ByWordOfMouth:
    """Somebody who has no sign-in, or not now: a coordinator records what they say on the phone."""

    desk: AtADesk
    code: str

    def says(self, what: str) -> Page:
        """Open the page on which this is recorded."""
        self.desk.opens_person(self.code)
        follow(self.desk.page, "Record what they told you")
        follow(self.desk.page, "by phone")
        follow(self.desk.page, what)
        return self.desk.page

    def says_how_to_be_reached(self) -> None:
        """Say which way is safe."""
        page = self.says("How to reach them")
        say_which_way(page)
        say_what_may_be_said(page)
        press(page, "Save")

    def lets_three_answers_be_used(self) -> None:
        """Say languages, times and ways, and let them be used."""
        answer_the_three(self.says("Languages, times and way to meet"))
        sees(self.desk.page, "Saved. Next comes a first talk with one of us.")

    def says_yes(self, called: str) -> None:
        """Have the question read out, and say yes."""
        page = self.says("Their answer to somebody we asked them about")
        follow(page, "Read it out and record the answer")
        say_yes(page, called)
        sees(page, SAID_YES)

    def agrees(self) -> None:
        """Have every line read out, and agree."""
        tick_every_line(self.says("What both agree to"))

    def plans_to_talk_every_week(self, first: str, at: str) -> None:
        """Say how often the two talk, from a first time on."""
        talk_every_week(self.says("How often they meet"), first, at)

    def logs(self, outcome: str) -> None:
        """Say how the talk of today came out."""
        log(self.says("A talk they had"), outcome)
        sees(self.desk.page, "Saved.")


def say_which_way(page: Page) -> None:
    """Choose a safe way."""
    choose(page, "How may we reach you?", "Call me")
    page.get_by_label("Number or address").fill("555 0199")


def say_what_may_be_said(page: Page) -> None:
    """Say whether a message may be left, and the word that both know."""
    choose(page, "May we leave a voice message?", "No")
    page.get_by_label("Code word").fill("lantern")


def answer_the_three(page: Page) -> None:
    """Answer languages, times and ways, one a page, and let all three be used."""
    choose(page, "Which languages can you talk in with ease?", "English")
    press(page, "Continue")
    for day in ("Monday", "Tuesday"):
        choose(page, day, "8 to 12")
    press(page, "Continue")
    choose(page, "How would you like to talk or meet?", "By phone")
    press(page, "Continue")
    choose(page, "May we use these three to look for someone?", "Yes")
    press(page, "Save")


def say_yes(page: Page, called: str) -> None:
    """Answer an offer with yes."""
    choose(page, "Your answer", "Yes, I would like to talk")
    page.get_by_label("What should we call you?").fill(called)
    press(page, "Send")


def tick_every_line(page: Page) -> None:
    """Tick every line of the agreement."""
    for line in page.get_by_role("group", name="What we agree on").get_by_role("checkbox").all():
        line.check()
    press(page, "Save")


def talk_every_week(page: Page, first: str, at: str) -> None:
    """Fill in a rhythm, from a first time on."""
    choose(page, "How often?", "every week")
    page.get_by_label("Which day?").fill(first)
    page.get_by_label("What time?").fill(at)
    choose(page, "How?", "by phone")
    press(page, "Save")
    sees(page, "Saved. Your talks stand in both lists.")


def log(page: Page, outcome: str) -> None:
    """Fill in a log of today."""
    choose(page, "Did you talk?", outcome)
    choose(page, "How was it for you?", "Fine")
    press(page, "Save")
