"""Cards to cut out: one sentence each, to say or to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import newest
from familyguide.services.handouts.pieces import paragraph
from familyguide.services.handouts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Piece


def cards(maker: Maker, identifier: str, age: str) -> Sheet:
    """Make cards for an age: the first sentence of each conversation, and the lines a child keeps."""
    rows = [row for row in maker.library.rows("conversation") if age in row.ages]
    # A card lies about where anyone sees it: what comes from inside the family stays in its conversation.
    talks = [
        maker.library.read(row.id, m.Conversation)
        for row in rows
        if not row.topics or row.topics[0] not in m.SENSITIVE_TOPICS
    ]
    made = [card for talk in talks for card in _cards_of(maker, talk)]
    first, _, last = age.partition("-")
    titles = tuple(texts("paper.cards.title") for texts in maker.texts)
    known = newest(talk.as_of for talk in talks)
    months = [writer.known(known, "conversation") for writer in maker.writers]
    keys = dict.fromkeys(key for talk in talks for key in talk.sources)
    found = [source for source in map(maker.library.source, keys) if source is not None]
    names = list(dict.fromkeys(source.organisation for source in found))
    lead = tuple((paragraph(texts("paper.cards.cut"), kind="small"),) for texts in maker.texts)
    piece: Piece = {"t": "cards", "languages": maker.languages, "cards": made}
    return Sheet(
        id=identifier,
        languages=maker.languages,
        titles=titles,
        about=" · ".join(texts("paper.about.parents", first=first, last=last) for texts in maker.texts),
        rows=(lead, ((piece,),)),
        form="cards",
        **maker.foot_of(identifier, months, [names] * len(titles)),
    )


def _cards_of(maker: Maker, talk: m.Conversation) -> Iterator[Piece]:
    topic = maker.library.vocabulary.topics[talk.topics[0]] if talk.topics else talk.title
    topics = [topic[language] for language in maker.languages]

    def card(kind: str, words: list[str]) -> Piece:
        return {"labels": [texts(kind) for texts in maker.texts], "words": words, "topics": topics}

    yield card("block.say", [talk.opening[language] for language in maker.languages])
    lines = [list(_kept(talk, language)) for language in maker.languages]
    for words in zip(*lines, strict=True):
        yield card("block.key", list(words))


def _kept(talk: m.Conversation, language: str) -> Iterator[str]:
    for part in talk.parts(language):
        for block in part.blocks:
            if isinstance(block, b.Key):
                yield from block.lines
