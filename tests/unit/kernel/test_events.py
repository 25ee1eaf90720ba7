"""Events: whatever can be told is told by somebody, and heard by somebody."""

from pathlib import Path

import pytest

from mentorship.installation import SUBSCRIPTIONS
from mentorship.kernel import events
from mentorship.kernel.errors import UnsafeToStart
from tests.source import read_tree

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("event", events.every_kind(), ids=lambda event: event.__name__)
def test_nothing_starts_while_one_kind_of_event_is_not_heard(event: type[events.Event]) -> None:
    deaf = [(one, hear) for one, hear in SUBSCRIPTIONS if one is not event]
    with pytest.raises(UnsafeToStart, match=event.__name__):
        events.Subscribers(deaf, events.every_kind())


def test_every_kind_of_event_is_published_somewhere() -> None:
    assert len(events.every_kind()) > 20
    features = [
        text for path, text in read_tree(ROOT).items()
        if not path.endswith(("kernel/events.py", "installation.py"))
    ]  # fmt: skip
    told = "".join(features)
    assert [kind.__name__ for kind in events.every_kind() if f".{kind.__name__}(" not in told] == []
