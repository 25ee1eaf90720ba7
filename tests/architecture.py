"""The rules of docs/architecture.md as functions of source text: each lists what breaks them.

A checker takes the tree (path to source) or what was read off the running application, and gives
sentences that say where, and what to do instead. Nothing here imports what it checks.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tests.source import (
    FEATURES,
    Tree,
    attribute,
    called,
    calls,
    feature_of,
    functions,
    imports,
    is_kernel,
    lines_of,
    names_of,
    our_imports,
    role_of,
    top,
)

Checker = Callable[[Tree], Iterator[str]]

# What a file of each role may import of its own feature and of those to its left.
ROLES = {
    "questions": {"questions"},
    "rules": {"rules", "questions"},
    "models": {"models", "rules", "questions"},
    "queries": {"queries", "models", "rules", "questions"},
    "release": {"release", "service", "queries", "models", "rules", "questions"},
    "service": {"service", "release", "queries", "models", "rules", "questions"},
    "tasks": {"tasks", "service", "release", "queries", "models", "rules", "questions"},
    "forms": {"forms", "rules", "questions"},
    "views": {"views", "forms", "service", "release", "queries", "models", "rules", "questions"},
}
ENTRANCES = {"app", "cli", "installation", "serving", "demo", "__main__"}
WEB = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "jinja2"}
SPEAK_HTTP = {"views", "forms"}
SQL = {"select", "insert", "update", "delete", "exists", "text"}
SQL_IN_KERNEL = {"db", "settings", "vault", "audit", "access", "beats", "jobs"}
CLOCKS = {"now", "utcnow", "today"}
OPENERS = {"mentorship/kernel/audit.py", "mentorship/kernel/vault.py"}
PEOPLE = {"Person", "Mentee", "Mentor"}
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
# Starting must not wait for what only a round needs.
LATE_IMPORTS = {"scipy", "numba"}


def imports_go_leftward(tree: Tree) -> Iterator[str]:
    """A feature imports the kernel and features to its left; the kernel imports no feature."""
    for path, name in our_imports(tree):
        feature, imported = feature_of(path), name.split(".")[1]
        if imported in ENTRANCES and feature is not None:
            yield f"{path} imports {name}: nobody imports an entrance; take it as an argument."
        elif is_kernel(path) and imported in FEATURES:
            yield f"{path} imports {name}: the kernel knows no feature; let it register itself."
        elif feature and imported in FEATURES and _order(imported) > _order(feature):
            yield f"{path} imports {name}: only leftward; publish an event for those to the right."


def roles_keep_their_place(tree: Tree) -> Iterator[str]:
    """Inside the features, views stand on services, services on queries, queries on models."""
    for path in tree:
        if feature_of(path) and role_of(path) not in {*ROLES, "__init__"}:
            yield f"{path}: a feature has only {', '.join(ROLES)}; put this into one of them."
    for path, name in our_imports(tree):
        _, imported, *rest = [*name.split("."), ""]
        role = role_of(path)
        if not feature_of(path) or imported not in FEATURES or role not in ROLES:
            continue
        if rest[0] in ROLES and rest[0] not in ROLES[role]:
            yield f"{path} imports {name}: {role} must not stand on {rest[0]}."


def rules_are_pure(tree: Tree) -> Iterator[str]:
    """Rules decide on plain values: no web, no database, no clock."""
    for path in (
        path for path in tree if feature_of(path) and role_of(path) in {"rules", "questions"}
    ):
        for name in imports(tree[path]):
            if top(name) in {"sqlalchemy", *WEB} or name.startswith("mentorship.kernel.clock"):
                yield f"{path} imports {name}: rules take plain values; pass in what it would read."


def only_views_speak_http(tree: Tree) -> Iterator[str]:
    """Service, queries, rules, models and tasks know nothing of the web."""
    for path in tree:
        if not feature_of(path) or role_of(path) in SPEAK_HTTP:
            continue
        for name in imports(tree[path]):
            if top(name) in WEB or name.startswith("mentorship.kernel.web"):
                yield f"{path} imports {name}: take the value as an argument from the view."


def sql_stands_in_queries(tree: Tree) -> Iterator[str]:
    """Statements are built in queries, and in the few modules of the kernel that own a table."""
    for path in tree:
        if not path.startswith("mentorship/") or _may_hold_sql(path):
            continue
        for name in imports(tree[path]):
            if top(name) == "sqlalchemy" and name.rsplit(".", 1)[-1] in SQL:
                yield f"{path} imports {name}: move the statement to the feature's queries."


def only_db_commits(tree: Tree) -> Iterator[str]:
    """The only commit is the one in `Database.transaction`."""
    for path, call in calls(tree):
        if attribute(call) == "commit" and path != "mentorship/kernel/db.py":
            yield f"{path}:{call.lineno} commits: the transaction round it does that."


def only_the_edge_opens_transactions(tree: Tree) -> Iterator[str]:
    """Transactions are opened by the web, by tasks, by the kernel and by the entrances."""
    for path, call in calls(tree):
        if feature_of(path) is None or role_of(path) == "tasks":
            continue
        if attribute(call) in {"transaction", "reading"} and not _is_web(call):
            yield f"{path}:{call.lineno} opens a transaction: take the session as an argument."


def only_the_clock_tells_time(tree: Tree) -> Iterator[str]:
    """Nothing but clock.py asks what time it is."""
    for path, call in calls(tree):
        if path == "mentorship/kernel/clock.py" or path.startswith("matching/"):
            continue
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func) in _ways_to_ask():
            yield f"{path}:{call.lineno} reads the clock: take `now` as an argument."


def matching_stands_alone(tree: Tree) -> Iterator[str]:
    """The matching library knows nothing of the application, the web or the database."""
    for path in tree:
        for name in imports(tree[path]) if path.startswith("matching/") else ():
            if top(name) in {"mentorship", "sqlalchemy", *WEB}:
                yield f"{path} imports {name}: matching takes people in and gives proposals out."


def people_are_made_at_the_gate(tree: Tree) -> Iterator[str]:
    """Only the gate builds the people of matching; only matches calls the solver."""
    for path in tree:
        gate = path.startswith("mentorship/profiles/release")
        if gate or not path.startswith("mentorship/"):
            continue
        solver = feature_of(path) == "matches" and role_of(path) in {"service", "tasks"}
        # The registry says which criterion compares a question; it knows no people.
        registry = path.startswith("mentorship/profiles/questions")
        for name in imports(tree[path]):
            if top(name) == "matching" and not (solver or registry):
                yield f"{path} imports {name}: what goes into matching comes from profiles.release."
            elif top(name) == "matching" and name.rsplit(".", 1)[-1] in PEOPLE:
                yield f"{path} imports {name}: only profiles.release makes people for matching."


def imports_stand_at_the_top(tree: Tree) -> Iterator[str]:
    """An import inside a function hides what a file stands on."""
    for path, source in tree.items():
        for function in functions(source):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = [top(name) for name in names_of(node)]
                    if not (path.startswith("matching/") and LATE_IMPORTS.issuperset(names)):
                        yield f"{path}:{node.lineno} imports inside {function.name}: move it up."


def sealing_has_one_door(tree: Tree) -> Iterator[str]:
    """Only the audit opens what is sealed, and only the vault does the sealing itself."""
    for path, call in calls(tree):
        if called(call) == "open_sealed" and path not in OPENERS:
            yield f"{path}:{call.lineno} opens a sealed field: ask `audit.opening` for leave."
        if called(call) == "AESGCM" and path != "mentorship/kernel/vault.py":
            yield f"{path}:{call.lineno} encrypts by itself: use `vault.seal`."


def nothing_is_marked_safe(tree: Tree) -> Iterator[str]:
    """What people wrote is always escaped."""
    for path, call in calls(tree):
        if called(call) == "Markup":
            yield f"{path}:{call.lineno} marks text as safe HTML: let the template escape it."


def references_say_what_deletion_does(tree: Tree) -> Iterator[str]:
    """Every foreign key says what happens to its row when the other goes; no relationships."""
    for path, call in calls(tree):
        if called(call) == "ForeignKey" and "ondelete" not in {k.arg for k in call.keywords}:
            yield f"{path}:{call.lineno}: say ondelete=… on this foreign key."
        if called(call) == "relationship":
            yield f"{path}:{call.lineno}: write a query instead of a relationship."


def migrations_know_no_models(tree: Tree) -> Iterator[str]:
    """A migration says what it did to a database once; the models go on changing."""
    for path in tree:
        for name in imports(tree[path]) if path.startswith("migrations/versions/") else ():
            if top(name) == "mentorship":
                yield f"{path} imports {name}: write the columns out."


def functions_fit_on_a_screen(tree: Tree) -> Iterator[str]:
    """Functions and files stay short enough to be read at once."""
    for path, source in tree.items():
        if path.startswith("migrations/versions/"):
            continue
        if source.count("\n") > LONGEST_FILE:
            yield f"{path} has more than {LONGEST_FILE} lines: split it by subject."
        for function in functions(source):
            size = lines_of(function)
            if size > LONGEST_FUNCTION:
                yield f"{path}:{function.lineno} {function.name} has {size} lines: split it."


CHECKERS: tuple[Checker, ...] = (
    imports_go_leftward, roles_keep_their_place, rules_are_pure, only_views_speak_http,
    sql_stands_in_queries, only_db_commits, only_the_edge_opens_transactions,
    only_the_clock_tells_time, matching_stands_alone, people_are_made_at_the_gate,
    imports_stand_at_the_top, sealing_has_one_door, nothing_is_marked_safe,
    references_say_what_deletion_does, migrations_know_no_models, functions_fit_on_a_screen,
)  # fmt: skip


def _order(feature: str) -> int:
    return FEATURES.index(feature)


def _may_hold_sql(path: str) -> bool:
    if is_kernel(path):
        return PurePosixPath(path).stem in SQL_IN_KERNEL
    return role_of(path) in {"queries", "models"}


def _ways_to_ask() -> set[str]:
    asked = {f"{kind}.{way}" for kind in ("datetime", "date") for way in CLOCKS}
    return asked | {f"datetime.{way}" for way in asked} | {"time.time", "time.monotonic"}


def _is_web(call: ast.Call) -> bool:
    return ast.unparse(call.func).startswith("web.")
