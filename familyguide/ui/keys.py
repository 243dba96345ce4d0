"""The window by keys alone: shortcuts, text size, and the way from region to region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from familyguide.services.choices import SCALES
from familyguide.services.navigation import Route
from familyguide.ui.notice import announce

if TYPE_CHECKING:
    from familyguide.ui.window import Window


class Keys(QObject):
    """Answers the shortcuts of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        for keys, action in (
            (QKeySequence.StandardKey.Back, window.go_back),
            (QKeySequence.StandardKey.Forward, window.go_forward),
            (QKeySequence("Ctrl+F"), self.search),
            (QKeySequence("F6"), self._next_region),
            (QKeySequence("Shift+F6"), self._previous_region),
            (QKeySequence("Ctrl++"), self._larger),
            (QKeySequence("Ctrl+="), self._larger),
            (QKeySequence("Ctrl+-"), self._smaller),
        ):
            QShortcut(QKeySequence(keys), window).activated.connect(action)

    def search(self) -> None:
        """Give the search field the keyboard; open the search page where the bar has no field."""
        window = self._window
        if window.is_covered:
            return
        field = window.top.search
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
        else:
            window.go_to(Route("search", ""))

    def _larger(self) -> None:
        self._step_scale(1)

    def _smaller(self) -> None:
        self._step_scale(-1)

    def _step_scale(self, step: int) -> None:
        context = self._window.context
        at = SCALES.index(context.choices.scale) + step
        if 0 <= at < len(SCALES):
            context.service.change(scale=SCALES[at])

    def _next_region(self) -> None:
        self._region(1)

    def _previous_region(self) -> None:
        self._region(-1)

    def _region(self, step: int) -> None:
        """Move the focus to the next part of the window and say which it is."""
        window = self._window
        if window.is_covered:
            return
        window.close_menu()
        regions = window.regions()
        focus = QApplication.focusWidget()
        here = next(
            (i for i, region in enumerate(regions) if focus is not None and region.isAncestorOf(focus)), -step
        )
        region = regions[(here + step) % len(regions)]
        for child in region.findChildren(QWidget):
            if (
                child.focusPolicy() & Qt.FocusPolicy.TabFocus
                and child.isVisibleTo(region)
                and child.isEnabled()
            ):
                child.setFocus(Qt.FocusReason.ShortcutFocusReason)
                break
        title = window.page.title_label
        announce(region, region.accessibleName() or (title.text() if title is not None else ""))
