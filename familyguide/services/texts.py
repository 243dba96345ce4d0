"""The words the app itself says, in both languages: one catalogue for window, paper and speech."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from familyguide.guide.names import NBSP
from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from datetime import date, datetime

    from familyguide.guide.names import Language


@lru_cache(maxsize=2)
def _catalogue(language: Language) -> dict[str, str]:
    def keep(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 - what JSON holds
        # The other language is dropped while reading: few visits need it, and it takes half a megabyte.
        said = dict(pairs)
        return said.get(language, said)

    written = (RESOURCES / "i18n" / "texts.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(written, object_pairs_hook=keep)
    return loaded


def put_in_place_of_english(words: dict[str, str]) -> None:
    """Show other words in the place of the English ones, for a translator's preview; {} brings these back."""
    _catalogue.cache_clear()
    english = _catalogue("en")
    for key in words:
        if key not in english:
            raise KeyError(key)
    english.update(words)


class Texts:
    """Sentences by key in one language; an unknown key is a programming error and raises KeyError."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: str | int) -> str:
        """Give one sentence, its {names} filled in."""
        text = _catalogue(self.language)[key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int, **values: str) -> str:
        """Give a sentence with a number, singular or plural as the language asks."""
        # French counts zero as singular, English as plural.
        one = number == 1 or (number == 0 and self.language == "fr")
        return self(f"{key}.one" if one else f"{key}.many", n=number, **values)

    def month(self, as_of: str) -> str:
        """Write YYYY-MM as people do: June 2025, juin 2025; a bare year stays a year."""
        year, _, month = as_of.partition("-")
        if not month:
            return year
        return f"{self(f'month.{int(month)}')}{NBSP}{year}"

    def day(self, day: date) -> str:
        """Write a day as people do: 22 November 2026, 22 novembre 2026, 1er décembre 2026."""
        number = "1er" if day.day == 1 and self.language == "fr" else str(day.day)
        return f"{number}{NBSP}{self.month(day.isoformat()[:7])}"

    def time(self, at: datetime) -> str:
        """Write a time of day as people do: 9 h, 9 h 30; 9:00, 9:30."""
        if self.language == "en":
            return f"{at.hour}:{at.minute:02d}"
        return f"{at.hour}{NBSP}h{NBSP}{at.minute:02d}" if at.minute else f"{at.hour}{NBSP}h"

    def ages(self, ages: tuple[str, ...]) -> str:
        """Write age bands as a range, such as 9 to 14."""
        if not ages:
            return self("ages.all")
        first = ages[0].partition("-")[0]
        last = ages[-1].partition("-")[2]
        return self("ages.range", first=first, last=last)

    def language_name(self, code: str) -> str:
        """Name a language or sign language by its ISO 639 code; an unknown code stays a code."""
        key = f"language.{code.lstrip('+')}"
        return self(key) if key in _catalogue(self.language) else code
