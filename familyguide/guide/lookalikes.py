"""What can be taken for something official: names, numbers and domains compared as the eye sees them.

Which letters look alike, and which script each is of, stands in `resources/letters/alike.txt`: Unicode's own
table, written by `python -m tools.lookalikes`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from familyguide.guide.root import RESOURCES

TABLE = RESOURCES / "letters" / "alike.txt"
# Letter pairs that read as one letter in most faces; Unicode's table compares letter by letter.
_PAIRS = (("rn", "m"), ("vv", "w"))
_DIAL = re.compile(r"\+?[0-9][0-9 ().\u00a0\u202f/-]*\Z")
# Shorter numbers are dialled whole; longer ones are written with or without 0, 00 or + and a country code.
_LONG = 8
# Names shorter than this are only compared whole: "Aide" stands in many names.
_TELLING = 6
_WORD = re.compile(r"[^\W_]+")
# Scripts that one language writes in one word (UTS 39, 5.1).
_TOGETHER = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"HAN", "HANGUL"}),
    frozenset({"HAN", "BOPOMOFO"}),
)


class _Table(NamedTuple):
    """What each letter looks like, and the script of each that has one."""

    looks: dict[str, str]
    # First and last letter, and the script; in order.
    scripts: list[tuple[str, str, str]]

    def script_of(self, letter: str) -> str | None:
        """Give the script of a letter; None where it is of none, or of all."""
        place = bisect(self.scripts, letter, key=itemgetter(0)) - 1
        _, last, name = self.scripts[place] if place >= 0 else ("", "", "")
        return name if letter <= last else None


@cache
def _table() -> _Table:
    """Read the table, only where an overlay is installed; raises OSError or ValueError: it is damaged."""
    table = _Table({}, [])
    lines = TABLE.read_text(encoding="ascii").splitlines()
    # A name that was compared with half of it would pass.
    if lines[-1:] != ["end"]:
        raise ValueError(TABLE)
    for line in lines:
        kind, *values = line.split(" ")
        if kind == "looks":
            form = "".join(chr(int(code, 16)) for code in values[0].split("+") if code)
            table.looks.update(dict.fromkeys((chr(int(code, 16)) for code in values[1:]), form))
        elif kind == "script":
            for codes in values[1:]:
                first, _, last = codes.partition("-")
                table.scripts.append((chr(int(first, 16)), chr(int(last or first, 16)), values[0]))
        elif kind not in {"#", "end"}:
            raise ValueError(TABLE)
    table.scripts.sort()
    return table


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """Give one form for all that the eye takes for the same name (Unicode TR39, without accents)."""
    looks = _table().looks
    # Without accents, and without letters that only a program knows.
    plain = (
        looks.get(letter, letter)
        for letter in unicodedata.normalize("NFD", text)
        if unicodedata.category(letter) not in {"Mn", "Co"}
    )
    seen = unicodedata.normalize("NFC", "".join(plain))
    # A capital I is an l to the eye, so the small i that it becomes is one too.
    seen = seen.replace("i", "l").replace("1", "l").replace("0", "o")
    for pair, letter in _PAIRS:
        seen = seen.replace(pair, letter)
    return " ".join(_WORD.findall(seen))


def mixes_scripts(text: str) -> bool:
    """Tell whether one word is written in letters of two scripts, as only a look-alike is."""
    table = _table()
    for word in _WORD.findall(text):
        found = {script for script in map(table.script_of, word) if script}
        if len(found) > 1 and not any(found <= together for together in _TOGETHER):
            return True
    return False


def hides_something(text: str) -> bool:
    """Tell whether a text holds marks that are not seen: invisible letters, turned direction, private use."""
    return any(unicodedata.category(letter) in {"Cf", "Co", "Cs", "Cn"} for letter in text) or any(
        unicodedata.category(letter) == "Cc" and letter not in "\n\r\t" for letter in text
    )


def resembles(name: str, official: str) -> bool:
    """Tell whether a name is an official one to the eye, or holds it whole among its words."""
    one, other = skeleton(name), skeleton(official)
    return one.replace(" ", "") == other.replace(" ", "") or holds(one, other)


def holds(shape: str, official: str) -> bool:
    """Tell whether a skeleton holds an official one whole among its words; short ones tell nothing."""
    return len(official) >= _TELLING and f" {official} " in f" {shape} "


def numbers_in(name: str) -> set[str]:
    """Give the numbers that stand in a name, letters read as the figures they look like."""
    found = set()
    for word in _WORD.findall(name):
        digits = "".join(str(unicodedata.digit(letter, letter)) for letter in word)
        digits = digits.translate(str.maketrans("oOlI", "0011"))
        if digits.isdigit():
            found.add(digits)
    return found


def is_dialled(number: str) -> bool:
    """Tell whether a number is written in plain figures, so that what is seen is what is dialled."""
    return _DIAL.match(number) is not None


def digits_of(number: str) -> str:
    """Give the figures of a number without what leads out of a country: 00, +, and the first 0."""
    return "".join(letter for letter in number if "0" <= letter <= "9").lstrip("0")


def same_number(number: str, official: str) -> bool:
    """Tell whether two numbers reach the same telephone, whichever way each is written."""
    one, other = digits_of(number), digits_of(official)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= _LONG:
        return long.endswith(short)
    # +33 119 is 119: a short number behind a country code.
    return (
        number.strip().startswith(("+", "00"))
        and bool(other)
        and len(one) - len(other) in {1, 2, 3}
        and (one.endswith(other))
    )


def host_as_read(host: str) -> str:
    """Give a host in the letters a reader sees, small; raises ValueError when it is no host."""
    import idna  # noqa: PLC0415 - only where an overlay is installed

    try:
        return idna.decode(host.strip(".").lower())
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError(host) from error


def is_within(host: str, domain: str) -> bool:
    """Tell whether a host is a domain or stands under it, letter for letter."""
    host, domain = host.lower().removeprefix("www."), domain.lower().removeprefix("www.")
    return host == domain or host.endswith(f".{domain}")


def resembles_domain(host: str, official: str) -> bool:
    """Tell whether a host is an official domain to the eye, or carries it anywhere in its own."""
    one = f".{_labels(host)}."
    return f".{_labels(official)}." in one


@lru_cache(maxsize=8192)
def _labels(host: str) -> str:
    labels = host_as_read(host).removeprefix("www.").split(".")
    return ".".join(skeleton(label).replace(" ", "") for label in labels)
