"""Checks over a content folder: each problem names the file, the line, the rule, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from familyguide.guide.model import LANGUAGES, Service, Sign, Term
from familyguide.guide.rules import (
    changes,
    copies,
    easy,
    fields,
    figures,
    items,
    links,
    measures,
    pages,
    sessions,
    spelling,
    tongues,
    words,
)
from familyguide.guide.rules.sheet import Sheet
from familyguide.guide.rules.texts import loose_texts, texts_of, texts_of_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from familyguide.guide.loader import Content
    from familyguide.guide.model import Problem

    Rule = Callable[[Sheet], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    *fields.RULES,
    *links.RULES,
    *pages.RULES,
    *items.RULES,
    *words.RULES,
    *figures.RULES,
    *spelling.RULES,
    *measures.RULES,
    *copies.RULES,
    *sessions.RULES,
    *easy.RULES,
    *changes.RULES,
    *tongues.RULES,
)


# Before the id of what it is an easy version of.
EASY = "easy:"


def check(content: Content, today: date | None = None) -> list[Problem]:
    """Give every problem of a content folder, by file and line."""
    sheet = Sheet(content, today or datetime.now(tz=UTC).date())
    found = [*content.problems, *(problem for rule in RULES for problem in rule(sheet))]
    return _sorted(found)


def files_of(content: Content, identifier: str) -> frozenset[str]:
    """Name the files in which an item is written: one, or its facts and its page in each language.

    `easy:ID` is the easy version of something.
    """
    if identifier.startswith(EASY):
        return frozenset(filter(None, (content.easy_in.get(identifier.removeprefix(EASY)),)))
    name, _line = content.places.get(identifier, ("", 1))
    stem = name.rsplit("/", 1)[-1].removesuffix(".yaml")
    pages = (content.pages.get((stem, language)) for language in LANGUAGES)
    return frozenset(filter(None, (name, *(page[0] for page in pages if page is not None))))


def check_item(content: Content, identifier: str, today: date | None = None) -> list[Problem]:
    """Give the problems of one item at once, for somebody who writes it.

    What compares it with all other pages (near-copies) is left to `check`.
    """
    sheet = Sheet(content, today or datetime.now(tz=UTC).date())
    item = content.items.get(identifier)
    # The rules read these texts alone.
    files = files_of(content, identifier)
    texts = texts_of_item(content, item) if item is not None else []
    if identifier.startswith(EASY):
        texts = [text for file in files for text in loose_texts(content, file)]
    sheet.__dict__["texts"] = texts
    if isinstance(item, Service | Sign | Term):
        # Many stand in one file: only its own lines are its own.
        lines = {text.line for text in texts}
        first = content.places[identifier][1]
        last = max(lines, default=first)
        found = [problem for rule in RULES for problem in rule(sheet)]
        return _sorted(one for one in found if one.file in files and first <= one.line <= last)
    found = [*content.problems, *(problem for rule in RULES for problem in rule(sheet))]
    return _sorted(problem for problem in found if problem.file in files)


def _sorted(found: Iterable[Problem]) -> list[Problem]:
    return sorted(set(found), key=lambda problem: (problem.file, problem.line, problem.code, problem.message))


def characters(content: Content) -> set[str]:
    """Give every character a reader can meet: the fonts must hold them all."""
    found = {letter for text in texts_of(content) for letter in text.text}
    for service in content.of_kind(Service):
        # What is shown of a service beyond its sentences.
        for shown in (
            service.phone_shown,
            service.phone,
            service.sms,
            service.web,
            service.email,
            service.app,
        ):
            found.update(shown or "")
    for source in content.bibliography.values():
        found.update(f"{source.organisation}{source.title}{source.year or ''}{source.url or ''}")
    return {letter for letter in found if letter.isprintable() or letter.isspace()} - {"\n"}
