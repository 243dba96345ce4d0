"""A line around words that have the keyboard, for readers who use the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget

# Pixels between the words and the line.
_AIR = 5


class ReadingMark(QFrame):
    """Stands around a label until the keyboard goes on; moves nothing, and lets presses through.

    `ground` is what the label stands on, large enough for the line around it.
    """

    # What is drawn around words says nothing: the words do.
    spoken_role = "Whitespace"

    def __init__(self, label: QLabel, ground: QWidget) -> None:
        super().__init__(ground)
        self.setObjectName("ReadingMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = label
        self._ground = ground
        label.installEventFilter(self)
        ground.installEventFilter(self)
        self._follow()
        self.show()
        self.raise_()

    def _follow(self) -> None:
        label, ground = self._label, self._ground
        label.ensurePolished()
        # A short title is not as wide as its line.
        words = label.fontMetrics().horizontalAdvance(label.text())
        inside = label.contentsRect()
        if words < inside.width() and label.alignment() & Qt.AlignmentFlag.AlignLeft:
            inside.setWidth(words)
        around = QRect(label.mapTo(ground, QPoint(0, 0)) + inside.topLeft(), inside.size())
        self.setGeometry(around.adjusted(-_AIR, -_AIR, _AIR, _AIR) & ground.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go when the keyboard goes on; follow the words when they move."""
        kind = event.type()
        if isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            # Another program is in front for a while.
            return False
        if watched is self._label and kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._label.removeEventFilter(self)
            self._ground.removeEventFilter(self)
            self.hide()
            # Not now: it hears of this in the middle of the change.
            self.deleteLater()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._follow()
        return False
