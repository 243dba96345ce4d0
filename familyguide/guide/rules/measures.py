"""How simple the words are: sentence lengths and LIX, measured per page and language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.rules.sheet import text_problem
from familyguide.guide.rules.texts import page_of, texts_of
from familyguide.guide.sentences import sentences, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide.loader import Content
    from familyguide.guide.rules.sheet import Sheet
    from familyguide.guide.rules.texts import Text


@dataclass(frozen=True)
class Limits:
    """The most a page may reach; None: measured only."""

    longest: int | None = None
    mean: float | None = None
    lix: float | None = None


# Fixed after the first 20 pages (13.5, 35, 25), tightened when six conversations and all plans stood.
LIMITS = {
    "conversation": Limits(longest=20, mean=11, lix=30),
    "plan": Limits(longest=20, mean=11, lix=30),
    "young": Limits(longest=12),
    # Read by somebody who is looking for a button.
    "guide": Limits(longest=20, mean=11, lix=32),
    # Read aloud with a child: no sentence longer than one breath.
    "agreement": Limits(longest=16, mean=11, lix=30),
    # Read at a glance while a room waits.
    "agenda": Limits(longest=20, mean=11, lix=32),
}
CHILD = Limits(longest=12, lix=24)
LONG_WORD = 6
# What an adult reads or says, and what a child keeps.
_PARENT = frozenset({"prose", "summary", "do", "dont", "say", "promise"})
_CHILD = frozenset({"key"})
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# A colon or a semicolon is a breath in a line that a child learns by heart.
_BREATH = re.compile(r"[\u00a0 ]?[:;]\s")
_PARTS = re.compile(r"['’-]")


def measures(content: Content) -> dict[str, dict[str, dict[str, float]]]:
    """Measure every conversation, plan and article: id, language, measure."""
    return _measured(texts_of(content))


def _measured(texts: Iterable[Text]) -> dict[str, dict[str, dict[str, float]]]:
    groups: dict[tuple[str, str], list[Text]] = {}
    for text in texts:
        if text.kind in {"conversation", "plan", "article", "sign", "agreement", "agenda"}:
            groups.setdefault((text.item, text.language), []).append(text)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for (item, language), group in groups.items():
        parent = [one for text in group if text.role in _PARENT for one in read_sentences(text.text)]
        child = [one for text in group if text.role in _CHILD for one in breaths(text.text)]
        page = {f"parent_{name}": value for name, value in _numbers(parent).items()}
        page |= {f"child_{name}": value for name, value in _numbers(child).items()}
        found.setdefault(item, {})[language] = page
    return found


def _numbers(cut: list[str]) -> dict[str, float]:
    lengths = [len(words_of(one)) for one in cut]
    words = sum(lengths)
    return {
        "sentences": len(cut),
        "words": words,
        "longest": max(lengths, default=0),
        "mean": round(words / len(cut), 1) if cut else 0.0,
        "lix": lix(cut),
    }


@lru_cache(maxsize=20_000)
def read_sentences(text: str) -> tuple[str, ...]:
    """Cut a text into sentences; the name of a service counts as one word."""
    return tuple(one for one in sentences(_PLACEHOLDER.sub("X", text)) if words_of(one))


def breaths(text: str) -> tuple[str, ...]:
    """Cut a child's line where one breathes."""
    return tuple(part for one in read_sentences(text) for part in _BREATH.split(one) if words_of(part))


def lix(cut: list[str]) -> float:
    """Give words per sentence plus the share of long words, in percent; 0 for no text."""
    words = [word for one in cut for word in words_of(one)]
    if not words:
        return 0.0
    long = sum(any(len(part) > LONG_WORD for part in _PARTS.split(word)) for word in words)
    return round(len(words) / len(cut) + 100 * long / len(words), 1)


def _limits(sheet: Sheet, identifier: str) -> Limits | None:
    item = sheet.content.items[identifier]
    if isinstance(item, m.Article):
        return LIMITS.get(item.category)
    return LIMITS.get(str(item.__struct_config__.tag))


def sentences_are_short(sheet: Sheet) -> Iterator[m.Problem]:
    """No sentence of a conversation, a plan or a young page is long, nor a line a child keeps."""
    for text in sheet.texts:
        limits = _limits(sheet, text.item) if text.item else None
        if limits is None:
            continue
        most = CHILD.longest if text.role in _CHILD else limits.longest
        if most is None or text.role not in _PARENT | _CHILD:
            continue
        for one in breaths(text.text) if text.role in _CHILD else read_sentences(text.text):
            length = len(words_of(one))
            if length > most:
                message = f"{length} words, at most {most}: cut this sentence in two. “{one[:40].strip()}…”"
                yield text_problem(text, one, "long-sentence", message)


def pages_are_simple(sheet: Sheet) -> Iterator[m.Problem]:
    """The mean sentence and the LIX of a page stay under the limits."""
    for identifier, languages in _measured(sheet.texts).items():
        limits = _limits(sheet, identifier)
        if limits is None:
            continue
        item = sheet.content.items[identifier]
        paged = isinstance(item, m.Conversation | m.Article)
        for language, page in languages.items():
            file = page_of(sheet.content, item, language)[0] if paged else sheet.content.places[identifier][0]
            line = 1 if paged else sheet.content.places[identifier][1]
            for code, value, most in (
                ("mean-sentence", page["parent_mean"], limits.mean),
                ("lix", page["parent_lix"], limits.lix),
                ("child-lix", page["child_lix"], CHILD.lix),
            ):
                if most is not None and value > most:
                    message = (
                        f"{code} is {value} in {language}, at most {most}: shorter sentences, everyday words."
                    )
                    yield m.Problem(file, line, code, message)


RULES = (sentences_are_short, pages_are_simple)
