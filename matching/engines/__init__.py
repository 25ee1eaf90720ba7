"""Engines: different ways to the same optimum, each with its prices."""

from collections.abc import Callable

from matching.engines import scipy_engine
from matching.errors import EngineUnavailable
from matching.levels import Model
from matching.problem import Ints
from matching.reduction import Core, Duals, Solution, lift, reduce_model
from matching.ties import first_by_ids

CoreSolver = Callable[[Core], tuple[Ints, Duals]]
Engine = Callable[[Model], Solution]


def through_core(solver: CoreSolver) -> Engine:
    """Make an engine for every model from a solver of plain assignments."""

    def engine(model: Model) -> Solution:
        core = reduce_model(model)
        mate, duals = solver(core)
        return lift(model, core, first_by_ids(core, mate, duals), duals)

    return engine


ENGINES: dict[str, Engine] = {"scipy": through_core(scipy_engine.solve_core)}


def pick(name: str) -> str:
    """Return the engine to use.

    Raises
    ------
    EngineUnavailable
        If it is unknown, or needs the extra ``fast``.
    """
    if name == "auto":
        return "scipy"
    if name not in ENGINES:
        raise EngineUnavailable(f'there is no engine "{name}"; choose auto, {", ".join(ENGINES)}')
    return name
