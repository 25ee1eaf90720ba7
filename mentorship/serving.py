"""How the installation runs: the web server, and the worker as its child process."""

import logging
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import waitress
from huey.consumer import Consumer

from mentorship.app import create_app
from mentorship.installation import Installation, install
from mentorship.kernel import config
from mentorship.kernel.errors import UnsafeToStart

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 8


def serve(installation: Installation, host: str, port: int) -> None:
    """Serve until told to stop, with a worker beside it that stops too."""
    end_calmly_when_told()
    leave_no_core()
    installation.check_ready()
    app = create_app(installation)
    with _worker_beside(installation):
        # ident=None: the server's name and version are nobody's business. Everywhere but on this
        # machine alone a proxy in front speaks https.
        scheme = "http" if installation.config.local else "https"
        waitress.serve(app, host=host, port=port, threads=THREADS, ident=None, url_scheme=scheme)


def check_port(host: str, port: int) -> None:
    """Refuse a port that something else listens on, before anybody is told to look there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            sentence = f"Port {port} is taken on this machine. Choose another one with --port."
            raise UnsafeToStart(sentence) from None


def work(installation: Installation) -> None:
    """Do the jobs until told to stop; several workers on several machines do no harm."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    leave_no_core()
    installation.check_ready()
    consumer: Consumer = installation.bell.huey.create_consumer(
        workers=1, worker_type="thread", check_worker_health=True
    )
    consumer.run()


def application() -> "WSGIApplication":
    """Give the site in live use to another web server, behind which no worker of ours runs."""
    leave_no_core()
    installation = install(config.from_environment())
    installation.check_ready()
    app = create_app(installation)

    def over_https(environ: "WSGIEnvironment", answer: "StartResponse") -> Iterable[bytes]:
        # The proxy in front speaks https, whatever it says of that.
        environ["wsgi.url_scheme"] = "https"
        return app(environ, answer)

    return over_https


def leave_no_core() -> None:
    """Have the system write nothing of our memory to the disk when we crash: keys stand in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_calmly_when_told() -> None:
    """Let whoever stops the process from outside end it as from the keyboard, with all it began."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))


@contextmanager
def _worker_beside(installation: Installation) -> Iterator[None]:
    command = [sys.executable, "-m", "mentorship", "worker"]
    if installation.config.local:
        command.append("--local")
    child = subprocess.Popen(command)  # noqa: S603 - our own program, no shell
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)
