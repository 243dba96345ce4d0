"""With the keyboard alone, and as assistive technology is told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from each import some
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from familyguide.ui import accessible, notice
from familyguide.ui.theme.tokens import contrast
from familyguide.ui.widgets.basic import Button, HeadingLabel, LayoutButton
from familyguide.ui.widgets.fold import FoldButton

# A line of 1.4 pixels around a control, on average: two, less its corners.
THICK = 1.4
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


def is_read(widget):
    """Tell whether a screen reader meets a widget as a piece of its own: words, a button, a field."""
    if isinstance(widget, QLabel):
        return bool(widget.text()) and not isinstance(widget.parentWidget(), QPushButton)
    return isinstance(widget, QPushButton | QLineEdit)


@pytest.fixture(scope="module")
def rounds():
    return {}


def round_faults(person, hands, kinds_of_page, rounds, view):
    """Go round kinds of page, each once: gives the controls missed, and the parts in wrong order."""
    if view not in rounds:
        someone = person(**WINDOWS[view])
        missed, order, read = [], [], []
        # Half of the kinds in a large window, the others in a small one; all in both in `prove every_page`.
        for route in some(kinds_of_page, -(-len(kinds_of_page) // 2), turn=view == "small"):
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
            window = someone.window
            for part in (window.top, window.rail, window.page.body, window.strip):
                inside = [w for w in visited if part.isAncestorOf(w)]
                # The round begins in the middle of a part.
                start = next((at for at, (a, b) in enumerate(pairwise(regions)) if b < a), -1) + 1
                ordered = [w for w in visited[start:] + visited[:start] if w in inside]
                order += [f"{route.page}: {fault}" for fault in hands.out_of_order(ordered, part)]
            pieces = [w for w in someone.all_of(QWidget, window.page.body) if is_read(w)]
            read += [f"{route.page}: {fault}" for fault in hands.out_of_order(pieces, window.page.body)]
        rounds[view] = missed, order, read
    return rounds[view]


@pytest.mark.parametrize("view", WINDOWS)
def test_tab_reaches_every_control_and_comes_round(person, hands, kinds_of_page, rounds, view):
    assert round_faults(person, hands, kinds_of_page, rounds, view)[0] == []


@pytest.mark.parametrize("view", WINDOWS)
def test_the_focus_goes_top_bar_rail_page_strip(person, hands, kinds_of_page, rounds, view):
    assert round_faults(person, hands, kinds_of_page, rounds, view)[1] == []


@pytest.mark.parametrize("view", WINDOWS)
def test_a_screen_reader_meets_what_a_page_says_in_the_order_of_the_eye(
    person, hands, kinds_of_page, rounds, view
):
    assert round_faults(person, hands, kinds_of_page, rounds, view)[2] == []


def test_assistive_technology_goes_by_the_order_in_which_widgets_stand_in_one_another(person, hands):
    """What the test above relies on."""
    someone = person()
    body = someone.go("plan", "disclosure").body

    def walk(one):
        for at in range(one.childCount()):
            child = one.child(at)
            yield child.object()
            yield from walk(child)

    told = [
        w for w in walk(hands.accessible(body)) if isinstance(w, QWidget) and is_read(w) and someone.sees(w)
    ]
    assert told == [w for w in someone.all_of(QWidget, body) if is_read(w)]


def test_shift_tab_goes_the_same_way_back(person, hands):
    someone = person()
    someone.go("todo")
    forward = tab_round(someone, hands)
    assert set(tab_round(someone, hands, key=Qt.Key.Key_Backtab)) == set(forward)


# One place where each kind of control stands; found on the way through every kind of page.
@pytest.fixture(scope="module")
def kinds_of_control():
    return {}


def kind_of(control):
    return type(control).__name__, control.property("role"), getattr(control, "isChecked", bool)()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_stands_out_on_every_kind_of_control(person, hands, kinds_of_page, kinds_of_control, theme):
    someone = person(theme=theme)
    known = bool(kinds_of_control)
    faint, seen = [], set()
    for route in kinds_of_page if not known else dict.fromkeys(kinds_of_control.values()):
        page = someone.go(route)
        for control in someone.focusable():
            kind = kind_of(control)
            if kind in seen:
                continue
            seen.add(kind)
            kinds_of_control.setdefault(kind, route)
            if page.isAncestorOf(control):
                page.ensureWidgetVisible(control)
            if hands.mark_of_focus(control) < THICK:
                faint.append(f"{hands.mark_of_focus(control):.2f}: {hands.told(control)}")
    assert len(seen) >= 18
    assert faint == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_stands_out_on_what_opens_over_a_page(person, hands, theme):
    someone = person(theme=theme)
    someone.go("plan", "disclosure")
    faint = []
    for opens in ("ReadingButton", "OutlineButton"):
        someone.press(opens)
        seen = set()
        for control in someone.focusable(someone.window._over.shown):
            if kind_of(control) not in seen and hands.mark_of_focus(control) < THICK:
                faint.append(hands.told(control))
            seen.add(kind_of(control))
        assert seen
        someone.window.close_menu()
    # Words that have the keyboard are marked for who uses the keys.
    someone.strike(Qt.Key.Key_F6)
    mark = someone.find("ReadingMark")
    line = QColor(mark.grab().toImage().pixelColor(mark.width() // 2, 0)).name()
    assert contrast(line, someone.window.context.theme.paper) >= 3
    assert faint == []


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


def description(hands, widget):
    return hands.accessible(widget).text(QAccessible.Text.Description)


def test_the_chosen_chip_is_told_as_one_of_several(person, hands):
    someone = person(age="6-8")
    someone.go("talk")
    for name, checked in (("Chip-6-8", True), ("Chip-None", False)):
        told = hands.accessible(someone.find(name))
        assert told.role() == QAccessible.Role.RadioButton
        assert told.state().checked == int(checked), name


def test_what_leads_to_this_page_says_so_and_is_nothing_to_tick(person, hands):
    someone = person(language="en")
    someone.go("signs", "pain-in-private-parts")
    here = ("Rail-signs", "Sign-pain-in-private-parts")
    for name in (*here, "Rail-home"):
        told = hands.accessible(someone.find(name))
        assert told.role() == QAccessible.Role.Button
        assert not told.state().checkable
        assert description(hands, someone.find(name)) == ("you are here" if name in here else ""), name


def test_a_fold_says_whether_it_is_open(person, hands):
    someone = person()
    page = someone.go("plan", "disclosure")
    fold = page.folds["sources"]
    made = hands.accessible(fold.button)
    assert made.role() == QAccessible.Role.Button
    assert (made.state().expandable, made.state().expanded) == (1, 0)
    fold.open()
    state = hands.accessible(fold.button).state()
    assert (state.expandable, state.expanded) == (1, 1)
    assert hands.accessible(fold.body).text(QAccessible.Text.Name) == fold.button.accessibleName()


def test_elsewhere_than_on_linux_a_fold_says_it_in_words(person, hands, monkeypatch):
    monkeypatch.setattr(accessible, "TELLS_OPEN", False)
    fold = person(language="en").go("plan", "disclosure").folds["sources"]
    assert description(hands, fold.button) == "closed"
    fold.open()
    assert description(hands, fold.button) == "open"


@pytest.mark.parametrize(("language", "words"), [("fr", "niveau"), ("en", "level")])
def test_a_heading_says_its_level_in_the_language_of_the_page(person, hands, language, words):
    someone = person(language=language)
    page = someone.go("plan", "disclosure")
    told = [(heading.level, description(hands, heading)) for heading in someone.all_of(HeadingLabel, page)]
    assert len(told) > 5
    assert [said for _level, said in told] == [f"{words} {level}" for level, _said in told]


def test_a_screen_reader_can_press_and_tick_what_we_tell_of(person, hands):
    someone = person()
    someone.go("settings")
    for name in ("App-tiktok", "Chip-6-8"):
        told = hands.accessible(someone.find(name))
        assert "Press" in told.actionNames()
        told.doAction("Press")
        hands.settle()
        assert hands.accessible(someone.find(name)).state().checked
    hands.accessible(someone.find("App-tiktok")).doAction("Toggle")
    hands.settle()
    assert not hands.accessible(someone.find("App-tiktok")).state().checked


def test_the_title_takes_the_keyboard_and_is_said_once(person, hands, announced):
    someone = person(language="en")
    page = someone.go("plan", "disclosure")
    assert QApplication.focusWidget() is page.title_label
    assert hands.name_of(page) == page.title_label.text()
    # It was said as what has the keyboard: nothing says it a second time.
    assert page.title_label.text() not in announced
    title = someone.go("help", part="fr-3018").title_label
    assert QApplication.focusWidget() is title
    assert "3018" in hands.accessible(title).text(QAccessible.Text.Description)


def test_what_a_search_found_is_said_when_the_typing_rests(person, announced, qtbot):
    someone = person(language="en")
    field = someone.find("SearchField")
    field.setFocus()
    someone.type("blackmail")
    qtbot.waitUntil(lambda: any("blackmail" in sentence for sentence in announced), timeout=4000)
    said = [sentence for sentence in announced if "pages for" in sentence]
    assert len(said) == 1
    assert said[0].startswith("Help first. ")


def test_enter_after_a_search_says_no_second_time_how_much_was_found(person, announced, qtbot):
    someone = person(language="en")
    someone.find("SearchField").setFocus()
    someone.type("blackmail")
    qtbot.waitUntil(lambda: any("pages for" in sentence for sentence in announced), timeout=4000)
    announced.clear()
    someone.key(Qt.Key.Key_Return)
    assert not someone.page._rests.isActive()
    assert announced == []


def test_on_linux_a_sentence_comes_up_as_a_notification(person, hands, monkeypatch):
    monkeypatch.setattr(notice.sys, "platform", "linux")
    someone = person(language="en")
    notice.announce(someone.window, "Nothing listens.")
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    notice.announce(someone.page, "3018 copied")
    (said,) = someone.window.findChildren(notice.Notification)
    told = hands.accessible(said)
    assert said.isVisible()
    assert said.parent() is someone.window
    assert told.role() == QAccessible.Role.Notification
    assert told.text(QAccessible.Text.Name) == "3018 copied"


def test_a_window_that_a_screen_reader_meets_gives_it_the_title_and_one_way_to_listen(
    person, monkeypatch, qtbot, engine
):
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    someone = person(language="en")
    someone.window.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is someone.page.title_label, timeout=6000)
    assert len(someone.page.findChildren(QWidget, "ListenPage")) == 1


def test_choices_of_which_one_holds_stand_in_a_part_that_says_the_question(person, hands):
    someone = person(language="en")
    for route, question in (("home", "home.age"), ("help", "help.needs"), ("country", "country.title")):
        page = someone.go(route)
        chip = next(one for one in page.findChildren(Button) if one.objectName().startswith("Chip-"))
        told = hands.accessible(chip.parentWidget())
        assert told.role() == QAccessible.Role.Grouping
        assert told.text(QAccessible.Text.Name) == someone.texts(question)


@pytest.mark.parametrize(
    ("route", "name"),
    [
        (("home",), "Chip-9-11"),
        (("talk",), "Chip-9-11"),
        (("signs",), "Chip-9-11"),
        (("settings",), "Chip-9-11"),
        (("settings",), "App-discord"),
        (("session", "new"), "Topic-secrets"),
    ],
    ids=str,
)
def test_a_choice_that_makes_the_page_again_is_said_once(person, route, name):
    """The control that goes tells no new state: the one that takes the keyboard says it with its name."""
    someone = person(language="en")
    someone.go(*route)
    first, told = someone.find(name), []
    first.toggled.connect(told.append)
    before = first.isChecked()
    first.setFocus()
    someone.key(Qt.Key.Key_Space)
    now = someone.find(name)
    assert now is not first
    assert QApplication.focusWidget() is now
    assert (now.isChecked(), told) == (not before, [])


def test_a_choice_of_one_that_holds_still_holds_when_it_is_pressed_again(person):
    someone = person(language="en")
    for route in ("home", "help", "settings"):
        page = someone.go(route)
        chips = [one for one in page.findChildren(Button) if one.objectName().startswith("Chip-")]
        chip = next(one for one in chips if one.isChecked())
        name = chip.objectName()
        chip.setFocus()
        someone.key(Qt.Key.Key_Space)
        assert someone.find(name).isChecked()
    someone.window.open_reading()
    someone.key(Qt.Key.Key_Space)
    assert someone.find("Scale-100", someone.window).isChecked()


def test_a_fold_with_the_keyboard_says_that_it_opens_and_closes(person, announced, monkeypatch):
    monkeypatch.setattr(accessible, "TELLS_OPEN", True)
    someone = person(language="en")
    page = someone.go("help")
    button = next(one for one in page.findChildren(FoldButton) if one.isVisibleTo(page))
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    button.click()
    assert announced == []
    button.setFocus()
    for _ in range(2):
        someone.key(Qt.Key.Key_Space)
    assert announced == [someone.texts("fold.closed"), someone.texts("fold.open")]


def test_a_number_in_the_strip_is_said_by_its_button_alone(person, hands):
    someone = person(language="en")
    for button in someone.window.strip.findChildren(LayoutButton):
        roles = {hands.accessible(label).role() for label in button.findChildren(QLabel)}
        assert roles == {QAccessible.Role.Whitespace}


def test_a_copied_number_and_a_setting_that_is_done_are_said(person, announced):
    someone = person(language="en", apps=("discord",))
    someone.go("help", part="fr-3018")
    someone.press("Copy-fr-3018")
    assert "3018 copied" in announced
    page = someone.go("settings", "plan")
    someone.press(next(one for one in page.findChildren(Button) if one.value == "done"))
    assert any(sentence.startswith("Settings done: 1 of ") for sentence in announced)


def test_the_numbers_come_last_and_the_bar_first_in_what_is_told(person, hands):
    someone = person()
    someone.go("todo")
    told = hands.accessible(someone.window._shell)
    names = [told.child(at).text(QAccessible.Text.Name) for at in range(told.childCount())]
    texts = someone.texts
    order = [texts("top.name"), texts("rail.name"), someone.page.title_label.text()]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    assert names[-1] == hands.name_of(someone.window.strip)


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
