"""The bar under the page while it is read aloud: stop, go on, another passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from familyguide.ui.widgets.basic import Button, Label, row

if TYPE_CHECKING:
    from familyguide.ui.context import Context


class AloudBar(QFrame):
    """Says what the voice does; with no voice it says what to do, and has no button that does nothing."""

    stop = Signal()
    go_on = Signal()
    step = Signal(object)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget, *, compact: bool) -> None:
        super().__init__(parent)
        self.setObjectName("AloudBar")
        self._context = context
        texts = context.texts
        self.setAccessibleName(texts("aloud.name"))
        self._compact = compact
        # As those of the top bar, its icons grow less than text: the page needs the room.
        self._icon = round(20 * min(1.4, context.choices.scale / 100))
        line = row(8, (12, 4, 12, 4))
        self._stop = self._button("AloudStop", "stop", "pause")
        self._stop.clicked.connect(self.stop)
        self._go_on = self._button("AloudGoOn", "go_on", "volume-2")
        self._go_on.clicked.connect(self.go_on)
        self._previous = self._button("AloudPrevious", "previous", "chevron-left", value=-1)
        self._previous.pressed_with.connect(self.step)
        self._next = self._button("AloudNext", "next", "chevron-right", value=1)
        self._next.pressed_with.connect(self.step)
        self._words = Label("", "", self)
        self._words.setObjectName("AloudWords")
        close = self._button("AloudClose", "close", "x")
        close.clicked.connect(self.closed)
        for button in (self._stop, self._go_on, self._previous, self._next):
            line.addWidget(button)
        line.addWidget(self._words, 1)
        line.addWidget(close)
        self.setLayout(line)
        self.tell("getting")

    def _button(self, name: str, key: str, icon: str, value: object = None) -> Button:
        texts = self._context.texts
        words = texts(f"aloud.{key}")
        is_small = self._compact or key in ("previous", "next", "close")
        button = Button(
            "" if is_small else words,
            "icon" if is_small else "",
            self,
            value=value,
            icon=icon,
            colour=self._context.theme.ink,
            size=self._icon,
        )
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def tell(self, state: str) -> None:
        """Show that the voice is getting ready, is reading, was stopped, or has read everything."""
        focus = self._has_focus()
        is_reading = state in ("getting", "reading")
        self._stop.setVisible(is_reading)
        self._go_on.setVisible(not is_reading)
        for button in (self._previous, self._next):
            button.setVisible(state != "getting")
        self._words.setText(self._context.texts(f"aloud.{state}"))
        # A small window keeps its room: what the buttons say is enough there.
        self._words.setVisible(not self._compact or state == "getting")
        if focus:
            # One of the two has taken the other's place.
            (self._stop if is_reading else self._go_on).setFocus()

    def say_why_not(self, sentence: str) -> None:
        """Say what is missing and what to do; nothing to press but to close."""
        focus = self._has_focus()
        for button in (self._stop, self._go_on, self._previous, self._next):
            button.hide()
        self._words.setText(sentence)
        self._words.show()
        close = self.findChild(QWidget, "AloudClose")
        if focus and close is not None:
            close.setFocus()

    def _has_focus(self) -> bool:
        return self._stop.hasFocus() or self._go_on.hasFocus()
