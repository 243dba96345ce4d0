"""Whether this session has a speech service: asked of a socket of this computer, never of a network."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path


def speech_is_started() -> bool:
    """Tell whether this session has a speech service already, so that asking for one starts none.

    Windows and macOS hold their voices themselves; on Linux the socket of Speech Dispatcher tells.
    """
    if sys.platform != "linux":
        return True
    place = _socket_place()
    if place is None:
        return False
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(0.2)
        try:
            line.connect(str(place))
        except OSError:
            return False
    return True


def _socket_place() -> Path | None:
    """Give where Speech Dispatcher listens; None where it is told to listen elsewhere than on a socket."""
    address = os.environ.get("SPEECHD_ADDRESS", "")
    if address:
        kind, _, place = address.partition(":")
        return Path(place) if kind == "unix_socket" and place else None
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if not runtime:
        return None
    return Path(runtime) / "speech-dispatcher" / "speechd.sock"
