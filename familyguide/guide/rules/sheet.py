"""What a rule is given: the content, its texts, today's date, and a short way to write a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from familyguide.guide import model as m
from familyguide.guide.rules.texts import Text, field_line, flat, page_blocks, page_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from familyguide.guide.loader import Content

AnyBlock = TypeVar("AnyBlock")
_ID_LINE = re.compile(r"^(?:- )?id:\s*[\"']?([\w-]+)", re.MULTILINE)


@dataclass
class Sheet:
    """One run of the checker over one content folder."""

    content: Content
    today: date

    @cached_property
    def texts(self) -> list[Text]:
        """Every text, read once for all rules."""
        return texts_of(self.content)

    @cached_property
    def broken(self) -> frozenset[str]:
        """Ids that stand in files which could not be read: links to them are not called dead."""
        found: set[str] = set()
        for name in {problem.file for problem in self.content.problems}:
            path = self.content.root / name
            found.add(path.name.split(".")[0])
            if path.suffix == ".yaml":
                found.update(_ID_LINE.findall(_source(path)))
        return frozenset(found)

    def exists(self, identifier: str, kind: type[m.Item]) -> bool:
        """Tell whether an item of this kind stands in the content, or would if its file could be read."""
        merged = self.content.redirects.merged.get(identifier, identifier)
        return isinstance(self.content.items.get(merged), kind) or identifier in self.broken

    def blocks(self, kind: type[AnyBlock]) -> Iterator[tuple[m.AnyItem, m.Language, AnyBlock]]:
        """Give every block of one kind, on every page, in both languages."""
        for item in self.content.items.values():
            if isinstance(item, m.Conversation | m.Article):
                for language in m.LANGUAGES:
                    for block in flat(page_blocks(item, language)):
                        if isinstance(block, kind):
                            yield item, language, block

    def problem(self, item: m.Item, place: tuple[str | int, ...], code: str, message: str) -> m.Problem:
        """Write a problem of a field of an item."""
        file = self.content.places[item.id][0]
        return m.Problem(file, field_line(self.content, item.id, *place), code, message)

    def page_problem(self, item: m.AnyItem, language: str, words: str, code: str, message: str) -> m.Problem:
        """Write a problem of a page, at the line of some of its words."""
        file, page = page_of(self.content, item, language)
        for text in self.texts:
            if text.file == file and words and text.text.startswith(words):
                return m.Problem(file, text.line, code, message)
        line = next(
            (n for n, row in enumerate(page.text.split("\n"), 1) if words and row.startswith(words)), 1
        )
        return m.Problem(file, line, code, message)

    def row(self, file: str, words: str) -> int:
        """Find the line of a loose file that holds some words; 1 when none does."""
        rows = _source(self.content.root / file).split("\n")
        return next((number for number, row in enumerate(rows, 1) if words in row), 1)


def _source(path: Path) -> str:
    """Give what was written in a file, or nothing where it cannot be read: that was said already."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def text_problem(text: Text, words: str, code: str, message: str) -> m.Problem:
    """Write a problem of some words of a text."""
    return m.Problem(text.file, text.line_of(words), code, message)
