"""The pieces a page is made of: one value per block, the same for screen, paper and speech."""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """A way from one page to another inside the guide, such as plan:disclosure."""

    label: str
    target: str


class Heading(Struct, frozen=True, tag="heading"):
    """A title inside a page; level 2 is a section, level 3 a part of it."""

    text: str
    level: int = 2


class Paragraph(Struct, frozen=True, tag="paragraph"):
    """Plain sentences, and the links that stand in them."""

    text: str
    links: tuple[Link, ...] = ()


class Say(Struct, frozen=True, tag="say"):
    """Words an adult can say as they stand."""

    text: str


class Bullets(Struct, frozen=True, tag="bullets"):
    """A list of short points."""

    items: tuple[str, ...]
    links: tuple[Link, ...] = ()
    ordered: bool = False


class Avoid(Struct, frozen=True, tag="avoid"):
    """Words or acts that close the talk, and why."""

    text: str
    reason: str


class Key(Struct, frozen=True, tag="key"):
    """One or two lines a child keeps."""

    lines: tuple[str, ...]


class Activity(Struct, frozen=True, tag="activity"):
    """Something to rehearse together."""

    paragraphs: tuple[str, ...]


class Decision(Struct, frozen=True, tag="decision"):
    """One thing to decide together."""

    paragraphs: tuple[str, ...]


class Promise(Struct, frozen=True, tag="promise"):
    """What the adult promises about their own conduct."""

    lines: tuple[str, ...]


class ImageRule(Struct, frozen=True, tag="image-rule"):
    """The place where the image rule is shown; its words stand in one file only."""


class Call(Struct, frozen=True, tag="call"):
    """People to call, by role; each country fills the roles it has, or leaves them out."""

    roles: tuple[str, ...]


class DutyList(Struct, frozen=True, tag="duties"):
    """The place where the worker's duties of the country are shown; their words stand in one file only."""


class Figure(Struct, frozen=True, tag="figure"):
    """The one figure of a page, with the source that counted it."""

    text: str
    source: str


class Fill(Struct, frozen=True, tag="fill"):
    """Lines to fill by hand on paper, each with its name, and how many there are for each."""

    labels: tuple[str, ...]
    high: int = 1


class Branch(Struct, frozen=True, tag="branch"):
    """What to answer when the child reacts in one way."""

    kind: str
    label: str
    blocks: tuple[Simple, ...]


class Only(Struct, frozen=True, tag="only"):
    """Blocks that hold for one country alone."""

    country: str
    blocks: tuple[Simple, ...]


class Myth(Struct, frozen=True, tag="myth"):
    """What is known, said before what people believe, and then why."""

    truth: str
    text: str
    blocks: tuple[Simple, ...]


Simple = (
    Heading
    | Paragraph
    | Say
    | Bullets
    | Avoid
    | Key
    | Activity
    | Decision
    | Promise
    | ImageRule
    | Call
    | DutyList
    | Figure
    | Fill
)
Block = Simple | Branch | Only | Myth

BRANCH_KINDS = ("yes", "no", "silent", "angry", "laughs", "asks-back", "promised", "manage", "other")
