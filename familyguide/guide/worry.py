"""Tell a worry from a calm question, learned from the questions of content/asked when content is compiled.

Lines of plans, and of signs that weigh most, are worries. Lines of talks, settings and agreements are calm,
and so are the lines under `calm` of content/search.yaml. What is learned is a weight for each word, pair of
words and concept: a sum that anybody can read again in the compiled file.
"""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import TYPE_CHECKING

from familyguide.guide import asker
from familyguide.guide.search import stems, words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from familyguide.guide.heard import Ear

# Above WORRIED a question is a worry; 0 would be as likely as not. Below CALM it is none.
WORRIED, CALM = 0.6, -0.9
_BIAS = ""
_ROUNDS, _PACE = 12, 0.3
_SMALLEST = 0.01
# A page that is opened for a worry as for calm reasons teaches nothing.
_CALM_KINDS = ("checklist", "agreement")


def features(text: str, language: str, concepts: Iterable[str]) -> list[str]:
    """Give what is weighed in a question, in a fixed order; `text` is spelled already."""
    said = [stems(word, language)[1] for word in words_of(asker.without_age(text))]
    found = {*said, *(f"{a}_{b}" for a, b in pairwise(said))}
    found |= {f"{a}~{b}" for a, b in zip(said, said[2:], strict=False)}
    found |= {f"@{name}" for name in concepts}
    return sorted(found)


def learn(lines: Sequence[tuple[list[str], bool]]) -> dict[str, float]:
    """Weigh features by logistic regression; the same lines give the same weights."""
    weights: dict[str, float] = {_BIAS: 0.0}
    chance = random.Random(1)  # noqa: S311 - an order, not a secret
    order = list(lines)
    for turn in range(_ROUNDS):
        chance.shuffle(order)
        pace = _PACE / (1 + turn * _PACE)
        for found, worried in order:
            share = 2 / math.sqrt(len(found) or 1)
            total = weights[_BIAS] + share * sum(weights.get(one, 0.0) for one in found)
            off = (worried - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))) * pace
            weights[_BIAS] += off * 0.1
            for one in found:
                weights[one] = weights.get(one, 0.0) + off * share
    return {one: round(value, 3) for one, value in sorted(weights.items()) if abs(value) >= _SMALLEST}


def is_worry(kind: str, *, high: bool) -> bool | None:
    """Tell whether the questions of a page are worries; None where they are both, or neither."""
    if kind == "plan" or high:
        return True
    return False if kind in _CALM_KINDS else None


def weigh(database: sqlite3.Connection, text: str, language: str, ear: Ear) -> float:
    """Weigh a question: above WORRIED it is a worry. Raises sqlite3.Error where the file is damaged."""
    found = features(text, language, ear.concepts(text, language))
    if not found:
        return -math.inf
    marks = ",".join("?" * (len(found) + 1))
    weights: dict[str, float] = dict(
        database.execute(
            f"SELECT feature, weight FROM worry_{language} WHERE feature IN ({marks})",  # noqa: S608 - fixed names
            [_BIAS, *found],
        )
    )
    if not weights:
        return -math.inf
    bias = weights.pop(_BIAS, 0.0)
    return bias + 2 / math.sqrt(len(found)) * sum(weights.values())
