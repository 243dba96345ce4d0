"""The last line of defence: a calm dialog, details to copy, nothing sent and nothing written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

    from familyguide.ui.context import Context


class LastDefence:
    """Takes over unexpected exceptions for one window."""

    def __init__(self, context: Context, window: QWidget) -> None:
        self._context = context
        self._window = window
        self._showing = False

    def install(self) -> None:
        """Catch what nothing else caught."""
        sys.excepthook = self._caught

    def _caught(self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        # Loaded only now: nothing of it is needed while all goes well.
        import traceback  # noqa: PLC0415

        from familyguide.ui.dialogs import ProblemDialog  # noqa: PLC0415

        # The details name our own code only: never what a reader typed or opened.
        frames = traceback.extract_tb(trace)
        details = "\n".join(
            f"{frame.filename.rsplit('familyguide', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames
        )
        details = f"{kind.__name__}\n{details}"
        sys.stderr.write(f"familyguide: {details}\n")
        if self._showing or issubclass(kind, KeyboardInterrupt):
            return
        self._showing = True
        try:
            ProblemDialog(self._context, details, self._window).exec()
        finally:
            self._showing = False
