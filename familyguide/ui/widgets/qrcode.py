"""A QR code painted from its modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from familyguide.services.qr import Grid


class QrCode(QWidget):
    """Dark modules on white in every theme, because cameras need it so."""

    spoken_role = "Graphic"

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._grid: Grid = ()
        self._module = 0

    def show_grid(self, grid: Grid, name: str) -> None:
        """Show other modules, under the name that a screen reader says."""
        self._grid = grid
        # Whole pixels per module: blurred edges do not scan.
        self._module = max(3, self._size // len(grid))
        side = self._module * len(grid)
        self.setFixedSize(side, side)
        self.setAccessibleName(name)
        self.update()

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self.accessibleName()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the modules."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        dark = QColor("#000000")
        for y, line in enumerate(self._grid):
            for x, is_dark in enumerate(line):
                if is_dark:
                    painter.fillRect(
                        QRect(x * self._module, y * self._module, self._module, self._module), dark
                    )
        painter.end()
