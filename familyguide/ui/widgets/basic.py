"""Labels, buttons and boxes, dressed by role and named for screen readers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from familyguide.guide.bidi import END, OWN_WAY, isolated, plain

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent

# Buttons on a ground of their own; the others are only so when they are checked.
FILLED = ("primary", "start-primary", "leave")
# Pixels: the focus inside them, its distance from the edge, and the corners of the buttons.
RING = 2
RING_INSET = 4
CORNER = 10
# Between the icon of a button and its words, beside the little that Qt leaves: in parts of the icon's size.
_AIR = 0.25
# No control is lower than this (contract, section 5).
TARGET = 40
# Naming one value of Qt loads the 1200 names of that namespace, a fifth of an empty window's start. The first
# page is painted without them: it sets these properties by the numbers that Qt itself reads.
PLAIN_TEXT = 0  # Qt.TextFormat.PlainText
SCROLL_BAR_OFF = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff
CLICK_FOCUS = 2  # Qt.FocusPolicy.ClickFocus
ALIGN_CENTER = 0x84  # Qt.AlignmentFlag.AlignCenter
ALIGN_FAR_RIGHT = 0x92  # Qt.AlignmentFlag.AlignRight | AlignAbsolute | AlignVCenter


@lru_cache(maxsize=1)
def growing() -> QSizePolicy:
    """Give the policy of what is as wide as it may be, and as high as its words then need."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


@lru_cache(maxsize=1)
def _hand() -> QCursor:
    return QCursor(QtCore.Qt.CursorShape.PointingHandCursor)


