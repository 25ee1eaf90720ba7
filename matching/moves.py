"""What every other match would cost everybody, from the prices of a result.

A result is a flow of mentees into mentors, their groups and out. Sending one mentee elsewhere sends
one unit round a cycle: somebody makes room, and so on, until the place left behind is settled. The
prices make every such move cost at least 0, so the cheapest way is a shortest path, and its length
is exactly what the best assignment with that pair is worth less.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.arcs import NOBODY, Tree
from matching.errors import BadInput
from matching.problem import Problem
from matching.proof import Objective
from matching.residual import Residual
from matching.result import Result

# Who moves, from where, to where, and her score after it.
Step = tuple[int, int, int, int]
FAR = 1 << 60


@dataclass(frozen=True, slots=True)
class Move:
    """One mentee who would go elsewhere; None stands for nobody."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one change costs everybody together.

    Parameters
    ----------
    fewer_placed : int
        How many fewer would be placed.
    lost : int
        Units by which the total would be lower (negative: higher).
    waiting_lost : int
        Waiting time by which those placed would have waited less.
    moves : tuple of Move
        Everybody already there who would go elsewhere.
    """

    fewer_placed: int
    lost: int
    waiting_lost: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another mentor for a mentee, and what that costs everybody together.

    Parameters
    ----------
    mentor : str
    score : int
        Of the pair, in units.
    fewer_placed : int
        How many fewer would be placed.
    lost : int
        Units by which the total would be lower (negative: higher).
    waiting_lost : int
        Waiting time by which those placed would have waited less.
    moves : tuple of Move
        Everybody else who would go elsewhere.
    """

    mentor: str
    score: int
    fewer_placed: int
    lost: int
    waiting_lost: int
    moves: tuple[Move, ...]


def alternatives(
    problem: Problem, result: Result, mentee: str, k: int | None = None
) -> tuple[Alternative, ...]:
    """Find the next best mentors for a mentee, each with its exact cost to everybody.

    Parameters
    ----------
    problem : Problem
    result : Result
        Optimal for `problem`.
    mentee : str
    k : int, optional
        How many at most; all unless given.

    Returns
    -------
    tuple of Alternative
        The cheapest first, ids deciding among equals. Mentors that no assignment could keep all
        rules with are left out. Under `fair`, only those that keep the lowest score.

    Raises
    ------
    BadInput
        If the mentee is unknown or promised, or the result has no prices.

    Examples
    --------
    >>> from matching import problem_from_pairs, solve
    >>> problem = problem_from_pairs(
    ...     [("a", "x", 9), ("a", "y", 7), ("b", "x", 8), ("b", "y", 3)], {"x": 1, "y": 1})
    >>> (other,) = alternatives(problem, solve(problem), "a")
    >>> other.mentor, other.lost, [(m.mentee, m.after) for m in other.moves]
    ('x', 3, [('b', 'y')])
    """
    return Kept(problem, result).alternatives(mentee, k)


