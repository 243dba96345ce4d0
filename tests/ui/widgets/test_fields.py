"""Lines to type in: a system's own keyboard puts in what it likes, and what was there can be had back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from familyguide.ui.widgets.fields import LongField

MOST = 20


@pytest.fixture
def field(qtbot, dressed):
    made = LongField(MOST)
    qtbot.addWidget(made)
    made.show()
    return made


def commit(field, words):
    """Put words in as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


@pytest.mark.parametrize("place", [QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Start])
def test_what_an_input_method_put_in_beyond_the_room_is_taken_back_in_one_step(field, place):
    told = []
    field.full.connect(lambda: told.append(True))
    commit(field, "our words")
    cursor = field.textCursor()
    cursor.movePosition(place)
    field.setTextCursor(cursor)
    commit(field, "x" * MOST)
    assert len(field.toPlainText()) == MOST
    assert told
    field.undo()
    assert field.toPlainText() == "our words"
    field.undo()
    assert field.toPlainText() == ""
    field.redo()
    assert field.toPlainText() == "our words"
    field.redo()
    assert len(field.toPlainText()) == MOST


def test_a_whole_text_that_is_too_long_is_shortened(field):
    field.setPlainText("y" * (MOST + 5))
    assert field.toPlainText() == "y" * MOST
