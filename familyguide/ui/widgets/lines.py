"""Lines of words that run from right to left, each from the edge itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextOption

from familyguide.guide.bidi import runs_from_right

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

# Between two lines of one text, for Qt; a new line is not known to it there.
_LINE_BREAK = "\u2028"


def paint_lines(label: QLabel) -> None:
    """Paint the words of a label, right-aligned in its width.

    Qt's own way leaves a space at the right of every line that is wrapped, and cuts letters off at its left.
    """
    words = label.text()
    room = label.contentsRect()
    if label.frameWidth() > 0:
        # The air that Qt leaves beside an edge.
        room.setRight(room.right() - label.fontMetrics().horizontalAdvance("x") // 2)
    from_right = runs_from_right(words)
    option = QTextOption(Qt.AlignmentFlag.AlignRight)
    way = Qt.LayoutDirection
    option.setTextDirection(way.RightToLeft if from_right else way.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout = QTextLayout(words.replace("\n", _LINE_BREAK), label.font(), label)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room.width())
        height += max(0.0, line.leading()) if height else 0.0
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    where = label.alignment()
    free = max(0.0, room.height() - height)
    if where & Qt.AlignmentFlag.AlignTop:
        free = 0.0
    elif not where & Qt.AlignmentFlag.AlignBottom:
        free /= 2
    painter = QPainter(label)
    painter.setPen(label.palette().color(label.foregroundRole()))
    layout.draw(painter, QPointF(room.x(), room.y() + round(free)))
    painter.end()
