"""Answers and their switches: the list, one question a page, stopping with one click."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.audit import Purpose
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.profiles.forms.choices import answer_form
from mentorship.profiles.questions.kinds import Group
from mentorship.profiles.release import way_to_reach, what_they_would_see
from mentorship.profiles.service import answers, consent
from mentorship.profiles.service.choices_page import (
    MAIN,
    OPTIONAL,
    Asked,
    asked_page,
    choices_page,
)
from mentorship.profiles.service.first_steps import can_look, cannot_look_said
from mentorship.profiles.service.history_page import history_page
from mentorship.profiles.service.ties import has_talks
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
LIST = "profiles/choices.html"
ONE = "profiles/choice.html"


@views.get("/choices")
@requires(Permission.OWN_CHOICES)
def choices() -> str:
    """Show somebody their answers, and what these are used for."""
    return _show_list(Whom(), MAIN)


@views.get("/choices/optional")
@requires(Permission.OWN_CHOICES)
def optional() -> str:
    """Show the questions that stand apart."""
    return _show_list(Whom(), OPTIONAL)


@views.get(FOR + "/choices")
@requires(Permission.RECORD_FOR)
def choices_for(person_id: UUID, how: str) -> str:
    """Show staff every question put to somebody, to record what they say."""
    return _show_list(Whom(person_id, how), (*MAIN, *OPTIONAL))


@views.post("/choices")
@requires(Permission.OWN_CHOICES)
def save_choices() -> Response:
    """Turn switches on and off as they stand on the page."""
    with web.deed() as deed:
        me = Whom().person(deed)
        on, listed = request.form.getlist("on"), request.form.getlist("listed")
        with telling_if_not_looked_for(deed, Whom(), _("Saved.")):
            moved = consent.set_switches(deed.session, deed.actor, me, listed, on, deed.now)
        if moved:
            deed.say(_("Some of this was changed on another page since. That stays as it is now."))
        deed.then = url_for("profiles.choices")
    return deed.answer


@views.get("/choices/<code>")
@requires(Permission.OWN_CHOICES)
def choice(code: str) -> str:
    """Put one question to somebody."""
    return _show_one(Whom(), code)


@views.get(FOR + "/choices/<code>")
@requires(Permission.RECORD_FOR)
def choice_for(person_id: UUID, how: str, code: str) -> str:
    """Put one question to staff who record the answer."""
    return _show_one(Whom(person_id, how), code)


@views.post("/choices/<code>")
@requires(Permission.OWN_CHOICES)
def save_choice(code: str) -> Answer:
    """Save an answer and what it may be used for."""
    return _save_one(Whom(), code)


@views.post(FOR + "/choices/<code>")
@requires(Permission.RECORD_FOR)
def save_choice_for(person_id: UUID, how: str, code: str) -> Answer:
    """Save what somebody said."""
    return _save_one(Whom(person_id, how), code)


@views.get("/choices/<code>/history")
@requires(Permission.OWN_CHOICES)
def history(code: str) -> str:
    """Show somebody everything that is stored of one of their choices."""
    with web.reading() as look:
        shown = history_page(look.session, look.actor, Whom().person(look), code, look.now)
    return web.page("profiles/choice_history.html", history=shown)


@views.get("/choices/preview")
@requires(Permission.OWN_CHOICES)
def preview() -> str:
    """Show somebody what the other side would see of them."""
    with web.reading() as look:
        shown = what_they_would_see(look.session, look.actor, look.now)
        me = Whom().person(look).id
        way = way_to_reach(look.session, look.actor, me, look.now, Purpose.OWN)
    return web.page("profiles/choices_preview.html", lines=shown.lines, way=way)


@contextmanager
def telling_if_not_looked_for(deed: web.Deed, whom: Whom, said: str) -> Iterator[None]:
    """Say that it is done; and to whoever is looked for no more by it, that this is so and why."""
    person = whom.person(deed)
    could = can_look(deed.session, person.id, deed.now)
    yield
    deed.say(said)
    is_own, talks = whom.person_id is None, has_talks(deed.session, person.id)
    if could and is_own and not talks and not can_look(deed.session, person.id, deed.now):
        deed.say(cannot_look_said(deed.session, person, deed.now))


def _show_list(whom: Whom, groups: tuple[Group, ...]) -> str:
    with whom.looking() as look:
        person = whom.person(look)
        page = choices_page(look.session, whom.actor(look), person, groups, look.now)
    return web.page(LIST, page=page, form=web.Form(), whom=whom, optional=groups == OPTIONAL)


def _show_one(whom: Whom, code: str) -> str:
    asked = _asked(whom, code)
    form = answer_form(asked.question, asked.side)(answer=asked.preset, stood=asked.stood)
    return web.page(ONE, asked=asked, form=form, whom=whom, skip=_after(whom, asked.following))


def _save_one(whom: Whom, code: str) -> Answer:
    asked = _asked(whom, code)
    form = answer_form(asked.question, asked.side)()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            with telling_if_not_looked_for(deed, whom, _("Saved.")):
                answers.answer_and_agree(
                    deed.session, whom.actor(deed), whom.person(deed), code, form.value, deed.now,
                    purposes=form.purposes, months=form.months_chosen,
                    stood=form.stood.data or "",
                )  # fmt: skip
            deed.then = _after(whom, None if form.to_list.data else asked.following)
            return deed.answer
    # What is read now is how it stands now.
    form.stood.data = asked.stood
    return web.invalid(ONE, asked=asked, form=form, whom=whom, skip=_after(whom, asked.following))


def _asked(whom: Whom, code: str) -> Asked:
    with whom.looking() as look:
        return asked_page(look.session, whom.actor(look), whom.person(look), code, look.now)


def _after(whom: Whom, following: str | None) -> str:
    return whom.url("choice", code=following) if following else whom.url("choices")
