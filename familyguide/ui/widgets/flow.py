"""A layout that puts widgets in lines, like words."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Fills a line, then goes to the next; mirrored for right-to-left."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        # Qt asks for the same heights again and again while a page is laid out.
        self._heights: dict[int, int] = {}
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take an item; Qt calls this."""
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        """Count the items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Give an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Remove an item, or None past the end."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> QtCore.Qt.Orientation:  # noqa: N802 - Qt's name
        """Take no more room than needed."""
        return QtCore.Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Height follows width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Compute the height that a width needs."""
        known = self._heights.get(width)
        if known is None:
            edges = self.contentsMargins()
            inner = width - edges.left() - edges.right()
            known = self._place(QRect(0, 0, inner, 0), move=False) + edges.top() + edges.bottom()
            self._heights[width] = known
        return known

    def invalidate(self) -> None:
        """Forget the heights: an item came, went, or changed what it asks for."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        """Ask for one line of everything."""
        sizes = [item.sizeHint() for item in self._items]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        edges = self.contentsMargins()
        height = max((size.height() for size in sizes), default=0)
        return QSize(width + edges.left() + edges.right(), height + edges.top() + edges.bottom())

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for the widest item at least."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        lines = self._lines(rect.width())
        for number, line in enumerate(lines):
            height = max(size.height() for _, size in line)
            if number:
                y += self._gap
            if move:
                self._place_line(line, QRect(rect.x(), y, rect.width(), height))
            y += height
        return y - rect.y()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Cut the items into lines that fit a width."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        # A window being made or put away may ask with less than nothing.
        width = max(1, width)
        used = 0
        for item in self._items:
            shown = item.widget()
            if shown is not None and shown.isHidden():
                continue
            hint = item.sizeHint()
            wide = min(hint.width(), width)
            tall = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            size = QSize(wide, max(tall, hint.height() if wide == hint.width() else 0))
            if not lines or used + self._gap + wide > width:
                lines.append([])
                used = -self._gap
            lines[-1].append((item, size))
            used += self._gap + wide
        return lines

    def _place_line(self, line: list[tuple[QLayoutItem, QSize]], rect: QRect) -> None:
        widget = self.parentWidget()
        mirrored = widget is not None and widget.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
        x = rect.x()
        for item, size in line:
            left = rect.right() + 1 - (x - rect.x()) - size.width() if mirrored else x
            # Lower items stand in the middle of their line, like words beside a tall one.
            item.setGeometry(QRect(QPoint(left, rect.y() + (rect.height() - size.height()) // 2), size))
            x += size.width() + self._gap


class FlowRow(QWidget):
    """A line whose children flow: a part with a name, or one that nobody hears of."""

    @property
    def spoken_role(self) -> str:
        """Be heard where there is a name: of which question these are the answers."""
        return "Grouping" if self.accessibleName() else "Client"


def flow_row(parent: QWidget, gap: int = 8) -> tuple[QWidget, FlowLayout]:
    """Make a widget whose children flow, and its layout."""
    row = FlowRow(parent)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    layout = FlowLayout(row, gap)
    return row, layout
