"""Whom a page is for: whoever is signed in, or somebody for whom staff record what they said."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import access
from mentorship.kernel.access import HOW_WORDS, Actor
from mentorship.kernel.behalf import how_said
from mentorship.kernel.errors import NotFound
from mentorship.kernel.web import Turn, opening, reading
from mentorship.kernel.words import _
from mentorship.profiles.service.people import load_person


@dataclass(frozen=True)
class Whom:
    """The person a page is for, and how they said it when staff record it for them."""

    person_id: UUID | None = None
    how: str = ""

    def actor(self, turn: Turn) -> Actor:
        """Give who acts, marked with how it was said."""
        return turn.actor.on_behalf(how_said(self.how)) if self.how else turn.actor

    def looking(self) -> AbstractContextManager[Turn]:
        """Look without an entry at what is one's own, and with one at what is another person's."""
        return opening() if self.person_id else reading()

    def person(self, turn: Turn) -> Person:
        """Load whom it is for."""
        if self.person_id:
            return load_person(turn.session, turn.actor, self.person_id)
        if turn.actor.person_id is None:
            raise NotFound
        return access.load(turn.session, turn.actor, Person, turn.actor.person_id)

    def mentor(self, turn: Turn) -> Person:
        """Load whom it is for, if they are a mentor."""
        person = self.person(turn)
        if person.kind is not Kind.MENTOR:
            raise NotFound
        return person

    @property
    def said(self) -> str:
        """Tell how it was said, for the line at the top of a page; empty on one's own pages."""
        return _(HOW_WORDS[how_said(self.how)]) if self.how else ""

    def url(self, endpoint: str, **values: Any) -> str:
        """Give the address of a page for the same person."""
        if self.person_id is None:
            return url_for(f"profiles.{endpoint}", **values)
        return url_for(f"profiles.{endpoint}_for", person_id=self.person_id, how=self.how, **values)

    @property
    def tasks_url(self) -> str:
        """Give the page from which staff record the next thing, or one's own first page."""
        if self.person_id is None:
            return url_for("desk.home")
        return url_for("profiles.on_behalf", person_id=self.person_id, how=self.how)
