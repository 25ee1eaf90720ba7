"""Every figure in docs/matching.md, in one run: `python benchmarks/run.py --out tables.md`.

Each measurement runs in its own process, and peers that are not ours in their own virtual
environment, made on first use. One that takes more than 120 s is stopped and not tried on larger
pools. `--tables` and `--sizes` leave parts out.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pools import adversarial, large, pairs_of

HERE = Path(__file__).parent
LIMIT = 120
SIZES = [500, 1_000, 2_000, 5_000, 10_000]
NEEDS = {
    "OR-tools": ["ortools", "numpy"],
    "lapx": ["lapx", "numpy"],
    "munkres": ["munkres==1.1.4", "numpy"],
    "matching (PyPI)": ["matching"],
}
PEERS = ["dense scipy", "sparse scipy", "OR-tools", "lapx", "HiGHS", "munkres", "matching (PyPI)"]
OURS = ["ours: highs", "ours: scipy", "ours: compiled"]
GOALS = {
    ("ours: scipy", 2_000): "0.6 s", ("ours: scipy", 10_000): "15 s, 1 200 MB",
    ("ours: compiled", 5_000): "100 x dense", ("ours: compiled", 10_000): "0.25 s, 300 MB",
}  # fmt: skip


def python_for(name, folder):
    """Return the interpreter of a peer, its environment made if need be."""
    if name not in NEEDS:
        return sys.executable
    home = folder / name.split()[0].lower()
    if not home.exists():
        venv.create(home, with_pip=True)
        command = [home / "bin/python", "-m", "pip", "install", "-q", *NEEDS[name]]
        subprocess.run(command, check=True)
    return str(home / "bin/python")


def measure(script, arguments, folder, name="ours"):
    """Run a script in a process of its own and return what it prints; None if it was stopped."""
    mine = name not in NEEDS
    settings = {**os.environ, **({"PYTHONPATH": str(HERE.parent)} if mine else {})}
    # Started elsewhere, so that another package called matching is not hidden by ours.
    command = [python_for(name, folder), str(HERE / script), *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False,
                              env=settings, cwd=folder)  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["killed"])[-1][:80]}
    return json.loads(done.stdout.splitlines()[-1])


def time_of(found):
    """Say a time, and how much of it the processor worked, in a few words."""
    if found is None:
        return f"> {LIMIT} s"
    if "failed" in found:
        return found["failed"]
    return f"{seconds(found['seconds'])} ({seconds(found['busy'])})"


def seconds(time):
    """Say how long something took."""
    return f"{time * 1000:.0f} ms" if time < 1 else f"{time:.1f} s"


def cell(found, goal=None):
    """Say one measurement: time, placed, total, peak memory, and the goal."""
    said = time_of(found)
    if found and "failed" not in found:
        said += f", {found['placed']}, {found['total']}, {found['memory']} MB"
    return f"{said}; goal {goal}" if goal else said


def table(head, rows):
    """Return a Markdown table."""
    lines = [f"| {' | '.join(map(str, head))} |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def peers(folder, sizes):
    """Compare every way to solve the same pools; people and scores are drawn first."""
    rows, stopped, dense = {name: [name] for name in PEERS + OURS}, set(), {}
    ratios = ["processor time, dense scipy / ours: compiled"]
    for n in sizes:
        path = folder / f"{n}.npz"
        if not path.exists():
            measure("people.py", [n, path], folder)
        for name in PEERS + OURS:
            found = None if name in stopped else measure("peer.py", [name, path], folder, name)
            stopped |= {name} if found is None else set()
            dense[name] = found["busy"] if found and "busy" in found else None
            rows[name].append(cell(found, GOALS.get((name, n))))
            print(n, name, rows[name][-1], flush=True)
        both = dense["dense scipy"], dense["ours: compiled"]
        ratios.append(f"{both[0] / both[1]:.0f}" if all(both) else "not known")
    return table(["time (processor), placed, total, peak memory", *sizes], [*rows.values(), ratios])


def huge(folder):
    """Solve what no dense method can hold."""
    rows = []
    for n, share, goal in ((50_000, 0.16, "10 s, 1 200 MB"), (100_000, 0.02, "solved")):
        path = folder / f"large-{n}.npz"
        if not path.exists():
            np.savez(path, **large(n, share))
        found = measure("peer.py", ["ours: compiled", path], folder)
        rows.append([n, f"{share:.0%}", cell(found, goal)])
        print(*rows[-1], flush=True)
    return table(["mentees", "feasible", "ours: compiled"], rows)


def families(folder, n=2_000):
    """Compare with dense scipy where one method or another has a hard time."""
    rows = []
    for name, matrix in adversarial(n):
        path = folder / "family.npz"
        np.savez(path, **pairs_of(matrix))
        ours, dense = (
            measure("peer.py", [p, path], folder) for p in ("ours: compiled", "dense scipy")
        )
        ratio = ours["busy"] / (dense["busy"] if dense else LIMIT)
        same = not dense or (ours["placed"], ours["total"]) == (dense["placed"], dense["total"])
        rows.append([name, time_of(ours), time_of(dense), f"{ratio:.2f}", "yes" if same else "NO"])
        print(*rows[-1], flush=True)
    head = [f"{n} x {n}", "ours: compiled", "dense scipy", "ratio (goal 2 at most)", "same optimum"]
    return table(head, rows)


def questions(folder, n=10_000):
    """Ask a kept result about one mentee after another."""
    found = measure("questions.py", [n], folder)
    goals = {"one leaves": "1 ms", "one joins": "1 ms", "one pinned": "1 ms",
             "all alternatives, ten described": "5 ms"}  # fmt: skip
    rows = [[name, ms, goals.get(name, "")] for name, ms in (found or {}).items()]
    return table([f"on a kept result of {n} mentees", "median", "goal"], rows)


def from_people(folder, n=10_000):
    """Go from people to the proved result."""
    found = measure("people.py", [n, folder / f"{n}.npz"], folder)
    rows = [[name, value] for name, value in (found or {}).items()]
    return table([f"{n} mentees, from people", "time (goal 0.5 s in all)"], rows)


TABLES = {"peers": peers, "questions": questions, "people": from_people, "families": families,
          "huge": huge}  # fmt: skip


def main():
    """Print the tables and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=list(TABLES))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "peers")
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True)
    said = [f"Measured on {datetime.now(UTC):%d %B %Y, %H:%M} UTC, load {os.getloadavg()[0]:.1f}."]
    for name in options.tables:
        more = (options.sizes,) if name == "peers" else ()
        said.append(TABLES[name](options.folder, *more))
        print(said[-1], flush=True)
        if options.out:
            options.out.write_text("\n\n".join(said) + "\n")


if __name__ == "__main__":
    main()
