"""Check settings: choose apps and an age, get at most ten settings, decide on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.services.settings_plan import plan
from familyguide.ui.notice import announce
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import (
    Box,
    Button,
    FlowHeading,
    HeadingLabel,
    IconLabel,
    Label,
    ParagraphLabel,
    row,
)
from familyguide.ui.widgets.blocks import bubble
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.services.document import SettingCard
    from familyguide.ui.context import Context

STATES = ("todo", "done", "later", "not-for-us")
_STATE_ICONS = {"todo": "circle", "done": "circle-check", "later": "clock", "not-for-us": "circle-minus"}
_PLAN = "plan"


class SettingBox(Box):
    """One setting: why, where, and the four answers a family may give."""

    decided = Signal(str, str)

    def __init__(self, page: ReadingPage, card: SettingCard, *, name_app: bool) -> None:
        super().__init__("card", page, margins=(18, 14), gap=8)
        self.setObjectName(f"Setting-{card.id}")
        self._page = page
        self._card = card
        texts = page.texts
        head = row(12)
        self._sign = QWidget(self)
        self._sign_line = row(0)
        self._sign.setLayout(self._sign_line)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        title_row, title_flow = flow_row(self, 10)
        title = FlowHeading(card.title, title_row)
        title_flow.addWidget(title)
        badge = ("setting.essential", "badge-sun") if card.essential else ("setting.useful", "badge-soft")
        title_flow.addWidget(Label(texts(badge[0]), badge[1], title_row, wrap=False))
        if name_app:
            title_flow.addWidget(Label(card.app, "badge-plain", title_row, wrap=False))
        words.addWidget(title_row)
        words.addWidget(Label(card.why, "muted", self))
        head.addLayout(words, 1)
        self.column.addLayout(head)
        self._states: dict[str, Button] = {}
        holder, flow = flow_row(self, 8)
        for state in STATES:
            button = Button(texts(f"state.{state}"), "state", holder, value=state)
            button.setObjectName(f"State-{card.id}-{state}")
            button.setAccessibleName(texts("state.name", title=card.title, state=texts(f"state.{state}")))
            button.one_of_several(is_chosen=False)
            button.pressed_with.connect(self._decide)
            self._states[state] = button
            flow.addWidget(button)
        fold = page.fold(card.id, texts("setting.path"), role="primary-strong")
        # Ten of them stand on a page.
        fold.button.setAccessibleName(texts("link.about", way=texts("setting.path"), what=card.title))
        self._fill_path(fold.content, fold.body)
        self.add(holder)
        self.add(fold)
        self._mark(page.context.choices.states.get(card.id, "todo"))

    def _fill_path(self, into: QVBoxLayout, parent: QWidget) -> None:
        page, card = self._page, self._card
        texts = page.texts
        if card.folded:
            into.addWidget(ParagraphLabel(texts("setting.folded"), "muted", parent))
        else:
            into.addWidget(ParagraphLabel("  ›  ".join(card.path), "", parent).selectable())
        known = f"{card.known} {texts('setting.unsure')}" if card.unsure_names else card.known
        into.addWidget(Label(known, "small", parent))
        into.addWidget(page.web_button(card.help, parent, about=card.title), 0, Qt.AlignmentFlag.AlignLeft)

    def _decide(self, state: object) -> None:
        self._mark(str(state))
        self.decided.emit(self._card.id, str(state))

    def _mark(self, state: str) -> None:
        """Show the state by a mark and words, not by colour alone."""
        theme, px = self._page.context.theme, self._page.context.px
        for name, button in self._states.items():
            button.setChecked(name == state)
        old = self._sign_line.takeAt(0)
        mark = old.widget() if old is not None else None
        if mark is not None:
            mark.hide()
            mark.deleteLater()
        colour = {"done": theme.good, "todo": theme.border}.get(state, theme.muted)
        self._sign_line.addWidget(IconLabel(_STATE_ICONS[state], colour, px(26), self._sign))


# Kinds of checklists as a family thinks of them; every kind not named here is an app.
_GROUP_OF = {"game": "games", "console": "games", "device": "devices", "network": "devices", "ai": "ai"}
_GROUPS = ("apps", "games", "devices", "ai")
_OTHERS = ("any-app", "ai-any")


class SettingsPage(ReadingPage):
    """Asks for apps and an age, then shows the plan; `item` "plan" is the plan."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        if route.item == _PLAN and context.choices.apps:
            self._plan()
        else:
            self._choose()

    def _choose(self) -> None:
        texts, choices = self.texts, self.context.choices
        self.add_title(texts("settings.title"), texts("settings.lead"))
        self.heading(texts("settings.age"))
        ages: list[tuple[str, object]] = [(texts(f"age.{age}"), age) for age in m.AGES]
        ages.append((texts("home.age.all"), None))
        self.add(self.chips(ages, choices.age, self._choose_age, self, texts("settings.age")))
        self.heading(texts("settings.apps"))
        self._apps = list(choices.apps)
        # By name; what stands for every other app comes last.
        rows = sorted(
            self.context.library.rows("checklist"),
            key=lambda row: (row.id in _OTHERS, row.title[texts.language].casefold()),
        )
        for group in _GROUPS:
            of_group = [found for found in rows if _GROUP_OF.get(found.group or "", "apps") == group]
            if not of_group:
                continue
            self.add(HeadingLabel(texts(f"settings.group.{group}"), 3, self.sheet))
            holder, flow = flow_row(self.sheet, 10)
            for found in of_group:
                flow.addWidget(self._app_chip(found.title[texts.language], found.id, holder))
            self.add(holder)
        self.column.addSpacing(8)
        self._go = Button(texts("settings.make"), "primary", self.sheet, value=Route("settings", _PLAN))
        self._go.setObjectName("MakePlan")
        self._go.pressed_with.connect(self._make)
        self.column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        self._ask = Label("", "muted", self.sheet)
        self.add(self._ask)
        self._ask.hide()
        self.add(Label(self._memory(), "small", self.sheet))

    def _memory(self) -> str:
        """Say where these choices are: in this visit alone, or in what the family keeps."""
        notes = self.context.notes
        is_used = notes is not None and notes.is_used
        return self.texts("settings.kept" if is_used else "settings.memory")

    def _app_chip(self, name: str, identifier: str, parent: QWidget) -> Button:
        chosen = identifier in self._apps
        size = self.context.px(16)
        chip = Button(
            name,
            "chip",
            parent,
            value=identifier,
            icon="check" if chosen else "",
            colour=self.context.theme.primary,
            size=size,
        )
        chip.setAccessibleName(name)
        chip.setObjectName(f"App-{identifier}")
        chip.marked(is_chosen=chosen)
        chip.pressed_with.connect(self._toggle)
        return chip

    def _toggle(self, identifier: object) -> None:
        name = str(identifier)
        self._apps = [app for app in self._apps if app != name] if name in self._apps else [*self._apps, name]
        self.context.service.change(apps=tuple(self._apps))

    def _choose_age(self, age: object) -> None:
        self.context.service.change(age=age)

    def _make(self, route: object) -> None:
        if self.context.choices.apps:
            self.go_to.emit(route)
        else:
            self._ask.setText(self.texts("settings.none_chosen"))
            self._ask.show()

    def _plan(self) -> None:
        texts, context = self.texts, self.context
        checklists = [
            context.library.read(app, m.Checklist) for app in context.choices.apps if context.library.has(app)
        ]
        planned = plan(checklists, context.choices.age)
        self._ids = [entry.setting.id for entry in planned]
        self._essential = {entry.setting.id for entry in planned if entry.setting.essential}
        names = ", ".join(checklist.title[texts.language] for checklist in checklists)
        age = texts(f"age.{context.choices.age}") if context.choices.age else texts("ages.all")
        head = row(16)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.title_label = HeadingLabel(texts("settings.plan.title"), 1, self.sheet)
        words.addWidget(self.title_label)
        words.addWidget(
            Label(f"{names} · {age} · {texts.count('settings.plan.count', len(planned))}", "lead", self.sheet)
        )
        head.addLayout(words, 1)
        self._progress = Label("", "h3", self.sheet, wrap=False)
        self._progress.setObjectName("Progress")
        head.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        change = Button(texts("settings.change"), "", self.sheet, value=Route("settings"))
        change.setObjectName("ChangeApps")
        change.pressed_with.connect(self.go_to)
        self.column.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
        for checklist in checklists:
            if all(entry.checklist.id != checklist.id for entry in planned):
                self._not_for_age(checklist)
        writer = context.writer
        cards = [writer.setting(entry.checklist, entry.setting) for entry in planned]
        self._show_cards(cards, name_app=len(checklists) > 1, first=2)
        self._count()
        self._checklists = checklists
        self.after_paint(self._rest)

    def _not_for_age(self, checklist: m.Checklist) -> None:
        """Say that an app has nothing for this age, instead of leaving it out silently."""
        texts, age = self.texts, checklist.min_age.value
        name = checklist.title[texts.language]
        known = (
            texts("settings.too_young", app=name, n=age) if age else texts("settings.no_setting", app=name)
        )
        box = Box("quiet", self.sheet, margins=(16, 12), gap=8)
        box.add(ParagraphLabel(known, "", box))
        link = self.link_row(
            texts("settings.rest.app", app=name), "", f"checklist:{checklist.id}", "shield-check"
        )
        box.add(link)
        self.add(box)

    def _show_cards(self, cards: list[SettingCard], *, name_app: bool, first: int) -> None:
        self._holder = QVBoxLayout()
        self._holder.setSpacing(12)
        self.column.addLayout(self._holder)

        def put(some: list[SettingCard]) -> None:
            for card in some:
                box = SettingBox(self, card, name_app=name_app)
                box.decided.connect(self._decided)
                self._holder.addWidget(box)

        put(cards[:first])
        if cards[first:]:
            self.after_paint(lambda: put(cards[first:]))

    def _decided(self, setting: str, state: str) -> None:
        before = self._progress.text()
        self.context.service.set_state(setting, state)  # type: ignore[arg-type]
        self._count()
        if self._progress.text() != before:
            # The choice itself is told by its button; how far the family is stands out of sight.
            announce(self, self._progress.accessibleName())

    def _count(self) -> None:
        states = self.context.choices.states
        done = [name for name in self._ids if states.get(name) == "done"]
        text = self.texts("settings.progress", done=len(done), total=len(self._ids))
        if self._essential:
            among = len(self._essential.intersection(done))
            text += "\n" + self.texts("settings.progress.essential", done=among, total=len(self._essential))
        spoken = self.texts("settings.progress.spoken", done=len(done), total=len(self._ids))
        if self._essential:
            spoken += ". " + self.texts(
                "settings.progress.essential.spoken",
                done=len(self._essential.intersection(done)),
                total=len(self._essential),
            )
        self._progress.setText(text)
        self._progress.setAccessibleName(spoken)

    def _rest(self) -> None:
        texts = self.texts
        self.heading(texts("settings.rest"))
        for checklist in self._checklists:
            name = checklist.title[texts.language]
            self.add(
                self.link_row(
                    texts("settings.rest.app", app=name), "", f"checklist:{checklist.id}", "shield-check"
                )
            )
        self.add(Label(self._memory(), "small", self.sheet))
        printed = self.print_button("settings-plan", texts("paper.special.settings-plan"), self.sheet)
        if printed is not None:
            self.column.addWidget(printed, 0, Qt.AlignmentFlag.AlignLeft)
        self.heading(texts("family.together"))
        self.agreement_row()


