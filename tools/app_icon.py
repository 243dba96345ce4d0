"""Make every picture of the app's icon from resources/app/family-guide.svg: PNG, .ico, .icns.

Needs Pillow (`pip install pillow==13.0.0`) beside PySide6. Run it in the checkout after a change of the
drawing; what it writes is committed, so that a package needs nothing of this.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "app"
DRAWING = FOLDER / "family-guide.svg"
# What desktops ask for; the drawing itself serves every other size.
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)


def picture(renderer: QSvgRenderer, size: int) -> Image.Image:
    """Draw the icon once for a size in pixels, never scaled from another."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).copy()


def main() -> int:
    """Write every file beside the drawing."""
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(str(DRAWING))
    if not renderer.isValid():
        sys.stderr.write(f"{DRAWING} is no drawing that Qt can read\n")
        return 2
    drawn = {size: picture(renderer, size) for size in {*PNG_SIZES, *ICO_SIZES, *ICNS_SIZES}}
    for size in PNG_SIZES:
        drawn[size].save(FOLDER / f"family-guide-{size}.png", optimize=True)
    largest = drawn[max(ICO_SIZES)]
    others = [drawn[size] for size in ICO_SIZES[:-1]]
    largest.save(
        FOLDER / "family-guide.ico", sizes=[(size, size) for size in ICO_SIZES], append_images=others
    )
    others = [drawn[size] for size in ICNS_SIZES[:-1]]
    drawn[max(ICNS_SIZES)].save(FOLDER / "family-guide.icns", append_images=others)
    print("\n".join(sorted(path.name for path in FOLDER.iterdir())))
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
