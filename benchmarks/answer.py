"""What a measured process tells its parent; loads no Qt, so that the empty window stays empty."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from benchmarks import BEGIN


def start(painted: int) -> dict[str, object]:
    """Say how long the start took until it was painted, and what memory the process holds now."""
    kilobytes, measure = memory()
    return {"ms": (painted - int(os.environ[BEGIN])) / 1e6, "kilobytes": kilobytes, "memory": measure}


def memory() -> tuple[int, str]:
    """Give the memory of this process in kilobytes, and how it was counted; 0 where we cannot tell."""
    rollup = Path("/proc/self/smaps_rollup")
    if rollup.exists():
        return int(rollup.read_text().partition("\nPss:")[2].split()[0]), "PSS"
    if os.name == "posix":
        import subprocess  # noqa: PLC0415 - not before the first paint

        order = ["/bin/ps", "-o", "rss=", "-p", str(os.getpid())]
        return int(subprocess.run(order, capture_output=True, check=True).stdout), "RSS"
    return 0, ""


def tell(answer: dict[str, object]) -> None:
    """Print one line for the parent."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
