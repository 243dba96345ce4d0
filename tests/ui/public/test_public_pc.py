"""A reader, a librarian and somebody curious at a public PC."""

from __future__ import annotations

import time

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget

from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.services.staff_code import Count
from familyguide.services.visit import Visit
from familyguide.ui.public.lock import PublicPc


def shown_texts(someone):
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in someone.window.findChildren(QLabel) if someone.sees(label)]


def test_between_two_readers_there_is_the_name_the_languages_and_whom_to_call(at_start):
    someone = at_start()
    assert someone.find("Begin-fr").text() == "Commencer en français"
    assert someone.find("Begin-en").text() == "Start in English"
    assert someone.sees(someone.window.public.start.findChild(QWidget, "Strip-emergency"))
    words = " ".join(shown_texts(someone))
    assert "Guide Famille" in words
    assert "Family Guide" in words
    assert "n’enregistre rien" in words
    assert "records nothing" in words
    assert "5" in words
    assert "Impr" not in words, "nothing is printed here, so nothing is said of it"
    # Of the guide itself nothing can be read or reached.
    assert not someone.sees(someone.window.page)
    assert not someone.sees(someone.window.top)
    assert "abus" not in words.casefold()


def test_one_press_begins_in_the_language_chosen(at_start):
    someone = at_start()
    someone.press(someone.find("Begin-en"))
    assert someone.window.context.language == "en"
    assert someone.sees(someone.window.page)
    assert someone.route == Route("home")
    assert someone.window.isAncestorOf(QApplication.focusWidget())


def test_the_first_language_has_the_keyboard_and_enter_begins(at_start):
    someone = at_start()
    assert QApplication.focusWidget() is someone.find("Begin-fr")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert someone.sees(someone.window.page)


def test_a_number_of_the_start_screen_opens_its_card(at_start):
    someone = at_start()
    strip = someone.window.public.start.findChild(QWidget, "Strip-child")
    someone.press(strip)
    assert someone.route.page == "help"
    assert someone.sees(someone.window.page)


def test_only_the_languages_of_the_policy_are_offered(at_start, hands):
    someone = at_start(languages=("fr",))
    assert someone.window.findChild(QWidget, "Begin-en") is None
    someone.press(someone.find("Begin-fr"))
    assert not someone.sees(someone.window.findChild(QWidget, "LanguageButton"))


def test_leaving_shows_an_empty_surface_within_a_tenth_of_a_second(reader):
    someone = reader()
    someone.go("plan", "disclosure")
    before = time.perf_counter()
    someone.window.leave()
    took = time.perf_counter() - before
    picture = someone.window.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    }
    assert colours == {someone.window.context.theme.paper.lower()}
    assert someone.window.isVisible(), "the desktop would be seen"
    assert took < 0.1


def test_closing_the_window_is_leaving(reader, qtbot):
    someone = reader()
    with qtbot.waitSignal(someone.window.left, timeout=1000):
        someone.window.close()
    assert someone.window.isVisible()
    assert someone.window.findChild(QWidget, "Blank").isVisible()


def test_escape_never_leaves(reader):
    someone = reader()
    left = []
    someone.window.left.connect(lambda: left.append(1))
    for _ in range(10):
        QTest.keyClick(someone.window, Qt.Key.Key_Escape)
    assert left == []
    assert someone.sees(someone.window.page)


def test_when_nobody_answers_the_visit_ends(reader, qtbot):
    someone = reader()
    watch = someone.window.public.idle
    watch._rest = 0.01
    watch.begin()
    qtbot.waitUntil(lambda: someone.window.findChild(QWidget, "StillThere") is not None)
    with qtbot.waitSignal(someone.window.left, timeout=1000):
        watch._until = 0
        watch.look()


def test_the_question_covers_neither_leave_now_nor_the_numbers(reader, hands):
    for wishes in ({}, {"size": (900, 600), "scale": 200}):
        someone = reader(**wishes)
        someone.window.public.idle.warned.emit()
        hands.settle()
        sheet = someone.window.findChild(QWidget, "StillThere")
        assert sheet.isVisible()
        for name in ("LeaveButton", "Strip-emergency"):
            widget = someone.find(name)
            at = widget.mapTo(someone.window, widget.rect().center())
            hit = someone.window.childAt(at)
            assert hit is widget or widget.isAncestorOf(hit), name


