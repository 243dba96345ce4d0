"""Ways somebody could try to get out of public-PC mode: one test for each line of docs/escapes.md."""

from __future__ import annotations

import gc
import itertools
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from each import some
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QExposeEvent,
    QRegion,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolTip,
    QWidget,
)

from familyguide import cli
from familyguide.commands import start
from familyguide.services import policy_place
from familyguide.services.choices import SCALES
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.ui.errors import LastDefence
from familyguide.ui.public import lock

ROOT = Path(__file__).resolve().parents[3]
LIST = ROOT / "docs" / "escapes.md"
CTRL, ALT, META = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
)
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
K = Qt.Key
KEYS = {
    "esc": (K.Key_Escape, NONE),
    "alt-f4": (K.Key_F4, ALT),
    "alt-space": (K.Key_Space, ALT),
    "alt-tab": (K.Key_Tab, ALT),
    "alt-f2": (K.Key_F2, ALT),
    "ctrl-q": (K.Key_Q, CTRL),
    "ctrl-w": (K.Key_W, CTRL),
    "ctrl-n": (K.Key_N, CTRL),
    "ctrl-o": (K.Key_O, CTRL),
    "ctrl-s": (K.Key_S, CTRL),
    "ctrl-p": (K.Key_P, CTRL),
    "ctrl-t": (K.Key_T, CTRL),
    "ctrl-u": (K.Key_U, CTRL),
    "ctrl-l": (K.Key_L, CTRL),
    "ctrl-shift-i": (K.Key_I, CTRL | SHIFT),
    "ctrl-shift-esc": (K.Key_Escape, CTRL | SHIFT),
    "ctrl-alt-delete": (K.Key_Delete, CTRL | ALT),
    "ctrl-alt-t": (K.Key_T, CTRL | ALT),
    "ctrl-alt-f1": (K.Key_F1, CTRL | ALT),
    "f1": (K.Key_F1, NONE),
    "shift-f1": (K.Key_F1, SHIFT),
    "f10": (K.Key_F10, NONE),
    "f11": (K.Key_F11, NONE),
    "print-screen": (K.Key_Print, NONE),
    "super": (K.Key_Super_L, NONE),
    "super-r": (K.Key_R, META),
    "menu": (K.Key_Menu, NONE),
    "shift-f10": (K.Key_F10, SHIFT),
    "launch-mail": (K.Key_LaunchMail, NONE),
}
PUBLIC = 'mode = "public-pc"\nlanguages = ["fr"]\ncountry = "FR"\n'


@pytest.fixture
def locked(public, hands):
    """Sit somebody at a window that fills its screen, as readers find it; notes how often it was left."""

    def sit(**wishes):
        made = public(locked=True, **{"begun": "fr", "size": (800, 800)} | wishes)
        someone = hands.Person(made)
        someone.left = []
        made.left.connect(lambda: someone.left.append(True))
        return someone

    return sit


@pytest.fixture
def held(browser, hands):
    """Check that a window still holds: full, alone, nothing left, nothing opened."""

    def check(someone):
        hands.settle()
        window = someone.window
        assert window.isVisible()
        assert window.isFullScreen()
        assert not window.isMinimized()
        assert window.geometry() == window.screen().geometry()
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        assert others == []
        assert browser.opened == []
        assert someone.left == []

    return check


def press(someone, key, modifiers=NONE):
    """Press a key as the system hands it to the window."""
    QTest.keyClick(someone.window.windowHandle(), key, modifiers)


def field_of(someone):
    """Give a field to write in: the screen of these tests is small, so it stands on a page of its own."""
    someone.go("search", "")
    return someone.find("SearchField")


def middle(someone, widget):
    return widget.mapTo(someone.window, widget.rect().center())


def colours_of(window):
    picture = window.grab().toImage()
    across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
    return {picture.pixelColor(x, y).name() for x in across for y in down}


