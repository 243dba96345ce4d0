"""Our own small dialogs; no system dialog is ever opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from familyguide.ui.widgets.basic import Button, HeadingLabel, Label, row

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from familyguide.ui.context import Context


class CalmDialog(QDialog):
    """A title, a sentence, and buttons; Esc means stay."""

    def __init__(self, context: Context, title: str, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(context.texts("app.name"))
        self.setMinimumWidth(min(context.px(460), 800))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(14)
        # Qt's minimum is the height at the narrowest width; ours follows from the width it has.
        self.column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.column.addWidget(HeadingLabel(title, 2, self))
        self.column.addWidget(Label(text, "", self))

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the words need."""
        width = self.minimumWidth()
        self.resize(width, self.column.totalHeightForWidth(width))
        super().showEvent(event)


class LinkDialog(CalmDialog):
    """Asks a guest once before anything opens in the browser."""

    def __init__(self, context: Context, domain: str, parent: QWidget | None = None) -> None:
        texts = context.texts
        super().__init__(context, texts("link.ask.title"), texts("link.ask.text", domain=domain), parent)
        line = row(12)
        stay = Button(texts("link.ask.no"), "", self)
        stay.clicked.connect(self.reject)
        go_on = Button(texts("link.ask.yes"), "primary", self)
        go_on.setObjectName("OpenLink")
        go_on.clicked.connect(self.accept)
        line.addWidget(stay)
        line.addStretch(1)
        line.addWidget(go_on)
        self.column.addLayout(line)
        stay.setFocus(Qt.FocusReason.OtherFocusReason)


class ProblemDialog(CalmDialog):
    """Says calmly that something failed; the details can be copied, nothing is sent."""

    def __init__(self, context: Context, details: str, parent: QWidget | None = None) -> None:
        texts = context.texts
        super().__init__(context, texts("error.title"), texts("error.text"), parent)
        view = QPlainTextEdit(details, self)
        view.setReadOnly(True)
        view.setAccessibleName(texts("error.details"))
        view.setMaximumHeight(160)
        self.column.addWidget(Label(texts("error.details"), "small", self))
        self.column.addWidget(view)
        go_on = Button(texts("error.close"), "primary", self)
        go_on.clicked.connect(self.accept)
        self.column.addWidget(go_on, 0, Qt.AlignmentFlag.AlignRight)


class PackDialog(CalmDialog):
    """Says what a pack is that somebody pressed twice; it installs nothing."""

    def __init__(self, context: Context, told: str, parent: QWidget | None = None) -> None:
        texts = context.texts
        super().__init__(context, texts("pack.seen.title"), told, parent)
        self.setObjectName("PackDialog")
        self.column.addWidget(Label(texts("pack.seen.text"), "small", self))
        close = Button(texts("error.close"), "primary", self)
        close.clicked.connect(self.accept)
        self.column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus(Qt.FocusReason.OtherFocusReason)
