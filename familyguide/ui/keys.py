"""The window by keys alone: shortcuts, text size, and the way from part to part."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from familyguide.services.choices import SCALES
from familyguide.services.navigation import Route
from familyguide.services.shortcuts import WINDOW
from familyguide.ui.notice import announce
from familyguide.ui.widgets.basic import Label

if TYPE_CHECKING:
    from familyguide.ui.window import Window


# The bars and the page are made again for another size. What is said meanwhile is lost: a screen reader
# breaks it off for the control that takes the keyboard again, and Orca drops what comes up while all changes.
SETTLED_MS = 1500

# Whether screen readers here say by themselves into which named part the keyboard comes, as Orca does.
_SAYS_PARTS = sys.platform == "linux"


class Keys(QObject):
    """Answers the shortcuts of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._said = ""
        self._say_size = QTimer(self)
        self._say_size.setSingleShot(True)
        self._say_size.timeout.connect(self._tell_size)
        window.page_ready.connect(self._page_ready)
        answers = {
            "next-part": self._next_part,
            "previous-part": self._previous_part,
            "outline": self._outline,
            "search": self.search,
            "back": window.go_back,
            "forward": window.go_forward,
            "larger": self._larger,
            "smaller": self._smaller,
            "help": self._help,
        }
        for shortcut in WINDOW:
            for key in shortcut.here:
                QShortcut(QKeySequence(key), window).activated.connect(answers[shortcut.id])

    @property
    def _is_free(self) -> bool:
        """Whether the page can be reached: nothing covers it, and no sheet asks for an answer first."""
        return not self._window.is_covered and self._window.sheet is None

    def search(self) -> None:
        """Give the search field the keyboard; open the search page where the bar has no field."""
        if not self._is_free:
            return
        window = self._window
        field = window.top.search
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
        else:
            window.go_to(Route("search", ""))

    def _help(self) -> None:
        if self._is_free:
            self._window.go_to(Route("keyboard"))

    def _outline(self) -> None:
        if self._is_free:
            self._window.open_outline()

    def _larger(self) -> None:
        self._step_scale(1)

    def _smaller(self) -> None:
        self._step_scale(-1)

    def _step_scale(self, step: int) -> None:
        """Go to the next text size, and say which it is now: nobody sees that who only listens."""
        window = self._window
        context, texts = window.context, window.context.texts
        at = min(max(SCALES.index(context.choices.scale) + step, 0), len(SCALES) - 1)
        ends = {0: "reading.at.smallest", len(SCALES) - 1: "reading.at.largest"}
        said = texts(ends.get(at, "reading.at"), size=texts("reading.percent", n=SCALES[at]))
        if SCALES[at] == context.choices.scale:
            if not self._said:
                announce(window, said)
            return
        self._said = said
        context.service.change(scale=SCALES[at])

    def _page_ready(self) -> None:
        if self._said:
            self._say_size.start(SETTLED_MS)

    def _tell_size(self) -> None:
        said, self._said = self._said, ""
        # Nothing is said of a window that was left meanwhile.
        if self._window.isVisible() and not self._window.is_covered:
            announce(self._window, said)

    def _next_part(self) -> None:
        self._go_part(1)

    def _previous_part(self) -> None:
        self._go_part(-1)

    def _go_part(self, step: int) -> None:
        """Go to the part of the window that comes next, and say which it is."""
        window = self._window
        if window.is_covered:
            return
        if window.sheet is not None:
            # A sheet asks for an answer first, as a dialog does.
            announce(window.sheet, window.sheet.spoken_name())
            return
        window.close_menu()
        parts = window.order.parts()
        focus = QApplication.focusWidget()
        here = next(
            (at for at, part in enumerate(parts) if focus is part or (focus and part.isAncestorOf(focus))),
            None,
        )
        self._enter(window.page if here is None else parts[(here + step) % len(parts)])

    def _enter(self, part: QWidget) -> None:
        """Go where the keyboard was last in a part, else to its beginning."""
        window = self._window
        last = part.focusWidget()
        if not _SAYS_PARTS or (part is window.page and last is not None and _takes_keys(last, part)):
            # Before the control: its own words would cut these short.
            announce(part, window.order.name_of(part))
        if isinstance(part, Label):
            window.order.read_from(part)
        elif isinstance(last, Label) and last.isVisibleTo(part):
            # Reading goes on where it was left.
            window.order.read_from(last)
        elif last is not None and last is not part and _takes_keys(last, part):
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)
            window.bring_into_view(last)
        elif part is window.page:
            window.order.read_page()
        else:
            first = (child for child in part.findChildren(QWidget) if _takes_keys(child, part))
            next(first, part).setFocus(Qt.FocusReason.ShortcutFocusReason)


def _takes_keys(child: QWidget, part: QWidget) -> bool:
    """Tell whether a control can have the keyboard now."""
    return bool(
        child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(part) and child.isEnabled()
    )
