"""What neither the server nor the worker starts on, beyond what the configuration can show."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mentorship import serving
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.errors import UnsafeToStart
from tests.cast import Cast

Start = Callable[[Installation], None]


def serve(installation: Installation) -> None:
    serving.serve(installation, "127.0.0.1", 0)


@pytest.mark.parametrize("start", [serve, serving.work, Installation.check_ready])
def test_nothing_starts_while_the_clock_stands_before_the_last_entry(
    installation: Installation, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch,
    start: Start,
) -> None:  # fmt: skip
    monkeypatch.setattr(serving, "end_calmly_when_told", lambda: None)
    with clock.fixed(now - timedelta(minutes=1)), pytest.raises(UnsafeToStart, match="Set the cl"):
        start(installation)
    installation.check_ready()


@pytest.mark.parametrize("start", [serve, serving.work])
def test_nothing_starts_on_an_old_schema(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    monkeypatch.setattr(serving, "end_calmly_when_told", lambda: None)
    installation.migrate("-1")
    with pytest.raises(UnsafeToStart, match="not up to date"):
        start(installation)
