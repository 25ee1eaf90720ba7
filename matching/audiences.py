"""What a mentee or a mentor may be told about why the two were thought of.

Staff read `matching.explain`. The two themselves read only what the other agreed to show, and no
number: everything named here follows from the reader's own answers and wishes and from what is
shown, so it tells nothing that is withheld.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from matching.criteria import Criterion
from matching.explain import facts_of
from matching.people import Mentee, Mentor, Wish


class Audience(StrEnum):
    """Which of the two reads it."""

    MENTEE = "mentee"
    MENTOR = "mentor"


def reasons_for(
    audience: Audience,
    mentee: Mentee,
    mentor: Mentor,
    criteria: Sequence[Criterion],
    shown: Collection[str],
) -> tuple[str, ...]:
    """Name the criteria that speak for a pair, as one of the two may know it.

    Parameters
    ----------
    audience : Audience
        Who reads it.
    mentee, mentor : Mentee, Mentor
    criteria : sequence of Criterion
    shown : collection of str
        Keys of the answers that the other side agreed to show.

    Returns
    -------
    tuple of str
        Keys in the agency's order: both answers are known, the other's is shown, and they are the
        same, or differ where the reader wishes a difference. What the other wishes plays no part.

    Examples
    --------
    >>> from matching import Kind, Overlap
    >>> topics = Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=1)
    >>> faith = Criterion(key="faith", kind=Kind.SOFT, compare=Overlap(), weight=1)
    >>> a = Mentee(id="a", answers={"topics": 0b11, "faith": 0b1})
    >>> x = Mentor(id="x", answers={"topics": 0b01, "faith": 0b1})
    >>> reasons_for(Audience.MENTEE, a, x, [topics, faith], shown={"topics"})
    ('topics',)
    """
    return tuple(
        criterion.key
        for criterion in criteria
        if _other_reads(criterion, audience) in shown
        and _speaks(criterion, mentee, mentor, _own_wish(criterion, audience, mentee, mentor))
    )


def _other_reads(criterion: Criterion, audience: Audience) -> str:
    """Return the key of the answer that the other side brings."""
    of_mentee, of_mentor = criterion.mentee_reads, criterion.mentor_reads
    return (of_mentor if audience is Audience.MENTEE else of_mentee) or criterion.key


def _own_wish(criterion: Criterion, audience: Audience, mentee: Mentee, mentor: Mentor) -> Wish:
    reader = mentee if audience is Audience.MENTEE else mentor
    return reader.wish(criterion.key)


def _speaks(criterion: Criterion, mentee: Mentee, mentor: Mentor, wish: Wish) -> bool:
    facts = facts_of(criterion, mentee, mentor)
    if facts is None:
        return False
    wants_other = wish in {Wish.DIFFERENT, Wish.MUST_NOT}
    return criterion.compare.same(*facts) is not wants_other
