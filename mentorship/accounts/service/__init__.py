"""The verbs of accounts, by name."""

from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.joining import (
    Joining,
    Registered,
    change_hats,
    create_staff,
    make_card,
    register,
    register_on_behalf,
)
from mentorship.accounts.service.people import Secrets, make_secrets
from mentorship.accounts.service.second_factor import replace_second_factor
from mentorship.accounts.service.standing import (
    ask_to_stop,
    erase,
    restore,
    stop_now,
    suspend,
    undo_stop,
)

__all__ = [
    "Hasher",
    "Joining",
    "Registered",
    "Secrets",
    "ask_to_stop",
    "change_hats",
    "create_staff",
    "erase",
    "make_card",
    "make_secrets",
    "register",
    "register_on_behalf",
    "replace_second_factor",
    "restore",
    "stop_now",
    "suspend",
    "undo_stop",
]
