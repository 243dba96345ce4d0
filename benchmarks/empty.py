"""The floor: the least a PySide6 program does to show a window; nothing of Family Guide is loaded."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Empty(QWidget):
    """A window without anything in it, as large as ours."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Wait for the end of the first paint."""
        super().paintEvent(event)
        if not self.painted:
            self.painted = 1
            QTimer.singleShot(0, self.note)

    def note(self) -> None:
        """Note the time, then rest."""
        self.painted = time.perf_counter_ns()
        from benchmarks import AT_REST_MS  # noqa: PLC0415 - nothing of ours before the first paint

        QTimer.singleShot(AT_REST_MS, self.finish)

    def finish(self) -> None:
        """Tell the parent."""
        if "stay" in sys.argv:  # it is looked at from outside, which ends it
            return
        from benchmarks import answer  # noqa: PLC0415

        answer.tell(answer.start(self.painted))
        QApplication.quit()


application = QApplication(sys.argv[:1])
window = Empty()
window.resize(1280, 800)
window.show()
sys.exit(application.exec())
