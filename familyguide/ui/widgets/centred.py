"""A sheet in the middle of its place, exactly as high as its words need; scrolls where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent


class Centred(QScrollArea):
    """Shows one widget with a layout; Qt's own centring takes the height of the narrowest width."""

    def __init__(self, parent: QWidget, widest: int) -> None:
        super().__init__(parent)
        self.setObjectName("Centred")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._widest = widest
        self._ground = QWidget(self)
        self._ground.setObjectName("CentredGround")
        self._sheet: QWidget | None = None
        self.setWidget(self._ground)

    @property
    def ground(self) -> QWidget:
        """What the widget stands on: its parent."""
        return self._ground

    def hold(self, sheet: QWidget) -> None:
        """Show this widget; its parent is `ground`."""
        self._sheet = sheet
        sheet.installEventFilter(self)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the words when they change."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._sheet:
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the new place."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the place that the fonts need, now that they are known."""
        super().showEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        sheet = self._sheet
        layout = sheet.layout() if sheet is not None else None
        if sheet is None or layout is None:
            return
        room = self.viewport().size()
        width = min(self._widest, room.width())
        follows = layout.hasHeightForWidth()
        height = layout.totalHeightForWidth(width) if follows else layout.totalSizeHint().height()
        self._ground.resize(room.width(), max(room.height(), height))
        sheet.setGeometry((room.width() - width) // 2, max(0, (room.height() - height) // 2), width, height)
