"""States of rounds, proposals and matches: what may follow what, and that each has its words."""

import pytest

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.states import after, can
from mentorship.matches.rules.reasons import MATCH_WORDS, ROUND_WORDS, STATE_WORDS
from mentorship.matches.rules.states import (
    ENDED_PROPOSALS,
    MATCH_STATES,
    OPEN_MATCHES,
    OPEN_PROPOSALS,
    PROPOSAL_STATES,
    ROUND_STATES,
    MatchMove,
    MatchState,
    ProposalMove,
    ProposalState,
    RoundState,
)


def test_every_state_has_its_words() -> None:
    assert set(STATE_WORDS) == set(ProposalState)
    assert set(MATCH_WORDS) == set(MatchState)
    assert set(ROUND_WORDS) == set(RoundState)


def test_a_blocked_proposal_reads_as_any_withdrawn_one() -> None:
    assert STATE_WORDS[ProposalState.BLOCKED] == STATE_WORDS[ProposalState.WITHDRAWN]


def test_the_mentor_is_never_asked_before_the_mentee() -> None:
    before = {
        state for (state, _), then in PROPOSAL_STATES.items() if then is ProposalState.MENTOR_ASKED
    }
    assert before == {ProposalState.MENTEE_ASKED}


def test_only_two_yeses_lead_to_a_match() -> None:
    assert (
        after(PROPOSAL_STATES, ProposalState.MENTEE_ASKED, ProposalMove.YES)
        is ProposalState.MENTOR_ASKED
    )
    assert (
        after(PROPOSAL_STATES, ProposalState.MENTOR_ASKED, ProposalMove.YES)
        is ProposalState.ACCEPTED
    )
    into = [move for (_, move), then in PROPOSAL_STATES.items() if then is ProposalState.ACCEPTED]
    assert into == [ProposalMove.YES]


def test_a_move_that_is_not_there_is_refused_with_a_sentence() -> None:
    with pytest.raises(RuleBroken) as broken:
        after(MATCH_STATES, MatchState.CLOSED, MatchMove.RESUME)
    assert broken.value.status == 409


@pytest.mark.parametrize("state", OPEN_PROPOSALS)
def test_whatever_is_open_can_be_withdrawn_and_blocked(state: ProposalState) -> None:
    assert can(PROPOSAL_STATES, state, ProposalMove.WITHDRAW)
    assert can(PROPOSAL_STATES, state, ProposalMove.BLOCK)


@pytest.mark.parametrize("state", OPEN_MATCHES)
def test_every_open_match_can_be_cut(state: MatchState) -> None:
    assert after(MATCH_STATES, state, MatchMove.CUT) is MatchState.CLOSED


def test_a_proposal_is_open_ended_or_accepted() -> None:
    assert {*OPEN_PROPOSALS, *ENDED_PROPOSALS, ProposalState.ACCEPTED} == set(ProposalState)
    assert {state for state, _ in ROUND_STATES} == {RoundState.WAITING, RoundState.RUNNING}
