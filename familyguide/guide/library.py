"""The compiled file, opened for reading: what the app and the command line see of the content."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import struct
from datetime import date
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from familyguide.guide import lines
from familyguide.guide.digest import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Self

    # Decoders and search are loaded where something is read: the first page is painted without them.
    from familyguide.guide import model as m
    from familyguide.guide import search
    from familyguide.guide.ahead import Ahead
    from familyguide.guide.heard import Crisis, Ear
    from familyguide.guide.lines import FirstScreen
    from familyguide.guide.merged import Overlay
    from familyguide.guide.rows import Row
    from familyguide.guide.search import Hit

T = TypeVar("T")
# "FGuC": tells our file from any other SQLite file.
APPLICATION_ID = 0x46477543
FORMAT = 11
_HEADER = 100
# What explains stands after what helps to act when someone may be in danger.
_EXPLAINS = frozenset({"term", "service"})
# What explains a word stands behind what helps to act, unless the word itself was asked for.
_TERM_COUNTS = 0.7
_TALK_AT_AGE = 1.0
# A question this near to one of a plan, and nearly the nearest of all, is a question for that plan.
_SAME_QUESTION, _NEARLY = 0.55, 0.85
# A sign stands for less than a plan: only nearly its own question calls the people it names.
_SAME_SIGN = 0.7
# How much being like all questions of a page counts beside its nearest lines.
_ALIKE = 1.5
_OWN_RULES = ("suicide-risk", "immediate-danger", "complaint")
# How many pages stand before the other ages of a conversation.
_DIFFERENT = 4
# Who answers for a child, whatever the worry is.
_ANYBODY = ("child", "emergency")
_OWN_THOUGHTS = ("own-thoughts",)
_NOT_SHOWN = ("not-for-this", "article-only")
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
        for (identifier,) in self._run("SELECT id FROM item"):
            self.item(identifier)
            self.row(identifier)
            count += 1
        for (name,) in self._run("SELECT name FROM part"):
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
        return dict(self._run("SELECT name, value FROM meta"))

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
            found = self._run("SELECT new FROM alias WHERE old = ?", (identifier,))
            if not found:
                return identifier
            if found[0][0] is None:
                return None
            identifier = str(found[0][0])
        return identifier

    def has(self, identifier: str) -> bool:
        """Tell whether an item of this id can be shown."""
        return bool(self._run("SELECT 1 FROM item WHERE id = ?", (identifier,)))

    def item(self, identifier: str) -> m.AnyItem:
        """Read one item; KeyError for an unknown or retired id, ContentError when its body is damaged."""
        from familyguide.guide import rows  # noqa: PLC0415

        now = self.now_id(identifier)
        if now is None:
            raise KeyError(identifier)
        found = self._run("SELECT kind, body, hash FROM item WHERE id = ?", (now,))
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
                found = self._run("SELECT row FROM item ORDER BY position")
            else:
                found = self._run("SELECT row FROM item WHERE kind = ? ORDER BY position", (kind,))
            listed = self._listed[kind] = tuple(_rows([row for (row,) in found], self._where))
        return list(listed)

    def row(self, identifier: str) -> Row | None:
        """Give the short form of one item; None when there is none."""
        known = self._known.get(identifier)
        if known is None:
            found = self._run("SELECT row FROM item WHERE id = ?", (identifier,))
            if not found:
                return None
            known = self._known[identifier] = _rows([found[0][0]], identifier)[0]
        return known

    def nth(self, kind: str, number: int, age: str | None = None) -> Short | None:
        """Give one item of a kind in short, by a number of any size; without an age, no other is read."""
        if age is not None:
            found = self._run("SELECT row FROM item WHERE kind = ? ORDER BY position", (kind,))
            fit = [short for (row,) in found if age in (short := self._short(row)).ages]
            return fit[number % len(fit)] if fit else None
        count = int(self._run("SELECT count(*) FROM item WHERE kind = ?", (kind,))[0][0])
        if count == 0:
            return None
        # The one inside is answered by the index alone: else every item before it is read from the disk.
        found = self._run(
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

        return self._part("vocabulary", m.Vocabulary)

    @cached_property
    def triage(self) -> m.Triage:
        """The questions of What to do."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self._part("triage", m.Triage)

    @cached_property
    def image_rule(self) -> m.ImageRuleText:
        """The words of the image rule."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self._part("image-rule", m.ImageRuleText)

    @cached_property
    def practice(self) -> m.Practice:
        """The cards and cases of sessions."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self._part("practice", m.Practice)

    @cached_property
    def duties(self) -> m.Duties:
        """What a worker may be bound to do, by country."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self._part("duties", m.Duties)

    @cached_property
    def changes(self) -> tuple[m.Change, ...]:
        """What changed for readers, newest first; nothing in a file that tells none."""
        from familyguide.guide import model as m  # noqa: PLC0415

        if not self._run("SELECT 1 FROM part WHERE name = 'changes'"):
            return ()
        return self._part("changes", tuple[m.Change, ...])

    @cached_property
    def countries(self) -> dict[str, m.Both]:
        """The names of the countries held, by code."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self._part("countries", dict[str, m.Both])

    def holds(self, code: str) -> bool:
        """Tell whether a country is held, without reading it."""
        return bool(self._run("SELECT 1 FROM part WHERE name = ?", (f"country:{code}",)))

    def country(self, code: str) -> m.Country | None:
        """Give a country; None when we do not hold it."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self._part(f"country:{code}", m.Country)
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
            return self._part(f"source:{key}", m.Source)
        except KeyError:
            return None

    def easy(self, of: str) -> m.Easy | None:
        """Give the easy version of a plan, of a `topic:ID`, or of `help`; None where there is none."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self._part(f"easy:{of}", m.Easy)
        except KeyError:
            return None

    def has_easy(self, of: str) -> bool:
        """Tell whether there is an easy version, without reading it."""
        return bool(self._run("SELECT 1 FROM part WHERE name = ?", (f"easy:{of}",)))

    @cached_property
    def tongues(self) -> dict[str, m.Tongue]:
        """The languages the guide is not in, by code; none in content that was made before."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self._part("tongues", dict[str, m.Tongue])
        except KeyError:
            return {}

    def plan_in(self, tongue: str, identifier: str) -> m.TonguePlan | None:
        """Give a plan in a further language; None where no named person has reviewed one."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            return self._part(f"tongue:{tongue}:{identifier}", m.TonguePlan)
        except KeyError:
            return None

    @cached_property
    def drawings(self) -> dict[str, m.Both]:
        """What each drawing shows, for those who do not see it."""
        from familyguide.guide import model as m  # noqa: PLC0415

        return self._part("drawings", dict[str, m.Both])

    def words_met(self, identifier: str) -> tuple[m.Term, ...]:
        """Give the words of the glossary that a page meets in both languages."""
        from familyguide.guide import model as m  # noqa: PLC0415

        try:
            met = self._part(f"words:{identifier}", tuple[str, ...])
        except KeyError:
            return ()
        return tuple(self.read(term, m.Term) for term in met)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every web address that may be opened."""
        return self._part("addresses", frozenset[str])

    def search(
        self, text: str, language: str, country: str | None = None, limit: int = 40, age: str | None = None
    ) -> search.Found:
        """Find pages valid in a country, best first, and the help a crisis query puts first.

        In a crisis the plans it calls for stand first; pages for other ages stand last.
        """
        from familyguide.guide import asker, asking, heard, likeness, numbers, search, tongued, worry  # noqa: PLC0415
        from familyguide.guide.spelled import spelled  # noqa: PLC0415

        called = self._called(asker.without_age(text), country)
        if numbers.is_number(text):
            # A number and nothing else: whose it is, or that we do not know it.
            known = tuple(row.id for row in called)
            return search.Found(tuple(map(_hit, called)), unknown_number=not called, called=known)
        tongues, naming = tongued.named(text, self.tongues, language)
        if tongues and naming:
            return search.Found(self._about(naming, language, country), tongues=tongues, only_tongues=True)
        ear, raw = self._ear, text
        table = ear.listening.spelling[language]
        typed = spelled(text, table, language)
        said = asker.age_said(typed)
        # How old the child is puts words between others; who writes "I am 13" is a child.
        age, text = said or age, asker.without_age(typed)
        crisis = ear.crisis_of(text, language)
        if said is not None and not crisis.plans:
            crisis = ear.crisis_of(typed, language)
        together, note = ear.together(typed, language)
        crisis = heard.joined(together, crisis)
        if crisis.roles[:1] in ((), ("report",)) and not crisis.needs and asker.prepares(typed):
            # A lesson on blackmail is no blackmail.
            crisis = heard.Crisis()
        try:
            with self._lock:
                ids, corrected = search.query(self._database, text, language, limit)
                # A typing slip must not keep anyone from the people to call.
                meant = None if crisis.is_urgent else search.meant(self._database, text, language)
                near = asking.near(self._database, text, language)
                if (other := meant or corrected) is not None:
                    for identifier, value in asking.near(self._database, other, language).items():
                        near[identifier] = max(value, near.get(identifier, 0.0))
        except sqlite3.Error as error:
            raise ContentError("damaged", self._where) from error
        mended = None if meant is None else self._mended(raw, text, meant, language)
        if meant is not None:
            # What was meant may itself be a way to write another word.
            meant = spelled(meant, table, language)
            more = heard.joined(ear.together(meant, language)[0], ear.crisis_of(meant, language))
            crisis = heard.joined(more, crisis) if more.is_urgent else heard.joined(crisis, more)
        # One word alone ("webcam") says what about, not what happened; a note answers already.
        if not (crisis.is_urgent or note or asker.prepares(typed)) and " " in asking.said_in(text, language):
            weight = self._weight(meant or typed, language)
            if weight > worry.CALM:
                crisis = self._help_of_plan(near, crisis)
            if weight > worry.WORRIED and not crisis.is_urgent:
                crisis = self._help_of_worry(near, crisis)
        plans = (*(row.id for row in called), *crisis.in_order)
        crisis = heard.Crisis(crisis.roles, crisis.needs, tuple(dict.fromkeys(plans)))
        for identifier, value in likeness.near(self._run, meant or text, language, ear).items():
            near[identifier] = near.get(identifier, 0.0) + _ALIKE * value
        near = self._of_topics(near, said if asker.wants_words(typed) else None)
        ids = asking.together(ids, near)[:limit]
        rows = self._shown(ids, crisis, country, age)
        return search.Found(
            hits=tuple(map(_hit, rows)),
            roles=crisis.roles,
            needs=crisis.needs,
            corrected=corrected,
            meant=mended,
            note=note,
            called=tuple(row.id for row in called),
            tongues=tongues,
        )

    def _shown(self, ids: list[str], crisis: Crisis, country: str | None, age: str | None) -> list[Row]:
        """Give what may be shown of the pages found, in the order in which it is."""
        rows = []
        for identifier in dict.fromkeys((*crisis.plans, *ids)):
            row = self.row(identifier)
            shown = row is not None and row.group not in _NOT_SHOWN
            if row is not None and row.needs == _OWN_THOUGHTS and "own-thoughts" not in crisis.needs:
                # Offered to who asks for it, never beside somebody else's question.
                continue
            if row is not None and shown and row_is_valid(row, country):
                rows.append(row)
        rows.sort(key=lambda row: _rank(row, crisis, age))
        return _one_of_a_topic_first(rows)

    def _about(self, words: str, language: str, country: str | None) -> tuple[Hit, ...]:
        """Give the pages that hold some words, and nothing that a question would add."""
        from familyguide.guide import search  # noqa: PLC0415

        try:
            with self._lock:
                ids, _ = search.query(self._database, words, language)
        except sqlite3.Error as error:
            raise ContentError("damaged", self._where) from error
        rows = [row for identifier in ids if (row := self.row(identifier)) is not None]
        shown = [row for row in rows if row.group not in _NOT_SHOWN and row.needs != _OWN_THOUGHTS]
        return tuple(_hit(row) for row in shown if row_is_valid(row, country))

    def _called(self, text: str, country: str | None) -> list[Row]:
        """Give the services of a country whose number stands in a text."""
        from familyguide.guide import numbers  # noqa: PLC0415

        rows = [self.row(found) for found in numbers.services_of(text, self._numbers)]
        return [
            row for row in rows if row is not None and row.group == "service" and row_is_valid(row, country)
        ]

    def _mended(self, raw: str, text: str, meant: str, language: str) -> str | None:
        """Write a question with its slips mended, the rest as typed; None when nothing can be shown."""
        from familyguide.guide import search  # noqa: PLC0415

        mended = raw
        for typed, word in zip(search.words_of(text), meant.split(), strict=False):
            if search.fold(typed) != word:
                new = self._written(word, language)
                mended = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", new.replace("\\", ""), mended)
        return mended if mended != raw else None

    def _written(self, folded: str, language: str) -> str:
        """Give a word of the rules or of the pages with its accents: the index keeps it without."""
        from familyguide.guide import search  # noqa: PLC0415
        from familyguide.guide.texts import item_texts  # noqa: PLC0415

        if (said := search.written(self._database, folded, language)) is not None:
            return said
        for identifier in search.holding(self._database, folded, language):
            for text in item_texts(self.item(identifier), language):
                for word in search.words_of(text):
                    if search.fold(word) == folded:
                        return word.lower() if word[1:].islower() else word
        return folded

    def _of_topics(self, near: dict[str, float], talk_at: str | None) -> dict[str, float]:
        """Give the pages asked for: the questions of a topic lead to each of its conversations.

        Who asks how to talk with a child of an age is shown the conversations of that age.
        """
        from familyguide.guide.asking import TOPIC  # noqa: PLC0415

        pages = {
            identifier: value * (_TERM_COUNTS if self._is_term(identifier) else 1)
            for identifier, value in near.items()
            if not identifier.startswith(TOPIC)
        }
        topics = {topic: near.get(TOPIC + topic, 0.0) for topic in {talk[1] for talk in self._talks}}
        for identifier, topic, ages in self._talks:
            value = topics[topic] + (_TALK_AT_AGE if talk_at in ages else 0)
            if value:
                pages[identifier] = max(value, pages.get(identifier, 0.0))
        return pages

    def _weight(self, text: str, language: str) -> float:
        """Weigh how much a question is a worry."""
        from familyguide.guide import worry  # noqa: PLC0415

        try:
            with self._lock:
                return worry.weigh(self._database, text, language, self._ear)
        except sqlite3.Error as error:
            raise ContentError("damaged", self._where) from error

    def _help_of_worry(self, near: dict[str, float], crisis: Crisis) -> Crisis:
        """Put people first for a worry: those of the plan named or nearest, else who answers for a child."""
        from familyguide.guide import model as m  # noqa: PLC0415
        from familyguide.guide.heard import Crisis  # noqa: PLC0415

        nearest = sorted(near, key=lambda identifier: -near[identifier])
        for identifier in (*crisis.plans, *nearest):
            row = self.row(identifier)
            if row is None or row.kind != "plan" or identifier == "complaint":
                continue
            plan = self.item(identifier)
            if isinstance(plan, m.Plan):
                plans = tuple(dict.fromkeys((*crisis.plans, identifier)))
                return Crisis(plan.call or _ANYBODY, (), plans, crisis.asked)
        return Crisis(_ANYBODY, (), crisis.plans, crisis.asked)

    def _help_of_plan(self, near: dict[str, float], crisis: Crisis) -> Crisis:
        """Put help first when somebody asks what the questions of a plan ask, in words no rule names.

        Suicide and immediate danger have rules of their own: "my phone died" must call nobody. Who asks
        how to file a complaint asks calmly.
        """
        from familyguide.guide import model as m  # noqa: PLC0415
        from familyguide.guide.heard import Crisis  # noqa: PLC0415

        nearest = max(near.values(), default=0.0)
        for identifier, value in near.items():
            if value < _SAME_QUESTION or value < nearest * _NEARLY:
                continue
            row = self.row(identifier)
            if row is None or identifier in _OWN_RULES or not (row.kind == "plan" or row.high):
                continue
            if row.high and value < _SAME_SIGN:
                continue
            item = self.item(identifier)
            if isinstance(item, m.Plan | m.Sign):
                call = item.call if isinstance(item, m.Plan) else item.next.roles
                return Crisis(call, (), (identifier, *crisis.plans), crisis.asked)
        return crisis

    def _is_term(self, identifier: str) -> bool:
        row = self.row(identifier)
        return row is not None and row.kind == "term"

    @cached_property
    def _talks(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Every conversation with its topic and ages; nothing in the overlay of a town."""
        try:
            return self._part("search:talks", tuple[tuple[str, str, tuple[str, ...]], ...])
        except KeyError:
            return ()

    @cached_property
    def _numbers(self) -> dict[str, tuple[str, ...]]:
        """The services of every telephone number."""
        try:
            return self._part("search:numbers", dict[str, tuple[str, ...]])
        except KeyError:
            return {}

    @cached_property
    def _ear(self) -> Ear:
        """What hears a question; made at the first search."""
        from familyguide.guide.heard import Ear, Listening  # noqa: PLC0415

        return Ear(self._run, self._part("search", Listening))

    def _part(self, name: str, kind: type[T]) -> T:
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
        found = self._run(f"SELECT body, hash FROM {table} WHERE {key} = ?", (value,))  # noqa: S608 - fixed names
        if not found:
            raise KeyError(value)
        body, expected = found[0]
        if not isinstance(body, bytes) or digest(body) != expected:
            raise ContentError("damaged", value)
        return body

    def _run(self, sql: str, values: tuple[str | int, ...] = ()) -> list[Any]:
        try:
            # All rows at once: a damaged page is noticed here, not while a caller walks the rows.
            with self._lock:
                return self._database.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise ContentError("damaged", self._where) from error


