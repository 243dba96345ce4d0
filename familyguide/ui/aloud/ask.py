"""What is asked once a visit before the voice is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from familyguide.ui.overlay import Overlay
from familyguide.ui.widgets.basic import Button
from familyguide.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from familyguide.ui.context import Context
    from familyguide.ui.window import Window


class AskFirst(Overlay):
    """On a public PC: with headphones? A guest at home hears what the voice may leave behind."""

    agreed = Signal()

    def __init__(self, context: Context, window: Window) -> None:
        texts = context.texts
        kind = "public" if context.rules.mode == "public-pc" else "guest"
        super().__init__(context, texts(f"aloud.ask.{kind}.title"), window)
        self.setObjectName("AskFirst")
        self.add_words(texts(f"aloud.ask.{kind}.text"))
        self.first = Button(texts("aloud.ask.no"), "", self.sheet)
        self.first.setObjectName("AloudNo")
        self.first.clicked.connect(self.close_sheet)
        yes = Button(texts(f"aloud.ask.{kind}.yes"), "primary", self.sheet)
        yes.setObjectName("AloudYes")
        yes.clicked.connect(self._agree)
        flow = FlowLayout(None, 10)
        for button in (self.first, yes):
            flow.addWidget(button)
        self.column.addLayout(flow)

    def _agree(self) -> None:
        self.close_sheet()
        self.agreed.emit()
