"""Decimal scores as integers: exact where that is safe, else at the finest step that is."""

import re
from dataclasses import dataclass

import numpy as np

from matching.errors import BadInput
from matching.problem import AnyInts, Ints

ROOM = 1 << 52
DIGITS = 18
_NUMBER = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?")


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Scores as integers.

    Parameters
    ----------
    units : ndarray of int64, shape (pairs,)
    scale : int
        Units per point.
    coarse : int
        Points per unit.
    rounding : int
        0 if exact, 1 if a score may be off by half a unit.
    """

    units: Ints
    scale: int
    coarse: int
    rounding: int


def read_score(text: str) -> tuple[int, int]:
    """Read a decimal number as (digits, exponent), its value being digits * 10 ** exponent.

    Raises
    ------
    BadInput
        If it is no finite decimal number of at most 18 digits.

    Examples
    --------
    >>> read_score("-12.50"), read_score("3e2")
    ((-125, -1), (3, 2))
    """
    found = _NUMBER.fullmatch(text) if text.isascii() else None
    if found is None or not (found[2] or found[3]):
        raise BadInput(f'the score must be a finite number, not "{text[:40]}"')
    sign, before, after, power = found[1], found[2], found[3] or "", int(found[4] or 0)
    digits = (before + after).lstrip("0")
    kept = digits.rstrip("0")
    exponent = power - len(after) + len(digits) - len(kept)
    if len(kept) > DIGITS or not -DIGITS * 2 <= exponent <= DIGITS * 2:
        raise BadInput(f'the score "{text[:40]}" has more digits than can be kept')
    value = int(kept or 0)
    return (-value if sign == "-" else value), (exponent if value else 0)


def scale_scores(digits: Ints, exponents: AnyInts, most: int) -> Scaled:
    """Bring decimal scores to integers with one common power of ten.

    Parameters
    ----------
    digits, exponents : ndarray of int, shape (pairs,)
        As `read_score` gives them.
    most : int
        The most mentees that can be placed: their scores must be packed with room to spare.

    Returns
    -------
    Scaled
        At the finest power of ten that is safe, never finer than the input needs.

    Examples
    --------
    >>> scaled = scale_scores(np.array([-125, 3]), np.array([-1, 2]), most=2)
    >>> scaled.units.tolist(), scaled.scale, scaled.rounding
    ([-125, 3000], 10, 0)
    """
    if not len(digits):
        return Scaled(digits, 1, 1, 0)
    lowest, highest = int(exponents.min()), int(exponents.max())
    power = finest = min(0, lowest)
    of_size = [
        (int(np.abs(digits[exponents == e]).max(initial=0)), e) for e in range(lowest, highest + 1)
    ]
    while max(_at_power(size, e, power) for size, e in of_size) * 8 * (most + 1) ** 2 >= ROOM:
        power += 1
    units = np.zeros(len(digits), np.int64)
    for exponent in range(lowest, highest + 1):
        at = exponents == exponent
        if exponent >= power:
            if at.any():
                units[at] = digits[at] * 10 ** (exponent - power)
        elif exponent >= power - DIGITS:
            step = 10 ** (power - exponent)
            size = np.abs(digits[at])
            units[at] = np.sign(digits[at]) * (size // step + (size % step * 2 >= step))
    return Scaled(units, 10 ** max(0, -power), 10 ** max(0, power), int(power > finest))


def _at_power(size: int, exponent: int, power: int) -> int:
    """Return size * 10 ** (exponent - power), rounded up."""
    if exponent >= power:
        return size * int(10 ** (exponent - power))
    return -(-size // int(10 ** (power - exponent)))
