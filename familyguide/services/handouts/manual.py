"""The user guide as one sheet: the pages that tell how this app is used, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.services.handouts.maker import side_by_side
from familyguide.services.handouts.pieces import Cutter, heading, paragraph
from familyguide.services.handouts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.library import Library
    from familyguide.services import document as d
    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Piece
    from familyguide.services.texts import Texts

MANUAL = "user-guide"


def pages(library: Library) -> tuple[str, ...]:
    """Name the pages of the user guide in reading order; none where the content holds no user guide."""
    shelf = _shelf(library)
    return () if shelf is None else tuple(one for one in shelf.articles if library.has(one))


def name(library: Library, texts: Texts) -> str:
    """Name the user guide; KeyError where there is none."""
    shelf = _shelf(library)
    if shelf is None:
        raise KeyError(MANUAL)
    return shelf.title[texts.language]


def manual(maker: Maker) -> Sheet:
    """Make the user guide; KeyError where there is none."""
    items = [maker.library.read(one, m.Article) for one in pages(maker.library)]
    told = [[writer.article(item) for item in items] for writer in maker.writers]
    parts = [
        [pieces for document in documents for pieces in _page(Cutter(texts, maker.country), document)]
        for documents, texts in zip(told, maker.texts, strict=True)
    ]
    known = [texts("known.guide", version=__version__) for texts in maker.texts]
    sources = [
        list(dict.fromkeys(title for one in documents for title, _ in one.sources)) for documents in told
    ]
    return Sheet(
        id=MANUAL,
        languages=maker.languages,
        titles=tuple(name(maker.library, texts) for texts in maker.texts),
        rows=tuple(side_by_side(parts, maker.languages)),
        help=maker.help(),
        **maker.foot_of(MANUAL, known, sources, titled=True),
    )


def _shelf(library: Library) -> m.Shelf | None:
    """Find the shelf on which the pages of the user guide stand; the others on it are read with them."""
    guide = {row.id for row in library.rows("article") if row.group == "guide"}
    return next((s for s in library.vocabulary.article_shelves if guide & set(s.articles)), None)


def _page(cutter: Cutter, document: d.Document) -> Iterator[list[Piece]]:
    """Cut one page: its title and summary, then its parts, each a step lower than on a sheet of its own."""
    lead = [one.text for one in document.lead if isinstance(one, b.Paragraph)]
    yield [heading(document.title), *(paragraph(text, kind="lead") for text in lead)]
    for section in document.sections:
        head = [heading(section.title, 3)] if section.title else []
        yield [*head, *cutter.pieces(section.pieces)]
