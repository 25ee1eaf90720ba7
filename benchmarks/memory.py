"""How much memory this process has taken at most."""

import re
from pathlib import Path


def peak_memory() -> int:
    """Return the peak of this process in megabytes.

    Not `ru_maxrss`: a process starts with that of the one it was forked from.
    """
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024
