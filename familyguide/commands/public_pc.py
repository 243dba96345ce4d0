"""The launcher of a public PC: every visit is a process of its own, and staff alone end the last one.

It loads neither Qt nor content, so that nothing a reader saw or typed can stay here. A visit that was left
keeps an empty surface on the screen until the next one stands: nobody sees the desktop in between.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.services import event_log
from familyguide.services.staff_code import Count
from familyguide.services.texts import Texts
from familyguide.services.visit import COUNT, LEFT, SHOWN, STAFF

if TYPE_CHECKING:
    from collections.abc import Callable
    from queue import SimpleQueue

    from familyguide.services.rules import Rules

    Said = SimpleQueue[tuple["Started", str | None]]

# So many visits that end by a fault within so many seconds: something is wrong here that another start
# does not mend.
FAULTS = 5
WITHIN = 60.0


def again() -> list[str]:
    """Give the command line that started this program; `--visit` is added to it for each visit."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:]]
    return [sys.executable, *sys.orig_argv[1:]]


class Started:
    """One visit, with the thread that hears what it says."""

    def __init__(self, order: list[str], said: Said) -> None:
        # No caches of Python either: a visit writes nothing.
        quiet = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(  # noqa: S603 - our own command line, as it was started
            order, env=quiet, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.process_id = self._process.pid
        threading.Thread(target=self._listen, args=(said,), daemon=True).start()

    def _listen(self, said: Said) -> None:
        if self._process.stdout is not None:
            with self._process.stdout as lines:
                for line in lines:
                    said.put((self, line.strip()))
        said.put((self, None))

    def code(self) -> int:
        """Wait for the end and give the exit code; negative for a signal."""
        code = self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        return code

    def end(self) -> None:
        """End this visit now, whatever it does; nothing of it can wait or ask."""
        self._process.kill()
        self.code()


class Launcher:
    """Starts visits, one after the other."""

    def __init__(
        self,
        order: list[str],
        clock: Callable[[], float] = time.monotonic,
        fault: Callable[[str], None] = lambda _how: None,
    ) -> None:
        self._order = order
        # Hears of each visit that ended by a fault; nothing of the visit itself.
        self._fault = fault
        self._clock = clock
        self._said: Said = queue.SimpleQueue()
        self._count = Count()
        self._faults: list[float] = []
        # The visit on the screen, and the one whose empty surface waits for it.
        self.now: Started | None = None
        self._before: Started | None = None

    def run(self) -> int:
        """Go on until staff end it; gives the exit code: 0, or 2 when no visit can start here."""
        # Whatever happens, no visit outlives its launcher.
        try:
            self.now = self._start()
            while True:
                visit, line = self._said.get()
                if line is None:
                    code = self._ended(visit)
                    if code is not None:
                        return code
                elif visit is self.now:
                    self._hear(line)
        except KeyboardInterrupt:
            return 130
        finally:
            self._end_before()
            if self.now is not None:
                self.now.end()

    def _start(self) -> Started:
        return Started([*self._order, "--visit", self._count.written()], self._said)

    def _hear(self, line: str) -> None:
        if line == SHOWN:
            self._end_before()
        elif line == LEFT:
            # The empty surface of this one stays until the next says that it is shown.
            self._end_before()
            self._before = self.now
            self.now = self._start()
        elif line.startswith(COUNT):
            self._count = Count.read(line.removeprefix(COUNT))

    def _end_before(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            before.end()

    def _ended(self, visit: Started) -> int | None:
        """Say what follows the end of a visit: an exit code, or None when another visit goes on."""
        code = visit.code()
        if visit is not self.now:
            return None
        if code == STAFF:
            return 0
        if code == cli.USAGE_ERROR:
            # It has said on stderr why it cannot start.
            return code
        self._fault(f"a visit ended with {code}")
        now = self._clock()
        self._faults = [at for at in self._faults if now - at < WITHIN] + [now]
        if len(self._faults) >= FAULTS:
            return cli.fail(Texts(cli.system_language())("public.faults"))
        self.now = self._start()
        return None


def run(rules: Rules) -> int:
    """Keep the guide open for one reader after the other; gives the exit code."""
    event_log.started(rules)
    code = 1
    try:
        code = Launcher(again(), fault=partial(event_log.fault, rules)).run()
    finally:
        event_log.stopped(rules, code)
    return code
