"""The shape of a page: a reading column that can be built again for another language, size or theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from familyguide.services.navigation import Route
from familyguide.ui.widgets.basic import Button, HeadingLabel, Label, row
from familyguide.ui.widgets.flow import flow_row
from familyguide.ui.widgets.fold import Fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QBoxLayout

    from familyguide.ui.context import Context

# Wider lines are hard to read: about 75 characters at 100 %.
COLUMN = 980
TWO_COLUMNS = 760
_TARGET_PAGES = {
    "plan": "plan",
    "conversation": "conversation",
    "checklist": "checklist",
    "article": "article",
    "term": "term",
    "service": "service",
    "sign": "sign",
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
    """What scrolls: exactly as high as its words need at the width it has.

    Qt's own minimum is the height of the words at the narrowest width: screens of emptiness below them.
    """

    def minimumSizeHint(self) -> QSize:
        """Ask for nothing: the scroll area gives the width and asks for the height that follows."""
        return QSize(0, 0)


class Page(QScrollArea):
    """A page takes values and the context, speaks by signals, and can be opened alone in a test.

    It is made for one route and one set of choices; when these change the window makes it again and gives it
    the state of the old one, so that language, theme and size switch on the same page.
    """

    go_to = Signal(object)
    go_back = Signal()
    open_link = Signal(object)
    copy_text = Signal(object)

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
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        body = Body(self)
        body.setObjectName("PageBody")
        outer = row(0, self._margins())
        self.column = QVBoxLayout()
        self.column.setSpacing(context.px(12) if context.choices.scale < 150 else 14)  # noqa: PLR2004 - percent
        holder = QWidget(body)
        holder.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        holder.setMaximumWidth(max(COLUMN, context.px(COLUMN)))
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # Aligned here and not in the column: a layout with an alignment never grows past its size hint, and
        # words that wrap to more lines than that were cut.
        outer.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(0)
        body.setLayout(outer)
        self.setWidget(body)
        self.folds: dict[str, Fold] = {}
        self.title_label: HeadingLabel | None = None
        self._later: list[Callable[[], None]] = []
        self._wanted_scroll = 0

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
        return {
            "open": [name for name, fold in self.folds.items() if fold.is_open],
            "scroll": self.verticalScrollBar().value(),
            "focus": focused.objectName() if focused is not None else "",
        }

    def take_state(self, state: dict[str, object]) -> None:
        """Open the folds that were open and scroll back."""
        opened = state.get("open")
        for name in opened if isinstance(opened, list) else []:
            if name in self.folds:
                self.folds[name].open()
        scroll = state.get("scroll")
        if isinstance(scroll, int) and scroll:
            # The page reaches its height in several layouts: follow them until it is there.
            self._wanted_scroll = scroll
            self.verticalScrollBar().rangeChanged.connect(self._scroll_back)
            self._scroll_back(0, self.verticalScrollBar().maximum())
            QTimer.singleShot(400, self, self._stop_scrolling_back)

    def _scroll_back(self, _low: int, high: int) -> None:
        self.verticalScrollBar().setValue(min(self._wanted_scroll, high))

    def _stop_scrolling_back(self) -> None:
        self.verticalScrollBar().rangeChanged.disconnect(self._scroll_back)

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
        title = HeadingLabel(text, 1, self)
        self.title_label = title
        self.add(title)
        if lead:
            self.add(Label(lead, "lead", self))
        return title

    def heading(self, text: str, level: int = 2) -> HeadingLabel:
        """Put a heading with some air above it."""
        self.column.addSpacing(self.context.px(6))
        label = HeadingLabel(text, level, self)
        self.add(label)
        return label

    def chips(
        self,
        choices: list[tuple[str, object]],
        chosen: object,
        action: Callable[[object], None],
        parent: QWidget,
    ) -> QWidget:
        """Make a line of chips of which one is chosen; the chosen one has a mark as well as a colour."""
        holder, flow = flow_row(parent, 10)
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
            chip.setCheckable(True)
            chip.setChecked(is_chosen)
            chip.pressed_with.connect(action)
            flow.addWidget(chip)
        return holder

    def fold(self, name: str, title: str, *, role: str = "strong") -> Fold:
        """Make a fold that is remembered by name."""
        made = Fold(title, self.context.theme.ink, self, role=role, size=self.context.px(20), indent=-1)
        made.button.setObjectName(f"Fold-{name}")
        self.folds[name] = made
        return made

    def after_paint(self, action: Callable[[], None]) -> None:
        """Do something once the first part of the page is on screen."""
        self._later.append(action)

    def run_later(self) -> None:
        """Build what was left for after the first paint; the window calls this."""
        later, self._later = self._later, []
        for action in later:
            action()

    def follow(self, target: object) -> None:
        """Go where a guide link leads."""
        self.go_to.emit(route_to(str(target)))
