"""Content → one compiled file: a SQLite database with a full-text index, all that the app opens."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from familyguide.guide import ahead, asker, asking, likeness, lines, listening, numbers, rows, worry
from familyguide.guide import model as m
from familyguide.guide.asking import TOPIC, said_in
from familyguide.guide.digest import digest
from familyguide.guide.glossary import Glossary
from familyguide.guide.heard import Ear
from familyguide.guide.library import APPLICATION_ID, FORMAT
from familyguide.guide.model import kind_of
from familyguide.guide.rows import Row
from familyguide.guide.search import index_columns
from familyguide.guide.spelled import spelled
from familyguide.guide.texts import item_texts, word_count

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from pathlib import Path

    # The app needs this module to read, and never loads: YAML and Markdown would cost its start 50 ms.
    from familyguide.guide.loader import Content

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE part (name TEXT PRIMARY KEY, body BLOB NOT NULL, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE item (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, position INTEGER NOT NULL, row BLOB NOT NULL,
  body BLOB NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX item_kind ON item (kind, position, id);
CREATE TABLE alias (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE search_fr USING fts5(title, body, stem_folded, folded_stem,{kept}
  tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE search_en USING fts5(title, body, stem_folded, folded_stem,{kept}
  tokenize="unicode61 remove_diacritics 2");
CREATE TABLE page_fr (number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE page_en (number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE worry_fr (feature TEXT PRIMARY KEY, weight REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE worry_en (feature TEXT PRIMARY KEY, weight REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE term_fr (term TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE term_en (term TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE vocabulary_fr USING fts5vocab(search_fr, row);
CREATE VIRTUAL TABLE vocabulary_en USING fts5vocab(search_en, row);
"""
# The index alone is a third of it with each page's text beside: what was cut into words is in the items.
_NOT_KEPT = " content='',"
# Parts that are read before the first page: by the decoder that every Python has, so as they are.
_LIGHT = ("first:", "hours:")


def row_of(item: m.AnyItem) -> Row:
    """Make the short form of an item."""
    summary = getattr(item, "summary", None)
    group: str | None = None
    countries = item.countries
    sources = item.sources
    needs: tuple[str, ...] = ()
    match item:
        case m.Sign() | m.Article():
            group = item.category
        case m.Agenda():
            group = item.level
        case m.Checklist():
            group = item.kind
            summary = item.intro
            sources = tuple(
                dict.fromkeys(setting.source.url for setting in item.settings if setting.source.url)
            )
        case m.Service():
            group = item.show_as
            summary = item.role
            countries = item.valid_in
            needs = item.needs
            sources = tuple(dict.fromkeys(source.url for source in item.dated_sources if source.url))
        case m.Term():
            summary = item.text
    return Row(
        id=item.id,
        kind=kind_of(item),
        title=item.title,
        summary=summary,
        audience=item.audience,
        topics=item.topics,
        ages=item.ages,
        countries=countries,
        sources=sources,
        as_of=item.as_of,
        review_by=item.review_by,
        minutes=item.minutes,
        words={language: word_count(item, language) for language in m.LANGUAGES},
        group=group,
        high=isinstance(item, m.Sign) and item.specificity == "high",
        needs=needs,
    )


def compile_to(
    content: Content, database: sqlite3.Connection, version: str, *, keeps_texts: bool = False
) -> None:
    """Fill an empty database with the content; the same content gives the same file, whenever and wherever.

    `version` is that of the app, for it decides the form. A page can be taken out again where the index
    `keeps_texts`; it finds the same without.
    """
    own = _SCHEMA.format(kept="" if keeps_texts else _NOT_KEPT)
    database.executescript(own + asking.SCHEMA + listening.SCHEMA + likeness.SCHEMA)
    with database:
        for position, item in enumerate(in_reading_order(content)):
            write_item(database, item, position)
            index_item(database, content, item)
        index_questions(database, content)
        learn_worries(database, content)
        list_terms(database)
        write_parts(database, {**parts_of(content), **words_met(content)})
        write_around(database, content, version)
    for table in ("search_fr", "search_en", "asked_fr", "asked_en"):
        database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - fixed names
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {FORMAT}")
    database.commit()


