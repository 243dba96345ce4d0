"""A short sentence over the page, that a screen reader says as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from familyguide.ui.widgets.basic import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_SHOWN_MS = 5000
_EDGE = 12


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say a sentence."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - not before the first paint

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


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
