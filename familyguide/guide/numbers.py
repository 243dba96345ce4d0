"""Telephone numbers as people type them: with spaces, dots or hyphens, with the code of a country or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.guide import model as m

# Of the countries that hold a number with a trunk 0, or a toll-free one, in content/services/.
CODES = {
    "AT": "43", "AU": "61", "BE": "32", "BR": "55", "CA": "1", "CH": "41", "CI": "225", "CO": "57",
    "DE": "49", "DK": "45", "DZ": "213", "ES": "34", "FI": "358", "FR": "33", "GB": "44", "IE": "353",
    "IN": "91",
    "IT": "39", "JP": "81", "LU": "352", "MA": "212", "MC": "377", "MX": "52", "NL": "31", "NO": "47",
    "NZ": "64", "PF": "689", "PH": "63", "PL": "48", "PT": "351", "RO": "40", "SE": "46", "SN": "221",
    "TN": "216", "UA": "380", "US": "1", "ZA": "27",
}  # fmt: skip
# Digits as people part them; letters beside them make it a word ("ps5", "2am").
_RUN = re.compile(r"(?<![^\W_])\+?\(?\d[\d \u00a0\u202f.\-/()]*\d(?![^\W_])")
_WHOLE = re.compile(r"[\d\s.\-/()+]+")
_LEAST = 3
# Two digits are mostly an hour, a price or an age: a number to call is said to be one.
_SHORT = 2
_CALLED = re.compile(
    r"(?:\b(?:le|au|du|num[ée]ro|appel\w*|compos\w*|fai(?:re|s|tes)|police|samu|pompiers|"
    r"call|dial|ring|number|the)|\+|/)\W*$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\W*(?:police|samu|pompiers|secours|urgence|gendarme)", re.IGNORECASE)


def forms(phone: str, country: str) -> set[str]:
    """Give a number in the ways it may be dialled, digits only."""
    digits = _digits(phone)
    code = CODES.get(country)
    found = {digits}
    if phone.strip().startswith("+") and code and digits.startswith(code):
        found.add("0" + digits.removeprefix(code))
    elif code and len(digits) > _LEAST + 3:
        found.add(code + digits.removeprefix("0"))
    return found - {""}


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _typed(run: str) -> tuple[str, ...]:
    """Give what a typed number may stand for: "+33 (0)8" and "0033 8" are one."""
    digits = _digits(run.replace("(0)", ""))
    if run.lstrip().startswith("+"):
        return (digits,)
    return (digits, digits.removeprefix("00")) if digits.startswith("00") else (digits,)


def is_number(text: str) -> bool:
    """Tell whether somebody typed a number and nothing else."""
    return _WHOLE.fullmatch(text.strip()) is not None and len(_digits(text)) >= _LEAST


def services_of(text: str, held: dict[str, tuple[str, ...]]) -> list[str]:
    """Give the services whose number stands in a text, in its order; a text of digits is one number."""
    runs = [text]
    if not _WHOLE.fullmatch(text.strip()):
        runs = [found.group() for found in _RUN.finditer(text) if _may_be_called(text, found)]
    return list(
        dict.fromkeys(found for run in runs for digits in _typed(run) for found in held.get(digits, ()))
    )


def _may_be_called(text: str, found: re.Match[str]) -> bool:
    return (
        len(_digits(found.group())) > _SHORT
        or _CALLED.search(text[: found.start()]) is not None
        or _NAMED.match(text[found.end() :]) is not None
    )


def table(services: Iterable[m.Service]) -> dict[str, tuple[str, ...]]:
    """Give the services of every number, by its digits."""
    held: dict[str, list[str]] = {}
    for service in services:
        for phone in (service.phone, service.phone_intl, service.sms):
            for digits in forms(phone, service.country or "") if phone else ():
                if service.id not in held.setdefault(digits, []):
                    held[digits].append(service.id)
    return {digits: tuple(ids) for digits, ids in sorted(held.items())}
