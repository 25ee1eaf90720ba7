"""The agency of the tests, and the people in it."""

from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.clock import now
from mentorship.kernel.db import Base

SITE_NAME = "Harbour"


def found(installation: Installation) -> None:
    """Migrate a new database and set the agency up."""
    installation.migrate()
    Base.metadata.create_all(installation.database.engine)
    with installation.database.transaction() as session:
        settings.change(
            session,
            SYSTEM,
            now(),
            site_name=SITE_NAME,
            crisis_line="555 0100",
            youth_line="555 0101",
            staffed_hours="Monday to Friday, 9:00 to 17:00",
            on_call_line="555 0102",
            complaint_contact="A. Okafor, 555 0103",
            must_pass_on="If somebody's life is in danger, we call for help.",
            agreement=("We meet as we planned.", "We do not talk about the facts of a case."),
        )
