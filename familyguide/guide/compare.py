"""What changed for readers between two states of the content: numbers first, then pages, settings, words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from familyguide.guide import model as m
from familyguide.guide.changed_facts import (
    ITEM_FACTS,
    NUMBERS,
    SERVICE_FACTS,
    SETTING_FACTS,
    Fact,
    changed_facts,
    changed_leads,
    plain,
)
from familyguide.guide.changed_sentences import Pair, changed_texts
from familyguide.guide.model import kind_of
from familyguide.guide.rules.texts import walk
from familyguide.guide.texts import item_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from familyguide.guide.snapshot import Snapshot

Made = Literal["changed", "new", "retired", "merged", "gone", "unreadable"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in one item, one setting, one country, or one file of words."""

    id: str
    kind: str
    title: m.Both
    change: Made
    into: str | None = None
    facts: tuple[Fact, ...] = ()
    texts: dict[str, tuple[Pair, ...]] = {}

    @property
    def is_number(self) -> bool:
        """Whether somebody would dial, type or wait otherwise than before."""
        whole = self.change != "changed" and self.kind in ("service", "country")
        return whole or any(fact.field.split(" ")[0] in (*NUMBERS, "strip") for fact in self.facts)


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that changed for readers."""

    # Services and countries: numbers and hours first, then their other facts, then their words.
    services: tuple[Difference, ...] = ()
    pages: tuple[Difference, ...] = ()
    settings: tuple[Difference, ...] = ()
    # Files that hold words and no item, such as the image rule.
    words: tuple[Difference, ...] = ()

    def all(self) -> tuple[Difference, ...]:
        """Give every difference, in the order of importance."""
        return (*self.services, *self.pages, *self.settings, *self.words)


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Give what changed for readers from one state to another; the same states give nothing."""
    services: list[Difference] = [*_countries(old, new)]
    pages: list[Difference] = []
    settings: list[Difference] = []
    for identifier in _in_order(old.items, new.items):
        before, after = old.items.get(identifier), new.items.get(identifier)
        found = _item(identifier, before, after, old, new)
        into = services if isinstance(after or before, m.Service) else pages
        into.extend(found)
        if isinstance(before, m.Checklist) and isinstance(after, m.Checklist):
            settings.extend(_settings(before, after))
    services.sort(key=lambda one: (not one.is_number, not one.facts))
    order: dict[str, int] = {"new": 0, "merged": 1, "retired": 2, "gone": 3, "unreadable": 4, "changed": 5}
    shown = old.items | new.items
    pages.sort(key=lambda one: (order[one.change], m.KINDS.index(one.kind), _by_age(shown[one.id])))
    return Comparison(
        services=tuple(services), pages=tuple(pages), settings=tuple(settings), words=tuple(_words(old, new))
    )


def _by_age(item: m.AnyItem) -> tuple[tuple[str, ...], int]:
    """Put the conversations of a topic together, the youngest first; the others keep their order."""
    if not isinstance(item, m.Conversation | m.Agreement):
        return (), 0
    return item.topics[:1], m.AGES.index(item.ages[0]) if item.ages else 0


def _in_order(old: Iterable[str], new: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*new, *old)))


def _item(
    identifier: str, before: m.AnyItem | None, after: m.AnyItem | None, old: Snapshot, new: Snapshot
) -> Iterator[Difference]:
    shown = after or before
    assert shown is not None  # noqa: S101 - the id stands in one of the two
    kind, title = kind_of(shown), shown.title
    if before is None:
        if identifier not in old.broken:
            yield Difference(id=identifier, kind=kind, title=title, change="new")
        return
    if after is None:
        now = new.now(identifier)
        change: Made = "gone"
        if identifier in new.broken:
            change = "unreadable"
        elif now is None:
            change = "retired"
        elif now != identifier:
            change = "merged"
        into = now if change == "merged" else None
        yield Difference(id=identifier, kind=kind, title=title, change=change, into=into)
        return
    names = SERVICE_FACTS if isinstance(after, m.Service) else ITEM_FACTS
    facts = (*changed_facts(before, after, names), *changed_leads(before, after))
    texts = changed_texts(partial(_said, before), partial(_said, after))
    if facts or texts:
        yield Difference(id=identifier, kind=kind, title=title, change="changed", facts=facts, texts=texts)


def _said(item: m.AnyItem, language: str) -> list[str]:
    """Give what a reader of an item reads, apart from its facts and its settings, which are told apart."""
    if isinstance(item, m.Service):
        both = (item.title, item.owner, item.role, *item.takes, *item.not_for, *item.need)
        return [text[language] for text in (*both, item.happens, item.age_note) if text is not None]
    if isinstance(item, m.Checklist):
        return list(item_texts(msgspec.structs.replace(item, settings=()), language))
    return list(item_texts(item, language))


def _settings(before: m.Checklist, after: m.Checklist) -> Iterator[Difference]:
    was = {setting.id: setting for setting in before.settings}
    now = {setting.id: setting for setting in after.settings}
    for identifier in _in_order(was, now):
        one, other = was.get(identifier), now.get(identifier)
        name = f"{after.id}/{identifier}"
        if one is None or other is None:
            shown = other or one
            title = shown.title if shown is not None else after.title
            change: Made = "new" if one is None else "gone"
            yield Difference(id=name, kind="setting", title=title, change=change)
            continue
        facts = changed_facts(one, other, SETTING_FACTS)
        texts = changed_texts(partial(_of_setting, one), partial(_of_setting, other))
        if facts or texts:
            yield Difference(
                id=name, kind="setting", title=other.title, change="changed", facts=facts, texts=texts
            )


def _of_setting(setting: m.Setting, language: str) -> list[str]:
    return [setting.title[language], setting.why[language], " > ".join(setting.path[language])]


def _countries(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    for code in _in_order(old.countries, new.countries):
        before, after = old.countries.get(code), new.countries.get(code)
        shown = after or before
        assert shown is not None  # noqa: S101 - the code stands in one of the two
        if before is None or after is None:
            change: Made = "new" if before is None else "gone"
            yield Difference(id=code, kind="country", title=shown.name, change=change)
            continue
        was = {f"strip {role}": ids for role, ids in msgspec.structs.asdict(before.strip).items()}
        now = {f"strip {role}": ids for role, ids in msgspec.structs.asdict(after.strip).items()}
        was |= {f"role {role}": ids for role, ids in before.roles.items()}
        now |= {f"role {role}": ids for role, ids in after.roles.items()}
        facts = tuple(
            Fact(name, plain(was.get(name)), plain(now.get(name)))
            for name in _in_order(was, now)
            if was.get(name, ()) != now.get(name, ())
        )
        texts = changed_texts(_walked(before), _walked(after))
        if facts or texts:
            yield Difference(
                id=code, kind="country", title=after.name, change="changed", facts=facts, texts=texts
            )


def _words(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    for name in _in_order(old.words, new.words):
        if name not in old.words or name not in new.words:
            if name.startswith("easy:"):
                change: Made = "new" if name in new.words else "gone"
                easy: m.Easy = (new.words if change == "new" else old.words)[name]
                yield Difference(id=name, kind="easy", title=easy.title, change=change)
            continue
        texts = changed_texts(_walked(old.words[name]), _walked(new.words[name]))
        if texts:
            title = m.Both(name, name)
            yield Difference(id=name, kind="words", title=title, change="changed", texts=texts)


def _walked(value: Any) -> Callable[[str], list[str]]:  # noqa: ANN401 - any part of the content
    return lambda language: [text for _, _, told, text in walk(value, (), "") if told == language]
