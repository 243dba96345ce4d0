"""What is said when a page is read aloud: sentence by sentence, numbers as people say them; no Qt here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide.names import NBSP
from familyguide.guide.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from familyguide.guide.names import Language
    from familyguide.services.directory import Directory

# The five steps of the speed, as voices count it: from -1, the slowest, to 1.
RATES: Mapping[int, float] = {-2: -0.5, -1: -0.25, 0: 0.0, 1: 0.25, 2: 0.5}
# A number of two digits is an age or a share as often as a line to call, and is said alike for both.
_SHORTEST = 3
# Narrow and wide spaces that do not break, and the signs that services write between groups.
_GAPS = f" {NBSP}\u202f.\u2011-"
_NUMBER = re.compile(rf"(?<![\w+])\+?\d(?:[{_GAPS}]?\d)+(?!\w)")
_DIGITS = re.compile(r"\d+")


class Part(NamedTuple):
    """A piece of a sentence whose words and spoken words begin here; `is_same` when they are the same."""

    said_at: int
    shown_at: int
    length: int
    is_same: bool


class Sentence(NamedTuple):
    """One sentence of a text: where it stands there, and how it is said."""

    start: int
    end: int
    said: str
    parts: tuple[Part, ...]

    def shown(self, said_at: int, length: int) -> tuple[int, int]:
        """Give where in the text a spoken word stands; a number that is said in words is one word."""
        for part in reversed(self.parts):
            if said_at >= part.said_at:
                if part.is_same:
                    start = part.shown_at + said_at - part.said_at
                    return start, min(start + length, self.end)
                return part.shown_at, part.shown_at + part.length
        return self.start, self.start


def numbers_said(directory: Directory, country: str, language: Language) -> dict[str, str]:
    """Give how each number that may be called or written to from a country is said, by its digits alone."""
    said: dict[str, str] = {}
    for service in directory.everybody(country):
        spoken = service.phone_spoken
        for number in filter(None, (service.sms, service.phone, service.phone_shown)):
            digits = "".join(_DIGITS.findall(number))
            # What is said for the line to call is not said for a longer one that takes messages.
            is_named = spoken is not None and (number != service.sms or service.phone in (None, number))
            if len(digits) >= _SHORTEST:
                said[digits] = spoken[language] if is_named and spoken else spelled(number, language)
    return said


def spelled(number: str, language: Language) -> str:
    """Write a number as its groups are said: as numbers in French, digit by digit in English."""
    groups = _DIGITS.findall(number)
    if language == "fr":
        return ", ".join(_group(group) for group in groups)
    return ", ".join(" ".join(group) for group in groups)


def _group(digits: str) -> str:
    # A zero before a number is heard; without this, voices leave it out.
    rest = digits.lstrip("0")
    return " ".join(filter(None, (*("zéro" for _ in range(len(digits) - len(rest))), rest)))


def sentences_of(text: str, numbers: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Cut a text into the sentences that are read one after the other; bare signs are left out."""
    found = []
    at = 0
    for one in sentences(text):
        start = text.index(one, at)
        at = start + len(one)
        # A line that ends is a breath: what stands on its own line is a sentence of its own.
        for line_start, line in _lines(one):
            if any(letter.isalnum() for letter in line):
                found.append(_sentence(line, start + line_start, numbers))
    return tuple(found)


def _lines(text: str) -> list[tuple[int, str]]:
    lines, at = [], 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            lines.append((at + line.index(bare), bare))
        at += len(line) + 1
    return lines


def _sentence(text: str, start: int, numbers: Mapping[str, str]) -> Sentence:
    parts, said, at = [], "", 0
    for match in _NUMBER.finditer(text):
        spoken = numbers.get("".join(_DIGITS.findall(match.group())))
        if spoken is None:
            continue
        if match.start() > at:
            parts.append(Part(len(said), start + at, match.start() - at, is_same=True))
            said += text[at : match.start()]
        parts.append(Part(len(said), start + match.start(), len(match.group()), is_same=False))
        said += spoken
        at = match.end()
    if at < len(text):
        parts.append(Part(len(said), start + at, len(text) - at, is_same=True))
        said += text[at:]
    return Sentence(start, start + len(text), said, tuple(parts))
