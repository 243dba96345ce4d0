"""What several proofs need: the guide in this process, offscreen, with an ear where the browser would be."""

from __future__ import annotations

import atexit
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # The offscreen screen is 800 pixels wide by itself: no computer of a library is.
    _handle, _name = tempfile.mkstemp(prefix="family-guide-prove-", suffix=".json")
    _screen = {"name": "one", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1}
    with os.fdopen(_handle, "w") as _file:
        json.dump({"screens": [_screen | {"logicalBaseDpi": 96}]}, _file)
    atexit.register(Path(_name).unlink, missing_ok=True)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_name}"

from PySide6.QtCore import QObject, QtMsgType, QUrl, Slot, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices

from familyguide import app, cli
from familyguide.services.rules import Flags, Rules, effective

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from familyguide.guide.library import Library
    from familyguide.ui.window import Window

SCHEMES = (
    "https",
    "http",
    "file",
    "ftp",
    "mailto",
    "tel",
    "sms",
    "data",
    "javascript",
    "intent",
    "ms-settings",
)
# Of the offscreen platform alone (real ones can do this), and of the hand that presses the keys.
_EXPECTED = ("does not support", "keyToAscii")


class Desk(QObject):
    """The application, the content, and what the browser and Qt's messages said."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.warnings: list[str] = []
        self.application: QApplication = app.make_application(guest=True)
        self.library: Library = cli.open_library()
        for scheme in SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "open")
        qInstallMessageHandler(self._message)

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Note what a browser would have opened."""
        self.opened.append(url.toString())

    def _message(self, kind: QtMsgType, _where: Any, message: str) -> None:  # noqa: ANN401 - Qt's own
        if kind != QtMsgType.QtDebugMsg and not any(part in message for part in _EXPECTED):
            self.warnings.append(message)

    def window(self, mode: str, language: str = "fr", **rules: Any) -> Window:  # noqa: ANN401 - fields of Rules
        """Make a finished window for a mode: home, guest or public-pc."""
        made: Rules = effective(None, None, Flags(guest=mode == "guest", kiosk=mode == "public-pc"))
        choices = app.first_choices(self.library, language, "FR")
        window = app.make_window(self.application, self.library, choices, rules=made._replace(**rules))
        window.finish()
        return window

    def settle(self, rounds: int = 3) -> None:
        """Let what was put off happen."""
        for _ in range(rounds):
            self.application.processEvents()
