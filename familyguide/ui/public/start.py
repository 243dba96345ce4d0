"""What a public PC shows between two readers: the name, the languages, whom to call, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from familyguide.services.texts import Texts
from familyguide.ui.shell import HelpStrip
from familyguide.ui.theme import icons
from familyguide.ui.widgets.basic import Button, HeadingLabel, IconLabel, Label, column, row
from familyguide.ui.widgets.centred import Centred

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from familyguide.ui.context import Context

_ICON = 84
_WIDEST = 900
_CENTER = Qt.AlignmentFlag.AlignHCenter


class StartScreen(QWidget):
    """Begins a visit in a language; `refusal` is the sentence shown instead where none may begin."""

    began = Signal(str)
    go_to = Signal(object)
    staff = Signal()
    # Closed where no visit may begin and no code is set.
    closed = Signal()
    # It stands on the screen for the first time.
    painted = Signal()

    def __init__(
        self, context: Context, parent: QWidget, *, refusal: str = "", compact: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("StartScreen")
        self._context = context
        self._was_painted = False
        self._compact = compact
        rules = context.rules
        # Each reader finds their own language: what is said here is said in all that are offered.
        self._spoken = [Texts(language) for language in rules.languages]
        self.setAccessibleName(self._in_all("app.name", " · "))
        self.buttons: list[Button] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._top())
        whole.addWidget(self._middle(refusal), 1)
        if not refusal:
            strip = HelpStrip(context, self, compact=compact)
            strip.go_to.connect(self.go_to)
            whole.addWidget(strip)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell the first time that this is seen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def first(self) -> QWidget:
        """Give what takes the keyboard: the first language, else the staff button, else the screen itself."""
        return next(iter(self.buttons), None) or self.findChild(Button) or self

    def _in_all(self, key: str, between: str, **values: str | int) -> str:
        return between.join(dict.fromkeys(texts(key, **values) for texts in self._spoken))

    def _top(self) -> QVBoxLayout:
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 0)
        if self._context.rules.staff_code is not None:
            staff = Button(self._in_all("public.staff", " · "), "quiet", self)
            staff.setObjectName("StaffButton")
            staff.clicked.connect(self.staff)
            top.addWidget(staff, 0, Qt.AlignmentFlag.AlignRight)
        return top

    def _middle(self, refusal: str) -> Centred:
        context, px = self._context, self._context.px
        # A small screen with large text needs its room for words.
        icon = _ICON if not self._compact else _ICON // 2
        area = Centred(self, px(_WIDEST))
        middle = QWidget(area.ground)
        lines = QVBoxLayout(middle)
        lines.setContentsMargins(24, 4, 24, 12)
        lines.setSpacing(6 if self._compact else px(14))
        lines.addWidget(IconLabel(icons.BRAND, context.theme.primary, icon, middle), 0, _CENTER)
        names = list(dict.fromkeys(texts("app.name") for texts in self._spoken))
        lines.addWidget(self._centred(HeadingLabel(names[0], 1, middle)))
        for name in names[1:]:
            lines.addWidget(self._centred(Label(name, "lead", middle)))
        if refusal:
            lines.addSpacing(px(12))
            for sentence in refusal.split("\n"):
                lines.addWidget(self._centred(Label(sentence, "", middle)))
            if context.rules.staff_code is None:
                # Somebody tries it out: no code could close it.
                close = Button(self._in_all("public.staff.close", " · "), "", middle)
                close.setObjectName("CloseRefused")
                close.clicked.connect(self.closed)
                lines.addWidget(close, 0, _CENTER)
        else:
            lines.addSpacing(px(10))
            lines.addLayout(self._languages(middle))
            lines.addSpacing(px(10))
            for texts in self._spoken:
                lines.addWidget(self._centred(Label(self._promise(texts), "muted", middle)))
        area.hold(middle)
        return area

    def _languages(self, parent: QWidget) -> QBoxLayout:
        """One button a language, in its own words; beside each other where there is room."""
        line = row(16) if not self._compact else column(12)
        line.addStretch(1)
        for texts in self._spoken:
            role = "start-primary" if not self.buttons else "start"
            button = Button(texts("public.begin"), role, parent, value=texts.language)
            button.setObjectName(f"Begin-{texts.language}")
            button.pressed_with.connect(self._begin)
            self.buttons.append(button)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _begin(self, language: object) -> None:
        self.began.emit(str(language))

    def _promise(self, texts: Texts) -> str:
        """Say what a visit leaves, and when it ends; only what is true under these rules."""
        rules = self._context.rules
        said = [texts("public.keeps_nothing"), texts("public.closes", minutes=rules.idle_minutes)]
        if rules.printing != "off":
            said.append(texts("public.print_is_seen"))
        return " ".join(said)

    def _centred(self, label: Label) -> Label:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label
