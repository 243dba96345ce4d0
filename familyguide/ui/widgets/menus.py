"""The small menu of a right click on words: in the reader's language at home, none in other visits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QWidget


@contextmanager
def qt_words(language: str) -> Iterator[None]:
    """Let Qt's own words be of a language for a while."""
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(f"qtbase_{language}", folder):
        yield
        return
    QCoreApplication.installTranslator(translator)
    try:
        yield
    finally:
        QCoreApplication.removeTranslator(translator)


def show_menu(widget: QWidget, show: Callable[[QContextMenuEvent], None], event: QContextMenuEvent) -> None:
    """Show Qt's menu of a field or a text where the visit allows one; the words are taken as it opens."""
    context = getattr(widget.window(), "context", None)
    if context is None or context.guest:
        event.accept()
        return
    with qt_words(context.language):
        show(event)
