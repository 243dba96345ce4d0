"""Every text of a content folder, with its file, its line and the role it plays on the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.model import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide.loader import Content
    from familyguide.guide.markdown import Page
    from familyguide.guide.yamlfile import Place

_TARGET = re.compile(r"\]\([^)\n]*\)")
_NEEDLE = 48
# Files that hold texts and no item.
_LOOSE = (
    "triage.yaml",
    "texts/image-rule.yaml",
    "countries.yaml",
    "vocabulary.yaml",
    "practice.yaml",
    "duties.yaml",
    "changes.yaml",
)
_FRONT = ("title", "summary", "opening", "when")
_ROLES = {
    "title": "title",
    "name": "title",
    "say": "say",
    "opening": "say",
    "do": "do",
    "dont": "dont",
    "summary": "summary",
    "owner": "legal-name",
    "phone_spoken": "number",
    "hours": "hours",
    "role": "label",
    "rule": "key",
    "line": "say",
    "lines": "key",
}


class Finder:
    """Finds where words stand in a file, whatever its quotes, spaces and line breaks."""

    def __init__(self, source: str) -> None:
        """Keep only letters and digits, and remember the line of each."""
        plain = _TARGET.sub(lambda match: "]" + " " * (len(match.group()) - 1), source)
        letters: list[str] = []
        self._starts = [0]
        for line in plain.split("\n"):
            letters.append("".join(filter(str.isalnum, line)))
            self._starts.append(self._starts[-1] + len(letters[-1]))
        self._plain = "".join(letters)

    def offset(self, words: str, after: int = 0) -> int:
        """Find some words from an offset on, else anywhere; -1 when they are not there."""
        needle = "".join(filter(str.isalnum, words))[:_NEEDLE]
        if not needle:
            return -1
        where = self._plain.find(needle, after)
        return where if where >= 0 else self._plain.find(needle)

    def line(self, offset: int) -> int:
        """Turn an offset into a line; 1 when nothing was found."""
        return max(1, bisect_right(self._starts, offset)) if offset >= 0 else 1


@dataclass(frozen=True)
class Text:
    """One text of one language: where it stands and what it is for."""

    file: str
    line: int
    language: str
    role: str
    text: str
    item: str = ""
    kind: str = ""
    part: str = ""
    finder: Finder | None = field(default=None, repr=False, compare=False)
    offset: int = field(default=0, repr=False, compare=False)

    def line_of(self, words: str) -> int:
        """Find the line of a sentence of this text."""
        if self.finder is None:
            return self.line
        where = self.finder.offset(words, max(self.offset, 0))
        return self.finder.line(where) if where >= 0 else self.line


def texts_of(content: Content) -> list[Text]:
    """List every text that a reader can meet."""
    found: list[Text] = []
    for item in content.items.values():
        found.extend(texts_of_item(content, item))
    found.extend(loose_texts(content))
    return found


def texts_of_item(content: Content, item: m.AnyItem) -> list[Text]:
    """List every text of one item that a reader can meet."""
    if isinstance(item, m.Conversation | m.Article):
        return [text for language in m.LANGUAGES for text in _page_texts(content, item, language)]
    return list(_item_texts(content, item))


def field_line(content: Content, identifier: str, *place: str | int) -> int:
    """Give the line of a field of an item, or of the item itself."""
    placed = content.placed.get(identifier)
    if placed is None:
        return content.places.get(identifier, ("", 1))[1]
    if placed[1] == () or place:
        return placed[0].line(place)
    return content.places[identifier][1]


def page_of(content: Content, item: m.AnyItem, language: str) -> tuple[str, Page]:
    """Give the file and the page of an item: pages are kept by file name, even when its id differs."""
    stem = content.places[item.id][0].rsplit("/", 1)[-1].removesuffix(".yaml")
    return content.pages[stem, language]


def _item_texts(content: Content, item: m.AnyItem) -> Iterator[Text]:
    file = content.places[item.id][0]
    renamed = isinstance(item, m.Service | m.Checklist)
    for place, name, language, text in walk(item, (), ""):
        role = _ROLES.get(name, name if name in ("also", "menu") else "prose")
        where: Place = place
        if renamed and place[0] == "title":
            where = ("name", *place[1:])
            role = "legal-name" if isinstance(item, m.Service) else "title"
        line = field_line(content, item.id, *where)
        part = str(place[0])
        yield Text(file, line, language, role, text, item.id, kind_of(item), part)


def walk(value: Any, place: Place, name: str) -> Iterator[tuple[Place, str, str, str]]:  # noqa: ANN401 - any value
    """Give the place, the field, the language and the words of every text inside a value."""
    if isinstance(value, m.Both):
        for language in m.LANGUAGES:
            if not value[language].startswith(("https://", "http://")):
                yield (*place, language), name, language, value[language]
    elif isinstance(value, m.Words | m.Path):
        label = "also" if isinstance(value, m.Words) else "menu"
        for language in m.LANGUAGES:
            for index, text in enumerate(getattr(value, language)):
                yield (*place, language, index), label, language, text
    else:
        for key, inner in _inside(value):
            yield from walk(inner, (*place, key), key if isinstance(value, msgspec.Struct) else name)


def _inside(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any value
    if isinstance(value, msgspec.Struct):
        yield from ((key, getattr(value, key)) for key in value.__struct_fields__)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def loose_texts(content: Content, only: str | None = None) -> Iterator[Text]:
    """Give the texts of the files that hold no item; `only` names one of these files."""
    values: tuple[Any, ...] = (
        content.triage,
        content.image_rule,
        content.countries,
        content.vocabulary,
        content.practice,
        content.duties,
        content.changes,
    )
    loose = [*zip(_LOOSE, values, strict=True), ("drawings.yaml", content.drawings)]
    loose += [(content.easy_in[of], easy) for of, easy in content.easy.items()]
    for file, value in loose:
        if not value or only not in (None, file):
            continue
        finder = Finder((content.root / file).read_text(encoding="utf-8", errors="replace"))
        after = 0
        for _, name, language, text in walk(value, (), ""):
            where = finder.offset(text, after)
            after = max(where, 0)
            role = _ROLES.get(name, "prose")
            yield Text(file, finder.line(where), language, role, text, "", "", "", finder, where)


def _page_texts(content: Content, item: m.Conversation | m.Article, language: str) -> Iterator[Text]:
    file, page = page_of(content, item, language)
    finder = Finder(page.text)
    cursor = 0
    for role, part, text in _page_parts(item, language):
        where = finder.offset(text, cursor)
        cursor = max(where, 0)
        yield Text(
            file, finder.line(where), language, role, text, item.id, kind_of(item), part, finder, where
        )


def _page_parts(item: m.Conversation | m.Article, language: str) -> Iterator[tuple[str, str, str]]:
    for name in _FRONT:
        both = getattr(item, name, None)
        if isinstance(both, m.Both):
            yield _ROLES.get(name, "prose"), name, both[language]
    if isinstance(item, m.Conversation):
        for part in item.parts(language):
            for role, text in block_texts(part.blocks):
                yield role, part.name, text
    else:
        for role, text in block_texts(item.blocks(language)):
            yield role, "body", text


def block_texts(blocks: Iterable[b.Block]) -> Iterator[tuple[str, str]]:
    """Give the role and the words of every text of some blocks, in reading order."""
    for block in blocks:
        yield from _own_texts(block)
        if isinstance(block, b.Branch | b.Only | b.Myth):
            yield from block_texts(block.blocks)


def _own_texts(block: b.Block) -> Iterator[tuple[str, str]]:
    match block:
        case b.Heading(text=text):
            yield "title", text
        case b.Paragraph(text=text):
            yield "prose", text
        case b.Bullets(items=lines) | b.Activity(paragraphs=lines) | b.Decision(paragraphs=lines):
            yield from (("prose", text) for text in lines)
        case b.Avoid(text=text, reason=reason):
            # An avoid that lacks a half is told by the shape of its page.
            yield from ((role, words) for role, words in (("avoid", text), ("prose", reason)) if words)
        case b.Fill(labels=labels):
            yield from (("label", text) for text in labels)
        case b.Key(lines=lines):
            yield from (("key", text) for text in lines)
        case b.Promise(lines=lines):
            yield from (("promise", text) for text in lines)
        case b.Branch(label=text):
            yield "label", text
        case b.Myth(truth=truth, text=text):
            yield "prose", truth
            yield "myth", text
        case b.Say(text=text) | b.Figure(text=text):
            yield str(block.__struct_config__.tag), text


def flat(blocks: Iterable[b.Block]) -> Iterator[b.Block]:
    """Give every block, and those inside branches, countries and myths."""
    for block in blocks:
        yield block
        if isinstance(block, b.Branch | b.Only | b.Myth):
            yield from flat(block.blocks)


def page_blocks(item: m.Conversation | m.Article, language: str) -> tuple[b.Block, ...]:
    """Give every block of a page in one language, without the steps around them."""
    if isinstance(item, m.Article):
        return item.blocks(language)
    return tuple(block for part in item.parts(language) for block in part.blocks)
