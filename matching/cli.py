"""The command line: `python -m matching solve | verify | match | explain`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matching.criteria_file import read_people
from matching.errors import BadInput, NotProved
from matching.files import read_problem
from matching.problem import Problem
from matching.progress import Progress
from matching.proof import Objective, Status
from matching.result import Result
from matching.solve import solve
from matching.telling import told_mentee, told_pair
from matching.verify import verify

OPTIMAL, BAD_INPUT, INFEASIBLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process unless given.

    Returns
    -------
    int
        0 optimal (or verified), 1 bad input (or refused), 2 infeasible.
    """
    options = _parser().parse_args(arguments)
    try:
        with Progress().told() as options.progress:
            code: int = options.run(options)
        sys.stdout.flush()
    except (BadInput, NotProved) as error:
        print(f"matching: {error}", file=sys.stderr)  # noqa: T201 - a command line speaks
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our answer has enough of it; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OPTIMAL
    return code


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """End with 1, as for any bad input: 2 means infeasible."""
        self.print_usage(sys.stderr)
        self.exit(BAD_INPUT, f"matching: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m matching", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    solving = commands.add_parser("solve", help="best assignment of scored pairs")
    solving.set_defaults(run=_solve)
    _add_inputs(solving)
    _add_choices(solving)
    matching = commands.add_parser("match", help="best assignment of people by their answers")
    matching.set_defaults(run=_match)
    _add_people(matching, needed=True)
    _add_choices(matching)
    explaining = commands.add_parser("explain", help="why a match, and what others would cost")
    explaining.set_defaults(run=_explain)
    explaining.add_argument("result", type=Path)
    explaining.add_argument("mentee")
    explaining.add_argument("mentor", nargs="?")
    _add_inputs(explaining, needed=False)
    explaining.add_argument("--criteria", type=Path, help="criteria.toml, if made by match")
    explaining.add_argument("--json", action="store_true", help="answer in JSON")
    verifying = commands.add_parser("verify", help="check a result against its input")
    verifying.set_defaults(run=_verify)
    verifying.add_argument("result", type=Path)
    _add_inputs(verifying, needed=False)
    verifying.add_argument("--criteria", type=Path, help="criteria.toml, if made by match")
    verifying.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def _add_people(parser: argparse.ArgumentParser, *, needed: bool) -> None:
    parser.add_argument("--mentees", type=Path, required=needed, help="mentee,...answers")
    parser.add_argument("--mentors", type=Path, required=needed, help="mentor,capacity,...answers")
    parser.add_argument("--criteria", type=Path, required=needed, help="criteria.toml")


def _add_inputs(parser: argparse.ArgumentParser, *, needed: bool = True) -> None:
    parser.add_argument("--pairs", type=Path, required=needed, help="mentee,mentor,score")
    parser.add_argument("--mentors", type=Path, required=True, help="mentor,capacity,...")
    parser.add_argument("--mentees", type=Path, help="mentee,demand,waiting_days")
    parser.add_argument("--forced", type=Path, help="mentee,mentor")


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--objective", choices=[str(one) for one in Objective], default="coverage")
    parser.add_argument("--engine", default="auto", help="auto, scipy, highs or compiled")
    parser.add_argument("--out", type=Path, help="write the result here instead of printing it")
    parser.add_argument("--json", action="store_true", help="print the result even with --out")


def _read(options: argparse.Namespace) -> Problem:
    options.progress.now("reading the files")
    return read_problem(options.pairs, options.mentors, options.mentees, options.forced)


def _read_either(options: argparse.Namespace) -> Problem:
    """Read scored pairs or people, whichever was given."""
    if bool(options.pairs) == bool(options.criteria) or (options.criteria and not options.mentees):
        raise BadInput("give either --pairs, or --mentees and --criteria")
    return _score(options) if options.criteria else _read(options)


def _score(options: argparse.Namespace) -> Problem:
    options.progress.now("reading the files and scoring every pair")
    return read_people(options.mentees, options.mentors, options.criteria)


def _solve(options: argparse.Namespace) -> int:
    return _deliver(options, _read(options))


def _match(options: argparse.Namespace) -> int:
    return _deliver(options, _score(options))


def _explain(options: argparse.Namespace) -> int:
    """Tell why a pair is what it is, or a mentee's match and what others would cost."""
    problem = _read_either(options)
    result = read_result(options.result)
    options.progress.now("checking the proof")
    verify(problem, result)
    options.progress.now("finding the reasons")
    facts, lines = (
        told_pair(problem, options.mentee, options.mentor)
        if options.mentor
        else told_mentee(problem, result, options.mentee)
    )
    text = json.dumps(facts, ensure_ascii=False, indent=1) if options.json else "\n".join(lines)
    print(text)  # noqa: T201 - a command line speaks
    return OPTIMAL


def _deliver(options: argparse.Namespace, problem: Problem) -> int:
    """Solve, and write or print the result, with its reason on stderr if infeasible."""
    pairs = f"{len(problem.scores):,} pairs of {len(problem.mentees):,} mentees"
    options.progress.now(f"finding the best of {pairs}")
    result = solve(problem, options.objective, options.engine)
    options.progress.now("writing the result")
    text = result.to_json()
    if options.out:
        _write(options.out, text + "\n")
    if options.json or not options.out:
        print(text)  # noqa: T201 - a command line speaks
    elif result.status is Status.OPTIMAL:
        said = f"optimal: {result.placed} of {len(problem.mentees)} placed, in {options.out}"
        print(said, file=sys.stderr)  # noqa: T201
    if result.status is Status.INFEASIBLE:
        assert result.infeasible is not None
        print(f"matching: {result.infeasible.sentence}", file=sys.stderr)  # noqa: T201
        return INFEASIBLE
    return OPTIMAL


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'cannot be written'}") from error


def read_result(path: Path) -> Result:
    """Read a result from a file.

    Raises
    ------
    BadInput
        If it cannot be read or is no result.
    """
    try:
        return Result.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: the file cannot be read") from error
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from error


def _verify(options: argparse.Namespace) -> int:
    result = read_result(options.result)
    problem = _read_either(options)
    options.progress.now("checking the proof")
    verify(problem, result)
    if options.json:
        print(json.dumps({"verified": True, "placed": result.placed}))  # noqa: T201
    else:
        print(f"verified: {result.status}, {result.placed} placed")  # noqa: T201
    return OPTIMAL
