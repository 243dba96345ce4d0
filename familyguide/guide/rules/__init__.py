"""Checks over a content folder: each problem names the file, the line, the rule, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from familyguide.guide.model import Service
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
    words,
)
from familyguide.guide.rules.sheet import Sheet
from familyguide.guide.rules.texts import texts_of

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
)


def check(content: Content, today: date | None = None) -> list[Problem]:
    """Give every problem of a content folder, by file and line."""
    sheet = Sheet(content, today or datetime.now(tz=UTC).date())
    found = [*content.problems, *(problem for rule in RULES for problem in rule(sheet))]
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
