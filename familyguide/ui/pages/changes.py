"""What changed: what readers find anew, month by month; nobody is told unless they come here."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from familyguide.guide.library import row_is_valid
from familyguide.ui.pages.reading import LINK_ICONS, ReadingPage
from familyguide.ui.widgets.basic import ParagraphLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from familyguide.guide import model as m
    from familyguide.guide.rows import Row
    from familyguide.services.navigation import Route
    from familyguide.ui.context import Context

# More pages than this stand in a fold: the sentence has said what they are about.
SHOWN = 4


class ChangesPage(ReadingPage):
    """Lists what changed, newest first, each with the ways to its pages."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("changes.title"), texts("changes.lead"))
        months = [
            (month, list(found)) for month, found in groupby(context.library.changes, lambda one: one.month)
        ]
        self.in_parts(months, 1, self._put)

    def _put(self, months: list[tuple[str, list[m.Change]]]) -> None:
        for month, entries in months:
            self.heading(self.texts.month(month).capitalize())
            for number, entry in enumerate(entries):
                self.add(ParagraphLabel(entry.text[self.context.language], "", self.sheet).selectable())
                self._ways(f"{month}-{number}", list(self._pages(entry)))

    def _pages(self, entry: m.Change) -> Iterator[Row]:
        """Give the pages of an entry that can be opened now, here: what was merged or left is passed over."""
        library = self.context.library
        for identifier in entry.ids:
            found = library.row(library.now_id(identifier) or "")
            if found is not None and row_is_valid(found, self.context.country) and found.audience != "worker":
                yield found

    def _ways(self, name: str, pages: list[Row]) -> None:
        if len(pages) <= SHOWN:
            for found in pages:
                self.add(self._row(found))
            return
        fold = self.fold(name, self.texts.count("changes.pages", len(pages)))
        for found in pages:
            fold.content.addWidget(self._row(found))
        self.add(fold)

    def _row(self, found: Row) -> QWidget:
        lang = self.context.language
        ages = self.texts.ages(found.ages) if found.kind in ("conversation", "agreement") else ""
        return self.link_row(found.title[lang], "", f"{found.kind}:{found.id}", LINK_ICONS[found.kind], ages)
