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
from mentorship.matches.forms import (
    ButtonForm,
    ContactForm,
    EndForm,
    IntroduceForm,
    LineForm,
    LookBackForm,
    PauseForm,
)
from mentorship.matches.models import Match
from mentorship.matches.rules.closing import TALK_WORDS
from mentorship.matches.rules.reasons import ClosedAs, IntroducedBy
from mentorship.matches.rules.reviews import CameOf
from mentorship.matches.service import pair_page
from mentorship.matches.service.pair_page import PairPage
from mentorship.matches.views.blueprint import views
from mentorship.profiles.service.people import load_mentee

Answer = Response | tuple[str, int]
PAGE = "matches/pair.html"
FORMS: dict[str, type[Form]] = {
    "introduce": IntroduceForm,
    "pause": PauseForm,
    "look_back": LookBackForm,
    "end": EndForm,
    "line": LineForm,
    "button": ButtonForm,
}


@views.get("/people/pairs")
@requires(Permission.KEEP_MATCH)
def open_pairs() -> str:
    """List the open pairs by code, those first that wait for staff."""
    with web.reading() as look:
        rows = pair_page.open_pairs(look.session, look.actor)
        ended = pair_page.closed_pairs(look.session, look.actor, look.now)
        cooling = service.cooling_rows(look.session, look.actor, look.now)
    return web.page(
        "matches/pairs.html", rows=rows, ended=ended, cooling=cooling, form=ButtonForm()
    )


@views.post("/people/<uuid:person_id>/look-again")
@requires(Permission.KEEP_MATCH)
def look_again(person_id: UUID) -> Response:
    """Let the next round look for a mentee before the days after an ending are over."""
    said, then = _("The next round looks for them."), url_for("matches.open_pairs")
    return web.pressed(load_mentee, person_id, service.look_again, said, then)


@views.get("/people/pairs/<uuid:match_id>")
@requires(Permission.KEEP_MATCH)
def pair(match_id: UUID) -> str:
    """Show one pair; the opening is recorded."""
    with web.opening() as look:
        shown = _page(look, match_id)
    return web.page(PAGE, pair=shown, forms=forms_of(shown), talk_words=TALK_WORDS)


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


@views.post("/people/pairs/<uuid:match_id>/look-back")
@requires(Permission.KEEP_MATCH)
def look_back(match_id: UUID) -> Answer:
    """Note that staff looked back on a match with both, and how it goes on."""
    form = LookBackForm()

    def act(deed: Deed, match: Match) -> None:
        service.review_match(deed.session, deed.actor, match, CameOf(form.came_of.data), deed.now)

    return _do(match_id, "look_back", form, act)


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
    """Close a match whose list is done."""

    def act(deed: Deed, match: Match) -> None:
        service.close(deed.session, deed.actor, match, deed.now)

    return _do(match_id, "button", ButtonForm(), act)


@views.post("/people/pairs/<uuid:match_id>/looked")
@requires(Permission.KEEP_MATCH)
def look_at_change(match_id: UUID) -> Answer:
    """Note that staff looked at what a mentee said."""

    def act(deed: Deed, match: Match) -> None:
        service.look_at_change(deed.session, deed.actor, match, deed.now)

    return _do(match_id, "button", ButtonForm(), act)


def _do(match_id: UUID, name: str, form: Form, act: Callable[[Deed, Match], None]) -> Answer:
    return do_with_pair(match_id, form, act, lambda shown: forms_of(shown, **{name: form}))


def do_with_pair(
    match_id: UUID,
    form: Form,
    act: Callable[[Deed, Match], None],
    forms: Callable[[PairPage], dict[str, Form]],
) -> Answer:
    """Do something with a pair, or show its page again with what is to fix."""
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
    return web.invalid(PAGE, pair=shown, forms=forms(shown), talk_words=TALK_WORDS)


def forms_of(shown: PairPage, **typed: Form) -> dict[str, Form]:
    """Give the forms of a pair's page; one that came back keeps what was typed."""
    forms = {name: form(formdata=None) for name, form in FORMS.items()}
    contact = ContactForm(formdata=None)
    contact.offer(shown.rules)
    return {**forms, "contact": contact, **typed}


def _page(look: Turn, match_id: UUID) -> PairPage:
    match = access.load(look.session, look.actor, Match, match_id)
    return pair_page.pair_page(look.session, look.actor, match, look.now)