def test_the_page_can_be_held_by_keyboard(reader, hands):
    someone = reader()
    watch = someone.window.public.idle
    watch._is_warning = True
    watch.warned.emit()
    hands.settle()
    assert QApplication.focusWidget().objectName() == "StillHere"
    QTest.keyClick(someone.window.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "HoldPage"
    QTest.keyClick(someone.window.windowHandle(), Qt.Key.Key_Space)
    hands.settle()
    assert someone.window.findChild(QWidget, "StillThere") is None
    assert watch._until - watch._clock() > 19 * 60


def test_any_other_key_takes_the_question_away(reader, hands):
    someone = reader()
    watch = someone.window.public.idle
    watch.watch_window(someone.window.windowHandle())
    watch._is_warning = True
    watch.warned.emit()
    hands.settle()
    QTest.keyClick(someone.window.windowHandle(), Qt.Key.Key_K)
    hands.settle()
    assert someone.window.findChild(QWidget, "StillThere") is None


def test_links_are_codes_and_nothing_opens(reader, library, browser, hands):
    someone = reader()
    address = sorted(library.addresses)[3]
    someone.window.open_link(address)
    hands.settle()
    sheet = someone.window.findChild(QWidget, "LinkCode")
    assert sheet.isVisible()
    assert address in " ".join(shown_texts(someone))
    assert browser.opened == []
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    hands.settle()
    assert someone.window.findChild(QWidget, "LinkCode") is None
    someone.window.open_link("https://www.example.org/not-registered")
    hands.settle()
    assert someone.window.findChild(QWidget, "LinkCode") is None


@pytest.mark.parametrize("wishes", [{}, {"size": (900, 600), "scale": 200}])
def test_a_code_dims_all_but_leave_now_and_the_numbers(reader, library, hands, wishes):
    someone = reader(**wishes)
    someone.window.open_link(min(library.addresses))
    hands.settle()
    sheet = someone.find("LinkCode")

    def hit(widget):
        return someone.window.childAt(widget.mapTo(someone.window, widget.rect().center()))

    covered = [someone.find("ReadingButton"), someone.find("LanguageButton"), someone.page]
    covered += [someone.window.rail.findChild(QWidget, "Brand")] if someone.window.rail.isVisible() else []
    for widget in covered:
        assert hit(widget) is sheet or sheet.isAncestorOf(hit(widget))
    for name in ("LeaveButton", "Strip-emergency"):
        widget = someone.find(name)
        assert hit(widget) is widget or widget.isAncestorOf(hit(widget))
    # What is said stands between the bars.
    top = someone.window.top.mapTo(someone.window, someone.window.top.rect().bottomLeft()).y()
    assert sheet.sheet.mapTo(someone.window, QPoint(0, 0)).y() > top
    someone.window.resize(1200, 700)
    hands.settle()
    leave = someone.find("LeaveButton")
    assert hit(leave) is leave or leave.isAncestorOf(hit(leave))
    left = []
    someone.window.left.connect(lambda: left.append(True))
    at = leave.mapTo(someone.window, leave.rect().center())
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert left == [True]


def test_a_code_closes_also_when_what_had_the_keyboard_has_gone(reader, library, hands):
    someone = reader()
    someone.go("help", "talk")
    button = next(b for b in someone.pressable(someone.page) if b.objectName().startswith("Copy-"))
    button.setFocus()
    someone.window.open_link(min(library.addresses))
    sheet = someone.find("LinkCode")
    shiboken6.delete(button)
    beside = someone.window.mapFromGlobal(sheet.mapToGlobal(QPoint(4, 4)))
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.LeftButton, pos=beside)
    hands.settle()
    assert someone.window.findChild(QWidget, "LinkCode") is None


def test_where_the_session_is_wiped_the_policy_may_open_links(reader, library, browser):
    someone = reader(links="open", session_is_wiped=True)
    address = sorted(library.addresses)[3]
    someone.window.open_link(address)
    assert browser.opened == [address]


def test_a_link_button_says_that_it_shows_a_code(reader):
    someone = reader()
    someone.go("help", "talk")
    names = [button.accessibleName() for button in someone.window.page.findChildren(QWidget)]
    assert any(name.startswith("Afficher un code qui ouvre") for name in names)
    assert not any("navigateur" in name for name in names)


