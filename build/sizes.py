"""What the packaged app is made of, in bytes, beside an empty Qt window packaged in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archives import files_of

if TYPE_CHECKING:
    from pathlib import Path

# The aim, without the print engine.
MOST = 1.3
ENGINE = "print engine (typst)"
# Words in the path of a file, from the special to the general; the first that fits names the part.
_PARTS = (
    ("notices, licences, list of parts", ("/notices/",)),
    (ENGINE, ("/typst/",)),
    ("content", ("/_data/content",)),
    ("fonts", ("/_data/resources/fonts",)),
    ("look-alike letters", ("/_data/resources/letters",)),
    ("our words, icons, drawings, themes", ("/_data/", "/familyguide/ui/")),
    (
        "reading aloud",
        ("TextToSpeech", "texttospeech", "libQt6Multimedia", "libspeechd", "libpulse", "libsndfile"),
    ),
    ("Unicode data of Qt (ICU)", ("libicu",)),
    ("Qt: libraries, plugins, translations", ("/PySide6/Qt/", "libQt6", "Qt6")),
    ("PySide6 and shiboken6", ("/PySide6/", "/shiboken6/", "libpyside", "libshiboken")),
    ("signatures and sealing (libsodium)", ("/nacl/", "/cffi/", "_cffi_backend")),
    ("opening hours, time zones", ("/opening_hours/", "/tzdata/", "/dateutil/")),
    (
        "other packages",
        ("/yaml/", "/msgspec/", "dist-info", "/markdown/", "/icalendar/", "/segno/", "/snowballstemmer/"),
    ),
    (
        "Python",
        ("libpython", "base_library.zip", "/lib-dynload/", "libcrypto", "libssl", "libsqlite", "python3"),
    ),
    ("system libraries", ("/lib",)),
)
_REST = "programs (with our code)"


def parts_of(folder: Path) -> dict[str, int]:
    """Add up the bytes of every file by part."""
    parts: dict[str, int] = {}
    for path in files_of(folder):
        if path.is_symlink():
            continue
        name = f"/{path.relative_to(folder).as_posix()}".replace("/_internal/", "/")
        part = next((part for part, words in _PARTS if any(word in name for word in words)), _REST)
        parts[part] = parts.get(part, 0) + path.stat().st_size
    return parts


def table(app: Path, empty: Path) -> str:
    """Write the table: bytes by part of both, the two sums, and what the one is of the other."""
    ours, floor = parts_of(app), parts_of(empty)
    names = [*(part for part, _words in _PARTS), _REST]
    rows = [f"{'bytes, unpacked':<40}{'Family Guide':>16}{'empty window':>16}"]
    rows += [
        f"{name:<40}{ours.get(name, 0):>16,}{floor.get(name, 0):>16,}"
        for name in names
        if name in {*ours, *floor}
    ]
    whole, engine, least = sum(ours.values()), ours.get(ENGINE, 0), sum(floor.values())
    ratio = (whole - engine) / least
    rows.append(f"{'all':<40}{whole:>16,}{least:>16,}")
    rows.append(f"{'all, print engine apart':<40}{whole - engine:>16,}{least:>16,}")
    verdict = "met" if ratio <= MOST else "missed"
    rows.append(f"{ratio:.2f} times the empty window (aim: at most {MOST}, {verdict})")
    return "\n".join(rows)
