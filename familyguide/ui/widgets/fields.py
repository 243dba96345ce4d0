"""Lines to type in; nothing typed is predicted or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from familyguide.ui.widgets.menus import show_menu

if TYPE_CHECKING:
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

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        self.setTabChangesFocus(True)
        # Nothing but plain words goes in, from wherever it is pasted.
        self.setAcceptDrops(False)
        self.textChanged.connect(self._shorten)

    def _shorten(self) -> None:
        """Keep what fits of something very long that was pasted."""
        words = self.toPlainText()
        if len(words) > self._most:
            cursor = self.textCursor()
            place = min(cursor.position(), self._most)
            self.setPlainText(words[: self._most])
            cursor = self.textCursor()
            cursor.setPosition(place)
            self.setTextCursor(cursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer Qt's menu where the visit allows one."""
        show_menu(self, super().contextMenuEvent, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut so that no history of it is kept."""
        from familyguide.ui.clipboard import put_chosen  # noqa: PLC0415 - only when somebody types

        if not put_chosen(self, event):
            super().keyPressEvent(event)
