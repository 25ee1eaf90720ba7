"""Readiness of mentors, for staff: what is recorded and asked, and the second person's word."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _
from mentorship.profiles.forms.readiness import AskForm, ReviewForm, SupervisionForm, TrainingForm
from mentorship.profiles.models import Review
from mentorship.profiles.rules.readiness import Decision, ReviewMove, Topic
from mentorship.profiles.service import readiness as service
from mentorship.profiles.service.people import load_mentor
from mentorship.profiles.service.readiness_page import readiness_shown, review_shown
from mentorship.profiles.views import naming
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
READY = "profiles/ready.html"
REVIEW = "profiles/review.html"
WORDS = {
    "needs": naming.NEED_WORDS,
    "topics": naming.TOPIC_WORDS,
    "decisions": naming.DECISION_WORDS,
    "states": naming.REVIEW_WORDS,
}


@views.get("/people/<uuid:person_id>/ready")
@requires(Permission.DECIDE_READINESS)
def ready(person_id: UUID) -> str:
    """Show what a mentor still needs, and what was recorded and decided."""
    return web.page(READY, **_ready_page(person_id))


@views.get("/home/dates")
@requires(Permission.OWN_ROOM)
def own_dates() -> str:
    """Show a mentor their own training and checks, with the day of the next renewal."""
    with web.reading() as look:
        shown = readiness_shown(look.session, Whom().mentor(look), look.now)
    first = min(need.until for need in shown.needs if need.until) if shown.is_ready else None
    words = {"needs": naming.NEED_WORDS, "topics": naming.TOPIC_WORDS}
    return web.page("profiles/dates.html", shown=shown, first=first, **words)


@views.post("/people/<uuid:person_id>/ready/trained")
@requires(Permission.DECIDE_READINESS)
def save_training(person_id: UUID) -> Answer:
    """Note a training."""
    form = TrainingForm(prefix="training-")
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            mentor = load_mentor(deed.session, deed.actor, person_id)
            topic, on, minutes = Topic(form.topic.data), form.day, form.minutes.data or 0
            service.record_training(deed.session, deed.actor, mentor, topic, on, minutes, deed.now)
            return _saved(deed, person_id)
    return web.invalid(READY, **_ready_page(person_id, training=form))


@views.post("/people/<uuid:person_id>/ready/supervised")
@requires(Permission.DECIDE_READINESS)
def save_supervision(person_id: UUID) -> Answer:
    """Note a supervision."""
    form = SupervisionForm(prefix="supervision-")
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            mentor = load_mentor(deed.session, deed.actor, person_id)
            service.record_supervision(deed.session, deed.actor, mentor, form.day, deed.now)
            return _saved(deed, person_id)
    return web.invalid(READY, **_ready_page(person_id, supervision=form))


@views.post("/people/<uuid:person_id>/ready/ask")
@requires(Permission.DECIDE_READINESS)
def ask_review(person_id: UUID) -> Answer:
    """Decide as the first person, and ask a second one."""
    form = AskForm(prefix="ask-")
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            mentor = load_mentor(deed.session, deed.actor, person_id)
            decision = Decision(form.decision.data)
            service.decide_readiness(deed.session, deed.actor, mentor, decision, deed.now)
            return _saved(deed, person_id)
    return web.invalid(READY, **_ready_page(person_id, ask=form))


@views.post("/people/<uuid:person_id>/ready/<any('vetting','agreement'):decision>/close")
@requires(Permission.DECIDE_READINESS)
def close_decision(person_id: UUID, decision: str) -> Response:
    """Take a decision back, alone and at once."""
    with web.deed() as deed:
        mentor = load_mentor(deed.session, deed.actor, person_id)
        service.close_readiness(deed.session, deed.actor, mentor, Decision(decision), deed.now)
        return _saved(deed, person_id)


@views.get("/reviews/<uuid:review_id>")
@requires(Permission.REVIEW)
def review(review_id: UUID) -> str:
    """Show the second person what they are asked to decide; of whom, only the code."""
    return web.page(REVIEW, form=ReviewForm(), **_review_page(review_id))


@views.post("/reviews/<uuid:review_id>")
@requires(Permission.REVIEW)
def save_review(review_id: UUID) -> Answer:
    """Take the second person's word."""
    form = ReviewForm()
    if form.validate_on_submit():
        with web.deed() as deed:
            row = access.load(deed.session, deed.actor, Review, review_id)
            move = ReviewMove(form.move.data)
            service.review(deed.session, deed.actor, row, move, deed.now)
            deed.say(_("Saved."))
            deed.then = url_for("desk.home")
        return deed.answer
    return web.invalid(REVIEW, form=form, **_review_page(review_id))


def _saved(deed: web.Deed, person_id: UUID) -> Response:
    deed.say(_("Saved."))
    deed.then = url_for("profiles.ready", person_id=person_id)
    return deed.answer


def _ready_page(person_id: UUID, **forms: web.Form) -> dict[str, object]:
    fresh = {
        "training": TrainingForm(formdata=None, prefix="training-"),
        "supervision": SupervisionForm(formdata=None, prefix="supervision-"),
        "ask": AskForm(formdata=None, prefix="ask-"),
    }
    with web.reading() as look:
        mentor = load_mentor(look.session, look.actor, person_id)
        shown = readiness_shown(look.session, mentor, look.now)
    wrong = next(iter(forms.values()), fresh["ask"])
    return {
        **fresh,
        **forms,
        "shown": shown,
        "wrong": wrong,
        "one": web.Form(formdata=None),
        **WORDS,
    }


def _review_page(review_id: UUID) -> dict[str, object]:
    with web.reading() as look:
        row = access.load(look.session, look.actor, Review, review_id)
        return {"shown": review_shown(look.session, row), **WORDS}
