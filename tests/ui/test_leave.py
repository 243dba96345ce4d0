"""Leave now: the button, Shift three times, and what is gone afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QClipboard, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from familyguide.guide import model as m
from familyguide.ui.leave import ShiftWatch

SHIFT = Qt.Key.Key_Shift
NONE = Qt.KeyboardModifier.NoModifier
HELD = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def left(person):
    """Make someone at a window who notes when the window has been left."""

    def sit(**wishes):
        someone = person(**wishes)
        someone.left = []
        someone.window.left.connect(lambda: someone.left.append(True))
        return someone

    return sit


def tap(where=None, key=SHIFT):
    QTest.keyPress(keys_go_to(where), key, HELD if key == SHIFT else NONE)
    QTest.keyRelease(keys_go_to(where), key, NONE)


def focus():
    return QApplication.focusWidget() or QApplication.activeWindow()


def keys_go_to(widget=None):
    """Give the window of the system that keys arrive at, as from a keyboard."""
    return (widget or focus()).window().windowHandle()


def nothing_is_shown():
    return not any(widget.isVisible() for widget in QApplication.topLevelWidgets())


def test_the_button_takes_every_window_away(left, qtbot):
    someone = left()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    someone.find("LeaveButton").click()
    assert nothing_is_shown()
    assert someone.left == [True]


def test_the_button_works_by_mouse(left, hands):
    someone = left()
    middle = hands.place(someone.find("LeaveButton"), someone.window).center()
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.LeftButton, pos=middle)
    assert nothing_is_shown()
    assert someone.left == [True]


def test_the_button_works_by_keyboard(left):
    someone = left()
    someone.tab_until(lambda focus: focus.objectName() == "LeaveButton")
    someone.key(Qt.Key.Key_Space)
    assert nothing_is_shown()
    assert someone.left == [True]


def test_shift_three_times_and_the_button_leave_from_every_kind_of_page(left, kinds_of_page):
    someone = left()
    for count, route in enumerate(kinds_of_page, start=1):
        someone.go(route)
        tap(someone.window, Qt.Key.Key_Escape)
        assert someone.route == route
        assert len(someone.left) == 2 * count - 2, "Esc never leaves"
        for _ in range(3):
            tap(someone.window)
        assert nothing_is_shown(), route
        assert len(someone.left) == 2 * count - 1
        someone.window.show()
        someone.find("LeaveButton").click()
        assert nothing_is_shown(), route
        assert len(someone.left) == 2 * count
        someone.window.show()


def test_two_presses_say_how_to_leave(left):
    someone = left(language="en")
    sentence = someone.texts("leave.once_more")
    tap()
    assert sentence not in someone.words()
    tap()
    assert sentence in someone.words()
    assert someone.whole(someone.window.notice)
    assert someone.left == []


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_A, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Control, Qt.Key.Key_Alt]
)
def test_any_other_key_cancels(left, key):
    someone = left()
    tap()
    tap()
    tap(key=key)
    tap()
    assert someone.left == []
    tap()
    tap()
    assert someone.left == [True]


def test_typing_capitals_never_leaves(left):
    someone = left()
    someone.find("SearchField").setFocus()
    for letter in "AIDEZMOI":
        QTest.keyPress(keys_go_to(), SHIFT, HELD)
        QTest.keyClick(keys_go_to(), letter, HELD)
        QTest.keyRelease(keys_go_to(), SHIFT, NONE)
    assert someone.left == []
    assert someone.find("SearchField").text() == "AIDEZMOI"


def test_shift_held_down_counts_once(left):
    someone = left()
    QTest.keyPress(keys_go_to(), SHIFT, HELD)
    for _ in range(5):
        QApplication.sendEvent(keys_go_to(), QKeyEvent(QEvent.Type.KeyPress, SHIFT, HELD, "", autorep=True))
        QApplication.sendEvent(keys_go_to(), QKeyEvent(QEvent.Type.KeyRelease, SHIFT, NONE, "", autorep=True))
    QTest.keyRelease(keys_go_to(), SHIFT, NONE)
    assert someone.left == []
    tap()
    tap()
    assert someone.left == [True]


@pytest.mark.parametrize(
    ("times", "leaves"), [((0, 2, 4.9), True), ((0, 2, 5.1), False), ((0, 4, 6, 8), True)]
)
def test_only_three_presses_within_five_seconds_count(left, times, leaves):
    someone = left()
    now = [0.0]
    someone.window._watch._clock = lambda: now[0]
    for at in times:
        now[0] = at
        tap()
    assert bool(someone.left) is leaves


def test_the_shortcut_can_be_switched_off_and_on_and_the_button_stays(left, hands):
    someone = left()

    def switch():
        if not someone.has("ReadingPanel"):
            someone.press("ReadingButton")
        someone.press("ShiftLeaves")

    switch()
    assert not someone.window.context.choices.shift_leaves
    for _ in range(4):
        tap()
    assert someone.left == []
    assert someone.texts("top.leave.keys") not in someone.words(someone.window.top)
    assert someone.whole(someone.find("LeaveButton"))
    switch()
    for _ in range(3):
        tap()
    assert someone.left == [True]


def test_leaving_from_the_question_about_a_link_takes_the_question_away_too(left, library):
    someone = left(guest=True)
    asked = []

    def go_away():
        QApplication.processEvents()
        asked.extend(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
        for _ in range(3):
            tap()
        asked.append(nothing_is_shown())

    QTimer.singleShot(0, go_away)
    someone.window.open_link(sorted(library.addresses)[0])
    assert len(asked) == 2
    assert asked[1]
    assert someone.left == [True]


@pytest.fixture
def ours(monkeypatch):
    """The offscreen platform never knows whose text the clipboard holds; real ones do."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)


