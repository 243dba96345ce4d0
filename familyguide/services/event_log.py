"""Starts, stops and faults in the system's own log, where a policy asks for it (`event_log`).

Never a page, a search, a language or a country. On a public PC only the launcher tells its start and its end:
when readers come and go is told nowhere. What cannot be told is lost, and the window opens all the same.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Literal

from familyguide import __version__

if TYPE_CHECKING:
    from familyguide.services.rules import Rules

Event = Literal["started", "stopped", "fault"]
NAME = "Family Guide"
# As Windows numbers kinds of entries.
_WINDOWS_KINDS = {"started": 4, "stopped": 4, "fault": 1}


def started(rules: Rules) -> None:
    """Tell that the guide was opened on this computer."""
    _tell(rules, "started", f"version {__version__}, mode {rules.mode}")


def stopped(rules: Rules, code: int) -> None:
    """Tell that it ended, and how: 0 as it should."""
    _tell(rules, "stopped", f"exit code {code}")


def fault(rules: Rules, kind: str) -> None:
    """Tell that something failed; `kind` is the name of an exception, or how a visit ended: no place."""
    _tell(rules, "fault", kind)


def _tell(rules: Rules, event: Event, detail: str) -> None:
    if not rules.event_log:
        return
    line = f"{event}: {detail}"
    # A system without a log, or one that refuses us, changes nothing here.
    with contextlib.suppress(OSError, ImportError, AttributeError, ValueError):
        if sys.platform == "win32":
            _tell_windows(event, line)
        else:
            _tell_syslog(event, line)


def _tell_syslog(event: Event, line: str) -> None:
    import syslog  # noqa: PLC0415 - only where a policy asks, and not on Windows

    syslog.openlog("familyguide", syslog.LOG_PID, syslog.LOG_USER)
    syslog.syslog(syslog.LOG_ERR if event == "fault" else syslog.LOG_INFO, line)
    syslog.closelog()


def _tell_windows(event: Event, line: str) -> None:
    """Write to the Application log; the source needs no registration, Windows then adds a line of its own."""
    import ctypes  # noqa: PLC0415 - only where a policy asks

    system = ctypes.WinDLL("advapi32")  # type: ignore[attr-defined,unused-ignore]
    system.RegisterEventSourceW.restype = ctypes.c_void_p
    source = ctypes.c_void_p(system.RegisterEventSourceW(None, NAME))
    if not source:
        return
    words = (ctypes.c_wchar_p * 1)(line)
    system.ReportEventW(source, _WINDOWS_KINDS[event], 0, 1, None, 1, 0, words, None)
    system.DeregisterEventSource(source)
