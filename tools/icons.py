"""Turn the icons' drawings into lines the app draws itself: `python tools/icons.py` after adding a drawing.

Qt's own reader of drawings costs a library and 1.5 MB at every start; these icons are only round strokes.
Needs fonttools, as tools/fonts.py does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import SVGPath

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"


class Cubic(BasePen):
    """Notes a drawing as moves, lines, cubic curves and closings; fonttools turns the others into these."""

    def __init__(self) -> None:
        super().__init__(None)
        self.parts: list[str] = []

    def _note(self, letter: str, *points: tuple[float, float]) -> None:
        numbers = (f"{round(value, 3):g}" for point in points for value in point)
        self.parts.append(" ".join((letter, *numbers)))

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._note("M", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._note("L", pt)

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._note("C", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self._note("Z")


def lines_of(drawing: Path) -> str:
    """Give a drawing as moves, lines, curves and closings, in a square of 24."""
    pen = Cubic()
    SVGPath(str(drawing)).draw(pen)
    return " ".join(pen.parts)


def main() -> int:
    """Write every drawing into one file."""
    icons = {drawing.stem: lines_of(drawing) for drawing in sorted(FOLDER.glob("*.svg"))}
    text = json.dumps(icons, indent=0, ensure_ascii=True)
    (FOLDER / "icons.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(icons)} icons")
    return 0


if __name__ == "__main__":
    sys.exit(main())
