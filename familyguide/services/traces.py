"""Leave nothing behind when the program fails: no core dump, no error report of the system."""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4
# Windows: no box for a critical error, a fault or a missing file, and with it no error report.
_NO_ERROR_BOXES = 0x0001 | 0x0002 | 0x8000


def leave_no_dump() -> None:
    """Ask the system to write no copy of our memory if we fail; what it cannot promise is named on its page.

    A copy would hold what was typed and read. Linux may hand dumps to a program whatever the limit of their
    size, so the process also says that it must not be dumped. macOS writes short reports in any case.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - a guest's start only

        ctypes.windll.kernel32.SetErrorMode(_NO_ERROR_BOXES)
        return
    import resource  # noqa: PLC0415 - not on Windows

    # An administrator may forbid even this; then the system's own rule holds.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
