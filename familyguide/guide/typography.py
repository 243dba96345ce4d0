"""Put the spaces, quotes and apostrophes that each language asks for."""

from __future__ import annotations

import re

from familyguide.guide.names import NBSP

_BEFORE_HIGH = re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[;:!?»%€])")
# "23 h" is one word to a reader: never broken over two lines.
_BEFORE_HOUR = re.compile(r"(?<=\d) (?=h\b)")
_MISSING_HIGH = re.compile(r"(?<=[\w»”’)…])(?=[;!?](?:\s|$|»))")
_AFTER_OPEN = re.compile(r"«[ \u00a0\u202f]*")
_BEFORE_CLOSE = re.compile(r"(?<=\S)[ \u00a0\u202f]*»")


def french(text: str) -> str:
    """Write French as printers do: no-break spaces, guillemets, typographic apostrophes."""
    text = text.replace("...", "…").replace("\u202f", NBSP)
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = _BEFORE_HIGH.sub(NBSP, text)
    text = _BEFORE_HOUR.sub(NBSP, text)
    text = _MISSING_HIGH.sub(NBSP, text)
    text = _AFTER_OPEN.sub("«" + NBSP, text)
    return _BEFORE_CLOSE.sub(NBSP + "»", text)


def english(text: str) -> str:
    """Write English with curly quotes and apostrophes."""
    text = text.replace("...", "…").replace("\u202f", " ")
    text = re.sub(r'(^|[\s(\[—–-])"(?=\S)', r"\1“", text)
    text = text.replace('"', "”")
    text = re.sub(r"(?<=\w)'|'(?=\w)(?=(?:em|til|cause|s|t|re|ll|ve|d|m)\b)", "’", text)
    return re.sub(r"(^|[\s(\[“])'(?=\S)", r"\1‘", text).replace("'", "’")


def polish(text: str, language: str) -> str:
    """Apply the typography of one language; web addresses stay as they are."""
    if text.startswith(("https://", "http://")):
        return text
    return french(text) if language == "fr" else english(text)
