"""Numbers for people whose language the guide is not in: whom, when, one sentence, and what to say first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from familyguide.guide import model as m
from familyguide.guide.lines import CHILD, TALK, number_here, takes_danger
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from familyguide.services.directory import Directory

# Whom a sheet of numbers names, in this order.
ROLES = ("emergency", "medical", CHILD, "crisis", "report", "violence-at-home", "missing", "victims")
# How the sheet of a language is asked for: numbers-ar, numbers-uk.
SHEET = "numbers-"
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"(?:(\w\w)(?:-(\w\w))?\s+)?(\d\d:\d\d-\d\d:\d\d(?:\s*,\s*\d\d:\d\d-\d\d:\d\d)*)")
ALWAYS = "24/7"


class Call(Struct, frozen=True):
    """One service: its number, what kind it is in the further language, and when it answers."""

    service: m.Service
    number: str
    by_text: bool
    kind: str
    # None where the hours cannot be said without words: then the service's own words stand there.
    hours: str | None
    # Whether somebody answers there in this language.
    speaks: bool


def calls(tongue: m.Tongue, directory: Directory, country: str) -> Iterator[Call]:
    """Yield the country's numbers for a language, each once, emergencies first."""
    seen = set()
    for role in ROLES:
        for service in directory.role(country, role):
            number = number_here(service, country) or service.sms
            if number is None or service.id in seen or directory.is_local(service):
                continue
            seen.add(service.id)
            named = TALK if role == CHILD and not takes_danger((service,)) else role
            yield Call(
                service,
                number,
                number_here(service, country) is None,
                tongue.roles[named],
                hours(tongue, service),
                tongue.code in service.languages,
            )


def line(tongue: m.Tongue, directory: Directory, country: str) -> str | None:
    """Give the one sentence, with the country's emergency numbers.

    None where we hold none, and where they answer in the language itself: there is nothing to ask for.
    """
    services = _emergency(directory, country)
    if any(tongue.code in service.languages for service in services):
        return None
    numbers = [number_here(service, country) for service in services]
    said = " / ".join(filter(None, numbers))
    return tongue.line.replace("{number}", said) if said else None


def first_words(tongue: m.Tongue, directory: Directory, country: str) -> tuple[tuple[Language, str], ...]:
    """Give what to say first, in each of our languages that the emergency numbers answer in.

    Empty where they answer in the language itself.
    """
    services = _emergency(directory, country)
    spoken = {code for service in services for code in service.languages}
    if tongue.code in spoken or not services:
        return ()
    ours: tuple[Language, ...] = ("fr", "en")
    # English is understood in more places than are noted.
    shown = tuple(language for language in ours if language in spoken) or ("en",)
    return tuple(
        (language, Texts(language)("tongues.say", language=tongue.called[language])) for language in shown
    )


def _emergency(directory: Directory, country: str) -> tuple[m.Service, ...]:
    return next((entry.services for entry in directory.strip(country) if entry.role == "emergency"), ())


def hours(tongue: m.Tongue, service: m.Service) -> str | None:
    """Write hours with the days of a language; None where figures and days alone do not say them."""
    written = service.opening_hours
    if written is None or service.hours_rule is not None:
        return None
    if written == ALWAYS:
        return ALWAYS
    said = []
    for rule in written.split(";"):
        found = _RULE.fullmatch(rule.strip())
        if found is None:
            return None
        first, last, times = found.groups()
        if any(day is not None and day not in _DAYS for day in (first, last)):
            return None
        days = "\u2013".join(tongue.days[_DAYS.index(day)] for day in (first, last) if day is not None)
        said.append(f"{days} {times.replace('-', chr(0x2013))}".strip())
    return " · ".join(said)


def plans(tongue: m.Tongue, library: Library) -> tuple[m.TonguePlan, ...]:
    """Give the plans that a named person has reviewed in a language, in the order of plans."""
    found = (library.plan_in(tongue.code, row.id) for row in library.rows("plan"))
    return tuple(plan for plan in found if plan is not None)


def sheet_id(code: str) -> str:
    """Name the sheet of numbers of a language."""
    return SHEET + code
