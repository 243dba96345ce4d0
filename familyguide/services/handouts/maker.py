"""Makes the sheet of any item, and the sheets of paper alone, in one or two languages."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.glossary import Glossary
from familyguide.guide.lines import shown_number
from familyguide.services.directory import Directory
from familyguide.services.handouts.pieces import Cutter, heading, paragraph
from familyguide.services.handouts.sheet import Code, Help, HelpLine, Look, Sheet, foot_line
from familyguide.services.links import domain_of
from familyguide.services.texts import Texts
from familyguide.services.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from familyguide.services import document as d
    from familyguide.services.handouts.sheet import Piece, Row

# More letters of sources than this stand after the last line instead of in the foot.
FOOT_SOURCES = 230
# A page to keep holds so many sentences besides the first.
MORE_SAID = 2
# So many answers leave it one page, on the shorter paper too.
MOST_ANSWERS = 8
# Its lines to fill in are printed on the fingers of a drawn hand.
HAND = "trusted-adults-hand"


class Maker:
    """Makes sheets for one country and look; one per set of languages."""

    def __init__(
        self,
        library: Library,
        languages: tuple[Language, ...],
        country: str,
        today: date,
        look: Look | None = None,
    ) -> None:
        self.library = library
        self.directory = Directory(library)
        self.languages = languages
        self.country = country
        self.today = today
        self.look = look or Look()
        self.texts = tuple(Texts(language) for language in languages)
        self.writers = tuple(
            Writer(library, self.directory, language, country, today) for language in languages
        )

    def of(self, identifier: str, *, whole: bool = True, filled: Mapping[int, str] | None = None) -> Sheet:
        """Make the sheet of an item; KeyError when there is none of that id.

        A conversation that is not `whole` is one page: the words, the answers, what to decide. `filled`
        holds words typed for lines to fill, by the place of the line in the sheet; they are kept nowhere.
        """
        item = self.library.item(identifier)
        documents = tuple(writer.document(item) for writer in self.writers)
        is_short = not whole and isinstance(item, m.Conversation)
        if is_short and isinstance(item, m.Conversation):
            parts = [list(self._short(item, texts)) for texts in self.texts]
            words = self._met_on(parts, documents[0].explained)
            for sections, texts in zip(parts, self.texts, strict=True):
                sections.append(Cutter(texts, self.country).words(words))
        else:
            parts = [
                list(self._cutter(document, texts, filled).sections(document))
                for document, texts in self._with(documents)
            ]
        is_hand = item.id == HAND
        rows = self._hand_rows(parts) if is_hand else tuple(side_by_side(parts, self.languages))
        return Sheet(
            id=item.id,
            languages=self.languages,
            titles=tuple(document.title for document in documents),
            about=self._about(item),
            rows=rows,
            help=self.help(),
            form="hand" if is_hand else "page" if is_short else "sheet",
            **self.foot(item.id, documents, short=is_short or isinstance(item, m.Agreement)),
        )

    def _with(self, documents: tuple[d.Document, ...]) -> Iterator[tuple[d.Document, Texts]]:
        return zip(documents, self.texts, strict=True)

    def _hand_rows(self, parts: list[list[list[Piece]]]) -> tuple[Row, ...]:
        """Draw the hand on the first page, with a line on every finger; what an adult reads comes after."""
        lines = [[p for pieces in sections for p in pieces if p["t"] == "write"] for sections in parts]
        rest = [[[p for p in pieces if p["t"] != "write"] for pieces in sections] for sections in parts]
        fingers = [
            {
                "words": [line["label"] for line in same],
                "text": next((x["text"] for x in same if x["text"]), ""),
            }
            for same in zip(*lines, strict=True)
        ]
        alt = " / ".join(texts("paper.hand.alt") for texts in self.texts)
        hand: Piece = {"t": "hand", "languages": self.languages, "alt": alt, "labels": fingers}
        first = next(n for n, pieces in enumerate(rest[0]) if any(p["t"] == "h" for p in pieces))
        lead = side_by_side([sections[:first] for sections in rest], self.languages)
        after = side_by_side([sections[first:] for sections in rest], self.languages)
        return (*lead, ((hand,),), *after)

    def _cutter(self, document: d.Document, texts: Texts, filled: Mapping[int, str] | None = None) -> Cutter:
        in_box = frozenset(s.id for entry in self.directory.strip(self.country) for s in entry.services)
        if not document.added:
            return Cutter(texts, self.country, in_box=in_box, filled=filled)
        rows = self.library.rows("service")
        local = frozenset(row.id for row in rows if self.library.added_by(row.id) is not None)
        return Cutter(texts, self.country, in_box=in_box, town=document.added, local=local, filled=filled)

    def _about(self, item: m.AnyItem) -> str:
        """Say for whom a sheet is, where it is for an age."""
        if isinstance(item, m.Service | m.Term | m.Checklist | m.Plan) or not item.ages:
            return ""
        kind = {"with-child": "paper.about.family", "young": "paper.about.young"}.get(
            item.audience, "paper.about.parents"
        )
        first, last = item.ages[0].partition("-")[0], item.ages[-1].partition("-")[2]
        return " · ".join(texts(kind, first=first, last=last) for texts in self.texts)

    def _short(self, item: m.Conversation, texts: Texts) -> Iterator[list[Piece]]:
        """A conversation on one page: what to say, what to answer, what to keep, what to decide."""
        language = texts.language
        writer = self.writers[self.languages.index(language)]
        cutter = Cutter(texts, self.country)
        parts = {part.name: list(writer.pieces(part.blocks)) for part in item.parts(language)}
        said = [piece for piece in parts.get("open", ()) if isinstance(piece, b.Say)]
        yield [paragraph(item.when[language], kind="lead")]
        yield [
            heading(texts("block.say")),
            *cutter.pieces((b.Say(item.opening[language]), *said[:MORE_SAID])),
        ]
        branches = [piece for piece in parts.get("listen", ()) if isinstance(piece, b.Branch)]
        lines: list[Piece] = []
        for branch in branches:
            answer = next((piece for piece in branch.blocks if isinstance(piece, b.Say)), None)
            if answer is not None:
                label = texts("line.branch", label=branch.label)
                lines.append({"t": "answer", "label": label, "text": answer.text})
        if lines:
            # The first are what a child is likeliest to say; all of them stand on the whole sheet.
            yield [heading(texts("paper.answers")), *lines[:MOST_ANSWERS]]
        keep = [
            piece
            for name in ("essential", "close")
            for piece in parts.get(name, ())
            if isinstance(piece, b.Key | b.Promise | b.Decision)
        ]
        yield from ([piece] for piece in cutter.pieces(keep))
        yield [{"t": "write", "label": texts("paper.week"), "lines": 1, "text": ""}]

    def _met_on(self, parts: list[list[list[Piece]]], words: tuple[m.Term, ...]) -> tuple[m.Term, ...]:
        """Give those of a page's explained words that a sheet with a part of it still says."""
        met: set[str] = set()
        for texts, sections in zip(self.texts, parts, strict=True):
            glossary = Glossary(words, texts.language, says_also=False)
            met.update(term.id for term in glossary.met_in("\n".join(_strings(sections))))
        return tuple(term for term in words if term.id in met)

    def help(self) -> Help | None:
        """Make the box of the people to call in the country; None where we hold no number."""
        country = self.directory.country(self.country)
        entries = self.directory.strip(self.country)
        if country is None or not entries:
            return None
        people = []
        codes: list[Code] = []
        for entry in entries:
            numbers = [shown_number(service, self.country) for service in entry.services]
            if not any(numbers):
                # Reached by text message alone.
                numbers = [
                    self.texts[0]("service.sms_short", number=s.sms) if s.sms else None
                    for s in entry.services
                ]
            labels = []
            for texts in self.texts:
                label = texts(f"strip.{entry.role}")
                if entry.text is not None and entry.text.sms:
                    label += f" · {texts('strip.sms', number=entry.text.sms)}"
                labels.append(label)
            people.append(HelpLine(" · ".join(filter(None, numbers)), tuple(labels)))
            codes += [
                self.code(service.web) for service in entry.services if service.web and entry.role == "report"
            ]
        titles = tuple(texts("paper.help.title", where=country.where[texts.language]) for texts in self.texts)
        return Help(titles, tuple(people), tuple(codes[:1]))

    def code(self, address: str) -> Code:
        """Make the code of a registered address, with what it opens in words."""
        opens = " / ".join(texts("paper.opens") for texts in self.texts)
        return Code(address, f"{opens} {domain_of(address)}")

    def foot(
        self, identifier: str, documents: tuple[d.Document, ...], *, short: bool = False
    ) -> dict[str, Any]:
        """Make the foot of an item's sheet; that of a `short` one names who wrote the sources alone."""
        titles = []
        for document in documents:
            named = [title for title, _ in document.sources]
            if short:
                named = list(dict.fromkeys(title.partition(",")[0] for title in named))
            titles.append(named)
        return self.foot_of(identifier, [document.known for document in documents], titles, titled=True)

    def foot_of(
        self, identifier: str, known: list[str], titles: list[list[str]], *, titled: bool = False
    ) -> dict[str, Any]:
        """Make the foot of a sheet, and its list of sources where that is too long for the foot.

        The list has a title of its own where it is `titled`.
        """
        feet: list[str] = []
        ending: list[tuple[Piece, ...]] = []
        for texts, when, named in zip(self.texts, known, titles, strict=True):
            said = texts("source.line", title=" ; ".join(named) or texts("source.none"))
            if len(said) > (FOOT_SOURCES // 2 if self.look.large else FOOT_SOURCES):
                ending.append(
                    (heading(texts("source.title"), 3), paragraph(" · ".join(named), kind="sources"))
                )
                said = texts("paper.sources_at_end")
            feet.append(foot_line(texts, identifier, when, self.look, said))
        rows: tuple[Row, ...] = ()
        if ending and not titled:
            rows = ((ending[0][1:],),)
        elif len(ending) == len(self.languages) > 1:
            # The names of sources are the same in both languages: they are printed once.
            rows = (tuple((pieces[0],) for pieces in ending), ((ending[0][1],),))
        elif ending:
            rows = (tuple(ending),)
        return {"foot": tuple(feet), "ending": rows}


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - what pieces are made of
    """Yield every string of pieces, however deep."""
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _strings(one)


def side_by_side(parts: list[list[list[Piece]]], languages: tuple[Language, ...]) -> Iterator[Row]:
    """Put the sections of each language beside each other, piece by piece where they are in step.

    A title stays with the first piece under it; people to call and lines to fill stand once, with the words
    of both languages.
    """
    if len(parts) == 1:
        for pieces in parts[0]:
            for piece in pieces:
                yield ((piece,),)
        return
    for sections in zip_longest(*parts, fillvalue=[]):
        groups = [_with_their_titles(pieces) for pieces in sections]
        if len({len(group) for group in groups}) != 1:
            yield tuple(tuple(pieces) for pieces in sections)
            continue
        for cells in zip(*groups, strict=True):
            yield from _once(cells, languages)


def _once(cells: Row, languages: tuple[Language, ...]) -> Iterator[Row]:
    """Set what is said or written once for both languages over the whole width."""
    if all(cell and cell[-1]["t"] == "write" for cell in cells):
        if any(cell[:-1] for cell in cells):
            yield tuple(cell[:-1] for cell in cells)
        lines = [cell[-1] for cell in cells]
        labels = dict(zip(languages, (line["label"] for line in lines), strict=True))
        # A line that has to be filled in French says in English what it is: that name holds the other.
        needed = {
            language: label
            for language, label in labels.items()
            if not any(other != label and other.startswith(label) for other in labels.values())
        }
        words = next((line["text"] for line in lines if line["text"]), "")
        merged = {"languages": list(needed), "labels": list(needed.values()), "text": words}
        yield ((({"t": "write-in-both", "lines": lines[0]["lines"]} | merged),),)
        return
    yield from _people_once(cells, languages)


def _people_once(cells: Row, languages: tuple[Language, ...]) -> Iterator[Row]:
    lists = [cell[-1]["people"] for cell in cells if cell and cell[-1]["t"] == "people"]
    if len(lists) != len(cells) or len({len(people) for people in lists}) != 1:
        yield cells
        return
    titles = tuple(cell[:-1] for cell in cells)
    if any(titles):
        yield titles
    together = [
        {
            "number": " / ".join(dict.fromkeys(one["number"] for one in same)),
            "words": [{"name": one["name"], "about": one["about"]} for one in same],
        }
        for same in zip(*lists, strict=True)
    ]
    yield (({"t": "people-in-both", "languages": list(languages), "people": together},),)


def _with_their_titles(pieces: list[Piece]) -> list[tuple[Piece, ...]]:
    groups: list[tuple[Piece, ...]] = []
    waiting: tuple[Piece, ...] = ()
    for piece in pieces:
        if piece["t"] == "h":
            waiting = (*waiting, piece)
        else:
            groups.append((*waiting, piece))
            waiting = ()
    return [*groups, waiting] if waiting else groups
