"""The keyboards on the screen, pressed as fingers do and as switches do."""

from __future__ import annotations

import string
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputDevice, QMouseEvent, QPointingDevice, QRawFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from familyguide.services.rules import Rules
from familyguide.ui import keyboard
from familyguide.ui.dialogs import CalmDialog
from familyguide.ui.widgets.basic import IconLabel

OWN = Rules(mode="public-pc", keyboard="own", links="qr")
LARGE = {"rules": OWN}
SMALL = {"rules": OWN, "scale": 200, "size": (900, 600)}
VIEWS = {"large": LARGE, "small": SMALL}
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.Key.Key_Shift


@pytest.fixture(autouse=True)
def as_before(qapp):
    yield
    qapp.setAutoSipEnabled(True)


@pytest.fixture
def reader(person, hands):
    """Someone at a public PC with the app's own keyboard, with the search field of that window."""

    def sit(view="large", **wishes):
        someone = person(**{**VIEWS[view], **wishes})
        if someone.window.top.search is None:
            someone.go("search", "")
        someone.field = someone.find("SearchField")
        someone.left = []
        someone.window.left.connect(lambda: someone.left.append(True))
        return someone

    return sit


def sheet(someone):
    return someone.window.keyboard.sheet


def click(widget, hands):
    QTest.mouseClick(widget, LEFT)
    hands.settle()


def open_keys(someone, hands):
    click(someone.field, hands)
    assert sheet(someone) is not None
    return sheet(someone)


def key(someone, name):
    """Find a key by what it types, or by its name."""
    [one] = [k for k in sheet(someone).keys if name in (k.property("letter"), k.objectName())]
    return one


def press(someone, hands, text):
    for letter in text:
        QTest.mouseClick(key(someone, "KeySpace" if letter == " " else letter), LEFT)
    hands.settle()


def finger():
    return QPointingDevice(
        "finger",
        7,
        QInputDevice.DeviceType.TouchScreen,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        1,
        1,
    )


