"""What opens over the page alone, under the button that asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from familyguide.ui.context import Context

# Inside the rounded corners.
EDGE = 4
# What the style sheet puts around the panel.
BORDER = 1


class Panel(QFrame):
    """A column that scrolls where the room is small; a screen reader hears its name."""

    spoken_role = "Grouping"
    # Pixels at 100 %.
    widest = 420

    def __init__(self, context: Context, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._context = context
        self.setAccessibleName(title)
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = QWidget(area)
        self._sheet.setProperty("role", "panel-sheet")
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(8, 8, 8, 10)
        self._column.setSpacing(10)
        area.setWidget(self._sheet)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        outer.addWidget(area)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self.accessibleName()

    def show_control(self, control: QWidget) -> None:
        """Scroll to a control that takes the keyboard."""
        self._area.ensureWidgetVisible(control)
        # And again when its lines have found their places: one that wraps is higher then.
        QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        focus = self._sheet.focusWidget()
        if focus is not None:
            self._area.ensureWidgetVisible(focus)

    def stand_under(self, button: QWidget, room: QRect) -> None:
        """Stand under the button that opened it, within the room over the page."""
        width = min(self._context.px(self.widest), room.width() - 16)
        for child in self.findChildren(QWidget):
            # Its letters have their size only now, and so has its line.
            child.ensurePolished()
            child.updateGeometry()
        around = 2 * (EDGE + BORDER)
        # The scroll area asks for the least height of the column, which may be more than its words need.
        needed = max(
            self._column.totalHeightForWidth(width - around), self._column.totalMinimumSize().height()
        )
        height = min(needed + around, room.height() - 8)
        place = QRect(button.mapTo(button.window(), QPoint(0, 0)), button.size())
        if self.isRightToLeft():
            left = min(room.right() - 8 - width, max(place.left(), room.left() + 8))
        else:
            left = max(room.left() + 8, min(place.right() + 1, room.right() - 8) - width)
        self.setGeometry(left, room.top() + 4, width, height)
