"""What the tests try on shares of the guide, tried on all of it: every page, sheet, sign and country."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Whose tests choose a share with tests/each.py.
SHARED = "some("
HOURS = 2


def run() -> tuple[bool, str]:
    """Run the tests that choose shares, with nothing left out; gives whether they passed, and who failed."""
    files = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path.name != "test_each.py" and SHARED in path.read_text(encoding="utf-8")
    ]
    # The walk chooses through its routes.
    files.append("tests/ui/test_walk.py")
    order = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "auto",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        *files,
    ]
    environment = {**os.environ, "FAMILY_GUIDE_TRY_ALL": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        order, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=3600 * HOURS
    )
    last = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR", "E  "))]
    return done.returncode == 0, "\n".join([f"{len(files)} files of tests", *last])
