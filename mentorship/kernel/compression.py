"""Pages sent in fewer bytes to browsers that take them so; static files are kept as they are sent.

How long the bytes are must not tell what a page says: see `docs/decisions` on compressing.
"""

from gzip import GzipFile
from io import BytesIO
from secrets import randbelow

from flask import Flask, request
from werkzeug.wrappers import Response

MOST_PADDING = 100
LEVEL = 6


def prepare(app: Flask) -> None:
    """Compress whatever an application sends that is worth it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    wanted = response.mimetype == "text/html" and request.accept_encodings["gzip"] > 0
    if not wanted or not response.get_data():
        return response
    response.set_data(_padded(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _padded(body: bytes) -> bytes:
    # A name of random length, which every browser passes over, hides the last few bytes of how
    # well the rest could be compressed.
    packed, name = BytesIO(), "x" * randbelow(MOST_PADDING + 1)
    with GzipFile(name, "wb", LEVEL, packed, mtime=0) as file:
        file.write(body)
    return packed.getvalue()
