"""One family of line icons, tinted by role."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform

from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

BRAND = "hand-heart"
# Every icon fills a square of 24 with round strokes of 2 (Lucide); a drawing of ours one of 64.
SQUARE = 24
STROKE = 2
DRAWING_SQUARE = 64
DRAWING_STROKE = 2.5
# Pixels: the edge of the square an icon stands on.
_EDGE = 2
# Icons that point along the line of words: they point the other way where words run from right to left.
POINTING = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "external-link",
        "list-checks",
        "log-out",
        "undo-2",
        "volume-2",
    }
)


@lru_cache(maxsize=2)
def _drawn(folder: str) -> dict[str, str]:
    drawn: dict[str, str] = json.loads((RESOURCES / folder / f"{folder}.json").read_text(encoding="utf-8"))
    return drawn


def drawable(folder: str) -> Iterator[tuple[str, bool]]:
    """Tell for every drawing of a folder whether it draws something; `familyguide --check` asks."""
    for name in _drawn(folder):
        yield name, not _path(name, folder).isEmpty()


@lru_cache(maxsize=96)
def _path(name: str, folder: str = "icons") -> QPainterPath:
    """Read a drawing as tools/icons.py wrote it: moves, lines, curves and closings."""
    path = QPainterPath()
    parts = iter(_drawn(folder)[name].split())

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
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0, *, mirrored: bool = False) -> QPixmap:
    """Draw an icon in a colour, sharp on the screen it is for; one that points turns round when mirrored."""
    path = _path(name)
    if mirrored and name in POINTING:
        path = QTransform(-1, 0, 0, 1, SQUARE, 0).map(path)
    return _stroked(path, (colour, STROKE, SQUARE), size, ratio)


@lru_cache(maxsize=32)
def drawing(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw one of the drawings of the easy versions; KeyError for one there is not."""
    return _stroked(_path(name, "drawings"), (colour, DRAWING_STROKE, DRAWING_SQUARE), size, ratio)


def _stroked(path: QPainterPath, ink: tuple[str, float, int], size: int, ratio: float) -> QPixmap:
    """Draw round strokes: `ink` is their colour, their width and the square they were drawn in."""
    colour, stroke, square = ink
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size * ratio / square, size * ratio / square)
    pen = QPen(QColor(colour), stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@lru_cache(maxsize=32)
def boxed(name: str, colours: tuple[str, str, str], size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon at half size on a square with round corners: its ink, the ground and the edge of that."""
    ink, ground, edge = colours
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), _EDGE))
    painter.setBrush(QColor(ground))
    inset = _EDGE / 2
    round_by = size // 5 - inset
    painter.drawRoundedRect(
        QRectF(0, 0, size, size).adjusted(inset, inset, -inset, -inset), round_by, round_by
    )
    painter.drawPixmap(size // 4, size // 4, pixmap(name, ink, size // 2, ratio))
    painter.end()
    return image


@lru_cache(maxsize=96)
def _aired(
    name: str, colour: str, size: int, ratio: float, air: tuple[int, int], *, mirrored: bool
) -> QPixmap:
    """Draw an icon with so many empty pixels at its left and right."""
    image = QPixmap(round((size + sum(air)) * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.drawPixmap(QPointF(air[0], 0), pixmap(name, colour, size, ratio, mirrored=mirrored))
    painter.end()
    return image


def icon(
    name: str,
    colour: str,
    size: int,
    ratio: float = 1.0,
    *,
    mirrored: bool = False,
    air: tuple[int, int] = (0, 0),
) -> QIcon:
    """Make an icon for a button, with empty pixels at its left and right."""
    if any(air):
        drawn = _aired(name, colour, size, ratio, air, mirrored=mirrored)
    else:
        drawn = pixmap(name, colour, size, ratio, mirrored=mirrored)
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Disabled)
    made.actualSize(QSize(size + sum(air), size))
    return made
