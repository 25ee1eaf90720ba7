"""The page of the one somebody talks with."""

from uuid import UUID

from mentorship.checkins.service.companions import companion_page
from mentorship.checkins.views.blueprint import own_id, views
from mentorship.kernel import web
from mentorship.kernel.access import Permission, requires


@views.get("/talks/pair/<uuid:match_id>")
@requires(Permission.OWN_TALKS)
def companion(match_id: UUID) -> str:
    """Show what the other one shows, how to reach them if they want that, and the next talk."""
    with web.opening() as look:
        shown = companion_page(look.session, look.actor, own_id(look), match_id, look.now)
    return web.page("checkins/companion.html", shown=shown)
