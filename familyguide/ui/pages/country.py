"""Which country the help numbers are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.ui.pages.base import Page
from familyguide.ui.widgets.basic import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.services.navigation import Route
    from familyguide.ui.context import Context


class CountryPage(Page):
    """Asks for the country; never guessed from the language."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("country.title"), texts("country.lead"))
        countries: list[tuple[str, object]] = [
            (name[texts.language], code) for code, name in context.library.countries.items()
        ]
        self.add(self.chips(countries, context.choices.country, self._choose, self))
        self.column.addSpacing(8)
        country = context.directory.country(context.country)
        if country is not None and country.note is not None:
            self.add(Label(country.note[texts.language], "muted", self.sheet))

    def _choose(self, code: object) -> None:
        self.context.service.change(country=code)
        self.go_back.emit()
