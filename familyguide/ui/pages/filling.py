"""A sheet to fill in on the screen, at home only: the words go to paper, and are kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.services.document import Blank
from familyguide.services.handouts.pieces import undrawn
from familyguide.services.navigation import Route
from familyguide.ui.notice import announce
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import Box, Button, Label, ParagraphLabel
from familyguide.ui.widgets.fields import LongField
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from familyguide.services.document import Piece
    from familyguide.ui.context import Context

# Letters of one line to fill, at most: a page and a half of paper.
MOST_LETTERS = 4000
LINE = 30


class FillPage(ReadingPage):
    """Shows a sheet with a field in place of each line; `item` is the article's id. KeyError elsewhere."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        self._fields: list[LongField] = []
        super().__init__(context, route, parent)
        texts = self.texts
        if not may_fill(context, route.item or ""):
            raise KeyError(route.item)
        item = context.library.read(route.item or "", m.Article)
        document = context.writer.article(item)
        self._typed = context.typed.setdefault(item.id, {})
        self.add_title(document.title, texts("fill.lead"))
        if document.note:
            # That nobody has read a text over is said before it is used, not after.
            self.add(Label(document.note, "small", self.sheet))
        box = Box("quiet", self.sheet, margins=(16, 12), gap=4)
        box.add(ParagraphLabel(texts("fill.kept"), "", box))
        self.add(box)
        for number, section in enumerate(document.sections):
            if number == 0 and section.title and not any(isinstance(p, Blank) for p in section.pieces):
                # What to know beforehand is there, and leaves the first fields in view.
                fold = self.fold("before", section.title, role="primary-strong")
                self.show_pieces(section.pieces, fold.content, section.name)
                self.add(fold)
                continue
            if section.title:
                self.heading(section.title)
            self.show_pieces(section.pieces, self.column, section.name)
        holder, flow = flow_row(self.sheet, 12)
        self._go = Button(
            texts("fill.print"),
            "primary",
            holder,
            icon="printer",
            colour=context.theme.on_primary,
            size=context.px(18),
        )
        self._go.setObjectName("FillPrint")
        self._go.clicked.connect(lambda: self.go_to.emit(Route("print", item.id)))
        self._clear = Button(texts("fill.clear"), "", holder)
        self._clear.setObjectName("FillClear")
        self._clear.clicked.connect(self._clear_all)
        flow.addWidget(self._go)
        flow.addWidget(self._clear)
        self.add(holder)
        self._show_clear()
        self.footer(document, prints=False)

    def _piece(self, piece: Piece, into: QVBoxLayout) -> None:
        if isinstance(piece, Blank):
            self._add_field(piece, into)
        else:
            super()._piece(piece, into)

    def _add_field(self, piece: Blank, into: QVBoxLayout) -> None:
        parent = into.parentWidget() or self.sheet
        place = len(self._fields)
        name = Label(piece.label, "strong", parent)
        field = LongField(MOST_LETTERS, parent)
        field.setObjectName(f"Fill-{place}")
        field.setAccessibleName(piece.label)
        name.setBuddy(field)
        field.setPlainText(self._typed.get(place, ""))
        field.document().setModified(False)
        field.setFixedHeight(self.context.px(LINE) * max(1, piece.lines) + self.context.px(18))
        told = Label("", "small", parent)
        told.setObjectName(f"Told-{place}")
        told.hide()
        field.textChanged.connect(lambda: self._note(place, field, told))
        field.cursorPositionChanged.connect(lambda: self._keep_in_view(field))
        field.full.connect(lambda: self._say(told, self.texts("fill.full")))
        into.addWidget(name)
        into.addWidget(field)
        into.addWidget(told)
        self._fields.append(field)

    def _keep_in_view(self, field: LongField) -> None:
        """Scroll so that the field somebody writes in is whole; a higher one, the line that is written."""
        if not field.hasFocus():
            return
        air = self.context.px(12)
        # Qt's own way shows the line with the cursor, and leaves the edge of the field behind the strip.
        part: QWidget = field
        rect = field.rect()
        if field.height() + 2 * air > self.viewport().height():
            part, rect = field.viewport(), field.cursorRect()
        middle = part.mapTo(self.body, rect.center())
        self.ensureVisible(0, middle.y(), 0, rect.height() // 2 + air)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field in view, also where a keyboard on the screen takes the room below it."""
        super().resizeEvent(event)
        for field in self._fields:
            self._keep_in_view(field)

    def _say(self, told: Label, sentence: str) -> None:
        """Say something under a field, once."""
        if told.text() != sentence or told.isHidden():
            told.setText(sentence)
            told.setVisible(bool(sentence))
            if sentence:
                announce(self, sentence)
            self.body.settle()

    def _note(self, place: int, field: LongField, told: Label) -> None:
        """Hold what was typed until it is printed, cleared, or the guide is closed."""
        words = field.toPlainText()
        letters = undrawn(words)
        sentence = self.texts("fill.undrawn", letters=" ".join(letters[:5])) if letters else ""
        if sentence or told.text():
            self._say(told, sentence)
        if words.strip():
            self._typed[place] = words
        else:
            self._typed.pop(place, None)
        self._show_clear()

    def _show_clear(self) -> None:
        self._clear.setEnabled(bool(self._typed))

    def _clear_all(self) -> None:
        self._typed.clear()
        for field in self._fields:
            field.clear()
        self._fields[0].setFocus()
        announce(self, self.texts("fill.cleared"))


def may_fill(context: Context, identifier: str) -> bool:
    """Tell whether a sheet may be filled in on this screen: at home, and made for that."""
    row = context.library.row(identifier)
    is_sheet = row is not None and row.kind == "article" and row.group == "paper"
    return is_sheet and context.rules.mode == "home" and not context.is_watched
