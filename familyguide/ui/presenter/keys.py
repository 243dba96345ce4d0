"""What keys and presentation remotes ask for, the same in both views."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from familyguide.services.shortcuts import SESSION
from familyguide.ui.widgets.basic import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Wish(Enum):
    """Something the worker asks for."""

    NEXT = auto()
    BACK = auto()
    FIRST = auto()
    LAST = auto()
    # An empty surface and back; a pause says that it is one.
    BLANK = auto()
    PAUSE = auto()
    OWN_WORDS = auto()
    DISCLOSED = auto()
    OPTIONS = auto()
    STOP = auto()
    # The window is being closed, by its frame or by a key of the system.
    CLOSE = auto()
    LEAVE = auto()
    TAKE_HOME = auto()
    # The worker's own view is put away.
    CLOSE_NOTES = auto()


_WISHES = {
    "session-next": Wish.NEXT,
    "session-back": Wish.BACK,
    "session-first": Wish.FIRST,
    "session-last": Wish.LAST,
    "session-blank": Wish.BLANK,
    "session-stop": Wish.STOP,
}
_KEYS = {
    QKeySequence(key)[0].key(): _WISHES[shortcut.id]  # type: ignore[index] # the stubs do not know it
    for shortcut in SESSION
    for key in shortcut.here
}
# The other key that bears this word.
_KEYS[Qt.Key.Key_Enter] = _KEYS[Qt.Key.Key_Return]
# A voice that is written down, or a key touched by chance, may press these without wanting to (WCAG 2.1.4).
_SINGLE = (Qt.Key.Key_B, Qt.Key.Key_Period)
# These empty the screen in any case.
_WITH_CONTROL = (Qt.Key.Key_B,)
# On a control that has the keyboard these press it.
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class SessionKeys:
    """The keys of one session, the same in both its views; gone with it."""

    def __init__(self) -> None:
        # Whether B and the full stop empty the screen without Ctrl.
        self.single = True

    def wish_of(self, event: QKeyEvent) -> Wish | None:
        """Give what a key asks for; None for a key that asks for nothing, or that belongs to the system."""
        key, held = Qt.Key(event.key()), event.modifiers() & _HELD
        if held == Qt.KeyboardModifier.ControlModifier and key in _WITH_CONTROL:
            return _KEYS[key]
        if held or (key in _SINGLE and not self.single):
            return None
        return _KEYS.get(key)


class StageButton(Button):
    """A control of both views: a click leaves the keyboard where it is, and arrows go on to the session."""

    def __init__(self, text: str, role: str, wish: Wish, parent: object = None, **looks: object) -> None:
        super().__init__(text, role, parent, value=wish, **looks)  # type: ignore[arg-type]
        self.setObjectName(f"Wish-{wish.name.lower()}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep only the keys that press it."""
        if event.key() in _KEYS and event.key() not in _PRESSES:
            event.ignore()
            return
        super().keyPressEvent(event)
