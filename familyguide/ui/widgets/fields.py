"""Lines to type in; nothing typed is predicted or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from familyguide.ui.widgets.menus import show_menu

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget


class Field(QLineEdit):
    """A field whose menu speaks the reader's language, and that has none in a guest's visit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer Qt's menu where the visit allows one."""
        show_menu(self, super().contextMenuEvent, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut so that no history of it is kept."""
        from familyguide.ui.clipboard import put_chosen  # noqa: PLC0415 - only when somebody types

        if not put_chosen(self, event):
            super().keyPressEvent(event)


class LongField(QPlainTextEdit):
    """A field of several lines, of so many letters at most; Tab leaves it, as it leaves every field."""

    # More was typed or pasted than there is room for.
    full = Signal()

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        self.setTabChangesFocus(True)
        # Nothing but plain words goes in, from wherever it is pasted.
        self.setAcceptDrops(False)
        self.textChanged.connect(self._shorten)

    def _room(self) -> int:
        return self._most - len(self.toPlainText()) + len(self.textCursor().selection().toPlainText())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - its name in Qt
        """Paste as many plain words as there is room for, and say when that is not all."""
        words, room = source.text(), self._room()
        if room > 0:
            self.insertPlainText(words[:room])
        if len(words) > room:
            self.full.emit()

    def _shorten(self) -> None:
        """Keep the first words where a system's own keyboard put in more than there is room for."""
        words = self.toPlainText()
        if len(words) > self._most:
            cursor = QTextCursor(self.document())
            # One step with what brought the letters: taking that back must not meet a removal in between.
            cursor.joinPreviousEditBlock()
            cursor.setPosition(self._most)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            cursor.endEditBlock()
            self.full.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer Qt's menu where the visit allows one."""
        show_menu(self, super().contextMenuEvent, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut so that no history of it is kept."""
        from familyguide.ui.clipboard import put_chosen  # noqa: PLC0415 - only when somebody types

        if put_chosen(self, event):
            return
        if event.text().isprintable() and event.text() and self._room() <= 0:
            # A full field takes no letter more, and loses none.
            self.full.emit()
            return
        super().keyPressEvent(event)