def test_the_list_and_these_tests_agree():
    listed = re.findall(r"^\| `([^`]+)` \|", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    own = {test_the_list_and_these_tests_agree.__name__, test_key.__name__}
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_") and name not in own}
    assert len(listed) == len(set(listed))
    assert len(listed) >= 40
    assert set(listed) == here | {f"key[{name}]" for name in KEYS}


# Keys.


def test_key(locked, held):
    someone = locked(begun="")

    def try_all(as_before):
        focus = QApplication.focusWidget()
        # F1 shows a page of the guide itself, as a button does: it comes at the end.
        for name in sorted(KEYS.keys() - {"f1"}, key="alt-space".__eq__):
            # Some keys take the keyboard elsewhere: each begins where a reader's would.
            focus.setFocus()
            press(someone, *KEYS[name])
            held(someone)
            assert as_before(name), name

    # Alt and Space, the last one, are Space to a button; everything else presses none.
    try_all(lambda name: name == "alt-space" or not someone.sees(someone.window.page))
    if someone.window.public.start is not None:
        someone.press(someone.find("Begin-fr"))
    try_all(lambda _: someone.route == Route("home"))
    field_of(someone).setFocus()
    try_all(lambda _: someone.route.page == "search")
    press(someone, *KEYS["f1"])
    held(someone)
    assert someone.route == Route("keyboard")


def test_keys_at_the_start_screen_open_nothing_behind_it(locked, held):
    someone = locked(begun="")
    focus = QApplication.focusWidget()
    for key, modifiers in ((K.Key_F, CTRL), (K.Key_F6, NONE), (K.Key_Left, ALT), (K.Key_Plus, CTRL)):
        press(someone, key, modifiers)
    assert QApplication.focusWidget() is focus
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.BackButton, pos=QPoint(400, 400))
    held(someone)
    assert not someone.sees(someone.window.page)
    assert not someone.sees(someone.window.top)


def test_shift_three_times_ends_the_visit_and_not_the_guide(locked):
    someone = locked()
    for _ in range(3):
        press(someone, K.Key_Shift, SHIFT)
    assert someone.left == [True]
    assert someone.window.isVisible()
    assert colours_of(someone.window) == {someone.window.context.theme.paper.lower()}


# The window manager.


def test_close_by_the_window_manager(locked):
    someone = locked()
    for _ in range(3):
        someone.window.windowHandle().close()
    assert someone.left == [True]
    assert someone.window.isFullScreen()
    assert colours_of(someone.window) == {someone.window.context.theme.paper.lower()}


def test_close_at_the_start_screen(locked):
    someone = locked(begun="")
    someone.window.windowHandle().close()
    assert someone.left == [True]
    assert someone.window.isFullScreen()
    assert colours_of(someone.window) == {someone.window.context.theme.paper.lower()}


def test_minimise_by_the_window_manager(locked, held):
    someone = locked()
    someone.window.windowHandle().setWindowStates(Qt.WindowState.WindowMinimized)
    held(someone)


def test_minimise_the_window(locked, held):
    someone = locked()
    someone.window.showMinimized()
    assert someone.window.isMinimized()
    held(someone)


def test_make_it_an_ordinary_window(locked, held):
    someone = locked()
    someone.window.showNormal()
    assert not someone.window.isFullScreen()
    held(someone)
    someone.window.showMaximized()
    held(someone)


def test_another_window_takes_the_focus(locked, held, qtbot):
    someone = locked()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    assert someone.window.isVisible()
    assert someone.window.isFullScreen()
    other.close()
    held(someone)


class Manager(QObject):
    """A window manager of X11 that shows another desktop: it hides a window, and tells nobody."""

    def __init__(self):
        super().__init__()
        self.is_exposed = True
        # Whether a window that is new to it stands on the desktop shown.
        self.helps = True
        self.shown = 0

    def hide(self, window):
        window.installEventFilter(self)
        self.is_exposed = False
        self.tell(window)

    @staticmethod
    def tell(window):
        QApplication.sendEvent(window.windowHandle(), QExposeEvent(QRegion()))

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Show:
            self.shown += 1
            self.is_exposed = self.helps
        return False


