"""One state of the content, to be compared with another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from familyguide.guide.library import ContentError
from familyguide.guide.rules.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from familyguide.guide import model as m
    from familyguide.guide.library import Library
    from familyguide.guide.loader import Content


@dataclass
class Snapshot:
    """What is held, from a folder or from a compiled file."""

    items: dict[str, m.AnyItem]
    countries: dict[str, m.Country]
    words: dict[str, Any]
    # Where an id leads now: itself, another one, or None for a retired one.
    now: Callable[[str], str | None]
    # Ids in files that could not be read, and those files.
    broken: frozenset[str] = frozenset()
    unread: list[str] = field(default_factory=list)

    @classmethod
    def of_content(cls, content: Content, today: date) -> Snapshot:
        """Take what a folder holds."""
        redirects = content.redirects

        def now(identifier: str) -> str | None:
            return None if identifier in redirects.retired else redirects.merged.get(identifier, identifier)

        words: dict[str, Any] = {
            "image-rule": content.image_rule,
            "triage": content.triage,
            "practice": content.practice,
            "duties": content.duties,
            "vocabulary": content.vocabulary,
        }
        words |= {f"easy:{of}": easy for of, easy in content.easy.items()}
        words |= {f"tongue:{code}": tongue for code, tongue in content.tongues.items()}
        return cls(
            content.items,
            content.countries,
            {name: value for name, value in words.items() if value is not None},
            now,
            Sheet(content, today).broken,
            sorted({problem.file for problem in content.problems}),
        )

    @classmethod
    def of_library(cls, library: Library) -> Snapshot:
        """Read everything a compiled file holds; raises ContentError."""
        words: dict[str, Any] = {}
        for name in ("image_rule", "triage", "practice", "duties", "vocabulary"):
            try:
                words[name.replace("_", "-")] = getattr(library, name)
            except ContentError:
                # An older file may lack one of them; its items are compared all the same.
                continue
        topics = library.vocabulary.topics
        for of in (
            "help",
            *(row.id for row in library.rows("plan")),
            *(f"topic:{topic}" for topic in topics),
        ):
            if library.has_easy(of):
                words[f"easy:{of}"] = library.easy(of)
        words |= {f"tongue:{code}": tongue for code, tongue in library.tongues.items()}
        countries = {code: library.country(code) for code in library.countries}
        return cls(
            {row.id: library.item(row.id) for row in library.rows()},
            {code: country for code, country in countries.items() if country is not None},
            words,
            library.now_id,
        )
