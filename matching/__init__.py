"""Exact assignment of mentees to mentors: people or scored pairs in, proved matches out.

A library that stands alone. It never sees a name, a contact, a free text, a database or a web
request. `docs/matching.md` tells the method, the proof and the file formats.
"""

from matching.criteria import Criterion, Kind, Overlap, Table, Week
from matching.errors import BadInput, EngineUnavailable, NotProved
from matching.explain import Explanation, explain
from matching.people import Mentee, Mentor, Person, Wish
from matching.problem import Place, Problem, problem_from_pairs
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

__all__ = [
    "BadInput",
    "Certificate",
    "Criterion",
    "EngineUnavailable",
    "Explanation",
    "Infeasible",
    "Kind",
    "Mentee",
    "Mentor",
    "NotProved",
    "Objective",
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
    "explain",
    "problem_from_pairs",
    "score",
    "solve",
    "verify",
]