def write_item(database: sqlite3.Connection, item: m.AnyItem, position: int) -> None:
    """Write an item at its place in the order of reading, with its short form."""
    row, body = row_of(item), rows.encode(item)
    database.execute(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)",
        (item.id, row.kind, position, msgspec.json.encode(row), body, digest(body)),
    )


def write_parts(database: sqlite3.Connection, parts: dict[str, Any]) -> None:
    """Write parts by name, in place of those of the same names."""
    for name, part in parts.items():
        body = msgspec.json.encode(part) if name.startswith(_LIGHT) else rows.encode(part)
        database.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", (name, body, digest(body)))


def write_around(database: sqlite3.Connection, content: Content, version: str) -> None:
    """Write the sources, where old ids lead, and what the file says about itself."""
    write_parts(database, {f"source:{key}": source for key, source in content.bibliography.items()})
    for old in content.redirects.retired:
        database.execute("INSERT INTO alias VALUES (?, NULL)", (old,))
    database.executemany("INSERT INTO alias VALUES (?, ?)", sorted(content.redirects.merged.items()))
    meta = {
        "kind": "working-copy",
        # The app that compiled it; the content's own version is its day, and in a release its serial.
        "made_by": version,
        "built": built(content),
        "items": str(len(content.items)),
        "problems": str(len(content.problems)),
    }
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", sorted(meta.items()))


