"""Numbers and addresses inside words that are read from right to left."""

from __future__ import annotations

import re
import unicodedata

# The beginning of words from left to right, or of words that keep the way of their first letter, and the end
# of both (Unicode Standard Annex 9): never drawn.
LEFT_TO_RIGHT, OWN_WAY, END = "\u2066", "\u2068", "\u2069"
# A number to dial, hours, a date or an address of the web: what would be read in another order otherwise.
# Digits alone keep theirs; what stands between them, or before them, would change places.
_KEPT = re.compile(
    r"https?://\S+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?|\+?\d+(?:[\s\u00a0.:–+-]+\d+)+|\+\d+|\d+/\d+",
    re.IGNORECASE,
)


def isolated(text: str) -> str:
    """Let every number and address in a text keep its own order, whatever is written around it."""
    if LEFT_TO_RIGHT in text:
        return text
    return _KEPT.sub(lambda found: f"{LEFT_TO_RIGHT}{found.group()}{END}", text)


def plain(text: str) -> str:
    """Take the marks of `isolated` out again: what is copied or spoken holds none."""
    for mark in (LEFT_TO_RIGHT, OWN_WAY, END):
        text = text.replace(mark, "")
    return text


def runs_from_right(text: str) -> bool:
    """Tell whether the first letter of a text that has a way at all is one of a script from right to left."""
    depth = 0
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in ("LRI", "RLI", "FSI"):
            depth += 1
        elif way == "PDI":
            depth = max(0, depth - 1)
        elif not depth and way in ("L", "R", "AL"):
            return way != "L"
    return False
