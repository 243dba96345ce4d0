"""The way to hear a page, beside its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from familyguide.ui.aloud.speaks import is_installed
from familyguide.ui.widgets.basic import Button, row

if TYPE_CHECKING:
    from familyguide.ui.pages.base import Page

# Pixels between the title and the button.
GAP = 12
_SCROLL_BAR = 18


def offer(page: Page) -> None:
    """Put one small button at the end of the title's line; nothing where no part of Qt speaks.

    Nothing either in a small window where the title would need another line for it: the first screen belongs
    to the words. The reading options lead there as well, and say what is missing.
    """
    title = page.title_label
    if title is None or not is_installed() or page.route.page == "tongues":
        # The voice speaks one of our two languages: it would make noise of another.
        return
    if page.findChild(QWidget, "ListenPage") is not None:
        # A page made again at the start, for a screen reader or a high contrast, has it already.
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
    if page.is_narrow and _needs_a_line(page, title, button):
        button.setParent(None)
        button.deleteLater()
        return
    _come_after(title, button)
    if layout.direction() in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft):
        layout.insertWidget(at + 1, button, 0, Qt.AlignmentFlag.AlignTop)
        return
    layout.removeWidget(title)
    line = row(GAP)
    line.addWidget(title, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    layout.insertLayout(at, line)


def _come_after(title: QWidget, button: QWidget) -> None:
    """Let Tab and a screen reader meet the button after the title, where the eye does."""
    parent = title.parentWidget()
    widgets = (
        [child for child in parent.children() if isinstance(child, QWidget)] if parent is not None else []
    )
    after = widgets[widgets.index(title) + 1]
    if after is not button:
        button.stackUnder(after)


def _needs_a_line(page: Page, title: QWidget, button: Button) -> bool:
    """Tell whether the title is higher when the button stands beside it."""
    for widget in (title, button):
        widget.ensurePolished()
    room = page.body.inner(page.expected_width - _SCROLL_BAR)
    left = room - button.sizeHint().width() - GAP
    return title.heightForWidth(left) > max(title.heightForWidth(room), button.sizeHint().height())


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