def compile_file(content: Content, path: Path, version: str) -> None:
    """Write the compiled file whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        database = sqlite3.connect(fresh)
        try:
            # No journal beside the file: it is thrown away if anything fails.
            database.execute("PRAGMA journal_mode = MEMORY")
            compile_to(content, database, version)
            database.execute("VACUUM")
        finally:
            database.close()
        fresh.replace(path)
    except sqlite3.OperationalError as error:
        raise OSError(0, str(error), str(path)) from error
    finally:
        fresh.unlink(missing_ok=True)


def in_reading_order(content: Content) -> list[m.AnyItem]:
    """Give every item as lists show them."""
    topics = list(content.vocabulary.topics) if content.vocabulary else []
    plans = content.vocabulary.plan_order if content.vocabulary else ()

    def place(item: m.AnyItem) -> tuple[Any, ...]:
        kind = m.KINDS.index(kind_of(item))
        if isinstance(item, m.Conversation):
            topic = topics.index(item.topics[0]) if item.topics and item.topics[0] in topics else len(topics)
            return (kind, topic, m.AGES.index(item.ages[0]) if item.ages else 0)
        if isinstance(item, m.Plan):
            return (kind, plans.index(item.id) if item.id in plans else len(plans), 0)
        if isinstance(item, m.Agreement):
            return (kind, 0, m.AGES.index(item.ages[0]) if item.ages else 0)
        return (kind, 0, 0)

    # sorted() keeps the order of the files, which is the writers' order.
    return sorted(content.items.values(), key=place)


def parts_of(content: Content) -> dict[str, Any]:
    """Give everything a guide needs beside its items, by name; `search` is written by `listening`."""
    parts: dict[str, Any] = {"redirects": content.redirects}
    if content.vocabulary is not None:
        parts["vocabulary"] = msgspec.structs.replace(content.vocabulary, suited={})
    if content.triage is not None:
        parts["triage"] = content.triage
    if content.image_rule is not None:
        parts["image-rule"] = content.image_rule
    if content.practice is not None:
        parts["practice"] = content.practice
    if content.duties is not None:
        parts["duties"] = content.duties
    parts["drawings"] = content.drawings
    for of, easy in content.easy.items():
        parts[f"easy:{of}"] = easy
    parts["tongues"] = content.tongues
    for (tongue, of), translated in content.tongue_plans.items():
        plan = content.items.get(of)
        # What nobody has reviewed is not even in the file that readers get.
        if isinstance(plan, m.Plan) and tongue in content.tongues and translated.is_ready(plan):
            parts[f"tongue:{tongue}:{of}"] = translated
    if content.changes:
        parts["changes"] = content.changes
    # Read at every search: what is needed of talks and numbers, without reading each page.
    parts["search:talks"] = [
        (item.id, item.topics[0], item.ages)
        for item in in_reading_order(content)
        if isinstance(item, m.Conversation) and item.topics
    ]
    parts["search:numbers"] = numbers.table(
        item for item in in_reading_order(content) if isinstance(item, m.Service)
    )
    parts["countries"] = {code: country.name for code, country in content.countries.items()}
    parts["addresses"] = sorted(addresses(content))
    for code, country in content.countries.items():
        parts[f"country:{code}"] = country
        parts[f"first:{code}"] = lines.written(lines.first_screen(country, _shown_in(content, code)))
    for item in content.of_kind(m.Service):
        hours = ahead.work_out(item, date.fromisoformat(built(content)))
        if hours is not None:
            parts[f"hours:{item.id}"] = hours
    return parts


def built(content: Content) -> str:
    """Give the day on which the content was last changed."""
    return max((item.updated for item in content.items.values()), default="2026-01-01")


def _shown_in(content: Content, code: str) -> Callable[[tuple[str, ...]], tuple[m.Service, ...]]:
    """Give what finds services by id, those that a country shows, as the directory does."""

    def shown(names: tuple[str, ...]) -> tuple[m.Service, ...]:
        merged = content.redirects.merged
        found = [content.items.get(merged.get(name, name)) for name in names]
        return tuple(
            one
            for one in found
            if isinstance(one, m.Service) and lines.is_valid(one, code) and one.show_as == "service"
        )

    return shown


def words_met(content: Content, only: Container[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Name the words of the glossary met on each page that explains them, `words:ID`, in French order.

    Only those met in both languages: both are told the same, and one everyday word alone explains nothing.
    `only` names the pages to look at; without it, all.
    """
    terms = [term for term in content.of_kind(m.Term) if not term.everyday]
    glossaries = {language: Glossary(terms, language, says_also=False) for language in m.LANGUAGES}
    found: dict[str, tuple[str, ...]] = {}
    for item in content.items.values():
        if only is not None and item.id not in only:
            continue
        # A plan is read in haste, a child's page says what it says, and a form is handed to others.
        is_form = isinstance(item, m.Article) and item.category == "paper"
        if isinstance(item, m.Conversation | m.Article) and item.audience != "young" and not is_form:
            french, english = (
                [term.id for term in glossaries[language].met_in("\n".join(item_texts(item, language)))]
                for language in m.LANGUAGES
            )
            found[f"words:{item.id}"] = tuple(term for term in french if term in english)
    return found


def addresses(content: Content) -> set[str]:
    """Give every https address of services, settings and linkable sources; nothing else ever opens."""
    found: set[str | None] = {source.url for source in content.bibliography.values() if source.link}
    for service in content.of_kind(m.Service):
        found |= {service.web, service.report_url, service.chat_url}
    for checklist in content.of_kind(m.Checklist):
        found |= {checklist.official_page, *(page.url for page in checklist.help_pages)}
        for setting in checklist.settings:
            found |= {setting.help.fr, setting.help.en}
    return {address for address in found if address and address.startswith("https://")}


