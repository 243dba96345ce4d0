"""Design tokens and their contrast; no Qt here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

THEMES = ("light", "dark", "contrast")


@dataclass(frozen=True)
class Tokens:
    """Colours of one theme, by role, as #RRGGBB."""

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

    TEXT_PAIRS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("ink", "paper"),
        ("ink", "rail"),
        ("ink", "surface"),
        ("ink", "primary_soft"),
        ("muted", "paper"),
        ("muted", "rail"),
        ("muted", "surface"),
        ("primary", "paper"),
        ("primary", "rail"),
        ("primary", "surface"),
        ("primary", "primary_soft"),
        ("on_primary", "primary"),
        ("on_say", "say"),
        ("on_caution", "caution"),
        ("on_caution", "surface"),
        ("danger", "surface"),
        ("danger", "danger_soft"),
        ("danger", "paper"),
        ("good", "surface"),
        ("good", "good_soft"),
        ("sun", "sun_soft"),
        ("on_leave", "leave"),
    )
    SHAPE_PAIRS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("border", "paper"),
        ("border", "surface"),
        ("border", "rail"),
        ("focus", "paper"),
        ("focus", "surface"),
        ("focus", "rail"),
        ("good", "surface"),
        ("leave_border", "paper"),
    )


def load_tokens(path: Path) -> Tokens:
    """Read one theme; raises KeyError or TypeError when a role is missing or unknown."""
    with path.open("rb") as file:
        return Tokens(**tomllib.load(file))


@lru_cache(maxsize=len(THEMES))
def tokens(name: str) -> Tokens:
    """Give a theme by name: light, dark or contrast."""
    return load_tokens(RESOURCES / "themes" / f"{name}.toml")


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


def roles() -> tuple[str, ...]:
    """Name every colour role."""
    return tuple(f.name for f in fields(Tokens))
