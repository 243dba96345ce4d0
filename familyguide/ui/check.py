"""The parts of `familyguide --check` that only Qt can look at; no window is shown."""

from __future__ import annotations

import os
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QPluginLoader, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage, QPixmap

from familyguide.services.check import AGAIN, Lacking, looked_at
from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.services.check import Part

# What puts windows on the screen, on each system.
_SCREENS = {"win32": "qwindows", "darwin": "qcocoa"}


def parts() -> Iterator[Part]:
    """Look at every part that needs Qt, one after the other."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication(["familyguide"])
    yield looked_at("window", _window)
    yield looked_at("fonts", _fonts)
    yield looked_at("icons and drawings", _icons)
    yield looked_at("style sheets", _styles)
    yield looked_at("Qt's own words in French", _words)
    yield looked_at("pictures", _pictures)
    yield looked_at("screen", partial(_plugin, "platforms", _SCREENS.get(sys.platform, "qxcb")))
    yield looked_at("printing", _printing)
    if has_voice():
        yield looked_at("reading aloud", _voice)
    del application


def has_voice() -> bool:
    """Tell whether the part that reads aloud was packed; the app is whole without it."""
    from importlib.util import find_spec  # noqa: PLC0415 - only for this check

    return find_spec("PySide6.QtTextToSpeech") is not None


def _window() -> str:
    """Load every page: each part of Qt and of our own that a window may ask for later."""
    from familyguide import ui  # noqa: PLC0415 - only for this check

    for module in walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(module.name)
    return ""


def _fonts() -> str:
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            return f"{path} cannot be read; {AGAIN}"
    return ""


def _icons() -> str:
    from familyguide.ui.theme.icons import drawable  # noqa: PLC0415 - only for this check

    for folder in ("icons", "drawings"):
        for name, is_drawn in drawable(folder):
            if not is_drawn:
                return f"{folder}/{name} draws nothing; {AGAIN}"
    if QPixmap(str(RESOURCES / "app" / "family-guide-64.png")).isNull():
        return f"the icon of the app cannot be read in {RESOURCES / 'app'}; {AGAIN}"
    return ""


def _styles() -> str:
    from familyguide.ui import presenter, theme  # noqa: PLC0415 - only for this check

    for package, name in ((theme, "style.qss"), (presenter, "stage.qss")):
        path = Path(str(package.__file__)).parent / name
        if not path.read_text(encoding="utf-8"):
            return f"{path} is empty; {AGAIN}"
    return ""


def _words() -> str:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return "" if QTranslator().load("qtbase_fr", folder) else f"{folder} lacks qtbase_fr; {AGAIN}"


def _pictures() -> str:
    """Read a PNG as a town's logo comes."""
    path = RESOURCES / "app" / "family-guide-32.png"
    return "" if not QImage(str(path)).isNull() else f"{path} cannot be read; {AGAIN}"


def _printing() -> str:
    """Load what prints: Qt on Windows, the library of CUPS elsewhere, which is the system's own."""
    from familyguide.ui import printers  # noqa: PLC0415 - only for this check

    if isinstance(printers.printers_here(), printers.WindowsPrinters):
        from PySide6 import QtPrintSupport  # noqa: PLC0415 - only for this check

        QtPrintSupport.QPrinter  # noqa: B018 - a class that is not there fails here
        return _plugin("printsupport", "windowsprintersupport")
    if not printers.has_cups():
        message = f"this computer has no CUPS ({printers.CUPS}): install it to print, or save pages as PDF"
        raise Lacking(message)
    return ""


def _voice() -> str:
    """Load the module: it needs a library for sound that not every system has."""
    from familyguide.ui.aloud import voice  # noqa: PLC0415 - only for this check

    try:
        module = voice.load()
    except ImportError as error:
        message = f"{error}; install this library of the system, or read without a voice"
        raise Lacking(message) from None
    module.QVoice  # noqa: B018 - a class that is not there fails here
    return ""


def _plugin(kind: str, name: str) -> str:
    """Load a plugin of Qt as Qt would; a library of the system that it lacks is named."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / kind
    found = sorted(folder.glob(f"*{name}*"))
    if not found:
        return f"{folder} lacks {name}; {AGAIN}"
    loader = QPluginLoader(str(found[0]))
    return "" if loader.load() else loader.errorString()
