"""The pages of check-ins, one module a subject; importing them puts them on the blueprint."""

from mentorship.checkins.views import follow_up, help_pages, logs, rhythms, talks
from mentorship.checkins.views.blueprint import views

__all__ = ["follow_up", "help_pages", "logs", "rhythms", "talks", "views"]
