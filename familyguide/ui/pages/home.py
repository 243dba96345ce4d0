"""Home: four doors, an age if the reader wants, and a door for young people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from familyguide.guide.names import AGES
from familyguide.services.navigation import Route
from familyguide.ui.pages.base import USER_GUIDE, Page
from familyguide.ui.theme.tokens import tint
from familyguide.ui.widgets.basic import Button, IconBox, IconLabel, Label, LayoutButton, row, sided
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.ui.context import Context

DOORS = (
    ("talk", "message-circle", ("on_say", "say")),
    ("settings", "shield-check", ("primary", "primary_soft")),
    ("signs", "triangle-alert", ("sun", "sun_soft")),
    ("todo", "list-checks", ("primary", "primary_soft")),
)

# Hours longer than this stand on the card, not in the door.
_SHORT = 60


class HomePage(Page):
    """Asks what the reader needs today."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("home.title"), texts("home.age"))
        if context.is_started:
            self._ages_and_doors()
        else:
            self.after_paint(self._ages_and_doors)
        self.after_paint(self._below)

    def _ages_and_doors(self) -> None:
        """Add the choice of an age and the four doors."""
        texts, context = self.texts, self.context
        ages: list[tuple[str, object]] = [(texts(f"age.{age}"), age) for age in AGES]
        ages.append((texts("home.age.all"), None))
        self.add(self.chips(ages, context.choices.age, self._choose_age, self, texts("home.age")))
        if context.choices.country is None:
            self.add(self._ask_country())
        self.column.addSpacing(context.px(4))
        grid = QGridLayout()
        grid.setSpacing(16)
        columns = 1 if self.is_narrow else 2
        for index, (page, icon, colours) in enumerate(DOORS):
            grid.addWidget(self._door(page, icon, colours), index // columns, index % columns)
        self.column.addLayout(grid)

    def _below(self) -> None:
        """Add what needs the content: numbers for young people, and one talk."""
        self.column.addSpacing(self.context.px(4))
        columns = 1 if self.is_narrow else 2
        last = QGridLayout()
        last.setSpacing(16)
        last.addWidget(self._young(), 0, 0)
        idea = self._idea()
        if idea is not None:
            last.addWidget(idea, *((1, 0) if columns == 1 else (0, 1)))
            if columns == 2:  # noqa: PLR2004 - side by side
                last.setColumnStretch(0, 5)
                last.setColumnStretch(1, 4)
        self.column.addLayout(last)
        resume = self._resume()
        if resume is not None:
            self.add(resume)
        self._last_line()

    def _choose_age(self, age: object) -> None:
        self.context.service.change(age=age)

    def _ask_country(self) -> LayoutButton:
        """Ask where the reader is, because the language does not tell; until then no number is guessed."""
        texts = self.texts
        title, under = texts("country.title"), texts("home.country")
        button = LayoutButton("row", f"{title} {under}", self.sheet, value=Route("country"))
        button.setObjectName("AskCountry")
        return self._lay_row(button, "map-pin", (title, "strong"), (under, "small"))

    def _lay_row(
        self, button: LayoutButton, icon: str, first: tuple[str, str], second: tuple[str, str]
    ) -> LayoutButton:
        """Lay out a row that leads somewhere: an icon, two lines of words with their roles, an arrow."""
        theme, px = self.context.theme, self.context.px
        line = row(14, sided(button, 16, 10, 12, 10))
        line.addWidget(IconLabel(icon, theme.primary, px(24), button))
        words = QVBoxLayout()
        words.setSpacing(2)
        for text, role in (first, second):
            words.addWidget(Label(text, role, button))
        line.addLayout(words, 1)
        line.addWidget(IconLabel("chevron-right", theme.muted, px(20), button))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def _door(self, page: str, icon: str, colours: tuple[str, str]) -> LayoutButton:
        texts, theme, px = self.texts, self.context.theme, self.context.px
        title, under = texts(f"home.{page}.title"), texts(f"home.{page}.text")
        button = LayoutButton("card", f"{title}. {under}", self.sheet, value=Route(page))
        button.setObjectName(f"Door-{page}")
        line = row(16, sided(button, 20, 20, 14, 20))
        line.addWidget(IconBox(icon, tint(theme, *colours), min(px(60), 84), button))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(Label(title, "h2", button))
        words.addWidget(Label(under, "muted", button))
        words.addStretch(1)
        line.addLayout(words, 1)
        line.addWidget(IconLabel("chevron-right", theme.muted, px(22), button))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def _young(self) -> LayoutButton:
        texts, theme, px = self.texts, self.context.theme, self.context.px
        words = self._young_words()
        button = LayoutButton(
            "sayCard",
            f"{texts('home.young.title')} {words}",
            self.sheet,
            value=Route("article", "for-young-people"),
        )
        button.setObjectName("Door-young")
        line = row(14, sided(button, 20, 14, 14, 14))
        line.addWidget(IconLabel("users", theme.on_say, px(28), button))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Label(texts("home.young.title"), "on-say-strong", button))
        column.addWidget(Label(words, "on-say", button))
        line.addLayout(column, 1)
        line.addWidget(IconLabel("chevron-right", theme.on_say, px(22), button))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def _young_words(self) -> str:
        """Name the lines a young person can call here without a name; none is made up elsewhere."""
        from familyguide.guide.lines import shown_number  # noqa: PLC0415 - not before the first paint

        texts, country = self.texts, self.context.country
        screen = self.context.first_screen
        # The same line may fill both roles.
        found = {
            service.id: service
            for role in ("child", "report")
            for service in (screen.roles[role] if screen is not None else ())
            if "young-person" in service.needs and shown_number(service, country) is not None
        }
        nameless = [service for service in found.values() if service.anonymous == "yes"]
        lines = []
        for service in (nameless or list(found.values()))[:2]:
            number = shown_number(service, country)
            named = f"le {number}" if texts.language == "fr" else str(number)
            if service.opening_hours == "24/7":
                named = texts("home.young.day_and_night", number=named)
            elif service.hours is not None and len(service.hours[texts.language]) <= _SHORT:
                hours = service.hours[texts.language].rstrip(".")
                named = texts("home.young.hours", number=named, hours=hours[0].lower() + hours[1:])
            lines.append(named)
        if not lines:
            return texts("home.young.none")
        numbers = lines[0] + "".join(texts("home.young.or", number=line) for line in lines[1:])
        # Only where we know it: "without giving your name".
        return texts("home.young.numbers" if nameless else "home.young.numbers_only", numbers=numbers)

    def _resume(self) -> LayoutButton | None:
        """Offer the last place, for families that keep notes; never after Leave now."""
        notes = self.context.notes
        document = notes.document if notes is not None else None
        place = document.resume if document is not None and not document.quiet else None
        row_of = self.context.library.row(place.item) if place is not None and place.item else None
        if place is None or row_of is None:
            return None
        texts = self.texts
        town = self.context.library.added_by(row_of.id)
        added = texts("added.by", town=town[texts.language]) if town is not None else ""
        title, under = texts("home.resume"), " · ".join(filter(None, (row_of.title[texts.language], added)))
        button = LayoutButton(
            "row", f"{title}. {under}", self.sheet, value=Route(place.page, place.item, place.part)
        )
        button.setObjectName("Door-resume")
        return self._lay_row(button, "bookmark", (title, "small"), (under, "strong"))

    def _last_line(self) -> None:
        """Lead to what is easy to read, to what can be taken along on paper, and to how this app is used."""
        holder, flow = flow_row(self.sheet, 12)
        if self.context.library.has_easy("help"):
            flow.addWidget(self._quiet_door(Route("easy"), "easy.title", "book-open", holder))
        if self.context.may_print:
            flow.addWidget(self._quiet_door(Route("papers"), "papers.door", "printer", holder))
        if self.context.library.has(USER_GUIDE):
            guide = Route("article", USER_GUIDE)
            flow.addWidget(self._quiet_door(guide, "home.guide", "info", holder))
        self.add(holder)

    def _quiet_door(self, to: Route, words: str, icon: str, parent: QWidget) -> Button:
        return self.door(self.texts(words), to, icon, parent, f"Row-{to.item or to.page}")

    def _idea(self) -> LayoutButton | None:
        """Offer one talk a week; a quiet invitation, never a reminder."""
        texts, theme, px = self.texts, self.context.theme, self.context.px
        notes = self.context.notes
        if notes is not None and not notes.may_suggest:
            return None
        week = self.context.today.isocalendar().week
        found = self.context.library.nth("conversation", week, self.context.choices.age)
        if found is None:
            return None
        title = found.title[texts.language]
        badge = texts("home.idea")
        under = f"{texts.ages(found.ages)} · {texts('minutes.about', n=found.minutes or 5)}"
        button = LayoutButton(
            "card", f"{badge}. {title}. {under}", self.sheet, value=Route("conversation", found.id)
        )
        button.setObjectName("Door-idea")
        line = row(12, sided(button, 20, 14, 14, 14))
        words = QVBoxLayout()
        words.setSpacing(6)
        mark = Label(badge, "badge-good", button, wrap=False)
        words.addWidget(mark, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        words.addWidget(Label(title, "h3", button))
        words.addWidget(Label(under, "small", button))
        line.addLayout(words, 1)
        line.addWidget(IconLabel("chevron-right", theme.muted, px(22), button))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button
