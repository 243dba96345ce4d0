"""Make resources/words from the spelling dictionaries: the stems of every form, as a filter.

Run `python -m tools.right_words` after the dictionaries of tools/spelling changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide.model import LANGUAGES
from familyguide.guide.rightly import filter_of, stem_of
from familyguide.guide.root import RESOURCES
from familyguide.guide.search import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SPELLING = Path(__file__).parent / "spelling"
# As search: shorter words are never guessed.
_SHORTEST = 5


class Ending(NamedTuple):
    """What a flag of a dictionary does to a word it stands beside."""

    taken: str
    added: str
    flags: str
    fits: re.Pattern[str]


class Affixes:
    """The endings and beginnings that an .aff file describes."""

    def __init__(self, text: str) -> None:
        """Read them; beginnings with an apostrophe are an article, no other word."""
        self.width = 2 if "FLAG long" in text else 1
        self.ends: dict[str, list[Ending]] = defaultdict(list)
        self.begins: dict[str, str] = {}
        for line in text.splitlines():
            parts = line.split()
            # A head line has four parts too: its last is a number.
            if len(parts) < _SHORTEST or parts[0] not in ("SFX", "PFX"):
                if not (
                    len(parts) == _SHORTEST - 1 and parts[0] in ("SFX", "PFX") and not parts[3].isdigit()
                ):
                    continue
                parts.append(".")
            kind, flag, taken, added, fits = parts[:5]
            added, _, flags = added.partition("/")
            taken, added = taken.replace("0", ""), added.replace("0", "")
            if kind == "SFX":
                self.ends[flag].append(Ending(taken, added, flags, re.compile(f"(?:{fits})$")))
            elif "'" not in added:
                self.begins[flag] = added

    def forms(self, word: str, flags: str, *, deep: bool = True) -> Iterator[str]:
        """Give every form of a word of the dictionary."""
        yield word
        for at in range(0, len(flags), self.width):
            flag = flags[at : at + self.width]
            if flag in self.begins:
                yield self.begins[flag] + word
            for end in self.ends.get(flag, ()):
                if word.endswith(end.taken) and end.fits.search(word):
                    made = word[: len(word) - len(end.taken)] + end.added
                    if deep:
                        yield from self.forms(made, end.flags, deep=False)
                    else:
                        yield made


def stems_of(language: str) -> set[str]:
    """Give the stems of all words of a dictionary that search might take for slips."""
    affixes = Affixes((SPELLING / f"{language}.aff").read_text(encoding="utf-8"))
    found: set[str] = set()
    for line in (SPELLING / f"{language}.dic").read_text(encoding="utf-8").splitlines()[1:]:
        entry = line.split()
        if not entry or entry[0].startswith("/"):
            continue
        word, _, flags = entry[0].partition("/")
        for form in affixes.forms(word, flags):
            found.update(stem_of(piece, language) for piece in words_of(form) if len(piece) >= _SHORTEST)
    return found


def main() -> None:
    """Write a filter for each language."""
    folder = RESOURCES / "words"
    folder.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (folder / f"right.{language}.bin").write_bytes(filter_of(stems_of(language)))


if __name__ == "__main__":
    main()