def index_item(database: sqlite3.Connection, content: Content, item: m.AnyItem) -> None:
    """Let search find an item, but not what a worker runs: a parent must not meet it."""
    if item.audience == "worker":
        return
    vocabulary = content.vocabulary
    for language in m.LANGUAGES:
        title, *texts = item_texts(item, language)
        known = vocabulary.topics if vocabulary is not None else {}
        topics = [known[topic][language] for topic in item.topics if topic in known]
        if isinstance(item, m.Conversation):
            # A talk is named in a child's words: its topic is what people look for.
            title = " ".join((title, *topics[:1]))
        columns = index_columns(title, " ".join((*texts, *topics)), language)
        row = database.execute(
            f"INSERT INTO search_{language} (title, body, stem_folded, folded_stem) "  # noqa: S608 - fixed names
            "VALUES (?, ?, ?, ?)",
            columns,
        )
        # The index knows numbers alone: whose they are, and what is ranked by, stands here.
        database.execute(
            f"INSERT INTO page_{language} VALUES (?, ?, ?)",  # noqa: S608 - fixed names
            (row.lastrowid, item.id, kind_of(item)),
        )


def list_terms(database: sqlite3.Connection) -> None:
    """Keep the words of the index in a list of their own: the index would count the pages of each anew."""
    for language in m.LANGUAGES:
        database.execute(f"DELETE FROM term_{language}")  # noqa: S608 - fixed names
        database.execute(f"INSERT INTO term_{language} SELECT term FROM vocabulary_{language}")  # noqa: S608 - fixed names


def learn_worries(database: sqlite3.Connection, content: Content) -> None:
    """Keep what is listened for, what questions are like, and what tells a worry from a calm question."""
    words = content.search_words

    def ask(sql: str, values: tuple[str | int, ...]) -> list[Any]:
        return database.execute(sql, values).fetchall()

    ear = Ear(ask, listening.write(database, words))
    for language in m.LANGUAGES:
        table = words.spelling.fr if language == "fr" else words.spelling.en
        calm = [(None, line, False) for line in (words.calm.fr if language == "fr" else words.calm.en)]
        lines: list[tuple[str | None, str, bool | None]] = [*calm]
        for key, asked in sorted(content.asked.items()):
            worried = _is_worry(key, content)
            lines += [(key, line, worried) for line in (asked.fr if language == "fr" else asked.en)]
        alike: list[tuple[str, list[str]]] = []
        worries: list[tuple[list[str], bool]] = []
        for page, line, worried in lines:
            said = spelled(line, table, language)
            concepts = ear.concepts(said, language)
            if page is not None:
                alike.append((page, likeness.features(asker.without_age(said), language, ear, concepts)))
            if worried is not None:
                worries.append((worry.features(said, language, concepts), worried))
        likeness.write(database, language, alike)
        weights = worry.learn(worries)
        database.execute(f"DELETE FROM worry_{language}")  # noqa: S608 - fixed names
        database.executemany(f"INSERT INTO worry_{language} VALUES (?, ?)", weights.items())  # noqa: S608 - fixed names


def _is_worry(key: str, content: Content) -> bool | None:
    if key.startswith(TOPIC):
        return False
    item = content.items.get(key)
    # Who wants to file a complaint asks calmly.
    if item is None or key == "complaint":
        return None
    return worry.is_worry(kind_of(item), high=isinstance(item, m.Sign) and item.specificity == "high")


def index_questions(database: sqlite3.Connection, content: Content) -> None:
    """Keep how people ask for each page; its title is one way, a conversation is asked for by its topic."""
    vocabulary = content.vocabulary
    for language in m.LANGUAGES:
        lines: list[tuple[str, str]] = [
            (item.id, item.title[language])
            for item in content.items.values()
            if not isinstance(item, m.Conversation) and item.audience != "worker"
        ]
        if vocabulary is not None:
            lines += [(TOPIC + topic, name[language]) for topic, name in vocabulary.topics.items()]
        for key, asked in content.asked.items():
            lines += [(key, line) for line in (asked.fr if language == "fr" else asked.en)]
        spelling = content.search_words.spelling
        table = spelling.fr if language == "fr" else spelling.en
        said = [(place, said_in(spelled(line, table, language), language)) for place, line in lines]
        asking.write(database, language, said)
