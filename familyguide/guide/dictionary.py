"""Spelling with real dictionaries (Hunspell's, French and British English) and the project's own words.

For writers: the library and the dictionaries come with a checkout, not with the packaged app.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.rules.texts import Text, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from familyguide.guide.loader import Content

# Names of apps, bodies and menus are written as they write themselves; numbers are no words.
UNREAD = frozenset({"legal-name", "menu", "number", "hours"})
_ADDRESS = re.compile(r"\S*(?:://|@)\S*|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b|\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
# What French puts before a word that begins with a vowel, and what English puts behind.
_BEFORE = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)['\u2019](?=.)", re.IGNORECASE
)
_BEHIND = re.compile(r"(?<=.)(?:['\u2019]s|s['\u2019])$")
# Nothing, or the end of a sentence, and what opens a quote.
_BEGINS = re.compile(r"(?:^|[.!?:…])[\s\u00a0«“‘\"'(]*$")
_SUGGESTIONS = 3
_QUOTED = 2


class Unavailable(Exception):  # noqa: N818 - it is an answer to a writer, not a fault
    """The spelling library is not installed, or a dictionary cannot be read; the text says which."""


class Speller:
    """Knows the words of one language."""

    def __init__(self, language: str, folder: Path, known: Iterable[str] = ()) -> None:
        """Load LANGUAGE.aff and LANGUAGE.dic of a folder; raises Unavailable."""
        try:
            from hunspell import Hunspell  # noqa: PLC0415 - a writer's tool alone
        except ImportError:
            message = "the library chunspell is not installed; requirements/test.txt names it"
            raise Unavailable(message) from None
        for suffix in ("aff", "dic"):
            if not (folder / f"{language}.{suffix}").is_file():
                message = f"there is no dictionary {folder / f'{language}.{suffix}'}"
                raise Unavailable(message)
        self._language = language
        self._hunspell = Hunspell(language, hunspell_data_dir=str(folder))
        self._known = {plain(word).casefold() for word in known}
        self.knows = cache(self._look_up)

    def unknown(self, text: str) -> Iterator[str]:
        """Yield the words of a text that no dictionary knows, as they stand there.

        A capital inside a sentence is taken for a name; the first word of a sentence is not.
        """
        text = _ADDRESS.sub(lambda match: " " * len(match.group()), text)
        for match in _WORD.finditer(text):
            word = match.group()
            if self.knows(word):
                continue
            is_first = _BEGINS.search(text[: match.start()]) is not None
            is_short_form = word.isupper() and len(word) > 1
            if not is_short_form and (is_first or word[0].islower()):
                yield word

    def suggest(self, word: str) -> tuple[str, ...]:
        """Give up to three words that may be meant."""
        return tuple(self._hunspell.suggest(plain(word))[:_SUGGESTIONS])

    def _look_up(self, word: str) -> bool:
        bare = plain(word)
        forms = {bare}
        if self._language == "fr":
            forms.add(_BEFORE.sub("", bare))
        else:
            forms.add(_BEHIND.sub("", bare))
        return any(self._knows(form) for form in forms)

    def _knows(self, word: str) -> bool:
        if word.casefold() in self._known or self._hunspell.spell(word):
            return True
        if word[:1].isupper() and self._hunspell.spell(word[0].lower() + word[1:]):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(part and self._knows(part) for part in parts)


def plain(word: str) -> str:
    """Write a word with the apostrophe that dictionaries use."""
    return word.replace("\u2019", "'")


def known_words(folder: Path, language: str) -> list[str]:
    """Read the project's own words of a language: one a line, # begins a remark; none without the file."""
    path = folder / "checks" / f"spelling.{language}.txt"
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if (word := line.partition("#")[0].strip())]


def misspelt(content: Content, dictionaries: Path) -> list[m.Problem]:
    """Give every word of a content folder that is in no dictionary, with its file and line.

    Raises Unavailable where there is no library or no dictionary.
    """
    spellers = {
        language: Speller(language, dictionaries, known_words(content.root, language))
        for language in m.LANGUAGES
    }
    found: dict[tuple[str, str, str], m.Problem] = {}
    for text in texts_of(content):
        if text.role in UNREAD:
            continue
        speller = spellers["fr" if text.language == "fr" else "en"]
        words = list(dict.fromkeys(speller.unknown(text.text)))
        for word in () if _is_quoted(words, spellers, text.language) else words:
            key = (text.file, text.language, word)
            if key not in found:
                found[key] = m.Problem(text.file, _line(text, word), "spelling", _advice(word, speller, text))
    return sorted(found.values(), key=lambda problem: (problem.file, problem.line, problem.message))


def _is_quoted(words: list[str], spellers: dict[m.Language, Speller], language: str) -> bool:
    """Tell whether a text quotes the other language, as a form does: several words, all known there."""
    others = [speller for other, speller in spellers.items() if other != language]
    return len(words) >= _QUOTED and any(all(map(other.knows, words)) for other in others)


def _line(text: Text, word: str) -> int:
    # The words up to this one tell which of several places is meant.
    where = text.text.find(word)
    return text.line_of(text.text[where : where + 40]) if where >= 0 else text.line


def _advice(word: str, speller: Speller, text: Text) -> str:
    near = speller.suggest(word)
    meant = f" Is it {' or '.join(repr(one) for one in near)}?" if near else ""
    return (
        f"{word!r} is in no dictionary of '{text.language}'.{meant} "
        f"If it is right, add it to checks/spelling.{text.language}.txt."
    )
