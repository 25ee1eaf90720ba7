"""Choosing a language: kept with the account, and in a cookie of its own for who is signed out."""

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts import queries
from mentorship.accounts.forms import LanguageForm
from mentorship.accounts.rules import check_language
from mentorship.accounts.service.language import choose_language as choose
from mentorship.accounts.views.blueprint import views
from mentorship.kernel import addresses, settings, speaking, web
from mentorship.kernel.access import Permission, requires


@views.post("/language")
@requires(Permission.CHOOSE_LANGUAGE)
def choose_language() -> Response:
    """Speak another language from now on, on the page where it was chosen."""
    form = LanguageForm()
    tag = form.language.data or ""
    with web.deed() as deed:
        own = None if deed.actor.half_in else deed.actor.person_id
        if own:
            choose(deed.session, deed.actor, queries.person(deed.session, own), tag, deed.now)
        else:
            check_language(tag, settings.current(deed.session).offered)
        deed.then = _place(form.place.data or "")
    answer = deed.answer
    if not own:
        speaking.keep(answer, tag)
    return answer


def _place(said: str) -> str:
    """Give the page on which the language was chosen, if it is one of ours."""
    return said if addresses.opens(said) else url_for("desk.front")
