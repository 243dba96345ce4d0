"""Roles that Qt's widgets lack, for screen readers: headings with their level, one choice of several, folds.

A widget names its role in `spoken_role` (a name of QAccessible.Role), and may have `spoken_name` and
`spoken_description`, which are asked each time something wants to know.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleStateChangeEvent
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_installed = False
# As Qt names them (QAccessibleActionInterface).
_PRESS, _TOGGLE = "Press", "Toggle"
# Elsewhere Qt tells of nothing but trees and menus whether it is open (6.11): there it is said in words.
TELLS_OPEN = sys.platform == "linux"


class Spoken(QAccessibleWidget):
    """One of our widgets, with the role and words of now: Qt asks before the widget is whole."""

    def role(self) -> QAccessible.Role:
        """Give the role that the widget names."""
        return QAccessible.Role[getattr(self.widget(), "spoken_role", "") or self._else()]

    def _else(self) -> str:
        return "Client"

    def text(self, kind: QAccessible.Text) -> str:
        """Give its name and its description."""
        widget = self.widget()
        if kind == QAccessible.Text.Name and hasattr(widget, "spoken_name"):
            return str(widget.spoken_name())
        if kind == QAccessible.Text.Description and hasattr(widget, "spoken_description"):
            return str(widget.spoken_description())
        return super().text(kind)


class SpokenButton(Spoken):
    """A button that says more than Qt's: one choice of several, a fold, or where the reader is."""

    def _else(self) -> str:
        return "CheckBox" if self._button.isCheckable() else "Button"

    @property
    def _button(self) -> QAbstractButton:
        button = self.widget()
        assert isinstance(button, QAbstractButton)  # noqa: S101 - for nothing else is one made
        return button

    def text(self, kind: QAccessible.Text) -> str:
        """Give its name as Qt would, the words on it where it has no other; say of a fold if it is open."""
        said, button = super().text(kind), self._button
        if kind == QAccessible.Text.Name and not said:
            return button.text().replace("&&", "&").strip()
        if kind == QAccessible.Text.Description and not TELLS_OPEN and getattr(button, "is_fold", False):
            return words_for(button, "fold.open" if button.isChecked() else "fold.closed")
        return said

    def state(self) -> QAccessible.State:
        """Tell whether it is chosen, and of a fold whether it is open."""
        state, button = super().state(), self._button
        if getattr(button, "is_fold", False):
            state.expandable, state.expanded, state.collapsed = 1, button.isChecked(), not button.isChecked()
        elif button.isCheckable() and not getattr(button, "here", ""):
            state.checkable, state.checked = 1, button.isChecked()
        return state

    def actionNames(self) -> list[str]:  # noqa: N802 - Qt's name
        """Offer to press it, and to turn what can be turned on."""
        return [_PRESS, *([_TOGGLE] if self._button.isCheckable() else []), *super().actionNames()]

    def doAction(self, name: str) -> None:  # noqa: N802 - Qt's name
        """Press it, or let Qt do the rest."""
        if name in (_PRESS, _TOGGLE):
            self._button.click()
        else:
            super().doAction(name)


def tell_open(fold: QWidget) -> None:
    """Tell assistive technology that a fold was opened or closed."""
    if QAccessible.isActive():
        changed = QAccessible.State()
        changed.expanded = 1
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(fold, changed))
        if TELLS_OPEN and fold.hasFocus():
            # Qt gives the state to whoever asks, and tells nobody of the change (6.11).
            from familyguide.ui.notice import announce  # noqa: PLC0415 - not before something is opened

            is_open = isinstance(fold, QAbstractButton) and fold.isChecked()
            announce(fold, words_for(fold, "fold.open" if is_open else "fold.closed"))


def _factory(_key: str, made_for: QObject) -> QAccessibleWidget | None:
    """Make the interface of one of our widgets; None leaves it to Qt."""
    role = getattr(made_for, "spoken_role", None)
    if isinstance(made_for, QAbstractButton) and role is not None:
        return SpokenButton(made_for)
    return Spoken(made_for) if role and isinstance(made_for, QWidget) else None


def install() -> None:
    """Register the roles, once."""
    global _installed  # noqa: PLW0603 - Qt keeps the factory for the whole process
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed = True


def words_for(widget: QWidget, key: str, **values: int) -> str:
    """Give words in the language of what a widget stands in; none where that is not known."""
    above: QWidget | None = widget
    while above is not None:
        context = getattr(above, "context", None)
        if context is not None:
            return str(context.texts(key, **values))
        above = above.parentWidget()
    return ""
