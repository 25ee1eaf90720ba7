"""Staff records, for administrators: who is there, their hats, suspending, a lost second factor."""

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from mentorship.accounts.forms import ROLE_WORDS, HatsForm, StaffForm
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import account as pages
from mentorship.accounts.service import joining, second_factor, standing
from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.views.blueprint import Answer, hasher, show_once, views
from mentorship.kernel import access, web
from mentorship.kernel.access import Actor, Permission, Role, requires
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _

ALL = "accounts/staff.html"
ONE = "accounts/staff_member.html"


@views.get("/settings/staff")
@requires(Permission.MANAGE_STAFF)
def staff() -> str:
    """List the staff, and offer to add somebody."""
    return web.page(ALL, form=StaffForm(), staff=_all_staff(), role_words=ROLE_WORDS)


@views.post("/settings/staff")
@requires(Permission.MANAGE_STAFF)
def add_staff() -> Answer:
    """Add somebody to the staff, and show once how they sign in."""
    form = StaffForm()
    if form.validate_on_submit():
        with form.catching():
            return _add(form)
    return web.invalid(ALL, form=form, staff=_all_staff(), role_words=ROLE_WORDS)


@views.get("/settings/staff/<uuid:person_id>")
@requires(Permission.MANAGE_STAFF)
def staff_member(person_id: UUID) -> str:
    """Show one staff record."""
    shown = _one(person_id)
    form = HatsForm(data={"roles": [role.value for role in shown.roles]})
    return web.page(ONE, form=form, member=shown)


@views.post("/settings/staff/<uuid:person_id>")
@requires(Permission.MANAGE_STAFF)
def change_hats(person_id: UUID) -> Answer:
    """Give somebody other hats."""
    form = HatsForm()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            roles = frozenset(Role(said) for said in form.roles.data or ())
            person = _load(deed.session, deed.actor, person_id)
            joining.change_hats(deed.session, deed.actor, person, roles, deed.now)
            deed.say(_("Saved. They are signed out everywhere."))
            deed.then = url_for("accounts.staff")
            return deed.answer
    return web.invalid(ONE, form=form, member=_one(person_id))


@views.post("/settings/staff/<uuid:person_id>/suspend")
@requires(Permission.MANAGE_STAFF)
def suspend_staff(person_id: UUID) -> Response:
    """Cut the access of somebody of the staff now."""
    return _press(person_id, standing.suspend, _("Suspended, and signed out everywhere."))


@views.post("/settings/staff/<uuid:person_id>/restore")
@requires(Permission.MANAGE_STAFF)
def restore_staff(person_id: UUID) -> Response:
    """Lift the suspension of somebody of the staff."""
    return _press(person_id, standing.restore, _("They can sign in again."))


@views.post("/settings/staff/<uuid:person_id>/factor")
@requires(Permission.MANAGE_STAFF)
def replace_second_factor(person_id: UUID) -> Response:
    """Replace a lost second factor; every administrator is told."""
    said = _("Taken away. They set up a new one when they sign in next.")
    return _press(person_id, second_factor.replace_second_factor, said)


def _press(person_id: UUID, verb: web.Verb[Person], said: str) -> Response:
    return web.pressed(_load, person_id, verb, said, url_for("accounts.staff"))


def _add(form: StaffForm) -> Response:
    secrets = make_secrets(hasher())
    roles = frozenset(Role(said) for said in form.roles.data or ())
    with web.deed() as deed:
        made = joining.create_staff(
            deed.session, deed.actor, roles, form.word.data or "", secrets, deed.now,
            own_code=form.own_code.data or "",
        )  # fmt: skip
        deed.then = url_for("accounts.shown_once")
    show_once(
        _("How they sign in"),
        _("They set up a second factor when they sign in first."),
        [(_("Sign-in name"), made.sign_in_name), (_("Password"), secrets.password)],
        url_for("accounts.staff"),
        given=True,
    )
    return deed.answer


def _all_staff() -> list[pages.StaffShown]:
    with web.reading() as look:
        return pages.all_staff(look.session, look.actor)


def _one(person_id: UUID) -> pages.StaffShown:
    with web.reading() as look:
        person = _load(look.session, look.actor, person_id)
        return pages.staff_shown(look.session, look.actor, person)


def _load(session: Session, actor: Actor, person_id: UUID) -> Person:
    person = access.load(session, actor, Person, person_id)
    if person.kind is not Kind.STAFF:
        raise NotFound
    return person
