"""Rules for typography: spaces, quotes, ligatures, accents on capitals, no symbols."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.rules.sheet import text_problem
from familyguide.guide.rules.words import FREE_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet

# The build puts spaces and quotes itself; what is left here was typed in a way it could not mend.
_SPACES = re.compile(
    r"(?<=[^\s\u00a0«“‘(])[;!?](?=[\s\u00a0»”)]|$)(?<![!?…][!?])"
    r"|(?<=[^\s\u00a0\d])»"
    r"|(?<=[\w»”)]):(?=\s)"
    r"|[ ][;:!?»]"
    r"|«(?!\u00a0)"
)
_LIGATURES = re.compile(
    r"\b(?:[cC]oeurs?|[sS]oeurs?|[oO]eil|[oO]eufs?|[bB]oeufs?|[vV]oeux?|[nN]oeuds?|[fF]oetus"
    r"|[oO]euvre\w*|[mM]anoeuvre\w*)\b"
)
_AFTER_A = (
    "la|le|les|une?|qui|quoi|quelle?|son|sa|ses|ton|ta|tes|votre|vos|chaque|deux|cet?|cette|côté|éviter|partir"
    "|nouveau|propos|faire|retenir|plusieurs|tout|tous"
)
_E_WORDS = (
    r"Etats?|Ecoles?|Ecrans?|Ecout\w+|Ecri\w+|Evit\w+|Etapes?|Eteign\w+|Eteindre|Ete|Egal\w*|Educat\w+"
    r"|Emotion\w*|Equipes?|Epoque|Etre|Enerv\w+|Elev\w+|Ca"
)
_CAPITALS = re.compile(
    rf"(?:^|(?<=[.!?…«][\s\u00a0]))A (?=l[’']|(?:{_AFTER_A})\b)|\b(?:{_E_WORDS})\b(?=[\s\u00a0,.]|$)"
)
_DOUBLE = ("double-space", re.compile(r"[ \u00a0]{2,}"), "use one space")
_SPELLING: dict[str, tuple[tuple[str, re.Pattern[str], str], ...]] = {
    "fr": (
        (
            "no-break-space",
            _SPACES,
            "put a space before ; : ! ? and inside « »",
        ),
        ("straight-quote", re.compile(r"[\"']"), "use « » for words and ’ for an apostrophe"),
        _DOUBLE,
        ("ligature", _LIGATURES, "write œ"),
        ("capital-accent", _CAPITALS, "keep the accent on capitals: À, É, Ê, Ç"),
    ),
    "en": (("straight-quote", re.compile(r"[\"']"), "use “ ” and ’"), _DOUBLE),
}
_SYMBOLS = re.compile("[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
# Letters without a shape, controls, and ends of lines that no editor shows.
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"})
_LINK = re.compile(r"\]\(\w+:")
_INCLUSIVE = re.compile(
    r"\b[Ii]ls?/elles?\b|\belles?/ils?\b|\w\((?:e|ne|le|trice|se)s?\)|\w·\w|\b[Cc]elles?/ceux\b|\bun\(e\)"
)


def typography_is_french_or_english(sheet: Sheet) -> Iterator[m.Problem]:
    """Spaces, quotes, ligatures and capitals are those of the language."""
    for text in sheet.texts:
        for code, pattern, advice in _SPELLING[text.language]:
            match = pattern.search(text.text)
            if match:
                shown = text.text[max(0, match.start() - 12) : match.end() + 8].strip()
                yield text_problem(text, text.text[match.start() :], code, f"…{shown}…: {advice}.")
        match = _SYMBOLS.search(text.text)
        if match:
            message = f"{match.group()!r}: no emoji and no arrow; symbols are icons of the app."
            yield text_problem(text, text.text[max(0, match.start() - 20) :], "symbol", message)
        match = (
            _INCLUSIVE.search(text.text) if text.language == "fr" and text.role not in FREE_ROLES else None
        )
        if match:
            message = f"{match.group()!r}: turn the sentence, without il/elle, (e) or ·."
            yield text_problem(text, text.text[match.start() :], "inclusive-mark", message)


def nothing_is_hidden(sheet: Sheet) -> Iterator[m.Problem]:
    """No text holds a mark that is not seen: a turned direction, a space without width, a control."""
    for text in sheet.texts:
        hidden = [letter for letter in text.text if unicodedata.category(letter) in _UNSEEN]
        if hidden:
            names = ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(hidden))
            message = f"A mark that nobody sees stands here ({names}): type these words anew."
            yield m.Problem(text.file, text.line, "hidden", message)


def links_stand_on_pages(sheet: Sheet) -> Iterator[m.Problem]:
    """No text shows the signs of a link; pages have links, and what is written in YAML has none."""
    for text in sheet.texts:
        if _LINK.search(text.text):
            message = "A link stands only in a conversation or an article (.md): write its words alone."
            yield m.Problem(text.file, text.line, "link", message)


RULES = (typography_is_french_or_english, nothing_is_hidden, links_stand_on_pages)
