"""What keys and presentation remotes ask for, the same in both views."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

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
    SCREENS = auto()
    STOP = auto()
    # The window is being closed, by its frame or by a key of the system.
    CLOSE = auto()
    LEAVE = auto()
    TAKE_HOME = auto()
    # The worker's own view is put away.
    CLOSE_NOTES = auto()


_K = Qt.Key
_MOVES = {
    _K.Key_Right: Wish.NEXT,
    _K.Key_Down: Wish.NEXT,
    _K.Key_PageDown: Wish.NEXT,
    _K.Key_Left: Wish.BACK,
    _K.Key_Up: Wish.BACK,
    _K.Key_PageUp: Wish.BACK,
    _K.Key_Home: Wish.FIRST,
    _K.Key_End: Wish.LAST,
    # What the third and fourth button of a remote send.
    _K.Key_F5: Wish.BLANK,
    _K.Key_Period: Wish.BLANK,
    _K.Key_B: Wish.BLANK,
    _K.Key_Escape: Wish.STOP,
}
# On a control that has the keyboard these press it.
_PRESSES = {_K.Key_Space: Wish.NEXT, _K.Key_Return: Wish.NEXT, _K.Key_Enter: Wish.NEXT}
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def wish_of(event: QKeyEvent) -> Wish | None:
    """Give what a key asks for; None for a key that asks for nothing, or that belongs to the system."""
    if event.modifiers() & _HELD:
        return None
    key = _K(event.key())
    return _MOVES.get(key) or _PRESSES.get(key)


class StageButton(Button):
    """A control of both views: a click leaves the keyboard where it is, and arrows go on to the session."""

    def __init__(self, text: str, role: str, wish: Wish, parent: object = None, **looks: object) -> None:
        super().__init__(text, role, parent, value=wish, **looks)  # type: ignore[arg-type]
        self.setObjectName(f"Wish-{wish.name.lower()}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep only the keys that press it."""
        if event.key() in _MOVES:
            event.ignore()
            return
        super().keyPressEvent(event)
