"""One slide: one idea, in one language or in two beside each other at the same size."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QWidget

from familyguide.ui.presenter.dress import text_font
from familyguide.ui.presenter.sizes import LEAST_TEXT, Sizes
from familyguide.ui.widgets.basic import HeadingLabel, IconLabel, ParagraphLabel, number_label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from familyguide.guide.names import Language
    from familyguide.services.session_show import Slide
    from familyguide.ui.theme.tokens import Tokens

ICONS = {
    "say": "message-circle",
    "key": "key-round",
    "avoid": "ban",
    "point": "lightbulb",
    "practise": "users",
    "decision": "heart-handshake",
    "numbers": "phone",
    "rules": "list-checks",
}
# Lines longer than about 28 letters of this size tire the eye.
_WIDEST = 27
_TITLE = 1.25
_NUMBER = 1.5
# The label and the small line beside the words, and the least that a room can read.
_SMALL, _LEAST_SMALL = 0.75, 20


class Words:
    """What one column of a slide says."""

    def __init__(self, label: str, text: str, more: str = "", number: str = "", icon: str = "") -> None:
        self.label = label
        self.text = text
        self.more = more if more != label else ""
        self.number = number
        self.icon = icon

    @property
    def spoken(self) -> str:
        """What a screen reader says when it appears."""
        return ". ".join(filter(None, (self.label, self.number, self.text, self.more)))


def words_of(slide: Slide, language: Language) -> Words:
    """Give the words of a slide in one language; a number does not stand twice."""
    text, number = slide.text[language], slide.number or ""
    plain = text.replace("\u00a0", " ")
    if number and plain.startswith(number.replace("\u00a0", " ")):
        text = text[len(number) :].strip(" –:·\u00a0")
    more = slide.more[language] if slide.more is not None else ""
    return Words(slide.label[language], text, more, number, ICONS.get(slide.kind, ""))


class Column(QWidget):
    """The words of one language."""

    def __init__(self, words: Words, theme: Tokens, sizes: Sizes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage-part")
        self._sizes = sizes
        self.words = words
        self.icon: IconLabel | None = None
        self.label: HeadingLabel | None = None
        self.number: QWidget | None = None
        self.more: ParagraphLabel | None = None
        if words.label:
            if words.icon:
                self.icon = IconLabel(words.icon, theme.stage_accent, round(sizes.label * 1.15), self)
            self.label = HeadingLabel(words.label, 2, self)
            self.label.setProperty("role", "stage-label")
        if words.number:
            self.number = number_label(words.number, "stage-big-number", self)
        made = ParagraphLabel if words.label else _Title
        self.text = made(words.text, "stage-text", self)
        if words.more:
            self.more = ParagraphLabel(words.more, "stage-more", self)

    def needs(self, width: int, size: int) -> int:
        """Give the height that the words need at a text size; more than any room where a word is cut."""
        return self._lay(width, size, move=False)

    def place(self, width: int, size: int) -> None:
        """Dress the words in a size and put each in its place."""
        label, more = self._small(size)
        for widget, pixels in (
            (self.text, size),
            (self.number, round(size * _NUMBER)),
            (self.label, label),
            (self.more, more),
        ):
            if widget is not None:
                widget.setStyleSheet(f"font-size: {pixels}px;")
        self._lay(width, size, move=True)

    def _small(self, size: int) -> tuple[int, int]:
        """Give the sizes of the label and of the small line: beside long words they take less room."""
        most = max(_LEAST_SMALL, round(size * _SMALL))
        return min(self._sizes.label, most), min(self._sizes.more, most)

    def _lay(self, width: int, size: int, *, move: bool) -> int:
        label_size, more_size = self._small(size)
        y = 0
        if self.label is not None:
            indent = self.icon.width() + 10 if self.icon is not None else 0
            tall = _height(self.words.label, label_size, width - indent)
            if move:
                if self.icon is not None:
                    middle = (QFontMetrics(text_font(label_size)).height() - self.icon.height()) // 2
                    self.icon.move(0, max(0, y + middle))
                self.label.setGeometry(indent, y, width - indent, tall)
            y += tall + round(size * 0.4)
        if self.number is not None:
            tall = QFontMetrics(text_font(round(size * _NUMBER))).height()
            if move:
                self.number.setGeometry(0, y, width, tall)
            y += tall + round(size * 0.1)
        text_width = min(width, size * _WIDEST)
        tall = _height(self.words.text, size, text_width)
        if move:
            self.text.setGeometry(0, y, text_width, tall)
        y += tall
        if self.more is not None:
            y += round(size * 0.5)
            more_width = min(width, more_size * 2 * _WIDEST)
            tall = _height(self.words.more, more_size, more_width, bold=False)
            if move:
                self.more.setGeometry(0, y, more_width, tall)
            y += tall
        return y


class _Title(HeadingLabel):
    """The title of a part, or another slide of one line."""

    def __init__(self, text: str, role: str, parent: QWidget) -> None:
        super().__init__(text, 1, parent)
        self.setProperty("role", role)


@lru_cache(maxsize=2048)
def _height(text: str, size: int, width: int, *, bold: bool = True) -> int:
    """Give the height of words in a width; a word that is wider than that fits nowhere."""
    metrics = QFontMetrics(text_font(size, bold=bold))
    if max((metrics.horizontalAdvance(word) for word in text.split(" ") if word), default=0) > width:
        return 1 << 20
    around = QRect(0, 0, width, 1 << 20)
    return metrics.boundingRect(around, int(Qt.TextFlag.TextWordWrap), text).height() + 2


def fitting(columns: list[Column], width: int, height: int, most: int) -> int:
    """Give the largest text size at which every column fits, the same for all; never below the least."""
    low, high = LEAST_TEXT, max(LEAST_TEXT, most)
    while low < high:
        middle = (low + high + 1) // 2
        if max(column.needs(width, middle) for column in columns) <= height:
            low = middle
        else:
            high = middle - 1
    return low


class SlideView(QWidget):
    """Shows the words of a slide as large as the room lets them be."""

    def __init__(self, theme: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Slide")
        self.setProperty("role", "stage-part")
        self._theme = theme
        self._sizes: Sizes | None = None
        self._words: list[Words] = []
        self._is_title = False
        self.columns: list[Column] = []
        self._line: QFrame | None = None
        # The text size of this slide in pixels.
        self.size_now = LEAST_TEXT
        # Whether everything stands in the room.
        self.fits = True

    def show_words(self, words: list[Words], *, is_title: bool = False) -> None:
        """Show the words of a slide, one for each language."""
        self._words = words
        self._is_title = is_title
        self._make()

    def dress(self, sizes: Sizes) -> None:
        """Take the sizes of another room."""
        if sizes != self._sizes:
            self._sizes = sizes
            self._make()

    @property
    def spoken(self) -> str:
        """What a screen reader says of the slide: both languages."""
        return " ".join(words.spoken for words in self._words)

    def _make(self) -> None:
        for old in (*self.columns, self._line):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.columns, self._line = [], None
        sizes = self._sizes
        if sizes is None:
            return
        self.columns = [Column(words, self._theme, sizes, self) for words in self._words]
        if len(self.columns) > 1:
            self._line = QFrame(self)
            self._line.setProperty("role", "stage-rule")
        for made in (*self.columns, self._line):
            if made is not None:
                made.show()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words into the new room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        sizes = self._sizes
        if sizes is None or not self.columns or not self.width():
            return
        count = len(self.columns)
        gap = round(max(28, sizes.edge)) if count > 1 else 0
        # The line between two languages stands in the middle of the gap.
        width = (self.width() - gap * 2 * (count - 1)) // count if count > 1 else self.width()
        most = round(sizes.text * (_TITLE if self._is_title else 1))
        size = self.size_now = fitting(self.columns, width, self.height(), most)
        needed = max(column.needs(width, size) for column in self.columns)
        self.fits = needed <= self.height()
        # A title stands by itself: nearer the middle.
        top = max(0, min(round(self.height() * 0.3), self.height() - needed)) if self._is_title else 0
        for number, column in enumerate(self.columns):
            column.setGeometry(number * (width + 2 * gap), top, width, self.height() - top)
            column.place(width, size)
        if self._line is not None:
            self._line.setGeometry(width + gap - 1, 0, 2, self.height())