@pytest.fixture
def manager(monkeypatch):
    made = Manager()
    monkeypatch.setattr(QApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(QWindow, "isExposed", lambda _self: made.is_exposed)
    monkeypatch.setattr(lock, "_GONE_MS", 1)
    return made


def test_another_desktop_of_the_window_manager(locked, held, manager, qtbot):
    someone = locked()
    someone.find("LeaveButton").setFocus()
    for turn in range(1, 4):
        manager.hide(someone.window)
        qtbot.waitUntil(lambda turn=turn: manager.shown == turn)
        held(someone)
        assert someone.window.focusWidget().objectName() == "LeaveButton"
    # Seen again before its time: it was the reader who came back.
    manager.hide(someone.window)
    manager.is_exposed = True
    manager.tell(someone.window)
    assert not someone.window.public._gone.isActive()
    # Where it never helps, there is no endless flicker.
    manager.helps = False
    manager.hide(someone.window)
    qtbot.waitUntil(lambda: someone.window.public._gone.remainingTime() > 1000)
    assert manager.shown == lock._COMES_BACK
    someone.window.public._gone.stop()


SCREENS = """
import json, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from familyguide import app
from familyguide.guide.library import Library
from familyguide.services.rules import Flags, effective
from familyguide.services.visit import Visit
from familyguide.ui.public.lock import PublicPc

application = app.make_application(guest=True)
library = Library.open(Path(sys.argv[1]))
window = app.make_window(application, library, app.first_choices(library, "fr", "FR"),
                         rules=effective(None, None, Flags(kiosk=True)))
window.finish()
public = PublicPc(window, Visit(is_alone=True))
public.show()
told = []
def look():
    for _ in range(5):
        application.processEvents()
    told.append(sorted(
        [w.geometry().getRect(), type(w).__name__] for w in application.topLevelWidgets() if w.isVisible()
    ))
look()
for blank in list(public._blanks):
    blank.windowHandle().close()
    blank.close()
look()
for blank in list(public._blanks):
    blank.showMinimized()
look()
# The window moves to the other screen, as when its own is taken away: an empty one stays behind.
window.windowHandle().setScreen(application.screens()[1])
look()
window.leave()
look()
print(json.dumps(told))
"""


def test_another_screen(tmp_path, real_file):
    import json

    screens = [
        {"name": name, "x": x, "y": 0, "width": 800, "height": 600, "logicalDpi": 96, "logicalBaseDpi": 96}
        for name, x in (("one", 0), ("two", 800))
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    script = tmp_path / "screens.py"
    script.write_text(SCREENS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(real_file)],
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    both = [[[0, 0, 800, 600], "Window"], [[800, 0, 800, 600], "Blank"]]
    moved = [[[0, 0, 800, 600], "Blank"], [[800, 0, 800, 600], "Window"]]
    assert json.loads(done.stdout) == [both, both, both, moved, moved]


# The mouse.


def test_context_menu_by_mouse(locked, held, window, hands):
    someone = locked()
    someone.go("search", "webcam")
    label = someone.all_of(QLabel, someone.page)[0]
    spots = (
        someone.find("SearchField"),
        label,
        someone.page.verticalScrollBar(),
        someone.find("LeaveButton"),
    )
    for widget in spots:
        at = middle(someone, widget)
        QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.RightButton, pos=at)
        assert QApplication.activePopupWidget() is None, widget
    held(someone)
    # The same click does open a menu where nothing holds it.
    home = hands.Person(window())
    at = middle(home, home.find("SearchField"))
    QTest.mouseClick(home.window.windowHandle(), Qt.MouseButton.RightButton, pos=at)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_context_menu_by_key(locked, held):
    someone = locked()
    field = field_of(someone)
    at = middle(someone, field)
    handle = someone.window.windowHandle()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, handle.mapToGlobal(at))
    QApplication.sendEvent(handle, asked)
    assert QApplication.activePopupWidget() is None
    held(someone)


def test_context_menu_on_what_comes_later(locked, held):
    someone = locked()
    late = QLineEdit(someone.page)
    late.show()
    at = middle(someone, late)
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.RightButton, pos=at)
    assert QApplication.activePopupWidget() is None
    held(someone)


class DragWatch(QObject):
    """Notices the object that Qt makes when words begin to be dragged: a child of where they stood."""

    def __init__(self, widget):
        super().__init__()
        self.seen = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.seen += event.type() == QEvent.Type.ChildAdded
        return False


