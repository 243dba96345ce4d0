"""Where the reader is: the way back and forward keeps the place, and nothing covers the numbers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from office import wait_until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.ui.theme.tokens import contrast
from familyguide.ui.widgets.basic import Button, LayoutButton


@pytest.mark.parametrize("language", ["fr", "en"])
def test_going_back_and_forward_finds_each_page_where_it_was_left(person, hands, language):
    someone = person(language=language)
    page = someone.go("help", "talk")
    next(iter(page.folds.values())).button.click()
    hands.settle()
    page.verticalScrollBar().setValue(240)
    page = someone.go("article", "live-streamed-abuse")
    page.verticalScrollBar().setValue(310)
    someone.press("BackButton")
    assert someone.route == Route("help", "talk")
    assert someone.page.verticalScrollBar().value() == 240
    assert next(iter(someone.page.folds.values())).is_open
    someone.press("ForwardButton")
    assert someone.page.verticalScrollBar().value() == 310
    someone.press("BackButton")
    assert someone.page.verticalScrollBar().value() == 240


def test_a_page_visited_anew_begins_at_its_top(person):
    someone = person()
    someone.go("understand").verticalScrollBar().setValue(400)
    someone.go("home")
    assert someone.go("understand").verticalScrollBar().value() == 0


def test_going_back_gives_the_keyboard_to_what_was_pressed(person):
    someone = person()
    someone.go("todo", part="list")
    pressed = someone.tab_until(lambda focus: focus.objectName() == "Row-plan:sextortion-now")
    someone.key(Qt.Key.Key_Return)
    assert someone.route == Route("plan", "sextortion-now")
    someone.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    focus = QApplication.focusWidget()
    assert focus is not pressed
    assert focus.objectName() == "Row-plan:sextortion-now"
    assert someone.in_view(focus)


@pytest.mark.parametrize("scale", [100, 200])
def test_the_open_menu_leaves_the_numbers_and_leave_now_one_press_away(person, hands, scale):
    someone = person(scale=scale, size=(900, 600))
    someone.press("MenuButton")
    rail, strip = someone.find("Rail"), someone.window.strip
    assert hands.place(rail, someone.window).bottom() < hands.place(strip, someone.window).top()
    for name in ("LeaveButton", "Strip-emergency", "MoreHelp"):
        at = someone.find(name).mapTo(someone.window, QPoint(8, 8))
        hit = someone.window.childAt(at)
        assert hit is someone.find(name)
    QTest.mouseClick(someone.find("MoreHelp"), Qt.MouseButton.LeftButton)
    hands.settle()
    assert someone.route == Route("help")
    assert not someone.has("Rail")


def test_the_menu_closes_when_the_keyboard_goes_past_it(person):
    someone = person(scale=200, size=(900, 600))
    someone.press("MenuButton")
    someone.tab_until(lambda focus: not someone.window.rail.isAncestorOf(focus), 20)
    assert not someone.has("Rail")


def test_the_menu_closes_when_the_window_changes_its_size(person, hands):
    someone = person(scale=200, size=(900, 600))
    someone.press("MenuButton")
    someone.window.resize(940, 640)
    hands.settle()
    assert not someone.has("Rail")


def choose_low(someone, hands, name):
    """Scroll down to a sign of the list and press it there."""
    page = someone.go("signs")
    found = someone.find(name)
    page.ensureWidgetVisible(found, 0, 200)
    found.setFocus(Qt.FocusReason.TabFocusReason)
    at = page.verticalScrollBar().value()
    assert at > 400
    someone.press(found)
    return at


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sign_low_in_the_list_opens_beside_it(person, hands, language):
    name = "Sign-new-unknown-contacts"
    someone = person(language=language)
    at = choose_low(someone, hands, name)
    assert someone.page.verticalScrollBar().value() == at
    assert someone.in_view(someone.find(name))
    assert QApplication.focusWidget() is someone.find(name)
    view, card = someone.page.viewport(), someone.find("OpenSign")
    assert 0 <= hands.place(card, view).top() < 40
    # Going up the list, the open sign comes along: nothing empty is left above it.
    someone.page.verticalScrollBar().setValue(at - 300)
    hands.settle()
    assert 0 <= hands.place(card, view).top() < 40
    someone.page.verticalScrollBar().setValue(0)
    hands.settle()
    assert someone.on_first_screen(someone.find("Chip-None"))
    assert abs(hands.place(card, view).top() - hands.place(card.parentWidget(), view).top()) < 2


def test_a_sign_with_large_text_leads_back_to_its_place_in_the_list(person, hands):
    name = "Sign-new-unknown-contacts"
    someone = person(scale=200, size=(900, 600))
    choose_low(someone, hands, name)
    assert someone.page.verticalScrollBar().value() == 0
    someone.press("BackToSigns")
    assert someone.page.verticalScrollBar().value() > 400
    assert someone.in_view(someone.find(name))
    assert QApplication.focusWidget() is someone.find(name)


@pytest.mark.parametrize(("scale", "size"), [(100, (1280, 800)), (125, (1280, 800)), (200, (900, 600))])
def test_a_code_stands_at_its_card_and_esc_takes_it_away(person, hands, scale, size):
    someone = person(scale=scale, size=size)
    page = someone.go("help", "report-content")
    button = [found for found in someone.all_of(Button, page) if found.objectName().startswith("Qr-")][-1]
    name, card = button.objectName(), someone.find(f"Service-{button.value}")
    page.ensureWidgetVisible(button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    at = page.verticalScrollBar().value()
    someone.key(Qt.Key.Key_Space)
    code, panel = page._code.code, someone.find("CodePanel")
    assert someone.in_view(code)
    if page.is_narrow:
        assert 0 < hands.place(panel, page.body).top() - hands.place(card, page.body).bottom() < 20
    else:
        assert page.verticalScrollBar().value() == at
        assert hands.place(panel, page.body).left() > hands.place(card, page.body).right()
    someone.key(Qt.Key.Key_Escape)
    assert not someone.has("CodePanel")
    assert QApplication.focusWidget() is someone.find(name)
    assert someone.in_view(someone.find(name))
    assert someone.window.isVisible()


def test_a_second_code_takes_the_place_of_the_first(person, hands):
    someone = person()
    page = someone.go("help", "talk")
    for name in ("Qr-fr-119", "Qr-fr-3018"):
        page.ensureWidgetVisible(someone.find(name))
        someone.press(name)
        assert someone.in_view(page._code.code)
        assert hands.place(someone.find("CodePanel"), page.viewport()).top() >= 0


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_what_is_filled_or_chosen_shows_a_ring_when_it_has_the_keyboard(person, hands, theme):
    someone = person(theme=theme, apps=("discord",))
    sign = someone.window.context.library.rows("sign")[0].id
    for route, name in (
        (Route("signs"), "LeaveButton"),
        (Route("signs"), "Rail-signs"),
        (Route("signs"), "Chip-None"),
        (Route("signs", sign), f"Sign-{sign}"),
        (Route("conversation", "cameras-live-9-11"), "NextStep"),
        (Route("settings", "plan"), "State-dc-dm-todo"),
    ):
        someone.go(route)
        button = someone.find(name)
        someone.page.ensureWidgetVisible(button)
        someone.page.setFocus()
        plain = button.grab().toImage()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        ringed = button.grab().toImage()
        middle = plain.height() // 2
        # Inside the edge, where a change of the edge alone would be lost on the page behind.
        inside = [
            contrast(plain.pixelColor(x, middle).name(), ringed.pixelColor(x, middle).name())
            for x in range(2, 8)
        ]
        assert sum(change >= 3 for change in inside) >= 2, f"{name}: {inside}"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize(("scale", "size"), [(100, (1280, 800)), (150, (900, 600)), (200, (900, 600))])
def test_the_reading_options_leave_the_bars_free_and_every_option_is_large_enough(
    person, hands, scale, size, public, language
):
    rules = effective(None, None, Flags(kiosk=public))
    someone = person(scale=scale, size=size, rules=rules, language=language)
    someone.press("ReadingButton")
    panel = someone.find("ReadingPanel")
    assert QApplication.focusWidget().objectName() == f"Scale-{scale}"
    at = hands.place(panel, someone.window)
    assert at.top() >= hands.place(someone.window.top, someone.window).bottom()
    assert at.bottom() < hands.place(someone.window.strip, someone.window).top()
    assert someone.window.rect().contains(at)
    for name in ("LeaveButton", "Strip-emergency"):
        assert someone.window.childAt(someone.find(name).mapTo(someone.window, QPoint(8, 8))) is not None
        assert not at.intersects(hands.place(someone.find(name), someone.window))
    for fault in ("small targets", "badly named", "cut off", "unheard headings"):
        assert list(hands.FAULTS[fault](someone)) == []
    (area,) = panel.findChildren(QScrollArea)
    # Nothing is below an edge: who needs large letters is not to guess that there is more.
    assert area.verticalScrollBar().maximum() == 0
    options = [found.objectName() for found in someone.focusable(panel)]
    for name in options[options.index(f"Scale-{scale}") + 1 :]:
        someone.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus.objectName() == name
        assert someone.whole(focus)
        assert panel.rect().contains(hands.place(focus, panel))


def test_the_reading_options_stay_while_they_are_tried_and_esc_puts_them_away(person, hands):
    someone = person()
    someone.find("ReadingButton").setFocus(Qt.FocusReason.TabFocusReason)
    someone.key(Qt.Key.Key_Space)
    for name in ("Scale-150", "Theme-dark", "Scale-100"):
        someone.find(name).setFocus(Qt.FocusReason.TabFocusReason)
        someone.key(Qt.Key.Key_Space)
        assert QApplication.focusWidget() is someone.find(name, someone.find("ReadingPanel"))
        assert someone.find(name).isChecked()
        at = hands.place(someone.find("ReadingPanel"), someone.window)
        assert at.bottom() < hands.place(someone.window.strip, someone.window).top()
        assert at.height() > 200
    assert someone.window.context.choices[3:5] == ("dark", 100)
    someone.key(Qt.Key.Key_Escape)
    assert not someone.has("ReadingPanel")
    assert QApplication.focusWidget() is someone.find("ReadingButton")
    assert someone.window.isVisible()


@pytest.mark.parametrize(("language", "words"), [("fr", "125\u00a0%"), ("en", "125%")])
def test_a_size_is_written_as_the_language_writes_it(person, language, words):
    someone = person(language=language)
    someone.press("ReadingButton")
    assert someone.find("Scale-125").accessibleName() == words
    assert someone.find("Scale-125").text().strip("\u00a0") == words


def test_pressing_an_option_that_is_so_already_keeps_its_mark(person):
    someone = person()
    someone.press("ReadingButton")
    someone.press("Scale-100")
    assert someone.find("Scale-100").isChecked()
    assert not someone.find("Scale-125").isChecked()


def test_the_button_puts_the_reading_options_away_again(person):
    someone = person()
    someone.press("ReadingButton")
    someone.press("ReadingButton")
    assert not someone.has("ReadingPanel")


def test_leave_now_works_with_the_reading_options_open(person, hands):
    someone = person()
    left = []
    someone.window.left.connect(lambda: left.append(someone.window.isVisible()))
    someone.press("ReadingButton")
    QTest.mouseClick(someone.find("LeaveButton"), Qt.MouseButton.LeftButton)
    hands.settle()
    assert left == [False]


@pytest.mark.parametrize("scale", [100, 125])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_entry_of_the_rail_moves_when_another_is_lit(person, hands, language, scale):
    someone = person(language=language, scale=scale, size=(1600, 900))
    seen = set()
    for page in ("home", "talk", "signs", "family"):
        someone.go(page)
        rail = someone.window.rail
        seen.add(tuple(hands.place(found, rail).getRect() for found in someone.all_of(LayoutButton, rail)))
    assert len(seen) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_with_a_code_beside_them_the_cards_are_not_cut(person, hands, language):
    someone = person(language=language)
    for need in ("talk", "report-content"):
        page = someone.go("help", need)
        code = next(found for found in someone.all_of(Button, page) if found.objectName().startswith("Qr-"))
        someone.press(code)
        assert someone.has("CodePanel")
        assert list(hands.cut_off(someone)) == []


STRIP = ("Strip-emergency", "Strip-crisis", "Strip-child", "Strip-report")


def test_a_small_window_shows_every_number_that_its_line_has_room_for(person, hands):
    someone = person(size=(900, 600))
    strip = someone.window.strip
    wait_until(lambda: len(someone.numbers(strip)) == 4)
    assert strip.height() < 60
    someone.window.context.service.change(scale=200)
    hands.settle()
    strip = someone.window.strip
    assert [name for name in STRIP if someone.has(name, strip)] == ["Strip-emergency", "Strip-child"]
    assert strip.height() < 90


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_number_for_who_cannot_hear_stands_in_the_smallest_window_too(person, hands, language):
    for scale in (100, 200):
        someone = person(language=language, size=(900, 600), scale=scale)
        strip = someone.window.strip
        words = someone.words(someone.find("Strip-emergency", strip))
        assert someone.texts("strip.sms", number="114") in words
        assert strip.height() < 90
        assert list(hands.cut_off(someone)) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_that_is_closed_says_so_and_who_answers(person, hands, language):
    night = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    someone = person(language=language, now=night, size=(1500, 800))
    strip = someone.window.strip
    button, child = someone.find("Strip-report", strip), someone.find("Strip-child", strip)
    texts = someone.texts
    wait_until(lambda: texts("strip.closed") in someone.words(button))
    assert texts("service.now", who="119") in hands.name_of(button)
    assert texts("service.now", who="119") in button.toolTip()
    assert texts("service.now", who="119") not in hands.name_of(child)
    assert strip.height() < 60
    # Where it has little room the words are left to the name and the tooltip.
    someone.window.resize(1180, 800)
    wait_until(lambda: texts("strip.closed") not in someone.words(button))
    assert texts("service.now", who="119") in hands.name_of(button)
    # In the morning it opens.
    someone.window.context.clock = lambda: night.replace(hour=9)
    strip.show_hours()
    assert texts("service.now", who="119") not in hands.name_of(button)
    assert not button.toolTip()
