"""What is wrong with a page as it is told to a screen reader: pure rules over the nodes of a look at it."""

from __future__ import annotations

import ast
import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.services.directory import Directory
from familyguide.services.texts import Texts, _catalogue
from familyguide.services.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from prove._atspi import Node

ROOT = Path(__file__).resolve().parent.parent
# Words of one language alone; a name of at least so many of them is in that language.
_WORDS = {
    "fr": "le la les des du une un et est pour dans avec sur vous votre mon ma je il qui que ce cette pas au "
    "aux ou sans par en de chez son sa ses nous fermer ouvrir quitter",
    "en": "the a an and is for in with on you your my i he she who that this not at or without by of to from "
    "close open leave what how it their they",
}
_BOTH = {"on", "a", "an", "me", "page", "des", "pour", "i", "or", "son"}
_ENOUGH = 3
# Letters of a text that more than one page may say as its own words.
_FEW = 24
# A shorter name of a service is in too many words to tell anything.
_FEW_LETTERS = 8
LEVELS = range(1, 5)
# What a block says does not hang on the day.
TODAY = date(2026, 11, 24)


class Fault(NamedTuple):
    """One thing that somebody who listens could not use."""

    kind: str
    told: str


KINDS = (
    "unnamed",
    "class name",
    "other language",
    "doubled",
    "label",
    "unreachable",
    "out of order",
    "heading",
    "block",
    "unnamed part",
    "said twice",
)


def faults(
    nodes: dict[str, Node], library: Library, language: Language, visited: list[str] | None
) -> Iterator[Fault]:
    """Find what is wrong among the shown nodes of a page, given in reading order.

    `visited` are the paths that the keyboard came to, in order; None where it was not tried.
    """
    shown = {path: node for path, node in nodes.items() if node.is_shown}
    controls = [node for node in shown.values() if node.is_control]
    for node in shown.values():
        for fault in _named(node, language):
            # A service keeps its own name in every language.
            said, own = plain(node.name), service_names(library)
            is_own = any(len(name) > _FEW_LETTERS and name in said for name in own)
            if fault.kind != "other language" or not is_own:
                yield fault
    for node in controls:
        yield from _labelled(node, shown)
    yield from _doubled(shown)
    yield from _announced(shown, library, language)
    yield from _headings(shown, language)
    if visited is not None:
        yield from _reached(shown, controls, visited)


def _told(node: Node) -> str:
    return f"{node.role} {node.name[:80]!r}"


def _named(node: Node, language: Language) -> Iterator[Fault]:
    name = node.name.strip()
    must = (
        node.is_control or node.role in ("image", "dialog", "panel", "grouping") or "focusable" in node.states
    )
    if must and not name:
        kind = (
            "unnamed part"
            if node.role in ("panel", "grouping") and "focusable" not in node.states
            else "unnamed"
        )
        yield Fault(kind, _told(node))
    if not must or not name:
        return
    if name in class_names() or re.fullmatch(r"Q[A-Z]\w+|\w+::\w+", name):
        yield Fault("class name", _told(node))
    is_ours = node.is_control or node.role != "label"
    if is_ours and is_of(name, language) is False:
        yield Fault("other language", _told(node))
    if plain(node.description) == plain(name):
        yield Fault("said twice", _told(node))


@lru_cache(maxsize=1)
def class_names() -> frozenset[str]:
    """Give the names of all classes of the window."""
    found = set()
    for path in (ROOT / "familyguide" / "ui").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return frozenset(found)


def plain(text: str) -> str:
    """Bring a text to its bare words: no no-break space, no case, no accelerator."""
    return " ".join(text.replace("&&", "&").replace("\u00a0", " ").split()).casefold()


