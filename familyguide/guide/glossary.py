"""Find the words of the glossary in a text, so that a page can explain them where they are met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.guide import model as m

# What a title says about itself, not the word: "corruption of a minor (French law)".
_ASIDE = re.compile(r"\s*\([^)]*\)")


class Glossary:
    """The words of one language, each with what finds it in a sentence."""

    def __init__(self, terms: Iterable[m.Term], language: str, *, says_also: bool = True) -> None:
        """Learn the words; `says_also` finds other ways to say them too, where one too many does no harm."""
        self._finders = [
            (term, tuple(way.lower() for way in ways), _finder(ways))
            for term in terms
            for ways in (_ways(term, language, says_also),)
        ]

    def met_in(self, text: str) -> tuple[m.Term, ...]:
        """Give the words met in a text, in the order in which they are met; not those inside a longer one."""
        # Nearly always a word is nowhere in the text, which is told far faster than by its pattern.
        lower = text.lower()
        spans = [
            (*match.span(), term)
            for term, ways, finder in self._finders
            if any(way in lower for way in ways)
            for match in finder.finditer(text)
        ]
        spans.sort(key=lambda span: (span[0], -span[1]))
        found: dict[str, m.Term] = {}
        end = 0
        for _start, stop, term in spans:
            if stop > end:
                found.setdefault(term.id, term)
                end = stop
        return tuple(found.values())


def _ways(term: m.Term, language: str, says_also: bool) -> tuple[str, ...]:
    title = _ASIDE.sub("", term.title[language]).removeprefix("to ").split(", ")[0]
    if not says_also:
        return (title,)
    also = term.also.fr if language == "fr" else term.also.en
    # One everyday word ("telling") is met too often to say that the term is meant.
    return (title, *(way for way in also if " " in way))


def _finder(ways: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(way) for way in sorted(ways, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})s?(?!\w)", re.IGNORECASE)
