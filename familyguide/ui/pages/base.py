"""The shape of a page: a reading column that can be built again for another language, size or theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from familyguide.services.navigation import Route
from familyguide.ui.widgets.basic import CLICK_FOCUS, SCROLL_BAR_OFF, Button, HeadingLabel, Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QBoxLayout

    from familyguide.ui.context import Context
    from familyguide.ui.widgets.fold import Fold

Item = TypeVar("Item")
# Wider lines are hard to read: about 75 characters at 100 %.
COLUMN = 980
TWO_COLUMNS = 760
# The page that tells how this app is used.
USER_GUIDE = "user-guide-start"
_TARGET_PAGES = {
    "plan": "plan",
    "conversation": "conversation",
    "checklist": "checklist",
    "article": "article",
    "term": "term",
    "service": "service",
    "sign": "sign",
    "agreement": "agreement",
}


def route_to(target: str) -> Route:
    """Give the route of a guide link such as plan:disclosure."""
    kind, _, identifier = target.partition(":")
    if kind == "service":
        return Route("help", part=identifier)
    if kind == "term":
        return Route("understand", part=identifier)
    if kind == "sign":
        return Route("signs", identifier)
    return Route(_TARGET_PAGES[kind], identifier)


class Body(QWidget):
    """What scrolls: one column in the margins, exactly as high as its words need at the width it has.

    It places the column itself. A layout around a layout is squeezed while a page grows, and lays out again
    and again; Qt's own smallest height, that of the narrowest width, leaves screens of emptiness.
    """

    first_painted = Signal()

    def __init__(
        self, column: QVBoxLayout, margins: tuple[int, int, int, int], widest: int, page: QScrollArea
    ) -> None:
        super().__init__(page)
        self._page = page
        self._margins = margins
        self._widest = widest
        self._layout = column
        self.holder = QWidget(self)
        self.holder.setLayout(column)
        self._is_painted = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def inner(self, width: int) -> int:
        """Give how wide the column is when the page is so wide."""
        left, _top, right, _bottom = self._margins
        return min(self._widest, max(1, width - left - right))

    def _column_height(self, width: int) -> int:
        inner, layout = self.inner(width), self._layout
        if not isValid(layout):
            # Qt may ask while the page is being taken apart.
            return 0
        return (
            layout.totalHeightForWidth(inner)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )

    def heightForWidth(self, width: int) -> int:
        """Give the height of the words and the margins."""
        return self._margins[1] + self._column_height(width) + self._margins[3]

    def sizeHint(self) -> QSize:
        """Ask for what it has; the column may be half gone when Qt asks a page that is put away."""
        return self.size()

    def minimumSizeHint(self) -> QSize:
        """Ask for nothing: the scroll area gives the width and asks for the height that follows."""
        return QSize(0, 0)

    def _arrange(self) -> None:
        width = self.width()
        inner = self.inner(width)
        start = width - self._margins[2] - inner if self.isRightToLeft() else self._margins[0]
        self.holder.setGeometry(start, self._margins[1], inner, self._column_height(width))

    def settle(self) -> None:
        """Show what was added and take its height at once: shown one by one, each would lay all out again."""
        self._layout.setEnabled(False)
        waits = QtCore.Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        for child in self.holder.findChildren(QWidget):
            around = child.parentWidget()
            if (
                child.isHidden()
                and not child.testAttribute(waits)
                and around is not None
                and around.isVisible()
            ):
                child.show()
        self._layout.setEnabled(True)
        _forget_sizes(self._layout)
        if not self.width():
            return
        # Not that of parentWidget(): to name a widget that Qt made, PySide loads every kind there is, 0.8 MB.
        least = self._page.maximumViewportSize().height()
        self.resize(self.width(), max(self.heightForWidth(self.width()), least))
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Follow the column when it grows."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            # Tells the scroll area, which gives the new height.
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the column out in the new width."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the page is being painted."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # A zero timer set before the paint fires before it: Qt waits 5 ms to paint, or for the screen.
            QTimer.singleShot(0, self, self.first_painted.emit)


def _forget_sizes(layout: QLayout) -> None:
    """Let a layout and those in it ask again how large their items are."""
    layout.invalidate()
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner = item.layout() if item is not None else None
        if inner is not None:
            _forget_sizes(inner)


class Page(QScrollArea):
    """A page takes values and the context, speaks by signals, and can be opened alone in a test.

    It is made for one route and one set of choices; when these change the window makes it again and gives it
    the state of the old one, so that language, theme and size switch on the same page.
    """

    go_to = Signal(object)
    go_back = Signal()
    open_link = Signal(object)
    copy_text = Signal(object)
    first_painted = Signal()
    grew = Signal()
    # The page is to be made again where the reader is in it: what it shows has changed.
    again = Signal()
    # The page, or the passage of a widget, is to be heard.
    read_aloud = Signal(object)

    # The window says how wide a page will be before it is laid out.
    expected_width: ClassVar[int] = 1032

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("PageArea")
        self.context = context
        # One column when two no longer fit: the width is counted in text sizes.
        self.is_narrow = self._fits_one(self.expected_width)
        self.route = route
        self.texts = context.texts
        self.setWidgetResizable(True)
        self.setProperty("horizontalScrollBarPolicy", SCROLL_BAR_OFF)
        self.setProperty("focusPolicy", CLICK_FOCUS)
        self.column = QVBoxLayout()
        self.column.setSpacing(context.px(12) if context.choices.scale < 150 else 14)  # noqa: PLR2004 - percent
        self.column.setContentsMargins(0, 0, 0, 0)
        self.body = body = Body(self.column, self._margins(), max(COLUMN, context.px(COLUMN)), self)
        body.first_painted.connect(self.first_painted)
        body.setObjectName("PageBody")
        # The parent of what a page shows: a widget that changes its parent is dressed a second time.
        self.sheet = body.holder
        self.setWidget(body)
        self.folds: dict[str, Fold] = {}
        self.title_label: HeadingLabel | None = None
        # The heading that takes the keyboard when the page comes, where that is not its title.
        self.begins_at: HeadingLabel | None = None
        self._later: list[Callable[[], None]] = []
        self._has_foot = False

    def _margins(self) -> tuple[int, int, int, int]:
        return (16, 14, 16, 20) if self.context.choices.scale >= 150 else (32, 24, 32, 28)  # noqa: PLR2004 - percent

    def _fits_one(self, width: int) -> bool:
        return width / (self.context.choices.scale / 100) < TWO_COLUMNS

    def would_change(self, width: int) -> bool:
        """Tell whether another width would need another layout of this page."""
        return self._fits_one(width) != self.is_narrow

    # State that survives being made again.

    def state(self) -> dict[str, object]:
        """Give what a rebuilt page must take over: open folds, scroll, focus."""
        focused = self.focusWidget()
        stops = self._stops()
        return {
            "open": [name for name, fold in self.folds.items() if fold.is_open],
            "scroll": self.verticalScrollBar().value(),
            "focus": focused.objectName() if focused is not None else "",
            "stop": stops.index(focused) if focused in stops else -1,
        }

    def _stops(self) -> list[QWidget]:
        return [
            child
            for child in self.body.findChildren(QWidget)
            if child.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus
        ]

    def focus_again(self, state: dict[str, object]) -> bool:
        """Give the keyboard back to what was pressed before the reader went on; tell whether it is there."""
        name, stop = str(state.get("focus", "")), state.get("stop")
        found = self.body.findChildren(QWidget, name) if name else []
        stops = self._stops()
        is_unclear = len(found) > 1 or not name
        if is_unclear and isinstance(stop, int) and 0 <= stop < len(stops):
            # Without a name of its own it is known by its place.
            found = [stops[stop]]
        for one in found[:1]:
            if one.isEnabled() and one.isVisibleTo(self):
                one.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def said_first(self) -> str:
        """Give what a screen reader says when the page comes: its title."""
        return self.title_label.text() if self.title_label is not None else ""

    def stays_at(self, _route: Route) -> bool:
        """Tell whether another route is shown where the reader is in this page, and not from its top."""
        return False

    def take_state(self, state: dict[str, object]) -> None:
        """Open the folds that were open and scroll back."""
        opened = state.get("open")
        for name in opened if isinstance(opened, list) else []:
            if name in self.folds:
                self.folds[name].open()
        scroll = state.get("scroll")
        if isinstance(scroll, int) and scroll:
            self.body.settle()
            self.verticalScrollBar().setValue(scroll)

    # Pieces every page uses.

    def add(self, widget: QWidget) -> QWidget:
        """Put a widget at the end of the page."""
        self.column.addWidget(widget)
        return widget

    def add_layout(self, layout: QBoxLayout) -> None:
        """Put a layout at the end of the page."""
        self.column.addLayout(layout)

    def add_title(self, text: str, lead: str = "") -> HeadingLabel:
        """Put the page's title, and a sentence under it."""
        title = HeadingLabel(text, 1, self.sheet)
        self.title_label = title
        self.add(title)
        if lead:
            self.add(Label(lead, "lead", self.sheet))
        return title

    def heading(self, text: str, level: int = 2) -> HeadingLabel:
        """Put a heading with some air above it."""
        self.column.addSpacing(self.context.px(6))
        label = HeadingLabel(text, level, self.sheet)
        self.add(label)
        return label

    def chips(
        self,
        choices: list[tuple[str, object]],
        chosen: object,
        action: Callable[[object], None],
        parent: QWidget,
        called: str,
    ) -> QWidget:
        """Make a line of chips of which one is chosen; the chosen one has a mark as well as a colour.

        `called` is the question that they answer: a screen reader says it where the keyboard comes to them.
        """
        from familyguide.ui.widgets.flow import flow_row  # noqa: PLC0415 - not before the first paint

        holder, flow = flow_row(parent, 10)
        holder.setAccessibleName(called)
        theme = self.context.theme
        for text, value in choices:
            is_chosen = value == chosen
            chip = Button(
                text,
                "chip",
                holder,
                value=value,
                icon="check" if is_chosen else "",
                colour=theme.primary,
                size=self.context.px(16),
            )
            chip.setObjectName(f"Chip-{value}")
            chip.setAccessibleName(text)
            chip.one_of_several(is_chosen=is_chosen)
            chip.pressed_with.connect(action)
            flow.addWidget(chip)
        return holder

    def door(
        self,
        words: str,
        route: Route,
        icon: str,
        parent: QWidget,
        name: str,
        *,
        role: str = "",
        called: str = "",
    ) -> Button:
        """Make a button that leads to another page; `called` is its name for those who hear it."""
        theme = self.context.theme
        colour = theme.primary if role == "quiet" else theme.ink
        button = Button(words, role, parent, value=route, icon=icon, colour=colour, size=self.context.px(18))
        button.setObjectName(name)
        if called:
            button.setAccessibleName(called)
        button.pressed_with.connect(self.go_to)
        return button

    def fold(self, name: str, title: str, *, role: str = "strong") -> Fold:
        """Make a fold that is remembered by name."""
        from familyguide.ui.widgets.fold import Fold  # noqa: PLC0415 - not before the first paint

        made = Fold(title, self.context.theme.ink, self.sheet, role=role, size=self.context.px(20), indent=-1)
        made.button.setObjectName(f"Fold-{name}")
        made.toggled.connect(self._fold_toggled)
        self.folds[name] = made
        return made

    def _fold_toggled(self, _is_open: bool) -> None:
        self.body.settle()

    def in_parts(self, items: list[Item], first: int, put: Callable[[list[Item]], None]) -> None:
        """Put the first items now, the others once these are on the screen."""
        put(items[:first])
        if items[first:]:
            self.after_paint(lambda: put(items[first:]))

    def after_paint(self, action: Callable[[], None]) -> None:
        """Do something once the first part of the page is on screen."""
        self._later.append(action)

    @property
    def is_whole(self) -> bool:
        """Whether everything is built, also what waited for the first paint."""
        return not self._later

    def run_later(self) -> None:
        """Build what was left for after the first paint; the window calls this."""
        later, self._later = self._later, []
        for action in later:
            action()
        is_local = bool(self.context.library.overlays) and not self._has_foot
        if is_local:
            from familyguide.ui.towns import TownFoot  # noqa: PLC0415 - only where a town added something

            self._has_foot = True
            self.add(TownFoot(self.context, self.sheet))
        if later or is_local:
            self.body.settle()

    def follow(self, target: object) -> None:
        """Go where a guide link leads."""
        self.go_to.emit(route_to(str(target)))


class NoticePage(Page):
    """One sentence where a page cannot be shown; the rest of the guide works."""

    def __init__(self, context: Context, route: Route, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        self.add_title(sentence)