def drags(window, widget):
    """Try to pull chosen words away; tells whether a drag began."""
    watch = DragWatch(widget)
    at = widget.mapTo(window, QPoint(20, widget.height() // 2))
    handle = window.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    for step in (10, 30, 60):
        QTest.mouseMove(handle, at + QPoint(step, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 0))
    QApplication.processEvents()
    return bool(watch.seen)


def test_drag_words_out(locked, held, qtbot):
    someone = locked()
    someone.go("plan", "disclosure")
    words = [
        label
        for label in someone.all_of(QLabel, someone.page)
        if label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    ]
    assert words
    for label in words[:3]:
        someone.page.ensureWidgetVisible(label)
        label.setSelection(0, len(label.text()))
        assert not drags(someone.window, label)
    held(someone)
    # The same hand does pull words out of a label of Qt's own.
    plain = QLabel("words that can be pulled out")
    qtbot.addWidget(plain)
    plain.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    plain.resize(300, 40)
    plain.show()
    plain.setSelection(0, len(plain.text()))
    assert drags(plain, plain)


def test_drag_search_words_out(locked, held):
    someone = locked()
    field = field_of(someone)
    someone.type("chantage chantage")
    field.selectAll()
    assert not drags(someone.window, field)
    held(someone)


def drop(someone, **data):
    """Drop something on the search field as the system hands it over; tells whether it was taken."""
    mime = QMimeData()
    if "urls" in data:
        mime.setUrls([QUrl(data["urls"])])
    mime.setText(data.get("text", data.get("urls", "")))
    handle = someone.window.windowHandle()
    at = middle(someone, field_of(someone))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at, copy, mime, left, NONE)
    QApplication.sendEvent(handle, enter)
    done = QDropEvent(QPointF(at), copy, mime, left, NONE)
    QApplication.sendEvent(handle, done)
    return enter.isAccepted() or done.isAccepted()


def test_drop_a_file(locked, held):
    someone = locked()
    assert not drop(someone, urls="file:///etc/passwd")
    assert someone.find("SearchField").text() == ""
    held(someone)


def test_drop_an_address(locked, held):
    someone = locked()
    assert not drop(someone, urls="https://www.example.org/")
    assert someone.find("SearchField").text() == ""
    held(someone)


def test_drop_words(locked, held, window, hands):
    someone = locked()
    assert not drop(someone, text="words")
    assert someone.find("SearchField").text() == ""
    held(someone)
    # The same drop is taken where nothing holds it.
    assert drop(hands.Person(window()), text="words")


def test_paste_anything(locked, held):
    someone = locked()
    for text in (
        "file:///etc/passwd",
        "https://www.example.org/",
        "<a href='https://x.example'>x</a>",
        "\0\n",
    ):
        QApplication.clipboard().setText(text)
        field_of(someone)
        press(someone, K.Key_A, CTRL)
        press(someone, K.Key_V, CTRL)
        held(someone)
    QApplication.clipboard().clear()


def test_middle_click(locked, held):
    someone = locked()
    field_of(someone)
    for name in ("SearchField", "LeaveButton"):
        at = middle(someone, someone.find(name))
        QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.MiddleButton, pos=at)
    held(someone)


def test_wheel_with_every_modifier(locked, held):
    someone = locked()
    at = QPointF(middle(someone, someone.page))
    for modifiers in (NONE, CTRL, SHIFT, ALT, CTRL | ALT, META):
        wheel = QWheelEvent(
            at, at, QPoint(0, 0), QPoint(0, 1200), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(someone.window.windowHandle(), wheel)
    held(someone)
    assert someone.window.context.choices.scale == 100


def test_tooltips(locked, held):
    someone = locked()
    button = someone.find("ReadingButton")
    QToolTip.showText(button.mapToGlobal(QPoint(4, 4)), button.toolTip(), button)
    assert QToolTip.isVisible()
    someone.window.leave()
    tips = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not someone.window]
    assert tips == []


# What the pages offer.


def test_links_in_texts(locked, held, kinds_of_page):
    someone = locked()
    for route in some(kinds_of_page, 10):
        someone.go(route)
        for label in someone.all_of(QLabel):
            assert not label.openExternalLinks()
            assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
    held(someone)


def test_every_button_of_every_kind_of_page(locked, held, kinds_of_page, hands):
    someone = locked()
    pressed = 0
    bars = ("LeaveButton", "LanguageButton", "ReadingButton", "MenuButton", "BackButton", "ForwardButton")
    for route in kinds_of_page:
        someone.go(route)
        with hands.going_nowhere(someone.window):
            for button in someone.pressable():
                if button.objectName() not in bars:
                    button.click()
                    pressed += 1
        held(someone)
        for sheet in someone.window.findChildren(QWidget, "LinkCode"):
            sheet.close_sheet()
    assert pressed > 100


