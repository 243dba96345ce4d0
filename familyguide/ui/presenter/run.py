"""A session that runs: the questions before it, the shared view, and the worker's view where it may exist."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from familyguide.services.session_show import Stage
from familyguide.ui.presenter.asks import BeforeSheet, OptionsSheet, StopSheet
from familyguide.ui.presenter.deck import Deck
from familyguide.ui.presenter.keys import SessionKeys, Wish
from familyguide.ui.presenter.screens import Place, Screens
from familyguide.ui.presenter.shared import SharedView
from familyguide.ui.presenter.worker import WorkerView

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.services.session import SessionPlan
    from familyguide.ui.presenter.shared import Mode
    from familyguide.ui.window import Window


class Presenter(QObject):
    """Runs one session from a window, which is out of sight meanwhile; nothing of it is ever stored.

    Raises ValueError on a public PC, where no session is run.
    """

    # Back at the window, or never begun; nothing of the session is left.
    closed = Signal()
    # The plan, with the answers of the day: its take-home pack is asked for. The window is back by then.
    take_home = Signal(object)
    # The plan: its notes are asked for on paper, before the start. The question has gone by then.
    print_notes = Signal(object)

    def __init__(
        self,
        window: Window,
        plan: SessionPlan,
        *,
        screens: Screens | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        if window.context.rules.mode == "public-pc":
            message = "no session is run on a public PC"
            raise ValueError(message)
        self._window = window
        self._context = window.context
        self._clock = clock
        self._began = self._part_began = 0.0
        self._mode: Mode = "show"
        self._is_over = False
        self.plan = plan
        self.deck: Deck | None = None
        self.shared: SharedView | None = None
        self.worker: WorkerView | None = None
        self.before: BeforeSheet | None = None
        self.keys = SessionKeys()
        self.screens = screens or Screens(self)
        self.screens.changed.connect(self._screens_changed)
        self._stage = Stage(self._context.library, self._context.directory, self._context.today)
        window.left.connect(self._end)
        window.almost_left.connect(self._say_once_more)

    # The beginning.

    def open(self) -> None:
        """Ask what is asked before each start; the session begins from there."""
        self.before = sheet = BeforeSheet(self._context, self.plan, self.screens, self.keys, self._window)
        sheet.began.connect(self.begin)
        sheet.print_notes.connect(self._print_notes)
        sheet.closed.connect(self._before_closed)
        sheet.open(sheet.first)

    def _before_closed(self) -> None:
        self.before = None
        if self.shared is None:
            self._end()

    def _print_notes(self) -> None:
        plan, sheet = self.plan, self.before
        if sheet is not None:
            sheet.close_sheet()
        self.print_notes.emit(plan)

    def begin(self, plan: SessionPlan, mine: Place | None = None) -> None:
        """Show the session: `plan` with the answers of the day, `mine` the screen of the worker alone.

        Once: a second press on the way in changes nothing.
        """
        if self.shared is not None:
            return
        self.plan = plan
        self.deck = Deck(plan, self._context.library, self._stage)
        self._began = self._part_began = self._clock()
        shared = self.shared = SharedView(self._context, self.deck, self.keys)
        shared.wished.connect(self.do)
        shared.refitted.connect(self._refitted)
        shared.show_step(self._mode)
        shared.fill(self._shared_place(mine))
        self._window.stand_behind(shared)
        if mine is not None:
            self._open_worker(mine)
        shared.activateWindow()
        shared.setFocus()

    def _shared_place(self, mine: Place | None) -> Place:
        """Choose the screen for everybody: where we are, unless the worker said that it is theirs."""
        places = self.screens.places()
        others = [place for place in places if place != mine] or list(places)
        ours = (self.shared if self.shared and self.shared.isVisible() else self._window).screen()
        return next((place for place in others if place.screen is ours), others[0])

    # The worker's view.

    def _open_worker(self, mine: Place | None) -> None:
        """Make the worker's view, where there is a screen that may hold it."""
        self._drop_worker()
        shared, deck = self.shared, self.deck
        if mine is None or shared is None or deck is None:
            return
        if not self.screens.are_separate or not self.screens.still_there(mine):
            return
        wanted = self._shared_place(mine)
        if shared.screen() is not wanted.screen:
            shared.fill(wanted)
        worker = self.worker = WorkerView(
            self._context, deck, self._stage, mine, self.screens, self._elapsed, self.keys
        )
        worker.wished.connect(self.do)
        worker.strayed.connect(self._worker_strayed)
        worker.show_step(self._mode)
        worker.open()
        self._window.watch_keys(worker)
        shared.activateWindow()

    def _drop_worker(self, *, at_once: bool = True) -> None:
        """Take the worker's view off the screen and apart; at once, unless it is pressing its own button."""
        worker, self.worker = self.worker, None
        if worker is None or not shiboken6.isValid(worker):
            return
        worker.hide()
        if at_once:
            shiboken6.delete(worker)
        else:
            worker.deleteLater()

    def _worker_strayed(self) -> None:
        # It speaks itself: gone from the screen now, taken apart when it has spoken.
        self._drop_worker(at_once=False)
        self._tell("present.screens.strayed")

    def _screens_changed(self) -> None:
        """Nobody knows yet what shows where: the notes are gone before anything is painted."""
        had = self.worker is not None
        self._drop_worker()
        if self.shared is not None:
            self.shared.screens_changed()
            if had:
                self._tell("present.screens.changed")

    def _tell(self, key: str) -> None:
        if self.shared is not None:
            self.shared.tell(self._context.texts(key))

    def _say_once_more(self) -> None:
        self._tell("leave.once_more")

    def _elapsed(self) -> tuple[int, int]:
        now = self._clock()
        return int(now - self._began) // 60, int(now - self._part_began) // 60

    # What the worker asks for.

    def do(self, wish: object) -> None:
        """Do what a key, a remote or a button asks for."""
        if self.shared is None or self.deck is None or self._is_over:
            return
        match wish:
            case Wish.NEXT | Wish.BACK | Wish.FIRST | Wish.LAST if self._mode in ("blank", "pause"):
                # The first press brings the slide back: nobody lost a step meanwhile.
                self._show("show")
            case Wish.NEXT:
                self._go(1)
            case Wish.BACK:
                self._go(-1)
            case Wish.FIRST:
                self._go(-self.deck.at)
            case Wish.LAST:
                self._go(len(self.deck.steps))
            case Wish.BLANK:
                self._show("show" if self._mode == "blank" else "blank")
            case Wish.PAUSE:
                self._show("show" if self._mode == "pause" else "pause")
            case Wish.OWN_WORDS:
                self._show("show" if self._mode == "own-words" else "own-words")
            case Wish.DISCLOSED:
                self._disclosed()
            case Wish.OPTIONS:
                self._ask_options()
            case Wish.CLOSE_NOTES:
                self._drop_worker(at_once=False)
                self.shared.activateWindow()
            case Wish.STOP:
                self._ask_stop()
            case Wish.CLOSE:
                self._close()
            case Wish.TAKE_HOME:
                self._take_home()
            case Wish.LEAVE:
                self.leave()

    def _go(self, by: int) -> None:
        deck = self.deck
        if deck is None:
            return
        before = deck.now.chapter
        deck.go(by)
        if deck.now.chapter != before:
            self._part_began = self._clock()
        self._show("show")

    def _show(self, mode: Mode) -> None:
        self._mode = mode
        if self.shared is not None:
            self.shared.show_step(mode)
        if self.worker is not None:
            self.worker.show_step(mode)

    def _refitted(self) -> None:
        """Show the same idea with what shares its slide now; a question over it stays."""
        if self.shared is not None:
            self.shared.show_step(self._mode, is_new=False)
        if self.worker is not None:
            self.worker.show_step(self._mode)

    def _disclosed(self) -> None:
        """Let the room rest, and show the worker what to do; on one screen there is only the pause."""
        if self.worker is not None:
            if self._mode in ("show", "own-words"):
                self._show("pause")
            self.worker.show_disclosed()

    def _ask_options(self) -> None:
        if self.shared is not None and not self.shared.is_asked:
            sheet = OptionsSheet(self._context, self.screens, self.keys, self.shared)
            sheet.answered.connect(self._open_worker)
            sheet.open(sheet.stay)

    def _close(self) -> None:
        """Ask before the view closes; closed over a question, the view goes with it."""
        if self.shared is not None and self.shared.is_asked:
            self.shared.close_question()
            self.stop()
        else:
            self._ask_stop()

    def _ask_stop(self) -> None:
        if self.shared is None:
            return
        if self.shared.findChild(StopSheet) is None:
            # The worker goes on from another question: this one takes its place.
            self.shared.close_question()
        if not self.shared.is_asked:
            sheet = StopSheet(self._context, self.shared)
            sheet.wished.connect(self.stop)
            self.shared.activateWindow()
            sheet.open(sheet.stay)

    # The end.

    def stop(self, _wish: object = None) -> None:
        """Go back to the window; the session is forgotten."""
        if self._is_over:
            return
        self._window.stand_in_front()
        self._end()

    def _take_home(self) -> None:
        plan = self.plan
        self.stop()
        self.take_home.emit(plan)

    def leave(self) -> None:
        """Leave now, as everywhere: every window of ours is gone at once."""
        for view in (self.worker, self.shared):
            if view is not None:
                view.hide()
        self._window.leave()

    def _end(self) -> None:
        """Take everything of the session apart."""
        if self._is_over:
            return
        self._is_over = True
        self.screens.close()
        self._drop_worker(at_once=False)
        shared, self.shared = self.shared, None
        if shared is not None:
            shared.let_close()
            shared.hide()
            shared.deleteLater()
        before, self.before = self.before, None
        if before is not None:
            before.close_sheet()
        self.closed.emit()
        self.deleteLater()
