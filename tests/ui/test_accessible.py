"""With the keyboard alone, and as assistive technology is told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from familyguide.ui.widgets.basic import HeadingLabel

WINDOWS = {"large": {}, "small": {"scale": 200, "size": (900, 600)}}


def tab_round(someone, hands, *, key=Qt.Key.Key_Tab):
    """Press Tab from the window until the first control comes again; gives the controls in order."""
    someone.window.setFocus()
    visited = []
    for _ in range(len(someone.focusable()) + 20):
        QTest.keyClick(QApplication.focusWidget(), key)
        focus = QApplication.focusWidget()
        if visited and focus is visited[0]:
            break
        visited.append(focus)
    hands.settle()
    return visited


@pytest.fixture(scope="module")
def rounds():
    return {}


def round_faults(person, hands, kinds_of_page, rounds, view):
    """Go round every kind of page once: gives the controls missed, and the parts in wrong order."""
    if view not in rounds:
        someone = person(**WINDOWS[view])
        missed, order = [], []
        for route in kinds_of_page:
            someone.go(route)
            visited = tab_round(someone, hands)
            unreached = [hands.told(w) for w in someone.focusable() if w not in visited]
            if unreached or len(visited) != len(set(visited)):
                missed.append(f"{route.page}: {unreached}")
            regions = [hands.region_of(someone, w) for w in visited]
            # Where the round begins does not matter: it comes to the first part again once.
            steps_back = sum(after < before for before, after in pairwise([*regions, regions[0]]))
            if -1 in regions or steps_back != 1:
                order.append(f"{route.page}: {[regions[0], *(b for a, b in pairwise(regions) if a != b)]}")
        rounds[view] = missed, order
    return rounds[view]


@pytest.mark.parametrize("view", WINDOWS)
def test_tab_reaches_every_control_and_comes_round(person, hands, kinds_of_page, rounds, view):
    assert round_faults(person, hands, kinds_of_page, rounds, view)[0] == []


@pytest.mark.parametrize("view", WINDOWS)
def test_the_focus_goes_top_bar_rail_page_strip(person, hands, kinds_of_page, rounds, view):
    assert round_faults(person, hands, kinds_of_page, rounds, view)[1] == []


def test_shift_tab_goes_the_same_way_back(person, hands):
    someone = person()
    someone.go("todo")
    forward = tab_round(someone, hands)
    assert set(tab_round(someone, hands, key=Qt.Key.Key_Backtab)) == set(forward)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_can_be_seen_on_every_kind_of_control(person, hands, kinds_of_page, theme):
    someone = person(theme=theme)
    seen, unseen = set(), []
    for route in kinds_of_page if theme == "light" else kinds_of_page[:4]:
        someone.go(route)
        for control in someone.focusable():
            kind = (type(control).__name__, control.property("role"), getattr(control, "isChecked", bool)())
            if kind in seen:
                continue
            seen.add(kind)
            someone.window.setFocus()
            without = control.grab().toImage()
            control.setFocus(Qt.FocusReason.TabFocusReason)
            if control.grab().toImage() == without:
                unseen.append(hands.told(control))
    assert len(seen) > 5
    assert unseen == []


def test_the_control_with_the_focus_is_always_in_view(person, hands):
    someone = person(scale=200, size=(900, 600))
    page = someone.go("plan", "disclosure")
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    someone.window.setFocus()
    hidden = []
    for _ in range(len(someone.focusable())):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if page.isAncestorOf(focus):
            at, height = hands.place(focus, page.viewport()), page.viewport().height()
            if at.top() < 0 or at.top() >= height or (at.bottom() > height > at.height()):
                hidden.append(hands.told(focus))
    assert hidden == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_sentence_announces_itself(person, hands, library, language):
    someone = person(language=language)
    someone.go("conversation", library.rows("conversation")[0].id)
    opening = hands.accessible(someone.find("Opening"))
    assert opening.role() == QAccessible.Role.Grouping
    assert opening.text(QAccessible.Text.Name) == someone.texts("talk.start")
    inside = [opening.child(at).text(QAccessible.Text.Name) for at in range(opening.childCount())]
    assert any(len(name) > 20 for name in inside)


def test_every_page_begins_with_one_heading_of_the_first_level(person, kinds_of_page):
    someone = person(shown=False)
    wrong = []
    for route in kinds_of_page:
        someone.go(route)
        first = [label for label in someone.all_of(HeadingLabel, someone.page) if label.level == 1]
        if len(first) != 1:
            wrong.append(f"{route.page}: {[label.text() for label in first]}")
    assert wrong == []


def test_the_chosen_page_chip_and_step_are_told_as_checked(person, hands):
    someone = person(age="6-8")
    someone.go("talk")
    for name, checked in (
        ("Rail-talk", True),
        ("Rail-home", False),
        ("Chip-6-8", True),
        ("Chip-None", False),
    ):
        told = hands.accessible(someone.find(name))
        assert told.state().checked == int(checked), name


def test_a_fold_says_whether_it_is_open(person, hands):
    someone = person()
    page = someone.go("plan", "disclosure")
    fold = page.folds["sources"]
    made = hands.accessible(fold.button)
    assert not made.state().checked
    fold.open()
    assert hands.accessible(fold.button).state().checked


def test_icons_are_silent(person, hands):
    someone = person()
    named = [
        hands.told(label) for label in someone.all_of(QLabel) if not label.text() and hands.name_of(label)
    ]
    assert named == []


def test_the_number_of_a_person_is_said_in_words(person, directory, hands):
    someone = person(language="en")
    for entry in directory.strip("FR"):
        name = hands.name_of(someone.find(f"Strip-{entry.role}"))
        assert entry.services[0].phone_spoken["en"] in name
