"""Boxes that announce what they hold: "You can say", "Avoid"."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from familyguide.ui.widgets.basic import Box, IconLabel, Label, ParagraphLabel, column, row, rule, sided


class BlockBox(Box):
    """A box with a name that screen readers hear before its words."""

    def __init__(self, role: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(role, parent, margins=(18, 14), gap=6)
        self.setAccessibleName(name)


def bubble(
    text: str, name: str, parent: QWidget | None = None, *, big: bool = False, head: str = ""
) -> BlockBox:
    """Words an adult can say, in a speech bubble, under a few words that tell what they are."""
    box = BlockBox("say-box", name, parent)
    if head:
        box.add(Label(head, "on-say", box))
    label = Label(text, "say-big" if big else "say", box).selectable()
    box.add(label)
    return box


def tinted(
    role: str,
    icon: str,
    colours: tuple[str, int],
    title: str,
    lines: tuple[str, ...],
    parent: QWidget | None = None,
) -> BlockBox:
    """Make a tinted box: an icon and a title, then lines; `colours` is the ink and the icon's size."""
    box = BlockBox(role, title, parent)
    ink, size = colours
    head = row(10)
    head.addWidget(IconLabel(icon, ink, size, box), 0, Qt.AlignmentFlag.AlignTop)
    words = {"caution": "on-caution-strong", "danger": "danger-strong"}.get(role, "primary-strong")
    head.addWidget(Label(title, words, box), 1)
    box.column.addLayout(head)
    for line in lines:
        plain = {"caution": "on-caution", "danger": "danger", "key": "h3"}.get(role, "")
        label = ParagraphLabel(line, plain, box)
        label.setContentsMargins(*sided(box, size + 10, 0, 0, 0))
        box.add(label)
    return box


def blank_line(label: str, height: int, parent: QWidget) -> QWidget:
    """A line as it will stand on paper, its name before it; nothing can be typed here."""
    line = Box("bare", parent, margins=(0, 0), gap=0)
    inner = row(12)
    inner.addWidget(Label(label, "strong", line), 1, Qt.AlignmentFlag.AlignBottom)
    drawn = QWidget(line)
    drawn.setMinimumHeight(height)
    below = column()
    below.addStretch(1)
    below.addWidget(rule(drawn))
    drawn.setLayout(below)
    inner.addWidget(drawn, 2)
    line.column.addLayout(inner)
    return line


def numbered(number: int, text: str, parent: QWidget) -> QWidget:
    """One point of a list whose order counts."""
    line = Box("bare", parent, margins=(0, 0), gap=0)
    inner = row(10)
    inner.addWidget(Label(f"{number}.", "primary-strong", line, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
    inner.addWidget(ParagraphLabel(text, "", line), 1)
    line.column.addLayout(inner)
    return line


def bullet(text: str, icon: str, colours: tuple[str, int], parent: QWidget, role: str = "") -> QWidget:
    """One point of a list, its mark an icon."""
    line = Box("bare", parent, margins=(0, 0), gap=0)
    inner = row(10)
    ink, size = colours
    mark = IconLabel(icon, ink, size, line)
    words = ParagraphLabel(text, role, line)
    words.ensurePolished()
    # The mark stands in the middle of the first line, at every text size.
    mark.setFixedHeight(max(size, words.fontMetrics().height()))
    mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    inner.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    inner.addWidget(words, 1)
    line.column.addLayout(inner)
    return line
