"""Cut text into sentences and words, as a reader would."""

from __future__ import annotations

import re

_ABBREVIATIONS = ("M.", "Mr.", "Mrs.", "Ms.", "Dr.", "St.", "e.g.", "i.e.", "p. ex.", "art.", "vs.")
_HIDE = "\u2024"
_ABBREVIATION = re.compile(
    "|".join(rf"(?<!\w){re.escape(word)}(?=[\s\u00a0])" for word in _ABBREVIATIONS)
    + r"|(?<=\b[A-Z])\.(?=[A-Z]\b)|(?<=\b[A-Z]\.[A-Z])\."
)
# A sentence ends at . ! ? … with the quotes and brackets that close it, before a capital, a quote or a digit.
_END = re.compile(
    r"(?:[.!?…]|(?<=[.!?…])[\u00a0 ]?[»”\")])+[\u00a0 ]?[»”\")]*"
    r"(?=\s+[«“\"(‘—–-]?[\s\u00a0]*[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ0-9{])"
)
_WORD = re.compile(r"[^\W_]+(?:[’'’-][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; quotes stay with the words they hold."""
    hidden = _ABBREVIATION.sub(lambda match: match.group().replace(".", _HIDE), text)
    found: list[str] = []
    start = 0
    for match in _END.finditer(hidden):
        found.append(hidden[start : match.end()])
        start = match.end()
    found.append(hidden[start:])
    return [one.replace(_HIDE, ".").strip() for one in found if one.strip()]


def words_of(text: str) -> list[str]:
    """List the words of a text; a word with an apostrophe or a hyphen counts once."""
    return _WORD.findall(text)
