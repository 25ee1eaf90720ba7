"""Reading the product's source: which file is what, what it imports, what it calls."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

Tree = dict[str, str]

FEATURES = ("accounts", "profiles", "notices", "matches", "checkins", "desk")


def read_tree(root: Path) -> Tree:
    """Read every source file of the product."""
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for folder in ("mentorship", "matching", "migrations")
        for path in sorted((root / folder).rglob("*.py"))
    }


@cache
def parsed(source: str) -> ast.Module:
    """Parse a source once, however many rules ask for it."""
    return ast.parse(source)


def feature_of(path: str) -> str | None:
    """Tell which feature a file belongs to."""
    parts = PurePosixPath(path).parts
    return parts[1] if parts[0] == "mentorship" and parts[1] in FEATURES else None


def role_of(path: str) -> str:
    """Tell which role a file plays in its feature: a file, or a folder of files."""
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[2] if len(parts) > 2 else ""


def is_kernel(path: str) -> bool:
    """Tell whether a file is of the kernel."""
    return path.startswith("mentorship/kernel/")


def our_imports(tree: Tree) -> Iterator[tuple[str, str]]:
    """List which file imports what of the application, with full names."""
    for path, source in tree.items():
        for name in imports(source):
            if name.startswith("mentorship."):
                yield path, name


def imports(source: str) -> Iterator[str]:
    """List the full names that a source imports."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from names_of(node)


def names_of(node: ast.Import | ast.ImportFrom) -> list[str]:
    """List the full names of one import."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def top(name: str) -> str:
    """Give the package that a name belongs to."""
    return name.split(".", 1)[0]


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the functions of a source."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring, which is there to be read apart."""
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    apart = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - apart


def calls(tree: Tree) -> Iterator[tuple[str, ast.Call]]:
    """List the calls of every file."""
    for path, source in tree.items():
        for call in calls_in(source):
            yield path, call


def calls_in(source: str) -> Iterator[ast.Call]:
    """List the calls of a source."""
    return (node for node in ast.walk(parsed(source)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """Give the last name of what is called: `c` of `a.b.c(…)`."""
    return re.split(r"\W", ast.unparse(call.func))[-1]


def attribute(call: ast.Call) -> str:
    """Give the attribute that is called on something; empty when it is none."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
