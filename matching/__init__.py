"""Exact assignment of mentees to mentors: people or scored pairs in, proved matches out.

A library that stands alone. It never sees a name, a contact, a free text, a database or a web
request. `docs/matching.md` tells the method, the proof and the file formats.
"""

from matching.audiences import Audience, reasons_for
from matching.building import Place, problem_from_pairs
from matching.criteria import Criterion, Kind, Overlap, Table, Week
from matching.errors import BadInput, EngineUnavailable, NotProved, OtherVersion
from matching.explain import Explanation, explain
from matching.fairness import Fairness, fairness, price_of_fair
from matching.moves import Alternative, Effect, Kept, Move, alternatives
from matching.people import Mentee, Mentor, Person, Wish
from matching.problem import Problem
from matching.proof import (
    Certificate,
    Infeasible,
    Objective,
    Pair,
    Prices,
    Shortage,
    Status,
    Unplaced,
)
from matching.result import Result
from matching.scoring import score
from matching.solve import solve
from matching.verify import verify
from matching.what_if import Changes, Difference, unplaced, what_if

__all__ = [
    "Alternative",
    "Audience",
    "BadInput",
    "Certificate",
    "Changes",
    "Criterion",
    "Difference",
    "Effect",
    "EngineUnavailable",
    "Explanation",
    "Fairness",
    "Infeasible",
    "Kept",
    "Kind",
    "Mentee",
    "Mentor",
    "Move",
    "NotProved",
    "Objective",
    "OtherVersion",
    "Overlap",
    "Pair",
    "Person",
    "Place",
    "Prices",
    "Problem",
    "Result",
    "Shortage",
    "Status",
    "Table",
    "Unplaced",
    "Week",
    "Wish",
    "alternatives",
    "explain",
    "fairness",
    "price_of_fair",
    "problem_from_pairs",
    "reasons_for",
    "score",
    "solve",
    "unplaced",
    "verify",
    "what_if",
]
