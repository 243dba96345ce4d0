"""What can be taken for something official: names, numbers and domains compared as the eye sees them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letter pairs that read as one letter in most faces; Unicode's table compares letter by letter.
_PAIRS = (("rn", "m"), ("vv", "w"))
_DIAL = re.compile(r"\+?[0-9][0-9 ().\u00a0\u202f/-]*\Z")
# Shorter numbers are dialled whole; longer ones are written with or without 0, 00 or + and a country code.
_LONG = 8
# Names shorter than this are only compared whole: "Aide" stands in many names.
_TELLING = 6
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """Give one form for all that the eye takes for the same name (Unicode TR39, without accents)."""
    from disarm import skeleton_key  # noqa: PLC0415 - only where an overlay is installed

    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if unicodedata.category(letter) != "Mn"
    )
    seen = skeleton_key(plain, digit_policy="tr39")
    # A capital I is an l to the eye, so the small i that it becomes is one too.
    seen = seen.replace("i", "l").replace("1", "l").replace("0", "o")
    for pair, letter in _PAIRS:
        seen = seen.replace(pair, letter)
    return " ".join(_WORD.findall(seen))


def mixes_scripts(text: str) -> bool:
    """Tell whether one word is written in letters of two scripts, as only a look-alike is."""
    from disarm import is_mixed_script  # noqa: PLC0415

    return any(is_mixed_script(word) for word in _WORD.findall(text))


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
