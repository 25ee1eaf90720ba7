"""Whatever happens in whatever order, states stay in their tables and ends are ends."""

from hypothesis import given
from hypothesis import strategies as st

from mentorship.kernel.states import can
from mentorship.matches.rules.states import (
    ENDED_PROPOSALS,
    MATCH_STATES,
    PROPOSAL_STATES,
    ROUND_STATES,
    MatchMove,
    MatchState,
    ProposalMove,
    ProposalState,
    RoundMove,
    RoundState,
)


@given(st.lists(st.sampled_from(list(ProposalMove))))
def test_a_proposal_never_leaves_its_table_and_never_comes_back_from_an_end(
    moves: list[ProposalMove],
) -> None:
    state, ended = ProposalState.PROPOSED, False
    for move in moves:
        if can(PROPOSAL_STATES, state, move):
            assert not ended
            state = PROPOSAL_STATES[state, move]
        ended = state in (*ENDED_PROPOSALS, ProposalState.ACCEPTED)
        assert isinstance(state, ProposalState)


@given(st.lists(st.sampled_from(list(MatchMove))))
def test_a_match_never_leaves_its_table_and_never_reopens(moves: list[MatchMove]) -> None:
    state = MatchState.INTRODUCTION
    for move in moves:
        closed = state is MatchState.CLOSED
        if can(MATCH_STATES, state, move):
            assert not closed
            state = MATCH_STATES[state, move]
        assert isinstance(state, MatchState)


@given(st.lists(st.sampled_from(list(RoundMove))))
def test_a_round_never_leaves_its_table_and_ends_once(moves: list[RoundMove]) -> None:
    state = RoundState.WAITING
    for move in moves:
        ended = state in {RoundState.DONE, RoundState.FAILED}
        if can(ROUND_STATES, state, move):
            assert not ended
            state = ROUND_STATES[state, move]
        assert isinstance(state, RoundState)


def test_every_state_can_be_reached() -> None:
    for states, first in (
        (PROPOSAL_STATES, ProposalState.PROPOSED),
        (MATCH_STATES, MatchState.INTRODUCTION),
        (ROUND_STATES, RoundState.WAITING),
    ):
        reached = {first, *states.values()}  # type: ignore[attr-defined]  # a table of any kind
        assert reached == set(type(first))