class ChecklistPage(SettingsPage):
    """Every setting of one app, its age, how to block and report."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        ReadingPage.__init__(self, context, route, parent)
        texts, lang = self.texts, context.language
        item = context.library.read(route.item or "", m.Checklist)
        document = context.writer.checklist(item)
        self._ids = [setting.id for setting in item.settings]
        self._essential = {setting.id for setting in item.settings if setting.essential}
        head = row(16)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.title_label = HeadingLabel(document.title, 1, self.sheet)
        words.addWidget(self.title_label)
        facts = texts.ages(item.ages)
        if item.minutes:
            facts = f"{facts} · {texts('checklist.minutes', n=item.minutes)}"
        words.addWidget(Label(facts, "lead", self.sheet))
        way = self.quiet_print(document, self.sheet)
        if way is not None:
            words.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(words, 1)
        self._progress = Label("", "h3", self.sheet, wrap=False)
        self._progress.setObjectName("Progress")
        head.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.add(ParagraphLabel(item.intro[lang], "", self.sheet))
        self.add(bubble(item.together[lang], texts("block.say"), self.sheet))
        if item.parental_feature is not None:
            feature = texts("checklist.feature", name=item.parental_feature[lang])
            self.add(Label(feature, "muted", self.sheet))
        if item.min_age.note is not None:
            box = Box("quiet", self.sheet, margins=(16, 12), gap=4)
            box.add(HeadingLabel(texts("checklist.min_age"), 3, box))
            box.add(Label(item.min_age.note[lang], "muted", box))
            self.add(box)
        cards = [context.writer.setting(item, setting) for setting in item.settings]
        self._show_cards(cards, name_app=False, first=2)
        self._count()
        self._item = item
        self._document = document
        self.after_paint(self._ending)

    def _ending(self) -> None:
        texts, lang, item = self.texts, self.context.language, self._item
        # Reporting first: blocking may take away what shows what was said.
        for name, text in (("report", item.report_how), ("block", item.block_how)):
            if text is not None:
                self.heading(texts(f"checklist.{name}"))
                self.add(ParagraphLabel(text[lang], "", self.sheet).selectable())
        if item.official_page:
            self.column.addWidget(self.web_button(item.official_page, self), 0, Qt.AlignmentFlag.AlignLeft)
        self.footer(self._document)
