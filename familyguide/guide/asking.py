"""Find pages by how people ask for them: a question is compared with questions others would type.

The words of a page say what it holds; its questions (`content/asked/`) say why somebody opens it.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict

from familyguide.guide.model import LANGUAGES
from familyguide.guide.search import SMALL_WORDS, fold, stems, words_of

# asked: every line, in stems, under its page, with what it weighs as a whole. says: how much a stem says;
# under no stem, what one says that no line holds.
SCHEMA = "".join(
    f"""
CREATE VIRTUAL TABLE asked_{language} USING fts5(id UNINDEXED, said, weight UNINDEXED, tokenize="unicode61");
CREATE TABLE says_{language} (stem TEXT PRIMARY KEY, weight REAL NOT NULL) WITHOUT ROWID;
"""
    for language in LANGUAGES
)
_UNHEARD = ""
# Before an id: the questions of a topic lead to all its conversations.
TOPIC = "topic:"
# A reader's question counts a little more than the line it is compared with: what was asked must be answered.
_OF_QUESTION = 0.6
# Further lines of the same page that are near say that the page is meant.
_MORE, _OF_MORE = 3, 0.15
# What each page of the index gives beside its lines: the first counts as much as a line half alike.
_FIRST, _STEP = 1.0, 4
_MOST_LINES = 150


def said_in(text: str, language: str) -> str:
    """Give the words of a line as the index keeps them, without the small ones."""
    return " ".join(stems_of(text, language))


def stems_of(text: str, language: str) -> list[str]:
    """Give the stems of a text once each, without the small words."""
    useful = [word for word in words_of(text) if fold(word) not in SMALL_WORDS[language]]
    return list(dict.fromkeys(stems(word, language)[1] for word in useful or words_of(text)))


def write(database: sqlite3.Connection, language: str, lines: list[tuple[str, str]]) -> None:
    """Write (page, stems of a line) in place of what was, with what each stem says: the rarer, the more."""
    held = Counter(stem for _, said in lines for stem in set(said.split()))
    weights = {stem: _weight(len(lines), count) for stem, count in held.items()}
    database.execute(f"DELETE FROM asked_{language}")  # noqa: S608 - fixed names
    database.executemany(
        f"INSERT INTO asked_{language} VALUES (?, ?, ?)",  # noqa: S608 - fixed names
        [(page, said, sum(weights[stem] for stem in said.split())) for page, said in lines],
    )
    database.execute(f"DELETE FROM says_{language}")  # noqa: S608 - fixed names
    known = sorted({**weights, _UNHEARD: _weight(len(lines), 0)}.items())
    database.executemany(f"INSERT INTO says_{language} VALUES (?, ?)", known)  # noqa: S608 - fixed names


def _weight(lines: int, held: int) -> float:
    return math.log(1 + lines / (held + 0.5)) ** 2


def near(database: sqlite3.Connection, text: str, language: str, most_words: int = 24) -> dict[str, float]:
    """Give ids of pages, and `topic:` ids, with how near their questions are; 1 is the same question.

    Raises sqlite3.Error where the file is damaged.
    """
    asked = stems_of(text, language)[:most_words]
    if not asked:
        return {}
    weights = _weights(database, asked, language)
    lines = database.execute(
        f"SELECT id, said, weight FROM asked_{language} WHERE asked_{language} MATCH ? "  # noqa: S608 - fixed names
        f"ORDER BY bm25(asked_{language}) LIMIT ?",
        (" OR ".join(f'"{word}"' for word in asked), _MOST_LINES),
    )
    whole = sum(weights.values())
    alike: dict[str, list[float]] = defaultdict(list)
    for identifier, said, line in lines:
        words = said.split()
        both = sum(weight for word, weight in weights.items() if word in words)
        if both and line:
            alike[identifier].append(both / (whole**_OF_QUESTION * line ** (1 - _OF_QUESTION)))
    found = {}
    for identifier, values in alike.items():
        values.sort(reverse=True)
        found[identifier] = values[0] + _OF_MORE * sum(values[1 : _MORE + 1])
    return found


def together(pages: list[str], questions: dict[str, float]) -> list[str]:
    """Bring pages whose words were found, best first, and pages whose questions are near into one order."""
    score: dict[str, float] = defaultdict(float)
    for place, identifier in enumerate(pages):
        score[identifier] += _FIRST / (_STEP + place)
    for identifier, value in questions.items():
        score[identifier] += value
    return sorted(score, key=lambda identifier: -score[identifier])


def _weights(database: sqlite3.Connection, asked: list[str], language: str) -> dict[str, float]:
    """Weigh each stem of a question, in their order."""
    marks = ",".join("?" * (len(asked) + 1))
    known: dict[str, float] = dict(
        database.execute(
            f"SELECT stem, weight FROM says_{language} WHERE stem IN ({marks})",  # noqa: S608 - fixed names
            (_UNHEARD, *asked),
        ).fetchall()
    )
    if _UNHEARD not in known:
        raise sqlite3.DatabaseError(_UNHEARD)
    return {stem: known.get(stem, known[_UNHEARD]) for stem in asked}