def test_targets_are_larger_than_at_home(reader, kinds_of_page):
    someone, small = reader(), {}
    for route in (*kinds_of_page, Route("easy"), Route("help", "talk"), Route("search", "webcam")):
        someone.go(route)
        for button in someone.window.findChildren(QAbstractButton):
            # The lens in the search field is a picture, not a button to press.
            if someone.sees(button) and not isinstance(button.parent(), QLineEdit):
                size = (button.width(), button.height())
                if min(size) < 44:
                    small.setdefault((button.objectName(), size), (route, button.accessibleName()))
    assert not small, "\n".join(map(str, small.items()))


# Staff.


def type_code(someone, code, qtbot):
    sheet = someone.window.findChild(QWidget, "StaffSheet")
    field = sheet.findChild(QLineEdit, "StaffCode")
    field.setFocus()
    QTest.keyClicks(field, code)
    with qtbot.waitSignal(sheet.tried, timeout=5000):
        QTest.keyClick(field, Qt.Key.Key_Return)
    return sheet


def test_the_staff_code_opens_the_way_out(at_start, code, qtbot):
    someone = at_start()
    someone.press(someone.find("StaffButton"))
    sheet = type_code(someone, "not the code", qtbot)
    assert "Ce n’est pas le code" in sheet.answer.text()
    assert sheet.field.text() == ""
    with qtbot.waitSignal(someone.window.public.opened, timeout=5000):
        type_code(someone, code, qtbot)


def test_after_five_wrong_codes_there_is_a_minute_of_rest_that_leaving_does_not_shorten(
    at_start, code, qtbot, hands
):
    someone = at_start()
    someone.press(someone.find("StaffButton"))
    for _ in range(5):
        sheet = type_code(someone, "not the code", qtbot)
    assert "Attendez une minute" in sheet.answer.text()
    assert not sheet.findChild(QWidget, "SendCode").isEnabled()
    told = someone.window.public._visit.lines[-1].removeprefix("count ")
    sheet._rest.stop()
    # The next visit, as the launcher starts it.
    next_one = at_start(count=Count.read(told))
    next_one.press(next_one.find("StaffButton"))
    sheet = next_one.window.findChild(QWidget, "StaffSheet")
    assert "Attendez une minute" in sheet.answer.text()
    field = sheet.findChild(QLineEdit, "StaffCode")
    opened = []
    next_one.window.public.opened.connect(lambda: opened.append(1))
    QTest.keyClicks(field, code)
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.settle()
    assert opened == []
    sheet._rest.stop()


def test_leaving_while_a_code_is_compared_is_counted_and_lets_nobody_out(at_start, code, hands):
    someone = at_start()
    someone.press(someone.find("StaffButton"))
    sheet = someone.window.findChild(QWidget, "StaffSheet")
    opened = []
    someone.window.public.opened.connect(lambda: opened.append(1))
    QTest.keyClicks(sheet.field, code)
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    told = [line for line in someone.window.public._visit.lines if line.startswith("count")]
    assert Count.read(told[-1].removeprefix("count ")).tries == 1
    someone.window.leave()
    end = time.monotonic() + 10
    while sheet._try is not None and time.monotonic() < end:
        hands.settle()
    assert opened == []


def test_a_code_typed_while_waiting_stays_for_nobody(at_start, qtbot, hands):
    someone = at_start(count=Count(5, time.monotonic() + 60))
    someone.press(someone.find("StaffButton"))
    sheet = someone.window.findChild(QWidget, "StaffSheet")
    QTest.keyClicks(sheet.field, "quatre mots de passe")
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert sheet.field.text() == ""
    sheet._rest.stop()
    sheet._forgotten.setInterval(1)
    QTest.keyClicks(sheet.field, "quatre")
    qtbot.waitUntil(lambda: someone.window.findChild(QWidget, "StaffSheet") is None)


def test_a_refusal_that_no_code_could_close_can_be_closed(window, hands, qtbot):
    made = window(rules=effective(None, None, Flags(kiosk=True)), shown=False)
    public = PublicPc(made, Visit(is_alone=True), refusal="This guide is not signed.")
    made.show()
    hands.settle()
    button = made.findChild(QWidget, "CloseRefused")
    assert QApplication.focusWidget() is button
    with qtbot.waitSignal(public.given_up, timeout=1000):
        QTest.keyClick(button, Qt.Key.Key_Space)


