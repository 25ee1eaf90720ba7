"""The result: who is matched with whom, and the proof that there is nothing better."""

from dataclasses import dataclass

from matching.codec import decode, encode
from matching.proof import Certificate, Infeasible, Objective, Pair, Status, Unplaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of `solve`.

    Parameters
    ----------
    status : Status
    objective : Objective
    engine : str
        Which engine found it.
    version : str
        Of this package's result format.
    input_digest : str
        `Problem.digest` of the problem it belongs to.
    scale, coarse, rounding : int
        As in the problem: units per point, points per unit, and whether scores were rounded.
    placed : int
        Mentees with a match, forced pairs included.
    total : int
        Sum of their scores in units.
    lowest : int or None
        Lowest score of a pair that was not forced.
    waiting : int
        Sum of the waiting times of those placed, in units of the problem.
    pairs : tuple of Pair
        Sorted by mentee.
    unplaced : tuple of Unplaced
        Sorted by mentee.
    certificate : Certificate or None
        None only if infeasible.
    infeasible : Infeasible or None
    """

    status: Status
    objective: Objective
    engine: str
    version: str
    input_digest: str
    scale: int = 1
    coarse: int = 1
    rounding: int = 0
    placed: int = 0
    total: int = 0
    lowest: int | None = None
    waiting: int = 0
    pairs: tuple[Pair, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    certificate: Certificate | None = None
    infeasible: Infeasible | None = None

    def mentor_of(self, mentee: str) -> str | None:
        """Return the mentor a mentee is matched with, None if with nobody."""
        return next((pair.mentor for pair in self.pairs if pair.mentee == mentee), None)

    def to_json(self) -> str:
        """Write the result as JSON.

        Returns
        -------
        str
            The same result gives the same bytes. `total`, `lowest` and scores are in points of
            the input; a number that a double cannot hold is written as a string. Prices and
            `value` are in packed units.
        """
        return encode(self)

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """Read what `to_json` wrote.

        Raises
        ------
        BadInput
            If the text is not such a result.
        """
        return decode(cls, text)
