"""Icons: every name in the code has its drawing, and a drawing takes the colour of its role."""

from __future__ import annotations

import ast
from pathlib import Path

from each import each
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QIcon, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from familyguide.services.paths import RESOURCES
from familyguide.ui import shell
from familyguide.ui.pages import home, reading, settings
from familyguide.ui.theme import icons

UI = Path(icons.__file__).parent.parent
DRAWN = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}


def places_of_icons(trees):
    """Say where each function of the code takes an icon's name: function → position and parameter."""
    found = {"icon": (0, "name"), "pixmap": (0, "name"), "IconLabel": (0, "name"), "IconBox": (0, "name")}
    for tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            names = [arg.arg for arg in node.args.args if arg.arg not in ("self", "cls")]
            keywords = [arg.arg for arg in node.args.kwonlyargs]
            if "icon" in names:
                found[node.name] = (names.index("icon"), "icon")
            elif "icon" in keywords:
                found[node.name] = (99, "icon")
    found["Button"] = (99, "icon")
    return found


def names_in(node):
    """Give the text constants of an expression, both sides of a choice."""
    if isinstance(node, ast.IfExp):
        return names_in(node.body) | names_in(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return {node.value}
    return set()


def used_names():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in UI.rglob("*.py")]
    places = places_of_icons(trees)
    used = {icons.BRAND, *reading.LINK_ICONS.values(), *settings._STATE_ICONS.values()}
    used |= {icon for _, icon, *_ in home.DOORS} | {icon for _, icon in shell.RAIL}
    for tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at, keyword = places.get(name, (None, ""))
            if at is None:
                continue
            for given in [*node.args[at : at + 1], *(k.value for k in node.keywords if k.arg == keyword)]:
                used |= names_in(given)
    return used


def test_every_icon_named_in_the_code_is_drawn():
    used = used_names()
    assert len(used) > 25
    assert used - DRAWN == set()


@each("name", sorted(DRAWN))
def test_every_drawing_is_tinted_by_role(qapp, name):
    image = icons.pixmap(name, "#ff0000", 24).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert {colour.name() for colour in inked} == {"#ff0000"}


def test_an_icon_is_sharp_on_a_dense_screen(qapp):
    made = icons.pixmap("house", "#000000", 20, 2.0)
    assert made.width() == 40
    assert made.deviceIndependentSize().width() == 20


def test_a_disabled_button_keeps_its_drawing(qapp):
    made = icons.icon("arrow-left", "#123456", 20)
    image = made.pixmap(20, 20, QIcon.Mode.Disabled).toImage()
    solid = [image.pixelColor(x, y) for x in range(20) for y in range(20)]
    assert {colour.name() for colour in solid if colour.alpha() == 255} == {"#123456"}


@each("name", sorted(DRAWN))
def test_an_icon_is_drawn_as_its_publisher_drew_it(dressed, name):
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    meant = QImage(96, 96, QImage.Format.Format_ARGB32)
    meant.fill(0)
    painter = QPainter(meant)
    QSvgRenderer(QByteArray(drawing.replace("currentColor", "#000000").encode())).render(painter)
    painter.end()
    shown = icons.pixmap(name, "#000000", 96).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    away = sum(
        abs((meant.pixel(x, y) >> 24 & 255) - (shown.pixel(x, y) >> 24 & 255))
        for x in range(96)
        for y in range(96)
    )
    # Less than 25 of 9216 points: the round ends of lines fall a little differently.
    assert away / 255 < 25
