"""The real Chromium that the browser tests drive: Debian's, found by its name."""

import shutil
import sys
from ctypes import CDLL

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "The browser tests need Chromium and the library that its driver stands on. One is not on this "
    "machine. Install Debian's packages: sudo apt-get install chromium libatomic1"
)
# No sandbox, because root may run the tests; no traffic that the tests did not ask for.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def executable() -> str | None:
    """Give the path of the browser, if there is one and something that can drive it."""
    try:
        CDLL("libatomic.so.1")
    except OSError:
        return None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    if executable() is None:
        sys.exit(MISSING)
