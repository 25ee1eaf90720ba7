"""The three answers without which nobody can be looked for, and the plain question about them."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.rules import Kind
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _
from mentorship.profiles.forms.choices import UseThreeForm, answer_form
from mentorship.profiles.queries import welcome_of
from mentorship.profiles.questions import THREE
from mentorship.profiles.service.answers import answer
from mentorship.profiles.service.choices_page import Asked, asked_page, labels, unanswered
from mentorship.profiles.service.consent import use_three
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
ONE = "profiles/three.html"
USE = "profiles/three_use.html"


@views.get("/start/three")
@requires(Permission.OWN_CHOICES)
def three() -> Response:
    """Go to the first of the three that is not answered yet, or to the question about them."""
    return _first(Whom())


@views.get(FOR + "/three")
@requires(Permission.RECORD_FOR)
def three_for(person_id: UUID, how: str) -> Response:
    """Do the same for somebody for whom staff record."""
    return _first(Whom(person_id, how))


@views.get("/start/three/<code>")
@requires(Permission.OWN_CHOICES)
def three_one(code: str) -> str:
    """Put one of the three to somebody."""
    return _show_one(Whom(), code)


@views.get(FOR + "/three/<code>")
@requires(Permission.RECORD_FOR)
def three_one_for(person_id: UUID, how: str, code: str) -> str:
    """Put one of the three to staff who record the answer."""
    return _show_one(Whom(person_id, how), code)


@views.post("/start/three/<code>")
@requires(Permission.OWN_CHOICES)
def save_three_one(code: str) -> Answer:
    """Save one of the three."""
    return _save_one(Whom(), code)


@views.post(FOR + "/three/<code>")
@requires(Permission.RECORD_FOR)
def save_three_one_for(person_id: UUID, how: str, code: str) -> Answer:
    """Save what somebody said to one of the three."""
    return _save_one(Whom(person_id, how), code)


@views.get("/start/three/use")
@requires(Permission.OWN_CHOICES)
def three_use() -> str:
    """Ask whether the three may be used."""
    return _show_use(Whom())


@views.get(FOR + "/three/use")
@requires(Permission.RECORD_FOR)
def three_use_for(person_id: UUID, how: str) -> str:
    """Ask staff what somebody said to that."""
    return _show_use(Whom(person_id, how))


@views.post("/start/three/use")
@requires(Permission.OWN_CHOICES)
def save_three_use() -> Answer:
    """Let the three be used, or not."""
    return _save_use(Whom())


@views.post(FOR + "/three/use")
@requires(Permission.RECORD_FOR)
def save_three_use_for(person_id: UUID, how: str) -> Answer:
    """Record whether somebody lets the three be used."""
    return _save_use(Whom(person_id, how))


def _first(whom: Whom) -> Response:
    with web.reading() as look:
        missing = unanswered(look.session, whom.person(look))
    then = whom.url("three_one", code=missing[0]) if missing else whom.url("three_use")
    return redirect(then, 303)


def _show_one(whom: Whom, code: str) -> str:
    asked = _asked(whom, code)
    form = answer_form(asked.question, asked.side)(answer=asked.preset)
    return web.page(ONE, asked=asked, form=form, whom=whom, **_place(whom, code))


def _save_one(whom: Whom, code: str) -> Answer:
    asked = _asked(whom, code)
    form = answer_form(asked.question, asked.side)()
    if form.validate_on_submit() and not form.value:
        form.problem("answer", _("Choose at least one, or skip this question."))
    elif not form.has_problems:
        with form.catching(), web.deed() as deed:
            actor, person = whom.actor(deed), whom.person(deed)
            answer(deed.session, actor, person, code, form.value, deed.now)
            deed.then = _after(whom, code)
            return deed.answer
    return web.invalid(ONE, asked=asked, form=form, whom=whom, **_place(whom, code))


def _show_use(whom: Whom) -> str:
    return web.page(USE, form=UseThreeForm(), whom=whom, missing=_missing(whom))


def _save_use(whom: Whom) -> Answer:
    form = UseThreeForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            if form.said_yes:
                use_three(deed.session, whom.actor(deed), whom.person(deed), deed.now)
                deed.say(_next(deed, whom))
            deed.then = url_for("desk.home") if whom.person_id is None else whom.tasks_url
            return deed.answer
    return web.invalid(USE, form=form, whom=whom, missing=_missing(whom))


def _next(deed: web.Turn, whom: Whom) -> str:
    """Say what comes before somebody is looked for, where anything does."""
    person = whom.person(deed)
    if person.kind is Kind.MENTOR:
        return _("Saved.")
    if welcome_of(deed.session, person.id):
        return _("Saved. We can look for someone now.")
    return _("Saved. Next comes a first talk with one of us. After it, we look for someone.")


def _asked(whom: Whom, code: str) -> Asked:
    if code not in THREE:
        raise NotFound
    with whom.looking() as look:
        return asked_page(look.session, whom.actor(look), whom.person(look), code, look.now)


def _missing(whom: Whom) -> list[str]:
    with web.reading() as look:
        person = whom.person(look)
        return labels(person, unanswered(look.session, person))


def _place(whom: Whom, code: str) -> dict[str, str | int]:
    return {"step": THREE.index(code) + 1, "steps": len(THREE) + 1, "skip": _after(whom, code)}


def _after(whom: Whom, code: str) -> str:
    following = THREE[THREE.index(code) + 1 :]
    return whom.url("three_one", code=following[0]) if following else whom.url("three_use")
