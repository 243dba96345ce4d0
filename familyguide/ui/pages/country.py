"""Which country the help numbers are for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from PySide6.QtCore import Qt

from familyguide.guide.names import NO_COUNTRY
from familyguide.services.navigation import Route
from familyguide.ui.pages.base import Page
from familyguide.ui.widgets.basic import Button, Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.ui.context import Context


_LAST = ("EU", NO_COUNTRY)


def _plain(name: str) -> str:
    """Give a name as it is sorted: É beside E."""
    return "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))


class CountryPage(Page):
    """Asks for the country; never guessed from the language."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("country.page"), texts("country.lead"))
        first = context.first_country
        if first in context.library.countries and first != context.choices.country:
            name = context.library.countries[first][texts.language]
            back = Button(
                texts("country.first", country=name),
                "",
                self.sheet,
                value=first,
                icon="arrow-left",
                colour=context.theme.ink,
                size=context.px(18),
            )
            back.setObjectName("FirstCountry")
            back.pressed_with.connect(self._choose)
            self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        # By name, without accents; the Union and "another country" close the list.
        named = sorted(
            context.library.countries.items(),
            key=lambda entry: (entry[0] in _LAST, _plain(entry[1][texts.language])),
        )
        countries: list[tuple[str, object]] = [(name[texts.language], code) for code, name in named]
        self.add(self.chips(countries, context.choices.country, self._choose, self, texts("country.title")))
        self.column.addSpacing(8)
        country = context.directory.country(context.country)
        if country is not None and country.note is not None:
            self.add(Label(country.note[texts.language], "muted", self.sheet))
        if context.library.tongues:
            # Who looks for a country may look for a language.
            other = self.door(
                texts("tongues.title"), Route("tongues"), "languages", self.sheet, "OtherLanguages"
            )
            self.column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, code: object) -> None:
        self.context.service.change(country=code)
        self.go_back.emit()
