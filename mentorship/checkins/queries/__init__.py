"""Every select, insert and update of the feature; the board, which the first pages read too."""

from mentorship.checkins.queries.boards import Board, Group, Row, board, complaints_for

__all__ = ["Board", "Group", "Row", "board", "complaints_for"]
