"""Nobody there? A warning, then the end of the visit; anybody who moves or presses is there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from familyguide.ui.overlay import Overlay
from familyguide.ui.widgets.basic import Button
from familyguide.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

    from familyguide.ui.context import Context
    from familyguide.ui.window import Window

WARNING_SECONDS = 30
HOLD_MINUTES = 20
# A mouse on a table that trembles is not a reader (pixels).
_A_MOVE = 12
_ACTIVE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletPress,
    QEvent.Type.NativeGesture,
    QEvent.Type.InputMethod,
}
# With these a reader moves to what the warning offers: it stays to be chosen.
_MOVING = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
}


class IdleWatch(QObject):
    """Counts the time since somebody did something; `warned`, then `over` half a minute later.

    It looks on at the events of our windows and swallows none: the keys of assistive technology pass.
    """

    warned = Signal()
    # Somebody is there again; the key pressed, or None.
    came_back = Signal(object)
    over = Signal()

    def __init__(
        self, minutes: int, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rest = minutes * 60.0
        self._clock = clock
        self._until = 0.0
        self._is_warning = False
        self._mouse: QPoint | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Count from now."""
        self._is_warning = False
        self._wait(self._rest)

    def hold(self) -> None:
        """Let the page stand for 20 minutes more, whatever happens."""
        self._is_warning = False
        self._wait(HOLD_MINUTES * 60.0)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def touch(self, key: int | None = None) -> None:
        """Somebody is there."""
        if not self._timer.isActive():
            return
        was_warning, self._is_warning = self._is_warning, False
        # A page that is held stays held; the timer looks again when it rings, so that a key costs nothing.
        self._until = max(self._until, self._clock() + self._rest)
        if was_warning:
            self._wait(self._rest)
            self.came_back.emit(key)

    def _wait(self, seconds: float) -> None:
        self._until = self._clock() + seconds
        self._timer.start(max(1, round(seconds * 1000)))

    def look(self) -> None:
        """See whether the time has passed; the timer calls this."""
        left = self._until - self._clock()
        if left > 0:
            self._timer.start(max(1, round(left * 1000)))
        elif self._is_warning:
            self._timer.stop()
            self.over.emit()
        else:
            self._is_warning = True
            self._wait(WARNING_SECONDS)
            self.warned.emit()

    def watch_window(self, window: QWindow | None) -> None:
        """Look on at the events of one window."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice, and let everything pass."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            here = event.globalPosition().toPoint()
            if self._mouse is None or (here - self._mouse).manhattanLength() >= _A_MOVE:
                self._mouse = here
                self._moved()
        elif kind in _ACTIVE:
            self.touch(event.key() if isinstance(event, QKeyEvent) else None)
        return False

    def _moved(self) -> None:
        """A hand that goes to the buttons of the warning keeps it open, and has its half minute again."""
        if self._is_warning and self._timer.isActive():
            self._wait(WARNING_SECONDS)
        else:
            self.touch()


class StillThere(Overlay):
    """Asks calmly whether somebody still reads; nothing counts down on it."""

    held = Signal()

    def __init__(self, context: Context, window: Window) -> None:
        texts = context.texts
        super().__init__(context, texts("public.idle.title"), window)
        self.setObjectName("StillThere")
        self.add_words(texts("public.idle.text"))
        here = Button(texts("public.idle.here"), "primary", self.sheet)
        here.setObjectName("StillHere")
        here.clicked.connect(self.close_sheet)
        hold = Button(texts("public.idle.hold", minutes=HOLD_MINUTES), "", self.sheet)
        hold.setObjectName("HoldPage")
        hold.clicked.connect(self.held)
        hold.clicked.connect(self.close_sheet)
        flow = FlowLayout(None, 10)
        for button in (here, hold):
            flow.addWidget(button)
        self.column.addLayout(flow)
        self.first = here

    def came_back(self, key: object) -> None:
        """Go away, unless the key moves to what is offered here."""
        if key not in _MOVING:
            self.close_sheet()
