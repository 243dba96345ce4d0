"""Make the shipped faces from the publisher's subset files: one per weight, with the French thin space.

Usage: python tools/fonts.py FOLDER
FOLDER holds the .woff2 files: -latin- and -latin-ext- of the text face, -latin- of the number face, and for
other languages -arabic- and -cyrillic-. A face whose files are not there stays as it is. What it needs:
fonttools and brotli.
Qt mixes up two files of one family and weight, and the PDF engine wants TrueType: hence one .ttf per weight.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
NARROW_NO_BREAK = 0x202F


def unpack(source: Path, folder: Path) -> Path:
    """Turn a woff2 file into TrueType."""
    font = TTFont(source)
    font.flavor = None
    target = folder / f"{source.stem}.ttf"
    font.save(target)
    return target


def main() -> int:
    """Write the faces for other languages, the merged faces and the number face."""
    folder = Path(sys.argv[1])
    for subset, family in (("noto-sans-arabic-arabic", "NotoSansArabic"), ("noto-sans-cyrillic", "NotoSans")):
        for weight, style in ((400, "Regular"), (700, "Bold")):
            source = folder / f"{subset}-{weight}-normal.woff2"
            if source.exists():
                font = TTFont(source)
                font.flavor = None
                font.save(OUT / f"{family}-{style}.ttf")
    if not list(folder.glob("atkinson-*")):
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        for weight, style in ((400, "Regular"), (700, "Bold")):
            parts = [
                unpack(folder / f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2", Path(scratch))
                for subset in ("latin", "latin-ext")
            ]
            font = Merger().merge([str(part) for part in parts])
            for table in font["cmap"].tables:
                if table.isUnicode() and NARROW_NO_BREAK not in table.cmap:
                    table.cmap[NARROW_NO_BREAK] = table.cmap[0x00A0]
            font.save(OUT / f"AtkinsonHyperlegibleNext-{style}.ttf")
        number = TTFont(folder / "inter-latin-600-normal.woff2")
        number.flavor = None
        number.save(OUT / "Inter-SemiBold.ttf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
