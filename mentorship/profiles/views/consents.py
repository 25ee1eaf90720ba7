"""One click each: stop using an answer, undo that, keep it, let go of a must."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import N_, _, ngettext
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import answers, consent
from mentorship.profiles.service.reading import label_for
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.choices import telling_if_not_looked_for
from mentorship.profiles.views.whom import Whom

DONE = {
    ConsentPurpose.MATCH: N_("Done. We stopped using this to find a match: %(label)s."),
    ConsentPurpose.SHOW: N_("Done. We stopped showing this: %(label)s."),
}


@views.post("/choices/<code>/stop")
@requires(Permission.OWN_CHOICES)
def stop_choice(code: str) -> Response:
    """Stop using an answer, at once and without a reason."""
    return _stop(Whom(), code)


@views.post(FOR + "/choices/<code>/stop")
@requires(Permission.RECORD_FOR)
def stop_choice_for(person_id: UUID, how: str, code: str) -> Response:
    """Stop using somebody's answer, because they said so."""
    return _stop(Whom(person_id, how), code)


@views.post("/choices/<code>/undo")
@requires(Permission.OWN_CHOICES)
def undo_choice(code: str) -> Response:
    """Take a stop back."""
    return _undo(Whom(), code)


@views.post(FOR + "/choices/<code>/undo")
@requires(Permission.RECORD_FOR)
def undo_choice_for(person_id: UUID, how: str, code: str) -> Response:
    """Take a stop back for somebody."""
    return _undo(Whom(person_id, how), code)


@views.post("/choices/<code>/keep")
@requires(Permission.OWN_CHOICES)
def keep_choice(code: str) -> Response:
    """Keep a must that lost its consent."""
    return _keep(Whom(), code)


@views.post(FOR + "/choices/<code>/keep")
@requires(Permission.RECORD_FOR)
def keep_choice_for(person_id: UUID, how: str, code: str) -> Response:
    """Keep somebody's must, because they said "keep"."""
    return _keep(Whom(person_id, how), code)


@views.post("/choices/<code>/ease")
@requires(Permission.OWN_CHOICES)
def ease_choice(code: str) -> Response:
    """Keep a wish, but no longer as a must."""
    return _ease(Whom(), code)


@views.post(FOR + "/choices/<code>/ease")
@requires(Permission.RECORD_FOR)
def ease_choice_for(person_id: UUID, how: str, code: str) -> Response:
    """Do the same for somebody who said it no longer has to be."""
    return _ease(Whom(person_id, how), code)


@views.post("/choices/keep")
@requires(Permission.OWN_CHOICES)
def keep_choices() -> Response:
    """Keep everything that ends soon."""
    return _keep_all(Whom())


@views.post(FOR + "/choices/keep")
@requires(Permission.RECORD_FOR)
def keep_choices_for(person_id: UUID, how: str) -> Response:
    """Keep everything of somebody's that ends soon, because they said "keep"."""
    return _keep_all(Whom(person_id, how))


def _stop(whom: Whom, code: str) -> Response:
    with web.deed() as deed:
        person, purpose = whom.person(deed), _purpose()
        done = _(DONE[purpose], label=label_for(code, person))
        with telling_if_not_looked_for(deed, whom, done):
            consent.stop_consent(deed.session, whom.actor(deed), person, code, purpose, deed.now)
        deed.then = _list_of(whom, code)
    return deed.answer


def _undo(whom: Whom, code: str) -> Response:
    with web.deed() as deed:
        person, purpose = whom.person(deed), _purpose()
        consent.undo_stop_consent(deed.session, whom.actor(deed), person, code, purpose, deed.now)
        deed.say(_("It is on again: %(label)s.", label=label_for(code, person)))
        deed.then = _list_of(whom, code)
    return deed.answer


def _keep(whom: Whom, code: str) -> Response:
    with web.deed() as deed:
        actor, person, match = whom.actor(deed), whom.person(deed), ConsentPurpose.MATCH
        consent.give_consent(deed.session, actor, person, code, match, deed.now)
        deed.say(_("Kept: %(label)s.", label=label_for(code, person)))
        deed.then = _list_of(whom, code)
    return deed.answer


def _ease(whom: Whom, code: str) -> Response:
    with web.deed() as deed:
        answers.ease(deed.session, whom.actor(deed), whom.person(deed), code, deed.now)
        deed.say(_("Saved. You can turn it on again, now as a wish."))
        deed.then = whom.url("choice", code=code)
    return deed.answer


def _keep_all(whom: Whom) -> Response:
    with web.deed() as deed:
        kept = consent.keep(deed.session, whom.actor(deed), whom.person(deed), deed.now)
        deed.say(ngettext("%(n)s choice kept.", "%(n)s choices kept.", kept))
        deed.then = whom.url("choices")
    return deed.answer


def _purpose() -> ConsentPurpose:
    given = request.form.get("purpose", "")
    if given not in set(ConsentPurpose):
        raise NotFound
    return ConsentPurpose(given)


def _list_of(whom: Whom, code: str) -> str:
    apart = whom.person_id is None and QUESTIONS[code].is_sensitive
    return whom.url("optional" if apart else "choices")