def test_the_code_of_a_link(locked, held, library, hands):
    someone = locked()
    someone.window.open_link(sorted(library.addresses)[0])
    hands.settle()
    sheet = someone.find("LinkCode")
    assert [button.objectName() for button in someone.pressable(sheet)] == ["CloseCode"]
    for key in (K.Key_Return, K.Key_Space, K.Key_Tab):
        press(someone, key)
    held(someone)


def test_an_address_that_is_not_registered(locked, held):
    someone = locked()
    for address in ("https://www.example.org/", "file:///", "javascript:alert(1)", "ms-settings:", "", None):
        someone.window.open_link(address)
        assert someone.window.findChild(QWidget, "LinkCode") is None
    held(someone)


def test_copy_a_number(locked, held, monkeypatch):
    from PySide6.QtGui import QClipboard

    someone = locked()
    someone.go("help", "talk")
    someone.press([b for b in someone.pressable(someone.page) if b.objectName().startswith("Copy-")][0])
    held(someone)
    assert QApplication.clipboard().text()
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)
    someone.window.leave()
    assert QApplication.clipboard().text() == ""


def test_printing(locked, held):
    before = set(sys.modules)
    someone = locked()
    assert someone.window.context.rules.printing == "off"
    for route in (
        Route("help", "talk"),
        Route("plan", "disclosure"),
        Route("conversation", "cameras-live-9-11"),
    ):
        someone.go(route)
        names = [button.objectName().casefold() for button in someone.pressable()]
        assert not [name for name in names if "print" in name]
    assert "PySide6.QtPrintSupport" not in set(sys.modules) - before
    held(someone)


def test_my_family_keeps_nothing_and_opens_no_file(locked, held):
    someone = locked()
    someone.go("family")
    assert someone.window.context.notes is None
    for button in someone.pressable(someone.page):
        assert not re.search("export|import|save|open", button.objectName(), re.IGNORECASE)
    held(someone)


def test_odd_search_words(locked, held):
    someone = locked()
    odd = (
        '"', "'", "''; DROP TABLE item; --", "* OR *", "NEAR(", "(((", "%00", "\u202e\u200b", "\u0000",
        "é" * 30, "../../etc/passwd", "file:///", "about:config", "%n%s",
        "\U0001f469\u200d\U0001f467", "محادثة", "\\",
    )  # fmt: skip
    for words in odd:
        field = field_of(someone)
        field.insert(words)
        field.textEdited.emit(field.text())
        press(someone, K.Key_Return)
        held(someone)


def test_very_long_words(locked, held):
    someone = locked()
    field = field_of(someone)
    field.insert("a" * 100_000)
    field.textEdited.emit(field.text())
    press(someone, K.Key_Return)
    held(someone)
    assert len(someone.find("SearchField").text()) <= 200


def test_the_reading_menu(locked, held):
    someone = locked()
    someone.press(someone.find("ReadingButton"))
    panel = someone.window.findChild(QWidget, "ReadingPanel")
    assert panel.isVisible()
    held(someone)
    press(someone, K.Key_Escape)
    assert someone.window.findChild(QWidget, "ReadingPanel") is None or not panel.isVisible()
    someone.press(someone.find("ReadingButton"))
    someone.window.leave()
    assert colours_of(someone.window) == {someone.window.context.theme.paper.lower()}


def test_language_size_and_theme_again_and_again(locked, held):
    someone = locked()
    themes = itertools.cycle(("dark", "contrast", "light"))
    for scale, theme, language in zip(SCALES, themes, itertools.cycle(("en", "fr")), strict=False):
        someone.window.context.service.change(scale=scale, theme=theme, language=language)
    held(someone)
    assert not any(widget.acceptDrops() for widget in someone.window.findChildren(QWidget))


def test_the_country_page(locked, held):
    someone = locked()
    someone.go("country")
    names = [b.objectName() for b in someone.pressable(someone.page)]
    for name in names[:5]:
        someone.go("country")
        someone.press(someone.find(name))
        held(someone)


def test_the_idle_question(locked, held, hands):
    someone = locked()
    for name in ("StillHere", "HoldPage"):
        someone.window.public.idle.warned.emit()
        hands.settle()
        someone.press(someone.find(name))
        held(someone)


