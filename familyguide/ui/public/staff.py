"""The staff code: typed here, compared away from the window, never kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from familyguide.services.staff_code import MAXIMUM
from familyguide.ui.notice import announce
from familyguide.ui.overlay import Overlay
from familyguide.ui.widgets.basic import Button, row

if TYPE_CHECKING:
    from familyguide.services.staff_code import Answer, Gate
    from familyguide.ui.context import Context
    from familyguide.ui.window import Window


_FORGOTTEN_MS = 90_000


class _Told(QObject):
    answered = Signal(str)


class _Try(QRunnable):
    """One comparison: a tenth of a second, and more on an old computer."""

    def __init__(self, gate: Gate, code: str) -> None:
        super().__init__()
        self._gate = gate
        self._code = code
        self.told = _Told()

    def run(self) -> None:
        """Compare, and tell."""
        answer: Answer = "wrong"
        try:
            answer = self._gate.compare(self._code)
        finally:
            # Also when the comparison fails, for want of memory say: the sheet waits for a word.
            self.told.answered.emit(answer)


class StaffSheet(Overlay):
    """Asks for the code: `counted` before a try, `tried` after it, `opened` when it is right."""

    opened = Signal()
    counted = Signal()
    tried = Signal()

    def __init__(self, context: Context, gate: Gate, window: Window) -> None:
        texts = context.texts
        super().__init__(context, texts("public.staff.title"), window)
        self.setObjectName("StaffSheet")
        self._texts = texts
        self._gate = gate
        self._try: _Try | None = None
        self.add_words(texts("public.staff.text"))
        self.field = QLineEdit(self.sheet)
        self.field.setObjectName("StaffCode")
        self.field.setAccessibleName(texts("public.staff.code"))
        self.field.setPlaceholderText(texts("public.staff.code"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.field.setMaxLength(MAXIMUM)
        self.field.returnPressed.connect(self.send)
        self.column.addWidget(self.field)
        self.answer = self.add_words("", "strong")
        self.answer.setObjectName("StaffAnswer")
        self.answer.hide()
        line = row(12)
        back = Button(texts("public.staff.back"), "", self.sheet)
        back.clicked.connect(self.close_sheet)
        self._send = Button(texts("public.staff.close"), "primary", self.sheet)
        self._send.setObjectName("SendCode")
        self._send.clicked.connect(self.send)
        line.addWidget(back)
        line.addStretch(1)
        line.addWidget(self._send)
        self.column.addLayout(line)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._open_again)
        # Somebody who goes away leaves no open field behind.
        self._forgotten = QTimer(self)
        self._forgotten.setSingleShot(True)
        self._forgotten.setInterval(_FORGOTTEN_MS)
        self._forgotten.timeout.connect(self.close_sheet)
        self._forgotten.start()
        self.field.textEdited.connect(self._typed)
        if gate.seconds_left():
            self._close_for_now()

    def send(self) -> None:
        """Try what was typed."""
        code = self.field.text()
        # A code that is typed never waits in the field for the next hand.
        self.field.clear()
        if not code or self._try is not None or self._rest.isActive():
            return
        # Counted and told before it is compared: leaving meanwhile is no way around the rest.
        may_try = self._gate.begin()
        self.counted.emit()
        if not may_try:
            self._close_for_now()
            return
        self._send.setEnabled(False)
        self._try = _Try(self._gate, code)
        self._try.setAutoDelete(False)
        self._try.told.answered.connect(self._answered)
        QThreadPool.globalInstance().start(self._try)

    def _typed(self, _text: str) -> None:
        self._forgotten.start()

    def _answered(self, answer: str) -> None:
        self._try = None
        self.tried.emit()
        self._send.setEnabled(True)
        if answer == "open":
            self.opened.emit()
        elif self._gate.seconds_left():
            self._close_for_now()
        else:
            self._say(self._texts("public.staff.wrong"))

    def _close_for_now(self) -> None:
        self._send.setEnabled(False)
        self._say(self._texts("public.staff.wait"))
        self._rest.start(self._gate.seconds_left() * 1000)

    def _open_again(self) -> None:
        self._send.setEnabled(True)
        self.answer.hide()

    def _say(self, sentence: str) -> None:
        self._forgotten.start()
        self.answer.setText(sentence)
        self.answer.show()
        announce(self, sentence)
