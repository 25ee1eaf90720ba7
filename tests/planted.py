"""For each rule of the architecture, sources that break it."""

PLANTED = {
    "imports_go_leftward": [
        ("mentorship/profiles/service/x.py", "from mentorship.matches import queries"),
        ("mentorship/kernel/x.py", "import mentorship.accounts.models"),
        ("mentorship/desk/views.py", "from mentorship.app import create_app"),
    ],
    "roles_keep_their_place": [
        ("mentorship/desk/helpers.py", ""),
        ("mentorship/matches/queries.py", "from mentorship.matches import service"),
        ("mentorship/matches/forms.py", "from mentorship.profiles.queries import answers"),
    ],
    "rules_are_pure": [
        ("mentorship/matches/rules.py", "from sqlalchemy import func"),
        ("mentorship/matches/rules/states.py", "from mentorship.kernel.clock import now"),
    ],
    "only_views_speak_http": [
        ("mentorship/accounts/service.py", "from flask import request"),
        ("mentorship/accounts/tasks.py", "from mentorship.kernel import web"),
    ],
    "sql_stands_in_queries": [
        ("mentorship/accounts/service.py", "from sqlalchemy import select"),
        ("mentorship/kernel/web.py", "from sqlalchemy import delete"),
    ],
    "only_db_commits": [
        ("mentorship/accounts/queries.py", "session.commit()"),
    ],
    "only_the_edge_opens_transactions": [
        ("mentorship/accounts/service.py", "database.transaction()"),
    ],
    "only_the_clock_tells_time": [
        ("mentorship/accounts/views.py", "datetime.now(UTC)"),
        ("mentorship/kernel/jobs.py", "import time\ntime.time()"),
    ],
    "matching_stands_alone": [
        ("matching/engines/x.py", "from mentorship.profiles import release"),
    ],
    "people_are_made_at_the_gate": [
        ("mentorship/desk/views.py", "import matching"),
        ("mentorship/matches/service.py", "from matching import Mentee"),
    ],
    "imports_stand_at_the_top": [
        ("mentorship/cli.py", "def demo():\n    import random"),
    ],
    "sealing_has_one_door": [
        ("mentorship/profiles/service.py", "vault.open_sealed(session, row, 'x')"),
        ("mentorship/profiles/service.py", "AESGCM(key)"),
    ],
    "nothing_is_marked_safe": [
        ("mentorship/desk/views.py", "markupsafe.Markup(name)"),
    ],
    "references_say_what_deletion_does": [
        ("mentorship/desk/models.py", "ForeignKey('person.id')"),
        ("mentorship/desk/models.py", "orm.relationship('Person')"),
    ],
    "migrations_know_no_models": [
        ("migrations/versions/9.py", "from mentorship.kernel.db import Base"),
    ],
    "functions_fit_on_a_screen": [
        ("mentorship/cli.py", "def long():\n" + "    step()\n" * 41),
        ("mentorship/cli.py", "step()\n" * 301),
    ],
}
