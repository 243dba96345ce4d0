"""Words as people write them in a hurry, by SMS or by ear, and the words meant (content/search.yaml)."""

from __future__ import annotations

import re

from familyguide.guide.search import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)
# "4 pics" is "for pics", "2 leave" is "to leave"; before one of these it is a number.
_FOR_TO = {"2": "to", "4": "for"}
_COUNTED = frozenset(
    (  # noqa: SIM905 - a list of one word a line says no more
        "year years yr yrs y yo old am pm month months week weeks day days hour hours kids children "
        "boys girls men people times phones and or grade ans an mois semaines jours heures h enfants"
    ).split()
)


def spelled(text: str, table: dict[str, str], language: str) -> str:
    """Write a text with the words meant: SMS, slang, words written by ear."""
    if not table:
        return text
    meant = _by_fold(table)
    if language == "en":
        # One way to write them for the reader and for us: "can't" and "cant".
        text = _NOT.sub("nt", text)
    found = list(_WORD.finditer(text))
    parts: list[str] = []
    end = 0
    for index, match in enumerate(found):
        word = match.group()
        after = found[index + 1].group().casefold() if index + 1 < len(found) else ""
        new = meant.get(fold(word), word)
        if language == "en" and word in _FOR_TO and after.isalpha() and after not in _COUNTED:
            new = _FOR_TO[word]
        parts += (text[end : match.start()], new)
        end = match.end()
    return "".join((*parts, text[end:]))


# The tables in use: made once for the content that is open.
_folded: list[tuple[dict[str, str], dict[str, str]]] = []


def _by_fold(table: dict[str, str]) -> dict[str, str]:
    for known, made in _folded:
        if known is table:
            return made
    made = {fold(typed): meant for typed, meant in table.items()}
    # One table for each language.
    _folded[:] = [*_folded[-1:], (table, made)]
    return made
