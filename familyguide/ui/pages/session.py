"""Run a session: models to start from, needs to choose, and the way to a saved session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from familyguide.guide import model as m
from familyguide.guide.names import NO_COUNTRY
from familyguide.services import session
from familyguide.services.navigation import Route
from familyguide.ui.pages.session_base import PLAN, SessionBase, toggled
from familyguide.ui.planning import Undo, begin, suggested
from familyguide.ui.theme.tokens import tint
from familyguide.ui.widgets.basic import FlowLabel, IconBox, IconLabel, Label, LayoutButton, row, sided
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.guide.rows import Row
    from familyguide.ui.context import Context
    from familyguide.ui.pages.base import Page

NEEDS, NEW = "needs", "new"
LEVELS: tuple[tuple[m.Level, str, tuple[str, str]], ...] = (
    ("individual", "user-round", ("on_say", "say")),
    ("group", "users", ("primary", "primary_soft")),
    ("workshop", "presentation", ("sun", "sun_soft")),
    ("parent-and-child", "heart-handshake", ("primary", "primary_soft")),
)


def session_page(context: Context, route: Route, parent: QWidget | None = None) -> Page:
    """Make the page of a session that a route names; KeyError when there is none."""
    if context.rules.mode == "public-pc":
        return NotHerePage(context, route, parent)
    if route.item in (NEEDS, NEW):
        return NeedsPage(context, route, parent)
    if route.item in ("plan", "add", "part"):
        from familyguide.ui.pages import session_plan  # noqa: PLC0415 - for who has a plan

        kinds = {
            "plan": session_plan.PlanPage,
            "add": session_plan.AddPage,
            "part": session_plan.PartPage,
        }
        # A plan page without a plan is where plans begin.
        return (
            kinds[route.item](context, route, parent)
            if context.session
            else StartPage(context, route, parent)
        )
    if route.item == "pack":
        from familyguide.ui.pages.session_pack import PackPage  # noqa: PLC0415 - for who has a plan

        return PackPage(context, route, parent) if context.session else StartPage(context, route, parent)
    if route.item is not None:
        raise KeyError(route.item)
    return StartPage(context, route, parent)


class NotHerePage(SessionBase):
    """Says that sessions are not for a public PC, and leads on."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        self.add_title(self.texts("rail.session"), self.texts("run.public"))
        self.put(self.led(self.texts("run.public.back"), "BackHome", Route("home")))


