"""Engines: different ways to the same optimum, each with its prices."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from matching.engines import highs_engine, scipy_engine
from matching.errors import EngineUnavailable
from matching.levels import Model
from matching.reduction import Core, Optimum, Solution, lift, reduce_model
from matching.ties import Seek, first_by_ids, seek

Engine = Callable[[Model], Solution]

MANY_PAIRS = 100_000


def _scipy(model: Model) -> Solution:
    core = reduce_model(model)
    return _preferred(model, core, scipy_engine.solve_core(core))


def _highs(model: Model) -> Solution:
    """Solve with HiGHS; where minima cannot be met, the reason is found the usual way."""
    core = reduce_model(model)
    optimum = highs_engine.solve_model(model, core) or scipy_engine.solve_core(core)
    return _preferred(model, core, optimum)


def _compiled(model: Model) -> Solution:
    """Load the compiled engine when it is first used: numba takes a while to start."""
    compiled_engine = import_module("matching.engines.compiled_engine")
    core = reduce_model(model)
    return _preferred(model, core, compiled_engine.solve_core(core), compiled_engine.seek)


def _preferred(model: Model, core: Core, optimum: Optimum, find: Seek = seek) -> Solution:
    """Apply the rule for ties to an optimum and say it in terms of the model."""
    return lift(model, core, first_by_ids(core, optimum, find), optimum.duals)


ENGINES: dict[str, Engine] = {"scipy": _scipy, "highs": _highs}
if find_spec("numba"):
    ENGINES["compiled"] = _compiled


def pick(name: str, pairs: int) -> str:
    """Return the engine to use; `auto` takes the compiled one where it pays to load it.

    Parameters
    ----------
    name : str
    pairs : int
        Feasible pairs of the problem.

    Raises
    ------
    EngineUnavailable
        If it is unknown, or needs the extra ``fast``.
    """
    if name == "auto":
        return "compiled" if "compiled" in ENGINES and pairs > MANY_PAIRS else "scipy"
    if name == "compiled" and name not in ENGINES:
        raise EngineUnavailable('the engine "compiled" needs the extra "fast" (numba)')
    if name not in ENGINES:
        raise EngineUnavailable(f'there is no engine "{name}"; choose auto, {", ".join(ENGINES)}')
    return name
