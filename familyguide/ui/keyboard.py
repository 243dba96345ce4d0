"""Keyboards on the screen for computers without another: the app's own, or a wish to the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputDevice,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from shiboken6 import isValid

from familyguide.ui.notice import announce
from familyguide.ui.widgets.basic import Button, row, sided

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QBoxLayout

    from familyguide.ui.context import Context

Layout = Literal["fr", "en"]

# No key is lower or narrower than this (contract, section 5: public PCs).
TOUCH = 44
KEY_HEIGHT = 48
# Pixels at 100 %: a letter, and the words on the keys that do something; and their share of a key's height.
LETTER, TOOL = 20, 16
LETTER_SHARE = 0.68
TOOL_SHARE = 0.5
KEY_WIDTH = 84
GAP = 5
MARGIN = 8
COLUMNS = 11
# The keys take at most this share of the window's height, as long as they can be hit.
SHARE = 0.4

# What stands on the keys, row by row: ten beside "erase", "Enter" and "capital", four below.
ROWS = (10, 10, 10, 4)
LETTERS: dict[Layout, str] = {
    "fr": "azertyuiop" + "qsdfghjklm" + "wxcvbn'éèê" + "àùçœ",
    "en": "qwertyuiop" + "asdfghjkl'" + "zxcvbnm,.?" + "-!&@",
}
SIGNS = "1234567890" + ".,?!:;@/-'" + "âîôûëïüæ_&" + "#+()"
# The same keys with "capital": with these, every character of a plain keyboard can be typed.
MORE_SIGNS = '"$%*=<>^~`' + "[]{}|\\€«»°" + "ÂÎÔÛËÏÜÆ_&" + "#+()"

# Signs and letters that a screen reader may read badly or not at all, by the name of their words.
NAMES = {
    "é": "e-acute",
    "è": "e-grave",
    "ê": "e-circumflex",
    "ë": "e-diaeresis",
    "à": "a-grave",
    "â": "a-circumflex",
    "î": "i-circumflex",
    "ï": "i-diaeresis",
    "ô": "o-circumflex",
    "ù": "u-grave",
    "û": "u-circumflex",
    "ü": "u-diaeresis",
    "ç": "c-cedilla",
    "œ": "oe",
    "æ": "ae",
    "'": "apostrophe",
    ".": "full-stop",
    ",": "comma",
    "?": "question",
    "!": "exclamation",
    ":": "colon",
    ";": "semicolon",
    "@": "at",
    "/": "slash",
    "-": "hyphen",
    "_": "underscore",
    "&": "ampersand",
    "#": "hash",
    "+": "plus",
    "(": "bracket-open",
    ")": "bracket-close",
    '"': "quote",
    "$": "dollar",
    "%": "percent",
    "*": "star",
    "=": "equals",
    "<": "less",
    ">": "greater",
    "^": "caret",
    "~": "tilde",
    "`": "backtick",
    "[": "square-open",
    "]": "square-close",
    "{": "brace-open",
    "}": "brace-close",
    "|": "bar",
    "\\": "backslash",
    "€": "euro",
    "«": "guillemet-open",
    "»": "guillemet-close",
    "°": "degree",
}
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def _icon_size(context: Context) -> int:
    # As the keys, which cannot grow as much as text.
    return round(24 * min(1.4, context.choices.scale / 100))


class Key(Button):
    """One key. A click leaves the focus in the field; Tab and the arrows reach it all the same."""

    moved = Signal(object, int, int)
    put_off = Signal()
    left = Signal()

    def __init__(
        self, text: str, role: str, parent: QWidget, *, icon: str = "", colour: str = "", size: int = 24
    ) -> None:
        super().__init__(text, role, parent, icon=icon, colour=colour, size=size)
        self.high = TOUCH
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the window has room for."""
        return QSize(TOUCH, self.high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the key beside, or back to the field; every other key keeps its meaning."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if arrow is not None and event.modifiers() in plain:
            self.moved.emit(self, *arrow)
        elif arrow is not None:
            # Qt's own buttons would take it; with Ctrl or Alt it may be somebody else's.
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_off.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell: when the focus leaves all keys and the field, the keyboard goes."""
        super().focusOutEvent(event)
        self.left.emit()


class KeySheet(QFrame):
    """The keys. They say what was pressed, and hold no text."""

    typed = Signal(str)
    erase = Signal()
    enter = Signal()
    put_off = Signal()
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None, *, hidden: bool = False) -> None:
        """Make the keys; with `hidden`, for a field that hides its text, none shows that it is pressed."""
        super().__init__(parent)
        self.setObjectName("KeySheet")
        self._context = context
        self._texts = context.texts
        self.setAccessibleName(self._texts("keys.name"))
        self._layout: Layout = context.language
        self._signs = False
        self._role = "keycap-still" if hidden else "keycap"
        self._grid: list[list[Key]] = [[] for _ in ROWS]
        self.letters: list[Key] = []
        inner = QWidget(self)
        # Keys stand as on any keyboard of their letters, whichever way the page is read.
        inner.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inner.setMaximumWidth(context.px(KEY_WIDTH) * COLUMNS)
        self._cells = QGridLayout(inner)
        self._cells.setContentsMargins(0, 0, 0, 0)
        self._cells.setSpacing(GAP)
        for column in range(COLUMNS):
            self._cells.setColumnStretch(column, 1)
        self._fill()
        line = row(0, (MARGIN, MARGIN, MARGIN, MARGIN))
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label()

    def _fill(self) -> None:
        theme = self._context.theme
        self.shift = self._tool(2, "", "KeyShift", icon="arrow-big-up", colour=theme.ink)
        self.shift.setCheckable(True)
        self.shift.setAccessibleName(self._texts("keys.shift"))
        self.shift.clicked.connect(self._shifted)
        self.signs = self._tool(3, "123", "KeySigns")
        self.signs.clicked.connect(self._switch_signs)
        self.other = self._tool(3, "EN", "KeyLayout")
        self.other.clicked.connect(self._switch_layout)
        space = self._tool(3, self._texts("keys.space"), "KeySpace", wide=3)
        space.setProperty("role", self._role)
        space.clicked.connect(self._space)
        for line, count in enumerate(ROWS):
            for _ in range(count):
                key = Key("", self._role, self)
                key.clicked.connect(self._pressed)
                self.letters.append(key)
                self._put(line, key)
        erase = self._tool(0, "", "KeyErase", icon="delete", colour=theme.ink)
        erase.setAccessibleName(self._texts("keys.erase"))
        erase.setAutoRepeat(True)
        erase.setAutoRepeatDelay(500)
        erase.clicked.connect(self.erase)
        enter = self._tool(1, "", "KeyEnter", icon="corner-down-left", colour=theme.ink)
        enter.setAccessibleName(self._texts("keys.enter"))
        enter.clicked.connect(self.enter)
        hide = self._tool(3, self._texts("keys.hide"), "KeyHide", wide=2)
        hide.setAccessibleName(self._texts("keys.hide.name"))
        hide.clicked.connect(self.put_off)

    def _tool(
        self, line: int, text: str, name: str, *, icon: str = "", colour: str = "", wide: int = 1
    ) -> Key:
        key = Key(text, "keycap-tool", self, icon=icon, colour=colour, size=_icon_size(self._context))
        key.setObjectName(name)
        self._put(line, key, wide)
        return key

    def _put(self, line: int, key: Key, wide: int = 1) -> None:
        column = sum(int(before.property("wide")) for before in self._grid[line])
        key.setProperty("wide", wide)
        self._grid[line].append(key)
        self._cells.addWidget(key, line, column, 1, wide)
        key.moved.connect(self._move)
        key.put_off.connect(self.put_off)
        key.left.connect(self.left)

    @property
    def keys(self) -> list[Key]:
        """Every key, in reading order."""
        return [key for line in self._grid for key in line]

    def fit(self, window_height: int) -> None:
        """Make the keys as high as a window of this height has room for, never too low to hit."""
        room = int(window_height * SHARE) - 2 * MARGIN - (len(ROWS) - 1) * GAP
        high = max(TOUCH, min(self._context.px(KEY_HEIGHT), room // len(ROWS)))
        for key in self.keys:
            key.high = high
            key.updateGeometry()
        self._write_large(high)

    def _write_large(self, high: int) -> None:
        """Write the letters as large as the reader reads, as far as keys of this height hold them."""
        letter = min(self._context.px(LETTER), round(high * LETTER_SHARE))
        tool = min(self._context.px(TOOL), round(high * TOOL_SHARE))
        letters = f'QPushButton[role="{self._role}"] {{ font-size: {letter}px; }}'
        sheet = f'{letters} QPushButton[role="keycap-tool"] {{ font-size: {tool}px; }}'
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    # What the keys show.

    def _label(self) -> None:
        """Write on the keys what they type; they stay the same keys, so the focus stays too."""
        texts = self._texts
        capital = self.shift.isChecked()
        if self._signs:
            shown = MORE_SIGNS if capital else SIGNS
        else:
            shown = LETTERS[self._layout].upper() if capital else LETTERS[self._layout]
        for key, letter in zip(self.letters, shown, strict=True):
            key.setText(letter.replace("&", "&&"))
            key.setProperty("letter", letter)
            key.setAccessibleName(self._name(letter))
        self.signs.setText("ABC" if self._signs else "123")
        self.signs.setAccessibleName(texts("keys.letters") if self._signs else texts("keys.signs"))
        other = self._other_layout()
        self.other.setText(other.upper())
        self.other.setAccessibleName(texts(f"keys.layout.{other}"))

    def _name(self, letter: str) -> str:
        texts = self._texts
        small = letter.lower()
        name = f"{letter}, {texts(f'keys.sign.{NAMES[small]}')}" if small in NAMES else letter
        return texts("keys.capital", name=name) if letter != small else name

    def _other_layout(self) -> Layout:
        return "en" if self._layout == "fr" else "fr"

    def _shifted(self) -> None:
        self._label()
        # Nothing is typed, and yet it was a key: told as such, it never adds up to "Shift three times".
        self.typed.emit("")

    def _switch_signs(self) -> None:
        self._signs = not self._signs
        self.shift.setChecked(False)
        self._label()

    def _switch_layout(self) -> None:
        self._layout = self._other_layout()
        self._signs = False
        self.shift.setChecked(False)
        self._label()

    def _pressed(self) -> None:
        key = self.sender()
        if not isinstance(key, Key):
            return
        letter = str(key.property("letter"))
        if self.shift.isChecked():
            self.shift.setChecked(False)
            self._label()
        self.typed.emit(letter)

    def _space(self) -> None:
        self.typed.emit(" ")

    def _move(self, key: Key, across: int, down: int) -> None:
        """Put the focus on the key beside, above or below, where there is one."""
        at = next(line for line in self._grid if key in line)
        if across:
            target = at[(at.index(key) + across) % len(at)]
        else:
            line = self._grid[(self._grid.index(at) + down) % len(self._grid)]
            middle = key.geometry().center().x()
            target = min(line, key=lambda other: abs(other.geometry().center().x() - middle))
        target.setFocus(Qt.FocusReason.TabFocusReason)


class Keyboards(QObject):
    """Watches the fields of one window or dialog, and brings a keyboard when it is asked for."""

    # The keyboard has come or gone.
    changed = Signal()

    def __init__(self, context: Context, window: QWidget, place: Callable[[], QBoxLayout]) -> None:
        super().__init__(window)
        self.context = context
        self.window = window
        self._place = place

    def watch_fields(self, around: QWidget) -> None:
        """Watch the fields of a part of the window; call again when fields were made anew."""
        for field in around.findChildren(QLineEdit):
            if field.isReadOnly():
                continue
            field.installEventFilter(self)
            if self.offers_button() and field.findChild(Button, "KeyboardButton") is None:
                self._add_button(field)

    def offers_button(self) -> bool:
        """Tell whether a button in each field asks for the keyboard."""
        raise NotImplementedError

    def ask(self, field: QLineEdit, *, by_keys: bool = False) -> None:
        """Bring the keyboard for a field; `by_keys` when it was asked for without a pointer."""
        raise NotImplementedError

    def is_asked_by(self, event: QMouseEvent) -> bool:
        """Tell whether a press in a field asks for the keyboard."""
        raise NotImplementedError

    def put_away(self) -> None:
        """Take the keyboard away."""

    def tab_order(self) -> None:
        """Put the keys behind their field in the order of Tab."""

    def _add_button(self, field: QLineEdit) -> None:
        size = _icon_size(self.context)
        button = Button("", "in-field", field, icon="keyboard", colour=self.context.theme.ink, size=size)
        button.setObjectName("KeyboardButton")
        name = self.context.texts("keys.show")
        button.setAccessibleName(name)
        button.setToolTip(name)
        # As the keys: reached by Tab, and a press leaves the focus in the field.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._button_pressed)
        field.setProperty("keys", "true")
        field.style().unpolish(field)
        field.style().polish(field)
        self._lay_button(field)
        button.show()

    def _lay_button(self, field: QLineEdit) -> None:
        button = field.findChild(Button, "KeyboardButton")
        if button is not None:
            width = max(TOUCH, field.height())
            held = field.textMargins()
            # What stands before the words keeps its room, as the icon of the search field does.
            before = held.right() if field.isRightToLeft() else held.left()
            field.setTextMargins(*sided(field, before, 0, width, 0))
            start = 0 if field.isRightToLeft() else field.width() - width
            button.setGeometry(start, 0, width, field.height())

    def _button_pressed(self) -> None:
        button = self.sender()
        field = button.parent() if isinstance(button, Button) else None
        if isinstance(button, Button) and isinstance(field, QLineEdit):
            self.ask(field, by_keys=button.hasFocus())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice presses in the fields; never swallows anything."""
        if isinstance(watched, QLineEdit):
            if event.type() == QEvent.Type.Resize:
                self._lay_button(watched)
            elif (
                event.type() == QEvent.Type.MouseButtonRelease
                and isinstance(event, QMouseEvent)
                and event.button() == Qt.MouseButton.LeftButton
                and self.is_asked_by(event)
            ):
                self.ask(watched)
        return False


class SystemKeyboard(Keyboards):
    """Asks the system for its keyboard; whether one comes is the system's to decide."""

    def offers_button(self) -> bool:
        """Only where there is a touch screen: elsewhere a button that brings nothing would puzzle."""
        kinds = (device.type() for device in QInputDevice.devices())
        return QInputDevice.DeviceType.TouchScreen in kinds

    def is_asked_by(self, event: QMouseEvent) -> bool:
        """A finger or a pen asks; for a mouse Qt follows the habit of the system."""
        kinds = (QInputDevice.DeviceType.TouchScreen, QInputDevice.DeviceType.Stylus)
        return event.device().type() in kinds

    def ask(self, field: QLineEdit, *, by_keys: bool = False) -> None:
        """Put the focus in the field and ask for the keyboard."""
        del by_keys
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QGuiApplication.inputMethod().show()


class OwnKeyboard(Keyboards):
    """Stands below the page while a field has the focus, and goes with it."""

    def __init__(self, context: Context, window: QWidget, place: Callable[[], QBoxLayout]) -> None:
        super().__init__(context, window, place)
        self.sheet: KeySheet | None = None
        self._field: QLineEdit | None = None
        self._dialog_was: QRect | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)

    def offers_button(self) -> bool:
        """Always: a click in the field brings it too, but not everyone clicks."""
        return True

    def is_asked_by(self, event: QMouseEvent) -> bool:
        """Finger, pen or mouse, all ask."""
        del event
        return True

    def ask(self, field: QLineEdit, *, by_keys: bool = False) -> None:
        """Show the keys for a field; asked for without a pointer, the first key takes the focus."""
        if self.sheet is None or self._field is not field:
            self._open(field)
        if by_keys and self.sheet is not None:
            self.sheet.keys[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, field: QLineEdit) -> None:
        self.put_away()
        place = self._place()
        sheet = KeySheet(
            self.context, place.parentWidget(), hidden=field.echoMode() != QLineEdit.EchoMode.Normal
        )
        sheet.typed.connect(self._type)
        sheet.erase.connect(self._erase)
        sheet.enter.connect(self._enter)
        sheet.put_off.connect(self._put_off)
        sheet.left.connect(self._look_soon)
        sheet.fit(self._room())
        # A press on a key, or between two, would else give the focus to what lies behind.
        sheet.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        sheet.setFocusProxy(field)
        self.sheet, self._field = sheet, field
        self.window.installEventFilter(self)
        place.addWidget(sheet)
        sheet.show()
        self._grow_dialog(sheet)
        self.tab_order()
        announce(sheet, sheet.accessibleName())
        # Once the page knows its new height.
        QTimer.singleShot(0, self._bring_into_view)
        self.changed.emit()

    def put_away(self) -> None:
        """Take the keys away; nothing of what was typed stays in them."""
        sheet, self.sheet, self._field = self.sheet, None, None
        if sheet is None or not isValid(self.window):
            # With a dialog that is being taken apart, the keys go of themselves.
            return
        self._soon.stop()
        self.window.removeEventFilter(self)
        # Hidden together with its proxy, the sheet would take the focus out of the field.
        sheet.setFocusProxy(None)  # type: ignore[arg-type] # Qt takes none for none
        sheet.hide()
        sheet.deleteLater()
        if self._dialog_was is not None:
            self.window.setGeometry(self._dialog_was)
            self._dialog_was = None
        self.changed.emit()

    def _room(self) -> int:
        """Give the height that the keys may have a share of: that of the window, also for its dialogs."""
        return (self.window.parentWidget() or self.window).window().height()

    def _grow_dialog(self, sheet: KeySheet) -> None:
        """Make a dialog as large as it needs to be with the keys, inside its screen."""
        if not isinstance(self.window, QDialog):
            return
        self._dialog_was = before = self.window.geometry()
        free = self.window.screen().availableGeometry()
        wished = QSize(before.width(), before.height() + sheet.sizeHint().height() + 2 * MARGIN)
        size = wished.expandedTo(QSize(sheet.minimumSizeHint().width() + 8 * MARGIN, 0)).boundedTo(
            free.size()
        )
        grown = QRect(before.topLeft(), size)
        grown.moveLeft(max(free.left(), min(grown.left(), free.right() + 1 - size.width())))
        grown.moveTop(max(free.top(), min(grown.top(), free.bottom() + 1 - size.height())))
        self.window.setGeometry(grown)

    def tab_order(self) -> None:
        """Put the keys behind the field and its button."""
        if self.sheet is None or self._field is None:
            return
        before: QWidget = self._field.findChild(Button, "KeyboardButton") or self._field
        for key in self.sheet.keys:
            QWidget.setTabOrder(before, key)
            before = key

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the field goes or is left, and when the window changes its height."""
        if watched is self.window:
            if event.type() == QEvent.Type.Resize and self.sheet is not None:
                self.sheet.fit(self._room())
            return False
        if watched is self._field:
            if event.type() == QEvent.Type.FocusOut:
                self._look_soon()
            elif event.type() == QEvent.Type.Hide and not event.spontaneous():
                # Its page has gone.
                self.put_away()
        return super().eventFilter(watched, event)

    def _look_soon(self) -> None:
        # Later: in the middle of a change nobody has the focus.
        if isValid(self.window):
            self._soon.start(0)

    def _look(self) -> None:
        """Take the keys away when the focus is neither in the field nor on a key."""
        focus = QApplication.focusWidget()
        if self.sheet is None or self._field is None or focus is None:
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            # What is being pressed must not move away under the finger.
            self._soon.start(40)
        elif not any(near is focus or near.isAncestorOf(focus) for near in (self._field, self.sheet)):
            self.put_away()

    def _bring_into_view(self) -> None:
        """Scroll a field of the page up, so that what it finds has room above the keys."""
        if self.sheet is None or self._field is None:
            return
        area = self._field.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is None:
            return
        top = self._field.mapTo(area.viewport(), QPoint(0, 0)).y()
        if top < 0 or top > area.viewport().height() // 4:
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + top - MARGIN)

    # What the keys do.

    def _type(self, text: str) -> None:
        """Hand over a text as an input method does; the watch for Shift counts that as typing."""
        if self._field is None:
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._field, event)

    def _erase(self) -> None:
        self._type("")
        if self._field is not None:
            self._field.backspace()

    def _enter(self) -> None:
        self._type("")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            # The first of the two may have taken the field away.
            if self._field is not None:
                event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
                QApplication.sendEvent(self._field, event)

    def _put_off(self) -> None:
        field = self._field
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.put_away()


def keyboard_for(
    context: Context, window: QWidget, place: Callable[[], QBoxLayout]
) -> OwnKeyboard | SystemKeyboard | None:
    """Give what brings a keyboard to the fields of a window or dialog, as the rules ask; None for none.

    `place` names the column at whose end the app's own keys stand.
    """
    wish = context.rules.keyboard
    application = QApplication.instance()
    if wish != "system" and isinstance(application, QApplication):
        # Otherwise Qt asks for the system's keyboard at every press in a field.
        application.setAutoSipEnabled(False)
    if wish == "own":
        return OwnKeyboard(context, window, place)
    if wish == "system" and context.rules.mode == "public-pc":
        return SystemKeyboard(context, window, place)
    return None
