"""Write the notices of what is shipped and is not ours, and gather their licence texts for a package.

Usage: python -m tools.notices                          writes resources/THIRD-PARTY.md
       python -m tools.notices DIR [--folder FOLDER]    puts it and every licence text into DIR

With --folder, a folder made by PyInstaller on this computer, also those of the libraries that it took from
this system, of Python and of PyInstaller's start; --voice, where it holds what reads aloud.

What is said of each part stands in tools/third_party.toml, its version in requirements/. Exit code: 0, or 2
with one sentence where a package is missing, of another version, without a notice or without its licence.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from familyguide.guide.files import write_whole
from familyguide.services.paths import RESOURCES
from tools import packaged
from tools.shipped import LIST, ROOT, NotShippable, packages, parts, pins

if TYPE_CHECKING:
    from collections.abc import Sequence

# The page without its tables.
TEMPLATE = Path(__file__).with_suffix(".md")
# A longer text that several parts bring is written once.
_WORTH_A_WAY = 2000


def main(given: Sequence[str] | None = None) -> int:
    """Write the page, or gather everything into a folder."""
    parser = argparse.ArgumentParser(prog="notices", description=__doc__.partition("\n")[0])
    parser.add_argument("target", nargs="?", type=Path, metavar="DIR")
    parser.add_argument("--folder", type=Path, help="made by PyInstaller on this computer")
    parser.add_argument("--voice", action="store_true", help="with what reads aloud")
    options = parser.parse_args(given)
    try:
        if options.target:
            made = gather(options.target, folder=options.folder, voice=options.voice)
            print(f"{len(made)} files in {options.target}")
        else:
            write_whole(RESOURCES / "THIRD-PARTY.md", page().encode())
    except NotShippable as error:
        print(f"notices: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        where = error.filename or options.target
        print(f"notices: {where} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def page() -> str:
    """Write the page of notices; it needs nothing installed."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    qt = next(iter(pins("run.txt")["pyside6-essentials"].specifier)).version
    return TEMPLATE.read_text(encoding="utf-8").format(
        fonts="".join(f"{_row_of_part(one)}\n" for one in listed["part"]),
        packages="".join(
            f"| {name} | {one['what']} | {one['by']} | {one['licence']} |\n"
            for name, one in sorted(listed["package"].items())
        ),
        qt=".".join(qt.split(".")[:2]),
    )


def _row_of_part(one: dict[str, Any]) -> str:
    files, texts = (", ".join(f"`{name}`" for name in one[kind]) for kind in ("files", "texts"))
    what, made = f"{one['name']}: {one['what']}", f"{one['by']}, {one['version']}"
    return f"| {what} | {made} | {one['licence']} | {files}; licence in {texts} |"


def gather(target: Path, *, folder: Path | None = None, voice: bool = False) -> list[Path]:
    """Put the page, our licences and every licence text into `target`; gives the files.

    `folder` is a packaged one: what it took from this system is gathered too.

    Raises NotShippable where something has no text, and OSError.
    """
    wanted: list[tuple[Path, bytes]] = [
        (Path("THIRD-PARTY.md"), page().encode()),
        *((Path(name), (ROOT / name).read_bytes()) for name in ("LICENSE", "LICENSE-CONTENT.md")),
    ]
    listed = packages(voice=voice)
    for part in (*parts(), *listed):
        if not part.texts:
            message = f"{part.name} brings no licence text: name one in tools/{LIST.name}"
            raise NotShippable(message)
        place = Path("licences") / f"{part.key}-{part.version}"
        told: set[str] = set()
        # For programs, which read them so; they would be nearly half of all the notices otherwise.
        wanted += [
            (place / "built-from" / f"{path.name}.gz", gzip.compress(path.read_bytes(), mtime=0))
            for path in part.lists
        ]
        for text in part.texts:
            if text.name not in told:  # some packages bring the same text twice
                told.add(text.name)
                wanted.append((place / text.name, text.read_bytes()))
    origins = packaged.by_origin(folder, listed) if folder else {}
    if packaged.SYSTEM in origins:
        some = ", ".join(name for name, _ in origins[packaged.SYSTEM][:3])
        message = f"nobody here knows where these come from (is it --voice that is missing?): {some}"
        raise NotShippable(message)
    for key in sorted(set(origins) - {part.key for part in listed}):
        place = Path("licences") / key.removeprefix(packaged.DEBIAN)
        wanted += [(place / text.name, text.read_bytes()) for text in packaged.licences_of(key)]
    made = []
    first: dict[bytes, Path] = {}
    for name, data in wanted:
        same = first.setdefault(data, name)
        text = data
        if same != name and len(data) > _WORTH_A_WAY:
            where = Path(os.path.relpath(same, name.parent)).as_posix()
            text = f"The same text, to the letter, stands in {where}.\n".encode()
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(target / name, text)
        made.append(target / name)
    return made


if __name__ == "__main__":
    sys.exit(main())
