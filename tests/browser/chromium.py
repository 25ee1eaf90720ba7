"""The real Chromium that the browser tests drive: Debian's, found by its name."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "The browser tests need Chromium, which is not on this machine. "
    "Install Debian's package: sudo apt-get install chromium"
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
    """Give the path of the browser, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    if executable() is None:
        sys.exit(MISSING)
