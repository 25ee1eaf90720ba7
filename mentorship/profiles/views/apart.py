"""Keep-apart: what people write and never see again, and the safeguarding lead's part."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.rules import Kind
from mentorship.kernel import access, web
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.behalf import FOR
from mentorship.kernel.words import N_, _, joined
from mentorship.profiles import queries
from mentorship.profiles.forms.apart import ApartForm, KnownAsForm, TieForm, lines
from mentorship.profiles.models import ApartEntry
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.people import Bond
from mentorship.profiles.service import apart as service
from mentorship.profiles.service.apart import EntryShown, Meant
from mentorship.profiles.views.blueprint import views
from mentorship.profiles.views.naming import KIND_WORDS, SIDE_WORDS
from mentorship.profiles.views.whom import Whom

Answer = Response | str | tuple[str, int]
APART = "profiles/apart.html"
KNOWN_AS = "profiles/known_as.html"
ENTRY = "profiles/apart_entry.html"
HAVE_EACH_OTHER = N_("has who wrote this now")
BOND_SAID = {
    Bond.ASKED: N_("asked about who wrote this"),
    **dict.fromkeys((Bond.AGREED, Bond.TOGETHER, Bond.RESTING, Bond.ENDING), HAVE_EACH_OTHER),
}


@views.get("/apart")
@requires(Permission.OWN_APART)
def apart() -> str:
    """Ask whom to keep somebody away from; what was written before is only counted."""
    return _show_apart(Whom())


@views.get(FOR + "/apart")
@requires(Permission.RECORD_FOR)
def apart_for(person_id: UUID, how: str) -> str:
    """Ask the same for somebody else."""
    return _show_apart(Whom(person_id, how))


@views.post("/apart")
@requires(Permission.OWN_APART)
def save_apart() -> Answer:
    """Keep what was written."""
    return _save_apart(Whom())


@views.post(FOR + "/apart")
@requires(Permission.RECORD_FOR)
def save_apart_for(person_id: UUID, how: str) -> Answer:
    """Keep what somebody said."""
    return _save_apart(Whom(person_id, how))


@views.get("/known-as")
@requires(Permission.OWN_APART)
def known_as() -> str:
    """Ask for the names and numbers somebody goes by."""
    return _show_known_as(Whom())


@views.get(FOR + "/known-as")
@requires(Permission.RECORD_FOR)
def known_as_for(person_id: UUID, how: str) -> str:
    """Ask the same for somebody else."""
    return _show_known_as(Whom(person_id, how))


@views.post("/known-as")
@requires(Permission.OWN_APART)
def save_known_as() -> Answer:
    """Replace the names and numbers."""
    return _save_known_as(Whom())


@views.post(FOR + "/known-as")
@requires(Permission.RECORD_FOR)
def save_known_as_for(person_id: UUID, how: str) -> Answer:
    """Replace the names and numbers with what somebody said."""
    return _save_known_as(Whom(person_id, how))


@views.get("/people/apart")
@requires(Permission.TIE_APART)
def apart_entries() -> str:
    """List for the safeguarding lead what has yet to be looked at; no words stand here."""
    with web.reading() as look:
        entries = service.entries_for(look.session, look.actor)
    return web.page("profiles/apart_entries.html", entries=entries, kinds=KIND_WORDS)


@views.get("/people/apart/<uuid:entry_id>")
@requires(Permission.TIE_APART)
def apart_entry(entry_id: UUID) -> str:
    """Open what somebody wrote, and ask whom it means."""
    with web.opening() as look:
        entry = access.load(look.session, look.actor, ApartEntry, entry_id)
        shown = service.open_entry(look.session, look.actor, entry, look.now)
    return web.page(ENTRY, form=TieForm().offer(_named(shown)), **_around(shown))


@views.post("/people/apart/<uuid:entry_id>")
@requires(Permission.TIE_APART)
def tie_entry(entry_id: UUID) -> Answer:
    """Keep the person who wrote it apart from whom it means."""
    with web.opening() as look:
        entry = access.load(look.session, look.actor, ApartEntry, entry_id)
        shown = service.open_entry(look.session, look.actor, entry, look.now)
    form = TieForm().offer(_named(shown))
    if not form.validate_on_submit():
        return web.invalid(ENTRY, form=form, **_around(shown))
    with web.deed() as deed:
        entry = access.load(deed.session, deed.actor, ApartEntry, entry_id)
        service.tie_apart(deed.session, deed.actor, entry, form.chosen, deed.now)
        deed.say(_("Saved. They are kept apart from now on."))
        ended = [it.code for it in shown.people if it.bond and it.id in form.chosen]
        if ended:
            deed.say(_("What they had with %(codes)s has ended at once.", codes=joined(ended)))
        deed.then = url_for("profiles.apart_entries")
    return deed.answer


@views.post("/people/apart/<uuid:entry_id>/nobody")
@requires(Permission.TIE_APART)
def clear_entry(entry_id: UUID) -> Response:
    """Note that an entry means nobody who is here now."""
    said = _("Saved. You will be asked again when somebody new can be looked for.")
    return _press(entry_id, service.clear_apart, said)


@views.post("/people/apart/<uuid:entry_id>/taken-back")
@requires(Permission.TIE_APART)
def drop_entry(entry_id: UUID) -> Response:
    """Delete an entry that the person took back."""
    return _press(entry_id, service.drop_apart, _("Deleted."))


def _named(shown: EntryShown) -> list[tuple[UUID, str]]:
    return [(it.id, _name(it)) for it in shown.people]


def _name(it: Meant) -> str:
    if it.kind is Kind.STAFF:
        return _("%(code)s (staff: %(name)s)", code=it.code, name=it.called or _("somebody"))
    side = _(SIDE_WORDS[it.kind])
    if it.bond is None:
        return _("%(code)s (%(side)s)", code=it.code, side=side)
    return _("%(code)s (%(side)s): %(bond)s", code=it.code, side=side, bond=_(BOND_SAID[it.bond]))


def _around(shown: EntryShown) -> dict[str, object]:
    return {
        "entry": shown, "kinds": KIND_WORDS,
        "asked": [it.code for it in shown.people if it.bond is Bond.ASKED],
        "together": [it.code for it in shown.people if it.bond and it.bond is not Bond.ASKED],
    }  # fmt: skip


def _press(entry_id: UUID, verb: web.Verb[ApartEntry], said: str) -> Response:
    load = access.loading(ApartEntry)
    return web.pressed(load, entry_id, verb, said, url_for("profiles.apart_entries"))


def _show_apart(whom: Whom) -> str:
    return web.page(APART, form=ApartForm(), said=whom.said, written=_written(whom))


def _save_apart(whom: Whom) -> Answer:
    form = ApartForm()
    if not form.validate_on_submit():
        return web.invalid(APART, form=form, said=whom.said, written=_written(whom))
    with web.deed() as deed:
        kind, words = ApartKind(form.kind.data), form.words.data or ""
        service.add_apart(deed.session, whom.actor(deed), whom.person(deed), kind, words, deed.now)
        deed.say(_("Saved. It is not shown here again."))
        deed.then = whom.url("apart")
    return deed.answer


def _show_known_as(whom: Whom) -> str:
    return web.page(KNOWN_AS, form=KnownAsForm(), said=whom.said, given=_given(whom))


def _save_known_as(whom: Whom) -> Answer:
    form = KnownAsForm()
    if not form.validate_on_submit():
        return web.invalid(KNOWN_AS, form=form, said=whom.said, given=_given(whom))
    with web.deed() as deed:
        names, numbers = lines(form.names), lines(form.numbers)
        person = whom.person(deed)
        service.save_known_as(deed.session, whom.actor(deed), person, names, numbers, deed.now)
        deed.say(_("Saved. It is not shown here again."))
        deed.then = whom.url("known_as")
    return deed.answer


def _written(whom: Whom) -> int:
    with web.reading() as look:
        return queries.count_entries(look.session, whom.person(look).id)


def _given(whom: Whom) -> int:
    with web.reading() as look:
        return queries.count_known_as(look.session, whom.person(look).id)
