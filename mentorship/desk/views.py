"""The pages that belong to no feature: the front, the first pages by role, the settings."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.service.joining import door_now
from mentorship.checkins.rules.wordings import REASON_SAID, STAGE_KIND, STAGE_SAID
from mentorship.checkins.views.board import WHO_SAID
from mentorship.desk import service
from mentorship.desk.forms import SECTIONS
from mentorship.desk.forms.duty import DateForm, OutForm, ShiftForm, WeekForm
from mentorship.desk.forms.section import RECKONED_FROM, SectionForm
from mentorship.desk.service import duty
from mentorship.kernel import access, jobs, live_use, settings, web
from mentorship.kernel.access import Actor, Permission, Role, requires
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import N_, _
from mentorship.profiles.views.naming import SIDE_WORDS

SETTING = "desk/setting.html"
views = Blueprint("desk", __name__)
Answer = Response | tuple[str, int]
ON_CALL, THAT_DAY = "desk/on_call.html", "desk/on_call_date.html"


def places(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Give the links of the navigation for somebody."""
    if actor.half_in:
        return ()
    if actor.is_coordinator:
        return (
            ("/today", N_("Today")),
            ("/decisions", N_("Decisions")),
            ("/follow-up", N_("Follow up")),
            ("/people", N_("People")),
            ("/rounds", N_("Rounds")),
        )
    if actor.is_(Role.ADMINISTRATOR):
        return (("/home", N_("Home")), ("/settings", N_("Settings")))
    if actor.is_staff:
        return (("/home", N_("Home")),)
    if actor.person_id:
        return (("/home", N_("Home")), ("/talks", N_("Talks")), ("/choices", N_("Choices")))
    return ()


@views.get("/")
@requires(Permission.READ_PUBLIC_PAGE)
def front() -> Response | str:
    """Say what this is in three lines, and lead on; whoever is in goes on to their first page."""
    with web.reading() as look:
        is_in = look.actor.person_id is not None and not look.actor.half_in
        door = door_now(look.session, look.now)
    if is_in:
        return redirect(url_for("desk.home"), 303)
    return web.page("site/front.html", door=door)


@views.get("/private")
@requires(Permission.READ_PUBLIC_PAGE)
def private() -> str:
    """Say how to stay private on this device."""
    return web.page("site/private.html")


@views.get("/health")
@requires(Permission.READ_PUBLIC_PAGE)
def health() -> Response:
    """Say that the site answers, and nothing else."""
    return Response("ok", mimetype="text/plain")


@views.get("/home")
@requires(Permission.HOME)
def home() -> str:
    """Show everyone's first page; for coordinators that is what wants somebody today."""
    with web.opening() as look:
        if look.actor.is_coordinator:
            return _today(look)
        page = service.home(look.session, look.actor, look.now)
    return web.page("desk/home.html", page=page, form=web.Form())


@views.get("/today")
@requires(Permission.TODAY)
def today() -> str:
    """Show coordinators what wants somebody today."""
    with web.opening() as look:
        return _today(look)


@views.get("/settings")
@requires(Permission.CHANGE_SETTINGS)
def all_settings() -> str:
    """Show what can be set, and what still blocks live use."""
    with web.reading() as look:
        blank, missing = live_use.blank(look.session), live_use.missing(look.session)
    pages = {words: _page_of(name) for name, words in blank.items()}
    sections = [(name, _(label)) for name, (label, _form) in SECTIONS.items()]
    shown = [(words, pages.get(words, url_for("accounts.staff"))) for words in missing]
    return web.page("desk/settings.html", sections=sections, missing=shown)


@views.get("/settings/running")
@requires(Permission.SEE_RUNNING)
def running() -> str:
    """Show administrators how the installation runs, without anybody's name."""
    with web.reading() as look:
        shown = service.running(look.session, look.now)
    return web.page("desk/running.html", running=shown, form=web.Form())


@views.post("/settings/running/<uuid:job_id>/again")
@requires(Permission.SEE_RUNNING)
def try_again(job_id: UUID) -> Response:
    """Try a job again that was given up."""
    said, then = _("The worker tries it again."), url_for("desk.running")
    return web.pressed(access.loading(jobs.Job), job_id, service.try_again, said, then)