def touch(widget):
    """Press and let go with a finger, as the system hands it to a window."""
    device, window = finger(), widget.window()
    at = QPointF(widget.mapTo(window, widget.rect().center()))
    for kind, held in (
        (QMouseEvent.Type.MouseButtonPress, LEFT),
        (QMouseEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, at, at, LEFT, held, Qt.KeyboardModifier.NoModifier, device)
        QApplication.sendEvent(window.windowHandle(), event)


@pytest.mark.parametrize("view", VIEWS)
def test_words_pressed_on_the_keys_find_pages_and_the_focus_stays_in_the_field(reader, hands, view):
    someone = reader(view)
    open_keys(someone, hands)
    press(someone, hands, "suicide ado été")
    assert someone.field.text() == "suicide ado été"
    assert QApplication.focusWidget() is someone.field
    assert someone.route.item == "suicide ado été"
    assert "3114" in someone.numbers(someone.page)
    assert sheet(someone).isVisible()


def test_enter_leads_to_the_first_thing_found_and_the_keys_go(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    press(someone, hands, "webcam")
    click(key(someone, "KeyEnter"), hands)
    assert someone.page.isAncestorOf(QApplication.focusWidget())
    assert sheet(someone) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_keys_follow_the_page_language_and_one_key_changes_them(reader, hands, language):
    someone = reader(language=language)
    first = {"fr": "azertyuiop", "en": "qwertyuiop"}
    other = {"fr": "en", "en": "fr"}[language]
    keys = open_keys(someone, hands)
    assert [k.property("letter") for k in keys.keys[:10]] == list(first[language])
    click(key(someone, "KeyLayout"), hands)
    assert [k.property("letter") for k in keys.keys[:10]] == list(first[other])
    assert someone.window.context.language == language
    assert QApplication.focusWidget() is someone.field


def test_capital_counts_for_one_letter_and_signs_stay(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    click(key(someone, "KeyShift"), hands)
    press(someone, hands, "Éa")
    click(key(someone, "KeySigns"), hands)
    press(someone, hands, "17")
    click(key(someone, "KeyErase"), hands)
    assert someone.field.text() == "Éa1"


def test_erase_takes_what_is_selected_away_and_nothing_more(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    press(someone, hands, "abc")
    someone.field.setSelection(1, 1)
    click(key(someone, "KeyErase"), hands)
    assert someone.field.text() == "ac"


def test_every_character_of_a_plain_keyboard_can_be_typed():
    both = {*keyboard.SIGNS, *keyboard.MORE_SIGNS}
    for letters in keyboard.LETTERS.values():
        typed = both | {*letters, *letters.upper(), " "}
        assert set(string.printable) - set(string.whitespace[1:]) <= typed
        assert len(letters) == len(letters.upper()) == sum(keyboard.ROWS)
        assert len(set(letters)) == len(letters)
    for shown in (keyboard.SIGNS, keyboard.MORE_SIGNS):
        assert len(shown) == len(set(shown)) == sum(keyboard.ROWS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_key_has_a_name_of_its_own_that_holds_what_is_written_on_it(reader, hands, language):
    someone = reader(language=language)
    keys = open_keys(someone, hands)
    for state in ("", "KeyShift", "KeySigns", "KeyShift"):
        if state:
            click(key(someone, state), hands)
        names = [hands.name_of(k) for k in keys.keys]
        assert all(names)
        assert len(set(names)) == len(names)
        for one, name in zip(keys.keys, names, strict=True):
            assert hands.plain(one.text()) in hands.plain(name)
            face = QRawFont.fromFont(one.font())
            assert all(face.supportsCharacter(ord(letter)) for letter in one.text())
    assert hands.name_of(keys) == someone.texts("keys.name")


def test_an_accent_is_said_in_words(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    assert hands.name_of(key(someone, "é")) == "é, e accent aigu"
    click(key(someone, "KeyShift"), hands)
    assert hands.name_of(key(someone, "É")) == "É, e accent aigu, majuscule"
    assert hands.name_of(key(someone, "A")) == "A, majuscule"


@pytest.mark.parametrize(
    ("view", "theme"), [("large", "light"), ("large", "dark"), ("small", "light"), ("small", "contrast")]
)
def test_keys_are_large_whole_and_readable_and_the_ways_out_stay(reader, hands, view, theme):
    someone = reader(view, theme=theme)
    keys = open_keys(someone, hands)
    window = someone.window
    assert window.size().toTuple() == VIEWS[view].get("size", (1280, 800))
    places = [hands.place(k, window) for k in keys.keys]
    for one, at in zip(keys.keys, places, strict=True):
        assert at.width() >= 44, hands.told(one)
        assert at.height() >= 44, hands.told(one)
        assert window.rect().contains(at), hands.told(one)
        assert one.fontMetrics().horizontalAdvance(one.text()) < at.width() - 8, hands.told(one)
        assert one.fontMetrics().height() <= at.height()
    for at, one in enumerate(places):
        assert not any(one.intersects(other) for other in places[at + 1 :])
    for name in ("LeaveButton", "Strip-emergency"):
        assert someone.whole(someone.find(name))
    assert not any(at.intersects(hands.place(window.strip, window)) for at in places)
    assert window.rect().contains(hands.place(someone.field, window))
    assert someone.field.height() >= 44
    button = someone.find("KeyboardButton", someone.field)
    assert min(button.width(), button.height()) >= 44
    assert hands.name_of(button) == someone.texts("keys.show")
    if someone.page.isAncestorOf(someone.field):
        assert someone.in_view(someone.field)
    assert list(hands.pale(someone, 7 if theme == "contrast" else 4.5)) == []
    assert list(hands.cut_off(someone)) == []


@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize("size", [(900, 600), (1280, 800), (1920, 1080)])
def test_the_letters_are_as_large_as_the_text_where_the_keys_hold_them(reader, hands, size, theme):
    sizes = {}
    for scale in (100, 200):
        someone = reader(scale=scale, size=size, theme=theme)
        keys = open_keys(someone, hands)
        letters = {one.fontInfo().pixelSize() for one in keys.letters}
        assert len(letters) == 1
        sizes[scale] = letters.pop()
        for one in keys.keys:
            assert one.fontMetrics().height() <= one.height(), hands.told(one)
            assert one.fontMetrics().horizontalAdvance(one.text()) < one.width() - 8, hands.told(one)
    assert sizes[100] == 20
    # The text is 34 pixels high; a key in the smallest window holds a letter as high as that.
    assert sizes[200] >= 34
    assert sizes[200] == 40 or size == (900, 600)


def test_at_rest_nothing_but_a_button_in_the_field_is_there(reader, hands):
    someone = reader()
    assert sheet(someone) is None
    someone.field.setFocus()
    someone.type("web")
    assert sheet(someone) is None


def test_the_keys_go_when_hidden_and_come_again_at_the_next_press(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    press(someone, hands, "we")
    click(key(someone, "KeyHide"), hands)
    assert sheet(someone) is None
    assert not someone.has("KeySheet")
    assert QApplication.focusWidget() is someone.field
    assert someone.field.text() == "we"
    open_keys(someone, hands)


def test_the_keys_go_when_the_reader_goes_on(reader, hands, qtbot):
    someone = reader()
    open_keys(someone, hands)
    click(someone.find("Rail-todo"), hands)
    qtbot.waitUntil(lambda: sheet(someone) is None)


@pytest.mark.parametrize("change", [{"language": "en"}, {"scale": 200}, {"theme": "dark"}])
def test_a_new_language_size_or_theme_takes_the_keys_away_and_they_work_again(reader, hands, change):
    someone = reader()
    open_keys(someone, hands)
    someone.window.context.service.change(**change)
    hands.settle()
    assert not someone.has("KeySheet")
    if someone.window.top.search is None:
        someone.go("search", "")
    someone.field = someone.find("SearchField")
    open_keys(someone, hands)
    press(someone, hands, "e")
    assert someone.field.text() == "e"


def test_the_page_with_the_field_goes_and_the_keys_with_it(reader, hands):
    someone = reader("small")
    open_keys(someone, hands)
    someone.go("home")
    assert sheet(someone) is None


def test_a_window_made_lower_keeps_every_key_whole(reader, hands):
    someone = reader(scale=125, size=(1400, 900))
    keys = open_keys(someone, hands)
    high = keys.keys[0].height()
    someone.window.resize(1400, 560)
    hands.settle()
    assert sheet(someone) is keys
    assert 44 <= keys.keys[0].height() < high
    assert all(someone.whole(one) for one in keys.keys)
    assert someone.whole(someone.find("Strip-emergency"))


def test_a_field_watched_again_has_one_button(reader):
    someone = reader()
    for _ in range(2):
        someone.go("home")
        someone.window.keyboard.watch_fields(someone.window)
    assert len(someone.field.findChildren(QPushButton, "KeyboardButton")) == 1


def test_the_icon_of_the_search_field_keeps_its_room(reader):
    field = reader().field
    sign = field.findChild(IconLabel)
    margins = field.textMargins()
    # Qt leaves a little more before the words than the margin.
    assert margins.left() >= sign.width()
    assert margins.right() >= field.findChild(QPushButton, "KeyboardButton").width()


def test_keys_stand_on_the_glossary_too(reader, hands):
    someone = reader()
    someone.go("understand")
    [someone.field] = someone.all_of(QLineEdit, someone.page)
    open_keys(someone, hands)
    press(someone, hands, "sex")
    assert someone.field.text() == "sex"


def test_a_finger_opens_the_keys_and_types_with_them(reader, hands):
    someone = reader("small")
    for name in (None, "é", "KeyShift", "T"):
        touch(key(someone, name) if name else someone.field)
        hands.settle()
    assert someone.field.text() == "éT"
    assert QApplication.focusWidget() is someone.field


# Without a pointer.


def test_with_tab_and_space_alone_the_keys_open_type_and_close(reader, hands):
    someone = reader()
    someone.field.setFocus()
    assert someone.tab_until(bool).objectName() == "KeyboardButton"
    someone.key(Qt.Key.Key_Space)
    first = QApplication.focusWidget()
    assert first.property("letter") == "a"
    someone.key(Qt.Key.Key_Space)
    someone.key(Qt.Key.Key_Right)
    someone.key(Qt.Key.Key_Return)
    someone.key(Qt.Key.Key_Down)
    someone.key(Qt.Key.Key_Space)
    assert someone.field.text() == "azs"
    someone.key(Qt.Key.Key_Escape)
    assert sheet(someone) is None
    assert QApplication.focusWidget() is someone.field


@pytest.mark.parametrize("view", VIEWS)
def test_tab_goes_from_the_field_through_every_key_and_on(reader, hands, qtbot, view):
    someone = reader(view)
    keys = open_keys(someone, hands)
    visited = []
    for _ in range(len(keys.keys) + 1):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert visited[0].objectName() == "KeyboardButton"
    assert visited[1:] == keys.keys
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: sheet(someone) is None)
    assert QApplication.focusWidget() is not None


def test_the_arrows_reach_every_key_and_never_leave(reader, hands):
    someone = reader()
    keys = open_keys(someone, hands)
    keys.keys[0].setFocus()
    seen = set()
    for _ in keyboard.ROWS:
        for _ in range(keyboard.COLUMNS):
            seen.add(QApplication.focusWidget())
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert seen == set(keys.keys)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() in keys.keys


def test_assistive_technology_presses_a_key_without_focus_or_pointer(reader, hands, qtbot):
    someone = reader()
    open_keys(someone, hands)
    made = hands.accessible(key(someone, "é"))
    assert "Press" in made.actionInterface().actionNames()
    made.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: someone.field.text() == "é")
    assert QApplication.focusWidget() is someone.field


def test_other_keys_pass_through_the_keys_untouched(reader, hands):
    someone = reader()
    keys = open_keys(someone, hands)
    passed = []
    someone.window.keyPressEvent = lambda event: passed.append(event.key())
    keys.keys[0].setFocus()
    for one in (Qt.Key.Key_F8, Qt.Key.Key_CapsLock, Qt.Key.Key_Insert, Qt.Key.Key_Menu):
        QTest.keyClick(QApplication.focusWidget(), one)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert [one for one in passed if one != Qt.Key.Key_Control] == [
        Qt.Key.Key_F8,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_Insert,
        Qt.Key.Key_Menu,
        Qt.Key.Key_Right,
    ]
    assert QApplication.focusWidget() is keys.keys[0]


# Leave now.


def tap_shift(someone):
    QTest.keyPress(someone.window.windowHandle(), SHIFT, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(someone.window.windowHandle(), SHIFT)


def test_capital_pressed_three_times_does_not_leave(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    for _ in range(4):
        click(key(someone, "KeyShift"), hands)
    assert someone.left == []


@pytest.mark.parametrize("name", ["a", "KeyShift", "KeyErase", "KeySpace"])
def test_a_key_between_counts_as_typing_even_without_a_pointer(reader, hands, name):
    someone = reader()
    open_keys(someone, hands)
    tap_shift(someone)
    tap_shift(someone)
    key(someone, name).click()
    tap_shift(someone)
    assert someone.left == []
    tap_shift(someone)
    tap_shift(someone)
    assert someone.left == [True]


def test_leave_now_works_while_the_keys_stand(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    QTest.mouseClick(someone.find("LeaveButton"), LEFT)
    assert someone.left == [True]
    assert not any(w.isVisible() for w in QApplication.topLevelWidgets())


def test_what_is_pressed_does_not_move_away_under_the_finger(reader, hands):
    someone = reader("small")
    open_keys(someone, hands)
    press(someone, hands, "webcam")
    beside = ("KeyboardButton", "ListenPage")
    [first, *_] = [b for b in someone.pressable(someone.page) if b.objectName() not in beside]
    before = hands.place(first, someone.window)
    QTest.mousePress(first, LEFT, pos=QPoint(30, 10))
    hands.settle()
    hands.settle()
    assert hands.place(first, someone.window) == before
    QTest.mouseRelease(first, LEFT, pos=QPoint(30, 10))
    hands.settle()
    assert someone.route.page != "search"


# A code that others must not see.


@pytest.fixture
def dialog(reader, hands):
    """A small dialog over the window, with a field that hides what is typed."""
    made = []

    def ask(view="large"):
        someone = reader(view)
        asked = CalmDialog(someone.window.context, "Code", "Code", someone.window)
        someone.field = QLineEdit(asked)
        someone.field.setEchoMode(QLineEdit.EchoMode.Password)
        asked.column.addWidget(someone.field)
        keys = keyboard.keyboard_for(someone.window.context, asked, lambda: asked.column)
        keys.watch_fields(asked)
        asked.show()
        asked.activateWindow()
        hands.settle()
        made.append(asked)
        someone.window.keyboard = keys
        return someone, asked

    yield ask
    for one in made:
        if shiboken6.isValid(one):
            one.deleteLater()


@pytest.mark.parametrize("view", VIEWS)
def test_a_hidden_code_is_typed_with_dots_and_no_key_shows_that_it_is_pressed(dialog, hands, view):
    someone, asked = dialog(view)
    before = asked.geometry()
    keys = open_keys(someone, hands)
    for one in keys.keys:
        assert asked.rect().contains(hands.place(one, asked)), hands.told(one)
        assert min(one.width(), one.height()) >= 44
    letter = key(someone, "e")
    QTest.mouseMove(keys.keys[-1])
    still = letter.grab().toImage()
    QTest.mousePress(letter, LEFT)
    assert letter.isDown()
    assert letter.grab().toImage() == still
    QTest.mouseRelease(letter, LEFT)
    press(someone, hands, "té")
    assert someone.field.text() == "eté"
    assert set(someone.field.displayText()) == {someone.field.displayText()[0]}
    assert "e" not in someone.field.displayText()
    click(key(someone, "KeyHide"), hands)
    assert asked.geometry() == before


@pytest.mark.parametrize("is_pressed", [False, True])
def test_a_dialog_taken_apart_under_the_keys_goes_quietly(dialog, hands, is_pressed):
    someone, asked = dialog()
    open_keys(someone, hands)
    if is_pressed:
        QTest.mousePress(key(someone, "e"), LEFT)
    asked.deleteLater()
    hands.settle()
    assert not shiboken6.isValid(asked)
    assert someone.window.isVisible()
    QTest.mouseRelease(someone.window, LEFT)


def test_a_window_taken_apart_under_the_keys_goes_quietly(reader, hands):
    someone = reader()
    open_keys(someone, hands).keys[0].setFocus()
    someone.window.deleteLater()
    hands.settle()
    assert not shiboken6.isValid(someone.window)


def test_elsewhere_a_key_shows_that_it_is_pressed(reader, hands):
    someone = reader()
    open_keys(someone, hands)
    letter = key(someone, "e")
    still = letter.grab().toImage()
    QTest.mousePress(letter, LEFT)
    assert letter.grab().toImage() != still
    QTest.mouseRelease(letter, LEFT)


def test_nothing_typed_stays_in_the_keys(reader, hands):
    someone = reader()
    keys = open_keys(someone, hands)
    press(someone, hands, "zoe")
    held = [repr(value) for owner in (keys, someone.window.keyboard) for value in vars(owner).values()]
    assert not any("zo" in value for value in held)


# What the rules ask for.


@pytest.mark.parametrize("rules", [Rules(), Rules(mode="guest"), Rules(mode="public-pc", keyboard="off")])
def test_without_the_rule_there_is_no_key_and_no_button(person, hands, rules):
    someone = person(rules=rules)
    assert someone.window.keyboard is None
    click(someone.find("SearchField"), hands)
    assert not someone.has("KeySheet")
    assert not someone.has("KeyboardButton")


@pytest.mark.parametrize(
    ("rules", "asks"),
    [
        (Rules(), True),
        (Rules(mode="public-pc"), True),
        (Rules(mode="public-pc", keyboard="off"), False),
        (OWN, False),
    ],
)
def test_only_the_rule_system_lets_qt_ask_for_the_keyboard_of_the_system(person, qapp, rules, asks):
    person(rules=rules)
    assert qapp.autoSipEnabled() is asks


def test_at_home_nothing_of_the_keyboard_is_loaded(real_file):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from familyguide.guide.library import Library\n"
        "from familyguide.services.choices import Choices, ChoicesService, MemoryStore\n"
        "from familyguide.ui.context import Context\n"
        "from familyguide.ui.theme.apply import apply\n"
        "from familyguide.ui.window import Window\n"
        "app = QApplication(['x'])\n"
        "chosen = Choices(language='fr', country='FR', theme='light')\n"
        f"library = Library.open(Path({str(real_file)!r}))\n"
        "window = Window(Context(library, ChoicesService(MemoryStore(chosen)), apply(app, chosen)))\n"
        "window.finish()\n"
        "assert 'familyguide.ui.keyboard' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def shown(monkeypatch):
    """Count how often the system was asked for its keyboard."""
    asked = []

    class Method:
        def show(self):
            asked.append(QApplication.focusWidget().objectName())

    monkeypatch.setattr(QGuiApplication, "inputMethod", Method)
    return asked


def test_a_finger_in_a_field_asks_the_system_for_its_keyboard(person, hands, shown):
    someone = person(rules=Rules(mode="public-pc", keyboard="system"))
    field = someone.find("SearchField")
    touch(field)
    assert shown == ["SearchField"]
    QTest.mouseClick(field, LEFT)
    assert shown == ["SearchField"]


def test_with_a_touch_screen_a_button_asks_the_system_too(person, hands, shown, monkeypatch):
    monkeypatch.setattr(QInputDevice, "devices", lambda: [finger()])
    someone = person(rules=Rules(mode="public-pc", keyboard="system"))
    click(someone.find("KeyboardButton"), hands)
    assert shown == ["SearchField"]
    assert not someone.has("KeySheet")
    assert someone.all_of(QPushButton)


def test_without_a_touch_screen_no_button_promises_a_keyboard(person, monkeypatch):
    monkeypatch.setattr(QInputDevice, "devices", list)
    someone = person(rules=Rules(mode="public-pc", keyboard="system"))
    assert not someone.has("KeyboardButton")
