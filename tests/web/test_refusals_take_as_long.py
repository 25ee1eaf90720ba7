"""How long a refusal takes does not tell who is here: known and unknown names, at the real price.

Pairs of attempts are sent in turns. What is measured is the chance that the known name takes the
longer one: one half means that time tells nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from time import perf_counter

import pytest
from flask import Flask

from mentorship.accounts import queries
from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.people import make_secrets
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.config import Hashing
from tests.cast import Cast
from tests.pages import Visitor, fields

PAIRS, FEW = 300, 30
TOLERANCE = 0.08
UNKNOWN = "nobody0000"
WRONG = "five other plain test words"
FORMS = {
    "in": ("accounts.sign_in", {"password": WRONG}),
    "words": ("accounts.words", {"password": WRONG, "words": "one two three four five six"}),
}

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def real_price(app: Flask, installation: Installation, cast: Cast) -> None:
    """Hash at the price of an agency, and let Noor's secrets have been hashed at it."""
    hasher = Hasher(replace(installation.config, hashing=Hashing()))
    app.extensions["hasher"] = hasher
    secrets = make_secrets(hasher)
    with installation.database.transaction() as session:
        kept = queries.sign_in_of(session, cast.noor.person_id)
        assert kept
        kept.password_hash = hasher.hash(cast.noor.password)
        kept.recovery_hash = secrets.recovery_hash


def chance_that_known_takes_longer(
    app: Flask, form: str, known: str, pairs: int, now: datetime
) -> float:
    visitor, (endpoint, typed) = Visitor(app), FORMS[form]
    page = visitor.page(endpoint)
    shown = page.form()
    assert shown
    took: dict[str, list[float]] = {known: [], UNKNOWN: []}
    for nth in range(pairs):
        # The next hour, in which nobody is slowed down for what they tried before.
        with clock.fixed(now + timedelta(hours=nth)):
            for name in sorted(took, reverse=bool(nth % 2)):
                began = perf_counter()
                answer = visitor.client.post(
                    page.address, data={**fields(shown), **typed, "name": name}
                )
                took[name].append(perf_counter() - began)
                assert answer.status_code == 422
    longer = [one > other for one, other in product(took[known], took[UNKNOWN])]
    return sum(longer) / len(longer)


@pytest.mark.parametrize("form", FORMS)
def test_time_does_not_tell_who_is_here(app: Flask, cast: Cast, form: str, now: datetime) -> None:
    chance = chance_that_known_takes_longer(app, form, cast.noor.sign_in_name, PAIRS, now)
    assert abs(chance - 0.5) <= TOLERANCE


@pytest.mark.parametrize("form", FORMS)
def test_without_a_hash_for_names_that_nobody_has_time_tells(
    app: Flask, cast: Cast, form: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = Hasher.verify
    monkeypatch.setattr(
        Hasher, "verify", lambda self, kept, secret: bool(kept) and verify(self, kept, secret)
    )
    chance = chance_that_known_takes_longer(app, form, cast.noor.sign_in_name, FEW, now)
    assert chance > 1 - TOLERANCE
