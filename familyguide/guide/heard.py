"""What a question says: rules of words in order, and concepts heard together, in any order.

Words written by SMS or by ear are read as the words meant, in the rules as in the question. What is listened
for is stemmed when content is compiled (`guide/listening.py`); only what begins like the question is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from familyguide.guide import model as m
from familyguide.guide.search import stems, words_of

Run = tuple[frozenset[str], ...]
# Asks the compiled file, and gives all rows.
Ask = Callable[[str, tuple[str | int, ...]], list[Any]]
# How runs are written: "a|b" is either stem, "$man" any of a group; "@name" is a concept.
OR, GROUP, CONCEPT = "|", "$", "@"
# Before the name of a kin of words, where questions are compared.
KIN = "="
# Rules of these come before all others: they cannot wait.
_FIRST = frozenset({"crisis", "medical"})
# Runs kept as they are compared; what people ask is about a few hundred of them.
_MOST_RUNS = 2048


class Crisis(Struct, frozen=True):
    """What a query in distress puts first: people by role or need, then plans."""

    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    # Pages asked for by name.
    asked: tuple[str, ...] = ()

    @property
    def in_order(self) -> tuple[str, ...]:
        """The plans as they stand: what was asked for by name first, unless somebody may be in danger."""
        if self.needs or self.roles[:1] not in ((), ("report",)):
            return tuple(dict.fromkeys((*self.plans, *self.asked)))
        return tuple(dict.fromkeys((*self.asked, *self.plans)))

    @property
    def is_urgent(self) -> bool:
        """Whether people come before pages."""
        return bool(self.roles or self.needs)


class Answer(Struct, frozen=True, array_like=True):
    """What a rule puts first, and the runs that make the question harmless."""

    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Listening(Struct, frozen=True):
    """What is read at the first search; the phrases stay in tables of the compiled file."""

    # Answers and groups by language; a phrase names its answer by place.
    rules: dict[str, tuple[Answer, ...]]
    together: tuple[m.Together, ...]
    groups: dict[str, dict[str, str]]
    spelling: dict[str, dict[str, str]]
    # The names of the kin of each stem, by language.
    kin: dict[str, dict[str, tuple[str, ...]]]


class Ear:
    """Hears what a question says, in both languages."""

    def __init__(self, ask: Ask, listening: Listening) -> None:
        self._ask = ask
        self.listening = listening
        self._groups = {
            language: {GROUP + name: frozenset(stems.split(OR)) for name, stems in groups.items()}
            for language, groups in listening.groups.items()
        }
        self._runs: dict[tuple[str, str], Run] = {}

    def crisis_of(self, query: str, language: str) -> Crisis:
        """Tell which roles, needs and plans must come first; both languages are listened to."""
        crisis = Crisis()
        for spoken in (language, "en" if language == "fr" else "fr"):
            asked = _stem_run(query, spoken)
            said = self._heard(asked, spoken, f"says < '{CONCEPT}'")
            for number in sorted(map(int, said)):
                rule = self.listening.rules[spoken][number]
                if spoken != language and crisis.plans and not (rule.roles or rule.needs):
                    # Words of two languages are alike by chance ("tell", "télé"): what was asked is known.
                    continue
                if not any(_holds(asked, self._run(run, spoken)) for run in rule.unless):
                    crisis = _added(crisis, Crisis(rule.roles, rule.needs, rule.plans))
        return crisis

    def concepts(self, text: str, language: str) -> set[str]:
        """Give the names of the concepts that a question says in one language."""
        said = self._heard(_stem_run(text, language), language, f"says >= '{CONCEPT}'")
        return {name.removeprefix(CONCEPT) for name in said}

    def widened(self, said: Iterable[str], language: str) -> set[str]:
        """Give the `=names` of the kin of some stems."""
        kin = self.listening.kin[language]
        return {KIN + name for stem in said for name in kin.get(stem, ())}

    def together(self, text: str, language: str) -> tuple[Crisis, str | None]:
        """Tell what must come first for the concepts of a question in either language, and a note."""
        crisis, note = Crisis(), None
        if not self.listening.together:
            return crisis, note
        for spoken in (language, "en" if language == "fr" else "fr"):
            said = self.concepts(text, spoken)
            for rule in self.listening.together:
                if said.issuperset(rule.all) and said.isdisjoint(rule.unless):
                    pages = ((), rule.plans) if rule.leads else (rule.plans, ())
                    crisis = joined(crisis, Crisis(rule.roles, rule.needs, *pages))
                    note = note or rule.note
        return crisis, note

    def _heard(self, asked: Run, language: str, only: str) -> set[str]:
        """Give what a question says: numbers of rules, or `@names` of concepts; digits stand before "@"."""
        said = {stem for word in asked for stem in word}
        begins = [
            *said,
            *(name for name, group in self._groups[language].items() if not said.isdisjoint(group)),
        ]
        found: set[str] = set()
        # The least number of values that any SQLite takes.
        for start in range(0, len(begins), 900):
            some = begins[start : start + 900]
            marks = ",".join("?" * len(some))
            rows = self._ask(
                f"SELECT says, run FROM heard_{language} WHERE begins IN ({marks}) AND {only}",  # noqa: S608 - fixed names
                tuple(some),
            )
            for says, run in rows:
                if says not in found and _holds(asked, self._run(run, language)):
                    found.add(says)
        return found

    def _run(self, written: str, language: str) -> Run:
        run = self._runs.get((language, written))
        if run is None:
            groups = self._groups[language]
            run = tuple(
                groups.get(word, frozenset()) if word.startswith(GROUP) else frozenset(word.split(OR))
                for word in written.split(" ")
            )
            if len(self._runs) >= _MOST_RUNS:
                self._runs.clear()
            self._runs[language, written] = run
        return run


def _stem_run(text: str, language: str) -> Run:
    # Both stems: people write "agressee" where a rule says "agressée".
    return tuple(frozenset(stems(word, language)) for word in words_of(text))


def _added(one: Crisis, other: Crisis) -> Crisis:
    return Crisis(
        tuple(dict.fromkeys((*one.roles, *other.roles))),
        tuple(dict.fromkeys((*one.needs, *other.needs))),
        tuple(dict.fromkeys((*one.plans, *other.plans))),
        tuple(dict.fromkeys((*one.asked, *other.asked))),
    )


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


def joined(one: Crisis, other: Crisis) -> Crisis:
    """Put what two rules say into one; a life in danger stands first, else the first named."""
    if other.roles[:1] and other.roles[0] in _FIRST and not (one.roles[:1] and one.roles[0] in _FIRST):
        one, other = other, one
    elif other.roles and not one.roles:
        # Who may be in danger comes before pages to read.
        one, other = other, one
    return _added(one, other)
