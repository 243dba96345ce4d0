"""The plan of a session: its parts in order, one part with what fills it, and parts to add."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide import model as m
from familyguide.guide.names import NO_COUNTRY
from familyguide.services import session
from familyguide.services.navigation import Route
from familyguide.services.session_show import Stage
from familyguide.ui.notice import announce
from familyguide.ui.pages.session_base import SessionBase, toggled
from familyguide.ui.planning import Undo
from familyguide.ui.widgets.basic import (
    Box,
    FlowHeading,
    HeadingLabel,
    IconLabel,
    Label,
    LayoutButton,
    ParagraphLabel,
    number_label,
    row,
    rule,
    sided,
)
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.services.session import Choice, Gap, Offer, PlanPart
    from familyguide.services.session_show import Note, Slide
    from familyguide.ui.context import Context
    from familyguide.ui.widgets.basic import Button

# Parts and slides that stand before the first paint.
FIRST = 3
FIRST_SLIDES = 4
NEEDS = Route("session", "needs")


class PlanPage(SessionBase):
    """The parts in order, each with its minutes; what is missing is said in one sentence each."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts, plan, library = self.texts, self.plan, context.library
        self._agenda = session.agenda_for(plan.level, library)
        name = self._agenda.title[texts.language] if self._agenda is not None else texts("rail.session")
        self.add_title(name, self.facts(plan))
        self.say()
        self.say_undo()
        self._country()
        gaps = session.gaps(plan, library)
        # Without a topic most of it is empty: the topic is the one thing to ask for.
        first = [gap for gap in gaps if gap.reason == "no-topic"][:1]
        self._asks = bool(first)
        for gap in first or gaps:
            self._gap(gap)
        self._doors()
        self._total = Label(self._total_words(), "strong", self.sheet)
        self._total.setObjectName("Total")
        self.heading(texts("run.parts"))
        self.add(self._total)
        self.boxes: dict[str, PartBox] = {}
        self.in_parts(list(enumerate(plan.parts)), FIRST, self._put_parts)
        if not plan.parts:
            self.add(ParagraphLabel(texts("run.none"), "", self.sheet))
        self.after_paint(self._below)

    # Above the parts.

    def _country(self) -> None:
        """Say whose help numbers are shown, where these are none or not those of the strip."""
        texts, plan, here = self.texts, self.plan, self.context.country
        if plan.country == here != NO_COUNTRY:
            return
        box = Box("quiet", self.sheet, margins=(16, 12), gap=8)
        if here == NO_COUNTRY:
            if plan.country != NO_COUNTRY:
                box.hide()
                box.deleteLater()
                return
            box.add(Label(texts("run.country.none"), "strong", box))
            button = self.led(
                texts("run.country.choose"), "SessionCountry", Route("country"), box, icon="map-pin"
            )
        else:
            is_none, name = plan.country == NO_COUNTRY, self.country_name(here)
            words = texts("run.country.differs", plan=self.country_name(plan.country), here=name)
            box.add(Label(texts("run.country.none") if is_none else words, "strong", box))
            button = self.button(
                texts("run.country.take", country=name),
                "TakeCountry",
                self._take_country,
                box,
                icon="map-pin",
            )
        box.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(box)

    def _take_country(self, _value: object) -> None:
        changed = session.with_needs(self.plan, self.context.library, country=self.context.country)
        self.change(changed, focus="Start" if self.context.present is not None else "Pack")

    def _gap(self, gap: Gap) -> None:
        """Say what is missing in one sentence, with the one thing to press."""
        texts, library = self.texts, self.context.library
        box = Box("quiet", self.sheet, margins=(16, 12), gap=8)
        told = Label(session.gap_sentence(gap, texts, library), "strong", box)
        told.setObjectName(f"Gap-{gap.reason}")
        box.add(told)
        if gap.reason == "no-topic":
            self._ask_needs(box)
        elif gap.part and gap.reason != "no-sign":
            to = Route("session", "part", gap.part)
            button = self.led(texts("run.part.open"), f"Fill-{gap.part}", to, box)
            title = session.template(self.plan.part(gap.part), library).title[texts.language]
            button.setAccessibleName(texts("run.part.name", title=title))
            box.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        elif gap.topic:
            button = self.led(texts("run.change"), f"Change-{gap.topic}", NEEDS, box)
            box.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(box)

    def _ask_needs(self, box: Box) -> None:
        """Ask for the topic, then in the same place for ages and languages, and fill the plan from them."""
        texts, planning = self.texts, self.planning
        choices = self.topic_choices(with_child=self.plan.with_child)
        topics = [topic for topic in planning.topics if topic in {value for _, value in choices}]
        box.add(self.pick("Topic", choices, topics, self._take_topic, box))
        if not topics:
            return
        box.add(HeadingLabel(texts("run.ages"), 3, box))
        box.add(self.pick("Age", self.age_choices(), planning.ages, self._take_age, box))
        box.add(HeadingLabel(texts("run.languages"), 3, box))
        chosen = [self.same_languages(planning.languages)]
        box.add(self.pick("Languages", self.language_choices(), chosen, self._take_languages, box))
        fill = self.button(texts("run.fill_plan"), "FillPlan", self._fill_plan, box, role="primary")
        box.column.addWidget(fill, 0, Qt.AlignmentFlag.AlignLeft)

    def _take_topic(self, topic: object) -> None:
        name = str(topic)
        topics = toggled(self.planning.topics, name)
        if len(topics) > session.TOPICS:
            self.tell(lambda texts: texts("run.topics.full"), f"Topic-{name}")
            return
        self.planning.said = None
        self.planning.topics = topics
        self.show_again(f"Topic-{name}")

    def _take_age(self, age: object) -> None:
        self.planning.ages = toggled(self.planning.ages, str(age))
        self.show_again(f"Age-{age}")

    def _take_languages(self, languages: object) -> None:
        if isinstance(languages, tuple):
            self.planning.languages = languages
            self.show_again(f"Languages-{'+'.join(languages)}")

    def _fill_plan(self, _value: object) -> None:
        planning = self.planning
        changed = session.with_needs(
            self.plan,
            self.context.library,
            topics=planning.topics,
            ages=planning.ages,
            languages=planning.languages,
        )
        focus = "Start" if self.context.present is not None else "ChangeNeeds"
        self.change(changed, focus=focus, said=self.facts(changed))

    def _doors(self) -> None:
        """Start, needs, paper, and a file at home."""
        texts, context = self.texts, self.context
        holder, flow = flow_row(self.sheet, 12)
        # While the plan asks for a topic, filling it is the next thing to do.
        first = "" if self._asks else "primary"
        if context.present is not None:
            start = self.button(
                texts("run.start"), "Start", self._start, holder, icon="presentation", role=first
            )
            flow.addWidget(start)
        if context.may_print:
            role = "" if context.present is not None else first
            pack = Route("session", "pack")
            flow.addWidget(self.led(texts("run.pack"), "Pack", pack, holder, icon="printer", role=role))
        flow.addWidget(self.led(texts("run.change"), "ChangeNeeds", NEEDS, holder, icon="pencil-line"))
        if context.rules.mode == "home":
            flow.addWidget(self.button(texts("run.save"), "SaveSession", self._save, holder, icon="save"))
        self.add(holder)

    def _start(self, _value: object) -> None:
        if self.context.present is not None:
            self.context.present(self.plan)

    def _save(self, _value: object) -> None:
        from familyguide.services import session_file  # noqa: PLC0415 - only for a file
        from familyguide.ui.files import place_to_save  # noqa: PLC0415 - only where a file is chosen

        plan, texts = self.plan, self.texts
        name = session_file.file_name(self.context.today, texts.language)
        file = place_to_save(self.window(), texts, name, session_file.SUFFIX.removeprefix("."))
        if file is None:
            return
        try:
            session_file.write(file, plan)
        except session_file.SessionError as error:
            fault = error
            self.tell(lambda texts: session_file.sentence(fault, texts), "SaveSession")
        else:
            self.tell(lambda texts: texts("run.saved", where=str(file)), "SaveSession")

    # The parts.

    def _total_words(self) -> str:
        """Say how long it is, beside the model: in words, never as a warning."""
        texts, minutes = self.texts, self.plan.minutes
        usual = sum(part.minutes for part in self._agenda.parts) if self._agenda is not None else minutes
        if minutes == usual:
            return texts.count("run.total.same", minutes)
        if minutes > usual:
            return texts.count("run.total.more", minutes, other=str(minutes - usual))
        return texts.count("run.total.less", minutes, other=str(usual - minutes))

    def _put_parts(self, parts: list[tuple[int, PlanPart]]) -> None:
        for at, part in parts:
            self.say_undo(at=at)
            box = PartBox(self, part, at)
            self.boxes[part.id] = box
            self.add(box)
        undo = self.planning.undo
        if parts and parts[-1][0] == len(self.plan.parts) - 1 and undo is not None:
            self.say_undo(at=len(self.plan.parts))

    def _holds(self, part: str) -> bool:
        """Tell whether the plan of now has a part: another page may have changed it since."""
        return any(one.id == part for one in self.plan.parts)

    def longer(self, part: str, by: int) -> None:
        """Give a part more or fewer minutes, in its place."""
        if not self._holds(part):
            return
        plan = session.with_minutes(self.plan, part, self.plan.part(part).minutes + by)
        self.context.session = plan
        if self.planning.undo is not None and self.planning.undo.at is not None:
            # The way back would take these minutes back too.
            before = session.with_minutes(self.planning.undo.plan, part, plan.part(part).minutes)
            self.planning.undo = self.planning.undo._replace(plan=before)
        self.boxes[part].show_minutes(plan.part(part).minutes)
        self._total.setText(self._total_words())
        announce(self, f"{self.boxes[part].minutes.text()}. {self._total.text()}")

    def shift(self, part: str, by: int) -> None:
        """Move a part one place; the keyboard stays with it."""
        if not self._holds(part):
            return
        changed = session.move(self.plan, part, by)
        at = [one.id for one in changed.parts].index(part)
        is_end = at == (0 if by < 0 else len(changed.parts) - 1)
        way = ("Down" if by < 0 else "Up") if is_end else ("Up" if by < 0 else "Down")
        title = self.boxes[part].title
        said = self.texts("run.part.title", n=at + 1, title=title)
        self.change(changed, focus=f"{way}-{part}", said=said)

    def remove(self, part: str) -> None:
        """Take a part out; it can be put back."""
        if not self._holds(part):
            return
        plan = self.plan
        found = plan.part(part)
        title = session.template(found, self.context.library).title
        undo = Undo(plan, "run.removed", "run.undo", title, plan.parts.index(found))
        if len(plan.parts) == 1:
            undo = undo._replace(at=None)
        said = self.texts("run.removed", title=title[self.texts.language])
        self.change(session.remove(plan, part), focus="Undo", undo=undo, said=said)

    # Below them.

    def _below(self) -> None:
        texts, context = self.texts, self.context
        if len(self.plan.parts) < session.PARTS:
            self.put(self.led(texts("run.add"), "AddPart", Route("session", "add"), icon="plus"))
        else:
            self.add(Label(texts("run.full", n=session.PARTS), "muted", self.sheet))
        if context.may_print:
            self._paper()
        self._before()

    def _paper(self) -> None:
        """Offer what the worker prints before: notes, cards, words."""
        texts, library = self.texts, self.context.library
        self.heading(texts("run.paper"))
        holder, flow = flow_row(self.sheet, 12)
        cards = {card.id for card in library.practice.cards}
        wanted = [("notes", "session-notes")]
        if cards.intersection(session.cards(self.plan)):
            wanted.append(("cards", "session-cards"))
        wanted.append(("words", "session-words"))
        for name, sheet in wanted:
            words = texts(f"run.{name}.short")
            flow.addWidget(self.led(words, f"Print-{sheet}", Route("print", sheet), holder, icon="printer"))
        self.add(holder)

    def _before(self) -> None:
        """What to prepare, from the guide's own pages for workers."""
        texts, library = self.texts, self.context.library
        self.heading(texts("run.before"))
        for code in session.before(self.plan):
            self.add(ParagraphLabel(session.before_sentence(code, texts), "", self.sheet))
        if library.has(session.PREPARE):
            item = library.read(session.PREPARE, m.Article)
            document = self.context.writer.article(item)
            fold = self.fold("prepare", document.title)
            for number, section in enumerate(document.sections):
                if section.title:
                    fold.content.addWidget(HeadingLabel(section.title, 3, fold.body))
                self.show_pieces(section.pieces, fold.content, f"prepare-{number}-")
            self.add(fold)
        if library.has(session.DISCLOSURE):
            item = library.read(session.DISCLOSURE, m.Article)
            lang = texts.language
            target = f"article:{session.DISCLOSURE}"
            self.add(self.link_row(item.title[lang], item.summary[lang], target, "ear"))


