"""Find pages by how people ask for them: a question is compared with questions others would type.

The words of a page say what it holds; its questions (`content/asked/`) say why somebody opens it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from familyguide.guide.search import SMALL_WORDS, fold, stems, words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

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


def near(database: sqlite3.Connection, text: str, language: str, most_words: int = 24) -> dict[str, float]:
    """Give ids of pages, and `topic:` ids, with how near their questions are; 1 is the same question.

    Raises sqlite3.Error where the file is damaged.
    """
    asked = stems_of(text, language)[:most_words]
    if not asked:
        return {}
    weights = _weights(database, asked, language)
    lines = database.execute(
        f"SELECT id, said FROM asked_{language} WHERE asked_{language} MATCH ? "  # noqa: S608 - fixed names
        f"ORDER BY bm25(asked_{language}) LIMIT ?",
        (" OR ".join(f'"{word}"' for word in asked), _MOST_LINES),
    ).fetchall()
    others = {word for _, said in lines for word in said.split()} - set(weights)
    weights |= _weights(database, others, language)
    whole = sum(weights[word] for word in asked)
    alike: dict[str, list[float]] = defaultdict(list)
    for identifier, said in lines:
        words = said.split()
        both = sum(weights[word] for word in asked if word in words)
        line = sum(weights[word] for word in words)
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


def _weights(database: sqlite3.Connection, words: Iterable[str], language: str) -> dict[str, float]:
    """Weigh words: the rarer among the questions, the more it says."""
    wanted = list(words)
    # The last number: counting would read every line.
    last = database.execute(f"SELECT rowid FROM asked_{language} ORDER BY rowid DESC LIMIT 1").fetchone()  # noqa: S608 - fixed names
    total = last[0] if last else 0
    held: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ",".join("?" * len(some))
        held |= dict(
            database.execute(
                f"SELECT term, doc FROM asked_words_{language} WHERE term IN ({marks})",  # noqa: S608 - fixed names
                some,
            )
        )
    return {word: math.log(1 + total / (held.get(word, 0) + 0.5)) ** 2 for word in wanted}
