"""When something unforeseen fails: one calm dialog, details to copy, nothing written."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton

from familyguide.ui.errors import LastDefence


@pytest.fixture
def defended(person, monkeypatch, tmp_path):
    """Someone at a window whose last defence is up, in a folder that must stay empty."""
    monkeypatch.chdir(tmp_path)
    someone = person(language="en")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    LastDefence(someone.window.context, someone.window).install()
    return someone


def fail_with(words):
    raise ValueError(words)


def press_a_broken_button(someone, act, words="what the reader typed"):
    seen = []

    def look():
        QApplication.processEvents()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                seen.append(act(dialog))

    button = QPushButton(someone.page)
    button.clicked.connect(lambda: fail_with(words))
    QTimer.singleShot(0, look)
    button.click()
    return seen


def test_an_exception_in_a_slot_shows_the_calm_dialog(defended, tmp_path, capsys):
    def act(dialog):
        shown = (defended.words(dialog), dialog.findChild(QPlainTextEdit).toPlainText(), dialog.windowTitle())
        dialog.accept()
        return shown

    seen = press_a_broken_button(defended, act)
    assert len(seen) == 1
    words, details, title = seen[0]
    assert defended.texts("error.title") in words
    assert defended.texts("error.text") in words
    assert title == defended.texts("app.name")
    assert "ValueError" in details
    assert "fail_with" in details
    assert "what the reader typed" not in details + capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert defended.window.isVisible()


def test_the_rest_works_after_the_dialog(defended):
    press_a_broken_button(defended, QDialog.reject)
    defended.press("Rail-signs")
    assert defended.route.page == "signs"


def test_where_even_the_dialog_cannot_be_shown_the_window_stays_and_nothing_is_told_twice(
    defended, monkeypatch, capsys
):
    # A folder that was renamed meanwhile: what was not loaded yet cannot be.
    monkeypatch.setitem(sys.modules, "familyguide.ui.dialogs", None)
    assert press_a_broken_button(defended, lambda dialog: dialog.accept()) == []
    assert defended.window.isVisible()
    told = capsys.readouterr().err
    assert told.startswith("familyguide: ValueError\n")
    assert "Traceback" not in told
    assert "ModuleNotFoundError" not in told


def test_a_second_failure_does_not_open_a_second_dialog(defended):
    def act(dialog):
        sys.excepthook(ValueError, ValueError("again"), None)
        dialog.accept()
        return dialog

    assert len(press_a_broken_button(defended, act)) == 1
    assert len(press_a_broken_button(defended, QDialog.reject)) == 1


def test_the_keyboard_is_not_trapped_in_the_details(defended, hands):
    visited = []

    def act(dialog):
        for _ in range(4):
            visited.append(type(QApplication.focusWidget()).__name__)
            hands.QTest.keyClick(QApplication.focusWidget(), hands.Qt.Key.Key_Tab)
        dialog.accept()

    press_a_broken_button(defended, act)
    assert "QPlainTextEdit" in visited
    assert "Button" in visited[visited.index("QPlainTextEdit") + 1 :]


def test_stopping_the_program_by_hand_opens_no_dialog(defended, capsys):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert not any(isinstance(w, QDialog) for w in QApplication.topLevelWidgets())
