"""Understand: articles, words explained, and one article on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from familyguide import __version__
from familyguide.guide import keys
from familyguide.guide import model as m
from familyguide.guide.search import fold as plain
from familyguide.services.navigation import Route
from familyguide.ui.pages.base import route_to
from familyguide.ui.pages.filling import may_fill
from familyguide.ui.pages.people import added_words, person_row
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import (
    Box,
    HeadingLabel,
    IconLabel,
    Label,
    LayoutButton,
    ParagraphLabel,
    QuietHeading,
    column,
    row,
    sided,
    spoken_line,
)
from familyguide.ui.widgets.fields import Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

    from familyguide.guide.rows import Row
    from familyguide.services.document import Document
    from familyguide.ui.context import Context
    from familyguide.ui.widgets.fold import Fold

# A heading and its card take the height of so many rows.
_HEADING_ROWS = 2
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class UnderstandPage(ReadingPage):
    """Lists what there is to read; `part` is a word to open."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("understand.title"), texts("understand.lead"))
        self.add(self.easy_row())
        names = context.library.vocabulary.article_categories
        articles = [r for r in context.library.rows("article") if self._is_here(r)]
        official = [r for r in articles if not added_words(self, r.id)]
        shelves = [
            (shelf.title, [r for name in shelf.articles for r in official if r.id == name])
            for shelf in context.library.vocabulary.article_shelves
        ]
        placed = {r.id for _, rows in shelves for r in rows}
        shelves += [
            (title, [r for r in official if r.group == category and r.id not in placed])
            for category, title in names.items()
        ]
        # How the app is used is looked for apart from what there is to understand.
        guide = [shelf for shelf in shelves if any(r.group == "guide" for r in shelf[1])]
        told = [shelf for shelf in shelves if shelf not in guide]
        self._add_shelves([(title[texts.language], rows) for title, rows in told if rows])
        self._add_local(articles)
        self.heading(texts("family.together"))
        self.agreement_row()
        papers = self.papers_row()
        if papers is not None:
            self.add(papers)
        if guide:
            self._add_shelves([(title[texts.language], rows) for title, rows in guide])
        self.heading(texts("understand.guide"))
        if context.library.changes:
            self.add(
                self.route_row(
                    texts("changes.title"), texts("changes.lead"), Route("changes"), "calendar-clock"
                )
            )
        self.add(
            self.route_row(texts("keyboard.title"), texts("keyboard.row"), Route("keyboard"), "keyboard")
        )
        meta = context.library.meta
        version = texts("understand.version", version=__version__, built=meta.get("built", "?"))
        if keys.IS_TRIAL:
            version = f"{version} {texts('band.trial')}."
        self.add(Label(version, "small", self.sheet))
        self.heading(texts("understand.words"))
        self._find = Field(self.sheet)
        self._find.setObjectName("FindWord")
        self._find.setPlaceholderText(texts("understand.find_word"))
        self._find.setAccessibleName(f"{texts('understand.find_word')}. {texts('understand.words')}")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._filter)
        self.add(self._find)
        self._words: list[tuple[str, Fold]] = []
        self.after_paint(self._fill_words)

    def _add_shelves(self, shelves: list[tuple[str, list[Row]]]) -> None:
        """Lay the shelves out, titles alone: in two columns where there is room, each read to its end."""
        heights = [len(rows) + _HEADING_ROWS for _, rows in shelves]
        # Where the second column begins: both end as near to each other as can be.
        middle = min(
            range(1, len(shelves) + 1), key=lambda n: abs(sum(heights[:n]) - sum(heights[n:])), default=0
        )
        columns = row(14)
        stack = self._add_column(columns)
        for number, (title, rows) in enumerate(shelves):
            if number == middle and not self.is_narrow:
                stack = self._add_column(columns)
            stack.addWidget(self._shelf(title, rows))
        self.column.addLayout(columns)

    def _add_column(self, columns: QHBoxLayout) -> QVBoxLayout:
        side = QWidget(self.sheet)
        stack = column(14)
        side.setLayout(stack)
        columns.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)
        return stack

    def _shelf(self, title: str, rows: list[Row]) -> Box:
        lang, px = self.context.language, self.context.px
        box = Box("card", self.sheet, margins=(8, 8), gap=0)
        head = HeadingLabel(title, 2, box)
        head.setContentsMargins(*sided(box, 12, 0, 12, 4))
        box.add(head)
        for found in rows:
            name, under = found.title[lang], found.summary[lang] if found.summary is not None else ""
            button = LayoutButton(
                "fold", spoken_line(name, under), box, value=route_to(f"article:{found.id}")
            )
            button.setObjectName(f"Row-article:{found.id}")
            line = row(12, sided(button, 12, 8, 8, 8))
            line.addWidget(Label(name, "", button), 1)
            line.addWidget(IconLabel("chevron-right", self.context.theme.muted, px(18), button), 0, _MIDDLE)
            button.setLayout(line)
            button.pass_clicks()
            button.pressed_with.connect(self.go_to)
            box.add(button)
        return box

    def _add_article(self, found: Row, added: str = "") -> None:
        lang = self.context.language
        under = found.summary[lang] if found.summary is not None else ""
        self.add(self.link_row(found.title[lang], under, f"article:{found.id}", "book-open", added))

    def _add_local(self, articles: list[Row]) -> None:
        """List the pages that towns added, behind the official ones, each under the name of its town."""
        local: dict[str, list[Row]] = {}
        for found in articles:
            added = added_words(self, found.id)
            if added:
                local.setdefault(added, []).append(found)
        for town, rows in local.items():
            self.column.addSpacing(self.context.px(6))
            self.add(QuietHeading(town, 2, self.sheet))
            for found in rows:
                self._add_article(found, town)

    def _is_here(self, found: Row) -> bool:
        # What a worker reads stands with the sessions.
        here = not found.countries or self.context.country in found.countries
        return here and found.audience != "worker"

    def _fill_words(self) -> None:
        _texts, lang = self.texts, self.context.language
        box = Box("card", self.sheet, margins=(6, 6), gap=0)
        rows = self.context.library.rows("term")
        for found in sorted(rows, key=lambda r: plain(r.title[lang])):
            fold = self.fold(f"term-{found.id}", found.title[lang])
            if found.summary is not None:
                fold.content.addWidget(ParagraphLabel(found.summary[lang], "", fold.body).selectable())
            box.add(fold)
            self._words.append((plain(found.title[lang]), fold))
            if found.id == self.route.part:
                fold.open()
        self.add(box)
        self._bodies()
        opened = self.folds.get(f"term-{self.route.part}")
        if opened is not None:
            self.body.settle()
            self.ensureWidgetVisible(opened, 0, 120)

    def _bodies(self) -> None:
        """Name the bodies people hear of that are no doors, so that nobody loses time there."""
        texts, lang = self.texts, self.context.language
        bodies = self.context.directory.article_only(self.context.country)
        if not bodies:
            return
        self.heading(texts("understand.bodies"))
        self.add(Label(texts("understand.bodies.text"), "muted", self.sheet))
        for service in bodies:
            fold = self.fold(f"body-{service.id}", service.title[lang])
            fold.content.addWidget(ParagraphLabel(service.role[lang], "", fold.body))
            for text in (*service.takes, *service.not_for):
                fold.content.addWidget(ParagraphLabel(text[lang], "", fold.body))
            self.add(fold)

    def _filter(self, typed: str) -> None:
        asked = plain(typed.strip())
        for word, fold in self._words:
            fold.setVisible(asked in word)


