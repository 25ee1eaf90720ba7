"""How often a pair talks."""

from uuid import UUID

from flask import request

from mentorship.checkins import service
from mentorship.checkins.forms import RhythmForm
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.views.blueprint import (
    Answer,
    given,
    pairs_of,
    say_whose_clock,
    url_of,
    views,
)
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
    return _ask(Whom())


@views.post("/talks/rhythm")
@requires(Permission.OWN_TALKS)
def set_rhythm() -> Answer:
    """Save how often a pair talks."""
    return _save(Whom())


@views.get(FOR + "/rhythm")
@requires(Permission.RECORD_FOR)
def rhythm_for(person_id: UUID, how: str) -> str:
    """Ask staff what somebody said to that."""
    return _ask(Whom(person_id, how))


@views.post(FOR + "/rhythm")
@requires(Permission.RECORD_FOR)
def set_rhythm_for(person_id: UUID, how: str) -> Answer:
    """Save how often a pair talks, as somebody said."""
    return _save(Whom(person_id, how))


@views.post("/talks/rhythm/<uuid:match_id>/agree")
@requires(Permission.OWN_TALKS)
def agree_rhythm(match_id: UUID) -> Answer:
    """Say yes to how often the other one says."""
    return _agree(Whom(), match_id)


@views.post(FOR + "/rhythm/<uuid:match_id>/agree")
@requires(Permission.RECORD_FOR)
def agree_rhythm_for(person_id: UUID, how: str, match_id: UUID) -> Answer:
    """Say yes to how often the other one says, as somebody said."""
    return _agree(Whom(person_id, how), match_id)


def _form(whom: Whom) -> RhythmForm:
    form = RhythmForm()
    say_whose_clock(form.at, whom)
    return form


def _ask(whom: Whom) -> str:
    """Show the form with what holds for the pair that the address names, or the only one."""
    form, asked = _form(whom), request.args.get("pair")
    with web.opening() as look:
        person = whom.person(look)
        pairs = pairs_of(look, whom.actor(look), person.id, going=True)
        form.offer(pairs)
        chosen = [key for key, _name in pairs if key == asked or len(pairs) == 1]
        if chosen:
            match = service.match_for(look.session, look.actor, person.id, UUID(chosen[0]))
            stands = service.rhythm_stands(look.session, match, person.id, look.now)
            form.who.process(None, chosen[0])
            if stands:
                form.fill(stands.repeat, stands.minutes, stands.way, stands.day, stands.at)
    return web.page(RHYTHM, form=form, said=whom.said)


def _agree(whom: Whom, match_id: UUID) -> Answer:
    with web.deed() as deed:
        person = whom.person(deed)
        match = service.match_for(deed.session, deed.actor, person.id, match_id)
        service.agree_rhythm(deed.session, whom.actor(deed), person, match, deed.now)
        deed.say(_("Saved. You said yes to this."))
        deed.then = url_of(whom, "talks")
    return deed.answer


def _offered(whom: Whom) -> RhythmForm:
    form = _form(whom)
    with web.opening() as look:
        form.offer(pairs_of(look, whom.actor(look), whom.person(look).id, going=True))
    return form


def _save(whom: Whom) -> Answer:
    form = _offered(whom)
    if form.validate():
        with form.catching(), web.deed() as deed:
            person = whom.person(deed)
            match = service.match_for(deed.session, deed.actor, person.id, UUID(form.who.data))
            service.set_rhythm(
                deed.session, whom.actor(deed), person, match, form.repeat(),
                Way(form.way.data), given(form.minutes.data), given(form.day.data),
                given(form.at.data), deed.now,
            )  # fmt: skip
            deed.say(_("Saved. Your talks stand in both lists. The other one is asked."))
            deed.then = whom.tasks_url if whom.how else url_of(whom, "talks")
        if not form.has_problems:
            return deed.answer
    return web.invalid(RHYTHM, form=form, said=whom.said)
