"""In other languages: the country's numbers, one sentence and what to say first; plans once reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide import bidi
from familyguide.guide import model as m
from familyguide.guide.names import NO_COUNTRY
from familyguide.services import tongues
from familyguide.services.navigation import Route
from familyguide.ui.pages.people import person_row, title_beside_number
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.theme.apply import load_tongue_fonts
from familyguide.ui.widgets.basic import (
    Box,
    Button,
    HeadingLabel,
    IconLabel,
    Label,
    LayoutButton,
    ParagraphLabel,
    number_label,
    row,
    sided,
)
from familyguide.ui.widgets.blocks import BlockBox, bullet

if TYPE_CHECKING:
    from familyguide.ui.context import Context


# Width kept for the numbers of a page, by the longest of them.
_SHORT, _NARROW, _WIDE = 7, 150, 250
FIRST_CARDS = 4


class TonguesPage(ReadingPage):
    """`item` is a language, `part` a plan in it; without an item, the list of languages."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        load_tongue_fonts()
        if route.item is None:
            self._list()
            return
        self.tongue = tongue = context.library.tongues[route.item]
        if tongue.from_right:
            # The whole page, before anything stands on it: edges, arrows and lines follow.
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if route.part is not None:
            plan = context.library.plan_in(tongue.code, route.part)
            if plan is None:
                raise KeyError(route.part)
            self._plan(plan)
            return
        self._numbers()

    def _own(self, label: Label) -> Label:
        """Let words of another language have its letters."""
        label.setProperty("tongue", True)
        return label

    def _list(self) -> None:
        context, texts = self.context, self.texts
        self.add_title(texts("tongues.title"), texts("tongues.lead"))
        for tongue in context.library.tongues.values():
            called = tongue.called[texts.language]
            button = LayoutButton("row", f"{tongue.name}. {called}", self.sheet)
            button.setObjectName(f"Tongue-{tongue.code}")
            line = row(14, sided(button, 16, 10, 12, 10))
            line.addWidget(IconLabel("languages", context.theme.primary, context.px(22), button))
            words = QVBoxLayout()
            words.setSpacing(0)
            name = self._own(Label(tongue.name, "h3", button))
            # Under each other at the side where this page begins, whichever way the name is read.
            side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
            name.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
            words.addWidget(name)
            words.addWidget(Label(called, "small", button))
            line.addLayout(words, 1)
            line.addWidget(IconLabel("chevron-right", context.theme.muted, context.px(20), button))
            button.setLayout(line)
            button.pass_clicks()
            button.clicked.connect(self._open)
            self.add(button)

    def _open(self) -> None:
        code = self.sender().objectName().removeprefix("Tongue-")
        self.go_to.emit(Route("tongues", code))

    def _numbers(self) -> None:
        context, texts, tongue = self.context, self.texts, self.tongue
        head = row(12)
        self.title_label = HeadingLabel(tongue.name, 1, self.sheet)
        self._own(self.title_label)
        head.addWidget(self.title_label, 1)
        self._head_buttons(head)
        self.column.addLayout(head)
        if context.country == NO_COUNTRY or not context.directory.strip(context.country):
            self.add(Label(texts("help.unknown_country"), "lead", self.sheet))
            self._foot()
            return
        self._line()
        calls = list(tongues.calls(tongue, context.directory, context.country))
        # Words of every card start at the same place.
        is_long = max(len(call.number) for call in calls) > _SHORT
        self._number_width = context.px(_WIDE if is_long else _NARROW)
        self.in_parts(calls, FIRST_CARDS, self._put)
        self.after_paint(self._finish)

    def _head_buttons(self, head: object) -> None:
        context, texts = self.context, self.texts
        px, theme = context.px, context.theme
        names = context.library.countries
        country = names.get(context.country) if context.country != NO_COUNTRY else None
        wanted = [
            (country[texts.language] if country else texts("strip.choose"), Route("country"), "map-pin")
        ]
        if context.may_print and context.country != NO_COUNTRY:
            sheet = tongues.sheet_id(self.tongue.code)
            wanted.insert(0, (texts("print.button"), Route("print", sheet), "printer"))
        for words, route, icon in wanted:
            button = Button(words, "", self.sheet, value=route, icon=icon, colour=theme.ink, size=px(18))
            button.setObjectName(f"Tongue{route.page.capitalize()}")
            if route.page == "print":
                called = self.tongue.called[texts.language]
                name = texts("paper.special.numbers", language=called)
                button.setAccessibleName(texts("print.button.name", title=name))
            button.pressed_with.connect(self.go_to)
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)  # type: ignore[attr-defined] # a layout

    def _line(self) -> None:
        """Show the one sentence, and what to say first on the phone."""
        context, texts, tongue = self.context, self.texts, self.tongue
        line = tongues.line(tongue, context.directory, context.country)
        if line is None:
            return
        box = BlockBox("say-box", texts("tongues.call"), self.sheet)
        box.setObjectName("TongueLine")
        box.add(self._own(Label(line, "say-big", box)).selectable())
        for language, words in tongues.first_words(tongue, context.directory, context.country):
            said = row(10)
            said.addWidget(IconLabel("speech", context.theme.on_say, context.px(20), box))
            label = Label(words, "on-say-strong", box).selectable()
            label.setObjectName(f"FirstWords-{language}")
            said.addWidget(label, 1)
            box.column.addLayout(said)
        self.add(box)

    def _put(self, calls: list[tongues.Call]) -> None:
        for call in calls:
            self.add(self._card(call))

    def _card(self, call: tongues.Call) -> LayoutButton:
        """Show one number: what kind of service, its own name, when it answers."""
        context, lang, service = self.context, self.texts.language, call.service
        hours = call.hours or (service.hours[lang] if service.hours is not None else "")
        name = " ".join(filter(None, (service.title[lang], call.number if service.phone is None else "")))
        spoken = service.phone_spoken[lang] if service.phone_spoken is not None else call.number
        button = LayoutButton(
            "row", f"{call.kind}. {name}. {spoken}. {hours}", self.sheet, value=Route("help", part=service.id)
        )
        button.setObjectName(f"Call-{service.id}")
        line = row(16, sided(button, 16, 10, 12, 10))
        shown = self.texts("service.sms_short", number=call.number) if call.by_text else call.number
        role = "number-big-emergency" if service.kind == "emergency" else "number"
        number = number_label(shown, role, button)
        words = QVBoxLayout()
        words.setSpacing(2)
        if self.is_narrow:
            words.addWidget(number)
        else:
            number.setMinimumWidth(self._number_width)
            line.addWidget(number, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self._own(Label(call.kind, "strong", button)))
        title = title_beside_number(service.title[lang], call.number)
        if title:
            words.addWidget(Label(title, "", button))
        if hours:
            words.addWidget(self._own(Label(hours, "small", button)))
        if call.speaks:
            words.addWidget(self._own(Label(self.tongue.name, "primary-strong", button)))
        line.addLayout(words, 1)
        line.addWidget(IconLabel("chevron-right", context.theme.muted, context.px(20), button))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def _finish(self) -> None:
        for plan in tongues.plans(self.tongue, self.context.library):
            button = LayoutButton("row", plan.title, self.sheet, value=Route("tongues", plan.tongue, plan.of))
            button.setObjectName(f"TonguePlan-{plan.of}")
            line = row(14, sided(button, 16, 12, 12, 12))
            line.addWidget(IconLabel("list-checks", self.context.theme.primary, self.context.px(22), button))
            line.addWidget(self._own(Label(plan.title, "strong", button)), 1)
            button.setLayout(line)
            button.pass_clicks()
            button.pressed_with.connect(self.go_to)
            self.add(button)
        self._foot()

    def _foot(self) -> None:
        """Say to who reads our language what is so: whose words these are, and what is not in them."""
        texts, tongue = self.texts, self.tongue
        called = tongue.called[texts.language]
        words = [texts("tongues.only", language=called), *self._review(tongue.status, called)]
        label = Label(" ".join(words), "small", self.sheet)
        label.setObjectName("TongueReview")
        self.add(label)

    def _review(self, status: object, called: str) -> list[str]:
        texts = self.texts
        if isinstance(status, m.Reviewed):
            month = texts.month(status.on)
            return [texts("tongues.reviewed", language=called, name=status.reviewed_by, month=month)]
        return [texts("tongues.draft", language=called)]

    # A plan that somebody has reviewed.

    def _plan(self, translated: m.TonguePlan) -> None:
        context, tongue = self.context, self.tongue
        plan = context.library.read(translated.of, m.Plan)
        self.title_label = HeadingLabel(translated.title, 1, self.sheet)
        self.add(self._own(self.title_label))
        self.add(self._own(Label(translated.summary, "lead", self.sheet)))
        for service in context.directory.people(context.country, plan.call)[:4]:
            self.add(person_row(self, service, self.sheet))
        for number, step in enumerate(translated.steps, start=1):
            box = Box("card", self.sheet)
            box.setObjectName(f"PlanStep-{number}")
            head = row(12)
            dot = Label(str(number), "step-number", box, wrap=False)
            dot.setProperty("state", "now")
            dot.setAlignment(Qt.AlignmentFlag.AlignCenter)
            head.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
            head.addWidget(self._own(HeadingLabel(step.do, 2, box)), 1)
            box.column.addLayout(head)
            if step.more is not None:
                box.add(self._own(ParagraphLabel(step.more, "", box)))
            if step.say is not None:
                said = BlockBox("say-box", self.texts("block.say"), box)
                said.add(self._own(Label(step.say, "say", said)).selectable())
                box.add(said)
            self.add(box)
        mark = (context.theme.danger, context.px(18))
        never = Box("danger-box", self.sheet)
        for line in translated.dont:
            point = bullet(line, "x", mark, never, "danger")
            for label in point.findChildren(ParagraphLabel):
                self._own(label)
            never.add(point)
        self.add(never)
        called = tongue.called[self.texts.language]
        words = " ".join(self._review(translated.status, called))
        self.add(Label(bidi.plain(words), "small", self.sheet))
