"""The whole window laid out from right to left, proven with a language nobody speaks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import make, put_away
from each import each, some
from person import FAULTS, Person, place, told
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from familyguide.guide import bidi
from familyguide.services.navigation import Route
from familyguide.ui import pseudo
from familyguide.ui.presenter.slides import _facing
from familyguide.ui.theme import icons
from familyguide.ui.theme.apply import style_sheet
from familyguide.ui.widgets.basic import Button, Label, number_label, sided
from familyguide.ui.widgets.flow import FlowLayout
from familyguide.ui.widgets.fold import Fold

# Letters written backwards stand a little nearer to each other, or further apart.
LETTERS = 14
VIEWS = {
    "fr 1280x800 100 %": {"language": "fr"},
    "en 900x600 200 %": {"language": "en", "scale": 200, "size": (900, 600), "theme": "dark"},
}
_NUMBER = re.compile(r"\+?\d[\d\s\u00a0.-]*\d")


def shares(routes):
    """Some pages are tried here, all by `prove`; the Arabic one is mirrored already."""
    routes = [route for route in routes if route.page != "tongues"]
    return some([*routes, Route("family"), Route("papers"), Route("easy", "disclosure")], 8)


def seen(person):
    """Where every part of the window stands, by what it is, and in which line of words that flow."""
    window = person.window
    kinds = (QLabel, QPushButton, QLineEdit)
    flows = {}
    return [
        (type(w).__name__, w.objectName(), place(w, window), flowing(w, flows))
        for w in person.all_of(QWidget)
        if isinstance(w, kinds) and w.width() > 1
    ]


def flowing(widget, flows):
    """Give the number of the flowing line a part stands in, and how low; None for one that does not flow."""
    while (around := widget.parentWidget()) is not None:
        if isinstance(around.layout(), FlowLayout):
            return flows.setdefault(around, len(flows)), widget.y()
        widget = around
    return None


def walked(library, application, wishes, routes, look):
    """What is found on every page of one window."""
    window = make(library, application, apps=("discord", "roblox"), **wishes)
    person = Person(window)
    try:
        found = []
        for route in routes:
            person.go(route)
            found.append(look(person))
        return found
    finally:
        put_away(window)


@pytest.fixture(scope="module", params=VIEWS)
def both_ways(request, dressed, library, sample_routes, no_browser):
    wishes, routes = VIEWS[request.param], shares(sample_routes)
    left = walked(library, dressed, wishes, routes, seen)

    def look(person):
        turned = [f"{route_name(person)}: {fault}" for fault in order_of_numbers(person)]
        cut = [f"{route_name(person)}: {fault}" for fault in FAULTS["cut off"](person)]
        return seen(person), cut, turned

    with pseudo.mirrored(dressed):
        right = walked(library, dressed, wishes, routes, look)
    width = wishes.get("size", (1280, 800))[0]
    return width, routes, left, right


def route_name(person):
    return " ".join(filter(None, (person.route.page, person.route.item, person.route.part)))


def order_of_numbers(person):
    """Numbers that are not read from left to right, digit by digit."""
    for label in person.all_of(QLabel):
        words = label.text()
        layout = None
        for number in _NUMBER.finditer(words):
            if layout is None:
                layout = laid_out(words)
            line = layout.lineAt(0)
            # Where words turn, the edge of a letter has two places: the first digit is left out.
            digits = [n for n in range(*number.span()) if words[n].isdigit()][1:]
            at = [line.cursorToX(n)[0] for n in digits]
            if at != sorted(at):
                yield f"{number.group()!r} is in another order: {told(label)}"


def laid_out(words):
    layout = QTextLayout(words)
    option = QTextOption(Qt.AlignmentFlag.AlignRight)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if bidi.runs_from_right(words) else Qt.LayoutDirection.LeftToRight
    )
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    return layout


def test_every_part_of_a_page_stands_mirrored(both_ways):
    width, routes, left, right = both_ways
    wrong, broken, parts = [], 0, 0
    for route, was, (now, _cut, _turned) in zip(routes, left, right, strict=True):
        assert [one[:2] for one in was] == [one[:2] for one in now], route
        # A chip that just fits into its line one way: its line, and those under it, hold others.
        other = {one[3][0] for one, two in zip(was, now, strict=True) if one[3] and one[3] != two[3]}
        for (kind, name, before, flow), (_kind, _name, after, _flow) in zip(was, now, strict=True):
            parts += 1
            if flow is not None and flow[0] in other:
                broken += 1
                continue
            start, end = width - 1 - after.right(), width - 1 - after.left()
            if abs(start - before.left()) > LETTERS and abs(end - before.right()) > LETTERS:
                wrong.append(f"{route}: {kind} {name!r} {before.getRect()} became {after.getRect()}")
    assert not wrong, "\n".join(wrong)
    assert broken < parts / 10, f"{broken} of {parts} stand in another line"


def test_nothing_is_cut_off_from_right_to_left(both_ways):
    assert [fault for _seen, cut, _turned in both_ways[3] for fault in cut] == []


def test_every_number_is_still_read_from_left_to_right(both_ways):
    assert [fault for _seen, _cut, turned in both_ways[3] for fault in turned] == []


@each("name", sorted(icons.POINTING))
def test_an_icon_that_points_turns_round(dressed, name):
    drawn = icons.pixmap(name, "#000000", 48).toImage()
    turned = icons.pixmap(name, "#000000", 48, mirrored=True).toImage()
    assert turned != drawn
    back = turned.flipped(Qt.Orientation.Horizontal)
    ours = [drawn.pixelColor(x, y).alpha() for x in range(0, 48, 3) for y in range(0, 48, 3)]
    theirs = [back.pixelColor(x, y).alpha() for x in range(0, 48, 3) for y in range(0, 48, 3)]
    assert max(abs(one - two) for one, two in zip(ours, theirs, strict=True)) < 40


def test_an_icon_that_does_not_point_stays(dressed):
    drawn = icons.pixmap("phone", "#000000", 48).toImage()
    assert icons.pixmap("phone", "#000000", 48, mirrored=True).toImage() == drawn


@pytest.fixture
def from_right(dressed, qtbot):
    """A widget read from right to left."""
    around = QWidget()
    around.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(around)
    return around


def test_a_number_among_words_keeps_its_order_and_is_spoken_plainly(from_right):
    label = Label("اتصل +33 1 53 06 38 94 أو allo119.gouv.fr", "", from_right)
    assert f"{bidi.LEFT_TO_RIGHT}+33 1 53 06 38 94{bidi.END}" in label.text()
    assert f"{bidi.LEFT_TO_RIGHT}allo119.gouv.fr{bidi.END}" in label.text()
    assert label.spoken_name() == "اتصل +33 1 53 06 38 94 أو allo119.gouv.fr"
    assert bidi.plain(label.text()) == label.spoken_name()


def test_a_number_by_itself_stands_at_the_right(from_right):
    label = number_label("17", "number", from_right)
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    assert label.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_lines_that_wrap_begin_at_the_right_edge_itself(from_right):
    label = Label(pseudo.turned("un deux trois quatre cinq six sept huit neuf dix"), "", from_right)
    label.resize(120, 160)
    image = label.grab().toImage()
    edges = []
    for top in range(0, image.height() - 1, 4):
        dark = [
            x
            for x in range(image.width())
            if any(image.pixelColor(x, y).lightness() < 120 for y in range(top, min(top + 4, image.height())))
        ]
        if len(dark) > 20:
            edges.append(max(dark))
    assert len(edges) > 2
    assert min(edges) >= image.width() - 5


def test_an_icon_after_the_words_stands_at_the_left(from_right):
    button = Button("Suite ?", "", from_right, icon="chevron-right", colour="#000000", icon_last=True)
    assert not button.isRightToLeft()
    assert button.text() == f"{bidi.OWN_WAY}Suite ?{bidi.END}"
    assert button.accessibleName() == "Suite ?"


def air(button):
    """Columns without ink between the icon of a button, 18 pixels wide, and its words."""
    button.resize(button.sizeHint())
    image = button.grab().toImage()
    rows = range(8, image.height() - 8)
    dark = [
        x for x in range(8, image.width() - 8) if any(image.pixelColor(x, y).lightness() < 160 for y in rows)
    ]
    if button.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        dark = [-x for x in reversed(dark)]
    return max(after - before for before, after in pairwise(dark) if 8 < before - dark[0] < 24)


def test_words_keep_their_distance_from_the_icon_on_either_side(from_right, qtbot):
    usual = Button("France", "", icon="map-pin", colour="#000000")
    qtbot.addWidget(usual)
    for icon_last in (False, True):
        button = Button("France", "", from_right, icon="map-pin", colour="#000000", icon_last=icon_last)
        assert abs(air(button) - air(usual)) <= 2, icon_last


def test_margins_follow_the_way_of_words(from_right, qtbot):
    left = QWidget()
    qtbot.addWidget(left)
    assert sided(left, 1, 2, 3, 4) == (1, 2, 3, 4)
    assert sided(from_right, 1, 2, 3, 4) == (3, 2, 1, 4)
    fold = Fold("Suite", "#000000", from_right, indent=30)
    assert (fold.content.contentsMargins().left(), fold.content.contentsMargins().right()) == (14, 30)


@each(
    "before, after",
    [
        ("border-right: 1px solid", "border-left: 1px solid"),
        ("border-left: 6px solid", "border-right: 6px solid"),
        ("border-bottom-left-radius: 4px", "border-bottom-right-radius: 4px"),
        ("padding: 6px 28px 6px 12px", "padding: 6px 12px 6px 28px"),
    ],
)
def test_edges_of_the_style_sheet_change_sides(before, after):
    usual, mirrored = style_sheet("light", 100), style_sheet("light", 100, mirrored=True)
    assert usual.count(before) == mirrored.count(after) > 0
    assert usual.count(after) == mirrored.count(before)
    assert usual.count("{") == mirrored.count("{")


def test_nobody_meets_the_pseudo_language(dressed):
    with pseudo.mirrored(dressed):
        assert dressed.isRightToLeft()
    assert not dressed.isRightToLeft()
    assert Label("Bonjour").text() == "Bonjour"
    assert Button("Bonjour").text() == "Bonjour"


def test_menu_and_reading_options_open_from_the_other_side(dressed, library):
    wishes = {"scale": 200, "size": (900, 600)}
    with pseudo.mirrored(dressed):
        window = make(library, dressed, **wishes)
        try:
            person = Person(window)
            person.press("MenuButton")
            assert window.rail.geometry().right() == window.width() - 1
            assert not window.rail.geometry().intersects(window.leave_place())
            person.press("Rail-help")
            person.press("ReadingButton")
            panel = person.find("ReadingPanel")
            assert window.free_place().contains(place(panel, window))
        finally:
            put_away(window)


def test_a_session_is_mirrored_too(from_right):
    left = QWidget()
    assert _facing(left, QRect(10, 5, 30, 8), 100) == QRect(10, 5, 30, 8)
    assert _facing(from_right, QRect(10, 5, 30, 8), 100) == QRect(60, 5, 30, 8)
    left.deleteLater()
