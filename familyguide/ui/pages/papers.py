"""Paper: every sheet that is made to be printed, by what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.names import AGES
from familyguide.services import tongues
from familyguide.services.handouts import manual, special
from familyguide.services.navigation import Route
from familyguide.ui.pages.filling import may_fill
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.paper_sheets import refusal
from familyguide.ui.widgets.basic import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from familyguide.ui.context import Context

HAND = "trusted-adults-hand"


class PapersPage(ReadingPage):
    """Lists the sheets; each leads to the page for printing, or to the fields where it may be filled in."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("papers.title"), texts("papers.lead"))
        if not context.may_print:
            key = "print.problem.off" if context.rules.printing == "off" else "papers.watched"
            self.add(Label(texts(key), "strong", self.sheet))
            return
        for name, rows in (
            ("numbers", self._numbers()),
            ("family", self._family()),
            ("write", self._to_write()),
            ("work", self._for_work()),
            ("guide", self._of_the_guide()),
        ):
            found = list(rows)
            if found:
                self.heading(texts(f"papers.{name}"))
            for title, under, target, icon in found:
                button = self.route_row(title, under, target, icon)
                button.setObjectName(f"Row-{target.item}")
                self.add(button)

    def _sheet(self, identifier: str, icon: str, under: str = "") -> tuple[str, str, Route, str]:
        title = special.name(self.context.library, identifier, self.texts)
        return title, under or self.texts(f"papers.{identifier}"), Route("print", identifier), icon

    def _numbers(self) -> Iterator[tuple[str, str, Route, str]]:
        for identifier, icon in (
            ("help-page", "phone"),
            ("wallet-card", "smartphone"),
            ("wall-poster", "life-buoy"),
        ):
            if not refusal(self.context, identifier):
                yield self._sheet(identifier, icon)
        for tongue in self.context.library.tongues.values():
            identifier = tongues.sheet_id(tongue.code)
            if not refusal(self.context, identifier):
                yield self._sheet(identifier, "languages", self.texts("papers.numbers_in"))

    def _family(self) -> Iterator[tuple[str, str, Route, str]]:
        texts, library, lang = self.texts, self.context.library, self.context.language
        for row in library.rows("agreement"):
            under = row.summary[lang] if row.summary is not None else ""
            yield row.title[lang], under, Route("print", row.id), "heart-handshake"
        hand = library.row(HAND)
        if hand is not None:
            yield hand.title[lang], texts("papers.hand"), Route("print", hand.id), "hand-heart"
        talks = library.rows("conversation")
        for age in AGES:
            if any(age in row.ages for row in talks):
                yield self._sheet(f"{special.CARDS}{age}", "message-circle", texts("papers.cards"))

    def _to_write(self) -> Iterator[tuple[str, str, Route, str]]:
        lang, country = self.context.language, self.context.country
        for row in self.context.library.rows("article"):
            if row.group == "paper" and (not row.countries or country in row.countries):
                under = row.summary[lang] if row.summary is not None else ""
                page = "fill" if may_fill(self.context, row.id) else "print"
                yield row.title[lang], under, Route(page, row.id), "pencil-line"

    def _for_work(self) -> Iterator[tuple[str, str, Route, str]]:
        yield self._sheet("terms", "languages")

    def _of_the_guide(self) -> Iterator[tuple[str, str, Route, str]]:
        if manual.pages(self.context.library):
            yield self._sheet(manual.MANUAL, "book-open")
