"""Talk with my child: the list of conversations, and one guided conversation in six short steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.ui.pages.people import person_row
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import (
    Button,
    HeadingLabel,
    IconLabel,
    Label,
    LayoutButton,
    ParagraphLabel,
    row,
    rule,
    sided,
)
from familyguide.ui.widgets.blocks import bubble

if TYPE_CHECKING:
    from familyguide.guide.rows import Row
    from familyguide.services.document import Document, Section
    from familyguide.ui.context import Context

DONE_AT_END = "next"
# More do not fit the first screen.
FIRST_ROWS = 4


class TalkPage(ReadingPage):
    """Lists the conversations for an age, each with its first sentence's page one press away."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("talk.title"), texts("talk.lead"))
        ages: list[tuple[str, object]] = [(texts(f"age.{age}"), age) for age in m.AGES]
        ages.append((texts("home.age.all"), None))
        self.add(self.chips(ages, context.choices.age, self._choose_age, self, texts("home.age")))
        self.add(told_card(self))
        self.agreement_row()
        rows = [r for r in context.library.rows("conversation") if self._suits(r.ages)]
        if not rows:
            self.add(Label(texts("talk.none"), "lead", self.sheet))
        self._topic = ""
        self.in_parts(rows, FIRST_ROWS, self._put_rows)

    def _put_rows(self, rows: list[Row]) -> None:
        texts = self.texts
        names = self.context.library.vocabulary.topics
        for found in rows:
            if found.topics[0] != self._topic:
                self._topic = found.topics[0]
                self.heading(names[self._topic][texts.language])
            facts = f"{texts.ages(found.ages)} · {texts('minutes.about', n=found.minutes or 5)}"
            under = found.summary[texts.language] if found.summary is not None else ""
            target = f"conversation:{found.id}"
            button = self.link_row(found.title[texts.language], under, target, "message-circle", facts)
            self.add(button)

    def _suits(self, ages: tuple[str, ...]) -> bool:
        age = self.context.choices.age
        return age is None or age in ages

    def _choose_age(self, age: object) -> None:
        self.context.service.change(age=age)


