"""Words that a real dictionary knows: what is written right is no slip, though no page holds it.

Stems of two dictionaries of some hundred thousand forms each, kept as a Bloom filter (`resources/words`,
made by `python -m tools.right_words`): a few bits for each word, and one word in some thousands is taken
for a right one though it is none.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from familyguide.guide.root import RESOURCES
from familyguide.guide.search import stems

# Bits for each word, and how many of them it sets.
_BITS, _SETS = 16, 8
_WIDTH = 4


def filter_of(words: set[str]) -> bytes:
    """Make the filter that holds some words; the same words give the same bytes."""
    held = bytearray(max(1, len(words) * _BITS // 8))
    for word in words:
        for place in _places(word, len(held) * 8):
            held[place // 8] |= 1 << place % 8
    return bytes(held)


def stem_of(word: str, language: str) -> str:
    """Give what is kept of a word."""
    return stems(word, language)[1]


def is_right(word: str, language: str) -> bool:
    """Tell whether a dictionary knows a word; of a word without accents, whether it knows it with any."""
    held = _held(language)
    stem = stem_of(word, language)
    return bool(held) and all(held[place // 8] >> place % 8 & 1 for place in _places(stem, len(held) * 8))


def _places(word: str, bits: int) -> list[int]:
    made = blake2b(word.encode(), digest_size=_SETS * _WIDTH).digest()
    return [int.from_bytes(made[at : at + _WIDTH], "big") % bits for at in range(0, len(made), _WIDTH)]


@lru_cache(maxsize=2)
def _held(language: str) -> bytes:
    """Read the filter of a language when the first word stands on no page; without it nothing is known."""
    try:
        return (RESOURCES / "words" / f"right.{language}.bin").read_bytes()
    except OSError:
        return b""