class ArticlePage(ReadingPage):
    """One article."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        item = context.library.read(route.item or "", m.Article)
        self.document: Document = context.writer.article(item)
        if item.audience == "young":
            self.say_key = "block.say.young"
        self.add_title(self.document.title, item.summary[context.language])
        self.print_beside_title(self.document)
        if self.document.added:
            self.add(Label(self.document.added, "small", self.sheet))
        if item.countries and context.country not in item.countries:
            self.add(Label(texts("page.other_country"), "strong", self.sheet))
        if item.minutes and item.audience != "young":
            self.add(Label(texts("minutes.about", n=item.minutes), "small", self.sheet))
        if may_fill(context, item.id):
            way = self.door(texts("fill.open"), Route("fill", item.id), "pencil-line", self.sheet, "FillOpen")
            self.column.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        # The first sections fill the screen; the rest follows after the first paint.
        first, rest = self.document.sections[:2], self.document.sections[2:]
        for section in first:
            if section.title:
                self.heading(section.title)
            self.show_pieces(section.pieces, self.column, section.name)

        def finish() -> None:
            for section in rest:
                if section.title:
                    self.heading(section.title)
                self.show_pieces(section.pieces, self.column, section.name)
            if self.document.links:
                self.heading(texts("next.title"))
                self.link_rows(self.document.links, self.column)
            people = context.directory.people(context.country, item.next.roles)
            if people:
                self.heading(texts("next.person"))
                for service in people:
                    self.add(person_row(self, service, self))
            self.footer(self.document)

        self.after_paint(finish)
