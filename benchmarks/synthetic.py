"""Content made for measuring: the real content, the same 30 times over, and one long page."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sqlite3
from typing import TYPE_CHECKING

import msgspec

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.compile import compile_file, compile_to, parts_of, write_parts
from familyguide.guide.digest import digest
from familyguide.guide.loader import load
from familyguide.guide.rows import decode_item, encode
from familyguide.services.paths import CONTENT

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = 60
LAST = "The last of the blocks."
# Blocks that look the same in every country.
_PLAIN = (b.Heading, b.Paragraph, b.Bullets, b.Say, b.Key)


def compile_copies(folder: Path, times: int) -> tuple[Path, Path]:
    """Compile the content once, and once more with every item `times` over under ids of its own.

    What was cut into words once is copied: cutting every copy anew takes minutes and gives the same. The
    index itself cannot be copied from, as it keeps no texts: one that keeps them is made beside it.
    """
    content = load(CONTENT)
    long = long_article(content.of_kind(m.Article))
    originals = list(content.items.values())
    once, many = folder / "once.db", folder / "many.db"
    content.items[long.id] = long
    compile_file(content, once, __version__)
    for number in range(2, times + 1):
        for item in originals:
            name = copy_name(item.id, number)
            content.items[name] = msgspec.structs.replace(item, id=name)
    shutil.copyfile(once, many)
    with contextlib.closing(sqlite3.connect(many)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        with contextlib.closing(sqlite3.connect(folder / "texts.db")) as texts:
            compile_to(load(CONTENT), texts, __version__, keeps_texts=True)
        database.execute("ATTACH DATABASE ? AS texts", (str(folder / "texts.db"),))
        with database:
            write_parts(database, parts_of(content))
            # Leaves room between two items for the copies of the first.
            database.execute("UPDATE item SET position = position * ?", (times,))
            for number in range(2, times + 1):
                _copy(database, number, long.id)
            for language in m.LANGUAGES:
                database.execute(f"INSERT INTO search_{language}(search_{language}) VALUES ('optimize')")
                database.execute(f"INSERT INTO asked_{language}(asked_{language}) VALUES ('optimize')")
            database.execute("UPDATE meta SET value = ? WHERE name = 'items'", (str(len(content.items)),))
        database.execute("DETACH DATABASE texts")
        database.execute("VACUUM")
    return once, many


def copy_name(identifier: str, number: int) -> str:
    """Name the copy of an item; the first is the item itself."""
    return identifier if number == 1 else f"{identifier}-copy-{number}"


def _copy(database: sqlite3.Connection, number: int, but: str) -> None:
    originals = "SELECT id, kind, position, row, body FROM item WHERE id NOT LIKE '%-copy-%' AND id != ?"
    for identifier, kind, position, short, whole in database.execute(originals, (but,)).fetchall():
        name = copy_name(identifier, number)
        was, now = (f'"id":"{each}"'.encode() for each in (identifier, name))
        row = short.replace(was, now, 1)
        body = encode(msgspec.structs.replace(decode_item(kind, whole), id=name))
        database.execute(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)",
            (name, kind, position + number - 1, row, body, digest(body)),
        )
    end, held = copy_name("", number), "id NOT LIKE '%-copy-%' AND id != :but"
    said = {"end": end, "but": but}
    database.execute(
        "INSERT OR IGNORE INTO part SELECT name || :end, body, hash FROM part "
        "WHERE name LIKE 'words:%' AND name NOT LIKE '%-copy-%' AND name != 'words:' || :but",
        said,
    )
    for language in m.LANGUAGES:
        after = database.execute(f"SELECT max(number) FROM page_{language}").fetchone()[0]
        # Numbers of the index that keeps texts, behind those that are in use.
        database.execute(
            f"INSERT INTO search_{language} (rowid, title, body, stem_folded, folded_stem) "
            f"SELECT rowid + :after, title, body, stem_folded, folded_stem FROM texts.search_{language}",
            {"after": after},
        )
        database.execute(
            f"INSERT INTO page_{language} SELECT number + :after, id || :end, kind "
            f"FROM texts.page_{language}",
            {"after": after, "end": end},
        )
        # An item's first line is its title; how people ask for the item itself leads to the item alone.
        database.execute(
            f"INSERT INTO asked_{language} SELECT id || :end, said, weight FROM asked_{language} "
            "WHERE rowid IN ("
            f"SELECT min(rowid) FROM asked_{language} WHERE {held} AND id IN (SELECT id FROM item "
            "WHERE kind != 'conversation') GROUP BY id)",
            said,
        )


def long_article(articles: list[m.Article]) -> m.Article:
    """Make an article of 60 blocks out of the blocks of real ones, in their order."""

    def body(language: str) -> tuple[b.Block, ...]:
        real = [block for item in articles for block in item.blocks(language) if isinstance(block, _PLAIN)]
        return (*itertools.islice(itertools.cycle(real), BLOCKS - 1), b.Paragraph(LAST))

    return msgspec.structs.replace(
        articles[0], id="sixty", title=m.Both("Une longue page", "A long page"), fr=body("fr"), en=body("en")
    )
