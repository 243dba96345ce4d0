"""Markdown with front matter → block values, when content is compiled.

Python-Markdown reads the syntax; the tree it makes is turned into values, so that no HTML ever exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import markdown as python_markdown
import yaml

from familyguide.guide import blocks as b
from familyguide.guide.interface import UnknownNameError, with_names
from familyguide.guide.typography import polish
from familyguide.guide.yamlfile import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLES = ("plan", "conversation", "checklist", "article", "sign", "agreement")
_LINK_KINDS = ("plan", "conversation", "checklist", "article", "term", "service", "sign", "agreement")


def _quoted(title: str, language: str) -> str:
    return f"« {title} »" if language == "fr" else f"“{title}”"


class MarkdownError(ValueError):
    """A page that cannot be read: which line, which rule, and what to do."""

    def __init__(self, line: int, code: str, message: str) -> None:
        """Keep the place, so that the writer finds it."""
        super().__init__(message)
        self.line = line
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Page:
    """A read page: its front matter, its blocks, and the text they came from."""

    front: dict[str, str]
    blocks: tuple[b.Block, ...]
    text: str


def line_of(text: str, *words: str) -> int:
    """Find the line of the body where some words begin, the first that are found; 1 when none is."""
    plain = text.replace("’", "'").replace("\u00a0", " ")
    front = _FRONT.match(text)
    for said in words:
        needle = said.replace("’", "'").replace("\u00a0", " ").strip()[:40]
        where = plain.find(needle, front.end() if front else 0) if needle else -1
        if where >= 0:
            return plain.count("\n", 0, where) + 1
    return 1


def read_page(text: str, language: str) -> Page:
    """Read one page of one language; raises MarkdownError with the line."""
    try:
        text = with_names(text, language)
    except UnknownNameError as error:
        message = (
            f"{{ui:{error.key}}}: the app has no such name. Write the key of a text of"
            " resources/i18n/texts.json that has no room for values."
        )
        raise MarkdownError(text.count("\n", 0, error.at) + 1, "button", message) from error
    match = _FRONT.match(text)
    if match is None:
        raise MarkdownError(1, "front-matter", "The file must begin with front matter between two --- lines.")
    try:
        # Front matter is plain "key: words": French uses ": " inside sentences, which YAML would misread.
        front = _front(match.group(1))
    except ValueError as error:
        raise MarkdownError(2, "front-matter", str(error)) from error
    body = text[match.end() :]
    if "<" in body:
        where = text.index("<", match.end())
        raise MarkdownError(
            text.count("\n", 0, where) + 1, "html", "HTML is not used: write plain words, without the < sign."
        )
    front = {key: polish(value, language) for key, value in front.items()}
    try:
        blocks = tuple(_Reader(text, language).read(_tree(body)))
    except RecursionError:
        message = "Blocks or lists stand inside one another too deep: write them one under the other."
        raise MarkdownError(text.count("\n", 0, match.end()) + 1, "markdown", message) from None
    return Page(front, blocks, text)


def _front(head: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in _front_lines(head):
        if key in found:
            message = f"'{key}:' stands twice in the front matter. Keep one."
            raise ValueError(message)
        found[key] = value
    return found


def _front_lines(head: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(head.splitlines(), start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[a-z_]+", key.strip()):
            message = f"Line {number} of the front matter is not 'key: words'."
            raise ValueError(message)
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value.count(value[0]) == 2:  # noqa: PLR2004 - a quoted value
            value = _unquoted(value, number)
        yield key.strip(), value


def _unquoted(value: str, number: int) -> str:
    try:
        return str(parse_yaml(value).data)
    except yaml.YAMLError:
        message = f"Line {number} of the front matter is quoted and cannot be read: write it without quotes."
        raise ValueError(message) from None


def _tree(body: str) -> Element:
    reader = python_markdown.Markdown(extensions=["admonition", "sane_lists"])
    reader.preprocessors.deregister("html_block")
    for name in ("html", "entity", "autolink", "automail"):
        reader.inlinePatterns.deregister(name)
    lines = body.split("\n")
    for preprocessor in reader.preprocessors:
        lines = preprocessor.run(lines)
    root = cast("Element", reader.parser.parseDocument(lines).getroot())
    reader.treeprocessors["inline"].run(root)
    # A backslash before a sign is kept as a code until here.
    reader.treeprocessors["unescape"].run(root)
    return root


class _Reader:
    """Walks Python-Markdown's tree once and makes our values."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language

    def read(self, root: Element) -> Iterator[b.Block]:
        """Make the blocks of the whole page; ### kind: label opens a branch."""
        branch: tuple[str, str, list[b.Simple]] | None = None
        for element in root:
            if element.tag in ("h2", "h3") and branch is not None:
                yield b.Branch(branch[0], branch[1], tuple(branch[2]))
                branch = None
            if element.tag == "h3":
                kind, colon, label = self._words(element).partition(":")
                if colon and kind.strip() in b.BRANCH_KINDS:
                    branch = (kind.strip(), polish(label.strip(), self._language), [])
                    continue
            for block in self._blocks(element):
                # What to avoid belongs to the whole step, not to the last branch.
                if branch is not None and isinstance(
                    block, b.Paragraph | b.Say | b.Bullets | b.Call | b.ImageRule
                ):
                    branch[2].append(block)
                    continue
                if branch is not None:
                    yield b.Branch(branch[0], branch[1], tuple(branch[2]))
                    branch = None
                yield block
        if branch is not None:
            yield b.Branch(branch[0], branch[1], tuple(branch[2]))

    def _blocks(self, element: Element) -> Iterator[b.Block]:
        match element.tag:
            case "h2" | "h3":
                text, _ = self._text_and_links(element)
                yield b.Heading(text, int(element.tag[1]))
            case "p":
                text, links = self._text_and_links(element)
                yield b.Paragraph(text, links)
            case "blockquote":
                for line in element:
                    yield b.Say(self._text_and_links(line)[0])
            case "ul" | "ol":
                pairs = [self._text_and_links(entry) for entry in element]
                links = tuple(link for _, found in pairs for link in found)
                yield b.Bullets(tuple(text for text, _ in pairs), links, element.tag == "ol")
            case "div":
                yield self._admonition(element)
            case _:
                words = self._words(element)
                raise MarkdownError(
                    line_of(self._text, words, "---"),
                    "markdown",
                    f"This form ({element.tag}) is not used here; see content/README.md.",
                )

    def _admonition(self, element: Element) -> b.Block:
        classes = (element.get("class") or "").split()[1:]
        name = classes[0] if classes else ""
        children = list(element)
        title = ""
        if children and children[0].get("class") == "admonition-title":
            title = polish(self._words(children[0]), self._language)
            children = children[1:]
        match name:
            case "image-rule":
                return b.ImageRule()
            case "duties":
                return b.DutyList()
            case "call":
                return b.Call(tuple(classes[1:]))
            case "country":
                country = classes[1].upper() if len(classes) > 1 else ""
                return b.Only(country, tuple(self._simple(children)))
            case "myth":
                return self._myth(title, children)
        lines = tuple(self._text_and_links(child)[0] for child in children)
        match name:
            case "avoid":
                return b.Avoid(title, " ".join(lines))
            case "key":
                return b.Key(lines)
            case "activity":
                return b.Activity(lines)
            case "decision":
                return b.Decision(lines)
            case "promise":
                return b.Promise(lines)
            case "fill":
                return b.Fill(lines, self._how_many(classes[1:]))
            case "figure":
                return b.Figure(" ".join(lines), classes[1].upper() if len(classes) > 1 else "")
        raise MarkdownError(
            line_of(self._text, f"!!! {name}"),
            "block",
            f"There is no block '!!! {name}'; see content/README.md for the list.",
        )

    def _myth(self, title: str, children: list[Element]) -> b.Myth:
        """Read what people believe; its first paragraph is what is true, and stands above it."""
        starts_well = bool(children) and children[0].tag == "p"
        words, links = self._text_and_links(children[0]) if starts_well else ("", ())
        if not words or links:
            raise MarkdownError(
                line_of(self._text, f'!!! myth "{title}"', "!!! myth"),
                "block",
                "Under '!!! myth' stands first, as a paragraph without a link, what is true.",
            )
        return b.Myth(words, title, tuple(self._simple(children[1:])))

    def _how_many(self, words: list[str]) -> int:
        """Read how many lines there are to write on: '!!! fill 4'."""
        number = words[0] if words else "1"
        if len(words) > 1 or not re.fullmatch("[1-9]", number):
            told = " ".join(["!!! fill", *words])
            raise MarkdownError(
                line_of(self._text, told),
                "block",
                f"{told!r}: after fill stands how many lines there are to write on, from 1 to 9, or nothing.",
            )
        return int(number)

    def _simple(self, children: list[Element]) -> Iterator[b.Simple]:
        for child in children:
            for block in self._blocks(child):
                if isinstance(block, b.Branch | b.Only | b.Myth):
                    raise MarkdownError(
                        line_of(self._text, self._words(child)),
                        "block",
                        "This block cannot stand inside another.",
                    )
                yield block

    def _words(self, element: Element) -> str:
        return "".join(element.itertext()).strip()

    def _text_and_links(self, element: Element) -> tuple[str, tuple[b.Link, ...]]:
        links: list[b.Link] = []
        for child in element.iter():
            if child is element or child.tag == "p":
                continue
            if child.tag != "a":
                near = (child.text, child.get("src"), element.text, child.tail)
                words = (self._words(element), *filter(None, near))
                raise MarkdownError(
                    line_of(self._text, *words),
                    "markdown",
                    f"Bold, italics and the like ({child.tag}) are not used: write plain words.",
                )
            target = child.get("href") or ""
            kind, colon, _ = target.partition(":")
            if not colon or kind not in _LINK_KINDS:
                raise MarkdownError(
                    line_of(self._text, target),
                    "link",
                    f"A link goes to a page of the guide, such as plan:disclosure; not to {target!r}.",
                )
            if not self._words(child):
                raise MarkdownError(
                    line_of(self._text, f"]({target}"),
                    "link",
                    f"A link has no words: write them before it, as in [words]({target}).",
                )
            if kind in _TITLES and self._words(element) != self._words(child):
                # A page's title inside a sentence stands in quotes, because here it is plain text.
                child.text = _quoted(child.text or "", self._language)
                links.append(b.Link(polish(self._words(child).strip("«»“” \u00a0"), self._language), target))
                continue
            links.append(b.Link(polish(self._words(child), self._language), target))
        text = re.sub(r"\s+", " ", self._words(element))
        return polish(text, self._language), tuple(links)
