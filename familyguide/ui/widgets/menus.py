"""The small menu of a right click on words: in the reader's language at home, none in other visits."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QContextMenuEvent

    from familyguide.ui.widgets.basic import Label
    from familyguide.ui.widgets.fields import Field, LongField


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


def show_menu(
    widget: Field | Label | LongField, show: Callable[[QContextMenuEvent], None], event: QContextMenuEvent
) -> None:
    """Show Qt's menu of a field or a text where the visit allows one; the words are taken as it opens."""
    context = getattr(widget.window(), "context", None)
    if context is None or context.guest:
        event.accept()
        return
    with qt_words(context.language):
        show(event)
    _mark_copies(widget)
    if context.may_read_aloud and isinstance(widget, QLabel):
        _offer_to_read(widget, context.texts("aloud.here"))


def _offer_to_read(label: QLabel, words: str) -> None:
    """Let the menu now open read the page aloud from these words on."""
    menu, window = QApplication.activePopupWidget(), label.window()
    read = getattr(window, "read_aloud", None)
    if not isinstance(menu, QMenu) or read is None:
        return
    entry = QAction(words, menu)
    entry.setObjectName("aloud-here")
    entry.triggered.connect(lambda: read(label))
    menu.addAction(entry)


def _mark_copies(widget: Field | Label | LongField) -> None:
    """Let the entries of the menu now open copy as the keys do: so that no history of it is kept."""
    from familyguide.ui.clipboard import copy_chosen  # noqa: PLC0415

    menu = QApplication.activePopupWidget()
    if menu is None:
        return
    for name, cut in (("edit-copy", False), ("edit-cut", True)):
        entry = menu.findChild(QAction, name)
        if entry is not None:
            entry.triggered.disconnect()
            entry.triggered.connect(partial(copy_chosen, widget, cut=cut))
