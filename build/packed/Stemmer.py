"""Stands in the package where snowballstemmer looks for a quicker library of this name.

It gives two of snowballstemmer's own 38 languages, those that search asks for: the others stay out, and
a first search loads one module instead of all.
"""

from __future__ import annotations

from typing import Any


def algorithms() -> list[str]:
    """Name the languages, as PyStemmer does."""
    return ["english", "french"]


def Stemmer(language: str) -> Any:  # noqa: ANN401, N802 - PyStemmer's name; no types there
    """Give what cuts the endings of a language; KeyError for another one."""
    if language == "english":
        from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: PLC0415 - only the one asked for

        return EnglishStemmer()
    if language == "french":
        from snowballstemmer.french_stemmer import FrenchStemmer  # noqa: PLC0415

        return FrenchStemmer()
    raise KeyError(language)
