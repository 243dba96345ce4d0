"""The agenda as a bar: one segment a part, as wide as its minutes; done, now and next differ in shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from familyguide.ui.theme import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from familyguide.ui.theme.tokens import Tokens

_HEIGHT, _THICK, _THIN = 26, 14, 8
_GAP = 8
# A part of two minutes beside one of sixty is still seen.
_LEAST = 18


class AgendaBar(QWidget):
    """Done is a thin filled line with a check, now a thick one under a mark, next an empty outline.

    It never says how much time is left.
    """

    spoken_role = "Graphic"

    def __init__(self, minutes: tuple[int, ...], theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("AgendaBar")
        self._minutes = minutes
        self._theme = theme
        self._now = 0
        self._unit = 1.0
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self._said

    def show_part(self, now: int, said: str) -> None:
        """Show where the group is; past the last part everything is done. `said` says it in words."""
        self._now = now
        self._said = said
        self.setAccessibleName(said)
        self.update()

    def set_unit(self, unit: float) -> None:
        """Draw it larger in a larger room."""
        self._unit = unit
        self.setFixedHeight(round(_HEIGHT * unit))

    def sizeHint(self) -> QSize:
        """Ask for as much width as there is."""
        return QSize(200, round(_HEIGHT * self._unit))

    def segments(self) -> list[QRectF]:
        """Give the place of every part, thick or thin."""
        count = len(self._minutes)
        if not count:
            return []
        room = max(1.0, self.width() - _GAP * self._unit * (count - 1))
        least = min(_LEAST * self._unit, room / count)
        wide = _widths(self._minutes, room, least)
        middle = self.height() - _THICK * self._unit / 2 - 1
        found, x = [], 0.0
        for number, width in enumerate(wide):
            thick = (_THICK if number == self._now else _THIN) * self._unit
            start = self.width() - x - width if self.isRightToLeft() else x
            found.append(QRectF(start, middle - thick / 2, width, thick))
            x += width + _GAP * self._unit
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, unit = self._theme, self._unit
        for number, place in enumerate(self.segments()):
            round_end = place.height() / 2
            if number > self._now:
                painter.setPen(QPen(QColor(theme.stage_border), 1.5 * unit))
                painter.setBrush(QColor(theme.stage))
                inner = place.adjusted(unit, unit, -unit, -unit)
                painter.drawRoundedRect(inner, round_end, round_end)
                continue
            is_now = number == self._now
            colour = theme.stage_accent if is_now else theme.stage_done
            painter.setPen(QColor(colour))
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(place, round_end, round_end)
            if is_now:
                tip, half = place.top() - 2 * unit, 6 * unit
                into = max(half, min(place.width() / 2, 20 * unit))
                x = place.right() - into if self.isRightToLeft() else place.left() + into
                mark = [QPointF(x - half, tip - half), QPointF(x + half, tip - half), QPointF(x, tip)]
                painter.drawPolygon(QPolygonF(mark))
            elif place.width() >= _LEAST * unit:
                size = round(14 * unit)
                check = icons.pixmap("check", colour, size, self.devicePixelRatioF())
                painter.drawPixmap(QPointF(place.center().x() - size / 2, place.top() - size - unit), check)
        painter.end()


def _widths(minutes: tuple[int, ...], room: float, least: float) -> list[float]:
    """Share the room by minutes; what would be too narrow takes the least, and the others share the rest."""
    small: set[int] = set()
    while True:
        free = room - least * len(small)
        whole = sum(one for number, one in enumerate(minutes) if number not in small)
        found = {number for number, one in enumerate(minutes) if one * free < least * whole}
        if found <= small or not whole:
            break
        small |= found
    return [least if number in small else one * free / whole for number, one in enumerate(minutes)]
