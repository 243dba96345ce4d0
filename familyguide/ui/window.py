"""The window: rail, bars, one page, and the wiring between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from familyguide.guide import keys
from familyguide.guide.library import ContentError
from familyguide.services.content_state import staff_line
from familyguide.services.navigation import History, Route
from familyguide.ui.notice import Notice, announce
from familyguide.ui.pages import page_of
from familyguide.ui.pages.base import NoticePage, Page
from familyguide.ui.theme.apply import apply, load_number_font
from familyguide.ui.theme.tokens import RAIL_WIDTH, bar_height
from familyguide.ui.widgets.basic import ALIGN_CENTER, CLICK_FOCUS, Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QTimerEvent
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent

    from familyguide.guide.library import Library
    from familyguide.services.choices import Choices
    from familyguide.services.session import SessionPlan
    from familyguide.ui.aloud.reader import ReadAloud
    from familyguide.ui.clipboard import Clipboard
    from familyguide.ui.context import Context
    from familyguide.ui.keyboard import Keyboards
    from familyguide.ui.leave import ShiftWatch
    from familyguide.ui.link_opener import LinkOpener
    from familyguide.ui.over_page import OverPage
    from familyguide.ui.overlay import Overlay
    from familyguide.ui.presenter.run import Presenter
    from familyguide.ui.reading_order import ReadingOrder
    from familyguide.ui.shell import HelpStrip, Rail, TopBar

HOME = Route("home")
MIN_SIZE = (640, 480)
# Below this width, counted in text sizes, the rail becomes a menu (contract, section 5).
COMPACT = 1100
_SHELL_FIELDS = ("language", "theme", "scale", "country", "shift_leaves")
_PAGE_FIELDS = ("age", "apps")
# After the first paint: assistive technology may come to the program a moment later.
_GREETINGS_MS = (400, 1500, 4000)
_ALOUD_FIELDS = ("speed", "voice_fr", "voice_en")


class Window(QWidget):
    """Shows one page at a time; the title is always the app's name.

    The first page is painted before the bars around it are made: `finish` makes them, in the place kept free.
    """

    # Screen readers look for windows by this role.
    spoken_role = "Window"
    left = Signal()
    page_shown = Signal(object)
    # The page stands whole, its lower parts too.
    page_ready = Signal()
    finished = Signal()
    # A sentence is being read aloud: somebody listens.
    read_on = Signal()
    # Shift was pressed twice: whatever stands in front says so.
    almost_left = Signal()

    def __init__(self, context: Context, notice: str = "") -> None:
        super().__init__()
        self.setObjectName("Window")
        self.context = context
        self._notice = notice
        self._history = History(HOME)
        self._links: LinkOpener | None = None
        # What stands in place of the bars and the page, such as the start screen of a public PC.
        self._cover: QWidget | None = None
        self._sheet: Overlay | None = None
        # The session that runs from this window, and the view of it that stands in its place.
        self.presenter: Presenter | None = None
        if context.rules.mode != "public-pc":
            context.present = self.present
        self._in_front: QWidget | None = None
        self._clear_screen: Callable[[], None] | None = None
        self._has_left = False
        self._is_leaving = False
        # Where the reader was, until the page that was made again is painted.
        self._untaken: dict[str, object] | None = None
        self._compact = False
        self.page: Page
        self.rail: Rail | None = None
        self.top: TopBar
        self.strip: HelpStrip
        # Brings a keyboard on the screen; None where the rules ask for none.
        self.keyboard: Keyboards | None = None
        # The name of what had the keyboard before the page was made again, until its later part stands.
        self._wanted = ""
        # Reads aloud; None until somebody asks to hear a page.
        self.aloud: ReadAloud | None = None
        self._watch: ShiftWatch
        self._clipboard: Clipboard
        self._over: OverPage
        # Its parts in reading order; from `finish` on.
        self.order: ReadingOrder
        self._is_finished = False
        self._put_away: list[Page] = []
        # What writers are told above the page they preview; None for everybody else.
        self._line: str | None = None
        self.setMinimumSize(*MIN_SIZE)
        self.setWindowTitle(context.texts("app.name"))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._shell: QWidget
        context.service.listen(self._choices_changed)
        self.resize(self._first_size())
        self._compact = self.is_compact()
        self._make_places()
        self._show(HOME)
        # Nothing looks chosen before the first Tab.
        self.setProperty("focusPolicy", CLICK_FOCUS)
        self.setFocus()

    def _first_size(self) -> QSize:
        """Open as designed where the screen allows it, with room for the title bar."""
        free = self.screen().availableSize()
        return QSize(min(1280, free.width()), min(800, free.height() - 40)).expandedTo(QSize(*MIN_SIZE))

    # The shell.

    def is_compact(self) -> bool:
        """Tell whether the rail is a menu in a window of this width, with text of this size."""
        return self.width() / (self.context.choices.scale / 100) < COMPACT

    def _make_places(self) -> None:
        """Keep the places around the page free, as large as what will stand there."""
        old: QWidget | None = getattr(self, "_shell", None)
        shell = QWidget(self)
        column = QVBoxLayout(shell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        band = self._band(shell)
        if band is not None:
            column.addWidget(band)
        self._staff = Label("", "", shell)
        self._staff.setObjectName("StaffLine")
        self._tell_staff()
        column.addWidget(self._staff)
        if self._line is not None:
            self._add_line(column, shell)
        self._middle = QHBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        if not self._compact:
            rail = QFrame(shell)
            rail.setObjectName("Rail")
            rail.setFixedWidth(self.context.px(RAIL_WIDTH))
            self._middle.addWidget(rail)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        top = QFrame(shell)
        top.setObjectName("TopBar")
        if not self._compact:
            top.setMinimumHeight(bar_height(self.context.choices.scale))
        self._right.addWidget(top)
        self._place = QVBoxLayout()
        self._right.addLayout(self._place, 1)
        self._middle.addLayout(self._right, 1)
        column.addLayout(self._middle, 1)
        self._column = column
        self._shell = shell
        # Nothing may show it by itself: a layout shows what it is given.
        shell.setVisible(self._cover is None)
        if old is None:
            self._outer.addWidget(shell)
        else:
            self._outer.replaceWidget(old, shell)
            old.hide()
            old.deleteLater()

    def lock(self, clear_screen: Callable[[], None]) -> None:
        """Make closing mean leaving, and let `clear_screen` empty the screen then."""
        self._clear_screen = clear_screen

    def cover(self, widget: QWidget) -> None:
        """Show a widget in place of the bars and the page, and of what covered them before."""
        before, self._cover = self._cover, widget
        if before is not None:
            self._outer.removeWidget(before)
            before.hide()
        self._shell.hide()
        self._outer.addWidget(widget)
        widget.show()

    def uncover(self) -> None:
        """Show the bars and the page again."""
        cover, self._cover = self._cover, None
        if cover is not None:
            self._outer.removeWidget(cover)
            cover.hide()
        self._shell.show()

    @property
    def shell(self) -> QWidget:
        """The bars and the page together: what a cover stands in place of."""
        return self._shell

    @property
    def is_covered(self) -> bool:
        """Whether something stands in place of the bars and the page: what cannot be seen takes no keys."""
        return self._cover is not None

    def free_place(self) -> QRect:
        """Give the place between the top bar and the help strip: what may be covered."""
        strip = self.strip if self._cover is None else self._cover.findChild(QWidget, "Strip")
        top = self.top.mapTo(self, QPoint(0, self.top.height())).y() if self._cover is None else 0
        bottom = strip.mapTo(self, QPoint(0, 0)).y() if strip is not None else self.height()
        return QRect(0, top, self.width(), bottom - top)

    def leave_place(self) -> QRect:
        """Give the place of Leave now, which nothing may cover; empty where a cover stands without it."""
        if self._cover is not None:
            return QRect()
        button = self.top.leave_button
        return QRect(button.mapTo(self, QPoint(0, 0)), button.size())

    def finish(self) -> None:
        """Make what waits for the first paint: the bars, the shortcuts, the roles for screen readers."""
        if self._is_finished:
            return
        self._is_finished = True
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 - not before the first paint

        from familyguide.ui import accessible  # noqa: PLC0415
        from familyguide.ui.clipboard import Clipboard  # noqa: PLC0415
        from familyguide.ui.leave import ShiftWatch  # noqa: PLC0415
        from familyguide.ui.over_page import OverPage  # noqa: PLC0415
        from familyguide.ui.reading_order import ReadingOrder  # noqa: PLC0415
        from familyguide.ui.theme.apply import theme_name  # noqa: PLC0415
        from familyguide.ui.theme.tokens import tokens  # noqa: PLC0415

        self._over = OverPage(self)
        accessible.install()
        self.context.is_started = True
        self._clipboard = Clipboard(self)
        self._watch = ShiftWatch(parent=self)
        self._watch.thrice.connect(self.leave)
        self._watch.almost.connect(self._say_once_more)
        self._watch.enabled = self.context.choices.shift_leaves
        self._watch.follow()
        self._watch.watch_window(self.windowHandle())
        self.order = ReadingOrder(self, self._watch)
        load_number_font()
        self.notice = Notice(self)
        from familyguide.ui.keys import Keys  # noqa: PLC0415 - not before the first paint

        self._keys = Keys(self)
        self._offer_keyboard()
        self._fill_places()
        self._light(self.route)
        if self.context.theme is not tokens(theme_name(self.context.choices)):
            # The system asks for high contrast, which could not be known before.
            self.follow_system()
        elif QAccessible.isActive():
            # A screen reader may have met the page before its headings had their role.
            self.rebuild()
        self._open_notes()
        self._offer_aloud(self.page)
        for wait in _GREETINGS_MS:
            self.startTimer(wait)
        self.finished.emit()

    def timerEvent(self, event: QTimerEvent) -> None:
        """Give a screen reader the title of the first page, until somebody has pressed a key or a button."""
        self.killTimer(event.timerId())
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 - loaded by now

        if QAccessible.isActive() and QApplication.focusWidget() in (self, self.page):
            self.order.read_page()

    def _keys_place(self) -> QBoxLayout:
        """Give the column at whose end keys on the screen stand: that of the sheet on top, or the page's."""
        return self._right if self._sheet is None else self._sheet.outer

    @property
    def sheet(self) -> Overlay | None:
        """The sheet that lies over the page and waits for an answer; None without one."""
        return self._sheet

    def hold_sheet(self, sheet: Overlay | None) -> None:
        """Know the sheet that lies over the page, whose fields are watched as those of a page."""
        self._sheet = sheet
        if sheet is not None:
            self._watch.watch_fields(sheet)
            if self.keyboard is not None:
                self.keyboard.watch_fields(sheet)
        elif self.keyboard is not None:
            self.keyboard.put_away()

    def _offer_keyboard(self) -> None:
        """Bring a keyboard to the screen where the rules ask for one."""
        rules = self.context.rules
        if rules.mode == "public-pc" or rules.keyboard != "system":
            from familyguide.ui.keyboard import keyboard_for  # noqa: PLC0415 - elsewhere nothing of it is loaded

            self.keyboard = keyboard_for(self.context, self, self._keys_place)

    def _offer_aloud(self, page: Page) -> None:
        """Put the way to hear a page beside its title."""
        if self.context.may_read_aloud:
            from familyguide.ui.aloud.offer import offer  # noqa: PLC0415 - not before the first paint

            offer(page)

    def read_aloud(self, passage: object = None) -> None:
        """Read the page aloud from a passage, or from its beginning."""
        self.finish()
        self.close_menu()
        self.reader().read(passage if isinstance(passage, QWidget) else None)

    def reader(self) -> ReadAloud:
        """Give what reads aloud; made now where nothing did yet."""
        if self.aloud is None:
            from familyguide.ui.aloud.reader import ReadAloud  # noqa: PLC0415 - most visits never hear it

            self.aloud = ReadAloud(self)
            self.aloud.read_on.connect(self.read_on)
            self.aloud.voices_told.connect(self._over.reading_again)
        return self.aloud

    def hush(self) -> None:
        """Stop the voice now, if there is one."""
        if self.aloud is not None:
            self.aloud.hush()

    def stand_under_page(self, widget: QWidget) -> None:
        """Put a bar between the page and the help strip."""
        self._right.addWidget(widget)
        self.order.tie()

    def _open_notes(self) -> None:
        """Open what a family keeps at home, once the first page is on the screen."""
        context = self.context
        if context.folder is None or context.notes is not None:
            return
        from familyguide.ui.notes import FamilyNotes  # noqa: PLC0415 - not before the first paint

        context.notes = notes = FamilyNotes(context, context.folder, self)
        notes.told.connect(self.tell)
        notes.open_kept()
        notes.changed.connect(self._notes_changed)

    def _notes_changed(self) -> None:
        notes = self.context.notes
        if self.route.page != "family" or notes is None:
            return
        self.rebuild()
        wanted: QWidget | None = getattr(self.page, "wants_focus", None)
        focus = QApplication.focusWidget()
        if wanted is not None:
            wanted.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
            self.page.ensureWidgetVisible(wanted)
        elif focus is None or not self.isAncestorOf(focus) or not focus.isVisible():
            # What was pressed has gone, or waits: the page takes the keyboard.
            self.order.read_page()
        if notes.said is not None:
            announce(self.page, notes.said[1](self.context.texts))

    def _fill_places(self) -> None:
        """Build everything around the page, for the language, size, theme and country shown."""
        from familyguide.ui.shell import HelpStrip, Rail, TopBar  # noqa: PLC0415 - not before the first paint

        context, shell = self.context, self._shell
        for layout in (self._middle, self._right):
            item = layout.itemAt(0)
            kept = item.widget() if item is not None else None
            if kept is not None:
                layout.removeWidget(kept)
                kept.hide()
                kept.deleteLater()
        top = TopBar(context, shell, compact=self._compact)
        rail = Rail(context, shell, compact=self._compact)
        rail.go_to.connect(self.go_to)
        if self._compact:
            rail.setParent(self)
            rail.hide()
        else:
            self._middle.insertWidget(0, rail)
        self.rail = rail
        self.top = top
        self.top.go_to.connect(self.go_to)
        self.top.back.connect(self.go_back)
        self.top.forward.connect(self.go_forward)
        self.top.leave.connect(self.leave)
        self.top.open_menu.connect(self.open_menu)
        self.top.open_reading.connect(self.open_reading)
        self.top.open_outline.connect(self.open_outline)
        self.top.searched.connect(self.search)
        self.top.search_entered.connect(self._enter_results)
        self._right.insertWidget(0, self.top)
        self.strip = HelpStrip(context, shell, compact=self._compact)
        self.strip.go_to.connect(self.go_to)
        self._column.addWidget(self.strip)

    def _make_shell(self) -> None:
        """Make everything around the page again; a page is put there next."""
        self._clear_away()
        if self.keyboard is not None:
            self.keyboard.put_away()
        if self.rail is not None:
            # As a menu it hangs at the window, not at the bars that go.
            self.rail.deleteLater()
        self._make_places()
        if self._is_finished:
            self._fill_places()

    def _band(self, parent: QWidget) -> Label | None:
        texts = self.context.texts
        words = []
        if self.context.library.meta.get("kind") != "release":
            words.append(texts("band.working"))
        if keys.IS_TRIAL:
            words.append(texts("band.trial"))
        if self._notice:
            words.append(self._notice)
        if not words:
            return None
        band = Label(" · ".join(words), "", parent, wrap=bool(self._notice))
        band.setObjectName("Band")
        band.setContentsMargins(14, 2, 14, 2)
        band.setProperty("alignment", ALIGN_CENTER)
        return band

    def _tell_staff(self) -> None:
        """Say above everything, quietly, what those who look after this computer should know."""
        context = self.context
        # A small window keeps its room for the page: what it is about stands under the command.
        line = staff_line(context.state, context.rules, context.texts, short=self._compact)
        self._staff.setText(line)
        self._staff.setVisible(bool(line))

    def _add_line(self, column: QBoxLayout, shell: QWidget) -> None:
        line = Label(self._line or "", "", shell)
        line.setObjectName("WriterLine")
        line.setContentsMargins(14, 4, 14, 4)
        column.insertWidget(column.indexOf(self._staff) + 1, line)

    def show_line(self, text: str) -> None:
        """Say something to a writer above the page, quietly, until something else is said there."""
        self._line = text
        found = self._shell.findChild(Label, "WriterLine")
        if found is None:
            self._add_line(self._column, self._shell)
        else:
            found.setText(text)

    def renew(self, library: Library, notice: str = "") -> None:
        """Show the same place from other content, with everything around it."""
        self.finish()
        if self._has_left or self._is_leaving:
            return
        self._notice = notice
        self.context.renew(library)
        focus = QApplication.focusWidget()
        name = focus.objectName() if focus is not None else ""
        state = self._untaken if self._untaken is not None else self.page.state()
        # One repaint for all of it: nobody sees half a change.
        self.setUpdatesEnabled(False)
        self.close_menu()
        self._make_shell()
        self._show(self.route, state, keep_focus=True)
        self._focus_again(name)
        self.setUpdatesEnabled(True)

    # Going places.

    @property
    def route(self) -> Route:
        """The route shown."""
        return self._history.current

    def go_to(self, route: Route) -> None:
        """Visit a route."""
        self.finish()
        self.close_menu()
        if self.context.notes is not None:
            # What was said belongs to the page that was left.
            self.context.notes.quieten()
        if self.context.planning is not None and route.page != "session":
            self.context.planning.said = None
        state = self.page.state()
        stays = self.page.stays_at(route)
        if route != self.route:
            self._history.remember(state)
        if self.context.printing is not None:
            self.context.printing.quieten()
        self._history.visit(route)
        # Another step of the same page has other controls: one is known by its name alone.
        self._show(route, state | {"stop": -1} if stays else None)

    def go_back(self) -> None:
        """Show the page before, where the reader was in it."""
        if self._cover is None and self._history.can_go_back:
            self._history.remember(self.page.state())
            self._show(self._history.back(), self._history.state)

    def go_forward(self) -> None:
        """Show the page the reader came back from, where the reader was in it."""
        if self._cover is None and self._history.can_go_forward:
            self._history.remember(self.page.state())
            self._show(self._history.forward(), self._history.state)

    def search(self, typed: str) -> None:
        """Show results for what is typed, key by key, as one stop of the way back."""
        from familyguide.ui.pages.find import SearchPage  # noqa: PLC0415

        route = Route("search", typed)
        if isinstance(self.page, SearchPage):
            self._history.replace(route)
            self.page.show_results(typed)
            return
        self._history.remember(self.page.state())
        self._history.visit(route)
        self._show(route, keep_focus=True)

    def _enter_results(self) -> None:
        """Enter after the words leads into what was found."""
        from familyguide.ui.pages.find import SearchPage  # noqa: PLC0415

        if isinstance(self.page, SearchPage):
            self.page.focus_first()

    def _build(self, route: Route) -> Page:
        # Made where it will stand: a page that changes its parent is dressed a second time.
        context, parent = self.context, self._shell
        try:
            if route.page == "search":
                from familyguide.ui.pages.find import SearchPage  # noqa: PLC0415

                page = SearchPage(context, route, parent, own_field=self._compact)
                page.typed.connect(lambda typed: self._history.replace(Route("search", typed)))
                return page
            if route.page == "print":
                self._open_desk()
            return page_of(context, route, parent)
        except KeyError:
            return NoticePage(context, route, context.texts("page.missing"), parent)
        except ContentError:
            return NoticePage(context, route, context.texts("page.damaged"), parent)

    def _open_desk(self) -> None:
        """Make what prints, when the first sheet is asked for."""
        if self.context.printing is None and self.context.rules.printing != "off":
            from familyguide.ui.printing import PrintDesk  # noqa: PLC0415 - not before somebody prints

            self.context.printing = PrintDesk(self.context, self)
            self.context.printing.told.connect(self._printing_told)

    def _printing_told(self, sentence: str) -> None:
        if self.route.page != "print":
            self.tell(sentence)

    def _show(
        self, route: Route, state: dict[str, object] | None = None, *, keep_focus: bool = False
    ) -> None:
        if self.aloud is not None:
            self.aloud.close()
        old: Page | None = getattr(self, "page", None)
        self._untaken = state
        page = self._sized(route)
        self._place.addWidget(page)
        self.page = page
        page.go_to.connect(self.go_to)
        page.go_back.connect(self.go_back)
        page.open_link.connect(self.open_link)
        page.copy_text.connect(self._copy)
        page.grew.connect(self._page_grew)
        page.again.connect(self.rebuild)
        page.read_aloud.connect(self.read_aloud)
        title, said = page.title_label, page.said_first()
        page.setAccessibleName(said)
        if title is not None:
            # It takes the keyboard when the page comes, and is said then; Tab goes on from there.
            title.setProperty("focusPolicy", CLICK_FOCUS)
            if said != title.text():
                title.setAccessibleDescription(said.removeprefix(title.text()).lstrip(". "))
        if self._is_finished:
            # What is told of the window goes as the eye goes: the numbers come last.
            self.strip.raise_()
        field = getattr(page, "field", None)
        if not keep_focus:
            # Before the old page goes, or Qt hands the keyboard on to a number in the strip, and it is said.
            page.show()
            (field or title or page).setFocus()
        # Not setParent(None): a page that becomes a window of its own has its whole style computed again.
        if old is not None:
            self._place.removeWidget(old)
            focus = QApplication.focusWidget()
            was_inside = focus is not None and (focus is old or old.isAncestorOf(focus))
            if focus is not None and was_inside and keep_focus:
                # Or Qt hands the keyboard on, to a number in the strip, which is then said.
                page.show()
                name = focus.objectName()
                again = page.findChild(QWidget, name) if name else None
                (again if again is not None and again.isEnabled() else page).setFocus()
            old.hide()
            if old.parent() is self._shell:
                # Taken apart once the new page is on the screen; a page of other bars goes with them.
                self._put_away.append(old)
        if self._is_finished:
            self._light(route)
        page.first_painted.connect(lambda: self._after_paint(page, state, is_new=not keep_focus))
        self.page_shown.emit(route)

    def _light(self, route: Route) -> None:
        """Show in the bars where the reader is."""
        if self.rail is not None:
            self.rail.light(route)
        self.top.show_history(
            can_go_back=self._history.can_go_back, can_go_forward=self._history.can_go_forward
        )
        if self.top.search is not None and route.page != "search":
            self.top.search.clear()
        elif self.top.search is not None and not self.top.search.hasFocus():
            self.top.search.setText(route.item or "")

    def _sized(self, route: Route) -> Page:
        """Build a page already as wide as it will be, so that it lays out once."""
        width = self._page_width()
        Page.expected_width = width
        page = self._build(route)
        if self._is_finished:
            self._offer_aloud(page)
        page.resize(width, max(200, self.height() - 140))
        return page

    def _after_paint(self, page: Page, state: dict[str, object] | None, *, is_new: bool) -> None:
        if page is not self.page:
            return
        self.finish()
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 - loaded by now

        self._clear_away()
        if page is not self.page:
            return
        known = self.context.state
        try:
            page.run_later()
        except (ContentError, KeyError):
            # What lies below the first screen is damaged: say so there, and keep what is shown.
            page.add(Label(self.context.texts("page.damaged"), "strong", page))
        if self.keyboard is not None:
            self.keyboard.watch_fields(self)
        if self.context.state is not known:
            self._tell_staff()
        self.order.tie()
        self._watch.watch_fields(self)
        self._untaken = None
        if QApplication.focusWidget() is self and not QAccessible.isActive():
            page.setFocus()
        is_back = False
        if state is not None:
            page.take_state(state)
            notes = self.context.notes
            said = page.findChild(QWidget, "Said") if notes is not None and notes.said is not None else None
            if said is not None:
                # An answer is of no use out of sight.
                page.ensureWidgetVisible(said)
            if is_new:
                is_back = page.focus_again(state)
        self._offer_outline()
        if self._wanted and not is_new and QApplication.focusWidget() is page:
            self._focus_again(self._wanted)
        self._wanted = ""
        focused = QApplication.focusWidget()
        if is_new and not is_back and focused is not None and focused in (page, page.title_label):
            self.order.read_page()
        elif is_new and page.title_label is not None and focused is getattr(page, "field", page):
            # Where the title took the keyboard it has been said.
            announce(page, page.said_first())
        self.page_ready.emit()

    def _page_grew(self) -> None:
        self.order.tie()
        self._offer_outline()

    def _offer_outline(self) -> None:
        from familyguide.ui.outline import FEWEST, headings  # noqa: PLC0415 - not before the first paint

        self.top.show_outline(has_headings=len(headings(self.page)) >= FEWEST)

    def bring_into_view(self, control: QWidget) -> None:
        """Scroll the page to a control of its own that takes the keyboard."""
        if control is not self.page and self.page.isAncestorOf(control):
            self.page.ensureWidgetVisible(control)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's name
        """Scroll to the control that takes the keyboard, also when it comes from the bars."""
        # Not by focusChanged: Qt tells it of widgets that are being taken apart, which Python must not touch.
        done = super().focusNextPrevChild(next)
        now = QApplication.focusWidget()
        if now is not None:
            self.bring_into_view(now)
            if self._is_finished:
                self._over.follow(now)
        return done

    def _clear_away(self) -> None:
        put_away, self._put_away = self._put_away, []
        for old in put_away:
            old.deleteLater()

    def rebuild(self) -> None:
        """Make the page again for changed choices, where the reader was."""
        focus = QApplication.focusWidget()
        name = focus.objectName() if focus is not None else ""
        # A page made again before it was painted still waits for its own place.
        state = self._untaken if self._untaken is not None else self.page.state()
        self._show(self.route, state, keep_focus=True)
        self._focus_again(name)

    def _focus_again(self, name: str) -> None:
        self._wanted = ""
        if not name:
            return
        # Not from the window: the shell and page that are about to go still hang there, with the same names.
        places = (self.top, self.rail, self.page, self.strip)
        found = (place.findChild(QWidget, name) for place in places if place is not None)
        again = next(filter(None, found), None)
        if again is not None and again.isEnabled():
            again.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        else:
            # It may stand in the part of the page that comes after the first paint.
            self._wanted = name

    # Choices.

    def _choices_changed(self, before: Choices, after: Choices) -> None:
        self.finish()
        changed = {name for name in before._fields if getattr(before, name) != getattr(after, name)}
        if changed.intersection(_SHELL_FIELDS):
            focus = QApplication.focusWidget()
            name = focus.objectName() if focus is not None else ""
            state = self.page.state()
            # One repaint for all of it: nobody sees half a change.
            is_reading = self._over.is_panel
            self.setUpdatesEnabled(False)
            if changed.intersection(("theme", "scale")):
                self.dress()
            self._watch.enabled = after.shift_leaves
            self.setWindowTitle(self.context.texts("app.name"))
            self._compact = self.is_compact()
            self.close_menu()
            self._make_shell()
            self._show(self.route, state, keep_focus=True)
            self._focus_again(name)
            if is_reading:
                # The reader tries sizes and colours: the options stay, once the new bars have their place.
                self.page.first_painted.connect(lambda: self.open_reading(name))
            self.setUpdatesEnabled(True)
        elif changed.intersection(_PAGE_FIELDS):
            self.rebuild()
        elif changed.intersection(_ALOUD_FIELDS) and self._over.is_panel:
            # The marks of the options follow.
            self._over.reading_again()

    def dress(self) -> None:
        """Apply theme and text size to the whole application."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            public = self.context.rules.mode == "public-pc"
            self.context.theme = apply(application, self.context.choices, public=public)

    def follow_system(self) -> None:
        """Dress again when the system changes between light and dark."""
        if self.context.choices.theme == "system":
            self.dress()
            self._make_shell()
            self.rebuild()

    # Links, copies, leaving.

    def open_link(self, address: object) -> None:
        """Hand a registered address to the system browser; guests are asked once per visit."""
        if self._links is None:
            from familyguide.ui.link_opener import LinkOpener  # noqa: PLC0415 - not before a link is pressed

            self._links = LinkOpener(self)
        self._links.open(str(address))

    def _copy(self, text: object) -> None:
        self._clipboard.copy(text)

    def tell(self, sentence: str) -> None:
        """Show a short notice under the top bar, and say it."""
        if self._has_left:
            return
        self.finish()
        self.notice.show_sentence(sentence, max(60, self.top.height() + 12))

    def _say_once_more(self) -> None:
        if self._in_front is None:
            self.tell(self.context.texts("leave.once_more"))
        self.almost_left.emit()

    def leave(self) -> None:
        """Take everything off the screen at once, clear our text from the clipboard, and end."""
        self.finish()
        from familyguide.ui.leave import hide_everything  # noqa: PLC0415 - loaded by now

        if self._has_left or self._is_leaving:
            return
        self._is_leaving = True
        self.hush()
        # At home the window may come back; on a public PC it stays empty until its process ends.
        self._has_left = self._clear_screen is not None
        self.context.forget_typed()
        try:
            (self._clear_screen or hide_everything)()
            try:
                if self.context.printing is not None:
                    self.context.printing.drop()
                if self.context.notes is not None:
                    self.context.notes.leave()
            finally:
                # Last, for it may take a second.
                self._clipboard.clear_ours()
        finally:
            # Whatever failed above, the visit ends.
            self._is_leaving = False
            self._end_aloud()
            self.left.emit()

    def _end_aloud(self) -> None:
        """Let the voice go, when nothing of ours is on the screen any more: its engine may take a second."""
        if self.aloud is not None:
            self.aloud.end()

    # A session in place of the window.

    def present(self, plan: SessionPlan) -> Presenter:
        """Run a session, with its questions first; ValueError on a public PC.

        One at a time: what runs already is given again.
        """
        if self.presenter is None:
            from familyguide.ui.presenter.run import Presenter  # noqa: PLC0415 - most visits run none

            self.finish()
            self.presenter = Presenter(self, plan)
            self.presenter.closed.connect(self._session_closed)
            self.presenter.take_home.connect(self._take_home)
            self.presenter.print_notes.connect(self._print_notes)
            self.presenter.open()
        return self.presenter

    def _take_home(self, _plan: SessionPlan) -> None:
        """Lead from the end of a session to the sheets that go home; the answers of the day end with it."""
        self.go_to(Route("session", "pack"))

    def _print_notes(self, _plan: SessionPlan) -> None:
        """Lead from the questions before a session to the worker's notes on paper."""
        self.go_to(Route("print", "session-notes"))

    def _session_closed(self) -> None:
        self.presenter = None
        self._in_front = None

    def stand_behind(self, widget: QWidget) -> None:
        """Go out of sight while a window of ours stands in place of this one; its keys can leave too."""
        self._in_front = widget
        # What a group sees is not read out over it.
        self.hush()
        self.watch_keys(widget)
        self.hide()

    def stand_in_front(self) -> None:
        """Come back, before what stood in its place goes: with no window at all the program would end."""
        self._in_front = None
        self.show()
        self.activateWindow()
        self.order.read_page()

    def watch_keys(self, widget: QWidget) -> None:
        """Let Shift three times leave from another window of ours, also where no system tells the focus."""
        self._watch.watch_window(widget.windowHandle())

    # What opens over the page.

    def open_menu(self) -> None:
        """Show the rail over the page, where it is a menu."""
        if self.rail is not None and self._compact:
            self._over.open_menu(self.rail)

    def open_reading(self, name: str = "") -> None:
        """Show the reading options over the page, or put them away; `name` is what gets the keyboard."""
        self._over.open_reading(name)

    def open_outline(self) -> None:
        """Show the headings of the page over it, or put them away; say so where it has too few."""
        self._over.open_outline()

    def close_menu(self) -> None:
        """Put away what lies over the page; the keyboard goes back to the button that opened it."""
        if self._is_finished:
            self._over.close()

    # Qt's own events.

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the keys also where a system does not tell who has the focus."""
        super().showEvent(event)
        if self._is_finished:
            self._watch.watch_window(self.windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the bars, and the columns of the page, when the width asks for it."""
        super().resizeEvent(event)
        if not hasattr(self, "page"):
            return
        compact = self.is_compact()
        if compact != self._compact:
            self._compact = compact
            self.close_menu()
            self._make_shell()
            self._show(self.route, self.page.state(), keep_focus=True)
        elif event.oldSize().width() != event.size().width() and self.page.would_change(self._page_width()):
            self._show(self.route, self.page.state(), keep_focus=True)
        self.close_menu()

    def _page_width(self) -> int:
        return self.width() - (0 if self._compact else self.context.px(RAIL_WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the menu with Esc; Esc never leaves the app."""
        if event.key() == QtCore.Qt.Key.Key_Escape and self._is_finished and self._over.shown is not None:
            self.close_menu()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Back and forward buttons of a mouse."""
        if event.button() == QtCore.Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == QtCore.Qt.MouseButton.ForwardButton:
            self.go_forward()
        else:
            super().mousePressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Clear our text from the clipboard when the window is closed; on a public PC closing is leaving."""
        if self._clear_screen is not None:
            event.ignore()
            self.leave()
            return
        if self._is_leaving:
            # It goes already.
            return
        self.finish()
        from familyguide.ui.leave import hide_everything  # noqa: PLC0415 - loaded by now

        self._is_leaving = True
        self.hush()
        self.context.forget_typed()
        try:
            hide_everything()
            try:
                if self.context.printing is not None:
                    self.context.printing.drop()
                if self.context.notes is not None:
                    self.context.notes.close(self._history.visited)
            finally:
                self._clipboard.clear_ours()
        finally:
            self._is_leaving = False
            self._end_aloud()
        super().closeEvent(event)
        self.left.emit()