class Label(QLabel):
    """Plain text by role; never HTML, wraps where it must."""

    # What a screen reader calls it; empty leaves that to Qt.
    spoken_role = ""

    def __init__(
        self, text: str, role: str = "", parent: QWidget | None = None, *, wrap: bool = True
    ) -> None:
        super().__init__(parent)
        # PlainText: a content file can never make the window load or run anything.
        self.setProperty("textFormat", PLAIN_TEXT)
        if role:
            self.setProperty("role", role)
        self.setWordWrap(wrap)
        self._is_mirrored = self.isRightToLeft()
        if self._is_mirrored:
            # Qt would put a line of another language at the left edge, away from the lines around it.
            self.setProperty("alignment", ALIGN_FAR_RIGHT)
        self.setText(text)
        if wrap:
            self.setSizePolicy(growing())
            # A wrapping label must be able to become narrow; its longest word keeps it readable.
            self.setMinimumWidth(1)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show other words; a number or an address among words from right to left keeps its own order."""
        super().setText(isolated(text) if self._is_mirrored else text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lines from right to left as Qt does not: each from the edge itself."""
        if not self._is_mirrored or not self.wordWrap() or not self.text() or self.hasSelectedText():
            super().paintEvent(event)
            return
        from familyguide.ui.widgets.lines import paint_lines  # noqa: PLC0415 - in no language we speak

        QFrame.paintEvent(self, event)
        paint_lines(self)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return plain(self.text())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy what is selected, in our language; nothing in a guest's visit."""
        from familyguide.ui.widgets.menus import show_menu  # noqa: PLC0415 - only at a right click

        show_menu(self, super().contextMenuEvent, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a new selection: a press on chosen words would let them be dragged out of the window."""
        if self.hasSelectedText() and event.button() == QtCore.Qt.MouseButton.LeftButton:
            self.setSelection(0, 0)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy so that no history of it is kept."""
        from familyguide.ui.clipboard import put_chosen  # noqa: PLC0415 - only when a key is pressed on words

        if not self.hasSelectedText() or not put_chosen(self, event):
            super().keyPressEvent(event)

    def selectable(self) -> Label:
        """Let the reader select and copy this text."""
        self.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        return self


class SilentLabel(Label):
    """Words to look at, which the part they stand in says already."""

    spoken_role = "Whitespace"

    def spoken_name(self) -> str:
        """Say nothing."""
        return ""


class FlowLabel(Label):
    """A text in a flowing line: takes one line when it fits, wraps when the line is too short."""

    def sizeHint(self) -> QSize:
        """Ask for the whole text on one line."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + 4
        return QSize(width, self.heightForWidth(width))


class Badge(FlowLabel):
    """A few words on a tinted ground; a second line where the first is too short."""

    # What the style sheet puts left and right of the words.
    EDGES = 20

    def sizeHint(self) -> QSize:
        """Ask for the whole text and its ground on one line."""
        # Beside an edge Qt leaves half a letter of air.
        width = super().sizeHint().width() + self.EDGES + self.fontMetrics().horizontalAdvance("x")
        return QSize(width, self.heightForWidth(width))


class FlowHeading(FlowLabel):
    """A heading of level 3 in a flowing line."""

    spoken_role = "Heading"
    level = 3

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "h3", parent)

    def spoken_description(self) -> str:
        """Say its level, and what was added to it."""
        return ". ".join(filter(None, (_level_words(self, self.level), self.accessibleDescription())))


def _level_words(widget: QWidget, level: int) -> str:
    """Say the level of a heading: what Qt tells of one holds none."""
    from familyguide.ui.accessible import words_for  # noqa: PLC0415 - only where a screen reader asks

    return words_for(widget, "heading.level", n=level)


class HeadingLabel(Label):
    """A title; screen readers hear "heading" and its level."""

    spoken_role = "Heading"

    def __init__(self, text: str, level: int, parent: QWidget | None = None) -> None:
        super().__init__(text, f"h{level}", parent)
        self.level = level

    def spoken_description(self) -> str:
        """Say its level, and what was added to it."""
        return ". ".join(filter(None, (_level_words(self, self.level), self.accessibleDescription())))


class QuietHeading(HeadingLabel):
    """A title that is heard as one and seen as a small line: it sets apart, and says nothing of weight."""

    def __init__(self, text: str, level: int, parent: QWidget | None = None) -> None:
        super().__init__(text, level, parent)
        self.setProperty("role", "muted")


class ParagraphLabel(Label):
    """A paragraph of a page."""

    spoken_role = "Paragraph"


def number_label(text: str, role: str, parent: QWidget | None = None) -> Label:
    """Make a number to dial: plain zero, even digits, never broken over two lines."""
    label = Label(text, role, parent, wrap=False)
    label.setObjectName("Number")
    from PySide6.QtGui import QFont  # noqa: PLC0415 - not before the first paint

    font = label.font()
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    return label


class IconLabel(QLabel):
    """A decorative icon; silent for screen readers because the text beside it speaks."""

    spoken_role = "Whitespace"

    def __init__(self, name: str, colour: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from familyguide.ui.theme import icons  # noqa: PLC0415 - not before the first paint

        ratio, mirrored = self.devicePixelRatioF(), self.isRightToLeft()
        self.setPixmap(icons.pixmap(name, colour, size, ratio, mirrored=mirrored))
        self.setFixedSize(size, size)

    def spoken_name(self) -> str:
        """Say nothing."""
        return ""


class IconBox(QLabel):
    """An icon on a tinted square, as on the doors of Home; `colours` are those of `tokens.tint`."""

    spoken_role = "Whitespace"

    def __init__(
        self, name: str, colours: tuple[str, str, str], size: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        from familyguide.ui.theme import icons  # noqa: PLC0415 - not before the first paint

        self.setPixmap(icons.boxed(name, colours, size, self.devicePixelRatioF()))
        self.setFixedSize(size, size)

    def spoken_name(self) -> str:
        """Say nothing."""
        return ""


class Button(QPushButton):
    """A button that carries what it does, so that nobody needs a lambda in a loop."""

    pressed_with = Signal(object)
    # What a screen reader calls it; empty leaves that to Qt, for which all that is checkable is a check box.
    spoken_role = ""
    # Said of it while it is checked, where it leads to a place: that the reader is there.
    here = ""

    def __init__(
        self,
        text: str,
        role: str = "",
        parent: QWidget | None = None,
        *,
        value: object = None,
        icon: str = "",
        colour: str = "",
        size: int = 18,
        icon_last: bool = False,
    ) -> None:
        # A single ampersand would be read as a keyboard mnemonic and vanish.
        shown = text.replace("&", "&&")
        if parent is not None and parent.isRightToLeft():
            # As in a label; and words of another way keep it beside an icon.
            shown = f"{OWN_WAY}{isolated(shown)}{END}" if icon else isolated(shown)
        self._ring_colour = QColor()
        self._ticks_itself = True
        super().__init__(shown, parent)
        if text and (icon or shown != text):
            self.setAccessibleName(text)
        self._is_mirrored = self.isRightToLeft()
        if icon_last:
            way = QtCore.Qt.LayoutDirection
            self.setLayoutDirection(way.LeftToRight if self._is_mirrored else way.RightToLeft)
        if role:
            self.setProperty("role", role)
        self._value = value
        if icon:
            self.put_icon(icon, colour, size)
        self.setCursor(_hand())
        self.setAutoDefault(True)
        self.clicked.connect(self._report)

    @property
    def value(self) -> object:
        """What this button stands for."""
        return self._value

    def put_icon(self, name: str, colour: str, size: int) -> None:
        """Draw an icon before the words, or after them in a button that was made so."""
        from familyguide.ui.theme import icons  # noqa: PLC0415 - not before the first paint

        # Qt leaves almost no air between an icon and its words. It is part of the picture: a space among the
        # words would be underlined with them.
        air = round(size * _AIR) if self.text() else 0
        before, after = (air, 0) if self.isRightToLeft() else (0, air)
        ratio = self.devicePixelRatioF()
        self.setIcon(icons.icon(name, colour, size, ratio, mirrored=self._is_mirrored, air=(before, after)))
        self.setIconSize(QSize(size + air, size))

    def _ring(self) -> QColor:
        return self._ring_colour

    def _set_ring(self, colour: QColor) -> None:
        self._ring_colour = colour

    # The colour of the focus inside a filled button; the style sheet gives it.
    ring = QtCore.Property(QColor, _ring, _set_ring)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the focus of a filled button inside it: at its edge alone it would be lost on the page."""
        super().paintEvent(event)
        # Not as a double border of the style sheet: Qt breaks the corners of one.
        if self.hasFocus() and (self.isChecked() or self.property("role") in FILLED):
            self._paint_ring()

    def _paint_ring(self) -> None:
        from PySide6.QtGui import QPainter, QPen  # noqa: PLC0415 - not before something has the focus

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ring_colour, RING))
        inset = RING_INSET + RING / 2
        place = QtCore.QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        corner = self.height() / 2 if self.property("role") == "chip" else CORNER
        corner = min(corner, self.height() / 2) - inset
        painter.drawRoundedRect(place, corner, corner)
        painter.end()

    def leads(self, here: str, *, is_here: bool) -> None:
        """Be a way to a place, and say `here` when that is where the reader is: nothing is ticked by it."""
        self.spoken_role = "Button"
        self.here = here
        self.setCheckable(True)
        self.setChecked(is_here)

    def marked(self, *, is_chosen: bool) -> None:
        """Be a choice that the page marks when it knows of it: a press alone ticks nothing.

        Where the page is made again, a screen reader would say the new state of the button that goes, and all
        of the one that takes its place.
        """
        self._ticks_itself = False
        self.setCheckable(True)
        self.setChecked(is_chosen)

    def one_of_several(self, *, is_chosen: bool) -> None:
        """Be one choice of several of which one holds; pressed again it still does."""
        self.spoken_role = "RadioButton"
        self.marked(is_chosen=is_chosen)

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Change what a press changes."""
        if self._ticks_itself:
            super().nextCheckState()

    def spoken_description(self) -> str:
        """Say that the reader is there, or what the tip says beside the name."""
        if self.here:
            return self.here if self.isChecked() else ""
        if self.accessibleDescription():
            return self.accessibleDescription()
        return self.toolTip() if self.toolTip() != self.accessibleName() else ""

    def _report(self) -> None:
        self.pressed_with.emit(self._value)


class LayoutButton(Button):
    """A button made of a layout: a card or a row that can be pressed as a whole."""

    def __init__(self, role: str, name: str, parent: QWidget | None = None, *, value: object = None) -> None:
        super().__init__("", role, parent, value=value)
        self.setAccessibleName(name)
        self.setSizePolicy(growing())
        self.setMinimumHeight(TARGET)

    def pass_clicks(self) -> None:
        """Let the mouse go through the labels to the button; call when the layout is filled."""
        for child in self.findChildren(QWidget):
            child.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            child.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)

    def speak_alone(self) -> None:
        """Let a screen reader meet no words inside, where the name of the button says them all."""
        for child in self.findChildren(Label):
            child.spoken_role = "Whitespace"

    def sizeHint(self) -> QSize:
        """Ask the layout inside."""
        layout = self.layout()
        return (
            layout.totalSizeHint().expandedTo(QSize(TARGET, TARGET))
            if layout is not None
            else super().sizeHint()
        )

    def minimumSizeHint(self) -> QSize:
        """Ask the layout inside."""
        layout = self.layout()
        return layout.totalMinimumSize() if layout is not None else super().minimumSizeHint()


class Box(QFrame):
    """A card, a bubble or another tinted box, with a column inside."""

    def __init__(
        self, role: str, parent: QWidget | None = None, *, margins: tuple[int, int] = (20, 16), gap: int = 8
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margins[0], margins[1], margins[0], margins[1])
        self.column.setSpacing(gap)
        self.setSizePolicy(growing())

    @property
    def spoken_role(self) -> str:
        """Be a part with a name, or a box that nobody hears of."""
        return "Grouping" if self.accessibleName() else "Client"

    def add(self, widget: QWidget) -> QWidget:
        """Put a widget at the end of the column."""
        self.column.addWidget(widget)
        return widget


class Backdrop(QWidget):
    """A sheet that closes what lies above it when it is pressed."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell that the reader pressed outside."""
        event.accept()
        self.pressed.emit()


def spoken_line(*parts: str) -> str:
    """Put words that stand apart into one line to be said, with a stop between them where they have none."""
    line = ""
    for part in filter(None, parts):
        line += f"{' ' if line.endswith(('.', '?', '!', '…', '»')) else '. '}{part}" if line else part
    return line


def sided(widget: QWidget, start: int, top: int, end: int, bottom: int) -> tuple[int, int, int, int]:
    """Give margins by where words start and end, as Qt wants them: it mirrors no margin by itself."""
    return (end, top, start, bottom) if widget.isRightToLeft() else (start, top, end, bottom)


def row(gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Make a row layout without surprises."""
    layout = QHBoxLayout()
    _tidy(layout, gap, margins)
    return layout


def column(gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Make a column layout without surprises."""
    layout = QVBoxLayout()
    _tidy(layout, gap, margins)
    return layout


def _tidy(layout: QBoxLayout, gap: int, margins: tuple[int, int, int, int]) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)


class Rule(QFrame):
    """A line to look at; silent for screen readers."""

    spoken_role = "Whitespace"


def rule(parent: QWidget | None = None) -> QFrame:
    """Make a thin decorative line."""
    line = Rule(parent)
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line