def test_a_guide_that_refuses_visits(locked, held):
    someone = locked(begun="", refusal="Non.")
    for key in (K.Key_Return, K.Key_Space, K.Key_Tab, K.Key_F6):
        press(someone, key)
    press(someone, K.Key_F, CTRL)
    someone.window.public._begin("fr")
    assert not someone.sees(someone.window.page)


# Faults.


@pytest.fixture
def defended(locked, monkeypatch):
    someone = locked()
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    LastDefence(someone.window.context, someone.window).install()
    return someone


def fail():
    raise ValueError("what the reader typed")


def test_an_unforeseen_fault(defended, held, capsys):
    button = QPushButton(defended.page)
    button.clicked.connect(fail)
    for _ in range(3):
        button.click()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    assert defended.texts("error.title") in defended.words()
    assert "ValueError" not in defended.words()
    assert capsys.readouterr().err == ""
    held(defended)


def test_a_fault_on_another_thread(defended, held, capsys):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert capsys.readouterr().err == ""
    held(defended)


def test_a_fault_while_a_fault_is_told(defended, monkeypatch):
    monkeypatch.setattr(defended.window, "tell", lambda _sentence: fail())
    sys.excepthook(ValueError, ValueError("x"), None)
    assert defended.left == [True]
    assert colours_of(defended.window) == {defended.window.context.theme.paper.lower()}


def test_a_fault_while_leaving(defended, monkeypatch):
    monkeypatch.setattr(defended.window._clipboard, "clear_ours", fail)
    with pytest.raises(ValueError, match="typed"):
        defended.window.leave()
    assert defended.left == [True]
    assert colours_of(defended.window) == {defended.window.context.theme.paper.lower()}


# After leaving, until the next visit stands.


def test_keys_on_the_empty_surface(locked):
    someone = locked()
    someone.go("plan", "disclosure")
    someone.window.leave()
    paper = {someone.window.context.theme.paper.lower()}
    for key, modifiers in (
        (K.Key_Plus, CTRL), (K.Key_Minus, CTRL), (K.Key_F, CTRL), (K.Key_F6, NONE), (K.Key_Left, ALT),
        (K.Key_Tab, NONE), (K.Key_Escape, NONE), *[(K.Key_Shift, SHIFT)] * 3,
    ):  # fmt: skip
        press(someone, key, modifiers)
        QApplication.processEvents()
        assert colours_of(someone.window) == paper, key
    for at in (QPoint(20, 20), QPoint(600, 30), QPoint(400, 500)):
        QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.BackButton, pos=at)
    QApplication.processEvents()
    assert colours_of(someone.window) == paper
    assert someone.left == [True]


def test_a_change_of_the_system_on_the_empty_surface(locked):
    someone = locked(theme="system")
    someone.window.leave()
    before = colours_of(someone.window)
    someone.window.follow_system()
    someone.window.tell("words")
    someone.window.context.service.change(scale=200)
    someone.window.resize(700, 500)
    QApplication.processEvents()
    assert colours_of(someone.window) == before
    assert len(before) == 1


ALONE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from familyguide import app
from familyguide.guide.library import Library
from familyguide.services import visit
from familyguide.services.rules import Flags, effective

visit.LONGEST_END = 0.2
application = app.make_application(guest=True)
library = Library.open(Path(sys.argv[1]))
window = app.make_window(application, library, app.first_choices(library, "fr", "FR"),
                         rules=effective(None, None, Flags(kiosk=True)))
