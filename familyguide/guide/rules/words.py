"""Rules for words: the lists of content/checks, and where they are looked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec
import yaml

from familyguide.guide import model as m
from familyguide.guide.rules.sheet import text_problem
from familyguide.guide.yamlfile import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from familyguide.guide.rules.sheet import Sheet
    from familyguide.guide.rules.texts import Text

FAMILIES = ("blame", "promise", "scare", "outdated", "advice", "verdict", "jargon")
# Wrong words on purpose, official names, menus, and what people type in a search.
FREE_ROLES = frozenset({"avoid", "myth", "legal-name", "menu", "also"})
_STOPS = ".!?…«»“”"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words not used here, what to say instead, and a sentence they must be found in."""

    pattern: str
    say: str
    example: str
    unless: str | None = None


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one language.

    `unless`: words that, earlier in the sentence, make a family harmless ("do not investigate").
    `starts`: what must stand just before, unless the sentence begins there (an order, not a story).
    """

    families: dict[
        Literal["blame", "promise", "scare", "outdated", "advice", "verdict", "jargon"], tuple[Entry, ...]
    ]
    unless: dict[str, str] = {}
    starts: dict[str, str] = {}


def plain(text: str) -> str:
    """Write a text as patterns expect it: small letters, straight apostrophes, plain spaces; same length."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(
        {0x2019: "'", 0x2018: "'", 0xA0: " ", 0x202F: " ", 0x2011: "-"}
    )


def read_words(root: Path, language: str) -> WordList:
    """Read one list; raises OSError, yaml.YAMLError or msgspec.ValidationError."""
    return _words_of((root / "checks" / f"words.{language}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _words_of(text: str) -> WordList:
    return msgspec.convert(parse_yaml(text).data, WordList)


def find(words: WordList, texts: list[str]) -> Iterator[tuple[int, int, int, str, Entry]]:
    """Find every unwanted word of some plain texts: index, start, end, family, entry."""
    suspect = _any_of(tuple(entry.pattern for entries in words.families.values() for entry in entries))
    suspects = [(index, text) for index, text in enumerate(texts) if suspect.search(text)]
    for family, entries in words.families.items():
        starts = re.compile(rf"(?:{words.starts[family]})\Z") if family in words.starts else None
        for entry in entries:
            pattern = re.compile(rf"(?<!\w)(?:{entry.pattern})(?!\w)")
            barred = "|".join(filter(None, (words.unless.get(family), entry.unless)))
            unless = re.compile(rf"(?<!\w)(?:{barred})(?!\w)") if barred else None
            for index, text in suspects:
                for match in pattern.finditer(text):
                    before = text[_sentence_start(text, match.start()) : match.start()]
                    if unless is not None and unless.search(before):
                        continue
                    if starts is not None and before.strip() and not starts.search(before):
                        continue
                    yield index, match.start(), match.end(), family, entry


@lru_cache(maxsize=4)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Make one pattern of all, sorted by first letter, so that most words are passed over at once."""
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        for choice in _choices(pattern):
            for letter in _first_letters(choice):
                groups.setdefault(letter, []).append(choice)
    parts = (f"(?={letter})(?:{'|'.join(choices)})" for letter, choices in sorted(groups.items()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _choices(pattern: str) -> list[str]:
    """Cut a pattern at its outermost bars."""
    depth = 0
    parts = [""]
    for letter in re.findall(r"\\.|.", pattern):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _first_letters(choice: str) -> set[str]:
    """Give the letters a pattern can begin with; "." when that is not plain to see."""
    if choice.startswith("(?:"):
        at = _closing(choice)
        found = {first for inner in _choices(choice[3:at]) for first in _first_letters(inner)}
        rest = choice[at + 1 :]
        return found | _first_letters(rest[1:]) if rest[:1] in {"?", "*"} else found
    if choice[:1].isalnum():
        return {choice[0]} | (_first_letters(choice[2:]) if choice[1:2] in {"?", "*"} else set())
    return {"."}


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(stop, 0, at) for stop in _STOPS) + 1


def _closing(pattern: str) -> int:
    """Find the bracket that closes the first one."""
    depth = 0
    for at, letter in enumerate(pattern):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return len(pattern)


def unwanted_words(sheet: Sheet) -> Iterator[m.Problem]:
    """No word of the lists stands where a reader would take it as ours."""
    laws = {item.id for item in sheet.content.of_kind(m.Article) if item.category == "law"}
    for language in m.LANGUAGES:
        name = f"checks/words.{language}.yaml"
        try:
            words = read_words(sheet.content.root, language)
        except (OSError, UnicodeDecodeError):
            yield m.Problem(
                name, 1, "missing-file", "This list is missing; the checker needs it. Put it back."
            )
            continue
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            yield m.Problem(
                name, 1, "schema", f"{str(error).splitlines()[-1]}. Each entry has pattern, say, example."
            )
            continue
        texts = [text for text in sheet.texts if text.language == language and text.role not in FREE_ROLES]
        for index, start, end, family, entry in find(words, [plain(text.text) for text in texts]):
            text = texts[index]
            if not _is_free(text, family, laws):
                found = text.text[start:end]
                message = f"{found!r} ({family}): write {entry.say}."
                yield text_problem(text, text.text[start:], family, message)


def _is_free(text: Text, family: str, laws: set[str]) -> bool:
    match family:
        case "jargon":
            return text.kind in {"term", "service"} or text.item in laws
        case "advice":
            # The red lines of a plan say what not to do.
            return text.role == "dont"
        case "outdated":
            return text.kind == "term" and text.role == "title"
    return False


RULES = (unwanted_words,)
