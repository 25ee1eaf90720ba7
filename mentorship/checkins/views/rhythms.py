"""How often a pair talks."""

from uuid import UUID

from mentorship.checkins import service
from mentorship.checkins.forms import RhythmForm
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.views.blueprint import Answer, given, pairs_of, url_of, views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.profiles.views.whom import Whom

RHYTHM = "checkins/rhythm.html"


@views.get("/talks/rhythm")
@requires(Permission.OWN_TALKS)
def rhythm() -> str:
    """Ask how often a pair talks."""
    return web.page(RHYTHM, form=_offered(Whom()), said="")


@views.post("/talks/rhythm")
@requires(Permission.OWN_TALKS)
def set_rhythm() -> Answer:
    """Save how often a pair talks."""
    return _save(Whom())


@views.get(FOR + "/rhythm")
@requires(Permission.RECORD_FOR)
def rhythm_for(person_id: UUID, how: str) -> str:
    """Ask staff what somebody said to that."""
    whom = Whom(person_id, how)
    return web.page(RHYTHM, form=_offered(whom), said=whom.said)


@views.post(FOR + "/rhythm")
@requires(Permission.RECORD_FOR)
def set_rhythm_for(person_id: UUID, how: str) -> Answer:
    """Save how often a pair talks, as somebody said."""
    return _save(Whom(person_id, how))


def _offered(whom: Whom) -> RhythmForm:
    form = RhythmForm()
    with web.opening() as look:
        form.offer(pairs_of(look, whom.actor(look), whom.person(look).id))
    return form


def _save(whom: Whom) -> Answer:
    form = _offered(whom)
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = whom.person(deed)
            match = service.match_for(deed.session, person.id, UUID(form.who.data))
            service.set_rhythm(
                deed.session, whom.actor(deed), person, match, form.repeat(),
                Way(form.way.data), given(form.minutes.data), given(form.day.data),
                given(form.at.data), deed.now,
            )  # fmt: skip
            deed.say(_("Saved. Your talks stand in both lists."))
            deed.then = whom.tasks_url if whom.how else url_of(whom, "talks")
        if not form.has_problems:
            return deed.answer
    return web.invalid(RHYTHM, form=form, said=whom.said)
