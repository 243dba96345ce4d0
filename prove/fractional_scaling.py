"""Screens that are scaled by a fraction: nothing is cut off, pale, or hard to hit at 125, 150 and 175 %."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACTORS = ("1.25", "1.5", "1.75")
MINUTES = 20


def run() -> tuple[bool, str]:
    """Walk through the pages of the tests once for each factor; gives whether all passed, and who failed."""
    told, passed = [], True
    for factor in FACTORS:
        order = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "tests/ui/test_walk.py",
            "tests/ui/test_painted.py",
        ]
        environment = {**os.environ, "QT_SCALE_FACTOR": factor, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            order,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60 * MINUTES,
        )
        wrong = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR", "E  "))]
        told += [f"{factor}: {done.stdout.splitlines()[-1] if done.stdout else done.stderr[-200:]}", *wrong]
        passed = passed and done.returncode == 0
    return passed, "\n".join(told)
