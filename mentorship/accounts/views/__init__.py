"""The pages of accounts, one module a subject; importing them puts them on the blueprint."""

from flask import Flask

from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.views import (
    account,
    aloud,
    display,
    joining,
    language,
    leaving,
    people,
    recovery,
    second_factor,
    sessions,
    signing_in,
    staff,
    stopping,
    unsent,
)
from mentorship.accounts.views.blueprint import views
from mentorship.kernel.config import Config
from mentorship.kernel.errors import StepUpNeeded

__all__ = [
    "account",
    "aloud",
    "display",
    "joining",
    "language",
    "leaving",
    "open_to",
    "people",
    "prepare",
    "recovery",
    "second_factor",
    "signing_in",
    "staff",
    "stopping",
    "unsent",
    "views",
]


def prepare(app: Flask) -> None:
    """Give an application its sessions and the one form that needs no token."""
    sessions.prepare(app)
    app.register_error_handler(StepUpNeeded, unsent.to_step_up)
    # Leaving must never fail: the worst that a foreign page can do with it is to sign somebody out.
    app.extensions["csrf"].exempt(leaving.leave)


def open_to(app: Flask, config: Config) -> None:
    """Let an application hash as one installation does, and name its cookie."""
    app.config["SESSION_COOKIE_NAME"] = config.cookie_name
    app.extensions["hasher"] = Hasher(config)
