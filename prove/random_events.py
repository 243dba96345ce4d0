"""A hundred thousand random events on the window of a public PC: no fault, no way out, no growth.

Keys with modifiers, clicks, wheels, drags, fingers, menus, sizes, closing, what the system changes, and codes
of links, in any order; the seed makes a run repeatable. Leaving ends a visit; then a fresh window takes its
place in the same process. On a public PC every visit has a process of its own, so memory is compared within
processes of many visits each: what one reader could ever do there, and far more.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prove._desk import Desk

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl  # isort: skip
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QInputDevice,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from familyguide.services.choices import SCALES
from familyguide.services.staff_code import make_hash
from familyguide.services.visit import Visit
from familyguide.ui.look import routes
from familyguide.ui.public.lock import Blank, PublicPc

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.ui.window import Window

EVENTS = 100_000
# One after the other, each with its own seed; so many at a time.
PROCESSES = 10
AT_ONCE = 2
# By then every kind of page was shown, in some twenty visits. A window that has gone leaves about 60 kB in
# its process (seen over hundreds); no reader of a public PC meets it, for each visit is a process of its own.
WARM_UP = 5_000
GROWTH = 1.10
KEYS = [key for key in Qt.Key if key not in (Qt.Key.Key_unknown, Qt.Key.Key_Any)]
LIKELY = [
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Menu,
    Qt.Key.Key_F4,
    Qt.Key.Key_F6,
    Qt.Key.Key_F10,
    Qt.Key.Key_F11,
    Qt.Key.Key_Q,
    Qt.Key.Key_W,
    Qt.Key.Key_F,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Minus,
    Qt.Key.Key_V,
    Qt.Key.Key_A,
    Qt.Key.Key_C,
    Qt.Key.Key_X,
    Qt.Key.Key_P,
    Qt.Key.Key_O,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Shift,
]
MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
]
BUTTONS = [
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.BackButton,
    Qt.MouseButton.ForwardButton,
]
WORDS = ["chantage", "webcam", "é", "'", '"', "*", "\u202e", "a" * 300, "محادثة", "119", "file:///", "%s"]


class Launcherless(Visit):
    """A visit nobody listens to."""

    def __init__(self) -> None:
        super().__init__(is_alone=True)


class Storm:
    """Throws events at one window after the other, and looks after each."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.desk = Desk()
        self.faults: list[str] = []
        self.thrown: Counter[str] = Counter()
        self.visits = self.left = self.staff = 0
        self.places = list(routes(self.desk.library).values())
        self.finger = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
        self.code = make_hash("quatre mots de passe")
        self.now = ""
        self.window: Window
        self.public: PublicPc
        sys.excepthook = self._fault
        self.begin()

    def _fault(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:  # noqa: ANN401
        import traceback  # noqa: PLC0415

        where = traceback.extract_tb(trace)[-1]
        self.faults.append(f"after {self.now}: {kind.__name__}: {error} in {where.filename}:{where.lineno}")

    def begin(self) -> None:
        """Open a fresh window, as the next visit."""
        self.visits += 1
        window = self.desk.window("public-pc", self.chance.choice(("fr", "en")), staff_code=self.code)
        sys.excepthook = self._fault
        self.public = PublicPc(window, Launcherless())
        window.left.connect(self._was_left)
        self.public.opened.connect(self._was_opened)
        self.is_over = False
        self.window = window
        self.public.show()
        self.settle()

    def _was_left(self) -> None:
        self.left += 1
        self.is_over = True

    def _was_opened(self) -> None:
        self.staff += 1

    def settle(self) -> None:
        """Let what was put off happen, deletions too."""
        self.desk.settle(2)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def end(self) -> None:
        """Look at the empty surface, throw a little at it, and take it away."""
        window = self.window
        for throw in (self.key, self.click, self.wheel, self.close, self.size):
            throw()
            self.settle()
        blank = window.findChild(Blank)
        if not (window.isVisible() and blank is not None and blank.isVisible()):
            self.faults.append(f"after {self.now}: what was left is not covered")
        elif window.childAt(window.rect().center()) is not blank:
            self.faults.append(f"after {self.now}: something lies over the empty surface")
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        if others:
            self.faults.append(f"after {self.now}: left and still there: {others}")
        window.hide()
        window.deleteLater()
        self.settle()
        self.begin()

    # Events.

    @property
    def handle(self) -> Any:  # noqa: ANN401 - a QWindow
        """The window that the system would send to: a menu's while one is open."""
        popup = QApplication.activePopupWidget()
        return (popup or self.window).windowHandle() or self.window.windowHandle()

    def spot(self) -> QPoint:
        """Give a place in the window: half of the times on something that can be pressed."""
        if self.chance.random() < 0.5 and QApplication.activePopupWidget() is None:
            shown = [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]
            if shown:
                button = self.chance.choice(shown)
                at = button.mapTo(self.window, button.rect().center())
                if self.window.rect().contains(at):
                    return at
        popup = QApplication.activePopupWidget() or self.window
        return QPoint(self.chance.randrange(popup.width()), self.chance.randrange(popup.height()))

    def modifiers(self) -> Qt.KeyboardModifier:
        """Give none, one or two modifiers."""
        first, second = self.chance.choice(MODIFIERS), self.chance.choice(MODIFIERS[:2])
        return first | second if self.chance.random() < 0.5 else MODIFIERS[0]

    def key(self) -> None:
        """Press any key; often one that means something."""
        if self.chance.random() < 0.6:
            QTest.keyClick(self.handle, self.chance.choice(LIKELY), self.modifiers())
            return
        key, modifiers = self.chance.choice(KEYS), self.modifiers()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.handle, QKeyEvent(kind, key, modifiers))

    def type(self) -> None:
        """Type letters where the keyboard is."""
        focus = QApplication.focusWidget()
        words = self.chance.choice(WORDS)
        if isinstance(focus, QLineEdit):
            focus.insert(words)
            focus.textEdited.emit(focus.text())
        else:
            for letter in words[:4]:
                if letter.isascii():
                    QTest.keyClick(self.handle, letter)

    def click(self) -> None:
        """Press a button of the mouse; sometimes twice."""
        press = QTest.mouseDClick if self.chance.random() < 0.1 else QTest.mouseClick
        press(self.handle, self.chance.choice(BUTTONS), self.modifiers(), self.spot())

    def wheel(self) -> None:
        """Turn the wheel."""
        at = QPointF(self.spot())
        turn = QPoint(0, self.chance.choice((-1200, -120, 120, 1200)))
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            at,
            QPointF(self.window.mapToGlobal(at.toPoint())),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            self.modifiers(),
            phase,
            False,
        )
        QApplication.sendEvent(self.handle, event)

    def drag(self) -> None:
        """Press, move, let go."""
        handle, start = self.handle, self.spot()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
        for _ in range(3):
            QTest.mouseMove(handle, self.spot())
        with contextlib.suppress(RuntimeError):
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=self.spot())

    def touch(self) -> None:
        """Put one or two fingers down, move them, lift them."""
        fingers = QTest.touchEvent(self.window.windowHandle(), self.finger)
        count = self.chance.choice((1, 1, 2))
        for step in ("press", "move", "release"):
            for one in range(count):
                getattr(fingers, step)(one, self.spot())
            fingers.commit()

    def menu(self) -> None:
        """Ask for a menu by mouse or key."""
        at = self.spot()
        reason = self.chance.choice(tuple(QContextMenuEvent.Reason))
        event = QContextMenuEvent(reason, at, self.window.mapToGlobal(at), self.modifiers())
        QApplication.sendEvent(self.handle, event)

    def drop(self) -> None:
        """Drop a file, an address or words."""
        mime = QMimeData()
        mime.setUrls([QUrl(self.chance.choice(("file:///etc/passwd", "https://www.example.org/")))])
        mime.setText(self.chance.choice(WORDS))
        at, copy, left = self.spot(), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, copy, mime, left, none)
        QApplication.sendEvent(self.window.windowHandle(), enter)
        done = QDropEvent(QPointF(at), copy, mime, left, none)
        QApplication.sendEvent(self.window.windowHandle(), done)
        if enter.isAccepted() or done.isAccepted():
            self.faults.append("something dropped was taken")

    def size(self) -> None:
        """Make the window another size, as a screen that changes."""
        self.window.resize(self.chance.randrange(640, 1366), self.chance.randrange(480, 768))

    def state(self) -> None:
        """Put it away or make it an ordinary window, as a window manager may."""
        states = (
            Qt.WindowState.WindowMinimized,
            Qt.WindowState.WindowNoState,
            Qt.WindowState.WindowMaximized,
        )
        self.window.windowHandle().setWindowStates(self.chance.choice(states))

    def close(self) -> None:
        """Close it as a window manager does."""
        self.window.windowHandle().close()

    def choices(self) -> None:
        """Choose another theme, language, size or country."""
        pick = self.chance.choice
        change: dict[str, Any] = pick(
            (
                {"theme": pick(("light", "dark", "contrast", "system"))},
                {"language": pick(("fr", "en"))},
                {"scale": pick(SCALES)},
                {"country": pick(sorted(self.desk.library.countries))},
            )
        )
        self.window.context.service.change(**change)

    def go(self) -> None:
        """Go to a page, as a button would; only where a visit has begun."""
        if self.public.start is None and not self.is_over:
            self.window.go_to(self.chance.choice(self.places))

    def idle(self) -> None:
        """Nobody moves for a while."""
        if self.public.start is None and not self.is_over:
            self.public.idle.warned.emit()

    def link(self) -> None:
        """Ask for a link: registered or not."""
        if self.public.start is None and not self.is_over:
            known = self.chance.choice(sorted(self.desk.library.addresses))
            self.window.open_link(self.chance.choice((known, known, f"{known}#", "file:///", "javascript:1")))

    def clipboard(self) -> None:
        """Another program copies something."""
        QApplication.clipboard().setText(self.chance.choice(WORDS))

    def begin_visit(self) -> None:
        """Begin, where the start screen waits."""
        if self.public.start is not None and self.public.start.buttons:
            self.public.start.first().setFocus()
            QTest.keyClick(self.handle, Qt.Key.Key_Return)

    def see_all(self) -> None:
        """Open every kind of page in both languages: what is read once stays in memory, and is no leak."""
        self.begin_visit()
        for language in ("fr", "en"):
            self.window.context.service.change(language=language)
            for place in self.places:
                self.window.go_to(place)
                QApplication.processEvents()

    def run(self, events: int) -> None:
        """Throw so many events."""
        often: list[tuple[Callable[[], None], int]] = [
            (self.key, 30),
            (self.click, 22),
            (self.wheel, 8),
            (self.type, 6),
            (self.drag, 5),
            (self.touch, 5),
            (self.menu, 4),
            (self.drop, 2),
            (self.go, 3),
            (self.begin_visit, 3),
            (self.link, 3),
            (self.idle, 2),
            (self.clipboard, 2),
        ]
        # These cost a whole new window or end the visit: seldom, and still hundreds of times.
        seldom = [self.choices, self.size, self.state, self.close]
        throws, weights = [throw for throw, _ in often], [weight for _, weight in often]
        for _ in range(events):
            throw = (
                self.chance.choice(seldom)
                if self.chance.random() < 0.01
                else self.chance.choices(throws, weights)[0]
            )
            self.now = throw.__name__
            self.thrown[self.now] += 1
            try:
                throw()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault to name
                self._fault(type(error), error, error.__traceback__)
            self.settle()
            self.look()

    def look(self) -> None:
        """Check that there is no way out, after every event."""
        if self.is_over:
            self.end()
            return
        window = self.window
        if not window.isVisible() or window.isMinimized():
            self.faults.append(f"after {self.now}: the window is away")
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not window and not is_ours(widget):
                self.faults.append(
                    f"after {self.now}: {type(widget).__name__} {widget.objectName()!r} is open"
                )
                widget.close()
        if self.public.start is not None and window.page.isVisible():
            self.faults.append(f"after {self.now}: the page is seen before a visit began")
        if self.desk.opened:
            self.faults.append(f"after {self.now}: opened {self.desk.opened}")
            self.desk.opened.clear()
        if self.desk.warnings:
            self.faults.append(f"after {self.now}: Qt says {self.desk.warnings[0]!r}")
            self.desk.warnings.clear()
        if len(self.faults) > 50:
            message = "too many faults to go on"
            raise RuntimeError(message)


