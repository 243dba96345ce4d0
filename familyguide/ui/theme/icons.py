"""One family of line icons, tinted by role."""

from __future__ import annotations

import json
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from familyguide.services.paths import RESOURCES

BRAND = "hand-heart"
# Every drawing fills a square of 24 with round strokes of 2 (Lucide).
SQUARE = 24
STROKE = 2


@lru_cache(maxsize=1)
def _drawings() -> dict[str, str]:
    drawn: dict[str, str] = json.loads((RESOURCES / "icons" / "icons.json").read_text(encoding="utf-8"))
    return drawn


@lru_cache(maxsize=96)
def _path(name: str) -> QPainterPath:
    """Read a drawing as tools/icons.py wrote it: moves, lines, curves and closings."""
    path = QPainterPath()
    parts = iter(_drawings()[name].split())

    def point() -> QPointF:
        return QPointF(float(next(parts)), float(next(parts)))

    for letter in parts:
        match letter:
            case "M":
                path.moveTo(point())
            case "L":
                path.lineTo(point())
            case "C":
                path.cubicTo(point(), point(), point())
            case _:
                path.closeSubpath()
    return path


@lru_cache(maxsize=160)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon in a colour, sharp on the screen it is for."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size * ratio / SQUARE, size * ratio / SQUARE)
    pen = QPen(QColor(colour), STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(_path(name))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@lru_cache(maxsize=32)
def boxed(name: str, colour: str, ground: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon at half size on a tinted square with round corners."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size // 5, size // 5)
    painter.drawPixmap(size // 4, size // 4, pixmap(name, colour, size // 2, ratio))
    painter.end()
    return image


def icon(name: str, colour: str, size: int, ratio: float = 1.0) -> QIcon:
    """Make an icon for a button."""
    made = QIcon(pixmap(name, colour, size, ratio))
    made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Disabled)
    made.actualSize(QSize(size, size))
    return made