QTimer.singleShot(100, window.leave)
sys.exit(app.public_visit(application, window, "0:0"))
"""


def test_a_launcher_that_stands_still(tmp_path, real_file):
    script = tmp_path / "alone.py"
    script.write_text(ALONE, encoding="utf-8")
    # Its standard input stays open and nobody answers: a launcher that was stopped.
    visit = subprocess.Popen(
        [sys.executable, str(script), str(real_file)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with visit:
        try:
            assert visit.wait(20) == 0
            assert visit.stdout.read().splitlines()[-1] == "left"
        finally:
            visit.kill()


# Staff.


def try_codes(someone, codes, qtbot):
    someone.press(someone.find("StaffButton"))
    sheet = someone.find("StaffSheet")
    opened = []
    someone.window.public.opened.connect(lambda: opened.append(True))
    for code in codes:
        sheet.field.setText(code)
        if code:
            with qtbot.waitSignal(sheet.tried, timeout=5000):
                sheet.send()
        else:
            sheet.send()
    sheet._rest.stop()
    return opened


def test_an_empty_staff_code(locked, held, qtbot):
    someone = locked(begun="")
    assert try_codes(someone, ("", "", "", "", "", ""), qtbot) == []
    held(someone)
    assert someone.window.public._gate.count.tries == 0


def test_odd_staff_codes(locked, held, qtbot, code):
    someone = locked(begun="")
    odd = (" ", "\0" * 9, "é" * 500, f"{code} ")
    assert try_codes(someone, odd, qtbot) == []
    held(someone)


def test_the_hash_as_the_staff_code(locked, held, qtbot, stored):
    someone = locked(begun="")
    assert try_codes(someone, (stored,), qtbot) == []
    held(someone)


def test_closing_the_staff_sheet(locked, held):
    someone = locked(begun="")
    someone.press(someone.find("StaffButton"))
    press(someone, K.Key_Escape)
    held(someone)
    assert someone.window.public.start.isVisible()


def test_a_comparison_that_fails(locked, held, qtbot, monkeypatch):
    someone = locked(begun="")
    monkeypatch.setattr(sys, "excepthook", lambda *_caught: None)
    monkeypatch.setattr(type(someone.window.public._gate), "compare", lambda _self, _code: fail())
    assert try_codes(someone, ("anything at all",), qtbot) == []
    assert someone.find("StaffSheet")._send.isEnabled()
    held(someone)


# The command line, and what surrounds the program.


@pytest.fixture
def policy(monkeypatch, tmp_path):
    """A policy of this system that says public PC; nothing else of the system is seen."""
    place = tmp_path / "policy.toml"
    place.write_text(PUBLIC, encoding="utf-8")
    monkeypatch.setattr(policy_place, "system_place", lambda: place)
    monkeypatch.setattr(policy_place, "changeable", lambda _: None)
    monkeypatch.setattr(os, "environ", {"LANG": "fr_FR.UTF-8", "PATH": os.environ["PATH"]})
    return place


def rules_of(*words):
    options = cli.parser().parse_args([str(word) for word in words])
    rules = start.obey(options)
    assert (rules.mode, options.kiosk, options.guest) == ("public-pc", True, True)
    return options, rules


@pytest.fixture
def program(monkeypatch, capsys):
    """Run the program as a person types it, up to where a window would open: gives code, output, error."""
    was = gc.isenabled()
    from familyguide import __main__

    if was:
        gc.enable()
    monkeypatch.setattr("familyguide.app.open_content", lambda _language: pytest.fail("a window would open"))
    monkeypatch.setattr("familyguide.commands.public_pc.run", lambda: pytest.fail("a visit would begin"))

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["familyguide", *words])
        try:
            code = __main__.main()
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


def refused(answer):
    code, out, err = answer
    return code == 2 and out == "" and err.count("\n") == 1 and "Traceback" not in err


@pytest.mark.usefixtures("policy")
def test_start_it_again_without_flags():
    rules_of()


@pytest.mark.usefixtures("policy")
def test_option_guest(capsys):
    rules_of("--guest")
    assert "--guest" in capsys.readouterr().err


def test_option_policy(policy, tmp_path, capsys):
    own = tmp_path / "own.toml"
    own.write_text('mode = "home"\n', encoding="utf-8")
    _options, rules = rules_of("--policy", own)
    assert rules.languages == ("fr",)
    assert "--policy" in capsys.readouterr().err


@pytest.mark.usefixtures("policy")
def test_option_data(tmp_path):
    options, rules = rules_of("--data", tmp_path / "mine")
    assert options.data is None
    assert rules.data_folder is None
    assert not (tmp_path / "mine").exists()


@pytest.mark.usefixtures("policy")
def test_option_lang():
    options, _rules = rules_of("--lang", "en")
    assert options.lang == "fr"


@pytest.mark.usefixtures("policy")
def test_option_country():
    options, _rules = rules_of("--country", "BE")
    assert options.country == "FR"


def test_option_policy_without_a_policy_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setattr(policy_place, "system_place", lambda: tmp_path / "none.toml")
    own = tmp_path / "own.toml"
    own.write_text('mode = "home"\nlinks = "open"\nsession_is_wiped = true\n', encoding="utf-8")
    _options, rules = rules_of("--kiosk", "--policy", own)
    assert rules.links == "qr"


def test_qt_options(program):
    for words in (
        ("-platform", "offscreen"), ("-style", "windows"), ("-stylesheet", "x.qss"), ("-reverse",),
        ("-qmljsdebugger=port:1",),
        ("-plugin", "evdevkeyboard"), ("-display", ":1"), ("-geometry", "10x10"),
    ):  # fmt: skip
        assert refused(program("--kiosk", *words)), words


@pytest.mark.usefixtures("policy")
def test_qt_variables():
    names = (
        "QT_QPA_PLATFORM",
        "QT_PLUGIN_PATH",
        "QT_STYLE_OVERRIDE",
        "QT_LOGGING_TO_CONSOLE",
        "QML_IMPORT_PATH",
    )
    os.environ.update(dict.fromkeys((*names, "qt_debug_plugins"), "x"))
    rules_of()
    assert not [name for name in os.environ if name.upper().startswith(("QT_", "QML_"))]


def test_half_an_option(program):
    for word in ("--gues", "--kios", "--vis", "--pol", "--dat"):
        assert refused(program(word)), word


def test_a_file_as_argument(program):
    for word in (
        "/etc/passwd",
        "file:///etc/passwd",
        "https://www.example.org/",
        "familyguide://home",
        "a.pdf",
    ):
        assert refused(program("--kiosk", word)), word


def test_a_command_with_kiosk(program, tmp_path):
    for words in (("list",), ("show", "disclosure"), ("look", str(tmp_path)), ("content", "build")):
        assert refused(program("--kiosk", *words)), words
    assert list(tmp_path.iterdir()) == []


def test_option_visit(program):
    odd = ("", "x", "1", "1:", ":1", "-1:0", "6:0", "1:nan", "1:inf", "1:1e300", "1:-1e300", "1:2:3",
           "9" * 5000 + ":0", "\ud800:0", "--kiosk", "0x1:0")  # fmt: skip
    for word in odd:
        assert refused(program("--kiosk", f"--visit={word}")), word
    assert refused(program("--kiosk", "--visit"))


def test_a_broken_policy(policy, capsys):
    policy.write_text("mode = 1", encoding="utf-8")
    options = cli.parser().parse_args([])
    rules = start.obey(options)
    assert (rules.mode, rules.links, rules.printing) == ("guest", "qr", "off")
    assert options.guest
    assert effective(None, None, Flags(kiosk=True)).mode == "public-pc"


LAUNCHER = """
import sys
from familyguide.commands.public_pc import Launcher
sys.exit(Launcher([sys.executable, sys.argv[1], sys.argv[2]]).run())
"""
STAND_IN = """
import os, sys, threading
from familyguide.services.visit import SHOWN, Visit
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()}\\n")
visit = Visit()
visit.end_with_launcher()
visit.say(SHOWN)
threading.Event().wait(60)
"""


class Launched:
    """A launcher with visits that have no window."""

    def __init__(self, folder):
        self.notes = folder / "notes.txt"
        for name, text in (("launcher.py", LAUNCHER), ("visit.py", STAND_IN)):
            (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, str(folder / "launcher.py"), str(folder / "visit.py"), str(self.notes)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    def visits(self, count):
        """Give the process ids of the visits, when there are so many."""
        return self.wait(lambda: ids if len(ids := self.started()) == count else None)

    def started(self):
        return [int(line) for line in self.notes.read_text().split()] if self.notes.exists() else []

    def wait(self, fits, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = fits()
            if found:
                return found
            self.process.poll()
            threading.Event().wait(0.01)
        raise AssertionError("it never came")


def is_gone(process_id):
    stat = Path(f"/proc/{process_id}/stat")
    if stat.parent.parent.is_dir() and Path("/proc/self").exists():
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def launched(tmp_path):
    made = Launched(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def test_the_session_ends(launched):
    (visit,) = launched.visits(1)
    launched.process.send_signal(signal.SIGTERM)
    launched.wait(lambda: is_gone(visit))
    assert launched.process.wait(10) != 0


def test_the_launcher_is_killed(launched):
    (visit,) = launched.visits(1)
    launched.process.kill()
    launched.wait(lambda: is_gone(visit))


def test_the_visit_is_killed(launched):
    (visit,) = launched.visits(1)
    os.kill(visit, signal.SIGKILL)
    first, second = launched.visits(2)
    assert first != second
    assert is_gone(first)
    assert launched.process.poll() is None
