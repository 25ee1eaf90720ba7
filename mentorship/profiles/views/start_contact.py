"""The first safe contact, while joining: the way, when it is fine, what may be said; a page each.

What is said on one page is kept with this visit, sealed, until the last one saves it all.
"""

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.views.sessions import this
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.profiles.forms.contact import SayForm, WayForm, WhenForm, reach_of
from mentorship.profiles.rules.contact import OUTGOING
from mentorship.profiles.service import contact as service
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
REACHING = "reaching"
WAY, WHEN, SAY = (f"profiles/start_{name}.html" for name in ("way", "when", "say"))


@views.get("/start/reach-me")
@requires(Permission.FIRST_SAFE_CONTACT)
def start_reach_me() -> str:
    """Ask somebody who is joining in which way we may reach them."""
    return web.page(WAY, form=WayForm(data=_said()))


@views.post("/start/reach-me")
@requires(Permission.FIRST_SAFE_CONTACT)
def take_reach_me() -> Answer:
    """Note the way; when it is fine is asked only where we come to them."""
    form = WayForm()
    if form.validate_on_submit():
        _note(channel=form.channel.data, address=form.address.data)
        following = "start_reach_when" if _is_outgoing() else "start_reach_say"
        return redirect(url_for(f"profiles.{following}"), 303)
    return web.invalid(WAY, form=form)


@views.get("/start/reach-me/when")
@requires(Permission.FIRST_SAFE_CONTACT)
def start_reach_when() -> Answer:
    """Ask when it is fine."""
    if not _is_outgoing():
        return _from_the_start()
    return web.page(WHEN, form=WhenForm(data=_said()))


@views.post("/start/reach-me/when")
@requires(Permission.FIRST_SAFE_CONTACT)
def take_reach_when() -> Answer:
    """Note when."""
    form = WhenForm()
    if form.validate_on_submit():
        _note(
            safe_days=form.safe_days.data, safe_from=form.safe_from.data,
            safe_until=form.safe_until.data, hours=form.hours.data,
        )  # fmt: skip
        return redirect(url_for("profiles.start_reach_say"), 303)
    return web.invalid(WHEN, form=form)


@views.get("/start/reach-me/say")
@requires(Permission.FIRST_SAFE_CONTACT)
def start_reach_say() -> Answer:
    """Ask what may be said, and for the word that both know."""
    if "channel" not in _said():
        return _from_the_start()
    return web.page(SAY, form=_say_form(), is_outgoing=_is_outgoing())


@views.post("/start/reach-me/say")
@requires(Permission.FIRST_SAFE_CONTACT)
def save_start_reach_me() -> Answer:
    """Save the first safe contact as a whole, and go on joining."""
    if "channel" not in _said():
        return _from_the_start()
    form = _say_form()
    if form.validate_on_submit():
        with form.catching(), web.deed() as deed:
            me, reach = Whom().person(deed), reach_of({**_said(), **form.data})
            service.save_first_contact(deed.session, deed.actor, me, reach, deed.now)
            deed.then = url_for("profiles.three")
        if not form.has_problems:
            this().pop(REACHING, None)
            return deed.answer
    return web.invalid(SAY, form=form, is_outgoing=_is_outgoing())


def _say_form() -> SayForm:
    form = SayForm()
    form.channel.data = _said()["channel"]
    return form


def _said() -> dict[str, Any]:
    said: dict[str, Any] = this().get(REACHING, {})
    return said


def _note(**said: object) -> None:
    this()[REACHING] = {**_said(), **said}


def _is_outgoing() -> bool:
    return _said().get("channel") in OUTGOING


def _from_the_start() -> Response:
    return redirect(url_for("profiles.start_reach_me"), 303)
