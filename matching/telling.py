"""What the command line says about a pair and about a mentee, as facts and as lines."""

from dataclasses import asdict
from typing import Any

from matching.explain import explain
from matching.moves import Alternative, Move, alternatives
from matching.problem import Problem
from matching.result import Result
from matching.units import Units

Told = tuple[dict[str, Any], list[str]]
FEW = 5


def told_pair(problem: Problem, mentee: str, mentor: str) -> Told:
    """Tell the reasons of one pair."""
    shown = Units(problem.scale, problem.coarse).shown
    units = problem.score_of(problem.mentee(mentee), problem.mentor(mentor))
    if problem.pool is None:
        score = None if units is None else shown(units)
        facts = {"mentee": mentee, "mentor": mentor, "feasible": units is not None, "score": score}
        return facts, [f"{mentee} with {mentor}: {'forbidden' if units is None else score}"]
    why = explain(problem, mentee, mentor)
    lines = [f"{mentee} with {mentor}: {why.score if why.feasible else 'not possible'}"]
    lines += [f"  {key}: {earned} of {why.most[key]}" for key, earned in why.points.items()]
    lines += [f"  {key}: not met" for key in why.unmet]
    return asdict(why), lines


def told_mentee(problem: Problem, result: Result, mentee: str) -> Told:
    """Tell a mentee's match and what the next best would cost everybody."""
    matched = result.mentor_of(mentee)
    others = alternatives(problem, result, mentee, FEW)
    facts = {"mentee": mentee, "mentor": matched, "alternatives": [asdict(a) for a in others]}
    shown = Units(problem.scale, problem.coarse).shown
    lines = [f"{mentee}: {matched or 'no match'}"]
    lines += [f"  {other.mentor}: {_cost(other, shown(-other.lost))}" for other in others]
    return facts, lines


def _cost(other: Alternative, points: Any) -> str:
    """Say what an alternative costs, such as "-120 points, e7 moves to o3"."""
    parts = [f"{points} points"]
    if other.fewer_placed:
        parts.insert(0, f"{other.fewer_placed} fewer placed")
    return ", ".join([*parts, *(_said(move) for move in other.moves)])


def _said(move: Move) -> str:
    return f"{move.mentee} {'moves to ' + move.after if move.after else 'has no match'}"
