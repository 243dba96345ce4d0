"""One slide: one idea, in one language or in two beside each other at the same size."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QWidget

from familyguide.ui.presenter.dress import number_font, text_font
from familyguide.ui.presenter.sizes import LEAST_TEXT, Sizes
from familyguide.ui.widgets.basic import HeadingLabel, IconLabel, ParagraphLabel, number_label

if TYPE_CHECKING:
    from collections.abc import Sequence

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
# Between ideas that share a screen, with a label of their own and without; the size of numbers in lines, and
# the least width of words beside them. All in parts of the text size.
_APART, _NEAR = 0.6, 0.45
_IN_LINE = 1.2
_LEAST_BESIDE = 6
# The label and the small line beside the words, and the least that a room can read.
_SMALL, _LEAST_SMALL = 0.75, 20


class Words:
    """What one column says of one idea."""

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


def page_of(ideas: Sequence[Slide], language: Language) -> list[Words]:
    """Give the words of ideas that share a screen: what holds for several stands once."""
    page = [words_of(slide, language) for slide in ideas]
    for number, words in enumerate(page):
        if words.more in {later.more for later in page[number + 1 :]}:
            words.more = ""
    above: set[str] = set()
    for words in page:
        if words.label in above:
            words.label = ""
        above = {words.label, words.text} if words.label else {*above, words.text}
    return page


def spoken(page: Sequence[Words]) -> str:
    """Say a column as a screen reader does."""
    return " ".join(
        said if said[-1] in ".!?…»”" else f"{said}." for said in (one.spoken for one in page) if said
    )


class Place(NamedTuple):
    """Where something of an idea stands, and at which size in pixels."""

    idea: int
    what: str
    rect: QRect
    size: int


class Arrangement:
    """Where the ideas of one column stand; it measures before anything is made."""

    def __init__(self, page: Sequence[Words], sizes: Sizes) -> None:
        self.page = page
        self._sizes = sizes
        self._icon = round(sizes.label * 1.15)
        # Several numbers stand in lines, each beside what it is for.
        self._in_lines = len(page) > 1 and all(words.number for words in page)

    def small(self, size: int) -> tuple[int, int]:
        """Give the sizes of the label and of the small line: beside long words they take less room."""
        most = max(_LEAST_SMALL, round(size * _SMALL))
        return min(self._sizes.label, most), min(self._sizes.more, most)

    def needs(self, width: int, size: int) -> int:
        """Give the height that the words need at a text size; more than any room where a word is cut."""
        return self.lay(width, size)[1]

    def lay(self, width: int, size: int) -> tuple[list[Place], int]:
        """Give the place of everything, and the height it takes."""
        places: list[Place] = []
        y = 0
        beside = self._beside(width, size)
        for number, words in enumerate(self.page):
            if number:
                y += round(size * (_APART if words.label or self._in_lines else _NEAR))
            y = self._lay(places, number, (y, width, size), beside)
        return places, y

    def _beside(self, width: int, size: int) -> int:
        """Give the width of the numbers where words stand beside them; 0 where they stand under them."""
        if not self._in_lines:
            return 0
        metrics = QFontMetrics(number_font(round(size * _IN_LINE)))
        widest = max(metrics.horizontalAdvance(words.number) for words in self.page) + round(size * 0.7)
        return widest if width - widest >= size * _LEAST_BESIDE else 0

    def _lay(self, places: list[Place], number: int, room: tuple[int, int, int], beside: int) -> int:
        """Put an idea under the ones before; gives where it ends."""
        y, width, size = room
        words = self.page[number]
        label_size, more_size = self.small(size)
        if words.label:
            indent = self._icon + 10 if words.icon and number == 0 else 0
            tall = _height(words.label, label_size, width - indent)
            if indent:
                middle = (QFontMetrics(text_font(label_size)).height() - self._icon) // 2
                places.append(Place(number, "icon", QRect(0, max(0, y + middle), self._icon, self._icon), 0))
            places.append(Place(number, "label", QRect(indent, y, width - indent, tall), label_size))
            y += tall + round(size * (0.4 if len(self.page) == 1 else 0.2))
        left = least = 0
        if words.number:
            big = round(size * (_IN_LINE if self._in_lines else _NUMBER))
            metrics = QFontMetrics(number_font(big))
            tall = metrics.height()
            if metrics.horizontalAdvance(words.number) > width:
                return 1 << 20
            places.append(Place(number, "number", QRect(0, y, beside or width, tall), big))
            if beside:
                left, least = beside, tall
                # The words stand on the line of the number.
                y += max(0, metrics.ascent() - QFontMetrics(text_font(size)).ascent())
            else:
                y += tall + round(size * 0.1)
        text_width = min(width - left, size * _WIDEST)
        tall = max(least, _height(words.text, size, text_width))
        places.append(Place(number, "text", QRect(left, y, text_width, tall), size))
        y += tall
        if words.more:
            y += round(size * (0.5 if number == len(self.page) - 1 else 0.15))
            more_width = min(width, more_size * 2 * _WIDEST)
            tall = _height(words.more, more_size, more_width, bold=False)
            places.append(Place(number, "more", QRect(0, y, more_width, tall), more_size))
            y += tall
        return y


class Column(QWidget):
    """The words of one language."""

    def __init__(self, page: Sequence[Words], theme: Tokens, sizes: Sizes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage-part")
        self.arrangement = Arrangement(page, sizes)
        self.page = page
        self._made: dict[tuple[int, str], QWidget] = {}
        for number, words in enumerate(page):
            if words.label:
                if words.icon and number == 0:
                    icon = IconLabel(words.icon, theme.stage_accent, round(sizes.label * 1.15), self)
                    self._made[number, "icon"] = icon
                label = HeadingLabel(words.label, 2, self)
                label.setProperty("role", "stage-label")
                self._made[number, "label"] = label
            if words.number:
                self._made[number, "number"] = number_label(words.number, "stage-big-number", self)
            has_head = words.label or len(page) > 1
            made = ParagraphLabel if has_head else _Title
            self._made[number, "text"] = made(words.text, "stage-text", self)
            if words.more:
                self._made[number, "more"] = ParagraphLabel(words.more, "stage-more", self)

    @property
    def words(self) -> Words:
        """The first idea."""
        return self.page[0]

    @property
    def text(self) -> QWidget:
        """The words of the first idea."""
        return self._made[0, "text"]

    @property
    def label(self) -> QWidget | None:
        """What stands over the first idea."""
        return self._made.get((0, "label"))

    def needs(self, width: int, size: int) -> int:
        """Give the height that the words need at a text size; more than any room where a word is cut."""
        return self.arrangement.needs(width, size)

    def place(self, width: int, size: int) -> None:
        """Dress the words in a size and put each in its place."""
        for place in self.arrangement.lay(width, size)[0]:
            widget = self._made[place.idea, place.what]
            if place.size:
                widget.setStyleSheet(f"font-size: {place.size}px;")
            widget.setGeometry(_facing(widget, place.rect, width))


def _facing(widget: QWidget, place: QRect, width: int) -> QRect:
    """Give a place as it is read: counted from the right edge where words run from right to left."""
    return (
        QRect(width - place.right() - 1, place.y(), *place.size().toTuple())
        if widget.isRightToLeft()
        else place
    )


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


def fitting(columns: Sequence[Arrangement | Column], width: int, height: int, most: int) -> int:
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
        self._pages: list[list[Words]] = []
        self._is_title = False
        self.columns: list[Column] = []
        self._line: QFrame | None = None
        # The text size of this slide in pixels.
        self.size_now = LEAST_TEXT
        # Whether everything stands in the room.
        self.fits = True
        # The least that the bars leave on any slide; None until that is known.
        self._least_room: QSize | None = None

    def show_words(self, pages: list[list[Words]], *, is_title: bool = False) -> None:
        """Show ideas, a column of them for each language."""
        self._pages = pages
        self._is_title = is_title
        self._make()

    def dress(self, sizes: Sizes, least_room: QSize) -> None:
        """Take the sizes of another room, and the least that its bars leave on any slide."""
        self._least_room = least_room
        if sizes != self._sizes:
            self._sizes = sizes
            self._make()

    @property
    def spoken(self) -> str:
        """What a screen reader says of the slide: both languages."""
        return " ".join(spoken(page) for page in self._pages)

    def holds(self, pages: list[list[Words]]) -> bool:
        """Tell whether ideas can stand together on any slide of this room, large enough for all to read."""
        sizes, room = self._sizes, self._least_room
        if sizes is None or room is None:
            return True
        width, size = self._width(len(pages), sizes, room.width()), sizes.together
        return all(Arrangement(page, sizes).needs(width, size) <= room.height() for page in pages)

    def _width(self, count: int, sizes: Sizes, whole: int) -> int:
        """Give the width of a column; the line between two languages stands in the middle of the gap."""
        return (whole - self._gap(count, sizes) * 2 * (count - 1)) // count

    @staticmethod
    def _gap(count: int, sizes: Sizes) -> int:
        return round(max(28, sizes.edge)) if count > 1 else 0

    def _make(self) -> None:
        for old in (*self.columns, self._line):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.columns, self._line = [], None
        sizes = self._sizes
        if sizes is None:
            return
        self.columns = [Column(page, self._theme, sizes, self) for page in self._pages]
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
        gap, width = self._gap(count, sizes), self._width(count, sizes, self.width())
        most = round(sizes.text * (_TITLE if self._is_title else 1))
        size = self.size_now = fitting(self.columns, width, self.height(), most)
        needed = max(column.needs(width, size) for column in self.columns)
        self.fits = needed <= self.height()
        # A title stands by itself: nearer the middle.
        top = max(0, min(round(self.height() * 0.3), self.height() - needed)) if self._is_title else 0
        for number, column in enumerate(self.columns):
            place = QRect(number * (width + 2 * gap), top, width, self.height() - top)
            column.setGeometry(_facing(self, place, self.width()))
            column.place(width, size)
        if self._line is not None:
            self._line.setGeometry(_facing(self, QRect(width + gap - 1, 0, 2, self.height()), self.width()))
