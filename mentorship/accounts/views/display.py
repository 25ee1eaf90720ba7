"""How every page looks to somebody, and what it leaves out."""

from flask import url_for

from mentorship.accounts.forms import DisplayForm, QuietDisplayForm
from mentorship.accounts.rules import Scheme
from mentorship.accounts.service.display import choose_display, own_display
from mentorship.accounts.views.blueprint import Answer, views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import _

DISPLAY = "accounts/display.html"


@views.get("/account/display")
@requires(Permission.OWN_ACCOUNT)
def display() -> str:
    """Ask how every page is to look."""
    with web.reading() as look:
        own = own_display(look.session, look.actor)
        held = {
            "scheme": own.scheme.value,
            "leaves_by_key": "on" if own.leaves_by_key else "off",
            "is_quiet": "on" if own.is_quiet else "off",
        }
    return web.page(DISPLAY, form=_form()(data=held))


@views.post("/account/display")
@requires(Permission.OWN_ACCOUNT)
def save_display() -> Answer:
    """Let every page look as somebody chose."""
    form = _form()()
    if not form.validate_on_submit():
        return web.invalid(DISPLAY, form=form)
    with web.deed() as deed:
        choose_display(
            deed.session, deed.actor, Scheme(form.scheme.data), deed.now,
            by_key=form.leaves_by_key.data == "on",
            quiet="is_quiet" in form and form["is_quiet"].data == "on",
        )  # fmt: skip
        deed.say(_("Saved."))
        deed.then = url_for("accounts.account")
    return deed.answer


def _form() -> type[DisplayForm]:
    return DisplayForm if web.actor().is_staff else QuietDisplayForm
