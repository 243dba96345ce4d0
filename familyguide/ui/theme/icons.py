"""One family of line icons, tinted by role."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from familyguide.services.paths import RESOURCES

BRAND = "hand-heart"


@lru_cache(maxsize=96)
def _drawing(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon in a colour, sharp on the screen it is for."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: str, size: int, ratio: float = 1.0) -> QIcon:
    """Make an icon for a button."""
    made = QIcon(pixmap(name, colour, size, ratio))
    made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Disabled)
    made.actualSize(QSize(size, size))
    return made
