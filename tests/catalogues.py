"""The sentences of the product, as the catalogues of the languages hold them.

`python -m tests.catalogues` (`make words`) extracts every marked sentence anew and brings each
catalogue up to date: what is translated stays, what is new stands there empty, what is gone goes.
Nothing is guessed from a sentence that reads alike. A catalogue names files without line numbers
and carries no date, so that a change shows what changed.

Each sentence carries in a comment who reads it: `mentee` (signed out too), `mentor` or `staff`.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "mentorship" / "translations"
# What a header says of the moment and the tool that wrote it.
NOISE = r'^"(?:POT-|PO-Rev|Last-Tr|Language-Team|Generated-By|Report-)[^\n]*\n'
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2),
}  # fmt: skip
# Files, and functions or tables of files, of which nobody sees the sentences but the one named; of
# all others a mentee may see every sentence.
# Kept by hand: a file named here that a mentee reads too leaves a gap in a language called whole.
ONLY_STAFF = """
    mentorship/accounts/views/staff.py mentorship/accounts/views/people.py
    mentorship/accounts/service/second_factor.py mentorship/checkins/forms/board.py
    mentorship/checkins/rules/wordings.py mentorship/checkins/rules/scripts.py
    mentorship/checkins/views/follow_up.py
    mentorship/checkins/views/board.py mentorship/checkins/rules/pace.py
    mentorship/desk/forms/*.py mentorship/desk/service/running.py
    mentorship/kernel/live_use.py
    mentorship/matches/service/closing.py mentorship/matches/service/decisions.py
    mentorship/matches/service/rounds.py mentorship/matches/service/sheets.py
    mentorship/matches/service/treatment.py mentorship/matches/service/trying.py
    mentorship/matches/service/unplaced.py mentorship/matches/views/closing.py
    mentorship/matches/views/decisions.py mentorship/matches/views/rounds.py
    mentorship/profiles/forms/people.py mentorship/profiles/service/welcome.py
    mentorship/profiles/views/people.py mentorship/profiles/views/readiness.py
    mentorship/profiles/release/pool.py
    templates/accounts/back_in.html templates/accounts/cards.html templates/accounts/staff.html
    templates/accounts/staff_member.html templates/accounts/enrol.html
    templates/accounts/ways_in.html templates/accounts/stop_for.html
    templates/checkins/board.html templates/checkins/follow_up.html
    templates/desk/on_call.html templates/desk/on_call_date.html templates/desk/_shift.html
    templates/desk/_complaints.html templates/profiles/language.html
    templates/profiles/_contact.html mentorship/profiles/forms/language.py
    templates/desk/running.html templates/desk/setting.html templates/desk/settings.html
    templates/desk/today.html templates/desk/_reviews.html templates/matches/_closing.html
    templates/matches/_person.html templates/matches/decision.html
    templates/matches/decisions.html templates/matches/not_placed.html
    templates/matches/pair.html templates/matches/pairs.html templates/matches/round.html
    templates/matches/rounds.html templates/matches/try.html templates/notices/call.html
    templates/notices/calls.html templates/notices/weekly.html
    templates/profiles/apart_entries.html templates/profiles/apart_entry.html
    templates/profiles/call_back.html templates/profiles/choose_how.html
    templates/profiles/new_person.html templates/profiles/on_behalf.html
    templates/profiles/people.html templates/profiles/person.html templates/profiles/ready.html
    templates/profiles/review.html templates/profiles/reach_me_confirm.html
    mentorship/accounts/forms.py:ROLE_WORDS mentorship/accounts/forms.py:CARD_WORDS
    mentorship/accounts/forms.py:MakeCardForm mentorship/accounts/forms.py:BackInForm
    mentorship/accounts/forms.py:StaffForm mentorship/accounts/forms.py:HatsForm
    mentorship/accounts/forms.py:CodeForm mentorship/accounts/views/recovery.py:STATE_WORDS
    mentorship/checkins/rules/follow_ups.py mentorship/desk/service/pages.py:week_said
    mentorship/matches/forms.py:DECISION_WORDS mentorship/matches/forms.py:DecisionForm
    mentorship/matches/forms.py:ChooseForm mentorship/matches/forms.py:TryPairForm
    mentorship/matches/forms.py:TryWeightForm mentorship/matches/forms.py:PaperForm
    mentorship/matches/forms.py:IntroduceForm mentorship/matches/forms.py:PauseForm
    mentorship/matches/forms.py:EndForm mentorship/matches/forms.py:LookBackForm
    mentorship/matches/rules/reviews.py mentorship/checkins/rules/limits.py
    mentorship/matches/forms.py:LineForm mentorship/matches/service/whys.py
    mentorship/matches/forms.py:ContactForm mentorship/matches/rules/closing.py:LINE_WORDS
    mentorship/matches/rules/closing.py:TALK_WORDS mentorship/matches/rules/closing.py:check_*
    mentorship/matches/rules/closing.py:AT_ONCE_WORDS mentorship/profiles/views/apart.py:_name
    mentorship/profiles/views/apart.py:BOND_SAID mentorship/profiles/views/apart.py:HAVE_*
    mentorship/matches/rules/limits.py:cost_words mentorship/matches/rules/limits.py:gain_words
    mentorship/matches/rules/limits.py:check_* mentorship/matches/rules/reasons.py:CHECK_WORDS
    mentorship/matches/rules/reasons.py:TRY_WORDS mentorship/matches/rules/reasons.py:WEIGH_WORDS
    mentorship/matches/rules/reasons.py:ROUND_WORDS mentorship/matches/rules/reasons.py:STEP_WORDS
    mentorship/matches/rules/reasons.py:HOLD_WORDS mentorship/matches/rules/reasons.py:AT_ONCE
    mentorship/matches/rules/reasons.py:DECLINE_WORDS
    mentorship/matches/rules/reasons.py:STATE_WORDS mentorship/notices/forms.py:CallForm
    mentorship/notices/forms.py:WeeklyForm mentorship/notices/forms.py:JUST_NOW
    mentorship/notices/forms.py:STILL_SAFE mentorship/profiles/forms/apart.py:TieForm
    mentorship/profiles/forms/call_back.py mentorship/profiles/forms/contact.py:CONFIRMED_WORDS
    mentorship/profiles/forms/contact.py:ConfirmForm
    mentorship/profiles/forms/readiness.py mentorship/profiles/rules/readiness.py
    mentorship/profiles/views/apart.py:*_entry mentorship/profiles/views/call_back.py
    mentorship/profiles/views/contact.py:save_confirmed
    mentorship/profiles/views/contact.py:renew_reach_me
    mentorship/profiles/views/contact.py:reach_in_danger
    mentorship/profiles/views/contact.py:*_WORD mentorship/checkins/service/turning.py
    mentorship/kernel/procedure.py templates/profiles/reach_me_word.html
    templates/profiles/_contact.html templates/profiles/_ties.html
    mentorship/profiles/views/pause.py:hold mentorship/profiles/views/pause.py:end_hold
    """
ONLY_MENTORS = """
    mentorship/checkins/views/corrections.py mentorship/checkins/views/logs.py
    mentorship/profiles/rules/room.py mentorship/profiles/service/room.py
    templates/checkins/_log_fields.html
    templates/checkins/log.html templates/checkins/logged.html templates/checkins/logs.html
    templates/profiles/room.html templates/profiles/step_back.html
    """


def extracted() -> Catalog:
    """Give every sentence that is marked in the source, with the files it stands in."""
    catalog, places = Catalog(project="Alongside", fuzzy=False), defaultdict[object, set[str]](set)
    for path in _sources():
        source, name = path.read_text(), path.relative_to(ROOT).as_posix()
        parts = _parts(source) if path.suffix == ".py" else []
        for line, said, _notes, context in extract(
            METHODS[path.suffix], BytesIO(source.encode()), KEYWORDS
        ):
            message = catalog.add(said, locations=[(name, None)], context=context)
            part = next((part for part, lines in parts if line in lines), "")
            places[message.id].add(f"{name}:{part}")
    for message in catalog:
        message.locations = sorted(set(message.locations))
        if message.id:
            message.auto_comments = [read_by(places[message.id])]
    return catalog


def read_by(places: Collection[str]) -> str:
    """Tell who reads what stands in these places (`file:part`): `mentee`, `mentor` or `staff`."""
    if all(_is_of(place, ONLY_STAFF) for place in places):
        return "staff"
    mentor = all(_is_of(place, ONLY_STAFF + ONLY_MENTORS) for place in places)
    return "mentor" if mentor else "mentee"


def languages() -> list[str]:
    """List the languages that have a catalogue."""
    return sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())


def path_of(language: str) -> Path:
    """Tell where a language's catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Read a language's catalogue; an empty one where there is none yet."""
    if not path_of(language).exists():
        return Catalog(locale=Locale.parse(language), project="Alongside", fuzzy=False)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> str:
    """Give a language's catalogue with the sentences of today."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.project, catalog.version, catalog.fuzzy = "Alongside", "", False
    catalog.header_comment = f"# {Locale.parse('en').languages[language]} translation of Alongside."
    written = BytesIO()
    write_po(written, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    return re.sub(NOISE, "", written.getvalue().decode(), flags=re.MULTILINE)


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "mentorship").rglob("*.py"))
    yield from sorted((ROOT / "templates").rglob("*.html"))


def _parts(source: str) -> list[tuple[str, range]]:
    return [
        (_name(node), range(node.lineno, (node.end_lineno or node.lineno) + 1))
        for node in ast.parse(source).body
    ]


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", node)
    return target.id if isinstance(target, ast.Name) else ""


def _is_of(place: str, some: str) -> bool:
    file = place.partition(":")[0]
    return any(fnmatch(place if ":" in one else file, one) for one in some.split())


def main() -> None:
    """Bring every catalogue up to date, and tell how far each is."""
    template = extracted()
    for language in languages():
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_text(updated(language, template))
        for reader in ("mentee", "mentor", "staff"):
            some = [m for m in read(language) if m.id and reader in m.auto_comments]
            said = sum(bool(all(m.string) if m.pluralizable else m.string) for m in some)
            print(f"{language}: {said} of {len(some)} for {reader}")  # noqa: T201 - told to whoever runs it


if __name__ == "__main__":
    main()
