"""What is copied is marked as not for any history, and leaves with the reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QClipboard, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit

from familyguide.services.navigation import Route
from familyguide.ui import clipboard
from familyguide.ui.widgets.fields import Field

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ours(monkeypatch):
    """The offscreen platform never knows whose text the clipboard holds; real ones do."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)


@pytest.fixture
def keeper(monkeypatch, qapp):
    """A program that keeps the clipboard: what it saw, one after the other."""
    monkeypatch.setattr(QApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(clipboard, "COVERED_MS", 1)
    seen = []

    def note():
        seen.append(qapp.clipboard().text())

    qapp.clipboard().dataChanged.connect(note)
    yield seen
    qapp.clipboard().dataChanged.disconnect(note)


@pytest.fixture(autouse=True)
def empty(qapp):
    qapp.clipboard().clear()
    yield
    clipboard.clear_at_exit()


def copied():
    """Give what is in the clipboard, when it carries every mark."""
    data = QApplication.clipboard().mimeData()
    assert {name: bytes(data.data(name)) for name in clipboard.NOT_FOR_HISTORY} == clipboard.NOT_FOR_HISTORY
    assert not data.hasHtml()
    return data.text()


def search_field(someone, words="webcam"):
    field = someone.find("SearchField")
    field.setFocus()
    QTest.keyClicks(field, words)
    return field


def test_words_copied_from_a_field_by_keys_are_marked(person):
    field = search_field(person())
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_C, CONTROL)
    assert copied() == "webcam"
    assert field.text() == "webcam"


def test_words_cut_from_a_field_are_marked_and_gone_from_it(person):
    field = search_field(person())
    field.setSelection(0, 3)
    QTest.keyClick(field, Qt.Key.Key_X, CONTROL)
    assert copied() == "web"
    assert field.text() == "cam"
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.text() == "webcam"


def test_copying_with_nothing_chosen_changes_nothing(person, qapp):
    field = search_field(person())
    qapp.clipboard().setText("before")
    field.deselect()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(field, key, CONTROL)
    assert qapp.clipboard().text() == "before"
    assert field.text() == "webcam"


def test_a_hidden_field_gives_nothing_away_and_a_closed_one_keeps_its_words(qtbot, qapp):
    field = Field()
    qtbot.addWidget(field)
    field.setText("quatre mots de passe")
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, CONTROL)
    assert qapp.clipboard().text() == ""
    field.setEchoMode(QLineEdit.EchoMode.Normal)
    field.setReadOnly(True)
    QTest.keyClick(field, Qt.Key.Key_X, CONTROL)
    assert copied() == field.text() == "quatre mots de passe"


def selectable(someone):
    page = someone.go(Route("article", "live-streamed-abuse"))
    by_mouse = Qt.TextInteractionFlag.TextSelectableByMouse
    return next(label for label in page.findChildren(QLabel) if label.textInteractionFlags() & by_mouse)


def test_words_copied_from_a_text_by_keys_are_marked(person):
    label = selectable(person())
    label.setFocus()
    label.setSelection(0, 5)
    QTest.keyClick(label, Qt.Key.Key_C, CONTROL)
    assert copied() == label.text()[:5]


def by_menu(widget, name):
    at = QPoint(widget.width() // 2, widget.height() // 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    menus = [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]
    for menu in menus:
        next(action for action in menu.actions() if action.objectName() == name).trigger()
        menu.close()
    QApplication.processEvents()
    assert len(menus) == 1


def test_words_copied_or_cut_by_the_menu_are_marked(person):
    someone = person()
    field = search_field(someone)
    field.setSelection(0, 3)
    by_menu(field, "edit-copy")
    assert copied() == "web"
    by_menu(field, "edit-cut")
    assert copied() == "web"
    assert field.text() == "cam"
    label = selectable(someone)
    label.setSelection(0, 7)
    by_menu(label, "edit-copy")
    assert copied() == label.text()[:7]


@pytest.mark.usefixtures("ours")
def test_what_qt_copies_by_itself_is_marked_once(person, qtbot, keeper):
    someone = person()
    view = QPlainTextEdit("details of a fault")
    qtbot.addWidget(view)
    view.selectAll()
    view.copy()
    assert copied() == "details of a fault"
    assert keeper == ["details of a fault"] * 2
    assert someone.window.isVisible()


def test_what_another_program_copies_is_not_touched(person, qapp, keeper):
    person()
    qapp.clipboard().setText("another program's")
    assert list(qapp.clipboard().mimeData().formats()) == ["text/plain"]
    assert keeper == ["another program's"]


def test_every_field_whose_words_can_be_copied_marks_them(unpainted, kinds_of_page):
    someone = unpainted(scale=200)
    fields = 0
    for route in kinds_of_page:
        someone.go(route)
        for field in someone.window.findChildren(QLineEdit):
            fields += 1
            assert isinstance(field, Field) or field.echoMode() != QLineEdit.EchoMode.Normal
    assert fields


@pytest.mark.parametrize("ending", ["leave", "close"])
@pytest.mark.parametrize("wishes", [{}, {"guest": True}])
def test_a_keeper_sees_a_blank_last_once_nothing_is_on_the_screen(person, qapp, keeper, ending, wishes):
    someone = person(**wishes)
    window, shown, left = someone.window, [], []
    window.left.connect(lambda: left.append(True))
    window._copy("119")
    qapp.clipboard().dataChanged.connect(look := lambda: shown.append(window.isVisible()))
    # Whoever presses again meanwhile does not leave twice.
    QTimer.singleShot(0, window.leave)
    QTimer.singleShot(0, window.close)
    getattr(window, ending)()
    qapp.clipboard().dataChanged.disconnect(look)
    assert keeper == ["119", " ", ""]
    assert shown == [False, False]
    assert left == [True]


def test_what_another_program_copies_meanwhile_stays(person, qapp, keeper):
    someone = person()
    someone.window._copy("119")
    QTimer.singleShot(0, lambda: qapp.clipboard().setText("another program's"))
    someone.window.leave()
    assert keeper == ["119", " ", "another program's"]


def test_a_word_that_another_program_keeps_alive_for_us_goes_too(person, qapp, keeper):
    someone = person()
    someone.window._copy("119")
    qapp.clipboard().setText("119")
    someone.window.leave()
    assert keeper == ["119", "119", " ", ""]


def test_leaving_with_nothing_copied_waits_for_nobody(person, monkeypatch, keeper):
    someone = person()
    monkeypatch.setattr(clipboard, "COVERED_MS", 600_000)
    someone.window.leave()
    assert keeper == []
