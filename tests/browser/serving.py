"""A real web server, in a thread of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.server import create_server
from waitress.wasyncore import close_all


@contextmanager
def serving(application: Any) -> Iterator[int]:
    """Serve on a free port of this machine, and give the port."""
    listening = create_server(application, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield listening.effective_port
    # The loop's own thread closes its sockets: closed from here, it may be waiting on them.
    listening.trigger.pull_trigger(lambda: close_all(listening._map, ignore_all=True))
    thread.join()
    listening.task_dispatcher.shutdown()
