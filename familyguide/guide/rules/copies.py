"""Rules against near-copies: each conversation is written for its topic and its age."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import msgspec
import yaml

from familyguide.guide import model as m
from familyguide.guide.rules.sheet import text_problem
from familyguide.guide.rules.words import FREE_ROLES, plain
from familyguide.guide.sentences import sentences, words_of
from familyguide.guide.yamlfile import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from familyguide.guide.rules.sheet import Sheet
    from familyguide.guide.rules.texts import Text

SHARED = 0.08
RUN = 5
Sequence = tuple[str, ...]


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line said word for word on many pages."""

    use: str
    fr: str
    en: str


def read_phrases(root: Path) -> tuple[Phrase, ...]:
    """Read the phrase bank; raises OSError, yaml.YAMLError or msgspec.ValidationError."""
    return _phrases_of((root / "checks" / "phrase-bank.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _phrases_of(text: str) -> tuple[Phrase, ...]:
    return msgspec.convert(parse_yaml(text).data, tuple[Phrase, ...])


def _bank(sheet: Sheet) -> tuple[Phrase, ...]:
    try:
        return read_phrases(sheet.content.root)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError):
        return ()


def phrase_bank_is_there(sheet: Sheet) -> Iterator[m.Problem]:
    """The phrase bank can be read."""
    try:
        read_phrases(sheet.content.root)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        message = (
            f"The phrase bank cannot be read ({str(error).splitlines()[-1]}). Each entry has use, fr, en."
        )
        yield m.Problem("checks/phrase-bank.yaml", 1, "phrase-bank", message)


def _key(sentence: str) -> str:
    return " ".join(words_of(plain(sentence)))


def known_sentences(sheet: Sheet, language: str) -> frozenset[str]:
    """Give the sentences that may stand on many pages, in comparable form."""
    texts = [phrase.fr if language == "fr" else phrase.en for phrase in _bank(sheet)]
    if sheet.content.image_rule is not None:
        texts.append(sheet.content.image_rule.text[language])
    return frozenset(_key(one) for text in texts for one in sentences(text))


def runs_of(texts: Iterable[str], known: frozenset[str]) -> tuple[Counter[Sequence], int]:
    """Count the five-word sequences of some texts, known sentences aside; gives them and their number."""
    runs: Counter[Sequence] = Counter()
    for text in texts:
        for one in sentences(text):
            key = _key(one)
            if key in known:
                continue
            words = key.split(" ")
            runs.update(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return runs, sum(runs.values())


def conversations_are_no_copies(sheet: Sheet) -> Iterator[m.Problem]:
    """Two conversations share few five-word sequences, outside the phrase bank and the image rule."""
    for language in m.LANGUAGES:
        known = known_sentences(sheet, language)
        pages: dict[str, list[Text]] = defaultdict(list)
        for text in sheet.texts:
            if (
                text.kind == "conversation"
                and text.language == language
                and text.role not in FREE_ROLES - {"avoid"}
            ):
                pages[text.item].append(text)
        runs = {
            identifier: runs_of([text.text for text in texts], known) for identifier, texts in pages.items()
        }
        for left, right in combinations(sorted(pages), 2):
            shortest = min(runs[left][1], runs[right][1])
            common = runs[left][0].keys() & runs[right][0].keys()
            if not shortest or len(common) <= SHARED * shortest:
                continue
            shared = sum(min(runs[left][0][run], runs[right][0][run]) for run in common)
            if shared > SHARED * shortest:
                example = " ".join(max(common, key=lambda run: sum(map(len, run))))
                message = (
                    f"It shares {shared / shortest:.0%} of its five-word sequences with {left!r} "
                    f"(at most {SHARED:.0%}), such as “{example}”: write it in other words."
                )
                yield m.Problem(pages[right][0].file, 1, "near-copy", message)


def neighbouring_ages_differ(sheet: Sheet) -> Iterator[m.Problem]:
    """Two neighbouring ages of a topic share no sentence to say, apart from the phrase bank."""
    said = _said(sheet)
    for first, second in _neighbours(sheet):
        for language in m.LANGUAGES:
            before = said[first, language]
            for key, text in said[second, language].items():
                if key in before:
                    message = f"“{key}” is also said in {first!r}: find other words for this age."
                    yield text_problem(text, key, "same-words", message)


def _said(sheet: Sheet) -> dict[tuple[str, str], dict[str, Text]]:
    """Give what each conversation says, sentence by sentence, phrase bank aside."""
    said: dict[tuple[str, str], dict[str, Text]] = defaultdict(dict)
    known: dict[str, frozenset[str]] = {
        language: known_sentences(sheet, language) for language in m.LANGUAGES
    }
    for text in sheet.texts:
        if text.kind == "conversation" and text.role == "say":
            for one in sentences(text.text):
                key = _key(one)
                if key and key not in known[text.language]:
                    said[text.item, text.language].setdefault(key, text)
    return said


def _neighbours(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Give the conversations on one topic at two ages that follow each other."""
    for item in sheet.content.of_kind(m.Conversation):
        for topic in item.topics:
            for young, old in pairwise(m.AGES):
                before = f"{topic}-{young}"
                if item.id == f"{topic}-{old}" and before in sheet.content.items:
                    yield before, item.id


RULES = (phrase_bank_is_there, conversations_are_no_copies, neighbouring_ages_differ)
