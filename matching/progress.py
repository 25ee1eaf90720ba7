"""Telling on stderr what is being done, once it takes longer than two seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

PATIENCE, PERIOD = 2.0, 5.0


class Progress:
    """What a command is doing now.

    Parameters
    ----------
    patience : float, default 2.0
        Seconds after which it speaks for the first time.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.doing = ""

    def now(self, doing: str) -> None:
        """Note what is being done from now on."""
        self.doing = doing

    @contextmanager
    def told(self) -> Iterator["Progress"]:
        """Speak while the block runs, if it takes long."""
        done, start = Event(), time.monotonic()

        def speak() -> None:
            wait = self.patience
            while not done.wait(wait):
                seconds = round(time.monotonic() - start)
                print(f"matching: {self.doing} ({seconds} s)", file=sys.stderr, flush=True)  # noqa: T201 - a command line speaks
                wait = PERIOD

        teller = Thread(target=speak, daemon=True)
        teller.start()
        try:
            yield self
        finally:
            done.set()
            teller.join()
