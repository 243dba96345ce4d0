"""The window: rail, bars, one page, and the wiring between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDesktopServices,
    QKeySequence,
    QMouseEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from familyguide.guide.library import ContentError
from familyguide.services.links import LinkGuard, domain_of
from familyguide.services.navigation import History, Route
from familyguide.ui.dialogs import LinkDialog
from familyguide.ui.leave import Clipboard, ShiftWatch, hide_everything
from familyguide.ui.pages.base import Page
from familyguide.ui.pages.country import CountryPage
from familyguide.ui.pages.home import HomePage
from familyguide.ui.shell import HelpStrip, Rail, TopBar
from familyguide.ui.theme.apply import apply
from familyguide.ui.widgets.basic import Backdrop, Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from familyguide.services.choices import Choices
    from familyguide.ui.context import Context

HOME = Route("home")
MIN_SIZE = (640, 480)
# Below this width, counted in text sizes, the rail becomes a menu (contract, section 5).
COMPACT = 1100
_SHELL_FIELDS = ("language", "theme", "scale", "country", "shift_leaves")
_PAGE_FIELDS = ("age", "apps")


def _talk(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.talk import TalkPage  # noqa: PLC0415 - loaded when first opened

    return TalkPage(context, route)


def _conversation(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.talk import ConversationPage  # noqa: PLC0415

    return ConversationPage(context, route)


def _settings(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.settings import SettingsPage  # noqa: PLC0415

    return SettingsPage(context, route)


def _checklist(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.settings import ChecklistPage  # noqa: PLC0415

    return ChecklistPage(context, route)


def _signs(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.signs import SignsPage  # noqa: PLC0415

    return SignsPage(context, route)


def _todo(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.todo import TodoPage  # noqa: PLC0415

    return TodoPage(context, route)


def _plan(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.todo import PlanPage  # noqa: PLC0415

    return PlanPage(context, route)


def _help(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.help import HelpPage  # noqa: PLC0415

    return HelpPage(context, route)


def _understand(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.understand import UnderstandPage  # noqa: PLC0415

    return UnderstandPage(context, route)


def _article(context: Context, route: Route) -> Page:
    from familyguide.ui.pages.understand import ArticlePage  # noqa: PLC0415

    return ArticlePage(context, route)


PAGES: dict[str, Callable[[Context, Route], Page]] = {
    "home": HomePage,
    "talk": _talk,
    "conversation": _conversation,
    "settings": _settings,
    "checklist": _checklist,
    "signs": _signs,
    "todo": _todo,
    "plan": _plan,
    "help": _help,
    "understand": _understand,
    "article": _article,
    "country": CountryPage,
}


class NoticePage(Page):
    """One sentence where a page cannot be shown; the rest of the guide works."""

    def __init__(self, context: Context, route: Route, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        self.add_title(sentence)


class Window(QWidget):
    """Shows one page at a time; the title is always the app's name."""

    left = Signal()
    page_shown = Signal(object)

    def __init__(self, context: Context, notice: str = "") -> None:
        super().__init__()
        self.setObjectName("Window")
        self.context = context
        self._notice = notice
        self._history = History(HOME)
        self._clipboard = Clipboard()
        self._guard = LinkGuard(context.library)
        self._may_open = not context.guest
        self._compact = False
        self.page: Page = Page(context, HOME)
        self.rail: Rail | None = None
        self.setMinimumSize(*MIN_SIZE)
        self.setWindowTitle(context.texts("app.name"))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._shell: QWidget | None = None
        self._backdrop: Backdrop | None = None
        self._hint = Label("", "badge-soft", self, wrap=False)
        self._hint.hide()
        self._hint_timer = QTimer(self)
        self._hint_timer.setSingleShot(True)
        self._hint_timer.timeout.connect(self._hint.hide)
        self._watch = ShiftWatch(parent=self)
        self._watch.thrice.connect(self.leave)
        self._watch.almost.connect(self._say_once_more)
        self._watch.enabled = context.choices.shift_leaves
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._watch)
        context.service.listen(self._choices_changed)
        self._shortcuts()
        self.resize(self._first_size())
        self._compact = self._is_compact()
        self._make_shell()
        self._show(HOME)
        # Nothing looks chosen before the first Tab.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()

    def _first_size(self) -> QSize:
        """Open as designed where the screen allows it, with room for the title bar."""
        free = self.screen().availableSize()
        return QSize(min(1280, free.width()), min(800, free.height() - 40)).expandedTo(QSize(*MIN_SIZE))

    # The shell.

    def _is_compact(self) -> bool:
        return self.width() / (self.context.choices.scale / 100) < COMPACT

    def _make_shell(self) -> None:
        """Build everything around the page, for the language, size, theme and country shown."""
        context = self.context
        old = self._shell
        shell = QWidget(self)
        column = QVBoxLayout(shell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        band = self._band(shell)
        if band is not None:
            column.addWidget(band)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.rail = Rail(context, shell)
        self.rail.go_to.connect(self.go_to)
        if self._compact:
            self.rail.setParent(self)
            self.rail.hide()
        else:
            middle.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.top = TopBar(context, shell, compact=self._compact)
        self.top.go_to.connect(self.go_to)
        self.top.back.connect(self.go_back)
        self.top.forward.connect(self.go_forward)
        self.top.leave.connect(self.leave)
        self.top.open_menu.connect(self.open_menu)
        self.top.searched.connect(self.search)
        right.addWidget(self.top)
        self._place = QVBoxLayout()
        right.addLayout(self._place, 1)
        middle.addLayout(right, 1)
        column.addLayout(middle, 1)
        self.strip = HelpStrip(context, shell, compact=self._compact)
        self.strip.go_to.connect(self.go_to)
        column.addWidget(self.strip)
        self._shell = shell
        if old is None:
            self._outer.addWidget(shell)
        else:
            self._outer.replaceWidget(old, shell)
            self.page.setParent(self)
            old.hide()
            old.deleteLater()

    def _band(self, parent: QWidget) -> Label | None:
        texts = self.context.texts
        words = []
        if self.context.library.meta.get("kind") != "release":
            words.append(texts("band.working"))
        if self._notice:
            words.append(self._notice)
        if not words:
            return None
        band = Label(" · ".join(words), "", parent, wrap=bool(self._notice))
        band.setObjectName("Band")
        band.setContentsMargins(14, 2, 14, 2)
        band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return band

    def _tab_order(self) -> None:
        """Let Tab go as the eye does: top bar, rail, page, strip."""
        before: QWidget | None = None
        for region in self._regions():
            for child in region.findChildren(QWidget):
                if child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    if before is not None:
                        QWidget.setTabOrder(before, child)
                    before = child

    # Going places.

    @property
    def route(self) -> Route:
        """The route shown."""
        return self._history.current

    def go_to(self, route: Route) -> None:
        """Visit a route."""
        self.close_menu()
        self._history.visit(route)
        self._show(route)

    def go_back(self) -> None:
        """Show the page before."""
        self._show(self._history.back())

    def go_forward(self) -> None:
        """Show the page the reader came back from."""
        self._show(self._history.forward())

    def search(self, typed: str) -> None:
        """Show results for what is typed, key by key, as one stop of the way back."""
        from familyguide.ui.pages.find import SearchPage  # noqa: PLC0415

        route = Route("search", typed)
        if isinstance(self.page, SearchPage):
            self._history.replace(route)
            self.page.show_results(typed)
            return
        self._history.visit(route)
        self._show(route, keep_focus=True)

    def _build(self, route: Route) -> Page:
        context = self.context
        try:
            if route.page == "search":
                from familyguide.ui.pages.find import SearchPage  # noqa: PLC0415

                return SearchPage(context, route, own_field=self._compact)
            return PAGES[route.page](context, route)
        except KeyError:
            return NoticePage(context, route, context.texts("page.missing"))
        except ContentError:
            return NoticePage(context, route, context.texts("page.damaged"))

    def _show(
        self, route: Route, state: dict[str, object] | None = None, *, keep_focus: bool = False
    ) -> None:
        old = self.page
        page = self._sized(route)
        self._place.addWidget(page)
        self.page = page
        page.go_to.connect(self.go_to)
        page.go_back.connect(self.go_back)
        page.open_link.connect(self.open_link)
        page.copy_text.connect(self._clipboard.copy)
        old.hide()
        old.setParent(None)
        old.deleteLater()
        if self.rail is not None:
            self.rail.light(route)
        self.top.show_history(
            can_go_back=self._history.can_go_back, can_go_forward=self._history.can_go_forward
        )
        if self.top.search is not None and route.page != "search":
            self.top.search.clear()
        elif self.top.search is not None and not self.top.search.hasFocus():
            self.top.search.setText(route.item or "")
        QTimer.singleShot(0, page, lambda: self._after_paint(page, state))
        field = getattr(page, "field", None)
        if field is not None and not keep_focus:
            field.setFocus()
        elif not keep_focus:
            # The page itself takes the keyboard: arrows scroll it, Tab goes to its first control.
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(route)

    def _sized(self, route: Route) -> Page:
        """Build a page already as wide as it will be, so that it lays out once."""
        width = self.width() - (0 if self._compact or self.rail is None else self.rail.width())
        Page.expected_width = width
        page = self._build(route)
        page.resize(width, max(200, self.height() - 140))
        return page

    def _after_paint(self, page: Page, state: dict[str, object] | None) -> None:
        if page is not self.page:
            return
        try:
            page.run_later()
        except (ContentError, KeyError):
            # What lies below the first screen is damaged: say so there, and keep what is shown.
            page.add(Label(self.context.texts("page.damaged"), "strong", page))
        self._tab_order()
        if state is not None:
            page.take_state(state)
        elif page.title_label is not None:
            event = QAccessibleAnnouncementEvent(page, page.title_label.text())
            QAccessible.updateAccessibility(event)

    def rebuild(self) -> None:
        """Make the page again for changed choices, where the reader was."""
        focus = QApplication.focusWidget()
        name = focus.objectName() if focus is not None else ""
        self._show(self.route, self.page.state(), keep_focus=True)
        self._focus_again(name)

    def _focus_again(self, name: str) -> None:
        if not name:
            return
        again = self.findChild(QWidget, name)
        if again is not None and again.isEnabled():
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    # Choices.

    def _choices_changed(self, before: Choices, after: Choices) -> None:
        changed = {name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)}
        if changed.intersection(_SHELL_FIELDS):
            focus = QApplication.focusWidget()
            name = focus.objectName() if focus is not None else ""
            state = self.page.state()
            # One repaint for all of it: nobody sees half a change.
            self.setUpdatesEnabled(False)
            if changed.intersection(("theme", "scale")):
                self.dress()
            self._watch.enabled = after.shift_leaves
            self.setWindowTitle(self.context.texts("app.name"))
            self._compact = self._is_compact()
            self.close_menu()
            self._make_shell()
            self._show(self.route, state, keep_focus=True)
            self._focus_again(name)
            self.setUpdatesEnabled(True)
        elif changed.intersection(_PAGE_FIELDS):
            self.rebuild()

    def dress(self) -> None:
        """Apply theme and text size to the whole application."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self.context.theme = apply(application, self.context.choices)

    def follow_system(self) -> None:
        """Dress again when the system changes between light and dark."""
        if self.context.choices.theme == "system":
            self.dress()
            self._make_shell()
            self.rebuild()

    # Links, copies, leaving.

    def open_link(self, address: object) -> None:
        """Hand a registered address to the system browser; guests are asked once per visit."""
        address = str(address)
        if not self._guard.allows(address):
            self._tell(self.context.texts("link.refused"))
            return
        if not self._may_open:
            dialog = LinkDialog(self.context, domain_of(address), self)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            self._may_open = True
        if not QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode)):
            self._tell(self.context.texts("link.failed", address=address))

    def _tell(self, sentence: str) -> None:
        """Show a short notice above the strip, and say it."""
        self._hint.setText(sentence)
        self._hint.adjustSize()
        self._hint.move(
            QPoint(max(12, (self.width() - self._hint.width()) // 2), max(60, self.top.height() + 12))
        )
        self._hint.show()
        self._hint.raise_()
        self._hint_timer.start(5000)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _say_once_more(self) -> None:
        self._tell(self.context.texts("leave.once_more"))

    def leave(self) -> None:
        """Take everything off the screen at once, clear our text from the clipboard, and end."""
        hide_everything()
        self._clipboard.clear_ours()
        self.left.emit()

    # The rail as a menu.

    def open_menu(self) -> None:
        """Show the rail over the page."""
        if self.rail is None or not self._compact:
            return
        self._backdrop = Backdrop(self)
        self._backdrop.pressed.connect(self.close_menu)
        self._backdrop.setGeometry(self.rect())
        self._backdrop.show()
        self.rail.setGeometry(0, 0, min(self.rail.width(), self.width() - 60), self.height())
        self.rail.show()
        self.rail.raise_()
        for entry in self.rail.findChildren(QWidget):
            if entry.focusPolicy() != Qt.FocusPolicy.NoFocus:
                entry.setFocus(Qt.FocusReason.PopupFocusReason)
                break

    def close_menu(self) -> None:
        """Put the rail away."""
        if self._backdrop is not None:
            self._backdrop.hide()
            self._backdrop.deleteLater()
            self._backdrop = None
            if self.rail is not None and self._compact:
                self.rail.hide()

    def _shortcuts(self) -> None:
        for keys, action in (
            (QKeySequence.StandardKey.Back, self.go_back),
            (QKeySequence.StandardKey.Forward, self.go_forward),
            (QKeySequence("Ctrl+F"), self._focus_search),
            (QKeySequence("F6"), self._next_region),
            (QKeySequence("Shift+F6"), self._previous_region),
            (QKeySequence("Ctrl++"), self._larger),
            (QKeySequence("Ctrl+="), self._larger),
            (QKeySequence("Ctrl+-"), self._smaller),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _focus_search(self) -> None:
        if self.top.search is not None:
            self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.top.search.selectAll()
        else:
            self.go_to(Route("search", ""))

    def _larger(self) -> None:
        self._step_scale(1)

    def _smaller(self) -> None:
        self._step_scale(-1)

    def _step_scale(self, step: int) -> None:
        from familyguide.services.choices import SCALES  # noqa: PLC0415

        at = SCALES.index(self.context.choices.scale) + step
        if 0 <= at < len(SCALES):
            self.context.service.change(scale=SCALES[at])

    def _regions(self) -> list[QWidget]:
        found: list[QWidget] = [self.top, self.page, self.strip]
        if self.rail is not None and self.rail.isVisible():
            found.insert(1, self.rail)
        return found

    def _next_region(self) -> None:
        self._region(1)

    def _previous_region(self) -> None:
        self._region(-1)

    def _region(self, step: int) -> None:
        """Move the focus to the next part of the window and say which it is."""
        regions = self._regions()
        focus = QApplication.focusWidget()
        here = next(
            (i for i, region in enumerate(regions) if focus is not None and region.isAncestorOf(focus)), -step
        )
        region = regions[(here + step) % len(regions)]
        for child in region.findChildren(QWidget):
            if (
                child.focusPolicy() & Qt.FocusPolicy.TabFocus
                and child.isVisibleTo(region)
                and child.isEnabled()
            ):
                child.setFocus(Qt.FocusReason.ShortcutFocusReason)
                break
        name = region.accessibleName() or (self.page.title_label.text() if self.page.title_label else "")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(region, name))

    # Qt's own events.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the bars, and the columns of the page, when the width asks for it."""
        super().resizeEvent(event)
        if self._shell is None:
            return
        compact = self._is_compact()
        if compact != self._compact:
            self._compact = compact
            self.close_menu()
            self._make_shell()
            self._show(self.route, self.page.state(), keep_focus=True)
        elif event.oldSize().width() != event.size().width() and self.page.would_change(self._page_width()):
            self._show(self.route, self.page.state(), keep_focus=True)
        if self._backdrop is not None:
            self._backdrop.setGeometry(self.rect())

    def _page_width(self) -> int:
        return self.width() - (0 if self._compact or self.rail is None else self.rail.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the menu with Esc; Esc never leaves the app."""
        if event.key() == Qt.Key.Key_Escape and self._backdrop is not None:
            self.close_menu()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Back and forward buttons of a mouse."""
        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()
        else:
            super().mousePressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Clear our text from the clipboard when the window is closed."""
        self._clipboard.clear_ours()
        super().closeEvent(event)
        self.left.emit()
