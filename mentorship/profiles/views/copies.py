"""One's own record: who has looked at it, a copy to read or print, and the same as a file."""

from flask import jsonify
from werkzeug.wrappers import Response

from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires
from mentorship.profiles.service.copies import own_copy, who_has_looked
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.whom import Whom


@views.get("/seen")
@requires(Permission.OWN_RECORD)
def seen() -> str:
    """Show who has looked at one's own record, when and why."""
    with web.reading() as look:
        looks = who_has_looked(look.session, look.actor, Whom().person(look), look.now)
    rows = [(each.when, each.who, each.why, each.what) for each in looks]
    return web.page("profiles/seen.html", rows=rows)


@views.get("/my-copy")
@requires(Permission.OWN_RECORD)
def my_copy() -> str:
    """Show everything kept about oneself, to read or to print."""
    with web.reading() as look:
        copied = own_copy(look.session, look.actor, Whom().person(look), look.now)
    return web.page("profiles/my_copy.html", copied=copied)


@views.get("/my-copy/file")
@requires(Permission.OWN_RECORD)
def my_copy_file() -> Response:
    """Give the same as a file with a name that says nothing."""
    with web.reading() as look:
        copied = own_copy(look.session, look.actor, Whom().person(look), look.now)
    answer = jsonify({part.name: [dict(row) for row in part.rows] for part in copied})
    answer.headers["Content-Disposition"] = 'attachment; filename="copy.json"'
    return answer
