"""Colours and sizes → the style sheet of the shared view."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

from familyguide.ui.theme.apply import TEXT_FAMILY
from familyguide.ui.theme.tokens import roles

if TYPE_CHECKING:
    from familyguide.ui.presenter.sizes import Sizes
    from familyguide.ui.theme.tokens import Tokens

_ROLE = re.compile(r"@([a-z_0-9]+)")
_SIZES = ("label", "more", "head", "button", "number", "strip", "large", "large_strip")
# What the borders take of a button's height, and the padding above and under its words.
_AROUND = 12


@lru_cache(maxsize=1)
def _template() -> str:
    return (Path(__file__).resolve().parent / "stage.qss").read_text(encoding="utf-8")


def stage_sheet(theme: Tokens, sizes: Sizes) -> str:
    """Fill a theme and sizes in."""
    values: dict[str, str] = {role: getattr(theme, role) for role in roles()}
    values |= {name: f"{getattr(sizes, name)}px" for name in _SIZES}
    values["inner"] = f"{sizes.target - _AROUND}px"
    return _ROLE.sub(lambda match: values[match.group(1)], _template())


def text_font(pixels: int, *, bold: bool = True) -> QFont:
    """Give the face that words are set in, to measure them before they are shown."""
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def number_font(pixels: int) -> QFont:
    """Give the face that numbers to dial are set in."""
    font = QFont("Inter")
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
