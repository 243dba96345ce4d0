"""Content made for measuring: the real content, the same 30 times over, and one long page."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.compile import compile_file
from familyguide.guide.loader import load
from familyguide.services.paths import CONTENT

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = 60
LAST = "The last of the blocks."
# Blocks that look the same in every country.
_PLAIN = (b.Heading, b.Paragraph, b.Bullets, b.Say, b.Key)


def compile_copies(folder: Path, times: int) -> Path:
    """Compile the content with every item `times` over, each copy under an id of its own."""
    content = load(CONTENT)
    long = long_article(content.of_kind(m.Article))
    originals = list(content.items.values())
    for number in range(2, times + 1):
        for item in originals:
            copy = f"{item.id}-copy-{number}"
            content.items[copy] = msgspec.structs.replace(item, id=copy)
    content.items[long.id] = long
    target = folder / f"{times}-times.db"
    compile_file(content, target, __version__)
    return target


def long_article(articles: list[m.Article]) -> m.Article:
    """Make an article of 60 blocks out of the blocks of real ones, in their order."""

    def body(language: str) -> tuple[b.Block, ...]:
        real = [block for item in articles for block in item.blocks(language) if isinstance(block, _PLAIN)]
        return (*itertools.islice(itertools.cycle(real), BLOCKS - 1), b.Paragraph(LAST))

    return msgspec.structs.replace(
        articles[0], id="sixty", title=m.Both("Une longue page", "A long page"), fr=body("fr"), en=body("en")
    )
