"""`expertmatch` in a process that says at its end how much memory it held: `python -m bench.cv_command import ...`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from api.cli import main


def _told(name: str) -> int:
    """A figure of the process in MB, as the system counts it."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    try:
        main()
    finally:
        print(f"held {_told('VmRSS')} MB, at most {_told('VmHWM')}", file=sys.stderr)