@pytest.mark.usefixtures("ours")
def test_leaving_takes_our_number_out_of_the_clipboard(left):
    someone = left()
    someone.press("Strip-child")
    someone.press([b for b in someone.pressable(someone.page) if b.objectName().startswith("Copy-")][0])
    assert QApplication.clipboard().text()
    someone.find("LeaveButton").click()
    assert QApplication.clipboard().text() == ""


def test_what_another_program_copied_stays_in_the_clipboard(left, monkeypatch):
    someone = left()
    someone.press("Strip-child")
    someone.press([b for b in someone.pressable(someone.page) if b.objectName().startswith("Copy-")][0])
    QApplication.clipboard().setText("another program's")
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: False)
    someone.find("LeaveButton").click()
    assert QApplication.clipboard().text() == "another program's"


@pytest.mark.usefixtures("ours")
def test_words_copied_with_the_keyboard_go_too(left):
    someone = left()
    someone.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    someone.type("chantage")
    someone.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    someone.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "chantage"
    someone.find("LeaveButton").click()
    assert QApplication.clipboard().text() == ""


@pytest.mark.usefixtures("ours")
def test_closing_the_window_clears_the_clipboard_and_says_that_the_reader_left(left):
    someone = left()
    someone.window._clipboard.copy("119")
    someone.window.close()
    assert QApplication.clipboard().text() == ""
    assert someone.left == [True]


def test_a_click_with_shift_held_cancels(left):
    someone = left()
    tap()
    tap()
    QTest.keyPress(keys_go_to(), SHIFT, HELD)
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.LeftButton, HELD, pos=QPoint(640, 20))
    QTest.keyRelease(keys_go_to(), SHIFT, NONE)
    assert someone.left == []


def test_a_watch_that_is_off_counts_nothing(qapp):
    watch = ShiftWatch()
    watch.enabled = False
    fired = []
    watch.thrice.connect(lambda: fired.append(True))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) * 4:
        assert watch.eventFilter(watch, QKeyEvent(kind, SHIFT, NONE)) is False
    assert fired == []


def sent(watch, *events):
    """Send keys to a watch as they come; + is a press, - is let go, ! foretells a press."""
    kinds = {"!": QEvent.Type.ShortcutOverride, "+": QEvent.Type.KeyPress, "-": QEvent.Type.KeyRelease}
    for kind, key in events:
        watch.eventFilter(watch, QKeyEvent(kinds[kind], SHIFT if key == "S" else Qt.Key.Key_F6, NONE))


def test_a_shortcut_with_shift_never_counts_while_a_screen_reader_holds_its_keys_back(qapp):
    watch, fired = ShiftWatch(), []
    watch.thrice.connect(lambda: fired.append(True))
    for _ in range(4):
        # Shift+F6: the press of Shift comes after the shortcut it belongs to.
        sent(watch, "!S", "!F", "+S", "-F", "-S")
    assert fired == []


def test_shift_three_times_leaves_while_a_screen_reader_holds_its_keys_back(qapp):
    watch, fired = ShiftWatch(), []
    watch.thrice.connect(lambda: fired.append(True))
    sent(watch, "!S", "!S", "+S", "-S", "!S", "+S", "-S", "+S", "-S")
    assert fired == [True]


def test_the_page_about_leaving_is_one_menu_away_and_says_what_it_cannot_take_back(left, library):
    someone = left(language="en")
    someone.press("ReadingButton")
    someone.press("AboutLeaving")
    assert someone.route.item == "leaving"
    title = library.read("leaving", m.Article).title["en"]
    assert someone.page.title_label.text() == title


def test_a_copied_number_is_marked_as_not_for_the_history(person, qapp):
    person().window._copy("3018")
    data = qapp.clipboard().mimeData()
    assert data.text() == "3018"
    assert bytes(data.data("x-kde-passwordManagerHint")) == b"secret"
    windows = [name for name in data.formats() if "x-qt-windows-mime" in name]
    for name in ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory"):
        assert any(name in one for one in windows)


def test_every_field_to_write_in_is_sensitive_and_predicts_nothing(person):
    someone = person()
    for wishes in ({}, {"scale": 200}):
        someone.window.context.service.change(**wishes)
        someone.go("search", "webcam")
        fields = someone.window.findChildren(QLineEdit)
        assert fields
        for field in fields:
            hints = field.inputMethodHints()
            assert hints & Qt.InputMethodHint.ImhSensitiveData
            assert hints & Qt.InputMethodHint.ImhNoPredictiveText
