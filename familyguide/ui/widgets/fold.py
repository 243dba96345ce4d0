"""A title that opens and closes what lies under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.ui.theme import icons
from familyguide.ui.widgets.basic import IconLabel, Label, LayoutButton, row, sided

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap


class FoldButton(LayoutButton):
    """The title row of a fold: a chevron that turns, and words."""

    def __init__(self, title: str, role: str, colour: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__("fold", title, parent)
        self.spoken_role, self.is_fold = "Button", True
        self.setCheckable(True)
        ratio = self.devicePixelRatioF()
        mirrored = self.isRightToLeft()
        self._closed: QPixmap = icons.pixmap("chevron-right", colour, size, ratio, mirrored=mirrored)
        self._opened: QPixmap = icons.pixmap("chevron-down", colour, size, ratio)
        self._sign = IconLabel("chevron-right", colour, size, self)
        line = row(12, (14, 10, 14, 10))
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(title, role, self), 1)
        self.setLayout(line)
        self.pass_clicks()
        self.toggled.connect(self._turn)

    def _turn(self, is_open: bool) -> None:
        self._sign.setPixmap(self._opened if is_open else self._closed)
        from familyguide.ui.accessible import tell_open  # noqa: PLC0415 - not before something is opened

        tell_open(self)


class FoldBody(QWidget):
    """What lies under a title; a screen reader hears which part it comes into."""

    spoken_role = "Grouping"

    def __init__(self, button: FoldButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = button

    def spoken_name(self) -> str:
        """Give the words of the title."""
        return self._button.accessibleName()


class Fold(QWidget):
    """A part of a page that opens at its title; opening changes nothing else."""

    toggled = Signal(bool)

    def __init__(
        self,
        title: str,
        colour: str,
        parent: QWidget | None = None,
        *,
        role: str = "strong",
        size: int = 20,
        indent: int = 0,
    ) -> None:
        super().__init__(parent)
        self.button = FoldButton(title, role, colour, size, self)
        self.body = FoldBody(self.button, self)
        self.content = QVBoxLayout(self.body)
        start = 14 + size + 12 if indent < 0 else indent
        self.content.setContentsMargins(*sided(self, start, 0, 14, 12))
        self.content.setSpacing(10)
        self.body.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.button)
        outer.addWidget(self.body)
        self.button.toggled.connect(self._show)

    def _show(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self.toggled.emit(is_open)

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return self.button.isChecked()

    def open(self) -> None:
        """Show the body."""
        self.button.setChecked(True)
