"""Tokens → fonts, palette and one style sheet; every size follows the text scale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from familyguide.services.paths import RESOURCES
from familyguide.ui.theme.tokens import Tokens, blend, contrast, roles, tint, tokens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from familyguide.services.choices import Choices

TEXT_FAMILY = "Atkinson Hyperlegible Next"
NUMBER_FAMILY = "Inter"
# Pixels at 100 % (contract, section 6).
SIZES = {
    "tiny": 13,
    "strip": 15,
    "menu": 17,
    "options": 17,
    "small": 15,
    "body": 17,
    "lead": 18,
    "easy": 22,
    "h2": 21,
    "h1": 30,
    "number": 28,
    "number_strip": 20,
}
# Pixels; the hands at a public PC are many (contract, section 5).
TARGET = 40
PUBLIC_TARGET = 44
_EDGE_NAME = re.compile(r"(?<=[a-z])-(left|right)(?=[:-])")
_FOUR_EDGES = re.compile(r"\b(padding:|margin:) ([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+)(?=;)")
_ROLE = re.compile(r"@([a-z_0-9]+)")
_TEXT_FILES = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf")
_NUMBER_FILE = "Inter-SemiBold.ttf"
# Arabic and Cyrillic: for the pages in other languages alone.
TONGUE_FILES = (
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
)


def load_fonts() -> None:
    """Register the shipped faces for text; the same look on every computer."""
    for name in _TEXT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


@lru_cache(maxsize=1)
def load_number_font() -> None:
    """Register the shipped face for numbers, before the first is shown."""
    QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / _NUMBER_FILE))


@lru_cache(maxsize=1)
def load_tongue_fonts() -> None:
    """Register the shipped faces of other scripts, before the first words in them are shown."""
    for name in TONGUE_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


def theme_name(choices: Choices) -> str:
    """Give the theme to show: the chosen one, else the system's."""
    if choices.theme != "system":
        return choices.theme
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if (
        accessibility is not None
        and accessibility().contrastPreference() == QtCore.Qt.ContrastPreference.HighContrast
    ):
        return "contrast"
    return "dark" if hints.colorScheme() == QtCore.Qt.ColorScheme.Dark else "light"


def pixels(name: str, scale: int) -> int:
    """Give a text size in pixels at a scale in percent; large titles grow less, so that they still fit."""
    size = SIZES[name]
    if name in ("h1", "number", "h2") and scale > 100:  # noqa: PLR2004 - percent
        gain = 1 + (scale - 100) / 100 * (0.6 if name == "h1" else 0.8)
        return round(max(size * gain, SIZES["body"] * scale / 100))
    if name == "tiny":
        # The band above everything says little and must leave the page its room.
        return round(size * min(1.35, scale / 100))
    if name == "menu":
        # A menu taller than a small window could not be read at all.
        return round(size * min(1.4, scale / 100))
    if name == "options":
        # The reading options are seen whole in a small window: who needs them needs all of them.
        return round(size * min(1.5, scale / 100))
    if name == "strip":
        # The words of the strip grow less than its numbers: the bars leave the page its room.
        return round(size * min(1.55, scale / 100))
    return round(size * scale / 100)


@lru_cache(maxsize=1)
def _template() -> str:
    return (_here() / "style.qss").read_text(encoding="utf-8")


def _here() -> Path:
    from pathlib import Path  # noqa: PLC0415 - only to find our own file

    return Path(__file__).resolve().parent


