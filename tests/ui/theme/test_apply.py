"""Fonts and the style sheet: shipped faces, sizes that follow the text, a glyph for every character."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QRawFont

from familyguide.guide import model as m
from familyguide.services.choices import SCALES, Choices
from familyguide.services.paths import RESOURCES
from familyguide.services.texts import _catalogue
from familyguide.ui.theme import apply as applying
from familyguide.ui.theme.tokens import THEMES

UI = Path(applying.__file__).parent.parent
TEXT_FACES = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf")


def face(name):
    raw = QRawFont(str(RESOURCES / "fonts" / name), 16)
    assert raw.isValid()
    return raw


def characters(value):
    """Give every character of every text inside a value."""
    if isinstance(value, str):
        return set(value)
    if isinstance(value, dict):
        return set().union(*map(characters, value.values()))
    if isinstance(value, list):
        return set().union(*map(characters, value))
    return set()


@pytest.mark.parametrize("name", TEXT_FACES)
def test_every_character_of_content_and_texts_has_a_glyph(qapp, library, name):
    import msgspec

    used = characters([_catalogue(language) for language in m.LANGUAGES])
    for row in library.rows():
        used |= characters(json.loads(msgspec.json.encode(library.item(row.id))))
    for part in (library.triage, library.vocabulary, library.image_rule):
        used |= characters(json.loads(msgspec.json.encode(part)))
    for code in library.countries:
        used |= characters(json.loads(msgspec.json.encode(library.country(code))))
    for path in UI.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                used |= set(node.value)
    raw = face(name)
    missing = {c for c in used if c.isprintable() or c == "\u00a0"} - {
        c for c in used if raw.supportsCharacter(ord(c))
    }
    assert missing == set()


def test_every_number_has_its_glyphs_in_the_face_for_numbers(qapp, library):
    raw = face("Inter-SemiBold.ttf")
    numbers = {
        "0123456789 ·\u00a0",
        *(_catalogue(language)["service.sms_short"] for language in m.LANGUAGES),
    }
    for row in library.rows("service"):
        service = library.read(row.id, m.Service)
        numbers |= {text for text in (service.phone_shown, service.sms) if text}
    missing = {c for text in numbers for c in text if c not in "{}" and not raw.supportsCharacter(ord(c))}
    assert missing == set()


def test_the_shipped_faces_are_the_ones_used(dressed, person):
    someone = person()
    families = QFontDatabase.families()
    assert applying.TEXT_FAMILY in families
    assert applying.NUMBER_FAMILY in families
    assert someone.page.title_label.fontInfo().family() == applying.TEXT_FAMILY
    assert someone.find("Number").fontInfo().family() == applying.NUMBER_FAMILY


def test_figures_in_numbers_are_all_as_wide(person):
    someone = person()
    metrics = someone.find("Number").fontMetrics()
    assert len({metrics.horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_style_sheet_fills_every_name_in(theme, scale):
    sheet = applying.style_sheet(theme, scale)
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"-\d+px", sheet)


def test_sizes_follow_the_text_and_never_shrink():
    for name in applying.SIZES:
        sizes = [applying.pixels(name, scale) for scale in SCALES]
        assert sizes == sorted(sizes)
        assert sizes[0] == applying.SIZES[name]
    assert applying.pixels("body", 200) == 2 * applying.SIZES["body"]
    for scale in SCALES:
        assert applying.pixels("h1", scale) > applying.pixels("h2", scale) >= applying.pixels("body", scale)


def test_numbers_are_large_enough_to_dial(person):
    someone = person()
    assert someone.find("Number", someone.window.strip).font().pixelSize() >= 20


@pytest.mark.parametrize(
    ("chosen", "system", "shown"),
    [
        ("dark", Qt.ColorScheme.Light, "dark"),
        ("contrast", Qt.ColorScheme.Dark, "contrast"),
        ("system", Qt.ColorScheme.Dark, "dark"),
        ("system", Qt.ColorScheme.Light, "light"),
        ("system", Qt.ColorScheme.Unknown, "light"),
    ],
)
def test_the_theme_is_the_chosen_one_or_the_systems(monkeypatch, chosen, system, shown):
    class Hints:
        @staticmethod
        def colorScheme():  # noqa: N802 - Qt's name
            return system

    monkeypatch.setattr(applying.QGuiApplication, "styleHints", Hints)
    assert applying.theme_name(Choices(theme=chosen)) == shown


def test_the_window_follows_the_system_only_when_asked_to(person, monkeypatch):
    someone = person(theme="system")
    monkeypatch.setattr(applying, "theme_name", lambda _choices: "dark")
    light = someone.window.context.theme
    someone.window.follow_system()
    assert someone.window.context.theme != light
    someone = person(theme="light")
    someone.window.follow_system()
    assert someone.window.context.theme.paper == someone.window.context.theme.paper
