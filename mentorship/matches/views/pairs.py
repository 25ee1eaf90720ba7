"""A pair as staff see it, and what staff do: introduce, let rest, take up, end, close."""

from collections.abc import Callable
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.web import Deed, Form, Turn
from mentorship.kernel.words import _
from mentorship.matches import service
from mentorship.matches.forms import ButtonForm, EndForm, IntroduceForm, PauseForm
from mentorship.matches.models import Match
from mentorship.matches.rules.reasons import ClosedAs, IntroducedBy
from mentorship.matches.service import pair_page
from mentorship.matches.service.pair_page import PairPage
from mentorship.matches.views.blueprint import views

Answer = Response | tuple[str, int]
PAGE = "matches/pair.html"
FORMS: dict[str, type[Form]] = {
    "introduce": IntroduceForm,
    "pause": PauseForm,
    "end": EndForm,
    "close": EndForm,
    "button": ButtonForm,
}


@views.get("/people/pairs")
@requires(Permission.KEEP_MATCH)
def open_pairs() -> str:
    """List the open pairs by code, those first that wait for staff."""
    with web.reading() as look:
        rows = pair_page.open_pairs(look.session, look.actor)
    return web.page("matches/pairs.html", rows=rows)


@views.get("/people/pairs/<uuid:match_id>")
@requires(Permission.KEEP_MATCH)
def pair(match_id: UUID) -> str:
    """Show one pair; the opening is recorded."""
    with web.opening() as look:
        shown = _page(look, match_id)
    return web.page(PAGE, pair=shown, forms=_forms())


@views.post("/people/pairs/<uuid:match_id>/introduce")
@requires(Permission.KEEP_MATCH)
def introduce(match_id: UUID) -> Answer:
    """Note how the two were introduced."""
    form = IntroduceForm()

    def act(deed: Deed, match: Match) -> None:
        kind = IntroducedBy(form.introduced_as.data)
        service.introduce(deed.session, deed.actor, match, kind, deed.now)

    return _do(match_id, "introduce", form, act)


@views.post("/people/pairs/<uuid:match_id>/pause")
@requires(Permission.KEEP_MATCH)
def pause(match_id: UUID) -> Answer:
    """Let a match rest."""
    form = PauseForm()

    def act(deed: Deed, match: Match) -> None:
        service.pause_match(deed.session, deed.actor, match, form.until.data, deed.now)

    return _do(match_id, "pause", form, act)


@views.post("/people/pairs/<uuid:match_id>/resume")
@requires(Permission.KEEP_MATCH)
def resume(match_id: UUID) -> Answer:
    """Take a match up again."""

    def act(deed: Deed, match: Match) -> None:
        service.resume_match(deed.session, deed.actor, match, deed.now)

    return _do(match_id, "button", ButtonForm(), act)


@views.post("/people/pairs/<uuid:match_id>/end")
@requires(Permission.KEEP_MATCH)
def end(match_id: UUID) -> Answer:
    """Begin an ending."""
    form = EndForm()

    def act(deed: Deed, match: Match) -> None:
        kind = ClosedAs(form.closed_as.data)
        service.begin_ending(deed.session, deed.actor, match, kind, deed.now)

    return _do(match_id, "end", form, act)


@views.post("/people/pairs/<uuid:match_id>/close")
@requires(Permission.KEEP_MATCH)
def close(match_id: UUID) -> Answer:
    """Close a match."""
    form = EndForm()

    def act(deed: Deed, match: Match) -> None:
        service.close(deed.session, deed.actor, match, ClosedAs(form.closed_as.data), deed.now)

    return _do(match_id, "close", form, act)


@views.post("/people/pairs/<uuid:match_id>/looked")
@requires(Permission.KEEP_MATCH)
def look_at_change(match_id: UUID) -> Answer:
    """Note that staff looked at what a mentee said."""

    def act(deed: Deed, match: Match) -> None:
        service.look_at_change(deed.session, deed.actor, match, deed.now)

    return _do(match_id, "button", ButtonForm(), act)


def _do(match_id: UUID, name: str, form: Form, act: Callable[[Deed, Match], None]) -> Answer:
    if form.validate():
        with form.catching(), web.deed() as deed:
            match = access.load(deed.session, deed.actor, Match, match_id)
            act(deed, match)
            deed.say(_("Saved."))
            deed.then = url_for("matches.pair", match_id=match_id)
        if not form.has_problems:
            return deed.answer
    with web.opening() as look:
        shown = _page(look, match_id)
    return web.invalid(PAGE, pair=shown, forms={**_forms(), name: form})


def _forms() -> dict[str, Form]:
    return {name: form(formdata=None) for name, form in FORMS.items()}


def _page(look: Turn, match_id: UUID) -> PairPage:
    match = access.load(look.session, look.actor, Match, match_id)
    return pair_page.pair_page(look.session, look.actor, match, look.now)
