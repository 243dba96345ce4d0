"""The window in the order in which it is read: its parts, the way of Tab, and words with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from familyguide.ui.widgets.basic import Label

if TYPE_CHECKING:
    from familyguide.ui.leave import ShiftWatch
    from familyguide.ui.window import Window


class ReadingOrder(QObject):
    """Knows the parts of one window as the eye meets them, and gives words in them the keyboard."""

    def __init__(self, window: Window, watch: ShiftWatch) -> None:
        super().__init__(window)
        self._window = window
        self._watch = watch

    def regions(self) -> list[QWidget]:
        """Give the parts of the window in reading order."""
        window = self._window
        found: list[QWidget] = [window.top, window.page, window.strip]
        if window.aloud is not None and window.aloud.bar is not None:
            found.insert(2, window.aloud.bar)
        if window.rail is not None and window.rail.isVisible():
            found.insert(1, window.rail)
        return found

    def parts(self) -> list[QWidget]:
        """Give what F6 goes round: the bands that are shown, the regions, and keys on the screen."""
        window = self._window
        bands = [window.shell.findChild(Label, name) for name in ("Band", "StaffLine", "WriterLine")]
        found = [band for band in bands if band is not None and band.isVisible()]
        keys: QWidget | None = getattr(window.keyboard, "sheet", None)
        return [*found, *self.regions()[:-1], *filter(None, (keys,)), window.strip]

    def name_of(self, part: QWidget) -> str:
        """Say which part of the window this is."""
        window = self._window
        title = window.page.title_label
        if part is window.page:
            return window.context.texts("page.name", title=title.text() if title is not None else "")
        return part.text() if isinstance(part, Label) else part.accessibleName()

    def tie(self) -> None:
        """Let Tab go as the eye does: top bar, rail, page, strip; from a page that has just come, into it."""
        window = self._window
        before: QWidget | None = None
        by_tab, by_click = Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.ClickFocus
        for region in self.regions():
            children = region.findChildren(QWidget)
            # Words that had the keyboard are no stop of Tab, which goes on from there all the same.
            stops = [
                child
                for child in children
                if (policy := child.focusPolicy()) & by_tab
                or (policy == by_click and isinstance(child, Label))
            ]
            if region is window.page:
                # It takes the keyboard when it comes: what follows it in the order is its first control.
                stops.insert(0, region)
            for stop in stops:
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop
        if window.keyboard is not None:
            window.keyboard.tab_order()

    # Words with the keyboard: a screen reader says them and reads on from there.

    def read_page(self) -> None:
        """Give the keyboard to the title of the page, or where else it begins; to the page without any."""
        window = self._window
        title = window.page.begins_at or window.page.title_label
        if title is None or not title.isVisibleTo(window.page):
            window.page.setFocus()
            return
        self.read_from(title)
        if self._watch.by_keys:
            window.bring_into_view(title)

    def read_from(self, words: Label) -> None:
        """Give the keyboard to some words, such as a heading; the arrows scroll, Tab goes on from there."""
        window = self._window
        if not words.focusPolicy():
            words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.tie()
        words.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._watch.by_keys and words.hasFocus():
            from familyguide.ui.widgets.mark import ReadingMark  # noqa: PLC0415 - for readers who use the keys

            ReadingMark(words, window.page.body if window.page.isAncestorOf(words) else window.shell)

    def read_heading(self, heading: object) -> None:
        """Scroll a heading of the page to the top, and give it the keyboard."""
        window, page = self._window, self._window.page
        window.close_menu()
        if not isinstance(heading, Label) or not page.isAncestorOf(heading):
            return
        from familyguide.ui.outline import place_of  # noqa: PLC0415 - loaded by now

        page.body.settle()
        page.verticalScrollBar().setValue(place_of(heading, page).y() - window.context.px(10))
        self.read_from(heading)
