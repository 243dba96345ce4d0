"""What changed for readers between two states of the content: numbers first, then pages, settings, words."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from familyguide.guide import model as m
from familyguide.guide.library import ContentError
from familyguide.guide.model import kind_of
from familyguide.guide.rules.sheet import Sheet
from familyguide.guide.rules.texts import walk
from familyguide.guide.sentences import sentences
from familyguide.guide.texts import item_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from familyguide.guide.library import Library
    from familyguide.guide.loader import Content

# What somebody dials, types or waits for: a slip here costs the most.
NUMBERS = (
    "phone",
    "phone_shown",
    "phone_spoken",
    "phone_intl",
    "sms",
    "text_routes",
    "opening_hours",
    "hours",
)
_SERVICE_FACTS = (
    *NUMBERS,
    *(
        "timezone",
        "hours_rule",
        "cost",
        "anonymous",
        "web",
        "report_url",
        "chat_url",
        "email",
        "app",
        "domain",
    ),
    *(
        "country",
        "region",
        "valid_in",
        "phone_valid_in",
        "languages",
        "kind",
        "also_kinds",
        "needs",
        "show_as",
    ),
    *("adults_only", "for_whom", "may_have_changed", "confidence", "as_of", "status"),
)
_ITEM_FACTS = (
    *("call", "who", "audience", "topics", "ages", "countries", "status", "as_of", "minutes", "category"),
    *("specificity", "shame", "level", "kind", "official_page"),
)
_SETTING_FACTS = ("topic", "ages", "essential", "confidence", "path_fr_basis", "as_of")
_LEADS = (
    "next",
    "links",
    "target",
    "roles",
    "call",
    "who",
    "include",
    "plan",
    "to",
    "duties",
    "item",
    "slot",
)
# Two sentences this alike are one sentence that changed; others came and went.
_ALIKE = 0.35

Made = Literal["changed", "new", "retired", "merged", "gone", "unreadable"]


class Fact(msgspec.Struct, frozen=True):
    """One fact that changed; None where there was, or is, none."""

    field: str
    old: str | None
    new: str | None


class Pair(msgspec.Struct, frozen=True):
    """One sentence that changed; None where it came or went."""

    old: str | None
    new: str | None


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


@dataclass
class Snapshot:
    """One state of the content, from a folder or from a compiled file."""

    items: dict[str, m.AnyItem]
    countries: dict[str, m.Country]
    words: dict[str, Any]
    # Where an id leads now: itself, another one, or None for a retired one.
    now: Callable[[str], str | None]
    # Ids in files that could not be read, and those files.
    broken: frozenset[str] = frozenset()
    unread: list[str] = field(default_factory=list)

    @classmethod
    def of_content(cls, content: Content, today: date) -> Snapshot:
        """Take what a folder holds."""
        redirects = content.redirects

        def now(identifier: str) -> str | None:
            return None if identifier in redirects.retired else redirects.merged.get(identifier, identifier)

        words: dict[str, Any] = {
            "image-rule": content.image_rule,
            "triage": content.triage,
            "practice": content.practice,
            "duties": content.duties,
            "vocabulary": content.vocabulary,
        }
        words |= {f"easy:{of}": easy for of, easy in content.easy.items()}
        words |= {f"tongue:{code}": tongue for code, tongue in content.tongues.items()}
        return cls(
            content.items,
            content.countries,
            {name: value for name, value in words.items() if value is not None},
            now,
            Sheet(content, today).broken,
            sorted({problem.file for problem in content.problems}),
        )

    @classmethod
    def of_library(cls, library: Library) -> Snapshot:
        """Read everything a compiled file holds; raises ContentError."""
        words: dict[str, Any] = {}
        for name in ("image_rule", "triage", "practice", "duties", "vocabulary"):
            try:
                words[name.replace("_", "-")] = getattr(library, name)
            except ContentError:
                # An older file may lack one of them; its items are compared all the same.
                continue
        topics = library.vocabulary.topics
        for of in (
            "help",
            *(row.id for row in library.rows("plan")),
            *(f"topic:{topic}" for topic in topics),
        ):
            if library.has_easy(of):
                words[f"easy:{of}"] = library.easy(of)
        words |= {f"tongue:{code}": tongue for code, tongue in library.tongues.items()}
        countries = {code: library.country(code) for code in library.countries}
        return cls(
            {row.id: library.item(row.id) for row in library.rows()},
            {code: country for code, country in countries.items() if country is not None},
            words,
            library.now_id,
        )


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
    names = _SERVICE_FACTS if isinstance(after, m.Service) else _ITEM_FACTS
    facts = (*_facts(before, after, names), *_leads(before, after))
    texts = _texts(partial(_said, before), partial(_said, after))
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
        facts = _facts(one, other, _SETTING_FACTS)
        texts = _texts(partial(_of_setting, one), partial(_of_setting, other))
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
            Fact(name, _plain(was.get(name)), _plain(now.get(name)))
            for name in _in_order(was, now)
            if was.get(name, ()) != now.get(name, ())
        )
        texts = _texts(_walked(before), _walked(after))
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
        texts = _texts(_walked(old.words[name]), _walked(new.words[name]))
        if texts:
            title = m.Both(name, name)
            yield Difference(id=name, kind="words", title=title, change="changed", texts=texts)


def _walked(value: Any) -> Callable[[str], list[str]]:  # noqa: ANN401 - any part of the content
    return lambda language: [text for _, _, told, text in walk(value, (), "") if told == language]


def _plain(value: object) -> str | None:
    """Write a fact on one line; None for an empty one."""
    if isinstance(value, tuple | list):
        return ", ".join(str(_plain(one)) for one in value) or None
    if isinstance(value, m.Reviewed):
        return f"reviewed by {value.reviewed_by}, {value.on}"
    if isinstance(value, m.Both):
        return f"{value.fr} / {value.en}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None or value == "" else str(value)


def _facts(before: Any, after: Any, names: tuple[str, ...]) -> tuple[Fact, ...]:  # noqa: ANN401 - two items
    found = []
    for name in names:
        was, now = getattr(before, name, None), getattr(after, name, None)
        if was == now:
            continue
        if isinstance(was, m.Both | None) and isinstance(now, m.Both | None):
            for language in m.LANGUAGES:
                one, other = (text[language] if text is not None else None for text in (was, now))
                if one != other:
                    found.append(Fact(f"{name} ({language})", one, other))
            continue
        found.append(Fact(name, _plain(was), _plain(now)))
    return tuple(found)


def _leads(before: m.AnyItem, after: m.AnyItem) -> tuple[Fact, ...]:
    """Tell where a page leads that it did not, and the other way round."""
    was, now = (set(_targets(msgspec.to_builtins(item), "")) for item in (before, after))
    lost, won = ", ".join(sorted(was - now)), ", ".join(sorted(now - was))
    return (Fact("leads to", lost or None, won or None),) if lost or won else ()


def _targets(value: Any, under: str) -> Iterator[str]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        for key, inner in value.items():
            # "next" and "by_country" hold lists under names of their own.
            yield from _targets(inner, under if under == "next" else key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _targets(inner, under)
    elif isinstance(value, str) and under in _LEADS and under not in ("call", "who"):
        yield value


def _texts(
    before: Callable[[str], list[str]], after: Callable[[str], list[str]]
) -> dict[str, tuple[Pair, ...]]:
    found: dict[str, tuple[Pair, ...]] = {}
    for language in m.LANGUAGES:
        pairs = tuple(_pairs(_cut(before(language)), _cut(after(language))))
        if pairs:
            found[language] = pairs
    return found


def _cut(texts: list[str]) -> list[str]:
    return [one for text in texts for one in sentences(text)]


def _pairs(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Give the sentences that changed, in the order of the new page."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for was, now in zip_longest(old[a:b], new[c:d]):
            if was is None or now is None or _alike(was, now) >= _ALIKE:
                yield Pair(was, now)
            else:
                yield Pair(was, None)
                yield Pair(None, now)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def short(pair: Pair, around: int = 3) -> str:
    """Write a changed sentence word by word: [-gone-] {+come+}, with a few words around; the rest is cut."""
    if pair.old is None or pair.new is None:
        return f"[-{pair.old}-]" if pair.new is None else f"{{+{pair.new}+}}"
    old, new = pair.old.split(" "), pair.new.split(" ")
    pieces: list[str] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(steps):
        if tag != "equal":
            if a != b:
                pieces.append(f"[-{' '.join(old[a:b])}-]")
            if c != d:
                pieces.append(f"{{+{' '.join(new[c:d])}+}}")
            continue
        kept = new[c:d]
        first, last = number == 0, number == len(steps) - 1
        lead, tail = (0 if first else around), (0 if last else around)
        if len(kept) > lead + tail + 1:
            kept = [*kept[:lead], "…", *kept[len(kept) - tail :]]
        pieces.append(" ".join(kept))
    return " ".join(pieces)
