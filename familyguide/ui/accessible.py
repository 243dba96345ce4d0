"""Roles that Qt's widgets lack: headings and paragraphs, for screen readers.

A widget names its role in `spoken_role` (a name of QAccessible.Role) and what is said of it in `spoken_name`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_installed = False


def _factory(_key: str, made_for: QObject) -> QAccessibleWidget | None:
    """Make the interface of one of our widgets; None leaves it to Qt."""
    role = getattr(made_for, "spoken_role", "")
    if not role or not isinstance(made_for, QWidget):
        return None
    name: str = getattr(made_for, "spoken_name", str)()
    return QAccessibleWidget(made_for, QAccessible.Role[role], name)


def install() -> None:
    """Register the roles, once."""
    global _installed  # noqa: PLW0603 - Qt keeps the factory for the whole process
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed = True
