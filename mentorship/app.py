"""The web entrance: extensions, blueprints, error pages, headers. A list, no logic."""

from flask import Flask
from flask_wtf import CSRFProtect

from mentorship.accounts import views as accounts
from mentorship.checkins import views as checkins
from mentorship.desk import views as desk
from mentorship.installation import Installation
from mentorship.kernel import access, look, web
from mentorship.kernel.paths import TEMPLATES
from mentorship.matches import views as matches
from mentorship.notices import views as notices
from mentorship.profiles import views as profiles


def create_app(installation: Installation) -> Flask:
    """Make the application of one installation; it does not start when an address is unguarded."""
    app = Flask("mentorship", template_folder=TEMPLATES, static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=1000,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(accounts.unsent.keep)
    CSRFProtect(app)
    accounts.prepare(app)
    web.prepare(app, desk.places)
    app.register_blueprint(accounts.views)
    app.register_blueprint(profiles.views)
    app.register_blueprint(notices.views)
    app.register_blueprint(matches.views)
    app.register_blueprint(checkins.views)
    app.register_blueprint(desk.views)
    look.prepare(app, local=installation.config.local)
    guarded = {name: view for name, view in app.view_functions.items() if name != "static"}
    access.check_routes(guarded)
    open_to(app, installation)
    return app


def open_to(app: Flask, installation: Installation) -> None:
    """Put one installation behind an application: its database, its keys, its hosts."""
    config = installation.config
    app.config.update(
        SECRET_KEY=config.keys.cookie,
        LOCAL=config.local,
        TRUSTED_HOSTS=list(config.hosts) or None,
    )
    app.extensions["database"] = installation.database
    app.extensions["installation"] = installation
    accounts.open_to(app, config)
