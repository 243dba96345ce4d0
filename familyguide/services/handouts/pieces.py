"""From a document, as it stands on the screen, to the pieces of a sheet."""

from __future__ import annotations

import unicodedata
from itertools import count
from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.lines import number_here
from familyguide.guide.names import NBSP
from familyguide.services import document as d
from familyguide.services.links import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from familyguide.services.handouts.sheet import Piece
    from familyguide.services.texts import Texts

# So many lines of one's own may be added by hand to an agreement.
WRITING_LINES = 2
# So much may be typed for one line of a sheet.
TYPED = 2000


def heading(text: str, level: int = 2) -> Piece:
    """Make a title; level 2 is a section, level 3 a part of it."""
    return {"t": "h", "level": level, "text": text}


def paragraph(text: str, *, kind: str = "p") -> Piece:
    """Make plain sentences; `lead` and `small` are other sizes of the same."""
    return {"t": kind, "text": text}


# The letters that both weights of the text face hold (read from their tables), first and last of each run.
_DRAWN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0xB4), (0xB6, 0x107), (0x10A, 0x113), (0x116, 0x11B), (0x11E, 0x123),
    (0x126, 0x127), (0x12A, 0x12B), (0x12E, 0x133), (0x136, 0x137), (0x139, 0x13E), (0x141, 0x148),
    (0x150, 0x155), (0x158, 0x15B), (0x15E, 0x165), (0x16A, 0x16B), (0x16E, 0x17E), (0x192, 0x192),
    (0x218, 0x21B), (0x1E9E, 0x1E9E), (0x2009, 0x2009), (0x2013, 0x2014), (0x2018, 0x201A), (0x201C, 0x201E),
    (0x2022, 0x2022), (0x2026, 0x2026), (0x202F, 0x202F), (0x2039, 0x203A), (0x20AC, 0x20AC),
)  # fmt: skip
# Stands for a letter that no face of ours draws, so that its place is seen on paper.
UNDRAWN = "_"


def is_drawn(letter: str) -> bool:
    """Tell whether a letter can be printed."""
    return any(first <= ord(letter) <= last for first, last in _DRAWN)


def undrawn(words: str) -> str:
    """Give the letters of some words that cannot be printed, each once; spaces and marks aside."""
    return "".join(dict.fromkeys(c for c in words if c.isprintable() and not is_drawn(c)))


def typed(words: str) -> str:
    """Bound words that were typed; signs that no font draws leave their place, lines stay lines."""
    words = unicodedata.normalize("NFC", words[:TYPED])
    kept = "".join(c if c == "\n" or is_drawn(c) else UNDRAWN if c.isprintable() else " " for c in words)
    return kept.strip()


def bullets(items: Iterable[str], *, ordered: bool = False) -> Piece:
    """Make a list."""
    return {"t": "list", "items": list(items), "ordered": ordered}


