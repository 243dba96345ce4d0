"""Checks over a content folder: each problem names the file, the line, the rule, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from familyguide.guide.rules import copies, fields, figures, items, links, measures, pages, spelling, words
from familyguide.guide.rules.sheet import Sheet

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
)


def check(content: Content, today: date | None = None) -> list[Problem]:
    """Give every problem of a content folder, by file and line."""
    sheet = Sheet(content, today or datetime.now(tz=UTC).date())
    found = [*content.problems, *(problem for rule in RULES for problem in rule(sheet))]
    return sorted(set(found), key=lambda problem: (problem.file, problem.line, problem.code, problem.message))