def test_without_a_staff_code_there_is_no_such_button(window, hands):
    rules = effective(None, None, Flags(kiosk=True))
    made = window(rules=rules, shown=False)
    PublicPc(made, Visit(is_alone=True))
    made.show()
    hands.settle()
    assert made.findChild(QWidget, "StaffButton") is None


def test_a_refusal_offers_no_visit_and_says_why(at_start):
    someone = at_start(refusal="Ce guide n’est pas signé.\nThis guide is not signed.")
    assert someone.window.findChild(QWidget, "Begin-fr") is None
    assert "Ce guide n’est pas signé." in shown_texts(someone)
    someone.window.public._begin("fr")
    assert not someone.sees(someone.window.page)
    assert someone.find("StaffButton")


# Nothing goes out, nothing comes in.


def test_no_field_and_no_bar_has_a_menu(reader, hands):
    someone = reader()
    for route in (Route("home"), Route("search", "webcam"), Route("help", "talk")):
        someone.go(route)
        for widget in someone.window.findChildren(QWidget):
            centre = widget.rect().center()
            event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, centre, widget.mapToGlobal(centre))
            QApplication.sendEvent(widget, event)
            assert QApplication.activePopupWidget() is None, widget
    menus = [menu for menu in someone.window.findChildren(QMenu) if menu.isVisible()]
    assert menus == []


def test_nothing_can_be_dropped_or_dragged(reader):
    someone = reader()
    someone.go("help", "talk")
    assert not any(widget.acceptDrops() for widget in someone.window.findChildren(QWidget))
    assert not any(field.dragEnabled() for field in someone.window.findChildren(QLineEdit))


def test_keys_of_assistive_technology_reach_the_window_unswallowed(reader):
    someone = reader()
    heard = []

    class Ear(QWidget):
        def keyPressEvent(self, event: QKeyEvent):
            heard.append(event.key())

    ear = Ear(someone.window)
    ear.show()
    ear.setFocus()
    keys = (Qt.Key.Key_Insert, Qt.Key.Key_CapsLock, Qt.Key.Key_Meta, Qt.Key.Key_Super_L, Qt.Key.Key_F8)
    for key in keys:
        QTest.keyClick(someone.window.windowHandle(), key)
    assert heard == list(keys)


def test_other_screens_show_an_empty_surface(public):
    made = public()
    screen = QGuiApplication.primaryScreen()
    made.public._cover_screen(screen)
    (blank,) = made.public._blanks
    assert blank.isVisible()
    assert blank.windowTitle() == "Guide Famille"
    made.public.blank()
    assert blank.isVisible(), "leaving must not uncover the other screens"
    made.public._uncover_screen(screen)
    assert made.public._blanks == []
    assert not shiboken6.isValid(blank) or not blank.isVisible()


def test_the_start_screen_fits_small_screens_with_large_text(at_start):
    someone = at_start(size=(900, 600), scale=200)
    for name in ("Begin-fr", "Begin-en", "Strip-emergency"):
        widget = someone.window.public.start.findChild(QWidget, name)
        corner = widget.mapTo(someone.window, QPoint(widget.width(), widget.height()))
        assert 0 <= corner.y() <= someone.window.height(), name
        assert 0 <= corner.x() <= someone.window.width(), name


def test_the_first_paint_of_the_start_screen_is_told(window, qtbot):
    rules = effective(None, None, Flags(kiosk=True))
    made = window(rules=rules, shown=False)
    public = PublicPc(made, Visit(is_alone=True))
    with qtbot.waitSignal(public.start.painted, timeout=2000):
        made.show()


def test_the_staff_code_can_be_typed_on_the_screen(at_start, hands, qtbot):
    for wishes in ({}, {"size": (900, 600), "scale": 200}):
        someone = at_start(keyboard="own", **wishes)
        someone.press(someone.find("StaffButton"))
        sheet = someone.window.findChild(QWidget, "StaffSheet")
        QTest.mouseClick(sheet.field, Qt.MouseButton.LeftButton)
        hands.settle()
        keys = someone.window.keyboard.sheet
        assert keys is not None
        assert sheet.isAncestorOf(keys)
        assert sheet.field.visibleRegion().boundingRect().height() >= sheet.field.height()
        for key in keys.keys:
            if key.text() in ("a", "b"):
                QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        assert sorted(sheet.field.text()) == ["a", "b"]
        assert someone.window.public.start.findChild(QWidget, "Strip-emergency").isVisible()