class Kept:
    """A result made ready for many questions: the moves it allows, as a graph.

    Parameters
    ----------
    problem : Problem
    result : Result

    Notes
    -----
    Among equally good ways the answers name one; `solve` with the rule for ties may name another.
    """

    def __init__(self, problem: Problem, result: Result) -> None:
        if result.certificate is None:
            raise BadInput("a result without prices has no alternatives")
        self.problem, self.objective = problem, result.objective
        self.moves = Residual(problem, result, result.certificate)
        self.mentor_at = {person: at for at, person in enumerate(problem.mentors)}
        self.ids = [problem.mentees[row] for row in self.moves.model.rows]
        self.mentee_at = {person: at for at, person in enumerate(self.ids)}
        self.own: list[int] = self.moves.own.tolist()
        self.waiting: list[int] = problem.waiting[self.moves.model.rows].tolist()
        nowhere = [None] * (len(problem.groups) + 1)
        self.names: list[str | None] = [*problem.mentors, *nowhere]

    def alternatives(self, mentee: str, k: int | None = None) -> tuple[Alternative, ...]:
        """Answer `alternatives` for one mentee."""
        at = self._free(mentee)
        home = int(self.moves.here[at])
        pairs = self.moves.pairs_of(at)
        columns, slack, scores = (part[pairs[0] != home] for part in pairs)
        wanted = len(columns) if k is None else k
        within = np.sort(slack + self.moves.by_nobody(home)[columns])[:wanted].max(initial=0)
        for tree in self.moves.trees(home, within=float(within)):
            cost = slack + tree.dist[columns]
            order = np.argsort(cost, kind="stable")[:wanted]
            unknown = slack[~(tree.dist[columns] <= tree.limit)].min(initial=FAR) + tree.limit
            if (cost[order] <= unknown).all():
                break
        chosen = order[np.isfinite(cost[order])].tolist()
        return tuple(
            self._alternative((at, home, int(columns[one]), int(scores[one])), tree)
            for one in chosen
        )

    def pin(self, mentee: str, mentor: str) -> Effect | None:
        """Say what it costs everybody if a mentee goes to a mentor; None if that cannot be."""
        at, j = self._free(mentee), self._mentor(mentor)
        home = int(self.moves.here[at])
        columns, _, scores = self.moves.pairs_of(at)
        found = int(np.searchsorted(columns, j))
        if found == len(columns) or columns[found] != j:
            known = self.problem.find(self.moves.model.rows[[at]], np.array([j]))[0] >= 0
            why = "lies below the lowest score" if known else "is forbidden"
            raise BadInput(f'pair "{mentee}", "{mentor}" {why}')
        within = float(self.moves.by_nobody(home)[j])
        tree = _reaching(self.moves.trees(home, within=within), j)
        if tree is None:
            return None
        return self._effect([(at, home, j, int(scores[found])), *self._towards(j, home, tree)])

    def leave(self, mentee: str) -> Effect | None:
        """Say what changes if a mentee leaves; None if no assignment would keep all rules."""
        if self.objective is Objective.FAIR:
            raise BadInput("under fair the lowest score may change too: solve again")
        at, hub = self._free(mentee), self.moves.hub
        home = int(self.moves.here[at])
        tree = _reaching(self.moves.trees(hub, towards=False), home)
        if tree is None:
            return None
        moves, node = [(at, home, hub, 0)], home
        while node != hub:
            who, score, before = tree.move(node)
            moves.append((who, before, node, score))
            node = before
        return self._effect(moves)

    def join(self, pairs: Mapping[str, int], waiting: int = 0) -> tuple[str | None, Effect]:
        """Say where a mentee would go who comes, and what changes for the others.

        Parameters
        ----------
        pairs : mapping of str to int
            Her mentors and scores in units.
        waiting : int, default 0

        Returns
        -------
        mentor : str or None
        effect : Effect
            Her own place, score and waiting time included.

        Raises
        ------
        BadInput
            If a mentor is unknown, if her scores or waiting time lie outside those of the others,
            or under another objective than `coverage`: the prices do not cover that.
        """
        if self.objective is not Objective.COVERAGE:
            raise BadInput(f"under {self.objective} one more may change everything: solve again")
        columns = np.array([self._mentor(mentor) for mentor in pairs], np.int64)
        scores = np.array(list(pairs.values()), np.int64)
        slack, hub = self.moves.slack_of_newcomer(columns, scores, waiting), self.moves.hub
        for tree in self.moves.trees(hub):
            cost = slack + tree.dist[columns]
            unknown = slack[~(tree.dist[columns] <= tree.limit)].min(initial=FAR) + tree.limit
            if cost.min(initial=0) <= unknown:
                break
        if cost.min(initial=0) == 0:
            return None, self._effect([])
        best = int(np.argmin(cost))
        others = self._effect(self._towards(int(columns[best]), hub, tree))
        return self.problem.mentors[columns[best]], replace(
            others,
            fewer_placed=others.fewer_placed - 1,
            lost=others.lost - int(scores[best]),
            waiting_lost=others.waiting_lost - waiting,
        )

    def _free(self, mentee: str) -> int:
        """Return the position of a mentee among those who are free."""
        at = self.mentee_at.get(mentee)
        if at is None:
            self.problem.mentee(mentee)
            raise BadInput(f'mentee "{mentee}" is promised or only listed')
        return at

    def _mentor(self, mentor: str) -> int:
        at = self.mentor_at.get(mentor)
        return self.problem.mentor(mentor) if at is None else at

    def _towards(self, node: int, home: int, tree: Tree) -> list[Step]:
        """Follow the moves from a mentor to the place left behind."""
        moves = []
        while node != home:
            who, score, after = tree.move(node)
            moves.append((who, node, after, score))
            node = after
        return moves

    def _alternative(self, first: Step, tree: Tree) -> Alternative:
        _, home, column, score = first
        effect = self._effect([first, *self._towards(column, home, tree)])
        return Alternative(
            mentor=self.problem.mentors[column],
            score=score,
            fewer_placed=effect.fewer_placed,
            lost=effect.lost,
            waiting_lost=effect.waiting_lost,
            moves=effect.moves[1:],
        )

    def _effect(self, steps: list[Step]) -> Effect:
        """Add up what some moves change; those of empty places change nothing."""
        placed, fewer, lost, waited = len(self.problem.mentors), 0, 0, 0
        moves = []
        for who, before, after, score in steps:
            if who == NOBODY:
                continue
            leaves = (before < placed) - (after < placed)
            fewer += leaves
            lost += self.own[who] - score
            waited += leaves * self.waiting[who]
            moves.append(Move(self.ids[who], self.names[before], self.names[after]))
        return Effect(fewer_placed=fewer, lost=lost, waiting_lost=waited, moves=tuple(moves))


def _reaching(trees: Iterator[Tree], node: int) -> Tree | None:
    """Return the first tree wide enough to hold the shortest path from a node, None if none is."""
    for tree in trees:
        if tree.dist[node] <= tree.limit:
            return tree if np.isfinite(tree.dist[node]) else None
    return None
