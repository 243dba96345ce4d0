"""A handout as values: what each sheet says, in one or two languages; made where the library may be read."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, structs

from familyguide import __version__
from familyguide.guide.names import Language

Paper = Literal["A4", "Letter"]
# A piece is a plain dictionary with its type under "t"; resources/paper/handout.typ sets each type.
Piece = dict[str, Any]
# One cell per language, each with the pieces that belong together.
Row = tuple[tuple[Piece, ...], ...]
PAPERS: tuple[Paper, ...] = ("A4", "Letter")


class Look(Struct, frozen=True):
    """How paper is to look: its size, large print, greyscale, and discreet: without the guide's name."""

    paper: Paper = "A4"
    large: bool = False
    grey: bool = False
    discreet: bool = False


class Code(Struct, frozen=True):
    """A QR code: what it holds, letter for letter, and what it opens in words."""

    address: str
    says: str


class HelpLine(Struct, frozen=True):
    """A number to call, and what for in each language of the sheet."""

    number: str
    labels: tuple[str, ...]


class Help(Struct, frozen=True):
    """The box at the end of a sheet: who to call in the reader's country."""

    titles: tuple[str, ...]
    people: tuple[HelpLine, ...]
    codes: tuple[Code, ...] = ()


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet; every tuple has one entry per language, in the order of `languages`."""

    id: str
    languages: tuple[Language, ...]
    titles: tuple[str, ...]
    # For whom it is, or of which month; stands in the head.
    about: str = ""
    rows: tuple[Row, ...] = ()
    # After the help box: sources that are too long for the foot.
    ending: tuple[Row, ...] = ()
    help: Help | None = None
    # The foot of each page; {n} and {total} are the page and how many there are.
    foot: tuple[str, ...] = ()
    # How the page is set; a "page" is fitted to one where that leaves it readable.
    form: Literal["sheet", "page", "poster", "wallet", "cards", "hand"] = "sheet"

    @property
    def title(self) -> str:
        """The title in every language of the sheet."""
        return " / ".join(dict.fromkeys(self.titles))


class Job(Struct, frozen=True):
    """Sheets and how they are to look: all that the press needs, and how often a printer prints them."""

    sheets: tuple[Sheet, ...]
    look: Look = Look()
    copies: int = 1

    def on(self, paper: Paper) -> Job:
        """The same on other paper."""
        return structs.replace(self, look=structs.replace(self.look, paper=paper))


class Refusal(Struct, frozen=True):
    """Why a sheet cannot be made, as the key of a sentence that says what to do."""

    id: str
    why: str


def foot_line(texts: Any, identifier: str, known: str, look: Look, sources: str) -> str:  # noqa: ANN401 - Texts
    """Write the foot of a page: sheet, month of the facts, version, page, sources."""
    key = "paper.foot.discreet" if look.discreet else "paper.foot"
    line = texts(key, id=identifier, known=known, version=__version__, n="{n}", total="{total}")
    return f"{line} · {sources}" if sources else str(line)
