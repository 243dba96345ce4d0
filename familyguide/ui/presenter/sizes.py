"""Sizes of the shared view in pixels: they follow the room and the text size; no Qt here."""

from __future__ import annotations

from typing import NamedTuple

# At 100 % in a window of 1280 x 800 (contract, section 6), and the least at which a room still reads it.
TEXT, LEAST_TEXT = 44, 28
_WIDTH, _HEIGHT = 1280, 800
# Hands are many, and the worker may stand.
TARGET = 44
NARROW, SHORT = 1000, 500


class Sizes(NamedTuple):
    """What a window of some size is dressed with; `text` is the most a slide may take."""

    text: int
    # The least at which ideas share a slide; smaller, each has its own.
    together: int
    label: int
    more: int
    head: int
    button: int
    number: int
    strip: int
    # Numbers at the end of the session, and what they are for.
    large: int
    large_strip: int
    target: int
    edge: int
    # Beside words.
    icon: int
    # The bars have too little room for long words.
    is_narrow: bool
    # Every line of the bars is one less for the words.
    is_short: bool


def sizes(width: int, height: int, scale: int) -> Sizes:
    """Give the sizes for a window and a text size in percent; the bars grow less than what is read."""
    room = min(2.6, max(0.7, min(width / _WIDTH, height / _HEIGHT)))
    grown = min(1.45, scale / 100)
    bars = min(1.7, max(1.0, room)) * grown
    # Two lines of bars would leave a small window too little for the words.
    if room < 1:
        bars = grown * (1 if scale <= 100 else max(0.85, room))  # noqa: PLR2004 - percent
    return Sizes(
        text=round(TEXT * max(1.0, room) * scale / 100),
        together=max(LEAST_TEXT, round(LEAST_TEXT * room * scale / 100)),
        label=max(20, round(24 * min(1.9, room) * min(1.5, scale / 100))),
        more=max(20, round(24 * min(1.9, room) * min(1.5, scale / 100))),
        head=round(17 * bars),
        button=round(17 * bars),
        number=max(20, round(20 * bars)),
        strip=round(15 * bars),
        large=max(28, round(30 * min(1.9, room) * min(1.3, scale / 100))),
        large_strip=round(19 * min(1.9, max(1.0, room)) * min(1.3, scale / 100)),
        target=round(TARGET * min(1.6, max(1.0, bars))),
        edge=round(56 * min(2, room)) if width / grown >= NARROW else 24,
        icon=round(20 * bars),
        is_narrow=width / grown < NARROW,
        is_short=height / grown < SHORT,
    )
