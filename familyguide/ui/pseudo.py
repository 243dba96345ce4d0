"""A language nobody speaks, read from right to left: for development and proofs, never for readers.

Every word is drawn backwards and everything is laid out from the right; numbers and addresses keep their way.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from familyguide.guide import bidi
from familyguide.ui.widgets.basic import Button, Label
from familyguide.ui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

# A letter of a script from right to left that is not drawn; an override of the way of letters, and its end.
_MARK, _BACKWARDS, _END = "\u200f", "\u202e", "\u202c"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_KEPT = re.compile(f"({bidi.LEFT_TO_RIGHT}[^{bidi.END}]*{bidi.END})")


def turned(text: str) -> str:
    """Write words backwards; numbers and addresses stay, also inside sentences."""
    parts = _KEPT.split(bidi.isolated(text))
    parts[::2] = [_WORD.sub(lambda word: f"{_BACKWARDS}{word.group()}{_END}", part) for part in parts[::2]]
    said = "".join(parts)
    return f"{_MARK}{said}" if _BACKWARDS in said else text


@contextmanager
def mirrored(application: QApplication) -> Iterator[None]:
    """Let everything that is made meanwhile be read from right to left, in words written backwards."""
    set_label, _set_button, set_hint = Label.setText, Button.setText, Field.setPlaceholderText
    make_button = Button.__init__

    def new_button(button: Button, text: str, *rest: object, **more: object) -> None:
        make_button(button, turned(text), *rest, **more)  # type: ignore[arg-type] # as it was called
        button.setAccessibleName(text)

    Label.setText = lambda label, text: set_label(label, turned(text))  # type: ignore[method-assign, assignment]
    Button.setText = lambda button, text: QPushButton.setText(button, turned(text))  # type: ignore[method-assign]
    Button.__init__ = new_button  # type: ignore[method-assign, assignment]
    Field.setPlaceholderText = lambda field, text: set_hint(field, turned(text))  # type: ignore[method-assign]
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        yield
    finally:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        Label.setText, Button.__init__ = set_label, make_button  # type: ignore[method-assign]
        del Button.setText, Field.setPlaceholderText
