"""On this page: a list of its headings, by a key or a quiet button, and from there to each."""

from __future__ import annotations

import pytest
from each import each
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea

from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.ui.outline import FEWEST, headings, place_of

F7, ESC, RETURN, TAB = Qt.Key.Key_F7, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab
SMALL = {"scale": 200, "size": (900, 600)}
LOOKS = [
    {"language": "fr"},
    {"language": "en", **SMALL},
    {"language": "fr", "theme": "contrast", **SMALL},
    {"language": "en", "theme": "dark", "scale": 150, "size": (900, 600)},
]


def focus():
    return QApplication.focusWidget()


def entries(someone):
    return someone.pressable(someone.find("OutlinePanel"))


@pytest.mark.parametrize("wishes", LOOKS[:2], ids=["large", "small"])
def test_a_page_with_three_headings_offers_the_list_and_nothing_moves_without_it(person, hands, wishes):
    someone = person(**wishes)
    offered, places = [], set()
    for name in ("understand", "todo", "settings", "home", "keyboard"):
        page = someone.go(name)
        offered.append(someone.has("OutlineButton"))
        assert offered[-1] == (len(headings(page)) >= FEWEST), name
        for button in ("ReadingButton", "LanguageButton", "LeaveButton"):
            places.add((button, *hands.place(someone.find(button), someone.window).getRect()))
    assert set(offered) == {True, False}
    assert len(places) == 3


def test_the_list_holds_every_heading_in_the_order_of_the_eye_with_its_level(person, hands):
    someone = person(language="en")
    page = someone.go("plan", "disclosure")
    found = headings(page)
    tops = [place_of(heading, page).y() for heading in found]
    assert tops == sorted(tops)
    assert {heading.level for heading in found} == {1, 2, 3}
    someone.strike(F7)
    assert [hands.name_of(entry) for entry in entries(someone)] == [heading.text() for heading in found]
    told = [hands.accessible(entry).text(QAccessible.Text.Description) for entry in entries(someone)]
    assert told == [f"Heading, level {heading.level}" for heading in found]
    panel = hands.accessible(someone.find("OutlinePanel"))
    assert (panel.role(), panel.text(QAccessible.Text.Name)) == (QAccessible.Role.Grouping, "On this page")


@pytest.mark.parametrize("wishes", LOOKS[:2], ids=["large", "small"])
def test_a_heading_that_is_chosen_comes_to_the_top_and_reading_goes_on_from_there(person, hands, wishes):
    someone = person(**wishes)
    page = someone.go("plan", "disclosure")
    someone.strike(F7)
    chosen = headings(page)[4]
    someone.use("Outline-4")
    assert not someone.has("OutlinePanel")
    assert focus() is chosen
    at = hands.place(chosen, page.viewport())
    assert 0 <= at.top() < 40
    assert hands.accessible(chosen).state().focused
    someone.strike(TAB)
    # The next control of the page, and not one above.
    below = focus()
    assert page.isAncestorOf(below)
    after = [w for w in someone.focusable(page) if place_of(w, page).y() > place_of(chosen, page).y()]
    assert below is after[0]
    someone.strike(TAB, Qt.KeyboardModifier.ShiftModifier)
    assert place_of(focus(), page).y() < place_of(chosen, page).y() or focus() is chosen


def test_what_came_after_the_first_paint_is_listed_and_reached(person):
    someone = person()
    window = someone.window
    window.go_to(Route("article", "live-streamed-abuse"))
    assert not window.page.is_whole
    # Asked for before the page is whole: the list comes when it is.
    someone.window._keys._outline()
    assert not someone.has("OutlinePanel")
    someone.strike(Qt.Key.Key_Shift)
    assert len(entries(someone)) == len(headings(window.page)) > 3
    last = len(entries(someone)) - 1
    someone.use(f"Outline-{last}")
    bar = window.page.verticalScrollBar()
    assert focus() is headings(window.page)[last]
    assert someone.in_view(focus())
    assert bar.value() > 0


def test_the_list_opens_where_the_page_stands_and_esc_gives_the_keyboard_back(person):
    someone = person()
    page = someone.go("plan", "disclosure")
    someone.strike(F7)
    assert focus().objectName() == "Outline-0"
    assert not someone.has("ReadingMark")
    someone.strike(ESC)
    assert focus() is page.title_label
    assert someone.has("ReadingMark")
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    someone.strike(F7)
    now = int(focus().objectName().removeprefix("Outline-"))
    assert now > 3
    # The same key puts it away again; the arrows go through it.
    someone.strike(Qt.Key.Key_Up)
    assert focus().objectName() == f"Outline-{now - 1}"
    someone.strike(F7)
    assert not someone.has("OutlinePanel")
    assert focus() is page.title_label


def test_a_short_page_says_that_it_has_no_list(person, announced):
    someone = person(language="en")
    someone.go("todo")
    announced.clear()
    someone.strike(F7)
    assert not someone.has("OutlinePanel")
    assert announced == [someone.texts("outline.few")]


def test_it_works_in_a_visit_of_a_public_pc(person):
    someone = person(rules=effective(None, None, Flags(kiosk=True)))
    someone.go("understand")
    someone.strike(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier, times=2)
    someone.use("OutlineButton", "Outline-2")
    assert focus() is headings(someone.page)[2]


@each("wishes", LOOKS)
def test_the_list_is_whole_and_leaves_the_bars_free(person, hands, wishes):
    someone = person(**wishes)
    someone.go("plan", "disclosure")
    someone.strike(F7)
    panel = someone.find("OutlinePanel")
    at = hands.place(panel, someone.window)
    assert at.top() >= hands.place(someone.window.top, someone.window).bottom()
    assert at.bottom() < hands.place(someone.window.strip, someone.window).top()
    assert someone.window.rect().contains(at)
    for fault in ("small targets", "badly named", "cut off"):
        assert list(hands.FAULTS[fault](someone)) == []
    (area,) = panel.findChildren(QScrollArea)
    last = entries(someone)[-1]
    someone.reach(last.objectName())
    assert area.viewport().rect().contains(hands.place(last, area.viewport()))


def test_the_smallest_window_with_large_text_keeps_the_key(person, hands):
    someone = person(scale=200, size=(640, 480))
    page = someone.go("plan", "disclosure")
    assert not someone.has("OutlineButton")
    assert someone.whole(someone.find("LeaveButton"))
    someone.strike(F7)
    someone.use("Outline-2")
    assert focus() is headings(page)[2]
