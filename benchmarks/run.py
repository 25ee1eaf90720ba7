"""All peers side by side in one run: `python benchmarks/run.py --out table.md [SIZE ...]`.

Each peer runs in its own process, and those that are not ours in their own virtual environment,
made on first use in a folder beside the table. A peer that takes more than 120 s is stopped and
not tried on larger pools.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np
from pools import CRITERIA, people

from matching import score

HERE = Path(__file__).parent
LIMIT = 120
NEEDS = {
    "OR-tools": ["ortools", "numpy"],
    "lapx": ["lapx", "numpy"],
    "munkres": ["munkres==1.1.4", "numpy"],
    "matching (PyPI)": ["matching"],
}
NAMES = ["dense scipy", "sparse scipy", "OR-tools", "lapx", "munkres", "matching (PyPI)",
         "ours: highs", "ours: scipy", "ours: compiled"]  # fmt: skip


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


def pool(n, path):
    """Score a synthetic pool and keep its pairs; return how long scoring took."""
    mentees, mentors = people(n)
    start = time.perf_counter()
    problem = score(mentees, mentors, CRITERIA)
    seconds = time.perf_counter() - start
    np.savez(path, indptr=problem.indptr, indices=problem.indices, scores=problem.scores,
             capacity=problem.capacity)  # fmt: skip
    return seconds


def measure(name, path, folder):
    """Run one peer on one pool; None if it was stopped."""
    ours = name.startswith("ours") or name.endswith("scipy")
    settings = {**os.environ, **({"PYTHONPATH": str(HERE.parent)} if ours else {})}
    # Started elsewhere, so that another package called matching is not hidden by ours.
    command = [python_for(name, folder), str(HERE / "peer.py"), name, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False,
                              env=settings, cwd=folder)  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:80]}
    return json.loads(done.stdout.splitlines()[-1])


def cell(found):
    """Say one measurement in a few words."""
    if found is None:
        return f"> {LIMIT} s"
    if "failed" in found:
        return found["failed"]
    seconds = found["seconds"]
    shown = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    return f"{shown}, {found['placed']}, {found['total']}, {found['memory']} MB"


def main():
    """Print the table and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[500, 1000, 2000, 5000, 10000])
    parser.add_argument("--peers", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "peers")
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True)
    rows, stopped = {name: [] for name in options.peers}, set()
    scored = []
    for n in options.sizes:
        path = options.folder / f"{n}.npz"
        scored.append(f"{pool(n, path):.2f} s")
        for name in options.peers:
            found = None if name in stopped else measure(name, path, options.folder)
            if found is None:
                stopped.add(name)
            rows[name].append(cell(found))
            print(n, name, rows[name][-1], flush=True)
    lines = ["| time, placed, total, peak memory | " + " | ".join(map(str, options.sizes)) + " |",
             "| --- |" + " --- |" * len(options.sizes),
             "| scoring people | " + " | ".join(scored) + " |"]  # fmt: skip
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items()]
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
