"""A document line by line: as it is read aloud and written on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.services.document import Blank, People, Rule, SettingCard
from familyguide.services.service_card import service_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from familyguide.guide import model as m
    from familyguide.services.document import Document, Piece
    from familyguide.services.texts import Texts


def spoken_lines(
    document: Document,
    texts: Texts,
    country: str,
    is_local: Callable[[m.Service], bool] | None = None,
) -> Iterator[str]:
    """Yield a document line by line, as it is read aloud and written on the command line.

    `is_local` tells which services a town added (`Directory.is_local`); only that town's pages name them.
    """

    def line_of(service: m.Service) -> str:
        line = service_line(service, texts, country)
        is_added = is_local is not None and bool(document.added) and is_local(service)
        return f"{line} ({document.added})" if is_added else line

    yield document.title
    if document.added:
        yield document.added
    if document.note:
        yield document.note
    yield from _lines(document.lead, texts, line_of)
    for section in document.sections:
        if section.title:
            yield section.title
        yield from _lines(section.pieces, texts, line_of)
    if document.links:
        yield texts("next.title")
        for link in document.links:
            yield link.label
    if document.people:
        yield texts("next.person")
        for service in document.people:
            yield line_of(service)
    if document.explained:
        yield texts("words.title")
        for term in document.explained:
            yield texts("words.line", word=term.title[texts.language], text=term.text[texts.language])
    yield document.known
    for title, _ in document.sources or ((texts("source.none"), None),):
        yield texts("source.line", title=title)


def _lines(pieces: Iterable[Piece], texts: Texts, line_of: Callable[[m.Service], str]) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case b.Heading() | b.Figure():
                yield piece.text
            case Blank():
                yield texts("line.blank", label=piece.label)
            case b.Paragraph():
                if piece.text:
                    yield piece.text
                else:
                    yield from (link.label for link in piece.links)
            case b.Say():
                yield texts("line.say", text=piece.text)
            case b.Bullets():
                yield from piece.items
            case b.Avoid():
                yield texts("line.avoid", text=piece.text, reason=piece.reason)
            case b.Key() | b.Promise():
                yield texts("block.key" if isinstance(piece, b.Key) else "block.promise")
                yield from piece.lines
            case b.Activity() | b.Decision():
                yield texts("block.activity" if isinstance(piece, b.Activity) else "block.decision")
                yield from piece.paragraphs
            case b.Branch():
                yield texts("line.branch", label=piece.label)
                yield from _lines(piece.blocks, texts, line_of)
            case b.Myth():
                yield piece.truth
                yield texts("line.myth", text=piece.text)
                yield from _lines(piece.blocks, texts, line_of)
            case People():
                for service in piece.services:
                    yield line_of(service)
            case Rule():
                yield piece.title
                yield piece.text
            case SettingCard():
                yield piece.why
                yield " › ".join(piece.path)
                if piece.unsure_names:
                    yield texts("setting.unsure")
                yield piece.known
