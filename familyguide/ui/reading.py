"""How the reader likes to read: text size, colours, and the shortcut that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from familyguide.services.choices import SCALES
from familyguide.services.navigation import Route
from familyguide.ui.widgets.basic import Button, HeadingLabel
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from familyguide.ui.context import Context

# Every choice on one line, in both languages.
WIDTH = 690
# Inside the rounded corners.
EDGE = 4
# What the style sheet puts around the panel.
BORDER = 1


class ReadingPanel(QFrame):
    """The reading options, over the page alone; it stays open while the reader tries them."""

    go_to = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ReadingPanel")
        self._context = context
        texts, choices = context.texts, context.choices
        self.setAccessibleName(texts("top.reading"))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = QWidget(area)
        self._sheet.setObjectName("ReadingSheet")
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(14, 8, 14, 10)
        self._column.setSpacing(10)
        self._heading("reading.size")
        self._chips("Scale", [(texts("reading.percent", n=scale), {"scale": scale}) for scale in SCALES])
        self._heading("reading.theme")
        themes = ("system", "light", "dark", "contrast")
        self._chips("Theme", [(texts(f"reading.theme.{name}"), {"theme": name}) for name in themes])
        self._column.addSpacing(4)
        holder, flow = flow_row(self._sheet, 8)
        shift = self._chip(texts("reading.shift"), {"shift_leaves": not choices.shift_leaves}, holder)
        shift.setObjectName("ShiftLeaves")
        flow.addWidget(shift)
        about = Button(texts("reading.leaving"), "", holder, value=Route("article", "leaving"))
        about.setObjectName("AboutLeaving")
        about.pressed_with.connect(self.go_to)
        flow.addWidget(about)
        self._column.addWidget(holder)
        area.setWidget(self._sheet)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        outer.addWidget(area)

    def _heading(self, key: str) -> None:
        heading = HeadingLabel(self._context.texts(key), 2, self._sheet)
        # Two words: a label that could wrap would ask for the height it has when very narrow.
        heading.setWordWrap(False)
        self._column.addWidget(heading)

    def _chips(self, kind: str, options: list[tuple[str, dict[str, object]]]) -> None:
        holder, flow = flow_row(self._sheet, 8)
        for words, change in options:
            chip = self._chip(words, change, holder)
            chip.setObjectName(f"{kind}-{next(iter(change.values()))}")
            flow.addWidget(chip)
        self._column.addWidget(holder)

    def _chip(self, words: str, change: dict[str, object], parent: QWidget) -> Button:
        """Make a chip that is marked when it is so now."""
        context = self._context
        choices = context.choices
        is_so = choices.shift_leaves if "shift_leaves" in change else choices == choices._replace(**change)  # type: ignore[arg-type]
        chip = Button(
            words,
            "chip",
            parent,
            value=change,
            icon="check" if is_so else "",
            colour=context.theme.primary,
            size=context.px(16),
        )
        chip.setAccessibleName(words)
        chip.setCheckable(True)
        chip.setChecked(is_so)
        chip.pressed_with.connect(self._change)
        return chip

    def _change(self, change: object) -> None:
        button = self.sender()
        if isinstance(button, Button):
            # What is so already stays marked when it is pressed again.
            button.setChecked(not button.isChecked())
        if isinstance(change, dict):
            self._context.service.change(**change)

    def stand_under(self, button: QWidget, room: QRect) -> None:
        """Stand under the button that opened it, within the room over the page."""
        width = min(self._context.px(WIDTH), room.width() - 16)
        for child in self.findChildren(QWidget):
            # Its letters have their size only now, and so has its line.
            child.ensurePolished()
            child.updateGeometry()
        around = 2 * (EDGE + BORDER)
        height = min(self._column.totalHeightForWidth(width - around) + around, room.height() - 8)
        right = button.mapTo(button.window(), QPoint(button.width(), 0)).x()
        left = max(room.left() + 8, min(right, room.right() - 8) - width)
        self.setGeometry(left, room.top() + 4, width, height)
