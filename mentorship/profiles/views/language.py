"""Staff note in which language they speak with somebody; mail, calls and pages follow it."""

from uuid import UUID

from flask import g
from werkzeug.wrappers import Response

from mentorship.accounts.service.language import language_of
from mentorship.kernel import languages, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import _
from mentorship.profiles.forms.language import SpokenForm
from mentorship.profiles.service.language import note_language
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

LANGUAGE = "profiles/language.html"


@views.get(FOR + "/language")
@requires(Permission.RECORD_FOR)
def language_for(person_id: UUID, how: str) -> str:
    """Ask staff which language they speak with somebody."""
    whom = Whom(person_id, how)
    with whom.looking() as look:
        spoken = language_of(look.session, whom.person(look).id)
    form = SpokenForm(data={"language": spoken})
    form.offer(_names())
    return web.page(LANGUAGE, form=form, said=whom.said)


@views.post(FOR + "/language")
@requires(Permission.RECORD_FOR)
def save_language_for(person_id: UUID, how: str) -> Response | tuple[str, int]:
    """Note which language is spoken with somebody."""
    whom, form = Whom(person_id, how), SpokenForm()
    form.offer(_names())
    if form.validate():
        with web.deed() as deed:
            tag, person = form.language.data, whom.person(deed)
            note_language(deed.session, whom.actor(deed), person, tag, deed.now)
            deed.say(_("Saved."))
            deed.then = whom.tasks_url
        return deed.answer
    with web.reading() as look:
        whom.person(look)
    return web.invalid(LANGUAGE, form=form, said=whom.said)


def _names() -> dict[str, str]:
    return {tag: languages.own_name(tag) for tag in g.agency.offered}
