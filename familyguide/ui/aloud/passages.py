"""What is read of a page: the words that stand on it, in the order of its layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QLayout, QLineEdit, QPlainTextEdit, QWidget

from familyguide.services.aloud import Sentence, sentences_of
from familyguide.ui.widgets.basic import LayoutButton
from familyguide.ui.widgets.blocks import BlockBox
from familyguide.ui.widgets.fold import FoldButton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from familyguide.services.texts import Texts
    from familyguide.ui.pages.base import Page


class Passage(NamedTuple):
    """A piece of a page that is read as one: where it stands, and its sentences.

    `is_whole` when what is said is not the text that stands there, letter by letter: then the piece is
    marked, and not its sentences.
    """

    widget: QWidget
    sentences: tuple[Sentence, ...]
    is_whole: bool = False


class Gatherer:
    """Goes through a page and takes up what there is to hear."""

    def __init__(self, page: Page, texts: Texts, numbers: Mapping[str, str]) -> None:
        self._page = page
        self._texts = texts
        self._numbers = numbers
        # What was taken up last: a block is not announced again by what stands above it.
        self._before = ""

    def passages(self) -> list[Passage]:
        """Give what is read, in reading order.

        Words, what blocks are ("You can say"), rows and cards that lead somewhere, and what a picture shows.
        A part that is closed is said to be, its words are left out. Small buttons and fields are not read.
        """
        return list(self._of(self._page.body.holder))

    def _of(self, widget: QWidget) -> Iterator[Passage]:
        if not widget.isVisibleTo(self._page) or widget.property("aloud") is False:
            return
        if isinstance(widget, QLabel):
            yield from self._label(widget)
        elif isinstance(widget, LayoutButton):
            yield from self._button(widget)
        elif not isinstance(widget, (QAbstractButton, QLineEdit, QPlainTextEdit)):
            name = widget.accessibleName() if isinstance(widget, BlockBox) else ""
            if name not in (self._before, first_words(widget)):
                yield from self._whole(widget, name)
            layout = widget.layout()
            if layout is not None:
                yield from self._in(layout)
            else:
                for child in widget.children():
                    if isinstance(child, QWidget) and not child.isWindow():
                        yield from self._of(child)

    def _in(self, layout: QLayout) -> Iterator[Passage]:
        for at in range(layout.count()):
            item = layout.itemAt(at)
            widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
            if widget is not None:
                yield from self._of(widget)
            elif inner is not None:
                yield from self._in(inner)

    def _label(self, label: QLabel) -> Iterator[Passage]:
        text = label.text()
        self._before = text
        if not text:
            # A drawing says what it shows.
            yield from self._whole(label, label.accessibleName())
            return
        sentences = sentences_of(text, self._numbers)
        if sentences:
            yield Passage(label, sentences)

    def _button(self, button: LayoutButton) -> Iterator[Passage]:
        name = button.accessibleName()
        if isinstance(button, FoldButton) and not button.isChecked():
            name = self._texts("aloud.folded", title=name.rstrip("."))
        yield from self._whole(button, name)

    def _whole(self, widget: QWidget, said: str) -> Iterator[Passage]:
        sentences = sentences_of(said, self._numbers)
        if sentences:
            yield Passage(widget, sentences, is_whole=True)


def first_words(box: QWidget) -> str:
    """Give the first words shown in a box."""
    return next((label.text() for label in box.findChildren(QLabel) if label.text()), "")


def place_of(widget: QWidget, page: Page) -> QRect:
    """Give where a widget stands in what scrolls."""
    return QRect(widget.mapTo(page.body, QPoint(0, 0)), widget.size())
