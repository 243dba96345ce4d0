"""The family agreement: rules for one age, read together, each answered by both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QSizePolicy

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.ui.pages.people import person_row
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import Box, Button, HeadingLabel, IconLabel, Label, ParagraphLabel, row
from familyguide.ui.widgets.blocks import bubble
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from familyguide.services.document import Document
    from familyguide.services.family import Agreed
    from familyguide.ui.context import Context
    from familyguide.ui.notes import FamilyNotes

Who = Literal["child", "adult"]
BOTH: tuple[Who, Who] = ("child", "adult")
HAND = "trusted-adults-hand"
# More do not fit the first screen.
FIRST_RULES = 3


class AgreementPage(ReadingPage):
    """The rules of one age; without an item, those of the age chosen, else the ages to choose from."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        self._rows = context.library.rows("agreement")
        chosen = route.item or next((r.id for r in self._rows if context.choices.age in r.ages), None)
        if chosen is None:
            self._choose()
        else:
            self._read(context.library.read(chosen, m.Agreement))

    def _ages(self, item: m.Agreement | None) -> QWidget:
        """Make a chip for each age there is an agreement for."""
        ages: list[tuple[str, object]] = [(self.texts.ages(found.ages), found.id) for found in self._rows]
        return self.chips(
            ages, item.id if item is not None else None, self._open, self.sheet, self.texts("home.age")
        )

    def _open(self, identifier: object) -> None:
        self.go_to.emit(Route("agreement", str(identifier)))

    def _choose(self) -> None:
        texts = self.texts
        self.add_title(texts("agreement.title"), texts("agreement.lead"))
        self.add(Label(texts("agreement.choose"), "strong", self.sheet))
        self.add(self._ages(None))
        hand = self.context.writer.link(f"article:{HAND}")
        if hand is not None:
            self.link_rows((hand,), self.column)

    def _read(self, item: m.Agreement) -> None:
        texts = self.texts
        self.document: Document = self.context.writer.agreement(item)
        opening = bubble(item.opening[texts.language], texts("talk.start"), self.sheet, big=True)
        opening.setObjectName("Opening")
        opening.column.insertWidget(0, Label(texts("talk.start"), "on-say", opening))
        self.add(opening)
        self.add_title(self.document.title, item.summary[texts.language])
        self.print_beside_title(self.document)
        self.add(self._ages(item))
        self.heading(texts("agreement.answer"))
        self.add(ParagraphLabel(item.answer[texts.language], "", self.sheet))
        if self._notes is not None:
            self.add(ParagraphLabel(texts("agreement.answer.here"), "muted", self.sheet))
        child = [rule for rule in item.rules if not rule.for_adults]
        adults = [rule for rule in item.rules if rule.for_adults]
        self.heading(texts("agreement.rules.child"))
        self._put(item, child[:FIRST_RULES])

        def finish() -> None:
            self._put(item, child[FIRST_RULES:])
            self.heading(texts("agreement.rules.adult"))
            self._put(item, adults)
            self.heading(texts("agreement.close"))
            self.add(ParagraphLabel(item.close[texts.language], "", self.sheet))
            self._where_kept()
            if self.document.links:
                self.heading(texts("next.title"))
                self.link_rows(self.document.links, self.column)
            if self.document.people:
                self.heading(texts("next.person"))
                for service in self.document.people:
                    self.add(person_row(self, service, self))
            self.footer(self.document)

        self.after_paint(finish)

    def _put(self, item: m.Agreement, rules: list[m.AgreementRule]) -> None:
        for rule in rules:
            self.add(RuleBox(self, item, rule, self._notes))

    @property
    def _notes(self) -> FamilyNotes | None:
        """The family's notes, where answers may be noted now."""
        notes = self.context.notes
        if notes is None or not notes.is_used:
            return None
        from familyguide.services.family import may_keep  # noqa: PLC0415 - only where notes are

        row_of = self.context.library.row(self.document.id)
        return notes if may_keep("agreement", row_of) else None

    def _where_kept(self) -> None:
        """Say where the answers go: to My family, or to paper alone."""
        texts, notes = self.texts, self.context.notes
        if notes is None:
            words = "agreement.paper"
        else:
            words = "agreement.kept" if notes.is_used else "agreement.not_kept"
        box = Box("quiet", self.sheet, margins=(16, 12), gap=8)
        box.setObjectName("WhereKept")
        box.add(Label(texts(words), "", box))
        document = notes.document if notes is not None else None
        again = document.agreement_again if document is not None else None
        if again is not None:
            due = "family.agreement.due" if again <= self.context.today else "family.agreement.again"
            box.add(Label(texts(due, day=texts.day(again)), "strong", box))
        self.add(box)
        if notes is not None:
            self.add(
                self.route_row(
                    texts("family.title"), texts("agreement.family"), Route("family"), "heart-handshake"
                )
            )


