"""Nothing that runs in a test goes out, and what stays on this machine does."""

import smtplib
import socket
from collections.abc import Callable
from urllib.request import urlopen

import pytest

from tests.loopback import WentOut

# Kept for documents: no machine has it.
AWAY, AWAY_6 = "192.0.2.1", "2001:db8::1"


def datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", (AWAY, 9))


def quiet_connection() -> None:
    with socket.socket(socket.AF_INET6) as one:
        one.connect_ex((AWAY_6, 9))


@pytest.mark.parametrize(
    "go",
    [
        lambda: socket.create_connection((AWAY, 9), timeout=1),
        lambda: socket.create_connection(("example.org", 9), timeout=1),
        lambda: socket.getaddrinfo(b"example.org", 9),
        lambda: urlopen(f"http://{AWAY}/", timeout=1),
        lambda: smtplib.SMTP("mail.example.org", 25, timeout=1),
        datagram,
        quiet_connection,
    ],
    ids=["number", "name", "look-up", "page", "mail", "datagram", "quiet connection"],
)
def test_whatever_would_go_out_fails_at_once(go: Callable[[], object]) -> None:
    with pytest.raises(WentOut):
        go()


def test_what_stays_on_this_machine_is_let_through() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(("localhost", listening.getsockname()[1])) as one,
    ):
        assert one.getpeername()[0] == "127.0.0.1"
