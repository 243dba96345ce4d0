"""Holds the window of a public PC: what a reader can do there begins and ends inside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from familyguide.services.staff_code import Gate
from familyguide.ui.notice import announce
from familyguide.ui.public.idle import IdleWatch, StillThere
from familyguide.ui.public.start import StartScreen

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QScreen

    from familyguide.services.navigation import Route
    from familyguide.services.staff_code import Count
    from familyguide.services.visit import Visit
    from familyguide.ui.overlay import Overlay
    from familyguide.ui.window import Window


# Menus show the system's words and ways out; what is dropped may be anything.
_NOT_HERE = {QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}


# X11: a window manager that shows another desktop, or the desktop itself, hides our windows and says nothing.
_GONE_MS = 200
# Where they come back this often within a minute they take their time: no endless flicker.
_COMES_BACK = 30
_MINUTE = 60.0
_SLOWLY_MS = 2000


class Blank(QWidget):
    """An empty surface; it is taken away by us alone."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Blank")
        self._colour = QColor(colour)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint nothing but the paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour)
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay: what it covers is not for readers."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Come back when the system puts it away."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            QTimer.singleShot(0, self.showNormal)


class PublicPc(QObject):
    """Locks a window, shows the start screen first, and ends the visit when nobody is there.

    The keys of the system and of assistive technology are neither caught nor swallowed: what they reach is
    the system's job (docs/for-it.md).
    """

    # The staff code was right: this and every next visit ends.
    opened = Signal()
    # No visit may begin here, and whoever tried it out closed it.
    given_up = Signal()

    def __init__(
        self, window: Window, visit: Visit, count: Count | None = None, *, refusal: str = ""
    ) -> None:
        super().__init__(window)
        self._window = window
        self._visit = visit
        self._rules = window.context.rules
        self._refusal = refusal
        code = self._rules.staff_code
        self._gate = Gate(code, count=count) if code is not None else None
        self._blanks: list[Blank] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill_screens)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self._come_back)
        self._came_back: list[float] = []
        self._sheet: Overlay | None = None
        self._is_blank = False
        self.idle = IdleWatch(self._rules.idle_minutes, parent=self)
        self.idle.warned.connect(self._ask)
        self.idle.over.connect(window.leave)
        window.read_on.connect(self.idle.touch)
        self.start: StartScreen | None = None
        window.lock(self.blank)
        window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        window.page_ready.connect(self._page_ready)
        self._show_start()

    def show(self) -> None:
        """Cover every screen: ours on the first, an empty surface on the others."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.screenAdded.connect(self._screen_came)
            application.screenRemoved.connect(self._screen_went)
            for screen in application.screens():
                screen.geometryChanged.connect(self._look_again)
        self._fill_screens()
        self._window.activateWindow()
        handle = self._window.windowHandle()
        handle.installEventFilter(self)
        handle.screenChanged.connect(self._look_again)
        self.idle.watch_window(handle)
        self._visit.end_with_launcher()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let no menu open and nothing be dropped, whatever widget is under the hand; keys all pass."""
        if event.type() in _NOT_HERE:
            event.ignore()
            return True
        if event.type() == QEvent.Type.WindowStateChange:
            # A window manager may put it away or make it small: it comes back.
            self._look_again()
        elif event.type() == QEvent.Type.Expose and QApplication.platformName() == "xcb":
            if self._window.windowHandle().isExposed():
                self._gone.stop()
            elif not self._gone.isActive():
                now = time.monotonic()
                self._came_back = [at for at in self._came_back if now - at < _MINUTE]
                self._gone.start(_GONE_MS if len(self._came_back) < _COMES_BACK else _SLOWLY_MS)
        return False

    def _fill_screens(self) -> None:
        """Let our window fill its screen, and an empty surface each other one."""
        window = self._window
        ours = window.screen()
        if not window.isFullScreen() or window.isMinimized() or window.geometry() != ours.geometry():
            window.setGeometry(ours.geometry())
            window.showFullScreen()
        for screen in QApplication.screens():
            blank = next((one for one in self._blanks if one.screen() is screen), None)
            if screen is ours:
                self._uncover_screen(screen)
            elif blank is None:
                self._cover_screen(screen)
            else:
                blank.setGeometry(screen.geometry())

    def _come_back(self) -> None:
        """Show our windows anew: a window that is new to a window manager stands on the desktop shown."""
        if not self._window.isVisible() or self._window.windowHandle().isExposed():
            return
        self._came_back.append(time.monotonic())
        for window in (*self._blanks, self._window):
            window.hide()
        for blank in self._blanks:
            blank.show()
        self._window.showFullScreen()
        self._window.activateWindow()

    def _look_again(self, _what: object = None) -> None:
        # Not at once: the system is still telling what it did.
        self._soon.start()

    def _screen_came(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._look_again)
        self._soon.start()

    def _screen_went(self, screen: QScreen) -> None:
        self._uncover_screen(screen)
        # Ours may have been the one that went: then the window moves, and its new screen needs no surface.
        self._soon.start()

    def _cover_screen(self, screen: QScreen) -> None:
        blank = Blank(self._window.context.theme.paper)
        blank.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus)
        blank.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        blank.setWindowTitle(self._window.windowTitle())
        blank.setGeometry(screen.geometry())
        blank.setScreen(screen)
        # Not full screen: that would ask for the keyboard.
        blank.show()
        self._blanks.append(blank)

    def _uncover_screen(self, screen: QScreen) -> None:
        gone = [blank for blank in self._blanks if blank.screen() is screen]
        for blank in gone:
            self._blanks.remove(blank)
            blank.hide()
            blank.deleteLater()

    # The start screen.

    def _show_start(self) -> None:
        window = self._window
        self.start = StartScreen(window.context, window, refusal=self._refusal, compact=window.is_compact())
        self.start.began.connect(self._begin)
        self.start.go_to.connect(self._begin_at)
        self.start.staff.connect(self._ask_staff)
        self.start.closed.connect(self.given_up)
        window.cover(self.start)
        self.start.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, language: str) -> None:
        window = self._window
        if self._refusal or self.start is None:
            return
        start, self.start = self.start, None
        window.uncover()
        # Not now: the press that began the visit is still on its way through this widget.
        start.deleteLater()
        window.context.service.change(language=language)
        self.idle.begin()
        window.order.read_page()

    def _begin_at(self, route: Route) -> None:
        """Somebody pressed a number before any language."""
        self._begin(self._window.context.language)
        self._window.go_to(route)

    # Idleness.

    def _page_ready(self) -> None:
        self.idle.touch()
        bar = self._window.page.verticalScrollBar()
        # Whatever scrolls the page: a wheel, a switch, a voice.
        bar.valueChanged.connect(self._scrolled)
        self._quieten(self._window)

    def _scrolled(self, _value: int) -> None:
        self.idle.touch()

    def _ask(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._window.hush()
        sheet = StillThere(self._window.context, self._window)
        sheet.held.connect(self.idle.hold)
        self.idle.came_back.connect(sheet.came_back)
        self._open(sheet, sheet.first)
        texts = self._window.context.texts
        announce(sheet, f"{texts('public.idle.title')} {texts('public.idle.text')}")

    def _open(self, sheet: Overlay, first: QWidget) -> None:
        self._sheet = sheet
        sheet.closed.connect(self._sheet_closed)
        self._quieten(sheet)
        sheet.open(first)

    def _sheet_closed(self) -> None:
        self._sheet = None

    # Staff.

    def _ask_staff(self) -> None:
        from familyguide.ui.public.staff import StaffSheet  # noqa: PLC0415 - seldom

        if self._gate is None:
            return
        sheet = StaffSheet(self._window.context, self._gate, self._window)
        sheet.counted.connect(self._tried)
        sheet.tried.connect(self._tried)
        sheet.opened.connect(self._let_out)
        self._open(sheet, sheet.field)

    def _let_out(self) -> None:
        """End all visits; not from one that was left, whose end would show the desktop."""
        if not self._is_blank:
            self.opened.emit()

    def _tried(self) -> None:
        if self._gate is not None:
            self._visit.count(self._gate.count)

    # Nothing goes out, nothing comes in.

    def _quieten(self, part: QWidget) -> None:
        """Take the menus of the fields away, and let nothing be dragged in or out."""
        for widget in part.findChildren(QWidget):
            # Every widget that has a menu of its own would show the system's words, and ways out.
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
            widget.setAcceptDrops(False)
            if isinstance(widget, QLineEdit):
                widget.setDragEnabled(False)

    def blank(self) -> None:
        """Show an empty surface at once, in front of everything that was read."""
        self._is_blank = True
        self.idle.stop()
        blank = Blank(self._window.context.theme.paper, self._window)
        blank.setGeometry(self._window.rect())
        blank.show()
        blank.raise_()
        blank.setFocus()
        blank.repaint()
        kept = {self._window, *self._blanks}
        for widget in QApplication.topLevelWidgets():
            if widget not in kept:
                widget.hide()
        # From here on a shortcut or a change of the system's colours brings nothing back over it.
        self._window.cover(blank)
        self._window.setEnabled(False)
