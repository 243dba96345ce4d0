"""Answers a question: pages in everyday words, and the help that it puts first."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from familyguide.guide import asker, asking, heard, likeness, numbers, search, tongued, worry
from familyguide.guide import model as m
from familyguide.guide.asking import TOPIC
from familyguide.guide.heard import Crisis, Ear, Listening
from familyguide.guide.library import row_is_valid
from familyguide.guide.spelled import spelled
from familyguide.guide.texts import item_texts

if TYPE_CHECKING:
    from familyguide.guide.library import Library
    from familyguide.guide.rows import Row
    from familyguide.guide.search import Hit

# What explains stands after what helps to act when someone may be in danger.
_EXPLAINS = frozenset({"term", "service"})
# What explains a word stands behind what helps to act, unless the word itself was asked for.
_TERM_COUNTS = 0.7
_TALK_AT_AGE = 1.0
# A question this near to one of a plan, and nearly the nearest of all, is a question for that plan.
_SAME_QUESTION, _NEARLY = 0.55, 0.85
# A sign stands for less than a plan: only nearly its own question calls the people it names.
_SAME_SIGN = 0.7
# How much being like all questions of a page counts beside its nearest lines.
_ALIKE = 1.5
_OWN_RULES = ("suicide-risk", "immediate-danger", "complaint")
# How many pages stand before the other ages of a conversation.
_DIFFERENT = 4
# Who answers for a child, whatever the worry is.
_ANYBODY = ("child", "emergency")
_OWN_THOUGHTS = ("own-thoughts",)
_NOT_SHOWN = ("not-for-this", "article-only")


class Finder:
    """Searches one library; what it needs of the file is read at the first question."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(
        self, text: str, language: str, country: str | None = None, limit: int = 40, age: str | None = None
    ) -> search.Found:
        """Find pages valid in a country, best first, and the help a crisis query puts first.

        In a crisis the plans it calls for stand first; pages for other ages stand last.
        """
        called = self._called(asker.without_age(text), country)
        if numbers.is_number(text):
            # A number and nothing else: whose it is, or that we do not know it.
            known = tuple(row.id for row in called)
            return search.Found(tuple(map(_hit, called)), unknown_number=not called, called=known)
        tongues, naming = tongued.named(text, self._library.tongues, language)
        if tongues and naming:
            return search.Found(self.pages(naming, language, country), tongues=tongues, only_tongues=True)
        ear, raw = self._ear, text
        table = ear.listening.spelling[language]
        typed = spelled(text, table, language)
        said = asker.age_said(typed)
        # How old the child is puts words between others; who writes "I am 13" is a child.
        age, text = said or age, asker.without_age(typed)
        crisis = ear.crisis_of(text, language)
        if said is not None and not crisis.plans:
            crisis = ear.crisis_of(typed, language)
        together, note = ear.together(typed, language)
        crisis = heard.joined(together, crisis)
        if crisis.roles[:1] in ((), ("report",)) and not crisis.needs and asker.prepares(typed):
            # A lesson on blackmail is no blackmail.
            crisis = Crisis()
        with self._library.reading() as database:
            ids, corrected = search.query(database, text, language, limit)
            # A typing slip must not keep anyone from the people to call.
            meant = None if crisis.is_urgent else search.meant(database, text, language)
            near = asking.near(database, text, language)
            if (other := meant or corrected) is not None:
                for identifier, value in asking.near(database, other, language).items():
                    near[identifier] = max(value, near.get(identifier, 0.0))
        mended = None if meant is None else self._mended(raw, text, meant, language)
        if meant is not None:
            # What was meant may itself be a way to write another word.
            meant = spelled(meant, table, language)
            more = heard.joined(ear.together(meant, language)[0], ear.crisis_of(meant, language))
            crisis = heard.joined(more, crisis) if more.is_urgent else heard.joined(crisis, more)
        # One word alone ("webcam") says what about, not what happened; a note answers already.
        if not (crisis.is_urgent or note or asker.prepares(typed)) and " " in asking.said_in(text, language):
            weight = self._weight(meant or typed, language)
            if weight > worry.CALM:
                crisis = self._help_of_plan(near, crisis)
            if weight > worry.WORRIED and not crisis.is_urgent:
                crisis = self._help_of_worry(near, crisis)
        plans = (*(row.id for row in called), *crisis.in_order)
        crisis = Crisis(crisis.roles, crisis.needs, tuple(dict.fromkeys(plans)))
        with self._library.reading():
            alike = likeness.near(self._library.ask, meant or text, language, ear)
        for identifier, value in alike.items():
            near[identifier] = near.get(identifier, 0.0) + _ALIKE * value
        near = self._of_topics(near, said if asker.wants_words(typed) else None)
        ids = asking.together(ids, near)[:limit]
        rows = self._shown(ids, crisis, country, age)
        return search.Found(
            hits=tuple(map(_hit, rows)),
            roles=crisis.roles,
            needs=crisis.needs,
            corrected=corrected,
            meant=mended,
            note=note,
            called=tuple(row.id for row in called),
            tongues=tongues,
        )

    def pages(self, words: str, language: str, country: str | None, limit: int = 40) -> tuple[Hit, ...]:
        """Find the pages that hold some words, best first, and nothing that a question would add."""
        with self._library.reading() as database:
            ids, _ = search.query(database, words, language, limit)
        rows = [row for identifier in ids if (row := self._library.row(identifier)) is not None]
        shown = [row for row in rows if row.group not in _NOT_SHOWN and row.needs != _OWN_THOUGHTS]
        return tuple(_hit(row) for row in shown if row_is_valid(row, country))

    def _shown(self, ids: list[str], crisis: Crisis, country: str | None, age: str | None) -> list[Row]:
        """Give what may be shown of the pages found, in the order in which it is."""
        rows = []
        for identifier in dict.fromkeys((*crisis.plans, *ids)):
            row = self._library.row(identifier)
            shown = row is not None and row.group not in _NOT_SHOWN
            if row is not None and row.needs == _OWN_THOUGHTS and "own-thoughts" not in crisis.needs:
                # Offered to who asks for it, never beside somebody else's question.
                continue
            if row is not None and shown and row_is_valid(row, country):
                rows.append(row)
        rows.sort(key=lambda row: _rank(row, crisis, age))
        return _one_of_a_topic_first(rows)

    def _called(self, text: str, country: str | None) -> list[Row]:
        """Give the services of a country whose number stands in a text."""
        rows = [self._library.row(found) for found in numbers.services_of(text, self._numbers)]
        return [
            row for row in rows if row is not None and row.group == "service" and row_is_valid(row, country)
        ]

    def _mended(self, raw: str, text: str, meant: str, language: str) -> str | None:
        """Write a question with its slips mended, the rest as typed; None when nothing can be shown."""
        mended = raw
        for typed, word in zip(search.words_of(text), meant.split(), strict=False):
            if search.fold(typed) != word:
                new = self._written(word, language)
                mended = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", new.replace("\\", ""), mended)
        return mended if mended != raw else None

    def _written(self, folded: str, language: str) -> str:
        """Give a word of the rules or of the pages with its accents: the index keeps it without."""
        with self._library.reading() as database:
            if (said := search.written(database, folded, language)) is not None:
                return said
            pages = search.holding(database, folded, language)
        for identifier in pages:
            for text in item_texts(self._library.item(identifier), language):
                for word in search.words_of(text):
                    if search.fold(word) == folded:
                        return word.lower() if word[1:].islower() else word
        return folded

    def _of_topics(self, near: dict[str, float], talk_at: str | None) -> dict[str, float]:
        """Give the pages asked for: the questions of a topic lead to each of its conversations.

        Who asks how to talk with a child of an age is shown the conversations of that age.
        """
        pages = {
            identifier: value * (_TERM_COUNTS if self._is_term(identifier) else 1)
            for identifier, value in near.items()
            if not identifier.startswith(TOPIC)
        }
        for topic, talks in self._talks.items():
            asked = near.get(TOPIC + topic, 0.0)
            if not asked and talk_at is None:
                continue
            for identifier, ages in talks:
                value = asked + (_TALK_AT_AGE if talk_at in ages else 0)
                if value:
                    pages[identifier] = max(value, pages.get(identifier, 0.0))
        return pages

    def _weight(self, text: str, language: str) -> float:
        """Weigh how much a question is a worry."""
        with self._library.reading() as database:
            return worry.weigh(database, text, language, self._ear)

    def _help_of_worry(self, near: dict[str, float], crisis: Crisis) -> Crisis:
        """Put people first for a worry: those of the plan named or nearest, else who answers for a child."""
        nearest = sorted(near, key=lambda identifier: -near[identifier])
        for identifier in (*crisis.plans, *nearest):
            row = self._library.row(identifier)
            if row is None or row.kind != "plan" or identifier == "complaint":
                continue
            plan = self._library.item(identifier)
            if isinstance(plan, m.Plan):
                plans = tuple(dict.fromkeys((*crisis.plans, identifier)))
                return Crisis(plan.call or _ANYBODY, (), plans, crisis.asked)
        return Crisis(_ANYBODY, (), crisis.plans, crisis.asked)

    def _help_of_plan(self, near: dict[str, float], crisis: Crisis) -> Crisis:
        """Put help first when somebody asks what the questions of a plan ask, in words no rule names.

        Suicide and immediate danger have rules of their own: "my phone died" must call nobody. Who asks
        how to file a complaint asks calmly.
        """
        nearest = max(near.values(), default=0.0)
        for identifier, value in near.items():
            if value < _SAME_QUESTION or value < nearest * _NEARLY:
                continue
            row = self._library.row(identifier)
            if row is None or identifier in _OWN_RULES or not (row.kind == "plan" or row.high):
                continue
            if row.high and value < _SAME_SIGN:
                continue
            item = self._library.item(identifier)
            if isinstance(item, m.Plan | m.Sign):
                call = item.call if isinstance(item, m.Plan) else item.next.roles
                return Crisis(call, (), (identifier, *crisis.plans), crisis.asked)
        return crisis

    def _is_term(self, identifier: str) -> bool:
        row = self._library.row(identifier)
        return row is not None and row.kind == "term"

    @cached_property
    def _talks(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Every conversation of a topic with its ages; nothing in the overlay of a town."""
        try:
            listed = self._library.part("search:talks", tuple[tuple[str, str, tuple[str, ...]], ...])
        except KeyError:
            return {}
        talks: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for identifier, topic, ages in listed:
            talks.setdefault(topic, []).append((identifier, ages))
        return talks

    @cached_property
    def _numbers(self) -> dict[str, tuple[str, ...]]:
        """The services of every telephone number."""
        try:
            return self._library.part("search:numbers", dict[str, tuple[str, ...]])
        except KeyError:
            return {}

    @cached_property
    def _ear(self) -> Ear:
        """What hears a question; made at the first search."""
        return Ear(self._library.ask, self._library.part("search", Listening))


def _hit(row: Row) -> search.Hit:
    return search.Hit(row.id, row.kind, row.title, row.topics, row.ages)


def _rank(row: Row, crisis: Crisis, age: str | None) -> tuple[int, bool]:
    """Sort found pages: plans of the crisis first, then in a crisis what helps to act; other ages last."""
    other_age = age is not None and bool(row.ages) and age not in row.ages
    if row.id in crisis.plans and not (other_age and row.kind == "conversation"):
        return crisis.plans.index(row.id), False
    explains = bool(crisis.roles or crisis.needs) and row.kind in _EXPLAINS
    return len(crisis.plans) + explains, other_age


def _one_of_a_topic_first(rows: list[Row]) -> list[Row]:
    """Show different pages first: the other ages of a conversation come after the first few."""
    pages: dict[str, list[Row]] = {}
    for row in rows:
        topic = row.topics[0] if row.kind == "conversation" and row.topics else row.id
        pages.setdefault(topic, []).append(row)
    different, later = list(pages.values())[:_DIFFERENT], list(pages.values())[_DIFFERENT:]
    other_ages = [row for page in different for row in page[1:]]
    return [*(page[0] for page in different), *other_ages, *(row for page in later for row in page)]
