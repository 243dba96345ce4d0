"""Leave now: Shift three times, and the windows that go."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

WITHIN = 5.0
PRESSES = 3


class ShiftWatch(QObject):
    """Notices Shift pressed three times within five seconds with no other key between."""

    almost = Signal()
    thrice = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._presses: list[float] = []
        # Presses of Shift with no other key since, not let go yet.
        self._alone = 0
        # Those that were told before they came as a press. While a screen reader looks at each key first,
        # presses come late, and in the middle of what was pressed after them.
        self._foretold = 0
        self.enabled = True
        # Whether the reader used the keys last: then what has the keyboard is marked.
        self.by_keys = False

    def follow(self) -> None:
        """Watch every window of ours that gets the keys, dialogs too.

        From the application itself, each event of each widget would come here: 9 ms of every page.
        """
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self.watch_window)
            self.watch_window(application.focusWindow())

    def watch_window(self, window: QWindow | None) -> None:
        """Watch the keys of one window."""
        if window is not None:
            window.installEventFilter(self)

    def watch_fields(self, around: QWidget) -> None:
        """Watch the fields of a part of the window: composed letters go straight to them."""
        for field in around.findChildren(QLineEdit):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count; never swallows a key."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self.by_keys = True
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.by_keys = False
        if not self.enabled:
            return False
        if isinstance(watched, QWidget) and event.type() != QEvent.Type.InputMethod:
            # Its keys come by the window; only composed letters go straight to a field.
            return False
        if event.type() in (QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress):
            # A composed letter or a click with Shift held is work, not a wish to leave.
            self._begin_again()
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            self._key(event.type(), is_shift=event.key() == QtCore.Qt.Key.Key_Shift)
        return False

    def _key(self, kind: QEvent.Type, *, is_shift: bool) -> None:
        """Count a key that was pressed or let go."""
        if kind == QEvent.Type.KeyRelease:
            if is_shift and self._alone:
                self._alone -= 1
                self._count()
        elif not is_shift:
            # Typing: a capital letter, a shortcut, which never arrives as a press. Start again.
            self._begin_again()
        elif kind == QEvent.Type.ShortcutOverride:
            self._alone, self._foretold = self._alone + 1, self._foretold + 1
        elif kind == QEvent.Type.KeyPress:
            if not self._foretold:
                self._alone += 1
            self._foretold = max(0, self._foretold - 1)

    def _begin_again(self) -> None:
        self._alone = 0
        self._presses.clear()

    def _count(self) -> None:
        now = self._clock()
        self._presses = [at for at in self._presses if now - at < WITHIN] + [now]
        if len(self._presses) >= PRESSES:
            self._presses.clear()
            self.thrice.emit()
        elif len(self._presses) == PRESSES - 1:
            self.almost.emit()


def hide_everything() -> None:
    """Take every window of ours off the screen at once."""
    for widget in QApplication.topLevelWidgets():
        widget.hide()
