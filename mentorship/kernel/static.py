"""Static files, each under an address with its fingerprint; the small ones joined into one.

A page needs one style sheet and one script: `site.css` and `site.js` are the files of `css` and
`js`, joined in the order of their names and compressed, both once in the life of the server.
"""

import gzip
from functools import cache
from hashlib import sha256

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from mentorship.kernel.paths import STATIC
from mentorship.kernel.settings import ICONS

JOINED = {"site.css": "css", "site.js": "js"}
KINDS = {"site.css": "text/css", "site.js": "text/javascript"} | {
    f"icons/{icon}.svg": "image/svg+xml" for icon in ICONS
}


def address(name: str) -> str:
    """Give a static file's address; it may be kept for a year, because it changes with the file."""
    return f"/static/{name}?v={_fingerprint(name)}"


def prepare(app: Flask) -> None:
    """Serve the static files, and let templates ask for their addresses."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_serve)
    app.jinja_env.globals["static"] = address


def _serve(filename: str) -> Response:
    if filename not in KINDS:
        abort(404)
    if not request.accept_encodings["gzip"]:
        return Response(_content(filename), mimetype=KINDS[filename])
    response = Response(_packed(filename), mimetype=KINDS[filename])
    response.headers["Content-Encoding"] = "gzip"
    return response


@cache
def _content(name: str) -> bytes:
    if name not in JOINED:
        return (STATIC / name).read_bytes()
    return b"\n".join(path.read_bytes() for path in sorted((STATIC / JOINED[name]).iterdir()))


@cache
def _packed(name: str) -> bytes:
    # Once, and as small as can be: there is nothing in it whose length could tell anything.
    return gzip.compress(_content(name), 9, mtime=0)


@cache
def _fingerprint(name: str) -> str:
    return sha256(_content(name)).hexdigest()[:12]
