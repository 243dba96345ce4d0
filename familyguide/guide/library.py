"""The compiled file, opened for reading: what the app and the command line see of the content."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from familyguide.guide import lines
from familyguide.guide.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Self

    # Decoders and search are loaded where something is read: the first page is painted without them.
    from familyguide.guide import model as m
    from familyguide.guide import search
    from familyguide.guide.ahead import Ahead
    from familyguide.guide.finder import Finder
    from familyguide.guide.lines import FirstScreen
    from familyguide.guide.merged import Overlay
    from familyguide.guide.rows import Row

T = TypeVar("T")
# "FGuC": tells our file from any other SQLite file.
APPLICATION_ID = 0x46477543
FORMAT = 12
_HEADER = 100
# SQLite opens no longer one (512 bytes, with what it adds).
_LONGEST_PATH = 480
_MAGIC = b"SQLite format 3\x00"


class ContentError(Exception):
    """The compiled file cannot be used; `code` is missing, truncated, foreign, older, newer or damaged."""

    def __init__(self, code: str, where: str) -> None:
        """Keep the code for the sentence, and the file or id it is about."""
        super().__init__(f"{code}: {where}")
        self.code = code
        self.where = where


class Short(NamedTuple):
    """What Home shows of an item; read by the decoder that every Python has."""

    id: str
    title: Mapping[str, str]
    ages: tuple[str, ...]
    minutes: int | None


def _connected(path: Path) -> sqlite3.Connection:
    if len(os.fsencode(path)) > _LONGEST_PATH:
        # Unpacked far down in somebody's folders: read whole, which takes more memory, and no path.
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.deserialize(path.read_bytes())
        return database
    # immutable: no lock and no journal file appear beside a file we only read.
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


class Library:
    """Reads items when they are asked for; nothing is read ahead.

    Any thread may read, if the connection lets it: sheets of paper are made beside the window.
    """

    def __init__(self, database: sqlite3.Connection, where: str, lock: RLock | None = None) -> None:
        self._database = database
        self._where = where
        # Held for one question at a time, a millisecond at most: nobody waits long for another thread.
        self._lock = lock or RLock()
        # Lists and searches show the same items again and again; a file that is open never changes.
        self._listed: dict[str | None, tuple[Row, ...]] = {}
        self._known: dict[str, Row] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a compiled file; raises ContentError with one of its codes."""
        _check_header(path)
        try:
            database = _connected(path.resolve())
        except (sqlite3.Error, OSError) as error:
            raise ContentError("damaged", str(path)) from error
        library = cls(database, str(path))
        library.check_format()
        return library

    def check_format(self) -> None:
        """Make sure that this is a file of ours, of the format this version reads."""
        try:
            application = self._database.execute("PRAGMA application_id").fetchone()[0]
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as error:
            raise ContentError("damaged", self._where) from error
        if application != APPLICATION_ID:
            raise ContentError("foreign", self._where)
        if version != FORMAT:
            raise ContentError("older" if version < FORMAT else "newer", self._where)

    def added_by(self, identifier: str) -> m.Both | None:  # noqa: ARG002 - what a merged library answers
        """Name the town that added an entry; None for an official one, as all are here."""
        return None

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """What towns added; nothing, but in a merged library."""
        return ()

    def close(self) -> None:
        """Let go of the file; who still reads on another thread gets ContentError."""
        with self._lock:
            self._database.close()
            self._listed.clear()
            self._known.clear()

    def check_all(self) -> int:
        """Read every body and compare its fingerprint; gives the number of items, raises ContentError."""
        count = 0
        for (identifier,) in self.ask("SELECT id FROM item"):
            self.item(identifier)
            self.row(identifier)
            count += 1
        for (name,) in self.ask("SELECT name FROM part"):
            self._body("part", "name", name)
        for name in ("vocabulary", "triage", "image-rule", "countries", "search", "addresses"):
            self._needed(name)
        if count == 0 or not self.countries:
            raise ContentError("damaged", self._where)
        return count

    def _needed(self, name: str) -> bytes:
        """Read a part that every guide has; a file without it is damaged."""
        try:
            return self._body("part", "name", name)
        except KeyError as error:
            raise ContentError("damaged", name) from error

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the file says about itself: kind, version, built, items, problems."""
        return dict(self.ask("SELECT name, value FROM meta"))

    @property
    def built(self) -> date:
        """The day the content was last changed; no clock is believed below it."""
        try:
            return date.fromisoformat(self.meta.get("built", "2026-01-01"))
        except (ValueError, TypeError) as error:
            raise ContentError("damaged", self._where) from error

    def now_id(self, identifier: str) -> str | None:
        """Follow merged ids to the one in use; None for a retired id, the same id when it never moved."""
        for _ in range(10):
            found = self.ask("SELECT new FROM alias WHERE old = ?", (identifier,))
            if not found:
                return identifier
            if found[0][0] is None:
                return None
            identifier = str(found[0][0])
        return identifier

    def has(self, identifier: str) -> bool:
        """Tell whether an item of this id can be shown."""
        return bool(self.ask("SELECT 1 FROM item WHERE id = ?", (identifier,)))

    def item(self, identifier: str) -> m.AnyItem:
        """Read one item; KeyError for an unknown or retired id, ContentError when its body is damaged."""
        from familyguide.guide import rows  # noqa: PLC0415

        now = self.now_id(identifier)
        if now is None:
            raise KeyError(identifier)
        # As bytes, whatever damage made of them: as words, unreadable ones would name the file and no item.
        found = self.ask("SELECT kind, CAST(body AS BLOB), hash FROM item WHERE id = ?", (now,))
        if not found:
            raise KeyError(identifier)
        kind, body, expected = found[0]
        if not isinstance(body, bytes) or digest(body) != expected:
            raise ContentError("damaged", now)
        try:
            return rows.decode_item(kind, body)
        except (*rows.UNREADABLE, KeyError) as error:
            raise ContentError("damaged", now) from error

    def read(self, identifier: str, kind: type[T]) -> T:
        """Read one item of a known kind; KeyError when it is of another kind."""
        item = self.item(identifier)
        if not isinstance(item, kind):
            raise KeyError(identifier)
        return item

    def rows(self, kind: str | None = None) -> list[Row]:
        """List items in reading order, without their bodies."""
        listed = self._listed.get(kind)
        if listed is None:
            if kind is None:
                found = self.ask("SELECT row FROM item ORDER BY position")
            else:
                found = self.ask("SELECT row FROM item WHERE kind = ? ORDER BY position", (kind,))
            listed = self._listed[kind] = tuple(_rows([row for (row,) in found], self._where))
        return list(listed)

    def row(self, identifier: str) -> Row | None:
        """Give the short form of one item; None when there is none."""
        known = self._known.get(identifier)
        if known is None:
            found = self.ask("SELECT row FROM item WHERE id = ?", (identifier,))
            if not found:
                return None
            known = self._known[identifier] = _rows([found[0][0]], identifier)[0]
        return known

    def nth(self, kind: str, number: int, age: str | None = None) -> Short | None:
        """Give one item of a kind in short, by a number of any size; without an age, no other is read."""
        if age is not None:
            found = self.ask("SELECT row FROM item WHERE kind = ? ORDER BY position", (kind,))
            fit = [short for (row,) in found if age in (short := self._short(row)).ages]
            return fit[number % len(fit)] if fit else None
        count = int(self.ask("SELECT count(*) FROM item WHERE kind = ?", (kind,))[0][0])
        if count == 0:
            return None
        # The one inside is answered by the index alone: else every item before it is read from the disk.
        found = self.ask(
            "SELECT row FROM item WHERE id = "
            "(SELECT id FROM item WHERE kind = ? ORDER BY position LIMIT 1 OFFSET ?)",
            (kind, number % count),
        )
        return self._short(found[0][0])

    def _short(self, row: bytes) -> Short:
        try:
            found = json.loads(row)
            return Short(found["id"], found["title"], tuple(found["ages"]), found["minutes"])
        except (TypeError, ValueError, KeyError) as error:
            raise ContentError("damaged", self._where) from error

    @cached_property
    def vocabulary(self) -> m.Vocabulary:
        """Names of the closed lists."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("vocabulary", m.Vocabulary)

    @cached_property
    def triage(self) -> m.Triage:
        """The questions of What to do."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("triage", m.Triage)

    @cached_property
    def image_rule(self) -> m.ImageRuleText:
        """The words of the image rule."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("image-rule", m.ImageRuleText)

    @cached_property
    def practice(self) -> m.Practice:
        """The cards and cases of sessions."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("practice", m.Practice)

    @cached_property
    def duties(self) -> m.Duties:
        """What a worker may be bound to do, by country."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("duties", m.Duties)

    @cached_property
    def changes(self) -> tuple[m.Change, ...]:
        """What changed for readers, newest first; nothing in a file that tells none."""
        from familyguide.guide import model as m  # noqa: PLC0415

        if not self.ask("SELECT 1 FROM part WHERE name = 'changes'"):
            return ()
        return self.part("changes", tuple[m.Change, ...])

    @cached_property
    def countries(self) -> dict[str, m.Both]:
        """The names of the countries held, by code."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("countries", dict[str, m.Both])

    def holds(self, code: str) -> bool:
        """Tell whether a country is held, without reading it."""
        return bool(self.ask("SELECT 1 FROM part WHERE name = ?", (f"country:{code}",)))

    def country(self, code: str) -> m.Country | None:
        """Give a country; None when we do not hold it."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self.part(f"country:{code}", m.Country)
        except KeyError:
            return None

    def first_screen(self, code: str) -> FirstScreen | None:
        """Give what the first screen says of a country; None when we do not hold it.

        Raises ContentError when it is damaged.
        """
        name = f"first:{code}"
        try:
            return lines.read(self._light_part(name))
        except KeyError:
            return None
        except (TypeError, ValueError) as error:
            raise ContentError("damaged", name) from error

    def ahead(self, identifier: str) -> Ahead | None:
        """Give what was worked out of the hours of a service; None where it was not, or is damaged."""
        from familyguide.guide.ahead import read  # noqa: PLC0415 - not before the first paint

        try:
            return read(self._light_part(f"hours:{identifier}"))
        except (ContentError, KeyError, TypeError, ValueError):
            # Then the hours themselves are asked.
            return None

    def source(self, key: str) -> m.Source | None:
        """Give an entry of the bibliography."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self.part(f"source:{key}", m.Source)
        except KeyError:
            return None

    def easy(self, of: str) -> m.Easy | None:
        """Give the easy version of a plan, of a `topic:ID`, or of `help`; None where there is none."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self.part(f"easy:{of}", m.Easy)
        except KeyError:
            return None

    def has_easy(self, of: str) -> bool:
        """Tell whether there is an easy version, without reading it."""
        return bool(self.ask("SELECT 1 FROM part WHERE name = ?", (f"easy:{of}",)))

    @cached_property
    def tongues(self) -> dict[str, m.Tongue]:
        """The languages the guide is not in, by code; none in content that was made before."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self.part("tongues", dict[str, m.Tongue])
        except KeyError:
            return {}

    def plan_in(self, tongue: str, identifier: str) -> m.TonguePlan | None:
        """Give a plan in a further language; None where no named person has reviewed one."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self.part(f"tongue:{tongue}:{identifier}", m.TonguePlan)
        except KeyError:
            return None

    @cached_property
    def drawings(self) -> dict[str, m.Both]:
        """What each drawing shows, for those who do not see it."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self.part("drawings", dict[str, m.Both])

    def words_met(self, identifier: str) -> tuple[m.Term, ...]:
        """Give the words of the glossary that a page meets in both languages."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            met = self.part(f"words:{identifier}", tuple[str, ...])
        except KeyError:
            return ()
        return tuple(self.read(term, m.Term) for term in met)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every web address that may be opened."""
        return self.part("addresses", frozenset[str])

    def search(
        self, text: str, language: str, country: str | None = None, limit: int = 40, age: str | None = None
    ) -> search.Found:
        """Find pages valid in a country, best first, and the help a crisis query puts first.

        In a crisis the plans it calls for stand first; pages for other ages stand last.
        """
        return self.finder.search(text, language, country, limit, age)

    @cached_property
    def finder(self) -> Finder:
        """What answers questions; made at the first one."""
        from familyguide.guide.finder import Finder  # noqa: PLC0415

        return Finder(self)

    def part(self, name: str, kind: type[T]) -> T:
        """Read a part beside the items; KeyError where there is none, ContentError when it is damaged."""
        from familyguide.guide import rows  # noqa: PLC0415

        body = self._body("part", "name", name) if ":" in name else self._needed(name)
        try:
            return rows.decode(body, kind)
        except rows.UNREADABLE as error:
            raise ContentError("damaged", name) from error

    def _light_part(self, name: str) -> dict[str, Any]:
        """Read a part by the decoder that every Python has: that of whole items costs the start 2 MB."""
        found: dict[str, Any] = json.loads(self._body("part", "name", name))
        return found

    def _body(self, table: str, key: str, value: str) -> bytes:
        found = self.ask(f"SELECT CAST(body AS BLOB), hash FROM {table} WHERE {key} = ?", (value,))  # noqa: S608 - fixed names
        if not found:
            raise KeyError(value)
        body, expected = found[0]
        if not isinstance(body, bytes) or digest(body) != expected:
            raise ContentError("damaged", value)
        return body

    def ask(self, sql: str, values: tuple[str | int, ...] = ()) -> list[Any]:
        """Ask the file, and give all rows; raises ContentError."""
        # All at once: a damaged page is noticed here, not while a caller walks the rows.
        with self.reading() as database:
            return database.execute(sql, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the file to one thread, for a millisecond or so; what it finds damaged is a ContentError."""
        try:
            with self._lock:
                yield self._database
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise ContentError("damaged", self._where) from error


def _rows(bodies: list[bytes], where: str) -> list[Row]:
    from familyguide.guide import rows  # noqa: PLC0415

    try:
        return [rows.decode_row(body) for body in bodies]
    except rows.UNREADABLE as error:
        raise ContentError("damaged", where) from error


def row_is_valid(row: Row, country: str | None) -> bool:
    """Tell whether an item may be shown in a country; None asks for every country."""
    return country is None or not row.countries or "*" in row.countries or country in row.countries


def _check_header(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise ContentError("missing", str(path)) from error
    if not header.startswith(_MAGIC[: len(header)]):
        raise ContentError("foreign", str(path))
    if len(header) < _HEADER:
        raise ContentError("truncated", str(path))
    page_size, pages = struct.unpack(">H", header[16:18])[0], struct.unpack(">I", header[28:32])[0]
    page_size = 65536 if page_size == 1 else page_size
    if size < page_size * pages:
        raise ContentError("truncated", str(path))