class StartPage(SessionBase):
    """Models to press, needs to choose, and a saved session to open at home."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("rail.session"), texts("run.lead"))
        self.say()
        if context.session is not None:
            self._go_on(context.session)
        self.heading(texts("run.models"))
        grid = QGridLayout()
        grid.setSpacing(16)
        columns = 1 if self.is_narrow else 2
        rows = {found.group: found for found in context.library.rows("agenda")}
        models = [(rows[level], icon, colours) for level, icon, colours in LEVELS if level in rows]
        for index, (found, icon, colours) in enumerate(models):
            grid.addWidget(self._model(found, icon, colours), index // columns, index % columns)
        self.column.addLayout(grid)
        self.column.addSpacing(context.px(4))
        needs = self.route_row(
            texts("run.needs"), texts("run.needs.text"), Route("session", NEW), "list-checks"
        )
        needs.setObjectName("FromNeeds")
        self.add(needs)
        at_home = context.rules.mode == "home"
        if at_home:
            self.put(self.button(texts("run.open"), "OpenSession", self._open, icon="folder-open"))
        self.add(
            Label(texts("run.nothing_typed" if at_home else "run.nothing_typed.guest"), "small", self.sheet)
        )

    def _go_on(self, plan: session.SessionPlan) -> None:
        texts = self.texts
        back = self.route_row(texts("run.go_on"), self.facts(plan), PLAN, "arrow-right")
        back.setObjectName("GoOn")
        self.add(back)

    def _model(self, found: Row, icon: str, colours: tuple[str, str]) -> LayoutButton:
        texts, theme, px = self.texts, self.context.theme, self.context.px
        title = found.title[texts.language]
        under = self.context.library.read(found.id, m.Agenda).summary[texts.language]
        button = LayoutButton("card", f"{title}. {under}", self.sheet, value=found.group)
        button.setObjectName(f"Model-{found.group}")
        line = row(16, sided(button, 20, 18, 14, 18))
        line.addWidget(IconBox(icon, tint(theme, *colours), min(px(56), 84), button))
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
        button.pressed_with.connect(self._begin)
        return button

    def _begin(self, level: object) -> None:
        found = next(name for name, *_ in LEVELS if name == level)
        begin(self.context, suggested(self.context, found))
        self.go_to.emit(PLAN)

    def _open(self, _value: object) -> None:
        from familyguide.services import session_file  # noqa: PLC0415 - only for a file
        from familyguide.ui.files import file_to_open  # noqa: PLC0415 - only where a file is chosen

        file = file_to_open(self.window(), self.texts, session_file.SUFFIX.removeprefix("."))
        if file is None:
            return
        try:
            opened = session_file.read(file, self.context.library)
        except session_file.SessionError as error:
            # Bound now: the name goes when the clause ends.
            fault = error
            self.tell(lambda texts: session_file.sentence(fault, texts), "OpenSession")
            return
        begin(self.context, opened.plan)
        self.planning.said = lambda texts: session_file.left_out_sentence(opened.left_out, texts)
        self.go_to.emit(PLAN)


class NeedsPage(SessionBase):
    """Topics, ages, languages and country: for a new plan, or for the one there is."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self._is_new = route.item == NEW or context.session is None
        plan, planning = context.session, self.planning
        if self._is_new or plan is None:
            level, topics, ages, languages = (
                planning.level,
                planning.topics,
                planning.ages,
                planning.languages,
            )
        else:
            level, topics, ages, languages = plan.level, plan.topics, plan.ages, plan.languages
        self._topics, self._ages = topics, ages
        self.add_title(texts("run.needs.title"), "" if self._is_new else texts("run.change.lead"))
        if self._is_new:
            self.heading(texts("run.who"))
            agendas = {found.group: found.title[texts.language] for found in context.library.rows("agenda")}
            levels: list[tuple[str, object]] = [
                (agendas[name], name) for name, *_ in LEVELS if name in agendas
            ]
            self.add(self.pick("Level", levels, [level], self._choose_level))
        self.heading(texts("run.topics"))
        self.say()
        choices = self.topic_choices(with_child=level == "parent-and-child")
        self.add(self.pick("Topic", choices, topics, self._choose_topic))
        self.heading(texts("run.ages"))
        self.add(self.pick("Age", self.age_choices(), ages, self._choose_age))
        self.heading(texts("run.languages"))
        chosen = [self.same_languages(tuple(languages))]
        self.add(self.pick("Languages", self.language_choices(), chosen, self._choose_languages))
        self._country()
        self.column.addSpacing(context.px(8))
        go = "run.make" if self._is_new else "run.back"
        self.put(self.button(texts(go), "SeePlan", self._see, role="primary"))

    def _country(self) -> None:
        """Say whose help numbers the session shows: those at the bottom of the window."""
        texts, country = self.texts, self.context.country
        holder, flow = flow_row(self.sheet, 12)
        none = country == NO_COUNTRY
        said = texts("run.country.none") if none else texts("run.country", country=self.country_name(country))
        flow.addWidget(FlowLabel(said, "strong", holder))
        change = texts("run.country.choose" if none else "run.country.change")
        flow.addWidget(self.led(change, "SessionCountry", Route("country"), holder, icon="map-pin"))
        self.add(holder)

    def _choose_level(self, level: object) -> None:
        self.planning.level = next(name for name, *_ in LEVELS if name == level)
        offered = {value for _, value in self.topic_choices(with_child=level == "parent-and-child")}
        self.planning.topics = tuple(topic for topic in self.planning.topics if topic in offered)
        self._chosen(f"Level-{level}")

    def _choose_topic(self, topic: object) -> None:
        name = str(topic)
        topics = toggled(self._topics, name)
        if len(topics) > session.TOPICS:
            self.tell(lambda texts: texts("run.topics.full"), f"Topic-{name}")
            return
        self._chosen(f"Topic-{name}", topics=topics)

    def _choose_age(self, age: object) -> None:
        self._chosen(f"Age-{age}", ages=toggled(self._ages, str(age)))

    def _choose_languages(self, languages: object) -> None:
        if isinstance(languages, tuple):
            self._chosen(f"Languages-{'+'.join(languages)}", languages=languages)

    def _chosen(self, focus: str, **needs: tuple[str, ...]) -> None:
        """Note a need: for the plan to come, or in the plan there is, which can be taken back."""
        plan, planning = self.context.session, self.planning
        planning.said = None
        if self._is_new or plan is None:
            for name, value in needs.items():
                setattr(planning, name, value)
            self.show_again(focus)
            return
        changed = session.with_needs(plan, self.context.library, **needs)  # type: ignore[arg-type] # from chips
        undo = planning.undo
        if undo is None or undo.said != "run.refilled":
            undo = Undo(plan, "run.refilled", "run.undo.needs")
        self.change(changed, focus=focus, undo=undo)

    def _see(self, _value: object) -> None:
        planning = self.planning
        planning.said = None
        if self._is_new:
            begin(self.context, suggested(self.context, planning.level, planning.topics, planning.ages))
        self.go_to.emit(PLAN)
