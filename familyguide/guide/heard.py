"""What a question says: rules of words in order, and concepts heard together, in any order.

Words written by SMS or by ear are read as the words meant, in the rules as in the question.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from familyguide.guide.search import stems, words_of
from familyguide.guide.spelled import spelled

if TYPE_CHECKING:
    from familyguide.guide import model as m

Run = tuple[frozenset[str], ...]
# Rules of these come before all others: they cannot wait.
_FIRST = frozenset({"crisis", "medical"})


class Crisis(Struct, frozen=True):
    """What a query in distress puts first: people by role or need, then plans."""

    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Whether people come before pages."""
        return bool(self.roles or self.needs)


class _Rules:
    """The crisis rules of one language, found by the words they begin with."""

    def __init__(self, words: m.SearchWords, language: str) -> None:
        groups = words.groups.fr if language == "fr" else words.groups.en
        table = words.spelling.fr if language == "fr" else words.spelling.en
        self.words = words
        self.listed: list[tuple[m.CrisisRule, list[Run], list[Run]]] = []
        # Which phrase of which rule begins with a word.
        self.beginning: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for number, rule in enumerate(words.crisis.fr if language == "fr" else words.crisis.en):
            phrases = (rule.words,) if isinstance(rule.words, str) else rule.words
            said = [_rule_run(spelled(phrase, table, language), language, groups) for phrase in phrases]
            unless = [_rule_run(spelled(phrase, table, language), language, groups) for phrase in rule.unless]
            self.listed.append((rule, said, unless))
            for place, run in enumerate(said):
                for stem in run[0] if run else ():
                    self.beginning[stem].add((number, place))

    def heard(self, asked: Run) -> list[m.CrisisRule]:
        """Give the rules that a query fits, in their order."""
        begun = {phrase for word in asked for stem in word for phrase in self.beginning.get(stem, ())}
        fitting = {number for number, place in begun if _holds(asked, self.listed[number][1][place])}
        return [
            rule
            for rule, _, unless in (self.listed[number] for number in sorted(fitting))
            if not any(_holds(asked, run) for run in unless)
        ]


# The rules in use, by language: made once for the content that is open.
_rules: dict[str, _Rules] = {}


def _rules_of(words: m.SearchWords, language: str) -> _Rules:
    made = _rules.get(language)
    if made is None or made.words is not words:
        made = _rules[language] = _Rules(words, language)
    return made


def crisis_of(query: str, language: str, words: m.SearchWords) -> Crisis:
    """Tell which roles, needs and plans must come first for this query; both languages are listened to."""
    roles: list[str] = []
    needs: list[str] = []
    plans: list[str] = []
    for spoken in (language, "en" if language == "fr" else "fr"):
        for rule in _rules_of(words, spoken).heard(_stem_run(query, spoken)):
            roles.extend(role for role in rule.roles if role not in roles)
            needs.extend(need for need in rule.needs if need not in needs)
            usual = words.plans.get(rule.roles[0]) if rule.roles else None
            found = rule.plans or ((usual,) if usual else ())
            plans.extend(plan for plan in found if plan not in plans)
    return Crisis(tuple(roles), tuple(needs), tuple(plans))


def _rule_run(phrase: str, language: str, groups: dict[str, tuple[str, ...]]) -> Run:
    if "$" not in phrase:
        return _stem_run(phrase, language)
    run: list[frozenset[str]] = []
    for word in phrase.split():
        if word.startswith("$"):
            run.append(_any_of(groups.get(word[1:], ()), language))
        else:
            run.extend(_stem_run(word, language))
    return tuple(run)


@lru_cache(maxsize=512)
def _any_of(group: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset(stem for word in group for stem in stems(word, language))


@lru_cache(maxsize=32768)
def _stem_run(text: str, language: str) -> Run:
    # Both stems: people write "agressee" where a rule says "agressée".
    return tuple(frozenset(stems(word, language)) for word in words_of(text))


def _holds(asked: Run, rule: Run) -> bool:
    """Tell whether the words of a rule stand in the query in order, at most two words apart."""
    for start, word in enumerate(asked):
        if not rule or rule[0].isdisjoint(word):
            continue
        at, found = start, 1
        while found < len(rule):
            near = (
                step for step, next_word in enumerate(asked[at + 1 : at + 4], 1) if rule[found] & next_word
            )
            step = next(near, 0)
            if not step:
                break
            at, found = at + step, found + 1
        if found == len(rule):
            return True
    return False


class _Concepts:
    """The concepts of one language, found by the words their ways begin with."""

    def __init__(self, words: m.SearchWords, language: str) -> None:
        self.words = words
        groups = words.groups.fr if language == "fr" else words.groups.en
        table = words.spelling.fr if language == "fr" else words.spelling.en
        self._beginning: dict[str, list[tuple[str, Run]]] = defaultdict(list)
        for name, ways in words.concepts.items():
            for way in ways.fr if language == "fr" else ways.en:
                run = _rule_run(spelled(way, table, language), language, groups)
                for stem in run[0] if run else ():
                    self._beginning[stem].append((name, run))

    def heard(self, asked: Run) -> set[str]:
        """Give the names of the concepts that a question says."""
        found: set[str] = set()
        for stem in {stem for word in asked for stem in word}:
            for name, run in self._beginning.get(stem, ()):
                if name not in found and _holds(asked, run):
                    found.add(name)
        return found


_concepts: dict[str, _Concepts] = {}


def _concepts_of(words: m.SearchWords, language: str) -> _Concepts:
    made = _concepts.get(language)
    if made is None or made.words is not words:
        made = _concepts[language] = _Concepts(words, language)
    return made


def concepts(text: str, language: str, words: m.SearchWords) -> set[str]:
    """Give the names of the concepts that a question says in one language."""
    return _concepts_of(words, language).heard(_stem_run(text, language))


def together(text: str, language: str, words: m.SearchWords) -> tuple[Crisis, str | None]:
    """Tell what must come first for the concepts of a question in either language, and a note."""
    crisis, note = Crisis(), None
    if not words.together:
        return crisis, note
    for spoken in (language, "en" if language == "fr" else "fr"):
        said = _concepts_of(words, spoken).heard(_stem_run(text, spoken))
        for rule in words.together:
            if said.issuperset(rule.all) and said.isdisjoint(rule.unless):
                crisis = joined(crisis, Crisis(rule.roles, rule.needs, rule.plans))
                note = note or rule.note
    return crisis, note


def joined(one: Crisis, other: Crisis) -> Crisis:
    """Put what two rules say into one; a life in danger stands first, else the first named."""
    if other.roles[:1] and other.roles[0] in _FIRST and not (one.roles[:1] and one.roles[0] in _FIRST):
        one, other = other, one
    elif other.roles and not one.roles:
        # Who may be in danger comes before pages to read.
        one, other = other, one
    return Crisis(
        tuple(dict.fromkeys((*one.roles, *other.roles))),
        tuple(dict.fromkeys((*one.needs, *other.needs))),
        tuple(dict.fromkeys((*one.plans, *other.plans))),
    )
