"""Choosing a language: kept with the account, and in a cookie of its own for who is signed out."""

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from mentorship.accounts import queries
from mentorship.accounts.forms import LanguageForm
from mentorship.accounts.rules import check_language
from mentorship.accounts.service.language import choose_language as choose
from mentorship.accounts.views.blueprint import views
from mentorship.kernel import settings, speaking, web
from mentorship.kernel.access import Permission, requires


@views.post("/language")
@requires(Permission.CHOOSE_LANGUAGE)
def choose_language() -> Response:
    """Speak another language from now on, on the page where it was chosen."""
    form = LanguageForm()
    tag = form.language.data or ""
    with web.deed() as deed:
        check_language(tag, settings.current(deed.session).offered)
        is_in = deed.actor.person_id is not None and not deed.actor.half_in
        if is_in and deed.actor.person_id:
            person = queries.person(deed.session, deed.actor.person_id)
            choose(deed.session, deed.actor, person, tag, deed.now)
        deed.then = _place(form.place.data or "")
    answer = deed.answer
    if not is_in:
        speaking.keep(answer, tag)
    return answer


def _place(said: str) -> str:
    """Give the page on which the language was chosen, if it is one of ours."""
    try:
        current_app.url_map.bind("").match(said, method="GET")
    except HTTPException:
        return url_for("desk.front")
    return said