@lru_cache(maxsize=8)
def style_sheet(name: str, scale: int, least: int = TARGET, *, mirrored: bool = False) -> str:
    """Fill colours and sizes into the one style sheet; no control is lower than `least` pixels.

    It is `mirrored` for an application that is read from right to left: Qt mirrors no edge by itself.
    """
    theme = tokens(name)
    target = round(least * min(1.4, 1 + (scale - 100) / 250))
    chip = target - 12
    values: dict[str, str] = {role: getattr(theme, role) for role in roles()}
    values |= {size: f"{pixels(size, scale)}px" for size in SIZES}
    values |= {
        # Qt counts padding and border apart: these leave the whole target on the outside.
        "target": f"{target - 14}px",
        "target_bare": f"{target - 2}px",
        "target_ringed": f"{target - 4}px",
        "target_field": f"{target - 10}px",
        # A finger's field, where a keyboard on the screen is offered.
        "touch_field": f"{max(44, target) - 10}px",
        "chip_min": f"{chip}px",
        "state_min": f"{target - 10}px",
        "chip_radius": f"{target // 2}px",
        "dot": f"{round(22 * scale / 100)}px",
        "dot_radius": f"{round(22 * scale / 100) // 2 + 2}px",
        "say_line": _edge(theme, "say", "on_say"),
        "caution_line": _edge(theme, "caution", "on_caution"),
        "good_line": _edge(theme, "good_soft", "good"),
        "sun_line": _edge(theme, "sun_soft", "sun"),
        "soft_ground": tint(theme, "primary", "primary_soft")[1],
        "soft_line": tint(theme, "primary", "primary_soft")[2],
        "danger_line": _edge(theme, "danger_soft", "danger"),
        "focus_on_primary": _seen_on(theme, theme.primary),
        "focus_on_leave": _seen_on(theme, theme.leave),
    }
    template = _mirrored(_template()) if mirrored else _template()
    return _ROLE.sub(lambda match: values[match.group(1)], template)


def _mirrored(sheet: str) -> str:
    """Exchange left and right: in the names of edges and corners, and where four edges stand in a row."""
    sheet = _EDGE_NAME.sub(lambda found: f"-{'right' if found.group(1) == 'left' else 'left'}", sheet)
    return _FOUR_EDGES.sub(r"\1 \2 \5 \4 \3", sheet)


def _edge(theme: Tokens, ground: str, ink: str) -> str:
    """Give the edge of a tinted box: a soft line, or the ink itself where tints are gone."""
    if getattr(theme, ground) in (theme.paper, theme.surface):
        return str(getattr(theme, ink))
    return blend(getattr(theme, ink), getattr(theme, ground), 0.22)


def _seen_on(theme: Tokens, ground: str) -> str:
    """Choose a focus colour that is seen inside a filled button."""
    return max(
        (theme.focus, theme.sun_soft, theme.ink, theme.on_primary),
        key=lambda colour: contrast(colour, ground),
    )


def first_theme_name(choices: Choices) -> str:
    """Give the theme of the first paint, from the system's colours alone, without Qt's names."""
    if choices.theme != "system":
        return choices.theme
    palette = QGuiApplication.palette()
    ground, ink = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
    return "dark" if ground.lightness() < ink.lightness() else "light"


def apply(application: QApplication, choices: Choices, name: str = "", *, public: bool = False) -> Tokens:
    """Dress the application, with larger targets for a public PC.

    Gives the tokens for what is painted by hand.
    """
    name = name or theme_name(choices)
    theme = tokens(name)
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(pixels("body", choices.scale))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.paper),
        (QPalette.ColorRole.WindowText, theme.ink),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.Text, theme.ink),
        (QPalette.ColorRole.Button, theme.surface),
        (QPalette.ColorRole.ButtonText, theme.ink),
        (QPalette.ColorRole.Highlight, theme.primary),
        (QPalette.ColorRole.HighlightedText, theme.on_primary),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.ToolTipBase, theme.surface),
        (QPalette.ColorRole.ToolTipText, theme.ink),
    ):
        palette.setColor(role, QColor(colour))
    application.setPalette(palette)
    least, mirrored = PUBLIC_TARGET if public else TARGET, application.isRightToLeft()
    sheet = style_sheet(name, choices.scale, least, mirrored=mirrored)
    if application.styleSheet() != sheet:
        # Qt would read the same sheet anew, and dress every widget again.
        application.setStyleSheet(sheet)
    return theme