@lru_cache(maxsize=2)
def _said(language: Language) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Give what the app says in a language: whole sentences, and those with a place to fill in."""
    whole, filled = set(), []
    for text in _catalogue(language).values():
        if "{" not in text:
            whole.add(plain(text))
        elif len(re.sub(r"\{\w+\}|\W", "", text)) > 5:
            parts = re.split(r"\{\w+\}", plain(text))
            filled.append(re.compile(".*".join(map(re.escape, parts))))
    return frozenset(whole), tuple(filled)


@lru_cache(maxsize=20_000)
def is_of(name: str, language: Language) -> bool | None:
    """Tell whether a name is in a language, by the words of the app or small ones; None if unknown."""
    other: Language = "en" if language == "fr" else "fr"
    bare = plain(name)
    if bare in _said(language)[0]:
        return True
    if bare in _said(other)[0]:
        return False
    words = set(re.findall(r"[a-zàâçéèêëîïôœùû]+", re.sub(r"«[^»]*»|“[^”]*”", "", bare))) - _BOTH
    ours, theirs = (len(words & set(_WORDS[one].split())) for one in (language, other))
    if theirs >= _ENOUGH and theirs > 2 * ours:
        return False
    if ours > theirs:
        return True
    if any(pattern.fullmatch(bare) for pattern in _said(language)[1]):
        return True
    if any(pattern.fullmatch(bare) for pattern in _said(other)[1]):
        return False
    return None


def _labelled(node: Node, shown: dict[str, Node]) -> Iterator[Fault]:
    """Check that what is written on a control is in its name; a number is said in words there."""
    name = plain(node.name)
    for child in node.children:
        label = shown.get(child)
        if label is None or label.role != "label" or not re.search(r"[^\W\d_]{2}", label.name):
            continue
        if re.search(r"\d", label.name):
            continue
        if plain(label.name).strip("…. ") not in name:
            yield Fault("label", f"{_told(node)} shows {label.name!r}")


def _doubled(shown: dict[str, Node]) -> Iterator[Fault]:
    """Find controls called alike in one section: under one heading, in one named part."""
    heading, seen = "", set()
    for node in shown.values():
        if node.role == "heading":
            heading = node.path
        if not node.is_control or not node.name.strip():
            continue
        key = (_part(node, shown), heading, node.role, plain(node.name))
        if key in seen:
            yield Fault("doubled", _told(node))
        seen.add(key)


def _part(node: Node, shown: dict[str, Node]) -> str:
    """Give the named part that something lies in."""
    above = shown.get(node.parent)
    while above is not None and not (
        above.name.strip() and above.role in ("panel", "grouping", "filler", "dialog")
    ):
        above = shown.get(above.parent)
    return above.path if above is not None else ""


@lru_cache(maxsize=1)
def service_names(library: Library) -> frozenset[str]:
    """Give the names of the services in both languages."""
    return frozenset(plain(name) for row in library.rows("service") for name in (row.title.fr, row.title.en))


@lru_cache(maxsize=2)
def parts(library: Library, language: Language) -> dict[str, frozenset[str]]:
    """Give for the words of each block the kinds that announce it: "You can say", "Avoid"."""
    texts, found = Texts(language), {}
    writer = Writer(library, Directory(library), language, "FR", TODAY)

    def take(pieces: Iterable[object]) -> None:
        for piece in pieces:
            match piece:
                case b.Say(text=text):
                    found.setdefault(text, set()).update((texts("block.say"), texts("block.say.young")))
                case b.Avoid(text=text, reason=reason):
                    for words in (f"{texts('block.avoid')} {text}", reason):
                        found.setdefault(words, set()).add(texts("block.avoid"))
                case b.Key(lines=lines):
                    for words in lines:
                        found.setdefault(words, set()).add(texts("block.key"))
                case b.Activity(paragraphs=lines):
                    for words in lines:
                        found.setdefault(words, set()).add(texts("block.activity"))
                case b.Decision(paragraphs=lines):
                    for words in lines:
                        found.setdefault(words, set()).add(texts("block.decision"))
                case b.Promise(lines=lines):
                    for words in lines:
                        found.setdefault(words, set()).add(texts("block.promise"))
                case b.Branch(blocks=inner) | b.Myth(blocks=inner) | b.Only(blocks=inner):
                    take(inner)

    for kind, model in (("conversation", m.Conversation), ("plan", m.Plan), ("article", m.Article)):
        for row in library.rows(kind):
            for section in writer.document(library.read(row.id, model)).sections:
                take(section.pieces)
    return {words: frozenset(kinds) for words, kinds in found.items() if words}


def first_block(library: Library, language: Language) -> str:
    """Give the words of one block, to plant them where nothing says what they are."""
    return next(iter(parts(library, language)))


def _announced(shown: dict[str, Node], library: Library, language: Language) -> Iterator[Fault]:
    """Find the words of a block that lie in no part saying what they are."""
    known = parts(library, language)
    # An easy version says as "You can say" what a talk has under "Remember": that a part is named counts.
    every = tuple(frozenset().union(*known.values()))
    labels = {node.name for node in shown.values() if node.role == "label"}
    for node in shown.values():
        # Few words, as "It is not your fault.", are said in many places.
        is_long = len(node.name) > _FEW
        kinds = known.get(node.name) if is_long and node.role in ("label", "paragraph") else None
        if kinds is None:
            continue
        above = shown.get(node.parent)
        # The lines of a session have a kind of their own, which stands above each of them.
        while above is not None and not (
            above.role == "panel" and (above.name.startswith(every) or above.name in labels)
        ):
            above = shown.get(above.parent)
        if above is None:
            yield Fault("block", f"{_told(node)} lies in no part called {' or '.join(sorted(kinds))!r}")


def _headings(shown: dict[str, Node], language: Language) -> Iterator[Fault]:
    texts = Texts(language)
    levels = tuple(texts("heading.level", n=level) for level in LEVELS)
    for node in shown.values():
        if node.role == "heading" and (not node.name.strip() or not node.description.startswith(levels)):
            yield Fault("heading", f"{_told(node)} is described as {node.description!r}")


def _reached(shown: dict[str, Node], controls: list[Node], visited: list[str]) -> Iterator[Fault]:
    """Find controls that Tab does not come to, and steps of it against the reading order."""
    came = set(visited)
    for node in controls:
        if "enabled" in node.states and node.path not in came:
            yield Fault("unreachable", _told(node))
    place = {path: at for at, path in enumerate(shown)}
    stops = [path for path in dict.fromkeys(visited) if path in place]
    # It goes round: where it began does not matter.
    first = min(stops, key=place.__getitem__, default="")
    stops = [*stops[stops.index(first) :], *stops[: stops.index(first)]] if stops else []
    for before, after in pairwise(stops):
        if place[after] < place[before]:
            yield Fault("out of order", f"{_told(shown[before])} before {_told(shown[after])}")
