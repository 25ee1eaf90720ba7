"""What the first pages, the settings and the weekly mail are put together from."""

from mentorship.desk.service.pages import home, today, week_said, who_may_stand_in
from mentorship.desk.service.running import running, try_again

__all__ = ["home", "running", "today", "try_again", "week_said", "who_may_stand_in"]
