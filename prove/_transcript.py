"""What is said on the ways through the guide: the words of a screen reader, in the order it meets them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from familyguide.services.texts import Texts
from prove._spoken_rules import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from familyguide.guide.names import Language
    from prove._atspi import Node
    from prove.screen_reader import Walk

# As Orca and NVDA call them.
ROLES = {
    "fr": {
        "button": "bouton",
        "check box": "case à cocher",
        "radio button": "bouton radio",
        "heading": "titre",
        "text": "zone de saisie",
        "image": "image",
        "dialog": "boîte de dialogue",
    },
    "en": {
        "button": "button",
        "check box": "check box",
        "radio button": "radio button",
        "heading": "heading",
        "text": "edit",
        "image": "image",
        "dialog": "dialog",
    },
}
STATES = {
    "fr": {
        "chosen": "choisi",
        "not chosen": "non choisi",
        "open": "développé",
        "closed": "réduit",
        "off": "indisponible",
    },
    "en": {
        "chosen": "chosen",
        "not chosen": "not chosen",
        "open": "expanded",
        "closed": "collapsed",
        "off": "unavailable",
    },
}


def said(node: Node, language: Language) -> str:
    """Say one thing: name, what it is, its state, what is said of it; empty where nothing is."""
    name = " ".join(node.name.split())
    if node.role in ("label", "paragraph"):
        return name
    if node.role == "panel":
        return f"[{name}]" if name else ""
    role = ROLES[language].get(node.role)
    if role is None:
        return ""
    words, states = [name, role], STATES[language]
    if "checkable" in node.states:
        words.append(states["chosen" if "checked" in node.states else "not chosen"])
    if "expandable" in node.states:
        words.append(states["open" if "expanded" in node.states else "closed"])
    if node.is_control and "enabled" not in node.states:
        words.append(states["off"])
    if node.description and plain(node.description) != plain(name):
        words.append(" ".join(node.description.split()))
    return ", ".join(words)


def lines(nodes: dict[str, Node], language: Language) -> list[str]:
    """Say everything in reading order; what is written on a control is in its name already."""
    inside = {
        child
        for node in nodes.values()
        if node.is_control or node.role == "heading"
        for child in node.children
    }
    spoken = [said(node, language) for node in nodes.values() if node.is_shown and node.path not in inside]
    return [line for line in spoken if line]


class Way:
    """One task, done by what is heard alone."""

    def __init__(self, walk: Walk, title: str) -> None:
        self._walk, self._language, self.library = walk, walk.language, walk.library
        self.texts = Texts(walk.language)
        self.text = [title, "=" * len(title)]

    def read(self) -> None:
        """Read the page that stands there."""
        self.text += ["", *lines(self._walk.part(), self._language)]

    def heard(self) -> None:
        """Write what is said by itself."""
        self.text += [f"  >> {sentence}" for sentence in self._walk.said()]

    def press(self, fits: Callable[[Node], bool] | str) -> None:
        """Go to a control by its name, and press it."""
        wanted = (lambda node: fits in node.name) if isinstance(fits, str) else fits
        nodes = self._walk.ear.tree()
        node = next((n for n in nodes.values() if n.is_shown and n.is_control and wanted(n)), None)
        if node is None:
            message = f"nothing here is called {fits!r}"
            raise LookupError(message)
        self._walk.ear.focus(node.path)
        self._walk.said()
        self.text += ["", f"--> {said(node, self._language)}"]
        self._walk.ear.press(node.path)
        self._walk.app.ask("wait")
        self.heard()

    def type(self, name: str, words: str) -> None:
        """Type words in a field."""
        self.text += ["", f"--> {words!r}"]
        self._walk.type(name, words)
        self._walk.app.ask("wait")
        time.sleep(1)
        self.heard()


def write(walk: Walk, folder: Path) -> list[str]:
    """Go the five ways, and write each to a file; gives the files. LookupError where a way is not found."""
    texts, files = Texts(walk.language), []
    for name, go in (
        ("1-talk", _talk),
        ("2-plan", _plan),
        ("3-help", _help),
        ("4-settings", _settings),
        ("5-search", _search),
    ):
        walk.app.open(walk.language)
        walk.app.ask("go", "home")
        walk.said()
        way = Way(walk, texts("app.name"))
        go(way, texts)
        file = folder / f"{name}.{walk.language}.txt"
        file.write_text("\n".join(way.text) + "\n", encoding="utf-8")
        files.append(str(file))
    return files


def _talk(way: Way, texts: Texts) -> None:
    way.read()
    way.press(texts("home.talk.title"))
    way.press(texts("age.9-11"))
    way.read()
    row = way.library.row("cameras-live-9-11")
    title = row.title[texts.language] if row is not None else ""
    way.press(lambda node: node.name.startswith(title))
    way.read()


def _plan(way: Way, texts: Texts) -> None:
    way.press(texts("home.todo.title"))
    way.read()
    way.press(texts("todo.skip"))
    way.read()
    way.press(lambda node: bool(re.search("chanter|blackmail", node.name.casefold())))
    way.read()
    way.press(lambda node: node.name.startswith("3018"))
    way.read()


def _help(way: Way, texts: Texts) -> None:
    way.press(texts("rail.help"))
    way.read()
    way.press(lambda node: "119" in node.name and "expandable" in node.states)
    way.read()


def _settings(way: Way, texts: Texts) -> None:
    way.press(texts("home.settings.title"))
    way.read()
    way.press(texts("settings.make"))
    way.read()
    way.press(lambda node: node.role == "radio button" and node.name.endswith(texts("state.done")))


def _search(way: Way, texts: Texts) -> None:
    way.type(texts("top.search.name"), "chantage photo" if texts.language == "fr" else "blackmail photo")
    way.read()
    way.press(lambda node: bool(re.search("fait chanter|blackmail", node.name.casefold())))
    way.read()
