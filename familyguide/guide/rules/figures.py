"""Rules for digits in the words: telephone numbers, percentages, "one in five"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.rules.sheet import text_problem
from familyguide.guide.rules.words import FREE_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet

# Three groups of digits or more (01 23 45), or three and three (116 000); not a date, not a sum.
_GROUPS = re.compile(
    r"(?<![\w.,])(?!\d{4}-\d\d-\d\d\b)(?:\+|00)?\d{1,4}(?:[ .\u00a0-]\d{2,4}){2,}(?!\w)"
    r"|(?<![\w.,])\d{3}[ .\u00a0]\d{3}(?!\w|[ \u00a0]?(?:€|euros?\b|EUR\b))"
)
_NUMBER = re.compile(r"(?<![\w+.,/-])\d{2,10}(?![\w%€]|[.,/:]\d|-\d| ?(?:%|€|\$|£)| h\b)")
_UNIT = re.compile(
    r"\s*(?:ans?|years?|year-olds?|mois|months?|jours?|days?|heures?|hours?|minutes?|secondes?|seconds?|"
    r"euros?|dollars?|pounds?|mots|words|fois|times|pour cent|per ?cent|pages?|enfants?|child(?:ren)?|jeunes|"
    r"young|people|personnes|caractères|characters|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\b(?:appel(?:ez|er|le|les|ons)?|compos(?:ez|er|e)|call|dial|ring|text|phone|num[ée]ro|number|sms|le|au|du)\s+$",
    re.IGNORECASE,
)
_FREE_OF_NUMBERS = FREE_ROLES | {"number", "hours"}
# What we say for a country we do not hold (contract, section 2, principle 2).
_EUROPEAN = "112"
_YEARS = range(1900, 2100)


def numbers_stand_in_services(sheet: Sheet) -> Iterator[m.Problem]:
    """No telephone number is typed outside content/services."""
    known = _numbers(sheet)
    for text in sheet.texts:
        if text.kind == "service" or text.role in _FREE_OF_NUMBERS:
            continue
        allowed = known - {_EUROPEAN} if text.file == "countries.yaml" else known
        for start, shown in _typed_numbers(text.text, allowed):
            message = (
                f"{shown!r} looks like a number to call: use '!!! call ROLE', (service:ID) or {{service:ID}}."
            )
            yield text_problem(text, text.text[start:], "typed-number", message)


def _numbers(sheet: Sheet) -> frozenset[str]:
    found: set[str] = set()
    for service in sheet.content.of_kind(m.Service):
        for number in (service.phone, service.sms, service.phone_intl, service.phone_shown):
            if number:
                found.add("".join(filter(str.isdigit, number)))
    return frozenset(found)


def _typed_numbers(text: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    taken: set[int] = set()
    for match in _GROUPS.finditer(text):
        taken.update(range(match.start(), match.end()))
        yield match.start(), match.group()
    for match in _NUMBER.finditer(text):
        digits = match.group()
        if match.start() in taken or digits not in known:
            continue
        if _UNIT.match(text, match.end()) or int(digits) in _YEARS:
            continue
        short = len(digits) < 3  # noqa: PLR2004 - 15, 17, 18 are also ages
        if short and not _CALLS.search(text, 0, match.start()):
            continue
        yield match.start(), digits


_SHARES = {
    "fr": re.compile(
        r"\d+(?:,\d+)?\s?(?:%|pour cent)"
        r"|\b(?:\d+|une?|deux|trois|quatre|cinq)\s(?:\w+\s)?sur\s"
        r"(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\d+(?:\.\d+)?\s?(?:%|per ?cent)"
        r"|\b(?:\d+|one|two|three|four|five)\s(?:\w+\s)?(?:in|out of)\s(?:every\s)?"
        r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty)\b",
        re.IGNORECASE,
    ),
}


def shares_are_figures(sheet: Sheet) -> Iterator[m.Problem]:
    """A percentage or "one in five" is a figure: in '!!! figure KEY' of a parent page, nowhere else."""
    articles = {
        item.id
        for item in sheet.content.of_kind(m.Article)
        if item.category in {"understand", "law", "paper", "limits", "guide"}
    }
    for text in sheet.texts:
        if text.role in FREE_ROLES or text.role == "figure" or text.kind in {"service", "checklist"}:
            continue
        for match in _SHARES[text.language].finditer(text.text.replace("\u00a0", " ")):
            advice = (
                "put it in '!!! figure KEY', one on the page"
                if text.item in articles
                else "remove it from this page"
            )
            message = f"{match.group()!r} is a figure: {advice}."
            yield text_problem(text, text.text[match.start() :], "figure", message)


RULES = (numbers_stand_in_services, shares_are_figures)
