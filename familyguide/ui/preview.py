"""The window of a writer: it follows the files, and says above the page what the checker finds on it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from familyguide.guide.library import ContentError, Library
from familyguide.guide.rules import EASY

if TYPE_CHECKING:
    from familyguide.guide.model import Problem
    from familyguide.guide.preview import Fresh, LivePreview
    from familyguide.services.navigation import Route
    from familyguide.ui.window import Window

# How often the files are looked at: together with reading them, less than a second after a save.
LOOK_EVERY = 0.25
# More problems than these are counted; the terminal's `content check` lists all.
SHOWN = 2
_ITEM_PAGES = ("conversation", "checklist", "plan", "article", "agreement", "signs")
_PART_PAGES = ("help", "understand")


class Told(NamedTuple):
    """What is known of the page in view."""

    item: str | None
    problems: list[Problem]
    # Files that cannot be read: those of the page in view, and the others.
    here: list[Problem]
    elsewhere: list[Problem]


def item_of(route: Route) -> str | None:
    """Give the id of the item that a route shows; None where it shows none alone."""
    if route.page in _ITEM_PAGES and route.item not in ("plan", None):
        return route.item
    if route.page == "easy" and route.item is not None:
        return f"{EASY}{route.item}"
    return route.part if route.page in _PART_PAGES else None


class PreviewDesk(QObject):
    """Reads and checks in a thread of its own; shows in the window."""

    _read = Signal(object)
    _found = Signal(object)
    # What was saved is shown, and what the checker says of the page in view stands above it.
    shown = Signal()
    checked = Signal()

    def __init__(self, window: Window, live: LivePreview, first: Fresh) -> None:
        super().__init__(window)
        self._window = window
        self._live = live
        self._broken = first.broken
        # The page before may still ask the library before: it is closed one step later.
        self._before: Library | None = None
        self._wake = threading.Condition()
        self._in_view = item_of(window.route)
        self._asked: str | None = ""
        self._is_closed = False
        self.told: Told | None = None
        self._read.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._found.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        window.page_shown.connect(self._page_shown)
        window.left.connect(self.close)
        window.show_line(window.context.texts("preview.looking"))
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def start(self) -> None:
        """Begin to follow the files."""
        self._thread.start()

    def close(self) -> None:
        """Stop; waits for what is being read, a second at most."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(1)

    def _page_shown(self, route: Route) -> None:
        with self._wake:
            self._in_view = item_of(route)
            self._wake.notify()

    # In the thread.

    def _follow(self) -> None:
        try:
            while not self._is_closed:
                try:
                    self._look()
                except Exception as error:  # noqa: BLE001 - a writer's file must never stop the preview
                    self._read.emit(error)
                with self._wake:
                    if not self._is_closed and self._in_view == self._asked:
                        self._wake.wait(LOOK_EVERY)
        finally:
            self._live.close()

    def _look(self) -> None:
        if self._live.has_changed():
            self._read_again()
        with self._wake:
            in_view = self._in_view
        if in_view != self._asked and not self._is_closed:
            self._asked = in_view
            self._found.emit(self._check(in_view))

    def _read_again(self) -> None:
        fresh = self._live.read()
        # Whatever is in view, it is checked again.
        self._asked = ""
        self._broken = fresh.broken
        if self._is_closed:
            fresh.database.close()
        else:
            self._read.emit(fresh)

    def _check(self, identifier: str | None) -> Told:
        files = self._live.files(identifier) if identifier is not None else frozenset()
        here = [problem for file, problem in self._broken.items() if file in files]
        elsewhere = [problem for file, problem in self._broken.items() if file not in files]
        problems = self._live.problems(identifier) if identifier is not None and not here else []
        return Told(identifier, problems, here, elsewhere)

    # In the window.

    def _show(self, fresh: Fresh | Exception) -> None:
        if isinstance(fresh, Exception):
            if not self._is_closed:
                where = fresh.where if isinstance(fresh, ContentError) else f"{type(fresh).__name__}: {fresh}"
                self._window.show_line(self._window.context.texts("preview.lacking", where=where))
            return
        if self._is_closed:
            fresh.database.close()
            return
        before, self._before = self._before, self._window.context.library
        self._window.renew(Library(fresh.database, ":memory:"), fresh.note)
        if before is not None:
            before.close()
        self.shown.emit()

    def _tell(self, told: Told) -> None:
        if self._is_closed:
            return
        self.told = told
        self._window.show_line("\n".join(self._lines(told)))
        self.checked.emit()

    def _lines(self, told: Told) -> list[str]:
        texts = self._window.context.texts
        if told.here:
            lines = [texts("preview.broken", problem=_short(told.here[0]))]
        elif told.problems:
            lines = [_short(problem) for problem in told.problems[:SHOWN]]
            if len(told.problems) > SHOWN:
                lines.append(texts.count("preview.more", len(told.problems) - SHOWN))
        else:
            lines = [texts("preview.good") if told.item is not None else texts("preview.follows")]
        if told.elsewhere:
            files = ", ".join(sorted(problem.file for problem in told.elsewhere)[:SHOWN])
            lines.append(texts.count("preview.elsewhere", len(told.elsewhere), files=files))
        return lines


def _short(problem: Problem) -> str:
    return f"{problem.file}:{problem.line} {problem.code}: {problem.message}"
