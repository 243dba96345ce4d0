"""How like all questions of a page a question is: beside the one line nearest to it (`guide/asking.py`).

A line is compared word by word, and says nothing of other words for the same. Here all lines of a page make
one list of weighted features: stems, concepts and kin of words (content/search.yaml). It is learned when
content is compiled: a weight is the root of how many lines have a feature, times how few pages have it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from familyguide.guide.asking import stems_of
from familyguide.guide.heard import CONCEPT
from familyguide.guide.model import LANGUAGES
from familyguide.guide.search import stems, words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from familyguide.guide.heard import Ask, Ear

SCHEMA = "".join(
    f"""
CREATE TABLE alike_{language} (feature TEXT, page TEXT, weight REAL,
  PRIMARY KEY (feature, page)) WITHOUT ROWID;
"""
    for language in LANGUAGES
)
# In place of a page: how much a feature itself says.
_ITSELF = ""
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
    rows = [(feature, _ITSELF, round(value, 4)) for feature, value in says.items()]
    for page, count in counts.items():
        weights = {feature: math.sqrt(number) * says[feature] for feature, number in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        rows += [
            (feature, page, round(weight / length, 4))
            for feature, weight in weights.items()
            if weight / length >= _SMALLEST
        ]
    database.execute(f"DELETE FROM alike_{language}")  # noqa: S608 - fixed names
    database.executemany(f"INSERT INTO alike_{language} VALUES (?, ?, ?)", sorted(rows))  # noqa: S608 - fixed names


def near(ask: Ask, text: str, language: str, ear: Ear) -> dict[str, float]:
    """Give the pages, and `topic:` ids, whose questions this one is most like, with how much; 1 at most."""
    # A question is short; of a whole letter only the beginning is compared, as the index is asked.
    text = " ".join(words_of(text)[:_MOST_WORDS])
    if len(stems_of(text, language)) < _LEAST_WORDS:
        return {}
    found = features(text, language, ear, ear.concepts(text, language))
    marks = ",".join("?" * len(found))
    rows = ask(
        f"SELECT feature, page, weight FROM alike_{language} WHERE feature IN ({marks})",  # noqa: S608 - fixed names
        tuple(found),
    )
    says = {feature: weight for feature, page, weight in rows if page == _ITSELF}
    length = math.sqrt(sum(value * value for value in says.values()))
    alike: dict[str, float] = defaultdict(float)
    for feature, page, weight in rows:
        if page != _ITSELF:
            alike[page] += says[feature] * weight / length
    best = sorted(alike, key=lambda page: (-alike[page], page))[:_MOST_PAGES]
    return {page: alike[page] for page in best}
