"""Warning signs: opened one at a time, never ticked, counted or coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.ui.notice import announce
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import Box, HeadingLabel, IconLabel, Label, LayoutButton, row, sided
from familyguide.ui.widgets.blocks import bubble, bullet

if TYPE_CHECKING:
    from familyguide.guide.rows import Row
    from familyguide.services.document import Document, Section
    from familyguide.ui.context import Context


# More do not fit the first screen.
FIRST_ROWS = 9


class SignsPage(ReadingPage):
    """The signs of an age, and the one that is open; nothing adds up."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        sign = context.library.read(route.item, m.Sign) if route.item else None
        self.document: Document | None = None
        # In two columns the open sign, and the empty space above it.
        self._right: QWidget | None = None
        self._gap = 0
        if self.is_narrow:
            if sign is None:
                self._head()
                self._list(self.column)
            else:
                back = self.door(
                    self.texts("sign.back"),
                    Route("signs", part=sign.id),
                    "chevron-left",
                    self.sheet,
                    "BackToSigns",
                )
                self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
                self._detail(sign, self.column)
            return
        self._head()
        columns = row(24)
        left = QWidget(self.sheet)
        left.setFixedWidth(context.px(370))
        stack = QVBoxLayout(left)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        self._list(stack)
        columns.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        body = QWidget(self.sheet)
        right = QVBoxLayout(body)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        if sign is not None:
            self._detail(sign, right)
        else:
            self._nothing_open(right)
        columns.addWidget(body, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(columns)
        self._right = body
        self.verticalScrollBar().valueChanged.connect(self._follow_up)

    # The reader's place in the list.

    def stays_at(self, route: Route) -> bool:
        """Open a sign of the list where the reader stands in it."""
        return route.page == "signs" and route.item is not None and not self.is_narrow

    def run_later(self) -> None:
        """Come back to the list at the sign that was open."""
        super().run_later()
        found = self.findChild(LayoutButton, f"Sign-{self.route.part}") if self.route.part else None
        if found is not None:
            self.body.settle()
            self.ensureWidgetVisible(found, 0, self.context.px(60))
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_state(self, state: dict[str, object]) -> None:
        """Show the open sign beside what the reader sees of the list."""
        super().take_state(state)
        scroll = self.verticalScrollBar().value()
        self._put_gap(self._room_above(scroll))
        self.verticalScrollBar().setValue(scroll)

    def focus_again(self, state: dict[str, object]) -> bool:
        """Keep the keyboard in the list, and say once what has opened beside it."""
        is_back = super().focus_again(state)
        if is_back and self._right is not None and self.document is not None:
            announce(self, self.texts("sign.opened", title=self.document.title))
        return is_back

    def _room_above(self, scroll: int) -> int:
        """Give how much of the columns lies above the view."""
        if self._right is None or self.route.item is None:
            return 0
        return max(0, scroll - self._right.mapTo(self.body, QPoint(0, 0)).y() + 12)

    def _put_gap(self, gap: int) -> None:
        layout = self._right.layout() if self._right is not None else None
        if layout is not None and gap != self._gap:
            self._gap = gap
            layout.setContentsMargins(0, gap, 0, 0)
            self.body.settle()
            self.column.activate()

    def _follow_up(self, scroll: int) -> None:
        """Bring the open sign along when the reader goes up the list: no empty space is left above it."""
        if self._gap and self._room_above(scroll) < self._gap:
            self._put_gap(self._room_above(scroll))

    def _rows(self) -> list[Row]:
        age = self.context.choices.age
        return [found for found in self.context.library.rows("sign") if age is None or age in found.ages]

    def _head(self) -> None:
        """Title, what the page is, and the ages: above both columns, where there is room for one line."""
        texts = self.texts
        title = HeadingLabel(texts("signs.title"), 1, self.sheet)
        self.title_label = title
        self.add(title)
        age = self.context.choices.age
        lead = texts("signs.lead")
        self.add(Label(f"{texts(f'age.{age}')} · {lead}" if age else lead, "muted", self.sheet))
        ages: list[tuple[str, object]] = [(texts(f"age.{name}"), name) for name in m.AGES]
        ages.append((texts("home.age.all"), None))
        self.add(self.chips(ages, age, self._choose_age, self.sheet, texts("home.age")))

    def _list(self, into: QVBoxLayout) -> None:
        texts = self.texts
        rows = self._rows()
        names = self.context.library.vocabulary.sign_categories
        groups: list[tuple[str, list[Row]]] = [(texts("signs.first"), [r for r in rows if r.high])]
        groups += [
            (names[key][texts.language], [r for r in rows if r.group == key and not r.high]) for key in names
        ]
        entries: list[str | Row] = []
        for name, members in groups:
            if members:
                entries += [name, *members]
        chosen = next((i for i, entry in enumerate(entries) if self._is_chosen(entry)), 0)

        def put(some: list[str | Row]) -> None:
            for entry in some:
                if isinstance(entry, str):
                    into.addSpacing(6)
                    into.addWidget(HeadingLabel(entry, 3, self.sheet))
                else:
                    into.addWidget(self._row(entry))

        self.in_parts(entries, max(FIRST_ROWS, chosen + 1), put)

    def _choose_age(self, age: object) -> None:
        self.context.service.change(age=age)

    def _is_chosen(self, entry: str | Row) -> bool:
        return not isinstance(entry, str) and entry.id == self.route.item

    def _row(self, found: Row) -> LayoutButton:
        theme, px = self.context.theme, self.context.px
        title = found.title[self.texts.language]
        button = LayoutButton("row", title, self.sheet, value=Route("signs", found.id))
        button.setObjectName(f"Sign-{found.id}")
        chosen = found.id == self.route.item
        # A sign is opened, never ticked.
        button.leads(self.texts("rail.here"), is_here=chosen)
        line = row(10, sided(button, 14, 9, 10, 9))
        line.addWidget(Label(title, "primary-strong" if chosen else "", button), 1)
        line.addWidget(
            IconLabel("chevron-right", theme.ink, px(18), button), 0, Qt.AlignmentFlag.AlignVCenter
        )
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def _nothing_open(self, into: QVBoxLayout) -> None:
        box = Box("card", self.sheet, gap=10)
        box.add(Label(self.texts("signs.choose"), "lead", box))
        box.add(Label(self.texts("signs.absence"), "muted", box))
        into.addWidget(box)

    def _detail(self, sign: m.Sign, into: QVBoxLayout) -> None:
        texts = self.texts
        self.document = self.context.writer.sign(sign)
        sections = {section.name: section for section in self.document.sections}
        box = Box("card", self.sheet, gap=12)
        box.setObjectName("OpenSign")
        alone = HeadingLabel(self.document.title, 2, box)
        if self.is_narrow:
            # Alone on its page it is the page's title, and no larger than beside the list.
            alone.level, self.title_label = 1, alone
        box.add(alone)
        grid = QGridLayout()
        grid.setSpacing(18)
        for index, name in enumerate(("ordinary", "weight")):
            place = (index, 0) if self.is_narrow else (0, index)
            grid.addLayout(self._half(sections[name], box), *place, Qt.AlignmentFlag.AlignTop)
        if not self.is_narrow:
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
        box.column.addLayout(grid)
        box.add(HeadingLabel(sections["say"].title, 3, box))
        for piece in sections["say"].pieces:
            box.add(bubble(piece.text, texts("block.say"), box))  # type: ignore[union-attr]
        into.addWidget(box)
        into.addWidget(HeadingLabel(texts("sign.do"), 2, self.sheet))
        age = self.context.choices.age
        links = self.context.writer.next_links(sign.next, sign.ages, age) if age else self.document.links
        self.link_rows(links, into)
        if "who" in sections:
            self.show_pieces(sections["who"].pieces, into)
        known = Label(f"{self.document.known} · {self.document.note}".rstrip(" ·"), "small", self.sheet)
        into.addWidget(known)
        fold = self.fold("sources", texts("source.title"), role="small")
        for title, url in self.document.sources:
            fold.content.addWidget(Label(title, "small", fold.body).selectable())
            if url is not None:
                fold.content.addWidget(
                    self.web_button(url, fold.body, about=title), 0, Qt.AlignmentFlag.AlignLeft
                )
        into.addWidget(fold)

    def _half(self, section: Section, parent: QWidget) -> QVBoxLayout:
        theme, px = self.context.theme, self.context.px
        half = QVBoxLayout()
        half.setSpacing(6)
        half.addWidget(HeadingLabel(section.title, 3, parent))
        for piece in section.pieces:
            for item in getattr(piece, "items", ()):
                half.addWidget(bullet(item, "minus", (theme.muted, px(16)), parent, "muted"))
        return half
