"""One visit at a public PC: what its process tells the launcher, and how it ends with it.

The launcher (commands/public_pc.py) starts every visit in a process of its own and reads these lines from its
standard output; when the launcher's end of the standard input closes, the visit ends at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from familyguide.services.staff_code import Count

SHOWN = "shown"
LEFT = "left"
COUNT = "count"
# The exit code of a visit that the staff code ended.
STAFF = 40
# A visit that was left shows an empty surface until the next one stands, and no longer than this (seconds).
LONGEST_END = 10


class Visit:
    """The line to the launcher; without one (`is_alone`) nothing is said and nobody starts the next visit."""

    def __init__(self, *, is_alone: bool = False) -> None:
        self.is_alone = is_alone

    def say(self, line: str) -> None:
        """Tell the launcher; one that has gone is not missed."""
        if self.is_alone or sys.stdout is None:
            return
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()

    def count(self, count: Count) -> None:
        """Tell how often the staff code was tried."""
        self.say(f"{COUNT} {count.written()}")

    def end_with_launcher(self) -> None:
        """End this process when the launcher goes: a session that is closed leaves no window behind."""
        if not self.is_alone and sys.stdin is not None:
            threading.Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(door: int) -> None:
    with contextlib.suppress(OSError):
        while os.read(door, 64):
            pass
    # Not sys.exit: nothing may ask, save or wait. The clipboard of a window goes with its process.
    os._exit(0)
