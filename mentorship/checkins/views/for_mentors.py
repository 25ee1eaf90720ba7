"""Support for mentors on one page: who is there, a call, where one's part ends, stepping back."""

from flask import url_for

from mentorship.checkins.forms import WishForm
from mentorship.checkins.forms.logs import WISH_WORDS
from mentorship.checkins.rules.logs import CallMe
from mentorship.checkins.service.for_mentors import ask_for_call, looked_after_by
from mentorship.checkins.views.blueprint import Answer, views
from mentorship.checkins.views.logs import promised
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.words import N_, _
from mentorship.profiles.rules.contact import WhoCalls
from mentorship.profiles.views.whom import Whom

PAGE = "checkins/for_you.html"
WE_HAVE_IT = N_("We have it.")
WE_CALL = N_("We have it. One of us calls you, in the way and the hours you said.")


@views.get("/home/for-you")
@requires(Permission.ASK_FOR_CALL)
def for_you() -> str:
    """Show a mentor who is there for them."""
    form = WishForm()
    return web.page(PAGE, form=form, **_there(form))


@views.post("/home/for-you")
@requires(Permission.ASK_FOR_CALL)
def wish() -> Answer:
    """Note that a mentor wants a call."""
    form = WishForm()
    there = _there(form)
    if not form.validate():
        return web.invalid(PAGE, form=form, **there)
    with web.deed() as deed:
        mentor = Whom().mentor(deed)
        ask_for_call(deed.session, deed.actor, mentor, CallMe(form.when.data), deed.now)
        is_called = there["who_calls"] is WhoCalls.WE
        deed.say(_(WE_CALL if is_called else WE_HAVE_IT))
        deed.then = url_for("checkins.for_you")
    return deed.answer


def _there(form: WishForm) -> dict[str, object]:
    with web.reading() as look:
        who = looked_after_by(look.session, Whom().mentor(look))
        return {"who": who, **promised(look, Whom(), form.when, WISH_WORDS)}
