"""What the pages of a session share: the plan of this visit, its changes, and the way back after one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtWidgets import QWidget

from familyguide.guide import model as m
from familyguide.guide.names import NO_COUNTRY
from familyguide.services.navigation import Route
from familyguide.ui.notice import announce
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.planning import BOTH, Planning, planning_of
from familyguide.ui.widgets.basic import Box, Button, FlowLabel, Label
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QFontMetrics

    from familyguide.guide.names import Language
    from familyguide.services.session import SessionPlan
    from familyguide.services.texts import Texts
    from familyguide.ui.context import Context
    from familyguide.ui.planning import Undo

PLAN = Route("session", "plan")
# The widest words of a chip in the narrowest window, in pixels at 100 %.
_NARROW_CHIP = 360
# Of these lines of chips one holds.
_ONE = ("Level", "Languages")


class SessionBase(ReadingPage):
    """A page on the way to a session; nothing on it can be typed."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        self.planning: Planning = planning_of(context)

    @property
    def plan(self) -> SessionPlan:
        """The plan of this visit; KeyError without one, which the window says as "no such page"."""
        if self.context.session is None:
            raise KeyError(self.route.item)
        return self.context.session

    def change(self, plan: SessionPlan, *, focus: str = "", undo: Undo | None = None, said: str = "") -> None:
        """Take a changed plan and show the page again; `focus` is what takes the keyboard."""
        self.context.session = plan
        self.planning.undo = undo
        self.planning.said = None
        self.show_again(focus, said)

    def show_again(self, focus: str = "", said: str = "") -> None:
        """Show the page again, and let a screen reader say what happened."""
        self.planning.focus = focus
        window = self.window()
        self.again.emit()
        if said:
            announce(window, said)

    def take_state(self, state: dict[str, object]) -> None:
        """Go back to where the reader was, or to what a change is about."""
        # Places count once what waits to be laid out is: words that got their dress take more lines.
        QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.LayoutRequest)
        self.body.settle()
        super().take_state(state)
        name, self.planning.focus = self.planning.focus, ""
        found = self.findChild(QWidget, name) if name else None
        if found is not None and found.isEnabled():
            # The window gives the keyboard back to what it knows from here.
            state["focus"] = name
            found.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        focus = self.focusWidget()
        if focus is not None and focus is not self and focus.hasFocus():
            self.ensureWidgetVisible(focus)

    # Pieces.

    def button(
        self,
        words: str,
        name: str,
        action: Callable[[object], object] | SignalInstance,
        parent: QWidget | None = None,
        *,
        value: object = None,
        icon: str = "",
        role: str = "",
        spoken: str = "",
    ) -> Button:
        """Make a button that hands its value to an action; `spoken` names it where words are few."""
        theme, size = self.context.theme, self.context.px(18)
        colour = theme.on_primary if role == "primary" else theme.ink
        made = Button(words, role, parent or self.sheet, value=value, icon=icon, colour=colour, size=size)
        made.setObjectName(name)
        if spoken:
            made.setAccessibleName(spoken)
        if role == "icon":
            made.setToolTip(spoken)
        made.pressed_with.connect(action)
        return made

    def put(self, button: Button) -> None:
        """Put a button at the left of the page."""
        self.column.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def led(
        self,
        words: str,
        name: str,
        route: Route,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        role: str = "",
    ) -> Button:
        """Make a button that leads to a page."""
        return self.button(words, name, self.go_to, parent, value=route, icon=icon, role=role)

    def pick(
        self,
        name: str,
        choices: Iterable[tuple[str, object]],
        chosen: Iterable[object],
        action: Callable[[object], None],
        parent: QWidget | None = None,
    ) -> QWidget:
        """Make a line of chips of which some are chosen; each has a mark as well as a colour."""
        holder, flow = flow_row(parent or self.sheet, 10)
        marked = set(chosen)
        for words, value in choices:
            is_chosen = value in marked
            chip = Button(
                words,
                "chip",
                holder,
                value=value,
                icon="check" if is_chosen else "",
                colour=self.context.theme.primary,
                size=self.context.px(16),
            )
            told = "+".join(value) if isinstance(value, tuple) else value
            chip.setObjectName(f"{name}-{told}")
            chip.setAccessibleName(words)
            if self.is_narrow:
                chip.ensurePolished()
                room = self.context.px(_NARROW_CHIP)
                chip.setText(_folded(chip.text(), chip.fontMetrics(), room))
            if name in _ONE:
                chip.one_of_several(is_chosen=is_chosen)
            else:
                chip.marked(is_chosen=is_chosen)
            chip.pressed_with.connect(action)
            flow.addWidget(chip)
        return holder

    def say(self) -> None:
        """Show what a file or a full list came to."""
        if self.planning.said is not None and (sentence := self.planning.said(self.texts)):
            box = Box("quiet", self.sheet, margins=(16, 12), gap=6)
            told = Label(sentence, "strong", box)
            told.setObjectName("SessionSaid")
            box.add(told)
            self.add(box)

    def tell(self, sentence: Callable[[Texts], str], focus: str) -> None:
        """Show the page again with a sentence, and let a screen reader say it."""
        self.planning.said = sentence
        self.show_again(focus, sentence(self.texts))

    def say_undo(self, *, at: int | None = None) -> None:
        """Offer the way back after a change: where the part stood, or at the top for the whole plan."""
        undo = self.planning.undo
        if undo is None or undo.at != at:
            return
        texts = self.texts
        box = Box("quiet", self.sheet, margins=(16, 10), gap=6)
        holder, flow = flow_row(box, 12)
        title = undo.title[texts.language] if undo.title is not None else ""
        flow.addWidget(FlowLabel(texts(undo.said, title=title), "", holder))
        flow.addWidget(self.button(texts(undo.back), "Undo", self._take_back, holder, icon="undo-2"))
        box.add(holder)
        self.add(box)

    def _take_back(self, _value: object) -> None:
        undo = self.planning.undo
        if undo is not None:
            self.change(undo.plan)

    # Words.

    def facts(self, plan: SessionPlan) -> str:
        """Say the needs of a plan in one line."""
        texts, vocabulary = self.texts, self.context.library.vocabulary
        topics = [vocabulary.topics[name][texts.language] for name in plan.topics]
        languages = [texts.language_name(code) for code in plan.languages]
        parts = [", ".join(topics) or texts("run.no_topic"), texts.ages(plan.ages), " + ".join(languages)]
        if plan.country != NO_COUNTRY:
            parts.append(self.country_name(plan.country))
        return " · ".join(parts)

    def country_name(self, country: str) -> str:
        """Name a country."""
        found = self.context.directory.country(country)
        return found.name[self.texts.language] if found is not None else country

    def topic_choices(self, *, with_child: bool) -> list[tuple[str, object]]:
        """List the topics that a session can speak of, in the guide's order."""
        library = self.context.library
        kinds = ("agreement", "article") if with_child else ("conversation",)
        rows = [row for kind in kinds for row in library.rows(kind)]
        held = {
            topic for row in rows if not with_child or row.audience == "with-child" for topic in row.topics
        }
        if with_child:
            cards = [card for card in library.practice.cards if card.audience == "with-child"]
            held.update(topic for card in cards for topic in card.topics)
        topics = library.vocabulary.topics
        return [(words[self.texts.language], name) for name, words in topics.items() if name in held]

    def age_choices(self) -> list[tuple[str, object]]:
        """List the ages."""
        return [(self.texts(f"age.{age}"), age) for age in m.AGES]

    def language_choices(self) -> list[tuple[str, object]]:
        """List one language, the other, or both; what the rules of this computer allow."""
        texts, allowed = self.texts, self.context.rules.languages
        mine = self.context.language
        one: list[Language] = [mine, *(code for code in BOTH if code != mine)]
        named: list[tuple[str, object]] = [
            (texts.language_name(code).capitalize(), (code,)) for code in one if code in allowed
        ]
        if len(named) > 1:
            named.append((texts("run.languages.both"), tuple(one)))
        return named

    def same_languages(self, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        """Give the languages as the choices list them: the order of two is that of the window."""
        mine = self.context.language
        return tuple(sorted(languages, key=lambda code: code != mine))


def _folded(words: str, metrics: QFontMetrics, room: int) -> str:
    """Break words into lines that fit a room: a button does not do so by itself."""
    # A dot between two things goes with what follows.
    lines = [""]
    for word in words.replace(" · ", " ·\u00a0").split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and metrics.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def toggled(listed: tuple[str, ...], one: str) -> tuple[str, ...]:
    """Take something from a list when it is there, else add it."""
    return tuple(other for other in listed if other != one) if one in listed else (*listed, one)
