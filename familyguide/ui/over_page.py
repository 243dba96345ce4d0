"""What opens over the page: the rail as a menu, the reading options, and the list of headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from familyguide.ui.widgets.basic import Backdrop, Label

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from familyguide.ui.shell import Rail
    from familyguide.ui.window import Window


class OverPage(QObject):
    """Lays one thing at a time over the page of a window, and gives the keyboard back when it goes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        # What lies over the page, and the sheet under it.
        self._over: QWidget | None = None
        self._backdrop: Backdrop | None = None
        # What had the keyboard before the list of headings lay over the page.
        self._before: QWidget | None = None

    @property
    def shown(self) -> QWidget | None:
        """What lies over the page; None where nothing does."""
        return self._over

    @property
    def is_panel(self) -> bool:
        """Whether a panel lies over the page, and not the rail as a menu."""
        return self._over is not None and self._over is not self._window.rail

    # What can be laid there.

    def open_menu(self, rail: Rail) -> None:
        """Show the rail over the page."""
        window = self._window
        room = self._lay_backdrop()
        # Leave now and the numbers stay in view, and one press away.
        leave = window.leave_place()
        mirrored = window.isRightToLeft()
        width = min(rail.width(), (window.width() - leave.right() if mirrored else leave.left()) - 12)
        rail.setGeometry(window.width() - width if mirrored else 0, 0, width, room.bottom() + 1)
        self._lay(rail)

    def open_reading(self, name: str = "") -> None:
        """Show the reading options, or put away what is there; `name` is what gets the keyboard."""
        if self._over is not None:
            self.close()
            return
        from familyguide.ui.reading import ReadingPanel  # noqa: PLC0415 - most visits never ask for it

        window = self._window
        context = window.context
        room = self._lay_backdrop()
        if context.shows_voices and context.may_read_aloud:
            window.reader().list_voices()
        said = window.aloud.in_place.get(context.language, "") if window.aloud is not None else ""
        panel = ReadingPanel(context, window, of_voices=said)
        panel.go_to.connect(window.go_to)
        panel.show_voices.connect(self._open_voices)
        panel.read_aloud.connect(window.read_aloud)
        panel.stand_under(window.top.reading_button, room)
        self._lay(panel, name or f"Scale-{context.choices.scale}")

    def _open_voices(self) -> None:
        """Show in the reading options how fast pages are read, and in which voice."""
        window = self._window
        window.context.shows_voices = True
        self.close()
        window.reader().list_voices(again=True)
        self.open_reading(f"Speed-{window.context.choices.speed}")

    def reading_again(self) -> None:
        """Make the reading options again, where they are open, with the keyboard where it was."""
        if self._over is not None and self._over.objectName() == "ReadingPanel":
            focus = QApplication.focusWidget()
            self.close()
            self.open_reading(focus.objectName() if focus is not None else "")

    def open_outline(self) -> None:
        """Show the headings of the page, or put them away; say so where it has too few."""
        from familyguide.ui.outline import FEWEST, OutlinePanel, headings  # noqa: PLC0415 - when asked for

        window = self._window
        if self._over is not None and self._over.objectName() == "OutlinePanel":
            self.close()
            return
        self.close()
        if not window.page.is_whole:
            # Its lower parts are on their way.
            window.page_ready.connect(self.open_outline, Qt.ConnectionType.SingleShotConnection)
            return
        found = headings(window.page)
        if len(found) < FEWEST:
            window.tell(window.context.texts("outline.few"))
            return
        before = QApplication.focusWidget()
        room = self._lay_backdrop()
        panel = OutlinePanel(window.context, window.page, found, window)
        panel.chosen.connect(window.order.read_heading)
        panel.stand_under(window.top.outline_button, room)
        self._lay(panel, panel.first)
        self._before = before

    # Laying it there, and putting it away.

    def _lay_backdrop(self) -> QRect:
        """Cover the page alone; gives its place, between the bars."""
        self.close()
        self._backdrop = Backdrop(self._window)
        self._backdrop.pressed.connect(self.close)
        self._backdrop.setGeometry(self._window.free_place())
        self._backdrop.show()
        return self._backdrop.geometry()

    def _lay(self, over: QWidget, name: str = "") -> None:
        self._over = over
        over.show()
        over.raise_()
        focusable = [
            child for child in over.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        wanted = next((child for child in focusable if child.objectName() == name), focusable[0])
        wanted.setFocus(Qt.FocusReason.PopupFocusReason)
        # Scrolled to it, where it scrolls.
        show = getattr(over, "show_control", None)
        if show is not None:
            show(wanted)

    def follow(self, control: QWidget) -> None:
        """Make way for a control elsewhere that takes the keyboard: it is never hidden under a menu."""
        if self._over is not None and not self._over.isAncestorOf(control):
            self.close()

    def close(self) -> None:
        """Put away what lies over the page; the keyboard goes back to the button that opened it."""
        over, self._over = self._over, None
        if self._backdrop is not None:
            self._backdrop.hide()
            self._backdrop.deleteLater()
            self._backdrop = None
        if over is None:
            return
        window = self._window
        focus = QApplication.focusWidget()
        opener: QWidget | None = window.top.menu if over is window.rail else window.top.reading_button
        before, self._before = self._before, None
        if over.objectName() == "OutlinePanel":
            opener = before if before is not None and isValid(before) else window.page
        if focus is not None and over.isAncestorOf(focus) and opener is not None:
            if isinstance(opener, Label):
                window.order.read_from(opener)
            else:
                opener.setFocus(Qt.FocusReason.PopupFocusReason)
        over.hide()
        if over is not window.rail:
            over.deleteLater()
