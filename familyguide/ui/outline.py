"""The headings of a page as a list: from there one press leads to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from shiboken6 import isValid

from familyguide.ui.panel import Panel
from familyguide.ui.widgets.basic import FlowHeading, HeadingLabel, Label, LayoutButton, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.ui.context import Context
    from familyguide.ui.pages.base import Page

# A page with fewer is read without a list.
FEWEST = 3
_INDENT = 18


def place_of(heading: QWidget, page: Page) -> QPoint:
    """Give the place of a heading in what the page scrolls."""
    return heading.mapTo(page.body, QPoint(0, 0))


def headings(page: Page) -> list[Label]:
    """Give the headings that a page shows now, as the eye meets them; none inside a closed fold."""
    found: list[Label] = [
        label
        for kind in (HeadingLabel, FlowHeading)
        for label in page.body.findChildren(kind)
        if label.text() and label.isVisibleTo(page.body)
    ]
    places = {label: place_of(label, page) for label in found}
    return sorted(found, key=lambda label: (places[label].y(), places[label].x()))


class OutlinePanel(Panel):
    """Lists the headings of a page over it; the one that is being read has the keyboard first."""

    chosen = Signal(object)

    def __init__(self, context: Context, page: Page, found: list[Label], parent: QWidget) -> None:
        super().__init__(context, context.texts("outline.title"), parent)
        self.setObjectName("OutlinePanel")
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.setSpacing(2)
        title = Label(context.texts("outline.title"), "small", self._sheet)
        title.setContentsMargins(10, 2, 10, 2)
        self._column.addWidget(title)
        above: list[int] = []
        for number, heading in enumerate(found):
            level = self._level(heading)
            # Set in by what it stands under here: a level that is left out leaves no gap.
            while above and above[-1] >= level:
                above.pop()
            self._add(number, heading, len(above))
            above.append(level)
        self.first = f"Outline-{self._read_now(page, found)}"

    @staticmethod
    def _level(heading: Label) -> int:
        level: int = getattr(heading, "level", 2)
        return level

    @staticmethod
    def _read_now(page: Page, found: list[Label]) -> int:
        """Give the number of the heading under which the page stands."""
        top = page.verticalScrollBar().value() + page.viewport().height() // 4
        above = [number for number, heading in enumerate(found) if place_of(heading, page).y() <= top]
        return above[-1] if above else 0

    def _add(self, number: int, heading: Label, depth: int) -> None:
        context = self._context
        button = LayoutButton("fold", heading.text(), self._sheet, value=heading)
        button.setObjectName(f"Outline-{number}")
        button.setAccessibleDescription(context.texts("outline.level", n=self._level(heading)))
        line = row(0, (10 + depth * context.px(_INDENT), 8, 10, 8))
        line.addWidget(Label(heading.text(), "" if depth else "strong", button))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self._choose)
        self._column.addWidget(button)

    def _choose(self, heading: object) -> None:
        if isinstance(heading, Label) and isValid(heading):
            self.chosen.emit(heading)
