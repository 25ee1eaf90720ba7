"""An invented agency with months of history, made only through the services under a moved clock.

Consents, entries, notices and follow-ups therefore come from the same rules as in live use.
"""

from mentorship.demo.story import tell

__all__ = ["tell"]
