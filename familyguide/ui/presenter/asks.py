"""The questions of a session: before it starts, its screens and keys, and whether to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from familyguide.services import session
from familyguide.ui.notice import announce
from familyguide.ui.overlay import Overlay
from familyguide.ui.presenter.keys import SessionKeys, Wish
from familyguide.ui.widgets.basic import Button, HeadingLabel, Label, ParagraphLabel, row
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent

    from familyguide.services.session import SessionPlan
    from familyguide.ui.context import Context
    from familyguide.ui.presenter.screens import Place, Screens
    from familyguide.ui.presenter.shared import SharedView
    from familyguide.ui.window import Window

_BEFORE = 760
_LETTER = 220
_LETTER_EDGE = 24


class OneOf(QWidget):
    """A question and its answers, of which one is chosen: it has a mark as well as a colour."""

    answered = Signal(object)

    def __init__(
        self,
        context: Context,
        name: str,
        question: str,
        answers: Sequence[tuple[str, object]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._mark = ("check", context.theme.primary, context.px(16))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(HeadingLabel(question, 3, self))
        holder, flow = flow_row(self, 10)
        inner.addWidget(holder)
        self.buttons: list[Button] = []
        for number, (words, value) in enumerate(answers):
            button = Button(words, "chip", holder, value=value)
            button.setObjectName(f"{name}-{number}")
            button.one_of_several(is_chosen=False)
            button.setAccessibleName(words)
            button.pressed_with.connect(self._answer)
            flow.addWidget(button)
            self.buttons.append(button)

    def _answer(self, value: object) -> None:
        self.choose(value)
        self.answered.emit(value)

    def choose(self, value: object) -> None:
        """Mark an answer."""
        for button in self.buttons:
            chosen = button.value is value or button.value == value
            button.setChecked(chosen)
            if chosen:
                button.put_icon(*self._mark)
            else:
                button.setIcon(QIcon())
            button.updateGeometry()


class Letter(QLabel):
    """The letter of a screen, large, over whatever is there; keys and clicks go through it."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(place.letter)
        self.setObjectName("ScreenLetter")
        self.setWindowFlags(
            Qt.WindowType.ToolTip
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowTransparentForInput
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWindowTitle(context.texts("app.name"))
        self.setAccessibleName(context.texts("present.screen", letter=place.letter))
        theme = context.theme
        self.setStyleSheet(
            f"font-size: {_LETTER * 2 // 3}px; font-weight: 700; color: {theme.on_stage_accent};"
            f" background: {theme.stage_accent};"
        )
        self.winId()
        self.windowHandle().setScreen(place.screen)
        edge = _LETTER_EDGE
        self.setGeometry(QRect(place.rect.left() + edge, place.rect.top() + edge, _LETTER, _LETTER))
        self.show()


class ScreenAsk(QWidget):
    """Asks which screen the worker alone sees; with one screen, or mirrored ones, it says what to do instead.

    While it asks, each screen shows its letter. Any change of the screens takes the answer back.
    """

    # A place, or None: no notes on any screen.
    answered = Signal(object)
    print_notes = Signal()

    def __init__(self, context: Context, screens: Screens, parent: QWidget, *, prints: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("ScreenAsk")
        # Paper is offered before the start: the page for it lies behind a session that runs.
        self._prints = prints and context.may_print
        self._context = context
        self._screens = screens
        self._letters: list[Letter] = []
        self._inside: QWidget | None = None
        self.mine: Place | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        screens.changed.connect(self._screens_changed)
        self.ask()

    @property
    def is_asking(self) -> bool:
        """Whether the letters stand on the screens."""
        return bool(self._letters)

    def ask(self) -> None:
        """Ask for the screens that are there now."""
        self._forget()
        if not self._screens.are_separate:
            self._put(self._one_screen())
            return
        places = self._screens.places()
        texts = self._context.texts
        answers: list[tuple[str, object]] = [
            (texts("present.screens.mine", letter=place.letter), place) for place in places
        ]
        answers.append((texts("present.screens.none"), None))
        inside = self._new()
        made = OneOf(self._context, "Screen", texts("present.screens.ask"), answers, inside)
        made.answered.connect(self._answer)
        _hold(inside).addWidget(made)
        _hold(inside).addWidget(ParagraphLabel(texts("present.screens.hint"), "small", inside))
        self._put(inside)
        self._letters = [Letter(self._context, place) for place in places]

    def put_away(self) -> None:
        """Take the letters from the screens."""
        for letter in self._letters:
            letter.hide()
            letter.deleteLater()
        self._letters = []

    def _answer(self, place: Place | None) -> None:
        self.mine = place
        self.answered.emit(place)

    def _forget(self) -> None:
        self.mine = None
        self.put_away()

    def _screens_changed(self) -> None:
        """Take back what was said of other screens; the question comes again when it is asked for."""
        self._forget()
        texts = self._context.texts
        inside = self._new()
        words = ParagraphLabel(texts("present.screens.changed"), "", inside)
        again = Button(texts("present.screens.again"), "", inside)
        again.setObjectName("AskAgain")
        again.clicked.connect(self.ask)
        _hold(inside).addWidget(words)
        _hold(inside).addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self._put(inside)

    def _one_screen(self) -> QWidget:
        context, texts = self._context, self._context.texts
        inside = self._new()
        _hold(inside).addWidget(HeadingLabel(texts("present.notes"), 3, inside))
        words = texts(f"present.screens.{self._screens.state}")
        if self._prints:
            words = f"{words} {texts('present.notes.paper')}"
        _hold(inside).addWidget(ParagraphLabel(words, "", inside))
        if self._prints:
            button = Button(
                texts("present.notes.print"),
                "",
                inside,
                icon="printer",
                colour=context.theme.ink,
                size=context.px(18),
            )
            button.setObjectName("PrintNotes")
            button.clicked.connect(self.print_notes)
            _hold(inside).addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return inside

    def _new(self) -> QWidget:
        inside = QWidget(self)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        return inside

    def _put(self, inside: QWidget) -> None:
        old, self._inside = self._inside, inside
        if old is not None:
            self._column.removeWidget(old)
            had = old.isAncestorOf(focus) if (focus := self.window().focusWidget()) is not None else False
            old.hide()
            old.deleteLater()
            first = inside.findChild(Button)
            if had and first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.addWidget(inside)
        inside.show()

    def hideEvent(self, event: QHideEvent) -> None:
        """A question that is not seen leaves no letters behind."""
        super().hideEvent(event)
        self.put_away()


def _hold(inside: QWidget) -> QVBoxLayout:
    layout = inside.layout()
    assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made so in `_new`
    return layout


class KeysAsk(QWidget):
    """Asks whether a single key may empty the screen; what is answered holds for this session."""

    def __init__(self, context: Context, keys: SessionKeys, parent: QWidget) -> None:
        super().__init__(parent)
        texts = context.texts
        self._keys = keys
        answers: list[tuple[str, object]] = [
            (texts("present.keys.single"), True),
            (texts("present.keys.control"), False),
        ]
        made = OneOf(context, "Keys", texts("present.keys.ask"), answers, self)
        made.choose(keys.single)
        made.answered.connect(self._answer)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(made)
        inner.addWidget(ParagraphLabel(texts("present.keys.hint"), "small", self))

    def _answer(self, is_single: bool) -> None:
        self._keys.single = is_single


class BeforeSheet(Overlay):
    """What is asked before each start, on the worker's window: the answers live as long as this run."""

    # The plan with its answers, and the worker's screen or None.
    began = Signal(object, object)
    print_notes = Signal()

    def __init__(
        self, context: Context, plan: SessionPlan, screens: Screens, keys: SessionKeys, window: Window
    ) -> None:
        texts = context.texts
        super().__init__(context, texts("present.before.title"), window, widest=_BEFORE)
        self.setObjectName("BeforeSheet")
        self._plan = replace(plan, interpreter=None, second_adult=None)
        self._remarks: list[Label] = []
        kind = session.meeting(plan)
        known = dict.fromkeys(("outside", "known"), f".{kind}")
        interpreter = OneOf(
            context,
            "Interpreter",
            texts("present.before.interpreter"),
            [
                (texts(f"present.before.interpreter.{name}{known.get(name, '')}"), name)
                for name in ("none", "outside", "known")
            ],
            self.sheet,
        )
        interpreter.answered.connect(self._interpreter)
        adult = OneOf(
            context,
            "SecondAdult",
            texts(f"present.before.second-adult.{kind}"),
            [(texts("present.yes"), True), (texts("present.no"), False)],
            self.sheet,
        )
        adult.answered.connect(self._second_adult)
        self._by_interpreter = self._remark()
        self._by_adult = self._remark()
        self.screen_ask = ScreenAsk(context, screens, self.sheet, prints=True)
        self.screen_ask.print_notes.connect(self.print_notes)
        keys_ask = KeysAsk(context, keys, self.sheet)
        for part in (interpreter, self._by_interpreter, adult, self._by_adult, self.screen_ask, keys_ask):
            self.column.addWidget(part)
        line = row(12)
        later = Button(texts("present.before.later"), "", self.sheet)
        later.setObjectName("NotYet")
        later.clicked.connect(self.close_sheet)
        begin = Button(texts("present.before.begin"), "primary", self.sheet)
        begin.setObjectName("Begin")
        begin.clicked.connect(self._begin)
        line.addWidget(later)
        line.addStretch(1)
        line.addWidget(begin)
        self.column.addLayout(line)
        self.first = interpreter.buttons[0]

    def _remark(self) -> Label:
        label = ParagraphLabel("", "primary-strong", self.sheet)
        label.hide()
        return label

    def _interpreter(self, answer: session.Interpreter) -> None:
        self._plan = replace(self._plan, interpreter=answer)
        self._show_remarks()

    def _second_adult(self, answer: bool) -> None:
        self._plan = replace(self._plan, second_adult=answer)
        self._show_remarks()

    def _show_remarks(self) -> None:
        said = [code for code in session.before(self._plan) if not code.startswith("not-asked")]
        for label, begins in (
            (self._by_interpreter, ("interpreter",)),
            (self._by_adult, ("second", "alone")),
        ):
            words = " ".join(
                session.before_sentence(code, self._context.texts) for code in said if code.startswith(begins)
            )
            if words and words != label.text():
                announce(self, words)
            label.setText(words)
            label.setHidden(not words)

    def _begin(self) -> None:
        plan, mine = self._plan, self.screen_ask.mine
        self.screen_ask.put_away()
        self.began.emit(plan, mine)
        self.close_sheet()


class OptionsSheet(Overlay):
    """Asks about the screens again, and about the keys, over the shared view."""

    answered = Signal(object)

    def __init__(self, context: Context, screens: Screens, keys: SessionKeys, window: SharedView) -> None:
        super().__init__(context, context.texts("present.options"), window)
        self.setObjectName("OptionsSheet")
        # Beside the title: it has the keyboard first, for a remote must answer nothing, and is always seen.
        head = row(12)
        self.column.removeWidget(self.heading)
        head.addWidget(self.heading, 1)
        self.stay = Button(context.texts("present.go-on"), "", self.sheet)
        self.stay.setObjectName("GoOn")
        self.stay.clicked.connect(self.close_sheet)
        head.addWidget(self.stay)
        self.column.addLayout(head)
        self.screen_ask = ScreenAsk(context, screens, self.sheet)
        self.screen_ask.answered.connect(self._answer)
        self.column.addWidget(self.screen_ask)
        self.column.addWidget(KeysAsk(context, keys, self.sheet))

    def _answer(self, place: Place | None) -> None:
        self.screen_ask.put_away()
        self.close_sheet()
        self.answered.emit(place)


class StopSheet(Overlay):
    """Asks calmly before the session goes back to the window."""

    wished = Signal(object)

    def __init__(self, context: Context, window: SharedView) -> None:
        texts = context.texts
        super().__init__(context, texts("present.stop.title"), window)
        self.setObjectName("StopSheet")
        self.add_words(texts("present.stop.text"))
        line = row(12)
        self.stay = Button(texts("present.go-on"), "primary", self.sheet)
        self.stay.setObjectName("GoOn")
        self.stay.clicked.connect(self.close_sheet)
        stop = Button(texts("present.stop.yes"), "", self.sheet)
        stop.setObjectName("StopSession")
        stop.clicked.connect(self._stop)
        line.addWidget(self.stay)
        line.addStretch(1)
        line.addWidget(stop)
        self.column.addLayout(line)

    def _stop(self) -> None:
        self.close_sheet()
        self.wished.emit(Wish.STOP)
