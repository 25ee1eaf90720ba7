"""Scores between the units of a problem and the points of its input."""

from decimal import Decimal, InvalidOperation
from typing import Any

from matching.errors import BadInput


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
        exact = Decimal(points) / self.scale
        near = float(exact)
        return near if Decimal(repr(near)) == exact else str(exact)

    def units(self, points: Any) -> int:
        """Return units, or raise `BadInput` if the points are not whole units."""
        try:
            units = Decimal(str(points)) * self.scale / self.coarse
        except InvalidOperation:
            raise BadInput(f"the result is not readable: {points!r} is not a score") from None
        if units != units.to_integral_value():
            raise BadInput(f"the result is not readable: {points!r} is no multiple of its unit")
        return int(units)
