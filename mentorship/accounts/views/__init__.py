"""The pages of accounts, one module a subject; importing them puts them on the blueprint."""

from mentorship.accounts.views import account, joining, signing_in, staff, stopping
from mentorship.accounts.views.blueprint import views

__all__ = ["account", "joining", "signing_in", "staff", "stopping", "views"]
