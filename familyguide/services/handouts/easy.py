"""The sheet of an easy version: a drawing beside each step, one idea a line, whom to call under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.freshness import newest
from familyguide.services import easy as easily
from familyguide.services.handouts.maker import side_by_side
from familyguide.services.handouts.pieces import Cutter, paragraph
from familyguide.services.handouts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Piece, Row


def easy_sheet(maker: Maker, of: str) -> Sheet:
    """Make the sheet of the easy version of a plan, of a `topic:ID` or of help; KeyError without one."""
    easy = maker.library.easy(of)
    if easy is None:
        raise KeyError(of)
    mark = tuple((paragraph(texts("easy.mark"), kind="small"),) for texts in maker.texts)
    shown = list(easily.steps_in(easy, maker.directory, maker.country))
    identifier = easily.sheet_id(of)
    items = _behind(maker, of)
    known = newest([*(item.as_of for item in items), *(s.as_of for step in shown for s in step.people)])
    limit = "service" if of == easily.HELP else "conversation"
    keys = dict.fromkeys(key for item in items for key in item.sources)
    found = [source for source in map(maker.library.source, keys) if source is not None]
    names = list(dict.fromkeys(source.organisation for source in found))
    return Sheet(
        id=identifier,
        languages=maker.languages,
        titles=tuple(easy.title[language] for language in maker.languages),
        rows=(mark, *(row for step in shown for row in _rows(maker, step))),
        # Easy help is those numbers already.
        help=None if of == easily.HELP else maker.help(),
        **maker.foot_of(
            identifier,
            [writer.known(known, limit) for writer in maker.writers],
            [names] * len(maker.languages),
        ),
    )


def _behind(maker: Maker, of: str) -> tuple[m.Item, ...]:
    """Give the pages whose facts an easy version carries."""
    library = maker.library
    if of == easily.HELP:
        return ()
    if not of.startswith(easily.TOPIC):
        return (library.read(of, m.Plan),)
    topic = of.removeprefix(easily.TOPIC)
    rows = (row for row in library.rows("conversation") if row.topics[:1] == (topic,))
    return tuple(library.read(row.id, m.Conversation) for row in rows)


def _rows(maker: Maker, shown: easily.EasyShown) -> Iterator[Row]:
    step = shown.step
    words = maker.library.drawings
    # A step whose drawing is not there is read without one.
    drawing = step.drawing if step.drawing in words else None
    piece: Piece = {
        "t": "easy",
        "languages": list(maker.languages),
        "drawing": drawing,
        "alt": " / ".join(words[drawing][one] for one in maker.languages) if drawing else "",
        "lines": [[line[language] for line in step.lines] for language in maker.languages],
        "says": [step.say[language] if step.say is not None else "" for language in maker.languages],
    }
    yield ((piece,),)
    if shown.people:
        cells = [[[Cutter(texts, maker.country).people(shown.people)]] for texts in maker.texts]
        yield from side_by_side(cells, maker.languages)