class ConversationPage(ReadingPage):
    """One conversation: the first sentence above everything, then one step at a time."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        item = context.library.read(route.item or "", m.Conversation)
        self.document: Document = context.writer.conversation(item)
        names = [section.name for section in self.document.sections] + [DONE_AT_END]
        self._step = names.index(route.part) if route.part in names else 0
        head = texts("talk.start")
        opening = bubble(item.opening[texts.language], head, self.sheet, big=True, head=head)
        opening.setObjectName("Opening")
        self.add(opening)
        facts = f"{texts.ages(item.ages)} · {texts('minutes.about', n=item.minutes or 5)}"
        title = self.add_title(self.document.title, facts)
        # It takes the keyboard, and stands below the sentence: who listens hears both.
        title.setAccessibleDescription(f"{texts('talk.start')} {item.opening[texts.language]}")
        easy_of = f"topic:{item.topics[0]}"
        if self.is_narrow:
            easy = self.easy_button(easy_of, self.document.title, self.sheet)
            self.print_beside_title(self.document, easy)
            self._stepper_line()
            self._step_body(self.column)
            self.add(told_card(self))
        else:
            columns = row(26)
            left = QWidget(self.sheet)
            left.setFixedWidth(context.px(230))
            stack = QVBoxLayout(left)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(4)
            self._stepper(stack)
            stack.addSpacing(10)
            stack.addWidget(rule(left))
            stack.addSpacing(10)
            stack.addWidget(told_card(self))
            easy = self.easy_button(easy_of, self.document.title, left)
            if easy is not None:
                stack.addSpacing(8)
                stack.addWidget(easy, 0, Qt.AlignmentFlag.AlignLeft)
            stack.addStretch(1)
            columns.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
            body = QWidget(self.sheet)
            right = QVBoxLayout(body)
            right.setContentsMargins(0, 0, 0, 0)
            right.setSpacing(12)
            columns.addWidget(body, 1, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(columns)
            self._step_body(right)
        # Beside the steps where there is room, else at the foot.
        beside = not self.is_narrow and self._step < len(self._sections)
        self.after_paint(lambda: self.footer(self.document, prints=not beside))

    @property
    def _sections(self) -> tuple[Section, ...]:
        return self.document.sections

    def _route(self, step: int) -> Route:
        name = DONE_AT_END if step >= len(self._sections) else self._sections[step].name
        return Route("conversation", self.route.item, name)

    def _stepper(self, into: QVBoxLayout) -> None:
        """List the six steps; the current one is marked by more than colour."""
        theme, px = self.context.theme, self.context.px
        total = len(self._sections)
        for index, section in enumerate(self._sections):
            name = self.texts("part.step", n=index + 1, total=total, title=section.title)
            button = LayoutButton("step", name, self.sheet, value=self._route(index))
            button.setObjectName(f"Step-{section.name}")
            button.leads(self.texts("rail.here"), is_here=index == self._step)
            line = row(10, (8, 7, 8, 7))
            if index < self._step:
                line.addWidget(IconLabel("circle-check", theme.good, px(26), button))
            else:
                dot = Label(str(index + 1), "step-number", button, wrap=False)
                dot.setAlignment(Qt.AlignmentFlag.AlignCenter)
                if index == self._step:
                    dot.setProperty("state", "now")
                line.addWidget(dot)
            line.addWidget(Label(section.title, "primary-strong" if index == self._step else "", button), 1)
            button.setLayout(line)
            button.pass_clicks()
            button.pressed_with.connect(self.go_to)
            into.addWidget(button)

    def _stepper_line(self) -> None:
        if self._step < len(self._sections):
            section = self._sections[self._step]
            text = self.texts("part.step", n=self._step + 1, total=len(self._sections), title=section.title)
            self.add(self._step_heading(text))

    def _step_heading(self, text: str) -> HeadingLabel:
        """Name the step; who asked for this one reads on from here, the title being the same for all."""
        heading = HeadingLabel(text, 2, self.sheet)
        if self.route.part is not None and self.begins_at is None:
            self.begins_at = heading
        return heading

    def _step_body(self, into: QVBoxLayout) -> None:
        texts = self.texts
        if self._step >= len(self._sections):
            self._where_next(into)
            return
        section = self._sections[self._step]
        if not self.is_narrow:
            into.addWidget(self._step_heading(section.title))
        into.addWidget(Label(texts(f"part.lead.{section.name}"), "lead", self.sheet))
        if section.name == "prepare":
            into.addWidget(ParagraphLabel(self.document.lead[1].text, "strong", self.sheet))  # type: ignore[union-attr]
        self.show_pieces(section.pieces, into, section.name)
        line = row(12, (0, 8, 0, 0))
        px, theme = self.context.px, self.context.theme
        if self._step:
            back = self.door(
                texts("part.back", n=self._step),
                self._route(self._step - 1),
                "chevron-left",
                self.sheet,
                "PreviousStep",
                called=texts("part.back.name", n=self._step),
            )
            line.addWidget(back)
        way = None if self.is_narrow else self.print_button(self.document.id, self.document.title, self.sheet)
        if way is not None:
            line.addWidget(way)
        line.addStretch(1)
        last = self._step == len(self._sections) - 1
        words = texts("part.finish") if last else self._sections[self._step + 1].title
        forward = Button(
            words,
            "primary",
            self.sheet,
            value=self._route(self._step + 1),
            icon="chevron-right",
            colour=theme.on_primary,
            size=px(18),
            icon_last=True,
        )
        forward.setObjectName("NextStep")
        if not last:
            forward.setAccessibleName(texts("part.next.name", title=words))
        forward.pressed_with.connect(self.go_to)
        line.addWidget(forward)
        into.addLayout(line)

    def _where_next(self, into: QVBoxLayout) -> None:
        texts = self.texts
        into.addWidget(self._step_heading(texts("next.title")))
        self.link_rows(self.document.links, into)
        item = self.context.library.read(self.route.item or "", m.Conversation)
        people = self.context.directory.people(self.context.country, item.next.roles)
        if people:
            into.addWidget(HeadingLabel(texts("next.person"), 2, self.sheet))
            for service in people:
                into.addWidget(person_row(self, service, self))
        self._offer_note(into)

    def _offer_note(self, into: QVBoxLayout) -> None:
        """Offer to note the talk, quietly, where My family is in use and the topic may be kept."""
        notes = self.context.notes
        if notes is None or not notes.is_used:
            return
        from familyguide.services.family import may_keep  # noqa: PLC0415 - only where notes are

        found = self.context.library.row(self.route.item or "")
        if found is None or not may_keep("conversation", found):
            return
        self._note = Button(self.texts("family.talk.had"), "", self.sheet, value=found.id)
        self._note.setObjectName("HadTalk")
        self._note.pressed_with.connect(self._had_talk)
        self._noted = Label(self.texts("family.talk.noted"), "muted", self.sheet)
        self._noted.hide()
        into.addWidget(self._note, 0, Qt.AlignmentFlag.AlignLeft)
        into.addWidget(self._noted)

    def _had_talk(self, identifier: object) -> None:
        context, notes = self.context, self.context.notes
        if notes is None:
            return
        notes.keep(lambda: notes.service.had_conversation(str(identifier), context.today))
        document = notes.document
        if document is not None and str(identifier) in document.conversations:
            self._noted.show()
            self._note.setEnabled(False)


def told_card(page: ReadingPage) -> LayoutButton:
    """Make the door for the moment a child tells something; calm, always beside the talk."""
    texts, theme, px = page.texts, page.context.theme, page.context.px
    title, under = texts("talk.told.title"), texts("talk.told.text")
    button = LayoutButton("sayCard", f"{title}. {under}", page, value=Route("plan", "disclosure"))
    button.setObjectName("Told")
    line = row(12, sided(button, 16, 14, 12, 14))
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(Label(title, "on-say-strong", button))
    words.addWidget(Label(under, "on-say", button))
    line.addLayout(words, 1)
    line.addWidget(IconLabel("chevron-right", theme.on_say, px(20), button), 0, Qt.AlignmentFlag.AlignVCenter)
    button.setLayout(line)
    button.pass_clicks()
    button.pressed_with.connect(page.go_to)
    return button
