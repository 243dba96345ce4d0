"""How like all questions of a page a question is: beside the one line nearest to it (`guide/asking.py`).

A line is compared word by word, and says nothing of other words for the same. Here all lines of a page make
one list of weighted features: stems, concepts and kin of words (content/search.yaml). It is learned when
content is compiled: a weight is the root of how many lines have a feature, times how few pages have it.
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from familyguide.guide.asking import stems_of
from familyguide.guide.heard import CONCEPT
from familyguide.guide.model import LANGUAGES
from familyguide.guide.search import stems, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.guide.heard import Ask, Ear

SCHEMA = "".join(
    f"""
CREATE TABLE alike_{language} (feature TEXT PRIMARY KEY, says REAL NOT NULL,
  pages BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE alike_page_{language} (number INTEGER PRIMARY KEY, page TEXT NOT NULL);
"""
    for language in LANGUAGES
)
# The pages of a feature stand in one field, pairs of a number and a weight in ten-thousandths: a row for each
# would take three times the room, and most of the time of a question.
_PAIR = struct.Struct("<HH")
_WHOLE = 10_000
# Less than this changes no order.
_SMALLEST = 0.02
# One word alone is a word to look up: the index knows it best.
_LEAST_WORDS, _MOST_WORDS = 2, 48
# Almost every page is a little like a question.
_MOST_PAGES = 40


def features(text: str, language: str, ear: Ear, concepts: Iterable[str]) -> list[str]:
    """Give what is compared of a question, in a fixed order; `text` is spelled, and without an age."""
    said = {stem for word in words_of(text) for stem in stems(word, language)[1:]}
    named = {CONCEPT + name for name in concepts}
    return sorted({*stems_of(text, language), *ear.widened(said, language), *named})


def write(database: sqlite3.Connection, language: str, lines: Iterable[tuple[str, list[str]]]) -> None:
    """Learn from (page, features of a line), and write it in place of what was."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page, found in lines:
        counts[page].update(set(found))
    pages = Counter(feature for count in counts.values() for feature in count)
    says = {feature: math.log(1 + len(counts) / held) for feature, held in pages.items()}
    pairs: dict[str, list[bytes]] = {feature: [] for feature in says}
    names = sorted(counts)
    for number, page in enumerate(names):
        count = counts[page]
        weights = {feature: math.sqrt(number) * says[feature] for feature, number in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        for feature, weight in weights.items():
            if weight / length >= _SMALLEST:
                pairs[feature].append(_PAIR.pack(number, round(weight / length * _WHOLE)))
    database.execute(f"DELETE FROM alike_{language}")  # noqa: S608 - fixed names
    database.executemany(
        f"INSERT INTO alike_{language} VALUES (?, ?, ?)",  # noqa: S608 - fixed names
        [(feature, round(says[feature], 4), b"".join(pairs[feature])) for feature in sorted(pairs)],
    )
    database.execute(f"DELETE FROM alike_page_{language}")  # noqa: S608 - fixed names
    database.executemany(f"INSERT INTO alike_page_{language} VALUES (?, ?)", enumerate(names))  # noqa: S608 - fixed names


def near(ask: Ask, text: str, language: str, ear: Ear) -> dict[str, float]:
    """Give the pages, and `topic:` ids, whose questions this one is most like, with how much; 1 at most.

    Raises sqlite3.Error where the file is damaged.
    """
    # A question is short; of a whole letter only the beginning is compared, as the index is asked.
    text = " ".join(words_of(text)[:_MOST_WORDS])
    if len(stems_of(text, language)) < _LEAST_WORDS:
        return {}
    found = features(text, language, ear, ear.concepts(text, language))
    marks = ",".join("?" * len(found))
    rows = ask(
        f"SELECT says, pages FROM alike_{language} WHERE feature IN ({marks}) ORDER BY feature",  # noqa: S608 - fixed names
        tuple(found),
    )
    length = math.sqrt(sum(says * says for says, _ in rows))
    alike: dict[int, float] = defaultdict(float)
    for says, pages in rows:
        counts = says / (length * _WHOLE)
        if len(pages) % _PAIR.size:
            raise sqlite3.DatabaseError(language)
        for number, weight in _PAIR.iter_unpack(pages):
            alike[number] += counts * weight
    # Pages are numbered by name: among those as near, the order is theirs.
    best = sorted(alike, key=lambda number: (-alike[number], number))[:_MOST_PAGES]
    marks = ",".join("?" * len(best))
    names = dict(
        ask(f"SELECT number, page FROM alike_page_{language} WHERE number IN ({marks})", tuple(best))  # noqa: S608 - fixed names
    )
    return {names[number]: alike[number] for number in best if number in names}
