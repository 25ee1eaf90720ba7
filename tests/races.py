"""Many at once: threads that start together, whose unexpected errors are not lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from mentorship.kernel.errors import Busy, Overtaken, RuleBroken


class Tally:
    """Counts outcomes over threads."""

    def __init__(self) -> None:
        self._lock, self.won, self.lost = threading.Lock(), 0, 0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Count a win, or a loss that a person would read a calm sentence about."""
        try:
            yield
        except (RuleBroken, Overtaken):
            with self._lock:
                self.lost += 1
        else:
            with self._lock:
                self.won += 1


def race(racers: int, act: Callable[[], object]) -> None:
    """Let `racers` threads do `act` at the same moment, and raise what they did not expect.

    An error that is an expected outcome is caught inside `act`.
    """
    start = threading.Barrier(racers)
    errors: list[BaseException] = []

    def run() -> None:
        try:
            start.wait(60)
            patiently(act)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def patiently(act: Callable[[], object]) -> None:
    """Do it again while it is busy, as people do who read that; a slow machine decides no race."""
    while True:
        with suppress(Busy):
            act()
            return


def in_turns(*acts: Callable[[], None]) -> Callable[[], None]:
    """Give each racer the next of these acts."""
    waiting, lock = list(acts), threading.Lock()

    def act() -> None:
        with lock:
            mine = waiting.pop()
        patiently(mine)

    return act
