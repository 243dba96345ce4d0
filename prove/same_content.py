"""The real content, compiled in two folders, at other times, in other languages: the same bytes.

What readers get can so be made again by somebody else and compared. The same Python is meant, for its SQLite
writes the file; the figures name it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from familyguide.services.paths import CONTENT

ROOT = CONTENT.parent
# What must not matter: the order of sets, the zone of the clock, the language, who may read what is written.
WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "umask": "022"},
    {"PYTHONHASHSEED": "20261122", "TZ": "Pacific/Noumea", "LC_ALL": "fr_FR.UTF-8", "umask": "077"},
)


def run() -> tuple[bool, str]:
    """Compile the content once in each world and compare."""
    made = []
    with tempfile.TemporaryDirectory(prefix="family-guide-") as place:
        for number, world in enumerate(WORLDS):
            folder = Path(place) / f"of {number}" / "contenu"
            shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("content.db"))
            for path in folder.rglob("*"):
                os.utime(path, (number * 10**8, number * 10**8))
            built(folder, world)
            made.append(hashlib.sha256((folder / "content.db").read_bytes()).hexdigest())
    figures = [f"SQLite {sqlite3.sqlite_version}", *made]
    return len(set(made)) == 1, "\n".join(figures)


def built(folder: Path, world: dict[str, str]) -> None:
    """Run `content build` on a folder in one of the worlds; raises CalledProcessError."""
    variables = {**os.environ, **world, "PYTHONPATH": str(ROOT)}
    order = [sys.executable, "-P", "-m", "familyguide", "content", "build", str(folder)]
    umask = int(variables.pop("umask"), 8) if os.name == "posix" else -1
    subprocess.run(order, env=variables, cwd=folder, check=True, capture_output=True, umask=umask)
