"""Start a program on a display of its own, press in it, and time when its picture holds still."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.export import NEXT, OTHER
from benchmarks.screen import ScreenError, memory_of_tree

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.peers import Program
    from benchmarks.screen import Picture, Screen

# How long a picture must rest: a browser shows its frame long before its page.
START_QUIET, PRESS_QUIET = 1.0, 0.5
PRESSES = 3
# The first start of Qt Assistant makes its full-text index, with a sign that turns until it is done.
FIRST_SECONDS = 420
_OWN = ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


class Outside:
    """Runs programs one after the other on one display."""

    def __init__(self, screen: Screen, folder: Path, root: Path) -> None:
        self._screen = screen
        self._folder = folder
        self._root = root

    def run(self, program: Program, *, presses: bool, first: bool = False) -> dict[str, Any]:
        """Start a program, perhaps press in it, and end it; raises ScreenError.

        Gives `shown`, `ms` and `kilobytes` of the start, and the milliseconds of `pages` and `languages`.
        """
        for _ in range(250):
            if self._screen.is_blank():
                break
            time.sleep(0.02)
        before, begin = self._screen.picture(), time.perf_counter_ns()
        process = subprocess.Popen(
            program.order,
            env=self._variables(program),
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            longest = FIRST_SECONDS if first else None
            shown, when, picture = self._still(program, process, before, START_QUIET, longest)
            found: dict[str, Any] = {"shown": (shown - begin) / 1e6, "ms": (when - begin) / 1e6}
            found["kilobytes"] = memory_of_tree(process.pid)
            if presses:
                found |= self._press_all(program, process, picture)
            return found
        finally:
            _end(process)

    def _variables(self, program: Program) -> dict[str, str]:
        settings = {
            name: value for name, value in os.environ.items() if not program.settings or name not in _OWN
        }
        settings |= {"DISPLAY": self._screen.name, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        places = filter(None, (str(self._root), os.environ.get("PYTHONPATH")))
        if not program.settings:
            settings |= {
                "PYTHONPATH": os.pathsep.join(places),
                "PYTHONPYCACHEPREFIX": str(self._folder / "caches"),
            }
            settings.pop("PYTHONDONTWRITEBYTECODE", None)
        return settings | program.settings

    def _still(
        self,
        program: Program,
        process: subprocess.Popen[bytes],
        before: Picture,
        quiet: float,
        longest: float | None = None,
    ) -> tuple[int, int, Picture]:
        def shows(picture: Picture) -> bool:
            return not program.has_links or picture.find(NEXT) is not None

        return self._screen.still(before, quiet, lambda: process.poll() is None, shows, longest)

    def _press_all(
        self, program: Program, process: subprocess.Popen[bytes], picture: Picture
    ) -> dict[str, list[float]]:
        if program.has_links:
            pages, languages = [NEXT] * PRESSES, [OTHER]
        else:
            told = _line(process)
            pages, languages = told["pages"][:PRESSES], [told["language"]]  # once: it moves
        found: dict[str, list[float]] = {"pages": [], "languages": []}
        for name, targets in (("pages", pages), ("languages", languages)):
            for target in targets:
                place = picture.find(target) if isinstance(target, str) else tuple(target)
                if place is None:
                    raise ScreenError("there was nothing to press")
                self._screen.point(*place)
                time.sleep(PRESS_QUIET)  # what lights up under the pointer is not measured
                before, begin = self._screen.picture(), time.perf_counter_ns()
                self._screen.press()
                _, when, picture = self._still(program, process, before, PRESS_QUIET)
                found[name].append((when - begin) / 1e6)
        return found


def _line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    if process.stdout is None or not select.select([process.stdout], [], [], 10)[0]:
        raise ScreenError("the program did not say where to press")
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all it started."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
