"""What to do: first whether this screen is safe, then what is happening, then a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.services.document import Document, People, Section
from familyguide.services.navigation import Route
from familyguide.ui.pages.base import route_to
from familyguide.ui.pages.people import align_numbers, number_of, person_row, spoken_name
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import (
    Box,
    Button,
    HeadingLabel,
    IconLabel,
    Label,
    LayoutButton,
    ParagraphLabel,
    SilentLabel,
    number_label,
    row,
    sided,
)
from familyguide.ui.widgets.blocks import bullet
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.ui.context import Context

FIRST_STEPS = 3


class TodoPage(ReadingPage):
    """The questions; `part` is unsafe, list, or the id of a question."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        triage = context.library.triage
        match route.part:
            case None:
                self._safety(triage.safety)
            case "unsafe":
                self._unsafe(triage.safety.unsafe)
            case "list":
                self._list()
            case _:
                self._question(triage.happening.question(route.part))

    def _safety(self, safety: m.Safety) -> None:
        texts, happening = self.texts, self.context.library.triage.happening
        self.add_title(safety.title[texts.language], safety.intro[texts.language])
        self.column.addSpacing(8)
        safe = self._answer(
            safety.answers.no[texts.language], Route("todo", part=happening.start), "circle-check"
        )
        safe.clicked.connect(self._nobody_sees)
        self.add(safe)
        self.add(self._answer(safety.answers.yes[texts.language], Route("todo", part="unsafe"), "eye"))
        self._skip()

    def _nobody_sees(self) -> None:
        self.context.is_watched = False

    def _unsafe(self, unsafe: m.Unsafe) -> None:
        texts = self.texts
        lang = texts.language
        # From here on no page of this visit offers to print, until "nobody sees" is answered.
        self.context.is_watched = True
        self.add_title(unsafe.title[lang], unsafe.blocks[0][lang])
        people = self.context.directory.people(self.context.country, unsafe.roles)
        strip = self.context.directory.strip(self.context.country)
        by_text = tuple(entry.text for entry in strip if entry.text is not None)
        theme, px = self.context.theme, self.context.px
        voice = len(strip[0].services) if strip and strip[0].role == "emergency" else 0
        rows = [
            person_row(self, service, self)
            for service in dict.fromkeys((*people[:voice], *by_text, *people[voice:]))
        ]
        align_numbers(self, rows)
        for found in rows:
            self.add(found)
        box = Box("card", self.sheet, gap=12)
        for text in unsafe.blocks[1:]:
            box.add(bullet(text[lang], "check", (theme.primary, px(18)), box))
        self.add(box)
        happening = self.context.library.triage.happening
        about = Button(texts("reading.leaving"), "", self.sheet, value=Route("article", "leaving"))
        about.pressed_with.connect(self.go_to)
        go_on = Button(unsafe.go_on[lang], "", self.sheet, value=Route("todo", part=happening.start))
        go_on.setObjectName("GoOn")
        go_on.pressed_with.connect(self.go_to)
        line = row(12)
        line.addWidget(about)
        line.addStretch(1)
        line.addWidget(go_on)
        self.column.addLayout(line)

    def _question(self, question: m.Question) -> None:
        texts = self.texts
        self.add_title(question.text[texts.language])
        self.column.addSpacing(4)
        for answer in question.answers:
            if answer.page:
                target = route_to(answer.page)
            else:
                target = Route("plan", answer.plan) if answer.plan else Route("todo", part=answer.to)
            self.add(self._answer(answer.text[texts.language], target, ""))
        self._skip()

    def _answer(self, text: str, target: Route, icon: str) -> LayoutButton:
        theme, px = self.context.theme, self.context.px
        button = LayoutButton("row", text, self.sheet, value=target)
        button.setObjectName(f"Answer-{target.item or target.part}")
        line = row(14, sided(button, 18, 14, 14, 14))
        if icon:
            line.addWidget(IconLabel(icon, theme.primary, px(22), button), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(Label(text, "h3", button), 1)
        line.addWidget(
            IconLabel("chevron-right", theme.muted, px(22), button), 0, Qt.AlignmentFlag.AlignVCenter
        )
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        return button

    def _skip(self) -> None:
        self.column.addSpacing(6)
        skip = Button(self.texts("todo.skip"), "", self.sheet, value=Route("todo", part="list"))
        skip.setObjectName("AllPlans")
        skip.pressed_with.connect(self.go_to)
        self.column.addWidget(skip, 0, Qt.AlignmentFlag.AlignLeft)

    def _list(self) -> None:
        texts = self.texts
        self.add_title(texts("todo.title"))
        for found in self.context.library.rows("plan"):
            under = found.summary[texts.language] if found.summary is not None else ""
            self.add(self.link_row(found.title[texts.language], under, f"plan:{found.id}", "list-checks"))


class PlanPage(ReadingPage):
    """One plan: who to call and the first two steps on the first screen, at every size."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        plan = context.library.read(route.item or "", m.Plan)
        self.document: Document = context.writer.plan(plan)
        self._plan = plan
        self._tight = self.is_narrow
        self.column.setSpacing(8 if self._tight else 12)
        if self._tight:
            self.add_title(self.document.title)
        else:
            lead = self.document.lead[0]
            self.add_title(self.document.title, lead.text if isinstance(lead, b.Paragraph) else "")
            # Where there is little room it belongs to the numbers and the first steps.
            self.print_beside_title(self.document, self.easy_button(plan.id, self.document.title, self.sheet))
        self._people()
        steps = [section for section in self.document.sections if section.name.startswith("step-")]
        rest = [section for section in self.document.sections if not section.name.startswith("step-")]
        self.steps = QVBoxLayout()
        self.steps.setSpacing(self.column.spacing())
        self.column.addLayout(self.steps)
        for number, section in enumerate(steps[:FIRST_STEPS], start=1):
            self.steps.addWidget(self._step(number, section))
        self._pending = list(enumerate(steps, start=1))[FIRST_STEPS:]
        self._rest = rest
        self.after_paint(self._finish)

    def _finish(self) -> None:
        """Build what lies below the first screen."""
        easy = self.easy_button(self._plan.id, self.document.title, self.sheet) if self._tight else None
        if easy is not None:
            self.steps.addWidget(easy, 0, Qt.AlignmentFlag.AlignLeft)
        for number, section in self._pending:
            self.steps.addWidget(self._step(number, section))
        for section in self._rest:
            if section.name == "dont":
                self._dont(section)
                continue
            self.heading(section.title)
            self.show_pieces(section.pieces, self.column, section.name)
        self.footer(self.document)

    def _people(self) -> None:
        """Put the numbers first: one line, each opens its card."""
        self._at_top: tuple[m.Service, ...] = ()
        for piece in self.document.lead[1:]:
            if isinstance(piece, b.Paragraph):
                self.add(Label(piece.text, "", self.sheet))
            if isinstance(piece, People):
                self._at_top = () if self._tight else piece.services[:4]
                if self._tight:
                    self.add(self._short_people())
                else:
                    grid = QGridLayout()
                    grid.setSpacing(12)
                    rows = [person_row(self, service, self) for service in piece.services[:4]]
                    for index, found in enumerate(rows):
                        grid.addWidget(found, index // 2, index % 2)
                    for side in (rows[::2], rows[1::2]):
                        align_numbers(self, side)
                    self.column.addLayout(grid)

    def _short_people(self) -> QWidget:
        """Show the first two roles on one line: number and what for; the steps stay on the first screen."""
        context, texts = self.context, self.texts
        names = context.library.vocabulary.roles
        holder, flow = flow_row(self.sheet, 8)
        for role in self._plan.call[:2]:
            for service in context.directory.role(context.country, role)[:1]:
                name = f"{names[role][texts.language]}. {spoken_name(self, service)}"
                button = LayoutButton("row", name, holder, value=Route("help", part=service.id))
                button.setObjectName(f"Person-{service.id}")
                line = row(8, (12, 5, 12, 5))
                number = number_of(self, service)
                if number is not None:
                    kind = "number-emergency" if service.kind == "emergency" else "number-strip"
                    line.addWidget(number_label(number, kind, button))
                    words = names[role][texts.language]
                    beside = context.directory.by_text(service, context.country)
                    if beside is not None and beside.sms is not None:
                        words = texts("strip.sms", number=beside.sms)
                    line.addWidget(Label(words, "small", button, wrap=False))
                else:
                    line.addWidget(Label(service.title[texts.language], "strong", button, wrap=False))
                button.setLayout(line)
                button.pass_clicks()
                button.pressed_with.connect(self.go_to)
                flow.addWidget(button)
        return holder

    def _step(self, number: int, section: Section) -> QWidget:
        texts, _theme = self.texts, self.context.theme
        box = Box("card", self.sheet, margins=(14, 8) if self._tight else (18, 14), gap=8)
        box.setObjectName(f"PlanStep-{number}")
        box.setAccessibleName(texts("plan.step", n=number))
        head = row(12)
        dot = SilentLabel(str(number), "step-number", box, wrap=False)
        dot.setProperty("state", "now")
        dot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        title = HeadingLabel(section.title, 3, box)
        title.setObjectName(f"StepDo-{number}")
        head.addWidget(title, 1)
        box.column.addLayout(head)
        # The first step does not repeat the cards that stand right above it.
        pieces = tuple(
            piece
            for piece in section.pieces
            if number > 1 or not isinstance(piece, People) or not set(piece.services) <= set(self._at_top)
        )
        if not pieces:
            return box
        if self._tight and number < FIRST_STEPS:
            # Two steps must stand on the first screen; from the third on nothing is folded.
            fold = self.fold(f"step-{number}", texts("plan.more"), role="small")
            fold.button.setAccessibleName(texts("link.about", way=texts("plan.more"), what=section.title))
            self.show_pieces(pieces, fold.content, section.name)
            box.add(fold)
            return box
        inner = QWidget(box)
        column = QVBoxLayout(inner)
        column.setContentsMargins(*sided(inner, self.context.px(38), 0, 0, 0))
        column.setSpacing(8)
        column.setSizeConstraint(QLayout.SizeConstraint.SetDefaultConstraint)
        self.show_pieces(pieces, column, section.name)
        box.add(inner)
        return box

    def _dont(self, section: Section) -> None:
        self.column.addSpacing(6)
        theme, px = self.context.theme, self.context.px
        box = Box("danger-box", self.sheet, gap=8)
        box.setObjectName("Dont")
        title = HeadingLabel(section.title, 2, box)
        box.add(title)
        for piece in section.pieces:
            if isinstance(piece, b.Bullets):
                for item in piece.items:
                    box.add(bullet(item, "x", (theme.danger, px(20)), box, "danger"))
            elif isinstance(piece, b.Paragraph):
                box.add(ParagraphLabel(piece.text, "danger", box))
        self.add(box)
