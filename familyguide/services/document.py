"""An item as a reader in one country and language sees it: the one source for screen, paper and speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.names import NBSP

if TYPE_CHECKING:
    from familyguide.guide.model import Language


class People(Struct, frozen=True):
    """Services to call or open, already those of the reader's country."""

    services: tuple[m.Service, ...]


class Rule(Struct, frozen=True):
    """The image rule, its words filled in for the country."""

    title: str
    text: str


class Blank(b.Paragraph, frozen=True):
    """A line to fill by hand on paper; `text` is the line as it is printed, `label` what is said of it."""

    label: str = ""
    # How many lines there are to write on.
    lines: int = 1


class SettingCard(Struct, frozen=True, kw_only=True):
    """One setting, with what the reader needs to find it."""

    id: str
    app: str
    title: str
    why: str
    path: tuple[str, ...]
    essential: bool
    known: str
    unsure_names: bool
    folded: bool
    help: str


# How long a line to fill is, in signs of its own width.
BLANK = 36


def blank(label: str, language: Language, lines: int = 1) -> Blank:
    """Make lines to fill by hand, with their name before them."""
    colon = f"{NBSP}:" if language == "fr" else ":"
    return Blank(f"{label}{colon} {'_' * BLANK}", (), label, lines)


Piece = b.Block | People | Rule | SettingCard


class Section(Struct, frozen=True, kw_only=True):
    """A part of a document; `name` is permanent, `title` may be empty."""

    name: str
    title: str = ""
    pieces: tuple[Piece, ...] = ()


class Document(Struct, frozen=True, kw_only=True):
    """Everything a reader of one item sees, in reading order."""

    id: str
    kind: str
    title: str
    lead: tuple[Piece, ...] = ()
    sections: tuple[Section, ...] = ()
    links: tuple[b.Link, ...] = ()
    # Someone to talk to, after the links.
    people: tuple[m.Service, ...] = ()
    known: str = ""
    note: str = ""
    sources: tuple[tuple[str, str | None], ...] = ()
    # Words of the glossary met here, explained where they are read.
    words: tuple[m.Term, ...] = ()
    # Those that the text names itself: on a screen they open under their own line.
    named: tuple[m.Term, ...] = ()
    # "added by …" for what a town added; empty for an official item.
    added: str = ""

    @property
    def explained(self) -> tuple[m.Term, ...]:
        """Every word that is explained here, each once: what paper and plain text say at the end."""
        return tuple({term.id: term for term in (*self.named, *self.words)}.values())
