"""A slow, obvious solver: try every assignment there is. It shares no code with the package."""

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from matching import Place, Problem, problem_from_pairs


@dataclass(frozen=True)
class Case:
    """A small problem as plain Python values."""

    pairs: dict[tuple[str, str], int]
    places: dict[str, Place]
    waiting: dict[str, int]
    listed: frozenset[str]
    forced: frozenset[tuple[str, str]]
    groups: dict[str, int]

    def problem(self, order=None) -> Problem:
        pairs = [(a, b, s) for (a, b), s in self.pairs.items()]
        return problem_from_pairs(
            order(pairs) if order else pairs,
            dict(order(list(self.places.items())) if order else self.places),
            mentees=dict(order(list(self.waiting.items())) if order else self.waiting),
            listed=self.listed,
            forced=self.forced,
            groups=self.groups,
        )


SCORES = st.integers(-6, 9)


@st.composite
def cases(draw, scores=SCORES, mentees=4, mentors=3) -> Case:
    """Draw a problem with minima, groups, forced, listed and waiting mentees."""
    left = [f"a{i}" for i in range(draw(st.integers(1, mentees)))]
    right = [f"x{j}" for j in range(draw(st.integers(1, mentors)))]
    pairs = {}
    for a in left:
        for b in right:
            if draw(st.integers(0, 3)):
                pairs[a, b] = draw(scores)
    groups = {"g": draw(st.integers(0, 4)), "h": draw(st.integers(0, 3))}
    places = {}
    for b in right:
        capacity = draw(st.integers(0, 3))
        places[b] = Place(
            capacity=capacity,
            minimum=draw(st.sampled_from([0, 0, 0, 1, 2])) if capacity > 1 else 0,
            group=draw(st.sampled_from([None, "g", "h"])),
        )
    listed = frozenset(a for a in left if not draw(st.integers(0, 6)))
    case = Case(
        pairs, places, {a: draw(st.integers(0, 3)) for a in left}, listed, frozenset(), groups
    )
    chosen = draw(st.sampled_from(sorted(pairs))) if pairs and draw(st.booleans()) else None
    if chosen and chosen[0] not in listed and _holds_forced(case, chosen):
        return Case(pairs, places, case.waiting, listed, frozenset([chosen]), groups)
    return case


def _holds_forced(case: Case, pair: tuple[str, str]) -> bool:
    place = case.places[pair[1]]
    return place.capacity > 0 and (place.group is None or case.groups[place.group] > 0)


def assignments(case: Case) -> Iterator[dict[str, str]]:
    """Yield every assignment that keeps all rules."""
    left = sorted(set(case.waiting) - case.listed)
    promised = dict(case.forced)

    def go(at: int, mate: dict[str, str]) -> Iterator[dict[str, str]]:
        if at == len(left):
            if _keeps_rules(case, mate):
                yield dict(mate)
            return
        a = left[at]
        if a not in promised:
            yield from go(at + 1, mate)
        for b in [promised[a]] if a in promised else case.places:
            if (a, b) in case.pairs:
                yield from go(at + 1, {**mate, a: b})

    return go(0, {})


def _keeps_rules(case: Case, mate: dict[str, str]) -> bool:
    used = {b: list(mate.values()).count(b) for b in case.places}
    in_group = {
        g: sum(used[b] for b, place in case.places.items() if place.group == g) for g in case.groups
    }
    return all(p.minimum <= used[b] <= p.capacity for b, p in case.places.items()) and all(
        in_group[g] <= ceiling for g, ceiling in case.groups.items()
    )


def figures(case: Case, mate: dict[str, str]) -> tuple[int, int, int | None, int]:
    """Return placed, total, lowest free score and waiting of an assignment."""
    free = [case.pairs[pair] for pair in mate.items() if pair not in case.forced]
    return (
        len(mate),
        sum(case.pairs[pair] for pair in mate.items()),
        min(free, default=None),
        sum(case.waiting[a] for a in mate),
    )


def rank(objective: str, case: Case, mate: dict[str, str]) -> tuple:
    """Return what an objective compares, most important first."""
    placed, total, lowest, waiting = figures(case, mate)
    return {
        "coverage": (placed, total, waiting),
        "fair": (placed, lowest if lowest is not None else 0, total, waiting),
        "score": (total, placed, waiting),
        "full": (total,),
    }[objective]


def best(case: Case, objective: str) -> tuple | None:
    """Return the best rank there is, None if there is no assignment."""
    wanted = len(set(case.waiting) - case.listed)
    ranks = [
        rank(objective, case, mate)
        for mate in assignments(case)
        if objective != "full" or len(mate) == wanted
    ]
    return max(ranks, default=None)


def first_of_the_best(case: Case, objective: str) -> dict[str, str]:
    """Return the best assignment that the rule on ids prefers."""
    top = best(case, objective)
    left = sorted(set(case.waiting) - case.listed)
    wanted = len(left) if objective == "full" else 0
    ties = [
        mate
        for mate in assignments(case)
        if len(mate) >= wanted and rank(objective, case, mate) == top
    ]
    return min(ties, key=lambda mate: [mate.get(a, "~") for a in left])
