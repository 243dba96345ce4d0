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

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
# The icons of the app, and the drawings of the easy versions.
FOLDERS = ("icons", "drawings")


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
    """Give a drawing as moves, lines, curves and closings, in its own square."""
    pen = Cubic()
    SVGPath(str(drawing)).draw(pen)
    return " ".join(pen.parts)


def main() -> int:
    """Write every drawing of a folder into one file."""
    for name in FOLDERS:
        folder = RESOURCES / name
        drawn = {drawing.stem: lines_of(drawing) for drawing in sorted(folder.glob("*.svg"))}
        text = json.dumps(drawn, indent=0, ensure_ascii=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{len(drawn)} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