def _hit(row: Row) -> search.Hit:
    from familyguide.guide import search  # noqa: PLC0415

    return search.Hit(row.id, row.kind, row.title, row.topics, row.ages)


def _rows(bodies: list[bytes], where: str) -> list[Row]:
    from familyguide.guide import rows  # noqa: PLC0415

    try:
        return [rows.decode_row(body) for body in bodies]
    except rows.UNREADABLE as error:
        raise ContentError("damaged", where) from error


def _rank(row: Row, crisis: Crisis, age: str | None) -> tuple[int, bool]:
    """Sort found pages: plans of the crisis first, then in a crisis what helps to act; other ages last."""
    other_age = age is not None and bool(row.ages) and age not in row.ages
    if row.id in crisis.plans and not (other_age and row.kind == "conversation"):
        return crisis.plans.index(row.id), False
    explains = bool(crisis.roles or crisis.needs) and row.kind in _EXPLAINS
    return len(crisis.plans) + explains, other_age


def _one_of_a_topic_first(rows: list[Row]) -> list[Row]:
    """Show different pages first: the other ages of a conversation come after the first few."""
    pages: dict[str, list[Row]] = {}
    for row in rows:
        topic = row.topics[0] if row.kind == "conversation" and row.topics else row.id
        pages.setdefault(topic, []).append(row)
    different, later = list(pages.values())[:_DIFFERENT], list(pages.values())[_DIFFERENT:]
    other_ages = [row for page in different for row in page[1:]]
    return [*(page[0] for page in different), *other_ages, *(row for page in later for row in page)]


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
