"""The pages of profiles, one module a subject; importing them puts them on the blueprint."""

from mentorship.profiles.views import apart, contact, pause, people, readiness
from mentorship.profiles.views.blueprint import views

__all__ = ["apart", "contact", "pause", "people", "readiness", "views"]
