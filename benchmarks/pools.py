"""Synthetic pools for the benchmarks: people and criteria drawn at random, nobody real."""

from collections.abc import Iterator

import numpy as np

from matching import Criterion, Kind, Mentee, Mentor, Overlap, Table, Week, Wish

SLOTS, REGIONS, TOPICS, LANGUAGES = 28, 50, 12, 20

CRITERIA = (
    Criterion(key="languages", kind=Kind.HARD, compare=Overlap()),
    Criterion(key="times", kind=Kind.HARD, compare=Week(least=1)),
    Criterion(key="ways", kind=Kind.HARD, compare=Overlap()),
    Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=40),
    Criterion(key="hours", kind=Kind.SOFT, compare=Week(enough=6), weight=15,
              mentee_reads="times", mentor_reads="times"),
    Criterion(key="interests", kind=Kind.SOFT, compare=Overlap(enough=2), weight=15),
    Criterion(key="age", kind=Kind.SOFT, compare=Table.nearness(8), weight=10),
    Criterion(key="faith", kind=Kind.SOFT, compare=Table.identity(6), weight=10, signed=True),
    Criterion(key="gender", kind=Kind.SOFT, compare=Table.identity(3), weight=10, signed=True),
)  # fmt: skip


def people(n: int, seed: int = 0) -> tuple[list[Mentee], list[Mentor]]:
    """Draw n mentees and n / 1.8 mentors with n places; about 16 in 100 pairs are feasible."""
    rng = np.random.default_rng(seed + 7919 * n)
    m = max(2, round(n / 1.8))
    waited = rng.integers(0, 53, n)
    mentees = [
        Mentee(id=f"e{i:06}", waiting_weeks=int(waited[i]), **facts)
        for i, facts in enumerate(_facts(rng, n, must=0.3))
    ]
    places = rng.choice([1, 2, 3], size=m, p=[0.45, 0.30, 0.25])
    while places.sum() != n:
        j = rng.integers(m)
        places[j] = min(3, max(1, places[j] + (1 if places.sum() < n else -1)))
    mentors = [
        Mentor(id=f"o{j:06}", places=int(places[j]), **facts)
        for j, facts in enumerate(_facts(rng, m, must=0.0))
    ]
    return mentees, mentors


def _facts(rng: np.random.Generator, count: int, must: float) -> list[dict]:
    common = 1.0 / np.arange(1, LANGUAGES + 1) ** 1.1
    common[0] *= 3
    common /= common.sum()
    found = []
    for _ in range(count):
        languages = rng.choice(LANGUAGES, rng.integers(1, 4), p=common)
        times = np.flatnonzero(rng.random(SLOTS) < np.clip(rng.gamma(3.0, 0.066), 0.03, 0.9))
        remote = [REGIONS] if rng.random() < 0.62 else []
        answers = {
            "languages": bits(languages),
            "times": bits([*times, rng.integers(SLOTS)]),
            "ways": bits([*rng.integers(0, REGIONS, 1), *remote]),
            "topics": bits(rng.integers(0, TOPICS, rng.integers(1, 6))),
            "interests": bits(rng.integers(0, 16, rng.integers(1, 6))),
            "age": int(rng.integers(8)),
            "faith": int(rng.integers(6)),
            "gender": int(rng.choice(3, p=[0.55, 0.42, 0.03])),
        }
        wishes = {}
        if rng.random() < must:
            wishes["gender"] = Wish.MUST
        if rng.random() < 0.4:
            wishes["faith"] = Wish(rng.choice(["same", "different"]))
        found.append({"answers": answers, "wishes": wishes})
    return found


def bits(elements) -> int:
    """Return a set of small numbers as a bitset."""
    return sum(1 << int(e) for e in set(map(int, elements)))


def large(n: int, share: float, seed: int = 0) -> dict[str, np.ndarray]:
    """Draw a pool too large to go through people: tastes in six dimensions, chance for the rest."""
    rng = np.random.default_rng(seed + n)
    m = round(n / 1.8)
    taste, gift = rng.normal(size=(n, 6)).astype(np.float32), rng.normal(size=(m, 6))
    gift = gift.astype(np.float32)
    columns, scores, counts = [], [], []
    for i in range(n):
        row = np.flatnonzero(rng.random(m, np.float32) < share)
        liked = 5000 + 600 * (gift[row] @ taste[i]) + rng.integers(-400, 400, len(row))
        columns.append(row.astype(np.uint16))
        scores.append(np.clip(liked, 0, 10_000).astype(np.int16))
        counts.append(len(row))
    capacity = np.full(m, n // m)
    capacity[: n - capacity.sum()] += 1
    return {
        "indptr": np.concatenate([[0], np.cumsum(counts)]),
        "indices": np.concatenate(columns),
        "scores": np.concatenate(scores),
        "capacity": capacity,
    }


def adversarial(n: int, seed: int = 0) -> Iterator[tuple[str, np.ndarray]]:
    """Draw families that are hard for one method or another, n x n; -1 where not feasible."""
    rng = np.random.default_rng(seed)
    number = np.arange(1, n + 1)
    uniform = rng.integers(0, 10_001, (n, n))
    yield "uniform", uniform
    taste = rng.integers(0, 9_000, n)[None, :] + rng.integers(0, 1_000, (n, n))
    yield "common taste", taste
    yield "Machol-Wien", 10_000 * np.outer(number, number) // n**2
    here, there = rng.random((2, n, 1)), rng.random((2, 1, n))
    yield "geometric", (10_000 * (1 - np.hypot(*(here - there)) / 1.5)).astype(int)
    yield "all equal", np.full((n, n), 5_000)
    yield "five levels", rng.integers(0, 5, (n, n)) * 2_500
    yield "few feasible", np.where(rng.random((n, n)) > 4 / n, -1, uniform)
    deficient = uniform.copy()
    deficient[: n // 2, n // 4 :] = -1
    yield "deficient block", deficient


def pairs_of(matrix: np.ndarray) -> dict[str, np.ndarray]:
    """Return the feasible pairs of a matrix, one place a column."""
    row, column = np.nonzero(matrix >= 0)
    counts = np.bincount(row, minlength=len(matrix))
    return {
        "indptr": np.concatenate([[0], np.cumsum(counts)]),
        "indices": column.astype(np.uint16),
        "scores": matrix[row, column].astype(np.int16),
        "capacity": np.ones(matrix.shape[1], int),
    }