class RuleBox(Box):
    """One rule: its reason, its trick, and two plain marks where the family keeps its answers."""

    def __init__(
        self, page: AgreementPage, item: m.Agreement, rule: m.AgreementRule, notes: FamilyNotes | None
    ) -> None:
        super().__init__("card", page.sheet, margins=(18, 14), gap=8)
        self.setObjectName(f"Rule-{rule.id}")
        self._page = page
        self._item = item
        self._rule = rule
        self._notes = notes
        texts, theme, px = page.texts, page.context.theme, page.context.px
        lang = texts.language
        self.add(HeadingLabel(rule.rule[lang], 3, self))
        self.add(ParagraphLabel(texts("agreement.reason", text=rule.reason[lang]), "", self))
        trick = row(10)
        trick.addWidget(IconLabel("lightbulb", theme.primary, px(20), self), 0, Qt.AlignmentFlag.AlignTop)
        trick.addWidget(ParagraphLabel(texts("agreement.trick", text=rule.trick[lang]), "", self), 1)
        self.column.addLayout(trick)
        self._marks: dict[str, Button] = {}
        if notes is not None:
            self._offer_marks()

    def _offer_marks(self) -> None:
        texts, theme, px = self._page.texts, self._page.context.theme, self._page.context.px
        holder, flow = flow_row(self, 8)
        for who in BOTH:
            words = texts(f"agreement.yes.{who}")
            mark = Button(words, "chip", holder, value=who, icon="circle", colour=theme.muted, size=px(18))
            mark.setObjectName(f"Yes-{self._rule.id}-{who}")
            mark.setAccessibleName(
                texts("agreement.yes.name", answer=words, rule=self._rule.rule[texts.language])
            )
            mark.setCheckable(True)
            mark.pressed_with.connect(self._answer)
            self._marks[who] = mark
            flow.addWidget(mark)
        self.add(holder)
        self._since = Label("", "small", self)
        self._since.setObjectName(f"Since-{self._rule.id}")
        # Its place is kept from the start: what stands below never moves when a mark is pressed.
        place = QSizePolicy(self._since.sizePolicy())
        place.setRetainSizeWhenHidden(True)
        self._since.setSizePolicy(place)
        self.add(self._since)
        self._mark()
        self._keep_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place of what the marks will say, at the new width."""
        super().resizeEvent(event)
        if self._marks:
            self._keep_place()

    def _keep_place(self) -> None:
        """Keep as much room as both answers will need."""
        self._since.ensurePolished()
        margins = self.column.contentsMargins()
        room = QRect(0, 0, max(1, self.width() - margins.left() - margins.right()), 10_000)
        words = " · ".join(self._words(self._page.context.today))
        needs = self._since.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words)
        self._since.setMinimumHeight(needs.height())

    def _answer(self, who: object) -> None:
        notes, context = self._notes, self._page.context
        side: Who = "child" if who == "child" else "adult"
        if notes is None or notes.document is None:
            return
        agreed = notes.document.agreement.get(self._rule.id)
        from familyguide.services.family import rule_has_changed  # noqa: PLC0415 - only where notes are

        # A second press takes the yes back; a yes to other words is said again.
        is_new = agreed is None or getattr(agreed, side) is None or rule_has_changed(agreed, self._rule, side)
        on = context.today if is_new else None
        notes.keep(lambda: notes.service.answer(self._item.id, self._rule.id, side, on))
        self._mark()
        self._page.body.settle()

    @property
    def _agreed(self) -> Agreed | None:
        document = self._notes.document if self._notes is not None else None
        return document.agreement.get(self._rule.id) if document is not None else None

    def _words(self, missing: date | None = None) -> list[str]:
        """Say who said yes and when; `missing` stands for the day of a yes that is not there."""
        from familyguide.services.family import rule_has_changed, said_words  # noqa: PLC0415 - where notes are

        texts, agreed = self._page.texts, self._agreed
        child, adult = (agreed.child, agreed.adult) if agreed is not None else (None, None)
        lines = said_words(texts, child or missing, adult or missing)
        if agreed is not None and rule_has_changed(agreed, self._rule):
            lines.append(texts("agreement.changed"))
        return lines

    def _mark(self) -> None:
        """Show who said yes and when, by a mark and words, not by colour alone."""
        theme, agreed = self._page.context.theme, self._agreed
        for who in BOTH:
            day = getattr(agreed, who) if agreed is not None else None
            mark = self._marks[who]
            mark.setChecked(day is not None)
            name, colour = ("circle-check", theme.good) if day is not None else ("circle", theme.muted)
            mark.put_icon(name, colour, self._page.context.px(18))
        lines = self._words()
        self._since.setText(" · ".join(lines))
        self._since.setVisible(bool(lines))
