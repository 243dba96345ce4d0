"""The last line of defence: a calm dialog, details to copy, nothing sent and nothing written."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from familyguide.ui.context import Context
    from familyguide.ui.window import Window


class LastDefence:
    """Takes over unexpected exceptions for one window.

    What a reader typed or opened is never told. Where nothing is kept, nothing is written to the standard
    error either: many systems save that in a file. On a public PC a notice in the window takes the place of
    the dialog; when not even that can be shown, the visit ends.
    """

    def __init__(self, context: Context, window: Window) -> None:
        self._context = context
        self._window = window
        self._showing = False

    def install(self) -> None:
        """Catch what nothing else caught, on every thread."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_on_thread
        sys.unraisablehook = self._caught_by_nobody

    def _caught(self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        details = self._told(kind, trace)
        is_by_hand = issubclass(kind, KeyboardInterrupt)
        if self._showing or is_by_hand or threading.current_thread() is not threading.main_thread():
            # A second box is never opened, and windows belong to one thread alone.
            return
        self._showing = True
        try:
            if self._context.rules.mode == "public-pc":
                self._say()
            else:
                self._show(details)
        finally:
            self._showing = False

    def _show(self, details: str) -> None:
        """Show the dialog; where even that cannot be loaded (its folder is gone), the window stays."""
        # What Python writes of a fault in here would tell more than we do.
        with contextlib.suppress(Exception):
            from familyguide.ui.dialogs import ProblemDialog  # noqa: PLC0415 - seldom

            ProblemDialog(self._context, details, self._window).exec()

    def _caught_on_thread(self, caught: threading.ExceptHookArgs) -> None:
        self._told(caught.exc_type, caught.exc_traceback)

    def _caught_by_nobody(self, caught: sys.UnraisableHookArgs) -> None:
        self._told(caught.exc_type, caught.exc_traceback)

    def _told(self, kind: type[BaseException], trace: TracebackType | None) -> str:
        """Name our own code, and tell it on the standard error where the rules allow traces."""
        # Loaded only now: nothing of it is needed while all goes well.
        import traceback  # noqa: PLC0415

        frames = traceback.extract_tb(trace)
        details = "\n".join(
            f"{frame.filename.rsplit('familyguide', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames
        )
        details = f"{kind.__name__}\n{details}"
        if self._context.rules.event_log:
            from familyguide.services import event_log  # noqa: PLC0415 - seldom

            # The name alone: the place in our code would tell which page was open.
            event_log.fault(self._context.rules, kind.__name__)
        if self._context.rules.mode == "home":
            with contextlib.suppress(OSError, ValueError, AttributeError):
                sys.stderr.write(f"familyguide: {details}\n")
        return details

    def _say(self) -> None:
        """Say it in the window; without details, which are no matter of a reader at a public PC."""
        texts = self._context.texts
        try:
            self._window.tell(f"{texts('error.title')}. {texts('error.text')}")
        except Exception:  # noqa: BLE001 - whatever is broken now, the reader's page must not stay
            self._window.leave()
