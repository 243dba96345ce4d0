"""The compiled content in memory, kept in step with a folder: only what changed is compiled again."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import msgspec

from familyguide.guide import compile as c
from familyguide.guide import model as m

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.guide.loader import Content


class Workbench:
    """Holds one compiled copy; used by one thread at a time."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._database: sqlite3.Connection | None = None
        self._bodies: dict[str, bytes] = {}
        # What search, the questions, and the words explained are made of beside each item.
        self._names, self._asked, self._terms = b"", b"", b""

    def update(self, content: Content) -> frozenset[str]:
        """Bring the copy to this content; gives the ids of the items that changed, came or went."""
        items = c.in_reading_order(content)
        bodies = {item.id: msgspec.json.encode(item) for item in items}
        encode = msgspec.json.encode
        names, terms = encode(content.vocabulary), encode([one for one in items if isinstance(one, m.Term)])
        # A title is a question too.
        asked = encode([content.asked, content.search_words, [(item.title, item.audience) for item in items]])
        changed = {
            one for one in bodies.keys() | self._bodies.keys() if bodies.get(one) != self._bodies.get(one)
        }
        if self._database is None or names != self._names:
            self._begin_again(content)
        else:
            words = changed if terms == self._terms else None
            self._replace(content, items, changed, words)
            if asked != self._asked:
                self._ask_again(content)
        self._bodies, self._names, self._asked, self._terms = bodies, names, asked, terms
        return frozenset(changed)

    def copy(self) -> sqlite3.Connection:
        """Give a copy of its own, which another thread may use and close; ValueError before any update."""
        if self._database is None:
            raise ValueError("update() comes first")
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.backup(copy)
        return copy

    def close(self) -> None:
        """Let go of the memory."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _begin_again(self, content: Content) -> None:
        database = sqlite3.connect(":memory:", check_same_thread=False)
        c.compile_to(content, database, self._version, keeps_texts=True)
        self.close()
        self._database = database

    def _ask_again(self, content: Content) -> None:
        database = self._database
        assert database is not None  # noqa: S101 - update() saw to it
        with database:
            c.index_questions(database, content)
            c.learn_worries(database, content)

    def _replace(
        self,
        content: Content,
        items: Iterable[m.AnyItem],
        changed: set[str],
        words: set[str] | None,
    ) -> None:
        """Write what changed; `words` names the pages whose explained words are found again, None is all."""
        database = self._database
        assert database is not None  # noqa: S101 - update() saw to it
        with database:
            for one in changed:
                database.execute("DELETE FROM item WHERE id = ?", (one,))
                database.execute("DELETE FROM part WHERE name = ?", (f"words:{one}",))
                for language in m.LANGUAGES:
                    page = f"page_{language} WHERE id = ?"
                    database.execute(
                        f"DELETE FROM search_{language} WHERE rowid IN (SELECT number FROM {page})",  # noqa: S608 - fixed names
                        (one,),
                    )
                    database.execute(f"DELETE FROM {page}", (one,))  # noqa: S608 - fixed names
            for position, item in enumerate(items):
                if item.id not in changed:
                    database.execute("UPDATE item SET position = ? WHERE id = ?", (position, item.id))
                    continue
                c.write_item(database, item, position)
                c.index_item(database, content, item)
            c.list_terms(database)
            kept = " WHERE name != 'search'" + ("" if words is None else " AND name NOT LIKE 'words:%'")
            database.execute(f"DELETE FROM part{kept}")  # noqa: S608 - fixed words
            database.execute("DELETE FROM alias")
            c.write_parts(database, {**c.parts_of(content), **c.words_met(content, words)})
            c.write_around(database, content, self._version)
