"""Design tokens and their contrast; no Qt here."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

THEMES = ("light", "dark", "contrast")
# Pixels at 100 %.
RAIL_WIDTH = 248
BAR_HEIGHT = 64


def bar_height(scale: int) -> int:
    """Give the least height of the top bar in pixels; it grows less than text, to leave the page its room."""
    return round(BAR_HEIGHT * min(1.4, 1 + (scale - 100) / 250))


class Tokens:
    """Colours of one theme, by role, as #RRGGBB; raises TypeError when a role is missing or unknown."""

    paper: str
    rail: str
    surface: str
    line: str
    border: str
    ink: str
    muted: str
    primary: str
    on_primary: str
    primary_soft: str
    say: str
    on_say: str
    caution: str
    on_caution: str
    danger: str
    danger_soft: str
    good: str
    good_soft: str
    sun: str
    sun_soft: str
    leave: str
    on_leave: str
    leave_border: str
    focus: str
    # The screen that a session is shown on.
    stage: str
    on_stage: str
    stage_muted: str
    stage_accent: str
    on_stage_accent: str
    stage_border: str
    stage_line: str
    stage_done: str
    stage_leave: str

    def __init__(self, **colours: str) -> None:
        wrong = set(roles()) ^ set(colours)
        if wrong:
            message = f"colour roles missing or unknown: {', '.join(sorted(wrong))}"
            raise TypeError(message)
        self.__dict__.update(colours)


def load_tokens(path: Path) -> Tokens:
    """Read one theme; raises ValueError or TypeError when it is no theme."""
    return Tokens(**json.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=len(THEMES))
def tokens(name: str) -> Tokens:
    """Give a theme by name: light, dark or contrast."""
    return load_tokens(RESOURCES / "themes" / f"{name}.json")


def luminance(colour: str) -> float:
    """Compute the relative luminance of #RRGGBB (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004 - WCAG
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Compute the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def blend(front: str, back: str, share: float) -> str:
    """Mix two colours; `share` is how much of the front one stays, from 0 to 1."""
    pairs = ((int(front[at : at + 2], 16), int(back[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(b + (f - b) * share):02x}" for f, b in pairs)


def tint(theme: Tokens, ink: str, ground: str) -> tuple[str, str, str]:
    """Give the ink, the ground and the edge of a tinted box, named by their roles.

    A theme without tints, such as high contrast, has an edge of the ink in place of every ground.
    """
    drawn, filled = str(getattr(theme, ink)), str(getattr(theme, ground))
    if theme.say in (theme.paper, theme.surface):
        return drawn, theme.surface, drawn
    return drawn, filled, filled


def roles() -> tuple[str, ...]:
    """Name every colour role."""
    return tuple(name for name in Tokens.__annotations__ if name.islower())
