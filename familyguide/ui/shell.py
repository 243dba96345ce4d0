"""What stands around every page: the rail, the top bar and the help strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from familyguide.guide.lines import CHILD, TALK, StripEntry, shown_number
from familyguide.guide.names import NO_COUNTRY
from familyguide.services.navigation import Route
from familyguide.ui.theme import icons
from familyguide.ui.theme.tokens import RAIL_WIDTH, bar_height
from familyguide.ui.widgets.basic import (
    Button,
    FlowLabel,
    IconLabel,
    Label,
    LayoutButton,
    SilentLabel,
    number_label,
    row,
    sided,
)
from familyguide.ui.widgets.fields import Field
from familyguide.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from familyguide.guide.lines import Line
    from familyguide.ui.context import Context

RAIL = (
    ("home", "house"),
    ("talk", "message-circle"),
    ("settings", "shield-check"),
    ("signs", "triangle-alert"),
    ("todo", "list-checks"),
    ("help", "life-buoy"),
    ("understand", "book-open"),
    ("family", "heart-handshake"),
    ("session", "presentation"),
)
# What is not offered on a public PC: it is for people who work with families, on their own computer.
NOT_PUBLIC = ("session",)
# Which entry of the rail is lit for a page that has none of its own.
PARENT = {
    "conversation": "talk",
    "checklist": "settings",
    "plan": "todo",
    "article": "understand",
    "changes": "understand",
    "keyboard": "understand",
    "agreement": "talk",
    "easy": "understand",
    "tongues": "help",
}


class Rail(QFrame):
    """The pages of the guide, always in the same order."""

    spoken_role = "Grouping"
    go_to = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("Rail")
        texts, theme, px = context.texts, context.theme, context.px
        self.setAccessibleName(texts("rail.name"))
        self.setFixedWidth(px(RAIL_WIDTH))
        # As a menu it may be higher than a small window with large text.
        column = QVBoxLayout(_scrolling(self) if compact else self)
        # As wide inside as the longest entry is when it is lit: none wraps then, and none moves.
        column.setContentsMargins(8, 14, 8, 12)
        column.setSpacing(6)
        brand = row(10, sided(self, 12, 4, 8, 12))
        brand.addWidget(IconLabel(icons.BRAND, theme.primary, px(26), self))
        name = Label(texts("app.name"), "", self)
        name.setObjectName("Brand")
        brand.addWidget(name, 1)
        column.addLayout(brand)
        self._entries: dict[str, tuple[LayoutButton, Label, IconLabel, str]] = {}
        self._colours = (theme.ink, theme.on_primary)
        self._size = px(20)
        for page, icon in RAIL:
            if page in NOT_PUBLIC and context.rules.mode == "public-pc":
                continue
            column.addWidget(self._entry(context, page, icon))
        column.addStretch(1)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self.accessibleName()

    def _entry(self, context: Context, page: str, icon: str) -> LayoutButton:
        text = context.texts(f"rail.{page}")
        button = LayoutButton("rail", text, self, value=Route(page))
        button.setObjectName(f"Rail-{page}")
        button.leads(context.texts("rail.here"), is_here=False)
        line = row(10, sided(button, 12, 11, 4, 11))
        sign = IconLabel(icon, context.theme.ink, self._size, button)
        words = Label(text, "rail", button)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(words, 1)
        button.setLayout(line)
        button.pass_clicks()
        button.pressed_with.connect(self.go_to)
        self._entries[page] = (button, words, sign, icon)
        return button

    def light(self, route: Route) -> None:
        """Mark the entry of a route: filled, bold and checked."""
        lit = PARENT.get(route.page, route.page)
        ink, on_primary = self._colours
        for page, (button, words, sign, icon) in self._entries.items():
            chosen = page == lit
            layout = button.layout()
            # A press has checked the button already: only the words tell what was lit before.
            button.setChecked(chosen)
            if chosen == (words.property("role") == "rail-lit") or layout is None:
                continue
            # A new label rather than a new dress: to ask for the style would load every name of QStyle, 2 MB.
            again = Label(words.text(), "rail-lit" if chosen else "rail", button)
            layout.replaceWidget(words, again)
            words.hide()
            words.deleteLater()
            button.pass_clicks()
            self._entries[page] = (button, again, sign, icon)
            colour = on_primary if chosen else ink
            ratio, mirrored = self.devicePixelRatioF(), self.isRightToLeft()
            sign.setPixmap(icons.pixmap(icon, colour, self._size, ratio, mirrored=mirrored))


def _scrolling(rail: QFrame) -> QWidget:
    """Let the rail scroll; gives the widget for what it shows."""
    area = QScrollArea(rail)
    area.setObjectName("RailArea")
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    body = QWidget(area)
    body.setObjectName("RailBody")
    area.setWidget(body)
    outer = QVBoxLayout(rail)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    return body


# Pixels between the edge of the search field, its icon and the words.
_SIGN_EDGE, _SIGN_GAP = 12, 8


class SearchField(Field):
    """The search field; nothing typed here is predicted or kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SearchField")
        self.setMaxLength(200)
        self._sign: IconLabel | None = None

    def show_sign(self, icon: str, colour: str, size: int) -> None:
        """Put an icon before the words; an action of Qt would be heard as a button without a name."""
        self._sign = IconLabel(icon, colour, size, self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(*sided(self, size + _SIGN_GAP, 0, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the icon in the middle of the line."""
        super().resizeEvent(event)
        if self._sign is not None:
            far = self.width() - _SIGN_EDGE - self._sign.width()
            start = far if self.isRightToLeft() else _SIGN_EDGE
            self._sign.move(start, (self.height() - self._sign.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear the field with Esc; Esc never leaves the app."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)


class TopBar(QFrame):
    """Back and forward, search, language, reading options, and Leave now in the same place everywhere."""

    spoken_role = "Grouping"
    go_to = Signal(object)
    back = Signal()
    forward = Signal()
    leave = Signal()
    open_menu = Signal()
    open_reading = Signal()
    open_outline = Signal()
    searched = Signal(str)
    search_entered = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None, *, compact: bool) -> None:
        super().__init__(parent)
        self.setObjectName("TopBar")
        self._context, texts, theme = context, context.texts, context.theme
        self.setAccessibleName(texts("top.name"))
        if not compact:
            # As much as the window keeps free for it before it is made.
            self.setMinimumHeight(bar_height(context.choices.scale))
        # Icons of the bar grow less than text: the bars must leave the page its room.
        self._icon = round(20 * min(1.4, context.choices.scale / 100))
        line = row(8 if compact else 12, (12, 8, 12, 8) if compact else (24, 10, 24, 10))
        self.menu: Button | None = None
        self.search: SearchField | None = None
        if compact:
            self.menu = self._icon_button("menu", texts("rail.open"), "MenuButton")
            self.menu.clicked.connect(self.open_menu)
            line.addWidget(self.menu)
        self.back_button = self._icon_button("arrow-left", texts("top.back"), "BackButton")
        self.back_button.clicked.connect(self.back)
        self.forward_button = self._icon_button("arrow-right", texts("top.forward"), "ForwardButton")
        self.forward_button.clicked.connect(self.forward)
        line.addWidget(self.back_button)
        if not compact:
            line.addWidget(self.forward_button)
            self.search = self._search_field()
            line.addWidget(self.search, 1)
        else:
            self.forward_button.hide()
            find = self._icon_button("search", texts("top.search.short"), "SearchButton")
            find.clicked.connect(self._open_search)
            line.addWidget(find)
        language = Button(
            # The other language in its own words: who cannot read this page finds it.
            texts("top.language.code" if compact else "top.language"),
            "",
            self,
            icon="languages" if not compact else "",
            colour=theme.ink,
            size=self._icon,
        )
        language.setObjectName("LanguageButton")
        shown = texts("top.language.code" if compact else "top.language")
        language.setAccessibleName(f"{shown}. {texts('top.language.name')}")
        language.clicked.connect(self._switch_language)
        language.setHidden(len(context.rules.languages) == 1)
        line.addWidget(language)
        reading = self._icon_button("a-large-small", texts("top.reading"), "ReadingButton")
        reading.clicked.connect(self.open_reading)
        self.reading_button = reading
        line.addWidget(reading)
        # The list of headings; shown where a page has some.
        self.outline_button = self._icon_button("list-tree", texts("outline.title"), "OutlineButton")
        self.outline_button.clicked.connect(self.open_outline)
        self._keep_outline(room=True, shown=False)
        line.addWidget(self.outline_button)
        if compact:
            line.addStretch(1)
        else:
            line.addSpacing(12)
        self.leave_button = self._leave_button(compact)
        line.addWidget(self.leave_button)
        self.setLayout(line)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self.accessibleName()

    def _icon_button(self, icon: str, name: str, identifier: str) -> Button:
        button = Button("", "icon", self, icon=icon, colour=self._context.theme.ink, size=self._icon)
        button.setObjectName(identifier)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _search_field(self) -> SearchField:
        texts, theme = self._context.texts, self._context.theme
        field = SearchField(self)
        field.setPlaceholderText(texts("top.search"))
        field.setAccessibleName(texts("top.search.name"))
        field.show_sign("search", theme.muted, self._icon)
        field.setMinimumWidth(160)
        field.setMaximumWidth(self._context.px(560))
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        field.textEdited.connect(self.searched)
        field.returnPressed.connect(self._search_again)
        return field

    def _search_again(self) -> None:
        if self.search is not None:
            self.searched.emit(self.search.text())
            self.search_entered.emit()

    def _open_search(self) -> None:
        self.go_to.emit(Route("search", ""))

    def _leave_button(self, compact: bool) -> LayoutButton:
        texts, theme = self._context.texts, self._context.theme
        button = LayoutButton("leave", texts("top.leave.name"), self)
        button.setObjectName("LeaveButton")
        line = row(8, (16, 8, 16, 8))
        line.addWidget(IconLabel("log-out", theme.on_leave, self._icon, button))
        words = Label(texts("top.leave"), "leave-strong", button, wrap=False)
        line.addWidget(words)
        if not compact and self._context.choices.shift_leaves:
            # The name of the button says it in words.
            keys = SilentLabel(texts("top.leave.keys"), "leave", button, wrap=False)
            line.addWidget(keys)
        button.setLayout(line)
        button.pass_clicks()
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self.leave)
        return button

    def _switch_language(self) -> None:
        self._context.service.change(language="en" if self._context.language == "fr" else "fr")

    def show_history(self, *, can_go_back: bool, can_go_forward: bool) -> None:
        """Enable the two arrows."""
        self.back_button.setEnabled(can_go_back)
        self.forward_button.setEnabled(can_go_forward)

    def show_outline(self, *, has_headings: bool) -> None:
        """Offer the list of headings, where the page has some and the bar has room."""
        layout = self.layout()
        self._keep_outline(room=True, shown=has_headings)
        if layout is not None and layout.totalMinimumSize().width() > self.width():
            # The smallest window with large text: the key remains.
            self._keep_outline(room=False, shown=False)

    def _keep_outline(self, *, room: bool, shown: bool) -> None:
        """Keep its room where it is hidden, so that nothing beside it moves from page to page."""
        button = self.outline_button
        kept = button.sizePolicy()
        kept.setRetainSizeWhenHidden(room)
        button.setSizePolicy(kept)
        button.setVisible(shown)

    def sizeHint(self) -> QSize:
        """Ask the layout."""
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()


# Pixels between two numbers of the strip, and between the words of one.
GAP, _WORDS_GAP = 5, 6
# How often is looked whether a number has closed or opened.
_HOURS_MS = 60_000


class HelpStrip(QFrame):
    """Who to call, on every screen; names its country, folds but never loses the emergency number.

    In a small window the emergency number, the child's line and "more help" stay; others where there is room.
    """

    spoken_role = "Grouping"
    go_to = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None, *, compact: bool) -> None:
        super().__init__(parent)
        self.setObjectName("Strip")
        self._context = context
        texts = context.texts
        country = context.first_screen
        known = country is not None and context.country != NO_COUNTRY
        name = country.in_name[texts.language] if country is not None and known else ""
        where = country.where[texts.language] if country is not None and known else ""
        self.setAccessibleName(texts("paper.help.title", where=where) if known else texts("strip.none"))
        self._flow = flow = FlowLayout(self, GAP)
        flow.setContentsMargins(*((10, 6, 10, 6) if compact else (10, 8, 10, 8)))
        entries = country.strip if country is not None and known else ()
        # What goes first where the line of a small window has no room, the last one first.
        self._spare: list[QWidget] = []
        # Numbers that are not always answered: their buttons, names, and the word for when they are not.
        self._closing: list[tuple[Line, LayoutButton, str, Label]] = []
        if not compact:
            flow.addWidget(self._country_button(name))
        if not entries:
            flow.addWidget(self._elsewhere())
        for entry in entries:
            button = self._entry(entry, compact)
            flow.addWidget(button)
            if compact and entry.role not in ("emergency", CHILD, TALK):
                self._spare.append(button)
                button.hide()
        more = Button(texts("strip.more"), "chip", self, value=Route("help"))
        more.setObjectName("MoreHelp")
        more.pressed_with.connect(self.go_to)
        if entries or not compact:
            flow.addWidget(more)
        else:
            # The words need the room; the menu leads to Get help as well.
            more.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if self._closing:
            # Later: the first look costs some 40 ms.
            QTimer.singleShot(0, self, self.show_hours)
            clock = QTimer(self)
            clock.timeout.connect(self.show_hours)
            clock.start(_HOURS_MS)

    def spoken_name(self) -> str:
        """Give what a screen reader says of it."""
        return self.accessibleName()

    def show_hours(self) -> None:
        """Say of a number that is closed now until when, and who answers meanwhile."""
        from familyguide.ui.opening import closed_words  # noqa: PLC0415 - not before the first paint

        for service, button, name, label in self._closing:
            words = closed_words(self._context, service)
            button.setAccessibleName(f"{name}. {words}" if words else name)
            button.setToolTip(words)
            label.setText(self._context.texts("strip.closed") if words else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show of the other numbers what fits beside those that always stay."""
        super().resizeEvent(event)
        if (self._spare or self._closing) and event.oldSize().width() != event.size().width():
            # Not now: what is hidden while it is laid out keeps its room.
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        flow = self._flow
        for _, _, _, label in self._closing:
            label.hide()
        items = [item for n in range(flow.count()) if (item := flow.itemAt(n)) is not None]
        # The size of what is hidden is asked of the widget: its place in the layout has none.
        wide = {widget: widget.sizeHint().width() + GAP for item in items if (widget := item.widget())}
        edges = flow.contentsMargins()
        room = self.width() - edges.left() - edges.right() + GAP
        room -= sum(width for widget, width in wide.items() if widget not in self._spare)
        for button in self._spare:
            room -= wide[button]
            button.setVisible(room >= 0)
        for _, button, _, label in self._closing:
            if label.text() and not button.isHidden():
                room -= label.sizeHint().width() + _WORDS_GAP
                label.setVisible(room >= 0)

    def _elsewhere(self) -> FlowLabel:
        """Say what holds in a country we do not hold."""
        elsewhere = self._context.library.first_screen(NO_COUNTRY)
        words = (
            elsewhere.note[self._context.texts.language] if elsewhere is not None and elsewhere.note else ""
        )
        return FlowLabel(words, "strip-note", self)

    def _country_button(self, country: str) -> Button:
        """Name the country of the numbers; pressing it changes the country."""
        texts = self._context.texts
        words = texts("strip.numbers", country=country) if country else texts("strip.choose")
        change = Button(words, "", self, value=Route("country"))
        change.setObjectName("ChangeCountry")
        change.pressed_with.connect(self.go_to)
        return change

    def _entry(self, entry: StripEntry[Line], compact: bool) -> LayoutButton:
        context, texts = self._context, self._context.texts
        emergency = entry.role == "emergency"
        # Some lines are reached by text alone.
        numbers = [
            shown_number(service, context.country)
            or (texts("service.sms_short", number=service.sms) if service.sms else "")
            for service in entry.services
        ]
        label = texts(f"strip.{entry.role}")
        spoken = [
            service.phone_spoken[texts.language] if service.phone_spoken is not None else number
            for service, number in zip(entry.services, numbers, strict=True)
        ]
        either = f" {texts('strip.or')} "
        name = texts("strip.call", what=label, number=either.join(spoken))
        if entry.text is not None and entry.text.sms:
            name += ". " + texts("strip.sms", number=entry.text.sms)
        button = LayoutButton("strip", name, self, value=Route("help", part=entry.services[0].id))
        button.setObjectName(f"Strip-{entry.role}")
        line = row(_WORDS_GAP, (10, 4, 10, 4))
        if not compact or not emergency:
            line.addWidget(Label(label, "strip-label", button, wrap=False))
        role = "number-emergency" if emergency else "number-strip"
        line.addWidget(number_label(" · ".join(filter(None, numbers)), role, button))
        if entry.text is not None and entry.text.sms:
            # Also in a small window: who cannot hear has no other number.
            line.addWidget(Label(texts("strip.sms", number=entry.text.sms), "small", button, wrap=False))
        if any(service.opening_hours not in (None, "24/7") for service in entry.services[:1]):
            closed = Label("", "small", button, wrap=False)
            closed.hide()
            line.addWidget(closed)
            self._closing.append((entry.services[0], button, name, closed))
        button.setLayout(line)
        button.pass_clicks()
        button.speak_alone()
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.pressed_with.connect(self.go_to)
        return button
