"""The sheets that go home after a session: which, in which languages, then one print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from familyguide.services.handouts import pack
from familyguide.services.handouts.maker import Maker
from familyguide.services.navigation import Route
from familyguide.ui.pages.session_base import SessionBase
from familyguide.ui.session_paper import PACK, left_out
from familyguide.ui.widgets.basic import IconLabel, Label, LayoutButton, row, sided

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.ui.context import Context

_NAMES = {pack.WEEK: "run.pack.week", pack.HELP: "run.pack.help", pack.WALLET: "run.pack.wallet"}


class PackPage(SessionBase):
    """Lists what was covered, each with a mark to take off; the rest is the page for printing."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts, plan = self.texts, self.plan
        self.add_title(texts("run.pack"), texts("run.pack.lead"))
        if not context.may_print:
            self.add(Label(texts("print.problem.off"), "strong", self.sheet))
            return
        self.say()
        self.heading(texts("run.pack.which"))
        maker = Maker(context.library, plan.languages, plan.country, context.today)
        self._sheets = pack.pack_ids(plan, maker)
        for name in self._sheets:
            self.add(self._row(name))
        self.heading(texts("run.languages"))
        chosen = self.same_languages(self.planning.pack_languages or plan.languages)
        self.add(self.pick("Languages", self.language_choices(), [chosen], self._choose_languages))
        self.column.addSpacing(context.px(8))
        self.put(self.button(texts("run.pack.make"), "MakePack", self._make, icon="printer", role="primary"))

    def _row(self, name: str) -> LayoutButton:
        """Make the line of a sheet; it is checked when the sheet goes home."""
        texts, theme, px = self.texts, self.context.theme, self.context.px
        is_on = name not in left_out(self.context)
        found = self.context.library.row(name)
        title = found.title[texts.language] if found is not None else texts(_NAMES[name])
        under = texts(f"kind.{found.kind}") if found is not None else ""
        button = LayoutButton("row", ". ".join(filter(None, (title, under))), self.sheet, value=name)
        button.setObjectName(f"Sheet-{name}")
        button.marked(is_chosen=is_on)
        line = row(14, sided(button, 16, 10, 14, 10))
        icon, colour = ("circle-check", theme.good) if is_on else ("circle", theme.muted)
        line.addWidget(IconLabel(icon, colour, px(24), button), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(Label(title, "strong", button), 1)
        if under:
            line.addWidget(Label(under, "small", button, wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self._toggle)
        return button

    def _toggle(self, name: object) -> None:
        self.planning.said = None
        self.planning.pack_changes = self.planning.pack_changes ^ {str(name)}
        self.show_again(f"Sheet-{name}")

    def _choose_languages(self, languages: object) -> None:
        if isinstance(languages, tuple):
            self.planning.pack_languages = languages
            self.show_again(f"Languages-{'+'.join(languages)}")

    def _make(self, _value: object) -> None:
        without = left_out(self.context)
        if all(name in without for name in self._sheets):
            self.tell(lambda texts: texts("run.pack.none"), "MakePack")
            return
        self.planning.said = None
        self.go_to.emit(Route("print", PACK))
