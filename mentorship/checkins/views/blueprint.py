"""The blueprint that every page of check-ins hangs on, and what they share."""

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response
from wtforms import TimeField

from mentorship.checkins import service
from mentorship.checkins.forms.talks import THEIR_CLOCK
from mentorship.checkins.queries.talks import matches_seen
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.kernel.web import Turn
from mentorship.profiles.views.whom import Whom

views = Blueprint("checkins", __name__)
Answer = Response | str | tuple[str, int]
Pairs = list[tuple[str, str]]
Value = TypeVar("Value")


def given(value: Value | None) -> Value:
    """Give what a checked form holds in a field that it requires."""
    assert value is not None, "the form's own checks require this field"
    return value


def own_id(turn: Turn) -> UUID:
    """Give the id of whoever is signed in."""
    if turn.actor.person_id is None:
        raise NotFound
    return turn.actor.person_id


def url_of(whom: Whom, endpoint: str, **values: Any) -> str:
    """Give the address of a page for oneself, or of its twin for whom staff record something."""
    if whom.person_id is None:
        return url_for(f"checkins.{endpoint}", **values)
    return url_for(f"checkins.{endpoint}_for", person_id=whom.person_id, how=whom.how, **values)


def say_whose_clock(at: TimeField, whom: Whom) -> None:
    """Say beside a time by whose clock it is, to staff who record it for somebody too."""
    if whom.how:
        at.description = THEIR_CLOCK


def pairs_of(turn: Turn, actor: Actor, person_id: UUID, *, going: bool = False) -> Pairs:
    """List the matches of a person that the actor may see, with the name of the other one; or only
    those of whom nobody is away.
    """
    return [
        (
            str(match.id),
            service.called(
                turn.session, actor, match, service.other_of(match, person_id), turn.now
            ),
        )
        for match in matches_seen(turn.session, actor, person_id)
        if not (going and match.rests_for_one)
    ]
