"""The application as it stands in live use: behind https, and asked by a browser that says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from mentorship.app import create_app
from mentorship.installation import Installation

ORIGIN = "https://localhost"


class Browser(FlaskClient):
    """Says of itself what a browser says that is on one of our pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_REFERER"] = f"{ORIGIN}/in"
        self.environ_base["HTTP_ORIGIN"] = ORIGIN
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"


@contextmanager
def served(installation: Installation, *, local: bool) -> Iterator[Flask]:
    """Give an application in live use, or for this machine alone."""
    live = Installation(replace(installation.config, local=local, hosts=("localhost",)))
    app = create_app(live)
    if not local:
        app.config["PREFERRED_URL_SCHEME"] = "https"
        app.test_client_class = Browser
    yield app
    live.close()
