"""The way to hear a page, beside its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from familyguide.ui.aloud.voice import is_installed
from familyguide.ui.widgets.basic import Button, row

if TYPE_CHECKING:
    from familyguide.ui.pages.base import Page


def offer(page: Page) -> None:
    """Put one small button at the end of the title's line; nothing where no part of Qt speaks.

    The reading options lead there as well, and say what is missing.
    """
    title = page.title_label
    if title is None or not is_installed():
        return
    found = _line_of(title, page.column)
    if found is None:
        return
    layout, at = found
    context = page.context
    words = context.texts("aloud.listen")
    button = Button(
        "" if page.is_narrow else words,
        "icon" if page.is_narrow else "quiet",
        title.parentWidget() or page.sheet,
        icon="volume-2",
        colour=context.theme.primary,
        size=round(18 * min(1.4, context.choices.scale / 100)) if page.is_narrow else context.px(18),
    )
    button.setObjectName("ListenPage")
    button.setAccessibleName(context.texts("aloud.listen.page"))
    button.setToolTip(context.texts("aloud.listen.page"))
    button.pressed_with.connect(page.read_aloud)
    if layout.direction() in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft):
        layout.insertWidget(at + 1, button, 0, Qt.AlignmentFlag.AlignTop)
        return
    layout.removeWidget(title)
    line = row(12)
    line.addWidget(title, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    layout.insertLayout(at, line)


def _line_of(title: QWidget, layout: QLayout) -> tuple[QBoxLayout, int] | None:
    """Find the layout that holds the title, and its place there."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if item.widget() is title:
            return (layout, at) if isinstance(layout, QBoxLayout) else None
        inner = item.layout()
        found = _line_of(title, inner) if inner is not None else None
        if found is not None:
            return found
    return None
