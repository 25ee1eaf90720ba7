"""Every line and every branch of the rules and of the gate is walked by the tests of their own.

They run once more, in a process of their own that notes where it came by: what another test walks
by the way, without looking at it, does not count.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.source import FEATURES, feature_of, read_tree, role_of

ROOT = Path(__file__).resolve().parent.parent
THEIR_TESTS = [f"tests/unit/{name}" for name in FEATURES if (ROOT / "tests/unit" / name).exists()]
THEIR_TESTS += [str(path) for path in sorted((ROOT / "tests/db/profiles").glob("test_release*.py"))]


def rules_and_gate() -> set[str]:
    """List the files in which something is decided."""
    return {
        path
        for path in read_tree(ROOT)
        if feature_of(path) and role_of(path) in {"rules", "release"}
    }


def holes(walked: dict[str, Any], expected: set[str]) -> Iterator[str]:
    """Tell which line or branch of the expected files nobody walked."""
    for path in sorted(expected):
        seen = walked.get(path, {"missing_lines": ["all"], "missing_branches": []})
        for line in seen["missing_lines"]:
            yield f"{path}:{line} is walked by no test of its own"
        for start, end in seen["missing_branches"]:
            yield f"{path}:{start} never leads to {end}"


def run(folder: Path, *words: str) -> None:
    """Run a step of the measuring, and insist that it went well."""
    environ = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "coverage", *words],
        cwd=ROOT, env={**environ, "COVERAGE_FILE": str(folder / "walked")},
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_every_branch_of_the_rules_and_of_the_gate_is_walked(tmp_path: Path) -> None:
    plain = ("-p", "no:xdist", "-p", "no:cacheprovider", "-k", "not postgresql")
    run(tmp_path, "run", "-m", "pytest", *plain, *THEIR_TESTS)
    run(tmp_path, "json", "-q", "-o", str(tmp_path / "walked.json"))
    walked = json.loads((tmp_path / "walked.json").read_text())
    assert walked["meta"]["branch_coverage"]
    found = list(holes(walked["files"], rules_and_gate()))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("walked", "said"),
    [
        ({"missing_lines": [7], "missing_branches": []}, "a.py:7 is walked by no test"),
        ({"missing_lines": [], "missing_branches": [[3, 5]]}, "a.py:3 never leads to 5"),
        (None, "a.py:all is walked by no test"),
    ],
)
def test_a_line_or_a_branch_that_nobody_walks_is_noticed(walked: Any, said: str) -> None:
    (hole,) = holes({"a.py": walked} if walked else {}, {"a.py"})
    assert hole.startswith(said)
    assert len(rules_and_gate()) > 30
