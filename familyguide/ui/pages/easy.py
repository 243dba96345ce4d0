"""Easy versions: one idea a line, a drawing beside it, whom to call; and the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from familyguide.services import easy as easily
from familyguide.services.navigation import Route
from familyguide.ui.pages.people import person_row
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.theme import icons
from familyguide.ui.widgets.basic import Box, Label, ParagraphLabel, row
from familyguide.ui.widgets.blocks import bubble
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.guide import model as m
    from familyguide.ui.context import Context

DRAWING = 96
FIRST_STEPS = 3


class Drawing(QLabel):
    """One of the guide's drawings; it says what it shows."""

    spoken_role = "Graphic"

    def __init__(self, name: str, words: str, colour: str, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPixmap(icons.drawing(name, colour, size, self.devicePixelRatioF()))
        self.setFixedSize(size, size)
        self.setAccessibleName(words)

    def spoken_name(self) -> str:
        """Say what the drawing shows."""
        return self.accessibleName()


class EasyPage(ReadingPage):
    """One easy version, or the list of them."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        if route.item is None:
            self._list()
            return
        easy = context.library.easy(route.item)
        if easy is None:
            raise KeyError(route.item)
        self._easy = easy
        self.add_title(easy.title[context.language])
        mark = Label(self.texts("easy.mark"), "small", self.sheet)
        mark.setObjectName("EasyMark")
        self.add(mark)
        self.add(self._ways())
        shown = list(enumerate(easily.steps_in(easy, context.directory, context.country), start=1))
        self.in_parts(shown, FIRST_STEPS, self._put)

    def _ways(self) -> QWidget:
        """Lead to the whole page, and to the sheet where it may be printed."""
        context, texts, _theme = self.context, self.texts, self.context.theme
        holder, flow = flow_row(self.sheet, 8)
        whole = self.door(
            texts("easy.whole"),
            _whole(self._easy.of, context),
            "book-open",
            holder,
            "EasyWhole",
            role="quiet",
        )
        flow.addWidget(whole)
        if context.may_print:
            sheet = self.door(
                texts("print.button"),
                Route("print", easily.sheet_id(self._easy.of)),
                "printer",
                holder,
                "EasyPrint",
                role="quiet",
                called=texts("print.button.name", title=self._easy.title[texts.language]),
            )
            flow.addWidget(sheet)
        return holder

    def _put(self, steps: list[tuple[int, easily.EasyShown]]) -> None:
        for number, shown in steps:
            self.add(self._step(number, shown))

    def _step(self, number: int, shown: easily.EasyShown) -> QWidget:
        context, step = self.context, shown.step
        box = Box("card", self.sheet, gap=12)
        box.setObjectName(f"EasyStep-{number}")
        box.setAccessibleName(self.texts("plan.step", n=number))
        words = QVBoxLayout()
        words.setSpacing(context.px(10))
        for line in step.lines:
            words.addWidget(ParagraphLabel(line[context.language], "easy", box).selectable())
        if step.say is not None:
            words.addWidget(bubble(step.say[context.language], self.texts("block.say"), box, big=True))
        drawing = self._drawing(step, box)
        if drawing is None:
            box.column.addLayout(words)
        elif self.is_narrow:
            box.column.addWidget(drawing, 0, Qt.AlignmentFlag.AlignLeft)
            box.column.addLayout(words)
        else:
            beside = row(24)
            beside.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
            beside.addLayout(words, 1)
            box.column.addLayout(beside)
        for service in shown.people:
            box.add(person_row(self, service, box))
        for of in step.read:
            other = context.library.easy(of)
            if other is not None:
                button = self.route_row(other.title[context.language], "", Route("easy", of), "book-open")
                button.setObjectName(f"Row-easy:{of}")
                box.add(button)
        return box

    def _drawing(self, step: m.EasyStep, parent: QWidget) -> Drawing | None:
        """Give the drawing of a step; a step whose drawing is not there is read without one."""
        context = self.context
        name = step.drawing or ""
        if name not in context.library.drawings:
            return None
        # Above the words there is no room to spare.
        size = context.px(DRAWING // 2 if self.is_narrow else DRAWING)
        words = context.library.drawings[name][context.language]
        try:
            return Drawing(name, words, context.theme.primary, size, parent)
        except KeyError:
            return None

    def _list(self) -> None:
        context, texts = self.context, self.texts
        self.add_title(texts("easy.title"), texts("easy.lead"))
        self.add(Label(texts("easy.mark"), "small", self.sheet))
        for of in easily.all_of(context.library):
            easy = context.library.easy(of)
            if easy is not None:
                kind = "help" if of == easily.HELP else "talk" if of.startswith(easily.TOPIC) else "todo"
                icon = {"help": "life-buoy", "talk": "message-circle", "todo": "list-checks"}[kind]
                button = self.route_row(
                    easy.title[context.language], texts(f"rail.{kind}"), Route("easy", of), icon
                )
                button.setObjectName(f"Row-easy:{of}")
                self.add(button)


def _whole(of: str, context: Context) -> Route:
    """Give the page that an easy version is of; a topic has a talk for the age chosen, or else the list."""
    if of == easily.HELP:
        return Route("help")
    if not of.startswith(easily.TOPIC):
        return Route("plan", of)
    topic, age = of.removeprefix(easily.TOPIC), context.choices.age
    rows = [r for r in context.library.rows("conversation") if r.topics[0] == topic]
    found = next((r for r in rows if age in r.ages), None)
    return Route("conversation", found.id) if found is not None else Route("talk")
