"""One agency's installation, opened: database, keys, bell, and who listens to what.

The web, the worker, the command line and the tests all open it here, so that none of them can
forget a subscriber or a handler. A list, no logic; nothing below may import it.
"""

import os
from dataclasses import dataclass
from functools import cached_property

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from mentorship.accounts import tasks as accounts
from mentorship.checkins import tasks as checkins
from mentorship.checkins.service import dates, hearing, parting, silence, welcomed
from mentorship.checkins.service.catching_up import JOB as CATCH_UP
from mentorship.desk import tasks as desk
from mentorship.kernel import audit, clock, events, jobs
from mentorship.kernel.config import Config
from mentorship.kernel.db import Database
from mentorship.kernel.errors import UnsafeToStart
from mentorship.kernel.events import Subscription
from mentorship.kernel.paths import MIGRATIONS
from mentorship.kernel.vault import Vault
from mentorship.matches import tasks as matches
from mentorship.matches.service import voiding
from mentorship.matches.service.rounds import JOB as ROUND
from mentorship.notices import service as notices
from mentorship.notices import tasks as notice_tasks
from mentorship.profiles import tasks as profiles
from mentorship.profiles.service import contact, leaving, people

SUBSCRIPTIONS: list[Subscription] = [
    (events.PersonErased, leaving.forget_person),
    (events.ConsentEnded, voiding.on_consent_ended),
    (events.AnswerChanged, voiding.on_answer_changed),
    (events.KeptApart, people.on_kept_apart),
    (events.KeptApart, voiding.on_kept_apart),
    (events.KeptApart, parting.on_kept_apart),
    (events.PersonSuspended, voiding.on_person_away),
    (events.PersonStopped, voiding.on_person_away),
    (events.PersonPaused, voiding.on_person_away),
    (events.PersonRestored, voiding.on_person_back),
    (events.PersonReturned, voiding.on_person_back),
    (events.PersonResumed, voiding.on_person_back),
    (events.ReadinessEnded, voiding.on_readiness_ended),
    (events.PersonErased, voiding.on_person_erased),
    (events.SecondFactorReplaced, notices.on_second_factor_replaced),
    (events.CallBackAsked, notices.on_call_back_asked),
    (events.CallBackEnded, notices.on_call_back_ended),
    (events.SignInRecovered, notices.on_sign_in_recovered),
    (events.PersonErased, notices.on_person_erased),
    (events.QuietChosen, notices.on_quiet_chosen),
    (events.PersonJoined, contact.on_joined),
    (events.PersonJoined, hearing.on_joined),
    (events.PersonWelcomed, welcomed.on_welcomed),
    (events.WelcomeTakenBack, voiding.on_welcome_taken_back),
    (events.WelcomeTakenBack, welcomed.on_welcome_taken_back),
    (events.SignedIn, silence.on_signed_in),
    (events.MatchBegan, hearing.on_match_began),
    (events.MatchPaused, hearing.on_match_paused),
    (events.MatchResumed, hearing.on_match_resumed),
    (events.MatchReviewed, hearing.on_match_reviewed),
    (events.MatchEnding, hearing.on_match_ending),
    (events.AnotherAsked, hearing.on_another_asked),
    (events.MatchEnded, hearing.on_match_ended),
    (events.EndingLeftOpen, hearing.on_ending_left_open),
    (events.EndingSettled, hearing.on_ending_settled),
    (events.MatchForgotten, hearing.on_match_forgotten),
    (events.PersonPaused, hearing.on_person_resting),
    (events.PersonStopped, hearing.on_person_resting),
    (events.PersonResumed, hearing.on_person_back),
    (events.PersonReturned, hearing.on_person_back),
    (events.PersonRestored, hearing.on_person_back),
    (events.PersonSuspended, hearing.on_suspended),
    (events.PersonParked, hearing.on_parked),
    (events.MentorSteppedBack, hearing.on_stepped_back),
    (events.ConsentEnded, hearing.on_consent_ended),
    (events.ReadinessChanged, dates.on_readiness_changed),
    (events.PersonErased, hearing.on_erased),
    (events.HatsChanged, hearing.on_hats_changed),
    (events.SettingsChanged, hearing.on_settings_changed),
]

HANDLERS: dict[str, jobs.Handler] = {
    ROUND: matches.work_round,
    CATCH_UP: checkins.catch_up,
    notices.MAIL_JOB: notice_tasks.send,
    notices.WEEK_JOB: desk.send_week,
}

PERIODIC: list[jobs.Periodic] = [
    jobs.forget_old,
    accounts.erase_due,
    accounts.forget_old,
    matches.do_what_is_due,
    matches.tidy,
    matches.forget_closed,
    profiles.end_consents,
    profiles.end_pauses,
    profiles.end_readiness,
    checkins.sweep_due,
    notice_tasks.post_news,
    notice_tasks.forget_old,
    desk.write_weeks,
]

# A mail server may be away for a night.
MOST_ATTEMPTS = {notices.MAIL_JOB: 30, notices.WEEK_JOB: 30}


@dataclass(frozen=True)
class Installation:
    """One agency's installation on one machine."""

    config: Config

    @cached_property
    def works(self) -> jobs.Works:
        """Tell what the worker can do."""
        return jobs.Works(HANDLERS, PERIODIC, MOST_ATTEMPTS)

    @cached_property
    def bell(self) -> jobs.Bell:
        """Give the bell that rings the worker."""
        return jobs.Bell(self.config, lambda: self.database, self.works)

    @cached_property
    def database(self) -> Database:
        """Give the database, with everything its sessions must carry."""
        return Database(
            self.config.database_url,
            info={
                "local": self.config.local,
                "vault": Vault(self.config.keys),
                "post": self.config.post,
                "hosts": () if self.config.local else self.config.hosts,
                "subscribers": events.Subscribers(SUBSCRIPTIONS, events.every_kind()),
            },
            before_commit=(audit.write_entries,),
            after_commit=(self.bell.ring,),
        )

    def close(self) -> None:
        """Let go of every connection."""
        self.bell.close()
        self.database.close()

    def migrate(self, revision: str = "head") -> None:
        """Bring the database to a revision, creating it when there is none."""
        os.umask(0o077)
        settings = AlembicConfig()
        settings.set_main_option("script_location", str(MIGRATIONS))
        settings.attributes["engine"] = self.database.engine
        if revision == "base" or revision.startswith("-"):
            command.downgrade(settings, revision)
        else:
            command.upgrade(settings, revision)

    def check_ready(self) -> None:
        """Refuse to start on an old schema, or when the clock stands before the last entry."""
        if self.revision() != _newest_revision():
            raise UnsafeToStart("The database is not up to date. Run 'mentorship db upgrade'.")
        with self.database.reading() as session:
            last = audit.last_at(session)
        if last and last > clock.now():
            raise UnsafeToStart("The clock stands before the last audit entry. Set the clock.")

    def revision(self) -> str | None:
        """Tell which revision the database is at."""
        with self.database.read_engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()


def install(config: Config) -> Installation:
    """Open an installation."""
    os.umask(0o077)
    return Installation(config)


def _newest_revision() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
