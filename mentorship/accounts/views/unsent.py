"""What was typed when a session had ended, or the time for which a password holds: kept for its
person, given back at its form.
"""

from uuid import UUID

from flask import g, redirect, request, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from mentorship.accounts.queries.unsent import forget_unsent_of
from mentorship.accounts.service.people import own_id
from mentorship.accounts.service.unsent import give_unsent, keep_unsent
from mentorship.accounts.views.blueprint import views
from mentorship.accounts.views.sessions import CSRF, Ended, this
from mentorship.kernel import access, addresses, clock, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.errors import Busy, StepUpNeeded, log_fault
from mentorship.kernel.words import _

# Their forms ask for a password or a code.
SECRET = {Permission.STEP_UP, Permission.CHANGE_SIGN_IN, Permission.SECOND_FACTOR}


def keep() -> Response | None:
    """Keep what was sent with a session that had ended, and lead to signing in.

    It comes before the check of the form's token, which ended with the session, and asks the same
    of it: that one of our pages sent it, with the token of that very session.
    """
    ended = this().ended
    if ended is None or request.method != "POST" or not web.comes_from_here():
        return None
    if not _is_of_session(ended):
        return None
    _keep_for(ended.person_id)
    return redirect(url_for("accounts.sign_in"), 303)


def to_step_up(_error: StepUpNeeded) -> Response:
    """Ask for the password once more; what was typed until then waits at its form."""
    back = request.method == "GET" or _keep_for(own_id(web.actor()))
    this()["wanted"] = request.path if back else url_for("desk.home")
    g.keeps_unsent = True
    return redirect(url_for("accounts.step_up"), 303)


@views.before_app_request
def give_back() -> None:
    """Put what waits at this address into the fields of its form."""
    viewer = this().viewer
    if viewer is None or request.method != "GET" or viewer.unsent != request.path:
        return
    with web.reading() as look:
        g.unsent = MultiDict(give_unsent(look.session, viewer.actor, look.now))


@views.after_app_request
def forget(response: Response) -> Response:
    """Forget what waited at this address once it was sent."""
    viewer, was_sent = this().viewer, request.method == "POST" and response.status_code == 303
    if viewer and was_sent and viewer.unsent == request.path and "keeps_unsent" not in g:
        try:
            with web.database().transaction() as session:
                forget_unsent_of(session, own_id(viewer.actor))
        except Busy as error:
            # It was sent all the same, and what waits goes by itself within the day.
            log_fault("forgetting", error)
    return response


@views.post("/account/unsent")
@requires(Permission.OWN_UNSENT)
def throw_away() -> Response:
    """Forget what waits, because somebody does not want it any longer."""
    with web.deed() as deed:
        forget_unsent_of(deed.session, own_id(deed.actor))
        deed.say(_("Thrown away."))
        deed.then = url_for("desk.home")
    return deed.answer


def _is_of_session(ended: Ended) -> bool:
    # Asked as it is asked of every form, with the token of the session that ended in its place.
    own = this()[CSRF]
    this()[CSRF] = ended.csrf_token
    try:
        validate_csrf(request.form.get(CSRF, ""))
    except ValidationError:
        return False
    finally:
        this()[CSRF] = own
    return True


def _keep_for(person_id: UUID) -> bool:
    if not _may_wait():
        return False
    said = list(request.form.items(multi=True))
    with web.database().transaction() as session:
        return keep_unsent(session, person_id, request.path, said, clock.now())


def _may_wait() -> bool:
    # Only at a form of one's own, whose page is opened at the same address.
    asked = web.permission()
    rule = access.RULES.get(asked) if asked else None
    if rule is None or rule.anonymous or asked in SECRET:
        return False
    return addresses.opens(request.path)
