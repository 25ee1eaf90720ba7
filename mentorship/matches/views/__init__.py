"""The pages of matches, one module a subject; importing them puts them on the blueprint."""

from mentorship.matches.views import closing, decisions, offers, pairs, rounds, trying
from mentorship.matches.views.blueprint import views

__all__ = ["closing", "decisions", "offers", "pairs", "rounds", "trying", "views"]
