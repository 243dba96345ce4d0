"""The light on what is being read: drawn over the words, in place, letter on letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QTextLine

    from familyguide.ui.theme.tokens import Tokens

# Pixels: the line under the sentence, and the frame around what is marked as a whole.
LINE = 2
FRAME = 4
_CORNER = 10


class ReadingLight(QWidget):
    """Lies over one passage while it is read; the words under it stay as they are.

    The sentence has a ground of its own and a line under it, so that it is seen without colours too; the word
    that is being said is set off again.
    """

    def __init__(self, over: QWidget, theme: Tokens, *, inverted: bool, is_whole: bool) -> None:
        super().__init__(over)
        self.setObjectName("Light")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = over
        self._is_whole = is_whole
        self._sentence = (0, 0)
        self._word = (0, 0)
        self._ground, self._ink = (
            (QColor(theme.ink), QColor(theme.paper))
            if inverted
            else (QColor(theme.sun_soft), QColor(theme.ink))
        )
        self._strong, self._on_strong = (
            (QColor(theme.paper), QColor(theme.ink))
            if inverted
            else (QColor(theme.primary), QColor(theme.on_primary))
        )
        self._line = QColor(theme.focus if inverted and not is_whole else theme.ink)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def show_sentence(self, start: int, end: int) -> None:
        """Light the sentence between two places of the text."""
        self._sentence, self._word = (start, end), (0, 0)
        self.update()

    def show_word(self, start: int, end: int) -> None:
        """Light the word between two places of the text, inside the sentence."""
        self._word = (start, end)
        self.update()

    def place(self) -> QRect:
        """Give where the sentence stands in the widget that it is part of."""
        if self._is_whole or not isinstance(self._over, QLabel):
            return self.rect()
        layout, at = self._lines(self._over)
        found = QRectF()
        for rect in _rects(layout, *self._sentence):
            found = found.united(rect)
        return found.translated(at).toAlignedRect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words again on their ground, or a frame around all of it."""
        if self.size() != self._over.size():
            self.setGeometry(self._over.rect())
        painter = QPainter(self)
        if self._is_whole or not isinstance(self._over, QLabel):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._line, FRAME))
            inset = FRAME / 2
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _CORNER, _CORNER
            )
        else:
            layout, at = self._lines(self._over)
            self._mark(painter, layout, at, self._sentence, (self._ground, self._ink))
            for rect in _rects(layout, *self._sentence):
                low = rect.translated(at)
                painter.fillRect(QRectF(low.left(), low.bottom() - LINE, low.width(), LINE), self._line)
            self._mark(painter, layout, at, self._word, (self._strong, self._on_strong))
        painter.end()

    def _mark(
        self,
        painter: QPainter,
        layout: QTextLayout,
        at: QPointF,
        part: tuple[int, int],
        colours: tuple[QColor, QColor],
    ) -> None:
        """Draw a part of the words on a ground of its own, each letter where it stands."""
        for rect in _rects(layout, *part):
            place = rect.translated(at)
            painter.save()
            painter.setClipRect(place)
            painter.fillRect(place, colours[0])
            painter.setPen(colours[1])
            layout.draw(painter, at)
            painter.restore()

    @staticmethod
    def _lines(label: QLabel) -> tuple[QTextLayout, QPointF]:
        """Lay the words out as the label does; gives them with the place of the first line."""
        room = label.contentsRect()
        layout = QTextLayout(label.text().replace("\n", "\u2028"), label.font())
        option = QTextOption(label.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        wraps = label.wordWrap()
        option.setWrapMode(QTextOption.WrapMode.WordWrap if wraps else QTextOption.WrapMode.ManualWrap)
        option.setTextDirection(label.layoutDirection())
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        # As Qt centres it in a label that is higher than its words.
        top = (room.height() - round(height)) // 2 if label.alignment() & Qt.AlignmentFlag.AlignVCenter else 0
        return layout, QPointF(room.left(), room.top() + top)


def _rects(layout: QTextLayout, start: int, end: int) -> list[QRectF]:
    """Give the place of a part of the words on each line that it stands on."""
    found = []
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if start >= last or end <= first:
            continue
        left = _x(line, max(start, first))
        right = _x(line, min(end, last))
        left, right = sorted((left, right))
        # The space at the end of a line that is wrapped stands outside.
        right = min(right, line.naturalTextRect().right())
        found.append(QRectF(left, line.y(), max(0.0, right - left), line.height()))
    return found


def _x(line: QTextLine, at: int) -> float:
    """Give where a letter begins on its line; PySide gives the letter with it."""
    found: Any = line.cursorToX(at)
    return float(found[0])
