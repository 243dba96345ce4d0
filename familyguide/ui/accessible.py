"""Roles that Qt's widgets lack: headings and paragraphs, for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from familyguide.ui.widgets.basic import FlowHeading, HeadingLabel, IconBox, IconLabel, ParagraphLabel
from familyguide.ui.widgets.blocks import BlockBox
from familyguide.ui.widgets.qrcode import QrCode

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_installed = False


def _factory(_key: str, made_for: QObject) -> QAccessibleWidget | None:
    """Make the interface of one of our widgets; None leaves it to Qt."""
    if not isinstance(made_for, QWidget):
        return None
    match made_for:
        case HeadingLabel() | FlowHeading():
            return QAccessibleWidget(made_for, QAccessible.Role.Heading, made_for.text())
        case ParagraphLabel():
            return QAccessibleWidget(made_for, QAccessible.Role.Paragraph, made_for.text())
        case QrCode():
            return QAccessibleWidget(made_for, QAccessible.Role.Graphic, made_for.accessibleName())
        case BlockBox():
            return QAccessibleWidget(made_for, QAccessible.Role.Grouping, made_for.accessibleName())
        case IconLabel() | IconBox():
            return QAccessibleWidget(made_for, QAccessible.Role.Whitespace, "")
    return None


def install() -> None:
    """Register the roles, once."""
    global _installed  # noqa: PLW0603 - Qt keeps the factory for the whole process
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed = True
