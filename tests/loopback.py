"""No test, and nothing that a test runs, speaks with another machine.

Tests drive what they serve on this machine; whatever would go out, by name or by number, fails at
once in the test that tried it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest

HERE = {None, "", "localhost", socket.gethostname()}


class WentOut(AssertionError):
    """Something wanted to speak with another machine."""


@contextmanager
def this_machine_alone() -> Iterator[None]:
    """Refuse every connection, every datagram and every look-up of a name that leads away."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), 0))
        patch.setattr(socket.socket, "sendto", _guarded(socket.socket.sendto, -1))
        look_up = socket.getaddrinfo

        def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
            _insist_on_here(host)
            return look_up(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


def _guarded(method: Any, place: int) -> Any:
    def guarded(self: socket.socket, *args: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _insist_on_here(args[place][0])
        return method(self, *args)

    return guarded


def _insist_on_here(host: Any) -> None:
    said = host.decode() if isinstance(host, bytes) else host
    if said not in HERE and not _is_loopback(said):
        raise WentOut(f"a test wanted to speak with {said}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False