class PartBox(Box):
    """One part of the plan: what it is for, what fills it, how long, and its place."""

    def __init__(self, page: PlanPage, part: PlanPart, at: int) -> None:
        super().__init__("card", page.sheet, margins=(18, 14), gap=8)
        self.setObjectName(f"Part-{part.id}")
        self._page, self._part = page, part
        texts, library = page.texts, page.context.library
        lang = texts.language
        words = session.template(part, library)
        self.title = words.title[lang]
        head, head_flow = (None, None) if not page.is_narrow else flow_row(self, 10)
        name = texts("run.part.title", n=at + 1, title=self.title)
        stepper = self._stepper(head or self)
        if head is not None and head_flow is not None:
            head_flow.addWidget(FlowHeading(name, head))
            head_flow.addWidget(stepper)
            self.add(head)
        else:
            line = row(12)
            line.addWidget(HeadingLabel(name, 3, self), 1)
            line.addWidget(stepper, 0, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(line)
        below = row(12)
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(Label(words.aim[lang], "muted", self))
        filled = fill_words(part, page.context)
        if filled:
            said.addWidget(Label(filled, "primary-strong", self))
        elif session.choices(page.plan, part.id, library):
            said.addWidget(Label(texts("run.empty"), "small", self))
        below.addLayout(said, 1)
        if page.is_narrow:
            self.column.addLayout(below)
            holder, flow = flow_row(self, 8)
            for made in self._ways(at, holder):
                flow.addWidget(made)
            self.add(holder)
        else:
            for made in self._ways(at, self):
                below.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
            self.column.addLayout(below)

    def _stepper(self, parent: QWidget) -> QWidget:
        """Minutes with a button on either side: nothing to type."""
        texts, page = self._page.texts, self._page
        holder = QWidget(parent)
        line = row(8)
        self.minutes = Label("", "strong", holder, wrap=False)
        self.minutes.setObjectName(f"Minutes-{self._part.id}")
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.minutes.ensurePolished()
        # The buttons stay where they are while the number grows.
        self.minutes.setMinimumWidth(
            self.minutes.fontMetrics().horizontalAdvance(texts("run.length", n=88)) + 6
        )
        for key, icon, action in (("fewer", "minus", self._fewer), ("longer", "plus", self._longer)):
            name = f"{key.capitalize()}-{self._part.id}"
            spoken = texts(f"run.{key}", title=self.title)
            made = page.button("", name, action, holder, icon=icon, role="icon", spoken=spoken)
            if key == "longer":
                line.addWidget(self.minutes)
            line.addWidget(made)
        holder.setLayout(line)
        self.show_minutes(self._part.minutes)
        return holder

    def show_minutes(self, minutes: int) -> None:
        """Show how long the part is now."""
        self.minutes.setText(self._page.texts("run.length", n=minutes))

    def _fewer(self, _value: object) -> None:
        self._page.longer(self._part.id, -1)

    def _longer(self, _value: object) -> None:
        self._page.longer(self._part.id, 1)

    def _ways(self, at: int, parent: QWidget) -> Iterator[Button]:
        """Make what leads to the part, and what moves it or takes it out."""
        page, texts, part = self._page, self._page.texts, self._part.id
        opened = page.led(texts("run.part.open"), f"Open-{part}", Route("session", "part", part), parent)
        opened.setAccessibleName(texts("run.part.name", title=self.title))
        yield opened
        last = len(page.plan.parts) - 1
        for key, icon, action, is_on in (
            ("up", "chevron-up", self._up, at > 0),
            ("down", "chevron-down", self._down, at < last),
            ("remove", "x", self._remove, True),
        ):
            spoken = texts(f"run.{key}", title=self.title)
            name = f"{key.capitalize()}-{part}"
            made = page.button("", name, action, parent, icon=icon, role="icon", spoken=spoken)
            made.setEnabled(is_on)
            yield made

    def _up(self, _value: object) -> None:
        self._page.shift(self._part.id, -1)

    def _down(self, _value: object) -> None:
        self._page.shift(self._part.id, 1)

    def _remove(self, _value: object) -> None:
        self._page.remove(self._part.id)


def fill_words(part: PlanPart, context: Context) -> str:
    """Name what fills a part: conversations, an app with its settings, cards."""
    library, lang = context.library, context.language
    named = []
    for name in part.items:
        row_of = library.row(name)
        if row_of is None:
            continue
        title = row_of.title[lang]
        if row_of.kind == "checklist":
            app = library.read(name, m.Checklist)
            settings = [one.title[lang] for one in app.settings if one.id in part.settings]
            title = " · ".join((title, *settings))
        named.append(title)
    practice = library.practice
    scenes = {card.id: card.title[lang] for card in practice.cards}
    scenes |= {case.id: case.title[lang] for case in practice.cases}
    named += [scenes[name] for name in part.cards if name in scenes]
    return " · ".join(named)


class AddPage(SessionBase):
    """Parts that can be added; one press adds one and leads back."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts, library = self.texts, context.library
        self.add_title(texts("run.add"), texts("run.add.lead"))
        self._offers = {
            f"{offer.agenda}:{offer.part.id}": offer for offer in session.offers(self.plan, library)
        }
        if not self._offers:
            self.add(ParagraphLabel(texts("run.full", n=session.PARTS), "", self.sheet))
        for name, offer in self._offers.items():
            self.add(self._row(name, offer))
        self.put(self.button(texts("run.back"), "BackToPlan", self._back))

    def _row(self, name: str, offer: Offer) -> LayoutButton:
        texts, theme, px = self.texts, self.context.theme, self.context.px
        lang = texts.language
        title, aim = offer.title[lang], offer.part.aim[lang]
        minutes = texts("run.length", n=offer.part.minutes)
        button = LayoutButton("row", f"{title}. {aim}. {minutes}", self.sheet, value=name)
        button.setObjectName(f"Offer-{name}")
        line = row(14, sided(button, 16, 10, 14, 10))
        line.addWidget(IconLabel("plus", theme.primary, px(22), button))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "strong", button))
        words.addWidget(Label(aim, "small", button))
        line.addLayout(words, 1)
        line.addWidget(Label(minutes, "small", button, wrap=False))
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self._add)
        return button

    def _add(self, name: object) -> None:
        offer = self._offers[str(name)]
        before = {part.id for part in self.plan.parts}
        changed = session.add(self.plan, offer, self.context.library)
        added = next((part.id for part in changed.parts if part.id not in before), "")
        self.context.session = changed
        self.planning.undo = None
        self.planning.said = None
        self.planning.focus = f"Open-{added}"
        announce(self.window(), self.texts("run.added", title=offer.title[self.texts.language]))
        self.go_back.emit()

    def _back(self, _value: object) -> None:
        self.go_back.emit()


class PartPage(SessionBase):
    """One part: what can fill it, what the screen will show, and what only the worker reads."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts, library = self.texts, context.library
        self._part = self.plan.part(route.part or "")
        words = session.template(self._part, library)
        self._title = words.title
        self.add_title(words.title[texts.language], words.aim[texts.language])
        self.put(self.button(texts("run.back"), "BackToPlan", self._back, icon="arrow-left"))
        self.heading(texts("run.fill"))
        self.say()
        self._choices()
        self.heading(texts("run.shown"))
        self._slides = Box("card", self.sheet, margins=(18, 14), gap=10)
        self.add(self._slides)
        slides = list(enumerate(self._stage.groups(self.plan, self._part.id)))
        shown = [slide for _, ideas in slides for slide in ideas]
        # What every slide of a card says small ("You may pass") is read once here, after its last.
        self._last = {
            id(slide)
            for slide, after in zip(shown, [*shown[1:], None], strict=False)
            if after is None or (slide.group, slide.more) != (after.group, after.more)
        }
        self.in_parts(slides, FIRST_SLIDES, self._put_slides)
        self.after_paint(self._yours)

    @cached_property
    def _stage(self) -> Stage:
        context = self.context
        return Stage(context.library, context.directory, context.today)

    def _back(self, _value: object) -> None:
        self.planning.said = None
        self.planning.focus = f"Open-{self._part.id}"
        self.go_back.emit()

    def _choices(self) -> None:
        """Offer what can fill the part: what suits the needs at once, the rest in a fold."""
        texts = self.texts
        offered = session.choices(self.plan, self._part.id, self.context.library)
        chosen = [*self._part.items, *self._part.cards]
        self._offered = {choice.id: choice for choice in offered}
        if not offered:
            self.add(ParagraphLabel(texts("run.fill.none"), "muted", self.sheet))
            return
        first = [choice for choice in offered if choice.suits or choice.id in chosen]
        others = [choice for choice in offered if choice not in first]
        if not first and not chosen:
            self.add(Label(texts("run.empty"), "muted", self.sheet))
        if first:
            self.add(self.pick("Choice", map(self._named, first), chosen, self._choose))
        if others:
            fold = self.fold("others", texts("run.fill.others"))
            fold.content.addWidget(self.pick("Choice", map(self._named, others), (), self._choose, fold.body))
            self.add(fold)

    def _named(self, choice: Choice) -> tuple[str, object]:
        """Name a choice; the ages tell conversations of one topic apart."""
        texts = self.texts
        title = choice.title[texts.language]
        if choice.kind == "item" and choice.ages and not choice.settings:
            title = f"{title} · {texts.ages(choice.ages)}"
        return title, choice.id

    def _choose(self, name: object) -> None:
        changed = session.with_choice(self.plan, self._part.id, self._offered[str(name)])
        if changed == self.plan:
            self.tell(lambda texts: texts("run.fill.full"), f"Choice-{name}")
        else:
            self.change(changed, focus=f"Choice-{name}")

    # What is shown, and what is not.

    def _put_slides(self, slides: list[tuple[int, tuple[Slide, ...]]]) -> None:
        for index, ideas in slides:
            if index:
                self._slides.add(rule(self._slides))
            for slide in ideas:
                self._slides.add(self._slide(slide))

    def _slide(self, slide: Slide) -> QWidget:
        """Show one slide as words, in the languages of the session."""
        holder = Box("bare", self._slides, margins=(0, 0), gap=2)
        column = holder.column
        # A screen reader hears what the words are for before it hears them.
        first = self.plan.languages[0]
        holder.setAccessibleName(slide.label[first] or self._title[first])
        for language in self.plan.languages:
            if slide.label[language] not in ("", self._title[language]):
                column.addWidget(Label(slide.label[language], "small", holder))
            column.addWidget(Label(slide.text[language], "", holder))
            if slide.more is not None and id(slide) in self._last:
                column.addWidget(Label(slide.more[language], "small", holder))
        if slide.number is not None:
            column.addWidget(number_label(slide.number, "number-strip", holder))
        return holder

    def _yours(self) -> None:
        self.heading(self.texts("run.yours"))
        box = Box("quiet", self.sheet, margins=(18, 14), gap=8)
        box.setObjectName("Yours")
        for note in self._stage.notes(self.plan, self._part.id):
            box.add(ParagraphLabel(self._note(note), "", box))
        self.add(box)

    def _note(self, note: Note) -> str:
        lang = self.texts.language
        label = note.label[lang] if note.label is not None else ""
        known = note.known[lang] if note.known is not None else ""
        return " · ".join(filter(None, (label, note.text[lang], known)))
