"""Easy versions: what they are of, where their whole page is, and who is called in a country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from familyguide.guide import model as m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.library import Library
    from familyguide.services.directory import Directory

HELP = "help"
TOPIC = "topic:"
# How the sheet of an easy version is asked for: easy-disclosure, easy-topic-grooming, easy-help.
SHEET = "easy-"


class EasyShown(Struct, frozen=True):
    """A step as it is shown in a country: its words, and the people to call."""

    step: m.EasyStep
    people: tuple[m.Service, ...]


def steps_in(easy: m.Easy, directory: Directory, country: str) -> Iterator[EasyShown]:
    """Give the steps for a country; one that only names whom to call is left out where there is nobody."""
    for step in easy.steps:
        people = directory.people(country, step.call)
        if people or not step.call or easy.of != HELP:
            yield EasyShown(step, people)


def all_of(library: Library) -> tuple[str, ...]:
    """List what has an easy version: help, the plans in their order, then the topics."""
    plans = (row.id for row in library.rows("plan"))
    topics = (f"{TOPIC}{topic}" for topic in library.vocabulary.topics)
    return tuple(of for of in (HELP, *plans, *topics) if library.has_easy(of))


def sheet_id(of: str) -> str:
    """Name the sheet of an easy version."""
    return SHEET + of.replace(":", "-")


def of_sheet(library: Library, identifier: str) -> str | None:
    """Give what a sheet's id is the easy version of; None when there is none."""
    if not identifier.startswith(SHEET):
        return None
    return next((of for of in all_of(library) if sheet_id(of) == identifier), None)