def is_ours(widget: QWidget) -> bool:
    """Tell whether a window beside the main one is the reading menu, a tooltip or an empty surface."""
    return isinstance(widget, Blank) or widget.objectName() == "qtooltip_label"


def memory() -> tuple[int, int]:
    """Give what this process holds in kB, all of it (RSS) and what no file backs; holes are given back first.

    Not PSS: its share of the libraries doubles at the moment when the storm beside this one ends.
    """
    import ctypes  # noqa: PLC0415
    import gc  # noqa: PLC0415

    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    held = {line.split(":")[0]: int(line.split()[1]) for line in rollup}
    return held["Rss"], held["Anonymous"]


def writes() -> list[str]:
    """Note every file that Python opens for writing from here on."""
    told: list[str] = []

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(args[0], (str, bytes)):
            flags = args[2] or 0
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or any(
                one in (args[1] or "r") for one in "wax+"
            ):
                told.append(os.fsdecode(args[0]))
        elif event in ("os.mkdir", "os.rename", "os.remove", "subprocess.Popen", "os.exec", "socket.connect"):
            told.append(f"{event} {args[0]}")

    sys.addaudithook(watch)
    return told


def storm(events: int, seed: int) -> tuple[bool, str]:
    """Throw so many events in this process; gives whether nothing was found, and the figures."""
    storm = Storm(seed)
    written = writes()
    warm = min(WARM_UP, events // 2)
    lines: list[str] = []
    before = memory()
    try:
        storm.see_all()
        storm.run(warm)
        before = memory()
        storm.run(events - warm)
    except RuntimeError as error:
        storm.faults.append(str(error))
    after = memory()
    growth = max(late / early for early, late in zip(before, after, strict=True))
    kinds = ", ".join(f"{count} {kind}" for kind, count in storm.thrown.most_common())
    lines.append(f"seed {seed}: {sum(storm.thrown.values())} events: {kinds}")
    lines.append(f"{storm.visits} visits, {storm.left} of them left; ended by staff: {storm.staff}")
    for kind, early, late in zip(("all (RSS)", "no file's"), before, after, strict=True):
        growing = f"{late / early - 1:+.1%}"
        lines.append(
            f"memory, {kind}: warm {early / 1024:.1f} MB, at the end {late / 1024:.1f} MB, {growing}"
        )
    lines.append(f"{len(written)} files written or connections made {written[:5]}")
    lines.append(f"{len(storm.faults)} faults")
    lines += [f"{count} x {fault}" for fault, count in Counter(storm.faults).most_common(15)]
    storm.window.hide()
    return not storm.faults and not written and not storm.staff and growth <= GROWTH, "\n".join(lines)


def run(events: int = EVENTS, seed: int = 4) -> tuple[bool, str]:
    """Throw the events, in several processes; gives whether nothing was found, and the figures of each."""
    each = events // PROCESSES
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(lambda number: _apart(each, seed + number), range(PROCESSES)))
    return all(code == 0 for code, _ in made), "\n".join(text for _, text in made)


def _apart(events: int, seed: int) -> tuple[int, str]:
    made = subprocess.run(
        [sys.executable, "-m", "prove.random_events", str(events), str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    # A crash says where on stderr.
    return made.returncode, (made.stdout + made.stderr).strip()


if __name__ == "__main__":
    passed, text = storm(*(int(word) for word in sys.argv[1:3]))
    print(text)
    sys.exit(0 if passed else 1)
