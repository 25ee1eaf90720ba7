"""How each error becomes a page, which tells nothing of what went wrong."""

from flask import Flask, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from mentorship.kernel import addresses, settings, speaking, words
from mentorship.kernel.access import NOBODY
from mentorship.kernel.errors import (
    Busy,
    NotFound,
    Overtaken,
    Repeated,
    RuleBroken,
    SignInNeeded,
    log_fault,
)


def prepare(app: Flask) -> None:
    """Say once how each error becomes a page."""
    app.register_error_handler(NotFound, lambda _error: _error_page("not_found", 404))
    app.register_error_handler(Overtaken, lambda _error: _error_page("overtaken", 409))
    app.register_error_handler(Busy, lambda _error: _error_page("busy", 503))
    app.register_error_handler(Repeated, lambda again: redirect(again.then or "/home", 303))
    app.register_error_handler(SignInNeeded, _to_sign_in)
    app.register_error_handler(RuleBroken, _rule_page)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(Exception, _fault)
    # What escapes every handler is logged as carefully as what does not.
    app.log_exception = lambda info: log_fault("request", info[1])  # type: ignore[method-assign, assignment, arg-type]


def _error_page(name: str, status: int, **values: str) -> tuple[str, int]:
    # Without the frame of other pages: it asks the database who is there, which may be the fault.
    template = current_app.jinja_env.get_template(f"errors/{name}.html")
    speaking.speak()
    agency = getattr(g, "agency", settings.Agency())
    # What is not there is one page, however and wherever it was asked for.
    back = "" if name in {"not_found", "fault"} else addresses.to_come_back_to()
    language = words.locale()
    page = template.render(agency=agency, actor=NOBODY, lang=language, come_back=back, **values)
    return page, status


def _rule_page(broken: RuleBroken) -> tuple[str, int]:
    return _error_page("rule", broken.status, sentence=broken.sentence)


def _http_page(error: HTTPException) -> tuple[str, int] | HTTPException:
    names = {400: "too_old", 404: "not_found", 405: "not_found", 413: "too_large", 429: "busy"}
    code = error.code or 500
    if 300 <= code < 400:
        return error
    return _error_page(names.get(code, "fault" if code >= 500 else "too_old"), code)


def _fault(error: Exception) -> tuple[str, int]:
    if current_app.testing:
        raise error
    log_fault("request", error)
    return _error_page("fault", 500)


def _to_sign_in(_error: SignInNeeded) -> Response:
    if request.method == "GET":
        session["wanted"] = request.path
    return redirect(url_for("accounts.sign_in"), 303)