@views.get("/settings/<section>")
@requires(Permission.CHANGE_SETTINGS)
def setting(section: str) -> str:
    """Show one section of the settings."""
    with web.reading() as look:
        form = _form_of(section).of(settings.current(look.session))
        form.offer(service.who_may_stand_in(look.session))
    return web.page(SETTING, form=form, **_around(section))


@views.post("/settings/<section>")
@requires(Permission.CHANGE_SETTINGS)
def change_setting(section: str) -> Response | str | tuple[str, int]:
    """Save one section of the settings as a new version, or show first what it would look like."""
    form = _form_of(section)()
    with web.reading() as look:
        before = settings.current(look.session)
        form.offer(service.who_may_stand_in(look.session))
    if form.validate_on_submit() and form.empties_nothing(before):
        if "look" in request.form:
            return web.page(SETTING, form=form, **_around(section))
        with web.deed() as deed:
            settings.change(deed.session, deed.actor, deed.now, **form.changes())
            deed.say(_("Saved."))
            deed.then = url_for("desk.all_settings")
            return deed.answer
    return web.invalid(SETTING, form=form, **_around(section))


@views.get("/settings/on-call")
@requires(Permission.CHANGE_SETTINGS)
def on_call() -> str:
    """Show who is on call when, with the gaps, and ask for further hours of every week."""
    return web.page(ON_CALL, **_plan(WeekForm()))


@views.post("/settings/on-call")
@requires(Permission.CHANGE_SETTINGS)
def put_on_call() -> Answer:
    """Put hours of every week into the plan."""
    return _put_in(WeekForm(), ON_CALL)


@views.get("/settings/on-call/date")
@requires(Permission.CHANGE_SETTINGS)
def on_call_that_day() -> str:
    """Ask who is on call on one date, in place of every week."""
    return web.page(THAT_DAY, **_plan(DateForm()))


@views.post("/settings/on-call/date")
@requires(Permission.CHANGE_SETTINGS)
def put_on_call_that_day() -> Answer:
    """Put hours of one date into the plan."""
    return _put_in(DateForm(), THAT_DAY)


@views.post("/settings/on-call/out")
@requires(Permission.CHANGE_SETTINGS)
def take_off_call() -> Answer:
    """Take a line out of the plan."""
    form = OutForm()
    if not form.validate():
        return web.invalid(ON_CALL, **_plan(WeekForm(formdata=None)))
    with web.deed() as deed:
        duty.take_off_call(deed.session, deed.actor, form.line.data or "", deed.now)
        deed.say(_("Taken out."))
        deed.then = url_for("desk.on_call")
    return deed.answer


def _put_in(form: ShiftForm, template: str) -> Answer:
    shown = _plan(form)
    if form.validate():
        with form.catching(), web.deed() as deed:
            duty.put_on_call(deed.session, deed.actor, form.shifts, deed.now)
            deed.say(_("Saved."))
            deed.then = url_for("desk.on_call")
        if not form.has_problems:
            return deed.answer
    return web.invalid(template, **shown)


def _plan(form: ShiftForm) -> dict[str, object]:
    with web.reading() as look:
        form.offer(service.who_may_stand_in(look.session))
        plan = duty.plan_shown(look.session, look.now)
    return {"plan": plan, "form": form, "out": OutForm(formdata=None)}


def _today(look: web.Turn) -> str:
    page = service.today(look.session, look.actor, look.now)
    said = {"reasons": REASON_SAID, "stages": STAGE_SAID, "tags": STAGE_KIND, "sides": SIDE_WORDS,
            "whos": WHO_SAID}  # fmt: skip
    return web.page("desk/today.html", page=page, form=web.Form(), **said)


def _around(section: str) -> dict[str, object]:
    return {"heading": _(SECTIONS[section][0]), "has_preview": section == "site"}


def _page_of(setting: str) -> str:
    """Tell where a setting is filled in."""
    if setting == "on_call_week":
        return url_for("desk.on_call")
    asked = RECKONED_FROM.get(setting, setting)
    section = next(name for name, (_label, form) in SECTIONS.items() if hasattr(form, asked))
    return url_for("desk.setting", section=section)


def _form_of(section: str) -> type[SectionForm]:
    if section not in SECTIONS:
        raise NotFound
    return SECTIONS[section][1]
