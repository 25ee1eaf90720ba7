"""Scores between the units of a problem and the points of its input."""

from decimal import (
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import Any

from matching.errors import BadInput

MOST = 1 << 127
# Wide enough for every number that is read; what does not fit is an error, never rounded.
EXACTLY = Context(prec=80, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])


class Units:
    """One way there and one back.

    Examples
    --------
    >>> Units(scale=100, coarse=1).shown(-1250)
    -12.5
    >>> Units(scale=100, coarse=1).units("-12.5")
    -1250
    """

    def __init__(self, scale: int, coarse: int) -> None:
        self.scale, self.coarse = scale, coarse

    def shown(self, units: int) -> int | float | str:
        """Return points: an int where whole, else a float, else a string of all digits."""
        points = units * self.coarse
        if points % self.scale == 0:
            return points // self.scale
        with localcontext(EXACTLY):
            exact = Decimal(points) / self.scale
        near = float(exact)
        return near if Decimal(repr(near)) == exact else str(exact)

    def units(self, points: Any) -> int:
        """Return units, or raise `BadInput` if the points are not whole units."""
        shown = str(points)[:40]
        try:
            with localcontext(EXACTLY):
                units = Decimal(str(points)) * self.scale / self.coarse
                whole = abs(units) < MOST and units == units.to_integral_value()
        except ArithmeticError:
            raise BadInput(f'"{shown}" is not a score') from None
        if not whole:
            raise BadInput(f'"{shown}" is too large for a score, or no multiple of its unit')
        return int(units)
