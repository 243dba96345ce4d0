"""What search listens for, written into the compiled file: rules, concepts, synonyms and spellings, in stems.

Stemming the thousands of phrases of content/search.yaml costs half a second: it is done when content is
compiled, never at somebody's first key.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.digest import digest
from familyguide.guide.heard import CONCEPT, GROUP, OR, Answer, Listening
from familyguide.guide.rows import encode
from familyguide.guide.search import PIECE, fold, stems, words_of
from familyguide.guide.spelled import spelled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# heard: phrases by the word they begin with. synonym: what the index is asked for besides.
# known: words that people type and we understand, as they are compared and as they are written.
SCHEMA = "".join(
    f"""
CREATE TABLE heard_{language} (begins TEXT, says TEXT, run TEXT,
  PRIMARY KEY (begins, says, run)) WITHOUT ROWID;
CREATE TABLE synonym_{language} (typed TEXT, place INTEGER, run TEXT,
  PRIMARY KEY (typed, place)) WITHOUT ROWID;
CREATE TABLE known_{language} (word TEXT PRIMARY KEY, written TEXT, is_synonym INTEGER) WITHOUT ROWID;
"""
    for language in m.LANGUAGES
)


def write(database: sqlite3.Connection, words: m.SearchWords) -> Listening:
    """Write what is listened for, in place of what was; gives the part that is read at the first search."""
    listening = Listening(
        rules={language: tuple(_answers(words, language)) for language in m.LANGUAGES},
        together=words.together,
        groups={
            language: {name: OR.join(_any_of(group, language)) for name, group in groups.items()}
            for language, groups in (("fr", words.groups.fr), ("en", words.groups.en))
        },
        spelling={
            language: {fold(typed): meant for typed, meant in table.items()}
            for language, table in (("fr", words.spelling.fr), ("en", words.spelling.en))
        },
        kin={language: _kin(words, language) for language in m.LANGUAGES},
    )
    for language in m.LANGUAGES:
        for table, rows in (
            ("heard", _phrases(words, language)),
            ("synonym", _synonyms(words, language)),
            ("known", _known(words, language)),
        ):
            database.execute(f"DELETE FROM {table}_{language}")  # noqa: S608 - fixed names
            database.executemany(f"INSERT OR IGNORE INTO {table}_{language} VALUES (?, ?, ?)", rows)  # noqa: S608 - fixed names
    body = encode(listening)
    database.execute("INSERT OR REPLACE INTO part VALUES ('search', ?, ?)", (body, digest(body)))
    return listening


def _answers(words: m.SearchWords, language: str) -> Iterable[Answer]:
    for rule in words.crisis.fr if language == "fr" else words.crisis.en:
        usual = words.plans.get(rule.roles[0]) if rule.roles else None
        unless = tuple(run for phrase in rule.unless if (run := _run(phrase, words, language)))
        yield Answer(rule.roles, rule.needs, rule.plans or ((usual,) if usual else ()), unless)


def _phrases(words: m.SearchWords, language: str) -> list[tuple[str, str, str]]:
    """Give every phrase under each stem it may begin with."""
    said: list[tuple[str, str]] = []
    for number, rule in enumerate(words.crisis.fr if language == "fr" else words.crisis.en):
        said += [(str(number), phrase) for phrase in _ways_of(rule)]
    for name, ways in words.concepts.items():
        said += [(CONCEPT + name, way) for way in (ways.fr if language == "fr" else ways.en)]
    rows: list[tuple[str, str, str]] = []
    for says, phrase in said:
        run = _run(phrase, words, language)
        if run:
            rows += [(stem, says, run) for stem in run.split(" ")[0].split(OR)]
    return rows


def _kin(words: m.SearchWords, language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, both in words.kin.items():
        for stem in _any_of(both.fr if language == "fr" else both.en, language):
            found.setdefault(stem, []).append(name)
    return {stem: tuple(names) for stem, names in found.items()}


def _ways_of(rule: m.CrisisRule) -> tuple[str, ...]:
    return (rule.words,) if isinstance(rule.words, str) else rule.words


def _run(phrase: str, words: m.SearchWords, language: str) -> str:
    """Write a phrase in stems: words apart by spaces, the stems of a word by OR; a group by its name."""
    table, groups = (
        (words.spelling.fr, words.groups.fr) if language == "fr" else (words.spelling.en, words.groups.en)
    )
    run: list[str] = []
    for word in spelled(phrase, table, language).split():
        if word.startswith(GROUP):
            # A group nobody named is never said; the checker tells the writer.
            run.append(word if word.removeprefix(GROUP) in groups else GROUP)
        else:
            run += [OR.join(sorted(set(stems(piece, language)))) for piece in words_of(word)]
    return " ".join(run)


@lru_cache(maxsize=512)
def _any_of(group: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(sorted({stem for word in group for stem in stems(word, language)}))


def _synonyms(words: m.SearchWords, language: str) -> list[tuple[str, int, str]]:
    rows: list[tuple[str, int, str]] = []
    for typed, phrases in (words.synonyms.fr if language == "fr" else words.synonyms.en).items():
        # Every letter counts in a phrase: the index holds "ligne d ecoute".
        runs = (" ".join(PIECE.findall(fold(phrase))) for phrase in phrases)
        rows += [(fold(typed), len(rows) + place, run) for place, run in enumerate(runs) if run]
    return rows


def _known(words: m.SearchWords, language: str) -> list[tuple[str, str | None, int]]:
    """Give the words of synonyms, rules and concepts: a slip in one of them is worth mending."""
    synonyms = {fold(typed) for typed in (words.synonyms.fr if language == "fr" else words.synonyms.en)}
    ways = [
        way for rule in (words.crisis.fr if language == "fr" else words.crisis.en) for way in _ways_of(rule)
    ]
    for both in words.concepts.values():
        ways += both.fr if language == "fr" else both.en
    said = [word for way in ways for word in words_of(way)]
    written = {fold(word): word for word in said if word.isascii()}
    # With its accents where somebody wrote them.
    written |= {fold(word): word for word in said if not word.isascii()}
    return [(word, written.get(word), word in synonyms) for word in sorted(synonyms | written.keys())]
