"""How a round treats different people: totals alone, and none of a group of fewer than five."""

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from statistics import median_low

import matching
from matching import Objective, Problem, Result
from mentorship.kernel.words import _, ngettext, number
from mentorship.profiles import release
from mentorship.profiles.questions import BY_KEY

FEWEST = 5
QUARTERS = 4


@dataclass(frozen=True)
class Treatment:
    """Figures of one round: fits in hundredths of a point, waiting in weeks.

    `fifth` is the fit that all but one in twenty of those placed reach. `better_apart` counts pairs
    in which both fit each other better than whom they got. `by_waiting` gives, for each quarter of
    those placed, up to how long they waited and their middle fit; `by_language` how long those who
    talk a language wait.
    """

    fifth: int | None
    middle: int | None
    better_apart: int
    longest_wait: int
    middle_wait: int
    by_waiting: tuple[tuple[int, int], ...]
    by_language: tuple[tuple[str, int], ...]


def reckon(pool: release.Pool, problem: Problem, result: Result) -> Treatment:
    """Count how the best assignment treats the people in it."""
    found = matching.fairness(problem, result)
    waits = [mentee.waiting_weeks for mentee in pool.mentees]
    many = found.placed >= FEWEST
    return Treatment(
        fifth=found.fifth if many else None,
        middle=found.median if many else None,
        better_apart=found.blocking_pairs,
        longest_wait=max(waits, default=0),
        middle_wait=median_low(waits) if waits else 0,
        by_waiting=found.median_by_waiting if found.placed >= QUARTERS * FEWEST else (),
        by_language=_by_language(pool),
    )


def _by_language(pool: release.Pool) -> tuple[tuple[str, int], ...]:
    waits = defaultdict[str, list[int]](list)
    for mentee in pool.mentees:
        for at, key in enumerate(BY_KEY["languages"].compared):
            if mentee.answers.get("languages", 0) >> at & 1:
                waits[key].append(mentee.waiting_weeks)
    return tuple(
        (value, median_low(weeks)) for value, weeks in sorted(waits.items())
        if len(weeks) >= FEWEST
    )  # fmt: skip


def fair_costs(problem: Problem, objective: Objective, engine: str) -> int | None:
    """Reckon what lifting the lowest fit costs all together, where most are placed either way."""
    if objective in {Objective.COVERAGE, Objective.FAIR}:
        return matching.price_of_fair(problem, engine)
    return None


def write(figures: Treatment) -> str:
    """Write figures as they are kept."""
    return json.dumps(asdict(figures))


@dataclass(frozen=True)
class Strip:
    """The same figures as they are shown: in points of 100, languages by their names."""

    fifth: float | None
    middle: float | None
    better_apart: str
    longest_wait: int
    middle_wait: int
    by_waiting: tuple[tuple[str, str], ...]
    by_language: tuple[tuple[str, int], ...]
    fair_costs: float | None


def shown(text: str, costs: int | None) -> Strip:
    """Read figures that were kept, ready to be shown."""
    kept = json.loads(text)
    names = {option.key: option.label for option in BY_KEY["languages"].options}
    return Strip(
        fifth=_points(kept["fifth"]), middle=_points(kept["middle"]),
        better_apart=_few(kept["better_apart"]),
        longest_wait=kept["longest_wait"], middle_wait=kept["middle_wait"],
        by_waiting=tuple(
            (ngettext("up to %(n)s week", "up to %(n)s weeks", weeks), number(fit / 100, 1))
            for weeks, fit in kept["by_waiting"]
        ),
        by_language=tuple((_(names[one]), weeks) for one, weeks in kept["by_language"]),
        fair_costs=_points(costs),
    )  # fmt: skip


def _points(units: int | None) -> float | None:
    return None if units is None else round(units / 100, 1)


def _few(count: int) -> str:
    return _("fewer than 5") if 0 < count < FEWEST else str(count)