class Cutter:
    """Cuts documents of one language and country into the pieces of a sheet, section by section."""

    def __init__(
        self,
        texts: Texts,
        country: str,
        *,
        in_box: frozenset[str] = frozenset(),
        town: str = "",
        local: frozenset[str] = frozenset(),
        filled: Mapping[int, str] | None = None,
    ) -> None:
        self.texts = texts
        self._in_box = in_box
        self._country = country
        # The sheets of a town name it beside the services it added.
        self._town = town
        self._local = local
        # What was typed for this one print, by the place of the line among all of the sheet.
        self._filled = filled or {}
        self._places = count()

    def sections(self, document: d.Document) -> Iterator[list[Piece]]:
        """Yield the pieces of the lead, of each section, and of what comes after; empty parts stay.

        The two languages of an item have the same sections, so that they can stand side by side.
        """
        texts = self.texts
        notes = filter(None, (document.added, document.note))
        lead: list[Piece] = [paragraph(line, kind="small") for line in notes]
        yield lead + list(self.pieces(document.lead))
        if document.kind == "agreement":
            yield from self._agreement(document)
        else:
            step = 0
            for section in document.sections:
                title = section.title
                if section.name.startswith("step-"):
                    step += 1
                    title = f"{step}. {title}"
                yield self._section(section, title)
        # What leads on is pressed, not read, on a page that is filled in by hand.
        links = [link.label for link in document.links] if document.kind != "agreement" else []
        yield [heading(texts("next.title")), bullets(links)] if links else []
        # Those of the box at the end of every sheet are not named twice.
        people = [one for one in document.people if one.id not in self._in_box]
        yield [heading(texts("next.person")), self.people(people)] if people else []
        yield self.words(document.explained)

    def words(self, terms: Iterable[m.Term]) -> list[Piece]:
        """Make the part that explains words, one line each; empty without any."""
        texts = self.texts
        lines = [
            texts("words.line", word=term.title[texts.language], text=term.text[texts.language])
            for term in terms
        ]
        return [heading(texts("words.title")), bullets(lines)] if lines else []

    def _section(self, section: d.Section, title: str) -> list[Piece]:
        if len(section.pieces) == 1 and isinstance(section.pieces[0], d.SettingCard):
            return [self.setting(section.pieces[0], title)]
        head = [heading(title)] if title else []
        return head + list(self.pieces(section.pieces))

    def _agreement(self, document: d.Document) -> Iterator[list[Piece]]:
        """Rules with two squares each, for the child and for the adult, and lines for rules of one's own."""
        texts = self.texts
        who = [texts("paper.agree.child"), texts("paper.agree.adult")]
        waiting: list[Piece] = []
        was_rule = False
        for section in document.sections:
            # A rule has its reason and its trick.
            is_rule = len(section.pieces) == 2  # noqa: PLR2004
            if was_rule and not is_rule:
                yield self._own_rules(who)
            was_rule = is_rule
            if is_rule:
                why, trick = (p.text if isinstance(p, b.Paragraph) else "" for p in section.pieces)
                yield [
                    *waiting,
                    {"t": "agree", "rule": section.title, "why": why, "trick": trick, "who": who},
                ]
                waiting = []
            elif section.pieces:
                yield self._section(section, section.title)
            else:
                # A title without words of its own stays with the first rule under it.
                waiting = [heading(section.title)]

    def _own_rules(self, who: list[str]) -> list[Piece]:
        own = {"t": "write", "label": self.texts("paper.agree.own"), "lines": WRITING_LINES, "text": ""}
        squares = {"t": "agree", "rule": "", "why": "", "trick": "", "who": who}
        return [own, squares]

    def pieces(self, pieces: Iterable[d.Piece]) -> Iterator[Piece]:
        """Yield the pieces of a sheet for pieces of a document."""
        texts = self.texts
        for piece in pieces:
            match piece:
                case b.Heading():
                    yield heading(piece.text, 2 if piece.level <= 2 else 3)  # noqa: PLR2004 - a section
                case b.Figure():
                    yield paragraph(piece.text)
                case d.Blank():
                    yield self.line_to_fill(piece)
                case b.Paragraph():
                    if piece.text:
                        yield paragraph(piece.text)
                    else:
                        yield bullets(link.label for link in piece.links)
                case b.Say():
                    yield {"t": "say", "text": piece.text}
                case b.Bullets():
                    yield bullets(piece.items, ordered=piece.ordered)
                case b.Avoid():
                    yield self.avoid(piece)
                case b.Key() | b.Promise():
                    label = "block.key" if isinstance(piece, b.Key) else "block.promise"
                    yield {"t": "box", "label": texts(label), "lines": list(piece.lines)}
                case b.Activity() | b.Decision():
                    label = "block.activity" if isinstance(piece, b.Activity) else "block.decision"
                    yield {"t": "box", "label": texts(label), "lines": list(piece.paragraphs)}
                case b.Branch():
                    label = texts("line.branch", label=piece.label)
                    yield {"t": "branch", "label": label, "parts": list(self.pieces(piece.blocks))}
                case b.Myth():
                    heard = paragraph(texts("line.myth", text=piece.text), kind="small")
                    parts = [heard, *self.pieces(piece.blocks)]
                    yield {"t": "branch", "label": piece.truth, "parts": parts}
                case d.People():
                    yield self.people(piece.services)
                case d.Rule():
                    yield {"t": "rule", "title": piece.title, "text": piece.text}
                case d.SettingCard():
                    yield self.setting(piece, piece.title)

    def line_to_fill(self, piece: d.Blank) -> Piece:
        """Make lines to write on, or the words typed for them."""
        words = typed(self._filled.get(next(self._places), ""))
        return {"t": "write", "label": piece.label, "lines": piece.lines, "text": words}

    def avoid(self, piece: b.Avoid) -> Piece:
        """Make the line of what closes a talk, with why."""
        return {"t": "avoid", "label": self.texts("block.avoid"), "text": piece.text, "reason": piece.reason}

    def setting(self, card: d.SettingCard, title: str, app: str = "") -> Piece:
        """Make a setting to tick by hand, with where it is found."""
        texts = self.texts
        path = texts("setting.folded") if card.folded else f"{NBSP}› ".join(card.path)
        known = f"{card.known} · {texts('setting.unsure').rstrip('.')}" if card.unsure_names else card.known
        return {
            "t": "setting",
            "title": f"{app}{NBSP}· {title}" if app else title,
            "essential": texts("setting.essential") if card.essential else "",
            "why": card.why,
            "path": path,
            "known": f"{known} · {domain_of(card.help)}",
        }

    def people(self, services: Iterable[m.Service]) -> Piece:
        """Make the list of who to call: number, name and what it is for."""
        return {"t": "people", "people": [self.person(service) for service in services]}

    def person(self, service: m.Service) -> Piece:
        """Make one of them; a service without a number stands by its name alone."""
        texts, language = self.texts, self.texts.language
        number, name = number_and_name(service, texts, self._country)
        town = self._town if service.id in self._local else ""
        about = " · ".join(filter(None, (service.role[language], service.domain, town)))
        return {"number": number, "name": name, "about": about}


def number_and_name(service: m.Service, texts: Texts, country: str) -> tuple[str, str]:
    """Give the number to dial (or the text route), and the name as it goes on after its number."""
    number = number_here(service, country)
    if number is None and service.sms:
        number = texts("service.sms_short", number=service.sms)
    name = service.title[texts.language]
    return ("", name) if number is None else (number, name_after(number, name))


def name_after(number: str, name: str) -> str:
    """Cut a number off the beginning of a name: "119 Allô Enfance en Danger" goes on after its number."""
    if number and _plain(name).startswith(_plain(number)):
        name = name.replace(NBSP, " ").removeprefix(number.replace(NBSP, " ")).strip(" –:·")
    return name


def _plain(text: str) -> str:
    return "".join(text.split())
