"""Search results: help first when the words say that it is needed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide.blocks import Link
from familyguide.services.finding import help_first
from familyguide.services.navigation import Route
from familyguide.ui.notice import announce
from familyguide.ui.pages.people import added_words, person_row
from familyguide.ui.pages.reading import LINK_ICONS, ReadingPage
from familyguide.ui.widgets.basic import Box, HeadingLabel, Label, LayoutButton, QuietHeading
from familyguide.ui.widgets.fields import Field
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.guide.search import Found, Hit
    from familyguide.ui.context import Context

_AT_ONCE = 6
_MOST = 20
_MOST_TOPICS = 4
# What answers a number that writes to a child.
_CONTACT = "someone-contacting"
# Milliseconds without a key after which somebody has stopped typing.
_REST_MS = 700


class SearchPage(ReadingPage):
    """Shows results for the words typed in the top bar, or in its own field where the bar has none."""

    typed = Signal(str)

    def __init__(
        self, context: Context, route: Route, parent: QWidget | None = None, *, own_field: bool = False
    ) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self.add_title(texts("search.title"))
        self.field: Field | None = None
        if own_field:
            self.field = Field(self.sheet)
            self.field.setObjectName("SearchField")
            self.field.setAccessibleName(texts("top.search.name"))
            self.field.setPlaceholderText(texts("top.search"))
            # As in the top bar: more than that is no question.
            self.field.setMaxLength(200)
            self.field.setText(route.item or "")
            self.field.textChanged.connect(self._typed_here)
            self.field.returnPressed.connect(self.focus_first)
            self.add(self.field)
        self._results = QWidget(self.sheet)
        self._column = QVBoxLayout(self._results)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.add(self._results)
        self._rest: list[Hit] = []
        # The pages whose topics are near.
        self._near: list[Hit] = []
        # Whose pages the results are at: none, then those of each town.
        self._town = ""
        # One timer: only the last key pressed builds the lower results.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._show_rest)
        # What a screen reader says once the typing rests: not at every key.
        self._said = ""
        self._shown: str | None = None
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(_REST_MS)
        self._rests.timeout.connect(self._say_found)
        self.show_results(route.item or "")

    def show_results(self, typed: str) -> None:
        """Search and show what is found; the words are not kept."""
        self._timer.stop()
        self.route = Route("search", typed)
        fresh = QWidget(self.sheet)
        self._column = QVBoxLayout(fresh)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        typed = typed.strip()
        self._said = ""
        # What was still to come of the words before is not of these.
        self._rest, self._near = [], []
        if typed:
            self._found(typed)
        else:
            self._nothing_typed()
        self.column.replaceWidget(self._results, fresh)
        self._results.hide()
        self._results.deleteLater()
        self._results = fresh
        if self.isVisible():
            self.body.settle()
            self.grew.emit()
        # Enter asks for the same words again, and leads to what was found: it has been said.
        if typed != self._shown or self._rests.isActive():
            self._rests.start()
        self._shown = typed

    def _say_found(self) -> None:
        """Say how much was found, and that help stands first where it does."""
        if self._said and self.isVisible():
            announce(self, self._said)

    def _typed_here(self, typed: str) -> None:
        """Show results for the page's own field, and tell the window: the way back leads to these words."""
        self.show_results(typed)
        self.typed.emit(typed)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing found: the people to call, else the first page."""
        for button in self._results.findChildren(LayoutButton):
            if button.isVisible():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _nothing_typed(self) -> None:
        self._column.addWidget(Label(self.texts("search.empty"), "muted", self._results))
        self._column.addWidget(Label(self.texts("search.privacy"), "small", self._results))
        self._topics()

    def _found(self, typed: str) -> None:
        texts, context = self.texts, self.context
        found = context.library.search(typed, texts.language, context.country, _MOST, context.choices.age)
        if not found.hits and not found.roles:
            # Words of the other language: typed before the language was switched, or by who speaks both.
            other = "en" if texts.language == "fr" else "fr"
            found = context.library.search(typed, other, context.country, _MOST, context.choices.age)
        people = help_first(found, context.directory, context.country)
        if people:
            self._column.addWidget(HeadingLabel(texts("search.help"), 2, self.sheet))
            for service in people:
                self._column.addWidget(person_row(self, service, self))
        if "violence-at-home" in found.roles:
            safety = self.route_row(
                texts("search.safety"), texts("search.safety.text"), Route("todo", part="unsafe"), "eye"
            )
            self._column.addWidget(safety)
        self._called(found)
        if found.unknown_number:
            self._unknown(typed)
            return
        self._slips(found)
        # Who stands above with a number is not named a second time.
        above = {*found.called, *(service.id for service in people)}
        hits = [hit for hit in found.hits if hit.id not in above]
        if found.only_tongues:
            self._tongues(found)
        if found.only_tongues and not found.hits:
            return
        if not found.hits:
            none = texts("search.none", query=typed)
            self._said = f"{texts('search.help')}. {none}" if people else none
            self._column.addWidget(Label(none, "lead", self.sheet))
            self._help_still()
            self._topics()
            return
        if not hits:
            return
        counted = texts.count("search.results", len(hits), query=typed)
        self._said = f"{texts('search.help')}. {counted}" if people else counted
        self._column.addWidget(Label(counted, "muted", self.sheet))
        if found.note is not None:
            note = Box("quiet", self.sheet, margins=(16, 12), gap=4)
            note.column.addWidget(Label(texts(f"search.note.{found.note}"), "", note))
            self._column.addWidget(note)
        if found.tongues and not found.only_tongues:
            self._tongues(found)
        self._town = ""
        self._near = hits
        self._add(hits[:_AT_ONCE])
        self._rest = hits[_AT_ONCE:]
        if self._rest:
            self._timer.start()
        else:
            self._near_topics()

    def _tongues(self, found: Found) -> None:
        """Lead to the numbers in the languages that were named; to the list of them for several."""
        texts, library = self.texts, self.context.library
        title, code = texts("tongues.title"), ""
        if len(found.tongues) == 1:
            code = found.tongues[0]
            title = texts("search.tongue", language=library.tongues[code].called[texts.language])
        self._column.addWidget(
            self.route_row(title, texts("tongues.lead"), Route("tongues", code), "languages")
        )
        if found.only_tongues and not found.hits:
            self._said = title

    def _called(self, found: Found) -> None:
        """Show whose number was typed."""
        if not found.called:
            return
        self._said = self.texts("search.called")
        self._column.addWidget(HeadingLabel(self._said, 2, self.sheet))
        for identifier in found.called:
            service = self.context.directory.service(identifier)
            self._column.addWidget(person_row(self, service, self))

    def _unknown(self, typed: str) -> None:
        """Say calmly that a number is none of ours, and what is near."""
        texts, library = self.texts, self.context.library
        self._said = texts("search.called.unknown", number=typed)
        self._column.addWidget(Label(self._said, "lead", self.sheet))
        self._column.addWidget(Label(texts("search.called.calm"), "", self.sheet))
        plan = library.row(_CONTACT)
        if plan is not None:
            title = plan.title[texts.language]
            self._column.addWidget(
                self.link_row(title, texts("search.called.child"), f"plan:{plan.id}", LINK_ICONS["plan"])
            )
        self._column.addWidget(
            self.route_row(texts("rail.help"), texts("search.still.help"), Route("help"), "life-buoy")
        )

    def _slips(self, found: Found) -> None:
        """Say which words were taken for a slip, or ask whether they are one."""
        if found.corrected is not None:
            said = self.texts("search.corrected", query=found.meant or found.corrected)
            self._column.addWidget(Label(said, "muted", self.sheet))
        elif found.meant is not None:
            asked = self.texts("search.meant", query=found.meant)
            self._column.addWidget(self.route_row(asked, "", Route("search", found.meant), "search"))

    def _help_still(self) -> None:
        """Offer help where no page was found: the words may be new to us, the trouble is not."""
        texts = self.texts
        self._column.addWidget(HeadingLabel(texts("search.still"), 2, self.sheet))
        self._column.addWidget(
            self.route_row(texts("rail.todo"), texts("search.still.todo"), Route("todo"), "list-checks")
        )
        self._column.addWidget(
            self.route_row(texts("rail.help"), texts("search.still.help"), Route("help"), "life-buoy")
        )

    @property
    def is_whole(self) -> bool:
        """Whether every result stands on the page."""
        return super().is_whole and not self._rest

    def run_later(self) -> None:
        """Show every result at once."""
        super().run_later()
        if self._timer.isActive():
            self._timer.stop()
            self._show_rest()

    def _show_rest(self) -> None:
        rest, self._rest = self._rest, []
        self._add(rest)
        self._near_topics()
        self.body.settle()
        self.grew.emit()

    def _add(self, hits: list[Hit]) -> None:
        for hit in hits:
            # What towns added stands behind all official pages already.
            added = added_words(self, hit.id)
            if added != self._town:
                self._town = added
                self._column.addSpacing(8)
                self._column.addWidget(QuietHeading(added, 2, self.sheet))
            row = self.link_row(
                hit.title[self.texts.language],
                self._kind_of(hit),
                f"{hit.kind}:{hit.id}",
                LINK_ICONS[hit.kind],
                added,
            )
            self._column.addWidget(row)

    def _kind_of(self, hit: Hit) -> str:
        """Say what a page is; for a conversation also its topic and age, which a title leaves open."""
        texts = self.texts
        kind = texts(f"kind.{hit.kind}")
        if hit.kind != "conversation":
            return kind
        names = self.context.library.vocabulary.topics
        topics = [names[topic][texts.language] for topic in hit.topics[:1]]
        return " · ".join((kind, *topics, *(texts(f"age.{age}") for age in hit.ages)))

    def _near_topics(self) -> None:
        """Offer the topics that the first pages found are about."""
        counted = Counter(topic for hit in self._near[:_AT_ONCE] for topic in hit.topics)
        near = [topic for topic, _ in counted.most_common(_MOST_TOPICS)]
        if near:
            self._column.addWidget(HeadingLabel(self.texts("search.near"), 2, self.sheet))
            self._topic_buttons(near)

    def _topics(self) -> None:
        self._column.addWidget(HeadingLabel(self.texts("search.topics"), 2, self.sheet))
        self._topic_buttons()

    def _topic_buttons(self, only: list[str] | None = None) -> None:
        """Lead to the talks of each topic, or of some in their order."""
        holder, flow = flow_row(self.sheet, 8)
        used: dict[str, str] = {}
        for found in self.context.library.rows("conversation"):
            used.setdefault(found.topics[0], found.id)
        names = self.context.library.vocabulary.topics
        for topic in used if only is None else only:
            if topic in used:
                link = Link(names[topic][self.texts.language], f"conversation:{used[topic]}")
                flow.addWidget(self.link_button(link, holder))
        self._column.addWidget(holder)
