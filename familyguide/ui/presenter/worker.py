"""The worker's view: notes, duties, words, elapsed time, and what to do when someone discloses.

It is made only for a screen that the worker called theirs, and stays empty until it lies there and nowhere
else. Whoever holds it destroys it at any change of the screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from familyguide.guide import model as m
from familyguide.guide.lines import number_here
from familyguide.services import session
from familyguide.services.document import People
from familyguide.services.navigation import Route
from familyguide.services.writer import Writer
from familyguide.ui.notice import announce
from familyguide.ui.pages.base import Page
from familyguide.ui.pages.people import title_beside_number
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.presenter.keys import SessionKeys, StageButton, Wish
from familyguide.ui.presenter.slides import page_of, spoken
from familyguide.ui.widgets.basic import (
    Box,
    HeadingLabel,
    IconLabel,
    Label,
    ParagraphLabel,
    QuietHeading,
    column,
    number_label,
    row,
)
from familyguide.ui.widgets.blocks import bullet
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QPaintEvent, QResizeEvent

    from familyguide.guide import blocks as b
    from familyguide.services.document import Piece
    from familyguide.services.session_show import Note, Stage
    from familyguide.ui.context import Context
    from familyguide.ui.presenter.deck import Deck
    from familyguide.ui.presenter.screens import Place, Screens
    from familyguide.ui.presenter.shared import Mode

# How often a system is asked to put the window on its screen, and how long it may take each time.
_TRIES = 5
_PATIENCE_MS = 400
# Minutes are shown: seconds would press.
_TICK_MS = 5000


class NotesPage(ReadingPage):
    """What only the worker reads about the part that is shown."""

    def __init__(
        self, context: Context, deck: Deck, stage: Stage, mode: Mode, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, Route("article"), parent)
        self._deck = deck
        lang, texts = context.language, self.texts
        chapter = deck.chapter
        self.add_title(chapter.title[lang] if chapter is not None else texts("present.end.short"))
        notes = stage.notes(deck.plan, chapter.id) if chapter is not None else ()
        for note in notes:
            if note.kind == "aim":
                self.add(Label(note.text[lang], "lead", self.sheet))
        self._on_screen(mode)
        self._lines(notes, ("note",), texts("present.notes"))
        self._lines(notes, ("lead",), texts("next.title"))
        self._duties(notes)
        self._words(notes)
        self._lines(notes, ("prepare", "activity"), texts("present.notes.more"))

    def _on_screen(self, mode: Mode) -> None:
        texts, lang, deck = self.texts, self.context.language, self._deck
        box = Box("quiet", self.sheet)
        box.add(QuietHeading(texts("present.shown"), 2, box))
        ideas = deck.now.ideas
        shown = spoken(page_of(ideas, lang)) if ideas else texts("present.end.short")
        away = {"pause": "present.pause", "blank": "present.blank", "own-words": "present.own"}.get(mode)
        box.add(ParagraphLabel(texts(away) if away is not None else shown, "strong", box))
        after = deck.next_step
        n, count = deck.place
        if count > 1:
            box.add(Label(texts("present.place", n=n, all=count), "small", box))
        if after is not None and after.ideas:
            then = spoken(page_of(after.ideas, lang))
            box.add(ParagraphLabel(texts("present.then", slide=then), "muted", box))
        self.add(box)

    def _lines(self, notes: tuple[Note, ...], kinds: tuple[str, ...], title: str) -> None:
        context, lang = self.context, self.context.language
        chosen = [note for note in notes if note.kind in kinds]
        if not chosen:
            return
        self.heading(title)
        label = ""
        for note in chosen:
            said = note.label[lang] if note.label is not None else ""
            if said and said not in (label, title):
                self.add(ParagraphLabel(said, "strong", self.sheet))
            label = said
            self.add(
                bullet(note.text[lang], "chevron-right", (context.theme.primary, context.px(18)), self.sheet)
            )

    def _duties(self, notes: tuple[Note, ...]) -> None:
        context, lang = self.context, self.context.language
        duties = [note for note in notes if note.kind == "duty"]
        if not duties:
            return
        self.heading(self.texts("present.duties"))
        for note in duties:
            box = Box("caution", self.sheet)
            line = row(10)
            mark = IconLabel("scale", context.theme.on_caution, context.px(20), box)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(ParagraphLabel(note.text[lang], "on-caution", box), 1)
            box.column.addLayout(line)
            if note.known is not None:
                box.add(Label(note.known[lang], "on-caution", box))
            self.add(box)

    def _words(self, notes: tuple[Note, ...]) -> None:
        """The words of the part in every language of the session, for the interpreter."""
        words = [note for note in notes if note.kind == "word"]
        if not words:
            return
        lang = self.context.language
        languages = (lang, *(other for other in self._deck.plan.languages if other != lang))
        self.heading(self.texts("present.words"))
        for note in words:
            if note.label is not None:
                name = " · ".join(dict.fromkeys(note.label[one] for one in languages))
                self.add(ParagraphLabel(name, "strong", self.sheet))
            self.add(ParagraphLabel(note.text[lang], "", self.sheet))


class DisclosedPage(ReadingPage):
    """What to do now that someone has told something; numbers are read here, and lead nowhere."""

    def __init__(self, context: Context, country: str, parent: QWidget | None = None) -> None:
        super().__init__(context, Route("article", session.DISCLOSURE), parent)
        self._country = country
        writer = Writer(context.library, context.directory, context.language, country, context.today)
        item = context.library.read(session.DISCLOSURE, m.Article)
        document = writer.article(item)
        self.add_title(document.title, item.summary[context.language])
        for section in document.sections:
            if section.title:
                self.heading(section.title)
            self.show_pieces(section.pieces, self.column, section.name)
        self.add(Label(document.known, "small", self.sheet))

    def _piece(self, piece: Piece, into: QVBoxLayout) -> None:
        if not isinstance(piece, People):
            super()._piece(piece, into)
            return
        lang, parent = self.context.language, into.parentWidget() or self
        for service in piece.services:
            box = Box("card", parent, margins=(16, 8))
            line = row(16)
            number = number_here(service, self._country)
            if number is None and service.sms is not None:
                number = self.texts("service.sms_short", number=service.sms)
            if number is not None:
                role = "number-emergency" if service.kind == "emergency" else "number-strip"
                line.addWidget(number_label(number, role, box), 0, Qt.AlignmentFlag.AlignVCenter)
            words = column(0)
            title = title_beside_number(service.title[lang], number)
            if title:
                words.addWidget(Label(title, "strong", box))
            words.addWidget(Label(service.role[lang], "small", box))
            line.addLayout(words, 1)
            box.column.addLayout(line)
            into.addWidget(box)

    def _links(self, links: tuple[b.Link, ...], into: QVBoxLayout) -> None:
        """Lead nowhere: the steps stand here whole."""


class WorkerView(QWidget):
    """A window on the worker's own screen; it is not listed in the task bar or the window switcher."""

    spoken_role = "Window"
    wished = Signal(object)
    # It does not lie where it was put any more: its holder destroys it at once.
    strayed = Signal()

    def __init__(
        self,
        context: Context,
        deck: Deck,
        stage: Stage,
        place: Place,
        screens: Screens,
        elapsed: Callable[[], tuple[int, int]],
        keys: SessionKeys,
    ) -> None:
        # As a tool it is no picture in the window switcher, which the room would see.
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("Window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setWindowTitle(context.texts("app.name"))
        self.context = context
        self._deck = deck
        self._stage = stage
        self._place = place
        self._screens = screens
        # Whole minutes of the session, and of this part.
        self._elapsed = elapsed
        self._keys = keys
        self._mode: Mode = "show"
        self._is_disclosed = False
        self._is_filled = False
        self.page: ReadingPage | None = None
        self._outer = QVBoxLayout(self)
        # It is as large as its screen: one that grew would lie on the other as well.
        self._outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._time: Label | None = None
        self._tries = 0
        self._patience = QTimer(self)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._try_again)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)

    def open(self) -> None:
        """Lay it on its screen; what it holds comes once it lies there."""
        self.winId()
        handle = self.windowHandle()
        handle.setScreen(self._place.screen)
        handle.screenChanged.connect(self._look)
        self.setGeometry(self._place.rect)
        self._patience.start()
        if self._screens.can_place:
            # Without a frame it covers its screen; full screen, a window manager first puts it anywhere.
            self.show()
        else:
            self.showFullScreen()

    @property
    def is_filled(self) -> bool:
        """Whether it lies in its place and holds the notes."""
        return self._is_filled

    def show_step(self, mode: Mode) -> None:
        """Show what belongs to the step the deck is at."""
        changed = mode != self._mode
        self._mode = mode
        if self._is_filled:
            if self._is_disclosed and changed and mode == "show":
                # The session goes on: so do its notes.
                self._is_disclosed = False
            self._show_page()
            self._name_buttons()
            self._show_time()

    def show_disclosed(self) -> None:
        """Show what to do when someone discloses, or the notes again."""
        if self._is_filled:
            self._is_disclosed = not self._is_disclosed
            self._show_page()
            self._name_buttons()
            if self.page is not None and self.page.title_label is not None:
                announce(self, self.page.title_label.text())

    # Where it lies.

    def _look(self, _what: object = None) -> None:
        """Fill it once it lies on its screen; tell when it lies there no more."""
        handle = self.windowHandle()
        is_there = (
            handle is not None
            and self._screens.still_there(self._place)
            and self._screens.holds(self._place, handle.screen(), handle.geometry())
        )
        if self._is_filled and not is_there:
            self.strayed.emit()
        elif is_there and not self._is_filled and handle is not None and handle.isExposed():
            self._fill()

    def _try_again(self) -> None:
        """Ask for the screen again, or give up: empty, and gone."""
        self._tries += 1
        if self._tries >= _TRIES:
            self._patience.stop()
            self.strayed.emit()
            return
        handle = self.windowHandle()
        if handle is not None and self._screens.still_there(self._place):
            handle.setScreen(self._place.screen)
            self.setGeometry(self._place.rect)
        self._look()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Look where it lies now."""
        super().moveEvent(event)
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where it lies now."""
        super().resizeEvent(event)
        self._look()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first thing painted is empty; then it is known where it is."""
        super().paintEvent(event)
        if not self._is_filled:
            QTimer.singleShot(0, self, self._look)

    # What it holds.

    def _fill(self) -> None:
        self._is_filled = True
        self._patience.stop()
        texts = self.context.texts
        head = QWidget(self)
        head.setObjectName("WorkerHead")
        down = column(8, (24, 14, 24, 10))
        line = row(12)
        names = column(0)
        names.addWidget(HeadingLabel(texts("present.worker.title"), 2, head))
        self._time = Label("", "muted", head)
        self._time.setObjectName("Elapsed")
        names.addWidget(self._time)
        line.addLayout(names, 1)
        leave = StageButton(texts("top.leave"), "leave", Wish.LEAVE, head)
        leave.setObjectName("LeaveButton")
        leave.setAccessibleName(texts("top.leave.name"))
        line.addWidget(leave, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(line)
        buttons, flow = flow_row(head, 10)
        self._back = StageButton(texts("present.back"), "", Wish.BACK, buttons)
        self._pause = StageButton(texts("present.pause"), "", Wish.PAUSE, buttons)
        self._disclosed = StageButton(texts("present.disclosed"), "", Wish.DISCLOSED, buttons)
        close = StageButton(texts("present.notes.close"), "quiet", Wish.CLOSE_NOTES, buttons)
        self._next = StageButton(texts("present.next"), "primary", Wish.NEXT, buttons)
        for button in (self._back, self._next, self._pause, self._disclosed, close):
            flow.addWidget(button)
        down.addWidget(buttons)
        self._following = Label("", "strong", head)
        self._following.setObjectName("NextPart")
        down.addWidget(self._following)
        head.setLayout(down)
        self._outer.addWidget(head)
        for button in head.findChildren(StageButton):
            button.pressed_with.connect(self.wished)
        head.show()
        self._show_page()
        self._name_buttons()
        self._show_time()
        self._tick.start()

    def _name_buttons(self) -> None:
        texts, deck = self.context.texts, self._deck
        is_away = self._mode in ("pause", "blank")
        self._next.setText(texts("present.resume" if is_away else "present.next"))
        self._pause.setHidden(is_away)
        self._back.setEnabled(deck.at > 0)
        self._disclosed.setText(
            texts("present.disclosed.back" if self._is_disclosed else "present.disclosed")
        )
        after = deck.next_chapter
        self._following.setText(
            texts.count("present.following", after.minutes, part=after.title[self.context.language])
            if after is not None
            else ""
        )
        self._following.setHidden(after is None)

    def _show_page(self) -> None:
        old = self.page
        # Of all pages, as the window sets it: one of its own would stay when the window shows pages again.
        Page.expected_width = self.width()
        if self._is_disclosed:
            self.page = DisclosedPage(self.context, self._deck.plan.country, self)
        else:
            self.page = NotesPage(self.context, self._deck, self._stage, self._mode, self)
        self.page.run_later()
        self._outer.addWidget(self.page, 1)
        self.page.show()
        if old is not None:
            self._outer.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _show_time(self) -> None:
        """Say for how long the session and this part have gone on; never how much is left."""
        if self._time is None:
            return
        texts, chapter = self.context.texts, self._deck.chapter
        whole, part = self._elapsed()
        words = texts("present.elapsed", n=whole)
        if chapter is not None:
            words += " · " + texts("present.elapsed.part", n=part, planned=chapter.minutes)
        self._time.setText(words)

    # Qt's own events.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys as on the shared view."""
        wish = self._keys.wish_of(event)
        if wish is not None:
            self.wished.emit(wish)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it puts the notes away; the session goes on."""
        event.ignore()
        self.wished.emit(Wish.CLOSE_NOTES)
