"""Which sentences changed between two texts, and how a change of one is written."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from familyguide.guide import model as m
from familyguide.guide.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Two sentences this alike are one sentence that changed; others came and went.
_ALIKE = 0.35


class Pair(msgspec.Struct, frozen=True):
    """One sentence that changed; None where it came or went."""

    old: str | None
    new: str | None


def changed_texts(
    before: Callable[[str], list[str]], after: Callable[[str], list[str]]
) -> dict[str, tuple[Pair, ...]]:
    """Give the sentences that changed in each language; a language in which none did is left out."""
    found: dict[str, tuple[Pair, ...]] = {}
    for language in m.LANGUAGES:
        pairs = tuple(_pairs(_cut(before(language)), _cut(after(language))))
        if pairs:
            found[language] = pairs
    return found


def _cut(texts: list[str]) -> list[str]:
    return [one for text in texts for one in sentences(text)]


def _pairs(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Give the sentences that changed, in the order of the new page."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for was, now in zip_longest(old[a:b], new[c:d]):
            if was is None or now is None or _alike(was, now) >= _ALIKE:
                yield Pair(was, now)
            else:
                yield Pair(was, None)
                yield Pair(None, now)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def short(pair: Pair, around: int = 3) -> str:
    """Write a changed sentence word by word: [-gone-] {+come+}, with a few words around; the rest is cut."""
    if pair.old is None or pair.new is None:
        return f"[-{pair.old}-]" if pair.new is None else f"{{+{pair.new}+}}"
    old, new = pair.old.split(" "), pair.new.split(" ")
    pieces: list[str] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(steps):
        if tag != "equal":
            if a != b:
                pieces.append(f"[-{' '.join(old[a:b])}-]")
            if c != d:
                pieces.append(f"{{+{' '.join(new[c:d])}+}}")
            continue
        kept = new[c:d]
        first, last = number == 0, number == len(steps) - 1
        lead, tail = (0 if first else around), (0 if last else around)
        if len(kept) > lead + tail + 1:
            kept = [*kept[:lead], "…", *kept[len(kept) - tail :]]
        pieces.append(" ".join(kept))
    return " ".join(pieces)
