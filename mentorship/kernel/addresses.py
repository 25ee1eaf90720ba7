"""Which of our addresses open a page, and at which of them an answer can be asked for again."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def opens(path: str) -> bool:
    """Tell whether a page of ours opens at a path."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def to_come_back_to() -> str:
    """Give where somebody comes back to what answers a form they sent; empty for any other page.

    A browser does not ask again for the answer to a form: it shows a page of its own, without a
    way out. Where an address takes forms and opens no page, the nearest above it does.
    """
    if request.method != "POST":
        return ""
    query = request.query_string.decode("ascii", "replace")
    path, asked = request.path, f"?{query}" if query else ""
    while path != "/" and not opens(path):
        path, asked = path.rpartition("/")[0] or "/", ""
    return path + asked
