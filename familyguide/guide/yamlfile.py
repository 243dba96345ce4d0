"""Read YAML and remember where each value stands, so that a problem can name its line."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

CParser: Any = None
# A package of the app holds no libyaml: a town's few files are read as well without.
with contextlib.suppress(ImportError):
    from yaml._yaml import CParser

if TYPE_CHECKING:
    from pathlib import Path

Place = tuple[str | int, ...]


class Placed(msgspec.Struct, frozen=True):
    """Parsed YAML and the line of every value."""

    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Give the line of a value, or of the nearest value around it."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return self.lines.get((), 1)


class _Plain(Composer):
    """YAML where only true and false are booleans: writers mean the words yes, no, on and off.

    Aliases are refused: nothing here needs them, and they let a small file grow without end.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [
            (tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - PyYAML's own
        """Read one node, unless it is an alias."""
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]
            mark = self.peek_event().start_mark  # type: ignore[attr-defined]
            raise yaml.MarkedYAMLError(None, None, "anchors and aliases (& and *) are not used here", mark)
        return super().compose_node(parent, index)


class _Loader(_Plain, yaml.SafeLoader):
    """Reads letter by letter in Python; its sentences about mistakes are the same on every computer."""


def _quick_loader(parser: Any) -> type[Any]:  # noqa: ANN401 - libyaml's, where it is here
    """Make a reader that lets libyaml read the letters: six times as fast, the same values and lines.

    The nodes are put together in Python all the same: libyaml's own way to do it knows no end of nesting, and
    would take the process with it.
    """

    class QuickLoader(_Plain, parser, SafeConstructor, Resolver):  # type: ignore[misc]
        def __init__(self, text: str) -> None:
            parser.__init__(self, text)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)

    return QuickLoader


_QuickLoader = _Loader if CParser is None else _quick_loader(CParser)


def read_yaml(path: Path) -> Placed:
    """Read one file; raises yaml.YAMLError, OSError or UnicodeDecodeError."""
    return parse_yaml(path.read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Placed:
    """Read the text of a file; raises yaml.YAMLError."""
    try:
        return _placed(_QuickLoader(text))
    except yaml.YAMLError:
        return _placed(_Loader(text))


def _placed(loader: Any) -> Placed:  # noqa: ANN401 - either, which no class of PyYAML describes
    try:
        root = loader.get_single_node()
        if root is None:
            return Placed(None, {(): 1})
        lines: dict[Place, int] = {}
        _note_lines(root, (), lines)
        # Construction happens on the same nodes, so lines and values cannot drift apart.
        return Placed(loader.construct_document(root), lines)
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key_node, value_node in node.value:
            _refuse_halves(key_node)
            key = str(key_node.value)
            if key in seen:
                raise yaml.MarkedYAMLError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
            _note_lines(value_node, (*place, key), lines)
            lines[(*place, key)] = key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _note_lines(child, (*place, index), lines)
    else:
        _refuse_halves(node)


def _refuse_halves(node: yaml.Node) -> None:
    """Refuse half of a character (a lone surrogate): no file and no window can hold it."""
    if any("\ud800" <= letter <= "\udfff" for letter in str(node.value)):
        message = "\\ud800 to \\udfff name no letter; type the letter itself"
        raise yaml.MarkedYAMLError(None, None, message, node.start_mark)


_PLACE = re.compile(r" - at `\$(.*)`$")
_PART = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")


def place_of(error: msgspec.ValidationError) -> tuple[Place, str]:
    """Split a msgspec message into the place it names and the plain reason."""
    text = str(error)
    match = _PLACE.search(text)
    if match is None:
        return (), text
    place: list[str | int] = []
    for name, index in _PART.findall(match.group(1)):
        if name:
            place.append(name)
        elif index.isdigit():
            place.append(int(index))
        else:
            break
    return tuple(place), text[: match.start()]


def polish_tree(data: Any, polish: Any, language: str | None = None) -> Any:  # noqa: ANN401 - parsed YAML is any
    """Apply a language's typography to every text that stands under its key."""
    if isinstance(data, dict):
        return {
            key: polish_tree(value, polish, key if key in ("fr", "en") else language)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [polish_tree(value, polish, language) for value in data]
    if isinstance(data, str) and language is not None:
        return polish(data.strip(), language)
    return data
