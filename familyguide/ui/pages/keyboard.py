"""Keyboard: every key that does something, from the table that the window itself reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from familyguide.services.navigation import Route
from familyguide.services.shortcuts import LEAVE, MOVE, SESSION, WINDOW, Shortcut, caps, spoken
from familyguide.ui.pages.base import USER_GUIDE, Page
from familyguide.ui.widgets.basic import Box, Button, Label, ParagraphLabel, row, rule
from familyguide.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from familyguide.ui.context import Context

_KEYS_WIDTH = 300


class KeyWords(QWidget):
    """Keys drawn as keys; a screen reader says them in words."""

    spoken_role = "Paragraph"

    def __init__(self, said: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._said = said

    def spoken_name(self) -> str:
        """Give the keys in words."""
        return self._said


class KeyCap(Label):
    """One key; silent, for the words for all of them are said once."""

    spoken_role = "Whitespace"

    def spoken_name(self) -> str:
        """Say nothing."""
        return ""


class KeyboardPage(Page):
    """Lists the keys: those of every program, those of this guide, and those of a session."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("keyboard.title"), texts("keyboard.lead"))
        self._table("keyboard.part.window", (LEAVE, *WINDOW))
        self._table("keyboard.part.move", MOVE)
        if context.rules.mode != "public-pc":
            self._table("keyboard.part.session", SESSION)
        self.heading(texts("keyboard.part.voice"))
        for key in ("keyboard.voice", "keyboard.voice.shift"):
            self.add(ParagraphLabel(texts(key), "", self.sheet))
        if context.library.has(USER_GUIDE):
            self.column.addSpacing(context.px(8))
            self.column.addWidget(self._to_the_guide(), 0, Qt.AlignmentFlag.AlignLeft)

    def _to_the_guide(self) -> Button:
        """Lead whoever looked for help with the app, and not for keys, to the pages that tell of it."""
        return self.door(
            self.texts("home.guide"), Route("article", USER_GUIDE), "info", self.sheet, f"Row-{USER_GUIDE}"
        )

    def _table(self, title: str, shortcuts: tuple[Shortcut, ...]) -> None:
        self.heading(self.texts(title))
        box = Box("card", self.sheet, margins=(18, 12), gap=10)
        for number, shortcut in enumerate(shortcuts):
            if number:
                box.add(rule(box))
            box.column.addLayout(self._line(shortcut, box))
        self.add(box)

    def _line(self, shortcut: Shortcut, parent: QWidget) -> QBoxLayout:
        """Put the keys beside what they do, or over it where there is little room."""
        way = QBoxLayout.Direction.TopToBottom if self.is_narrow else QBoxLayout.Direction.LeftToRight
        line = QBoxLayout(way)
        line.setSpacing(6 if self.is_narrow else 16)
        keys = self._keys(shortcut, parent)
        if not self.is_narrow:
            keys.setFixedWidth(self.context.px(_KEYS_WIDTH))
        line.addWidget(keys, 0, Qt.AlignmentFlag.AlignTop)
        words = ParagraphLabel(self._words(shortcut), "", parent)
        # Beside the first line of the keys.
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setContentsMargins(0, 0 if self.is_narrow else 3, 0, 0)
        line.addWidget(words, 1)
        return line

    def _words(self, shortcut: Shortcut) -> str:
        words = self.texts(f"keyboard.{shortcut.id}")
        if shortcut is LEAVE and not self.context.choices.shift_leaves:
            words += f". {self.texts('keyboard.leave.off')}"
        return words

    def _keys(self, shortcut: Shortcut, parent: QWidget) -> KeyWords:
        texts = self.texts
        holder = KeyWords(spoken(shortcut, texts), parent)
        flow = FlowLayout(holder, 6)
        flow.setContentsMargins(0, 0, 0, 0)
        for number, key in enumerate(shortcut.here):
            # Keys that are pressed together stay together.
            together = QWidget(holder)
            line = row(6)
            if number:
                line.addWidget(KeyCap(texts("strip.or"), "muted", together, wrap=False))
            for cap in caps(key, texts):
                line.addWidget(KeyCap(cap, "cap", together, wrap=False))
            if shortcut.times > 1:
                line.addWidget(KeyCap(f"× {shortcut.times}", "muted", together, wrap=False))
            together.setLayout(line)
            flow.addWidget(together)
        return holder
