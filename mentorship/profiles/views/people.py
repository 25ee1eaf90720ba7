"""The people staff look after: lists, one person, a new one, and what is recorded for somebody."""

from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.rules import Kind
from mentorship.accounts.service import register_on_behalf
from mentorship.kernel import settings, web
from mentorship.kernel.access import HOW_WORDS, How, Permission, requires
from mentorship.kernel.behalf import FOR, how_said, piece_of
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _
from mentorship.profiles.forms.people import YES, NewPersonForm
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.people import Show
from mentorship.profiles.service import people as service
from mentorship.profiles.service.apart import entries_for
from mentorship.profiles.service.person_page import person_shown
from mentorship.profiles.service.sheet import sheet_for as sheet_of
from mentorship.profiles.service.welcome import take_back_welcome, welcome
from mentorship.profiles.views import naming
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.steps import STEPS

Answer = Response | str | tuple[str, int]
NEW = "profiles/new_person.html"
PERSON = "profiles.person"
WORDS = {
    "sides": naming.SIDE_WORDS,
    "states": naming.STATE_WORDS,
    "bonds": naming.BOND_WORDS,
    "tags": naming.STATE_TAGS,
    "show_words": naming.SHOW_WORDS,
    "missing_words": naming.MISSING_WORDS,
}


@views.get("/people")
@requires(Permission.SEE_PEOPLE)
def people() -> str:
    """List the people in one state; the choice is closed, because it stands in the address."""
    asked = request.args.get("show", Show.WAITING.value)
    if asked not in list(Show):
        raise NotFound
    with web.reading() as look:
        lines = service.list_people(look.session, look.actor, Show(asked), look.now)
        to_look_at = len(entries_for(look.session, look.actor))
    lists = {"show": Show(asked), "shows": list(Show), "to_look_at": to_look_at}
    return web.page("profiles/people.html", lines=lines, **lists, **WORDS)


@views.get("/people/<uuid:person_id>")
@requires(Permission.SEE_PEOPLE)
def person(person_id: UUID) -> str:
    """Open one person's record; the page says that this is recorded."""
    with web.opening() as look:
        row = service.load_person(look.session, look.actor, person_id)
        shown = person_shown(look.session, look.actor, row, look.now)
    backs = [(_(HOW_WORDS[how]), _back_url(person_id, how)) for how in How]
    return web.page("profiles/person.html", shown=shown, form=web.Form(), backs=backs, **WORDS)


@views.post("/people/<uuid:person_id>/take")
@requires(Permission.SEE_PEOPLE)
def take(person_id: UUID) -> Response:
    """Have a person looked after by whoever asks for it."""
    said, then = _("You look after this person now."), url_for(PERSON, person_id=person_id)
    return web.pressed(service.load_person, person_id, service.take_person, said, then)


@views.post("/people/<uuid:person_id>/welcome")
@requires(Permission.RECORD_FOR)
def save_welcome(person_id: UUID) -> Response:
    """Note that the welcome talk was held."""
    said, then = _("Noted: the welcome talk was held."), url_for(PERSON, person_id=person_id)
    return web.pressed(service.load_mentee, person_id, welcome, said, then)


@views.post("/people/<uuid:person_id>/welcome/back")
@requires(Permission.RECORD_FOR)
def save_no_welcome(person_id: UUID) -> Response:
    """Take that back within minutes."""
    said = _("Taken back. The welcome talk is to be held.")
    then = url_for(PERSON, person_id=person_id)
    return web.pressed(service.load_mentee, person_id, take_back_welcome, said, then)


@views.get("/people/new")
@requires(Permission.RECORD_FOR)
def new_person() -> str:
    """Ask what has to be known before anything is stored."""
    with web.reading() as look:
        agency = settings.current(look.session)
    return web.page(NEW, form=NewPersonForm(), must_pass_on=agency.must_pass_on, youth_line="")


@views.post("/people/new")
@requires(Permission.RECORD_FOR)
def save_new_person() -> Answer:
    """Let somebody in who has no sign-in; who is not 18 leaves no trace."""
    form = NewPersonForm()
    with web.reading() as look:
        agency = settings.current(look.session)
    is_good = form.validate_on_submit()
    if is_good and form.adult.data == YES:
        with web.deed() as deed:
            made = register_on_behalf(deed.session, deed.actor, Kind(form.kind.data), deed.now)
            deed.say(_("Their code is %(code)s.", code=made.code))
            deed.then = url_for("profiles.choose_how", person_id=made.id)
        return deed.answer
    line = agency.youth_line if is_good else ""
    return web.invalid(NEW, form=form, must_pass_on=agency.must_pass_on, youth_line=line)


@views.get("/people/<uuid:person_id>/for")
@requires(Permission.RECORD_FOR)
def choose_how(person_id: UUID) -> str:
    """Ask how somebody said what is going to be recorded."""
    with web.reading() as look:
        code = service.load_person(look.session, look.actor, person_id).code
    ways = [(_(HOW_WORDS[how]), _tasks_url(person_id, how)) for how in How]
    return web.page("profiles/choose_how.html", code=code, ways=ways)


@views.get(FOR + "/sheet")
@requires(Permission.RECORD_FOR)
def sheet_for(person_id: UUID, how: str) -> str:
    """Show a sheet to print that is filled in by hand, and what its letters mean."""
    with web.reading() as look:
        kind = service.load_person(look.session, look.actor, person_id).kind
    back = _tasks_url(person_id, how_said(how))
    return web.page("profiles/sheet.html", sheet=sheet_of(Side(kind)), back=back)


@views.get(FOR)
@requires(Permission.RECORD_FOR)
def on_behalf(person_id: UUID, how: str) -> str:
    """List everything that can be recorded for this person."""
    with web.reading() as look:
        row = service.load_person(look.session, look.actor, person_id)
        code, kind = row.code, row.kind
    steps = [
        (_(step.words), url_for(step.endpoint, person_id=person_id, how=how))
        for step in STEPS
        if kind in step.kinds
    ]
    said = _(HOW_WORDS[how_said(how)])
    return web.page("profiles/on_behalf.html", code=code, said=said, steps=steps)


def _back_url(person_id: UUID, how: How) -> str:
    return url_for("accounts.undo_stop_for", person_id=person_id, how=piece_of(how))


def _tasks_url(person_id: UUID, how: How) -> str:
    return url_for("profiles.on_behalf", person_id=person_id, how=piece_of(how))
