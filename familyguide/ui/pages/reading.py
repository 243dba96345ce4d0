"""Documents on the screen: one native widget per piece, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.services.document import Blank, Document, People, Rule, SettingCard
from familyguide.services.links import domain_of
from familyguide.services.navigation import Route
from familyguide.ui.pages.base import Page, route_to
from familyguide.ui.pages.people import number_of, person_row
from familyguide.ui.widgets.basic import (
    Box,
    Button,
    FlowLabel,
    HeadingLabel,
    IconLabel,
    Label,
    LayoutButton,
    ParagraphLabel,
    number_label,
    row,
    sided,
    spoken_line,
)
from familyguide.ui.widgets.blocks import blank_line, bubble, bullet, numbered, tinted
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.services.document import Piece
    from familyguide.ui.widgets.fold import Fold

LINK_ICONS = {
    "plan": "list-checks",
    "conversation": "message-circle",
    "checklist": "shield-check",
    "article": "book-open",
    "term": "book-a",
    "service": "life-buoy",
    "sign": "triangle-alert",
    "agreement": "heart-handshake",
}


class ReadingPage(Page):
    """A page that shows documents."""

    # Young readers are said "tu" in French.
    say_key = "block.say"

    def show_pieces(self, pieces: Iterable[Piece], into: QVBoxLayout, prefix: str = "") -> None:
        """Put the widgets of some pieces into a column."""
        group: list[tuple[str, b.Branch]] = []
        for index, piece in enumerate(pieces):
            if isinstance(piece, b.Branch):
                group.append((f"{prefix}{index}", piece))
                continue
            if group:
                self._branches(group, into)
                group = []
            self._piece(piece, into)
        if group:
            self._branches(group, into)

    def _piece(self, piece: Piece, into: QVBoxLayout) -> None:
        texts, theme, px = self.texts, self.context.theme, self.context.px
        parent = into.parentWidget() or self
        match piece:
            case b.Heading():
                into.addWidget(HeadingLabel(piece.text, piece.level, parent))
            case Blank():
                into.addWidget(blank_line(piece.label, px(30), parent))
            case b.Paragraph():
                if piece.text:
                    into.addWidget(ParagraphLabel(piece.text, "", parent).selectable())
                self._links(piece.links, into)
            case b.Say():
                self._say_name(into, parent)
                into.addWidget(bubble(piece.text, texts(self.say_key), parent))
            case b.Bullets():
                for number, item in enumerate(piece.items, start=1):
                    if piece.ordered:
                        into.addWidget(numbered(number, item, parent))
                    else:
                        into.addWidget(bullet(item, "chevron-right", (theme.primary, px(18)), parent))
                self._links(piece.links, into)
            case b.Avoid():
                box = tinted(
                    "caution",
                    "info",
                    (theme.on_caution, px(20)),
                    f"{texts('block.avoid')} {piece.text}",
                    (piece.reason,) if piece.reason else (),
                    parent,
                )
                into.addWidget(box)
            case b.Key():
                into.addWidget(
                    tinted(
                        "key", "key-round", (theme.primary, px(20)), texts("block.key"), piece.lines, parent
                    )
                )
            case b.Activity():
                self._boxed("users", texts("block.activity"), piece.paragraphs, into)
            case b.Decision():
                self._boxed("heart-handshake", texts("block.decision"), piece.paragraphs, into)
            case b.Promise():
                self._boxed("hand-heart", texts("block.promise"), piece.lines, into, said=True)
            case b.Figure():
                self._boxed("info", texts("block.figure"), (piece.text,), into)
            case b.Myth():
                card = self._boxed("lightbulb", piece.truth, (), into)
                heard = texts("line.myth", text=piece.text)
                card.add(bullet(heard, "quote", (theme.muted, px(16)), card, "small"))
                self.show_pieces(piece.blocks, card.column)
            case Rule():
                box = tinted(
                    "caution", "image-off", (theme.on_caution, px(20)), piece.title, (piece.text,), parent
                )
                into.addWidget(box)
            case People():
                for service in piece.services:
                    into.addWidget(person_row(self, service, parent))
            case SettingCard():
                into.addWidget(ParagraphLabel(piece.why, "", parent))

    def _say_name(self, into: QVBoxLayout, parent: QWidget) -> None:
        """Write "You can say" once above a run of bubbles."""
        last = into.itemAt(into.count() - 1) if into.count() else None
        widget = last.widget() if last is not None else None
        if widget is not None and widget.property("role") == "say-box":
            return
        name = QWidget(parent)
        line = row(8)
        line.addWidget(IconLabel("message-circle", self.context.theme.muted, self.context.px(18), name))
        line.addWidget(Label(self.texts(self.say_key), "small", name), 1)
        name.setLayout(line)
        into.addWidget(name)

    def _boxed(
        self, icon: str, title: str, lines: tuple[str, ...], into: QVBoxLayout, *, said: bool = False
    ) -> Box:
        parent = into.parentWidget() or self
        box = Box("card", parent)
        # Heard as a part of its own: what kind of words these are.
        box.setAccessibleName(title)
        head = row(10)
        head.addWidget(
            IconLabel(icon, self.context.theme.primary, self.context.px(22), box),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        head.addWidget(HeadingLabel(title, 3, box), 1)
        box.column.addLayout(head)
        for line in lines:
            if said:
                box.add(bubble(line, title, box))
            else:
                box.add(ParagraphLabel(line, "", box).selectable())
        into.addWidget(box)
        return box

    def _branches(self, group: list[tuple[str, b.Branch]], into: QVBoxLayout) -> None:
        parent = into.parentWidget() or self
        into.addWidget(HeadingLabel(self.texts("block.if"), 2, parent))
        box = Box("card", parent, margins=(6, 6), gap=0)
        for index, (name, branch) in enumerate(group):
            if index:
                line = Box("rule", box, margins=(0, 0))
                line.setFixedHeight(1)
                box.add(line)
            fold = self.fold(f"branch-{name}", f"… {branch.label}")
            fold.button.setAccessibleName(self.texts("branch.title", label=branch.label))
            self.show_pieces(branch.blocks, fold.content)
            box.add(fold)
        into.addWidget(box)

    def _links(self, links: tuple[b.Link, ...], into: QVBoxLayout) -> None:
        if not links:
            return
        parent = into.parentWidget() or self
        words = [link for link in links if link.target.startswith("term:")]
        # A list may name a page twice; one button leads there.
        ways = list({link.target: link for link in links if link not in words}.values())
        if ways:
            holder, flow = flow_row(parent, 8)
            for link in ways:
                flow.addWidget(self.link_button(link, holder))
            into.addWidget(holder)
        for link in words:
            # A word is explained in its place: nobody loses the line they were reading.
            term = self.context.library.read(link.target.partition(":")[2], m.Term)
            into.addWidget(
                self._explained(
                    term, f"met-{len(self.folds)}-{term.id}", self.texts("words.what", word=link.label)
                )
            )

    def link_button(self, link: b.Link, parent: QWidget) -> Button:
        """Make the button of a guide link; a long one wraps, and a service shows its number."""
        kind, _, identifier = link.target.partition(":")
        button = LayoutButton("row", link.label, parent, value=link.target)
        button.setObjectName(f"Link-{link.target}")
        # Large enough for the many hands at a public PC, where one line of words alone would not be.
        edge = 11 if self.context.rules.mode == "public-pc" else 8
        line = row(8, sided(button, 12, edge, 14, edge))
        line.addWidget(IconLabel(LINK_ICONS[kind], self.context.theme.primary, self.context.px(18), button))
        line.addWidget(FlowLabel(link.label, "strong", button), 1)
        service = self.context.directory.service(identifier) if kind == "service" else None
        number = number_of(self, service) if service is not None else None
        if service is not None and number is not None and number not in link.label:
            shown = "number-emergency" if service.kind == "emergency" else "number-strip"
            line.addWidget(number_label(number, shown, button))
            spoken = service.phone_spoken
            said = spoken[self.texts.language] if spoken is not None and number != service.sms else number
            button.setAccessibleName(f"{link.label}. {said}")
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.follow)
        return button

    def link_rows(self, links: Iterable[b.Link], into: QVBoxLayout) -> None:
        """Show where a page leads, one row per link."""
        for link in links:
            kind = link.target.partition(":")[0]
            into.addWidget(
                self.link_row(link.label, self.texts(f"link.{kind}"), link.target, LINK_ICONS[kind])
            )

    def link_row(self, title: str, under: str, target: str, icon: str, aside: str = "") -> LayoutButton:
        """Make a row that leads somewhere: icon, title, words under it, a fact at the side, chevron."""
        button = self.route_row(title, under, route_to(target), icon, aside)
        button.setObjectName(f"Row-{target}")
        return button

    def route_row(self, title: str, under: str, route: Route, icon: str, aside: str = "") -> LayoutButton:
        """Make a row that leads to any route."""
        theme, px = self.context.theme, self.context.px
        name = spoken_line(title, under, aside)
        button = LayoutButton("row", name, self.sheet, value=route)
        button.setObjectName(f"Row-{route.page}")
        line = row(14, sided(button, 16, 10, 12, 10))
        line.addWidget(IconLabel(icon, theme.primary, px(22), button), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "strong", button))
        if under:
            words.addWidget(Label(under, "small", button))
        if aside and self.is_narrow:
            words.addWidget(Label(aside, "small", button))
        line.addLayout(words, 1)
        if aside and not self.is_narrow:
            line.addWidget(Label(aside, "small", button, wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(
            IconLabel("chevron-right", theme.muted, px(20), button), 0, Qt.AlignmentFlag.AlignVCenter
        )
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def print_button(self, identifier: str, title: str, parent: QWidget) -> Button | None:
        """Make the way to the sheet of an item; None where nothing is printed, or nobody should see it."""
        if not self.context.may_print:
            return None
        return self.door(
            self.texts("print.button"),
            Route("print", identifier),
            "printer",
            parent,
            f"Print-{identifier}",
            called=self.texts("print.button.name", title=title),
        )

    def print_beside_title(self, document: Document, *ways: Button | None) -> None:
        """Offer other ways and to print at the top, quietly: beside the title, or under it without room."""
        title = self.title_label
        buttons = [way for way in (*ways, self.quiet_print(document, self.sheet)) if way is not None]
        if not buttons or title is None:
            return
        if self.is_narrow:
            for button in buttons:
                self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            return
        at = self.column.indexOf(title)
        self.column.removeWidget(title)
        line = row(16)
        line.addWidget(title, 1)
        below = self.column.itemAt(at)
        lead = below.widget() if below is not None else None
        for button in buttons:
            if lead is not None:
                # Before the words below for a screen reader, as for the eye.
                button.stackUnder(lead)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.insertLayout(at, line)

    def quiet_print(self, document: Document, parent: QWidget) -> Button | None:
        """Make a small way to the sheet of a page; None where there is none."""
        if not self.context.may_print:
            return None
        return self.door(
            self.texts("print.button"),
            Route("print", document.id),
            "printer",
            parent,
            f"PrintTop-{document.id}",
            role="quiet",
            called=self.texts("print.button.name", title=document.title),
        )

    def easy_button(self, of: str, title: str, parent: QWidget) -> Button | None:
        """Make the way to the easy version of a plan, of a `topic:ID` or of help; None without one."""
        if not self.context.library.has_easy(of):
            return None
        return self.door(
            self.texts("easy.open"),
            Route("easy", of),
            "book-open",
            parent,
            f"Easy-{of}",
            role="quiet",
            called=self.texts("easy.open.name", title=title),
        )

    def easy_row(self) -> LayoutButton:
        """Lead to the list of easy versions."""
        texts = self.texts
        button = self.route_row(texts("easy.title"), texts("easy.lead"), Route("easy"), "book-open")
        button.setObjectName("Row-easy")
        return button

    def agreement_row(self) -> None:
        """Lead to the rules a family chooses together, for the age chosen where there is one."""
        texts = self.texts
        self.add(
            self.route_row(
                texts("agreement.title"), texts("agreement.lead"), Route("agreement"), "heart-handshake"
            )
        )

    def papers_row(self) -> LayoutButton | None:
        """Make the way to every sheet that is made for paper; None where nothing is printed."""
        if not self.context.may_print:
            return None
        texts = self.texts
        button = self.route_row(texts("papers.door"), texts("papers.door.text"), Route("papers"), "printer")
        button.setObjectName("Row-papers")
        return button

    def _explained(self, term: m.Term, name: str, title: str) -> Fold:
        fold = self.fold(name, title)
        word, text = term.title[self.context.language], term.text[self.context.language]
        # In a sentence a word may be said otherwise than in the list of words: both are given.
        said = text if word == title else self.texts("words.line", word=word, text=text)
        fold.content.addWidget(ParagraphLabel(said, "", fold.body).selectable())
        return fold

    def _explain_words(self, document: Document) -> None:
        """Explain the words of the field that were met, each under its own title."""
        if not document.words:
            return
        self.heading(self.texts("words.title"))
        box = Box("card", self.sheet, margins=(6, 6), gap=0)
        for term in document.words:
            box.add(self._explained(term, f"word-{term.id}", term.title[self.context.language]))
        self.add(box)

    def footer(self, document: Document, *, prints: bool = True) -> None:
        """Explain words, then say when the facts were known, who has not read it yet, and their sources."""
        self._explain_words(document)
        self.column.addSpacing(self.context.px(8))
        button = self.print_button(document.id, document.title, self.sheet) if prints else None
        if button is not None:
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        line = Label(
            document.known if not document.note else f"{document.known} · {document.note}",
            "small",
            self.sheet,
        )
        line.setObjectName("Known")
        self.add(line)
        fold = self.fold("sources", self.texts("source.title"), role="small")
        if not document.sources:
            fold.content.addWidget(Label(self.texts("source.none"), "small", fold.body))
        for title, url in document.sources:
            fold.content.addWidget(Label(title, "small", fold.body).selectable())
            if url is not None:
                fold.content.addWidget(
                    self.web_button(url, fold.body, about=title), 0, Qt.AlignmentFlag.AlignLeft
                )
        self.add(fold)

    def web_button(
        self, url: str, parent: QWidget, role: str = "", *, about: str = "", words: str = ""
    ) -> Button:
        """Make a button that opens a registered address; `about` says what is there.

        Its domain stands on it, or `words` that hold it.
        """
        colour = self.context.theme.on_primary if role == "primary" else self.context.theme.primary
        domain = domain_of(url)
        as_code = self.context.rules.links == "qr"
        icon = "qr-code" if as_code else "external-link"
        size = self.context.px(18)
        button = Button(words or domain, role, parent, value=url, icon=icon, colour=colour, size=size)
        spoken = self.texts("link.code.name" if as_code else "service.open.name", domain=domain)
        if words:
            spoken = f"{words}. {spoken}"
        button.setAccessibleName(self.texts("link.about", way=spoken, what=about) if about else spoken)
        button.pressed_with.connect(self.open_link)
        return button
