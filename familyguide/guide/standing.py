"""Where the content stands: what is written and what is missing, by topic, age, kind, month and tier."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

import msgspec

from familyguide.guide import model as m
from familyguide.guide.model import kind_of
from familyguide.guide.texts import word_count

if TYPE_CHECKING:
    from datetime import date

    from familyguide.guide.loader import Content

# Written first, for every age they are meant for.
CORE_TOPICS = ("trusted-adults", "cameras-live", "grooming", "sharing-images", "sextortion", "harm-in-circle")
TIERS = ("Crisis help", "The six core topics", "Everything else")


class Cell(msgspec.Struct, frozen=True):
    """One topic at one age; `id` is the talk that stands there."""

    suited: m.Suited | None
    id: str | None
    reviewed: bool = False

    @property
    def state(self) -> Literal["present", "absent", "asked", "never"]:
        """Say in one word what stands there, or why nothing does."""
        if self.id is not None:
            return "present"
        return "absent" if self.suited is None or self.suited == "talk" else self.suited


class Kind(msgspec.Struct, frozen=True):
    """How much there is of one kind."""

    items: int
    reviewed: int
    words: dict[str, int]


class Month(msgspec.Struct, frozen=True):
    """The items of one month; None is "date not known"."""

    month: str | None
    ids: tuple[str, ...]
    overdue: bool = False


class Tier(msgspec.Struct, frozen=True):
    """One tier: how many items stand, how many a named person has read, and what is missing."""

    name: str
    items: int
    reviewed: int
    missing: tuple[str, ...] = ()


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the status page tells."""

    on: str
    topics: dict[str, dict[str, Cell]]
    kinds: dict[str, Kind]
    # What a session practises: cards and situations, which stand in one file that nobody signs.
    practice: dict[str, Kind]
    # By the month of the facts, the oldest first; without a date first of all.
    as_of: tuple[Month, ...]
    # By the month of the next reading, the overdue first.
    review_by: tuple[Month, ...]
    tiers: tuple[Tier, ...]
    problems: int
    # Plans, topics with a talk, and the page of help: which have an easy version, and which lack one.
    easy: tuple[str, ...] = ()
    without_easy: tuple[str, ...] = ()

    def cells(self, state: str) -> int:
        """Count the cells of one state."""
        return sum(cell.state == state for ages in self.topics.values() for cell in ages.values())


def standing(content: Content, today: date) -> Standing:
    """Look over a content folder."""
    words = content.vocabulary
    talks: dict[tuple[str, str], m.Conversation] = {
        (topic, age): item
        for item in content.of_kind(m.Conversation)
        for topic in item.topics[:1]
        for age in item.ages
    }
    topics: dict[str, dict[str, Cell]] = {}
    for topic in words.topics if words is not None else ():
        suited = words.suited.get(topic, {}) if words is not None else {}
        topics[topic] = {age: _cell(suited.get(age), talks.get((topic, age))) for age in m.AGES}
    items = list(content.items.values())
    kinds = {kind: [item for item in items if kind_of(item) == kind] for kind in m.KINDS}
    now = today.isoformat()[:7]
    return Standing(
        on=today.isoformat(),
        topics=topics,
        kinds={
            kind: Kind(
                len(found),
                sum(map(_is_reviewed, found)),
                {language: sum(word_count(item, language) for item in found) for language in m.LANGUAGES},
            )
            for kind, found in kinds.items()
        },
        practice=_practice(content),
        as_of=tuple(_months({item.id: item.as_of[:7] if item.as_of else None for item in items})),
        review_by=tuple(_months({item.id: item.review_by for item in items}, now)),
        tiers=tuple(_tiers(items, topics)),
        problems=len(content.problems),
        easy=tuple(content.easy),
        without_easy=tuple(one for one in _wanted(content, topics) if one not in content.easy),
    )


def _practice(content: Content) -> dict[str, Kind]:
    practice = content.practice
    cards: tuple[m.Card, ...] = practice.cards if practice is not None else ()
    cases: tuple[m.Case, ...] = practice.cases if practice is not None else ()
    said = {
        "practice card": [
            (card.title, card.scene, card.you, card.other, card.line, *card.tries) for card in cards
        ],
        "situation": [(case.title, case.scene, case.ask, *case.notes) for case in cases],
    }
    return {
        kind: Kind(
            len(each),
            0,
            {
                language: sum(len(text[language].split()) for one in each for text in one)
                for language in m.LANGUAGES
            },
        )
        for kind, each in said.items()
    }


def _wanted(content: Content, topics: dict[str, dict[str, Cell]]) -> list[str]:
    plans = [plan.id for plan in content.of_kind(m.Plan)]
    told = [topic for topic, ages in topics.items() if any(cell.id is not None for cell in ages.values())]
    return ["help", *plans, *(f"topic:{topic}" for topic in told)]


def _cell(suited: m.Suited | None, item: m.Conversation | None) -> Cell:
    return Cell(suited, item.id if item is not None else None, item is not None and _is_reviewed(item))


def _is_reviewed(item: m.Item) -> bool:
    return isinstance(item.status, m.Reviewed)


def _months(of: dict[str, str | None], now: str | None = None) -> list[Month]:
    found: dict[str | None, list[str]] = defaultdict(list)
    for identifier, month in of.items():
        found[month].append(identifier)
    order = sorted(found, key=lambda month: month or "")
    return [Month(month, tuple(found[month]), now is not None and (month or "") < now) for month in order]


def tier_of(item: m.AnyItem) -> int:
    """Give the tier of an item: 0 for crisis help, 1 for the core topics, 2 for everything else."""
    if isinstance(item, m.Service | m.Plan) or item.audience == "young":
        return 0
    return 1 if isinstance(item, m.Conversation) and item.topics[:1] and item.topics[0] in CORE_TOPICS else 2


def _tiers(items: list[m.AnyItem], topics: dict[str, dict[str, Cell]]) -> list[Tier]:
    missing: dict[int, list[str]] = {0: [], 1: [], 2: []}
    if not any(isinstance(item, m.Article) and item.category == "young" for item in items):
        missing[0].append("a page for under-18s")
    for topic, ages in topics.items():
        lacking = [f"{topic}-{age}" for age, cell in ages.items() if cell.state == "absent"]
        missing[1 if topic in CORE_TOPICS else 2] += lacking
    found = []
    for number, name in enumerate(TIERS):
        mine = [item for item in items if tier_of(item) == number]
        found.append(Tier(name, len(mine), sum(map(_is_reviewed, mine)), tuple(missing[number])))
    return found
