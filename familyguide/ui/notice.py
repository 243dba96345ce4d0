"""A short sentence over the page, that a screen reader says as well."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from familyguide.ui.widgets.basic import Label

if TYPE_CHECKING:
    from PySide6.QtCore import QTimerEvent

_SHOWN_MS = 5000
_EDGE = 12


class Notification(QWidget):
    """A sentence without a place on the screen, for the moment in which a screen reader asks for it."""

    spoken_role = "Notification"

    def __init__(self, sentence: str, window: QWidget) -> None:
        super().__init__(window)
        self._sentence = sentence
        self.resize(0, 0)
        self.startTimer(_SHOWN_MS)

    def spoken_name(self) -> str:
        """Give the sentence."""
        return self._sentence

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Go when it has been said."""
        self.deleteLater()


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say a sentence."""
    say(widget, sentence)


def say(widget: QWidget, sentence: str) -> None:
    """Say it in the way that the screen readers of this system know."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - not before the first paint

    if sys.platform != "linux":
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
    elif QAccessible.isActive():
        # Orca knows announcements since version 45; a notification that comes up, each version says.
        Notification(sentence, widget.window()).show()


class Notice(Label):
    """Stands at the top of a window for five seconds."""

    def __init__(self, window: QWidget) -> None:
        super().__init__("", "badge-soft", window, wrap=False)
        self._window = window
        self.hide()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.hide)

    def show_sentence(self, sentence: str, top: int) -> None:
        """Show a sentence `top` pixels below the upper edge of the window, on one line where it fits."""
        self.setText(sentence)
        self.setWordWrap(False)
        self.adjustSize()
        width = self._window.width()
        most = width - 2 * _EDGE
        if self.width() > most:
            self.setWordWrap(True)
            self.resize(most, self.heightForWidth(most))
        self.move(max(_EDGE, (width - self.width()) // 2), top)
        self.show()
        self.raise_()
        self.timer.start(_SHOWN_MS)
        announce(self._window, sentence)
