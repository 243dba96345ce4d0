"""A sheet over the page, inside our own window: no second window that a system could list or lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRegion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from familyguide.ui.widgets.basic import CORNER, Box, HeadingLabel, Label
from familyguide.ui.widgets.centred import Centred

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from familyguide.ui.context import Context
    from familyguide.ui.presenter.shared import SharedView
    from familyguide.ui.window import Window

_WIDTH = 560
_EDGE = 16
# How much of the page is seen behind the sheet.
_VEIL = 130


class Overlay(QWidget):
    """A title, words and controls over the page; Esc and a press beside it close it.

    The keyboard stays inside while it is open and goes back to where it was. Leave now and the numbers to
    call are never covered.
    """

    spoken_role = "Dialog"
    closed = Signal()

    def __init__(
        self, context: Context, title: str, window: Window | SharedView, *, widest: int = _WIDTH
    ) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("Overlay")
        self._title = title
        self._before = QApplication.focusWidget()
        self._context = context
        # The sheet, and at its foot the keys on the screen where they are asked for.
        self.outer = QVBoxLayout(self)
        # A small window with large text: the sheet scrolls.
        self._area = Centred(self, context.px(widest))
        self.sheet = Box("card", self._area.ground, margins=(28, 24), gap=14)
        self.column = self.sheet.column
        self.heading = HeadingLabel(title, 2, self.sheet)
        self.column.addWidget(self.heading)
        self._area.hold(self.sheet)
        line = QHBoxLayout()
        line.addWidget(self._area)
        self.outer.addLayout(line, 1)
        window.installEventFilter(self)
        window.page_shown.connect(self.close_sheet)
        self._cover_all()

    def _cover_all(self) -> None:
        """Dim everything but Leave now and the strip; the sheet itself stands between the bars."""
        place, leave = self._window.free_place(), self._window.leave_place()
        self.setGeometry(0, 0, place.width(), place.bottom() + 1)
        self.outer.setContentsMargins(_EDGE, place.top() + _EDGE, _EDGE, _EDGE)
        shown = QRegion(self.rect())
        if not leave.isEmpty():
            around = QPainterPath()
            around.addRoundedRect(QRectF(leave), CORNER, CORNER)
            shown -= QRegion(around.toFillPolygon().toPolygon())
        # Where it is not, the button is seen and pressed as ever.
        self.setMask(shown)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self._title

    def add_words(self, words: str, role: str = "") -> Label:
        """Put a paragraph at the end of the sheet."""
        label = Label(words, role, self.sheet)
        self.column.addWidget(label)
        return label

    def open(self, first: QWidget) -> None:
        """Show it, with the keyboard on `first`."""
        self.show()
        self.raise_()
        self._window.hold_sheet(self)
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self, _route: object = None) -> None:
        """Put it away; the keyboard goes back. Another page closes it too."""
        if self.isHidden():
            return
        self._window.hold_sheet(None)
        self.hide()
        before, self._before = self._before, None
        # The page may have been made again meanwhile, for another width say: then that widget has gone.
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    # Qt's own events.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._cover_all()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's name
        """Keep Tab inside."""
        controls = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled()
        ]
        now = QApplication.focusWidget()
        if not controls:
            return False
        at = controls.index(now) + (1 if next else -1) if now in controls else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        chosen = controls[at % len(controls)]
        chosen.setFocus(reason)
        self._area.ensureWidgetVisible(chosen)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)
        # Nothing behind the sheet hears the keys.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close with a press beside the sheet."""
        event.accept()
        if not self.sheet.rect().contains(self.sheet.mapFromGlobal(event.globalPosition().toPoint())):
            self.close_sheet()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies behind."""
        painter = QPainter(self)
        veil = QColor(self._context.theme.ink if self._is_light() else "#000000")
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _is_light(self) -> bool:
        return QColor(self._context.theme.paper).lightness() > QColor(self._context.theme.ink).lightness()
