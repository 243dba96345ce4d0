"""Which files of Qt and of the system are packed; the same for the app and for the empty window beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tools import packaged

# Qt parts that nothing here uses; the library that Qt's sound is linked with stays.
UNUSED = (
    "libQt6Pdf",
    "libQt6Qml",
    "libQt6Quick",
    "libQt6VirtualKeyboard",
    "libQt6WaylandCompositor",
    "plugins/egldeviceintegrations",
    "plugins/generic",
    # Pictures are PNG, which Qt reads by itself, and our own drawings. Others are ways in for bad files.
    *(
        f"plugins/imageformats/{start}q{kind}"
        for start in ("", "lib")
        for kind in ("gif", "icns", "jpeg", "pdf", "tga", "tiff", "wbmp", "webp")
    ),
    "plugins/multimedia",
    "plugins/networkinformation",
    "plugins/platforminputcontexts/libqtvirtualkeyboard",
    "plugins/platforms/libqeglfs",
    "plugins/platforms/libqlinuxfb",
    "plugins/platforms/libqminimal",
    "plugins/platforms/libqvkkhrdisplay",
    "plugins/platforms/libqvnc",
    "plugins/platformthemes/libqgtk3",
    "plugins/qmltooling",
    "plugins/texttospeech/libqtexttospeech_mock",
    "plugins/tls",
)

# Libraries that must fit the service they speak with, so the computer's own; with them go readers of sound of
# ten forms. Without them the voice says that it is not on this computer. Kerberos, for signing in to a
# network, is only asked for by what Qt's sound is linked with: nothing here calls it.
OF_THE_SYSTEM = ("libpulse", "libgssapi_krb5")

# Modules that nothing here imports, nor any library. On Windows, Qt itself prints.
MODULES = (
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    *(() if sys.platform == "win32" else ("PySide6.QtPrintSupport",)),
    # Asked for by the module that reads aloud, which works without them.
    "PySide6.QtConcurrent",
    "PySide6.QtMultimedia",
    "PySide6.QtMultimediaWidgets",
    "tkinter",
    # Nothing here meets a network; --check runs without them.
    "asyncio",
    "_asyncio",
    "ssl",
    "_ssl",
    # It only asks the system for numbers that Python draws itself.
    "_uuid",
    # Nothing here reads XML, and what writes it works without: one way less in for bad files.
    "pyexpat",
    "_elementtree",
    # A second reader of YAML, quicker with thousands of files; a town brings ten.
    "yaml._yaml",
    "_yaml",
    # A whole OpenSSL for what Python's own hashes and libsodium do as well.
    "_hashlib",
)

# Without docstrings and assertions: nothing that is packed reads the ones or counts on the others.
OPTIMIZE = 2

# Names that only a debugger reads; on macOS and Windows PyInstaller advises against it.
STRIP = sys.platform == "linux"


def lean(analysis: Any) -> None:  # noqa: ANN401 - PyInstaller has no types
    """Leave out what nobody uses, and Qt's own words in other languages than ours."""
    analysis.binaries = [
        entry
        for entry in analysis.binaries
        if not any(part in entry[0].replace("\\", "/") for part in (*UNUSED, *OF_THE_SYSTEM))
    ]
    analysis.datas = [
        entry
        for entry in analysis.datas
        if "/translations/" not in entry[0].replace("\\", "/") or "_fr" in entry[0]
    ]
    if sys.platform == "linux":
        analysis.binaries = _needed(analysis.binaries)
        # Links to Qt's libraries: nothing needs them, and not every stick can hold one.
        analysis.datas = [entry for entry in analysis.datas if entry[2] != "SYMLINK"]


def _needed(binaries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Leave out the libraries that only the parts left out were linked with: GTK above all."""
    libraries = {entry[0].rpartition("/")[2]: entry for entry in binaries if _is_library(entry[0])}
    waiting = [entry for entry in binaries if not _is_library(entry[0])]
    # Python itself is asked for by the program that starts it.
    waiting += [entry for name, entry in libraries.items() if name.startswith("libpython")]
    kept = {entry[0] for entry in waiting}
    while waiting:
        # What a library asks for itself: what those that stay out ask for in turn stays out with them.
        for name in packaged.needed_by(Path(waiting.pop()[1])):
            entry = libraries.get(name)
            if entry is not None and entry[0] not in kept:
                kept.add(entry[0])
                waiting.append(entry)
    return [entry for entry in binaries if entry[0] in kept]


def _is_library(name: str) -> bool:
    """Tell a library that others are linked with from a plugin or a module, which is loaded by its name."""
    folder, _, file = name.rpartition("/")
    return file.startswith("lib") and ".so" in file and "plugins" not in folder
