"""Noting when something was painted, and driving a window from its own event loop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QTimer, Signal

from benchmarks import AT_REST_MS, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    # A step yields the widgets whose painting ends it, and receives the time of that.
    Steps = Generator[list[QWidget], int, dict[str, object]]

_LONGEST_MS = 10_000
_HIGH = 1  # Qt.EventPriority.HighEventPriority: naming it would load Qt's names before the app needs them
_MIXED = 3  # colours: smoothed letters have many, an empty surface has one


class PaintWatch(QObject):
    """Notes when the first of some widgets was painted and its whole window drawn and shown."""

    painted = Signal(object, object)  # nanoseconds, widget

    def __init__(self, widgets: Iterable[QWidget], slot: Callable[[int, QWidget], None]) -> None:
        super().__init__()
        self._seen: QWidget | None = None
        self._widgets = list(widgets)
        self.painted.connect(slot)
        for widget in self._widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first paint; the rest of the window is painted in the same pass."""
        if event.type() == QEvent.Type.Paint and self._seen is None:
            self._seen = next(widget for widget in self._widgets if widget is watched)
            # After this pass, but before anything that waits, such as the lower part of a page.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _HIGH)
        return False

    def event(self, event: QEvent) -> bool:
        """Note the time once the pass is over."""
        if event.type() != QEvent.Type.User or self._seen is None:
            return super().event(event)
        now = time.perf_counter_ns()
        for widget in self._widgets:
            widget.removeEventFilter(self)
        self.painted.emit(now, self._seen)
        return True


class Driver(QObject):
    """Walks through steps as a person would: each begins in the event loop, never inside another event."""

    failed = "it ended too early"

    def __init__(self, steps: Steps, rest: int) -> None:
        super().__init__()
        self._steps = steps
        self._rest = rest
        self._painted_at: int | None = None
        self._watch: PaintWatch | None = None
        self._alarm = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._alarm.timeout.connect(lambda: self._end("nothing was painted in time"))
        QTimer.singleShot(AT_REST_MS, self, self._next)

    def _next(self) -> None:
        self._alarm.start()
        try:
            widgets = next(self._steps) if self._painted_at is None else self._steps.send(self._painted_at)
            self._watch = PaintWatch(widgets, self._painted)
        except StopIteration as finished:
            answer.tell(finished.value)
            self._end("")
        except Exception as error:  # noqa: BLE001 - told to the parent; a slot would swallow it
            self._end(f"{type(error).__name__}: {error}")

    def _painted(self, when: int, widget: QWidget) -> None:
        self._painted_at = when
        if is_on_screen(widget):
            QTimer.singleShot(self._rest, self, self._next)
        else:
            self._end(f"{widget.objectName() or type(widget).__name__} was painted but is not on the screen")

    def _end(self, failed: str) -> None:
        self.failed = failed
        QCoreApplication.exit(1 if failed else 0)


def is_on_screen(widget: QWidget) -> bool:
    """Tell whether the system shows a widget in its place: the same picture, and not a blank one."""
    window = widget.window()
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) & window.rect()
    shown = window.screen().grabWindow(window.winId(), area.x(), area.y(), area.width(), area.height())
    if shown.isNull():  # some systems let no program look at the screen
        return not widget.visibleRegion().isEmpty()
    picture, meant = (pixmap.toImage().convertToFormat(_rgb()) for pixmap in (shown, window.grab(area)))
    middle = picture.height() // 2
    rows = range(max(0, middle - 4), min(picture.height(), middle + 4))
    colours = {picture.pixel(x, y) for y in rows for x in range(picture.width())}
    return picture == meant and len(colours) >= _MIXED


def _rgb() -> QImage.Format:
    from PySide6.QtGui import QImage  # noqa: PLC0415 - not before the first paint

    return QImage.Format.Format_RGB32
