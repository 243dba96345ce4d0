"""Labels, buttons and boxes, dressed by role and named for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
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

from familyguide.ui.theme import icons

# No control is lower than this (contract, section 5).
TARGET = 40


class Label(QLabel):
    """Plain text by role; never HTML, wraps where it must."""

    def __init__(
        self, text: str, role: str = "", parent: QWidget | None = None, *, wrap: bool = True
    ) -> None:
        super().__init__(parent)
        # PlainText: a content file can never make the window load or run anything.
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setText(text)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
            # A wrapping label must be able to become narrow; its longest word keeps it readable.
            self.setMinimumWidth(1)

    def selectable(self) -> Label:
        """Let the reader select and copy this text."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self


class FlowLabel(Label):
    """A text in a flowing line: takes one line when it fits, wraps when the line is too short."""

    def sizeHint(self) -> QSize:
        """Ask for the whole text on one line."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + 4
        return QSize(width, self.heightForWidth(width))


class FlowHeading(FlowLabel):
    """A heading of level 3 in a flowing line."""

    level = 3

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "h3", parent)


class HeadingLabel(Label):
    """A title; screen readers hear "heading" and its level."""

    def __init__(self, text: str, level: int, parent: QWidget | None = None) -> None:
        super().__init__(text, f"h{level}", parent)
        self.level = level


class ParagraphLabel(Label):
    """A paragraph of a page."""


def number_label(text: str, role: str, parent: QWidget | None = None) -> Label:
    """Make a number to dial: plain zero, even digits, never broken over two lines."""
    label = Label(text, role, parent, wrap=False)
    label.setObjectName("Number")
    font = label.font()
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    return label


class IconLabel(QLabel):
    """A decorative icon; silent for screen readers because the text beside it speaks."""

    def __init__(self, name: str, colour: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ratio = self.devicePixelRatioF()
        self.setPixmap(icons.pixmap(name, colour, size, ratio))
        self.setFixedSize(size, size)


class IconBox(QLabel):
    """An icon on a tinted square, as on the doors of Home."""

    def __init__(self, name: str, colours: tuple[str, str], size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        colour, ground = colours
        self.setPixmap(icons.pixmap(name, colour, size // 2, self.devicePixelRatioF()))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(size, size)
        self.setStyleSheet(f"background: {ground}; border-radius: {size // 5}px;")


class Button(QPushButton):
    """A button that carries what it does, so that nobody needs a lambda in a loop."""

    pressed_with = Signal(object)

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
        # A single ampersand would be read as a keyboard mnemonic and vanish. Qt leaves almost no air between
        # an icon and its words: a no-break space gives it.
        shown = text.replace("&", "&&")
        if icon and text:
            shown = f"{shown}\u00a0" if icon_last else f"\u00a0{shown}"
        super().__init__(shown, parent)
        if icon and text:
            self.setAccessibleName(text)
        if icon_last:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if role:
            self.setProperty("role", role)
        self._value = value
        if icon:
            self.setIcon(icons.icon(icon, colour, size, self.devicePixelRatioF()))
            self.setIconSize(QSize(size, size))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        self.clicked.connect(self._report)

    @property
    def value(self) -> object:
        """What this button stands for."""
        return self._value

    def _report(self) -> None:
        self.pressed_with.emit(self._value)


class LayoutButton(Button):
    """A button made of a layout: a card or a row that can be pressed as a whole."""

    def __init__(self, role: str, name: str, parent: QWidget | None = None, *, value: object = None) -> None:
        super().__init__("", role, parent, value=value)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def pass_clicks(self) -> None:
        """Let the mouse go through the labels to the button; call when the layout is filled."""
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            child.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hasHeightForWidth(self) -> bool:
        """Height follows width, as the texts inside wrap."""
        layout = self.layout()
        return layout is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Ask the layout inside."""
        layout = self.layout()
        return (
            max(TARGET, layout.totalHeightForWidth(width))
            if layout is not None
            else super().heightForWidth(width)
        )

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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

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


def rule(parent: QWidget | None = None) -> QFrame:
    """Make a thin decorative line."""
    line = QFrame(parent)
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line
