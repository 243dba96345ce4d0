"""What a text, a link and a date say to a reader in one country and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import may_have_changed
from familyguide.guide.library import row_is_valid
from familyguide.services.document import People, Rule, blank
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from familyguide.guide.library import Library
    from familyguide.guide.model import Language
    from familyguide.services.directory import Directory
    from familyguide.services.document import Piece


class Wording:
    """Says texts, links and dates as a reader in one country and language meets them."""

    def __init__(
        self, library: Library, directory: Directory, language: Language, country: str, today: date
    ) -> None:
        self._library = library
        self._directory = directory
        self.language = language
        self.country = country
        self._today = today
        self.texts = Texts(language)

    def pieces(self, blocks: Iterable[b.Block]) -> Iterator[Piece]:
        """Resolve blocks for the country: roles become people, country blocks open or go."""
        for block in blocks:
            match block:
                case b.Only():
                    if block.country == self.country:
                        yield from self.pieces(block.blocks)
                case b.Call():
                    people = self._directory.people(self.country, block.roles)
                    if people:
                        yield People(people)
                case b.ImageRule():
                    yield self.image_rule()
                case b.DutyList():
                    lines = tuple(self.duties()) or (self.texts("agenda.duty.none"),)
                    yield from (b.Paragraph(line) for line in lines)
                case b.Fill():
                    yield from (blank(label, self.language, block.high) for label in block.labels)
                case b.Paragraph():
                    yield b.Paragraph(self.fill_text(block.text), self._live(block.links))
                case b.Bullets():
                    texts = tuple(self.fill_text(text) for text in block.items)
                    yield b.Bullets(texts, self._live(block.links), block.ordered)
                # People and rules inside a branch or a myth stay values of ours; both hold any piece here.
                case b.Branch():
                    inner = tuple(self.pieces(block.blocks))
                    yield b.Branch(block.kind, block.label, inner)  # type: ignore[arg-type]
                case b.Myth():
                    yield b.Myth(block.truth, block.text, tuple(self.pieces(block.blocks)))  # type: ignore[arg-type]
                case _:
                    yield block

    def _live(self, links: tuple[b.Link, ...]) -> tuple[b.Link, ...]:
        return tuple(link for link in links if self._reachable(link.target))

    def _reachable(self, target: str) -> bool:
        kind, _, identifier = target.partition(":")
        if kind == "service":
            return bool(self._directory.people(self.country, (target,)))
        row = self._library.row(identifier)
        return row is not None and row_is_valid(row, self.country)

    def image_rule(self) -> Rule:
        """Give the image rule for the country."""
        rule = self._library.image_rule
        return Rule(rule.title[self.language], self.fill(rule.text))

    def link(self, target: str) -> b.Link | None:
        """Make a link to an item by its title; None when it cannot be shown here."""
        kind, _, identifier = target.partition(":")
        row = self._library.row(identifier)
        if row is None or row.kind != kind or not row_is_valid(row, self.country):
            return None
        return b.Link(row.title[self.language], target)

    def next_links(self, leads: m.Next, ages: tuple[str, ...], age: str | None = None) -> tuple[b.Link, ...]:
        """Give the links a page ends on; topics become the conversation for the child's age."""
        targets = [f"plan:{name}" for name in leads.plans]
        targets += [f"conversation:{name}" for name in leads.conversations]
        for topic in leads.talk:
            conversation = self.conversation_for(topic, ages, age)
            if conversation is not None:
                targets.append(f"conversation:{conversation}")
        targets += [f"checklist:{name}" for name in leads.checklists]
        targets += [f"article:{name}" for name in leads.articles]
        targets += [f"agreement:{name}" for name in leads.agreements]
        return tuple(filter(None, map(self.link, dict.fromkeys(targets))))

    def conversation_for(self, topic: str, ages: tuple[str, ...], age: str | None) -> str | None:
        """Find the conversation on a topic for an age, else for the nearest of some ages.

        The talk that a topic has of its own comes before one that only touches on it.
        """
        wanted = list(ages)
        if age in m.AGES:
            at = m.AGES.index(age)
            wanted.sort(key=lambda band: abs(m.AGES.index(band) - at))
            wanted.insert(0, age)
        rows = [row for row in self._library.rows("conversation") if topic in row.topics]
        rows.sort(key=lambda row: row.topics[0] != topic)
        for band in wanted:
            for row in rows:
                if band in row.ages:
                    return row.id
        return None

    def known(self, as_of: str | None, limit: str, *, menus: bool = False) -> str:
        """Say when facts were known, and that they may have changed where they are old."""
        if as_of is None:
            return self.texts("known.unknown")
        month = self.texts.month(as_of)
        if may_have_changed(as_of, limit, self._today):
            return self.texts("known.old", month=month)
        return self.texts("known.menus" if menus else "known.fresh", month=month)

    def duties(self, names: tuple[str, ...] | None = None) -> Iterator[str]:
        """Give a worker's duties in this country, with month and whom to ask; all, or those named."""
        found = self._library.duties
        for duty in found.duties:
            is_here = not duty.countries or self.country in duty.countries
            if is_here and (names is None or duty.id in names):
                known = self.known(duty.as_of, "law")
                check = found.check[self.language]
                yield self.texts("agenda.duty", text=self.fill(duty.text), known=known, check=check)

    def fill(self, text: m.Both) -> str:
        """Give a text in the reader's language, its numbers and names filled in for the country."""
        return self.fill_text(text[self.language])

    def fill_text(self, text: str) -> str:
        """Fill in the numbers and names of the country."""
        return self._directory.fill(text, self.language, self.country)
