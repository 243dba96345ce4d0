"""The shared view: what everybody in the room sees. Nothing private is ever made as a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import shiboken6
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from familyguide.services.texts import Texts
from familyguide.ui.notice import Notice, announce
from familyguide.ui.presenter.bar import AgendaBar
from familyguide.ui.presenter.dress import stage_sheet
from familyguide.ui.presenter.keys import SessionKeys, StageButton, Wish
from familyguide.ui.presenter.sizes import Sizes, sizes
from familyguide.ui.presenter.slides import SlideView, Words, page_of
from familyguide.ui.presenter.strip import NumberStrip
from familyguide.ui.widgets.basic import IconLabel, Label, column, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from familyguide.guide.names import Language
    from familyguide.services.session_show import Slide
    from familyguide.ui.context import Context
    from familyguide.ui.overlay import Overlay
    from familyguide.ui.presenter.deck import Deck, Step
    from familyguide.ui.presenter.screens import Place

MIN_SIZE = (640, 480)
# How often the screen is covered again after a change, and how long after each other.
_TRIES, _AGAIN_MS = 5, 300
# What stands in place of a slide: nothing, a pause, or the invitation to say it in one's own words.
Mode = Literal["show", "own-words", "blank", "pause"]


class Where(NamedTuple):
    """The words of a head: the session and its ages, the part, and the screen of that part."""

    session: str
    part: str
    place: str


class Head(QWidget):
    """Where the group is, in the language of the column under it: the session and ages, then the part."""

    def __init__(self, icon: str, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage-part")
        self._icon, self._colour = icon, colour
        self._mark: IconLabel | None = None
        self.session = Label("", "stage-head", self)
        self.part = Label("", "stage-now", self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(4)
        self._words.addWidget(self.session, 1)
        self._words.addWidget(self.part, 1)
        self.place = Label("", "stage-head", self, wrap=False)
        self._line.addLayout(self._words, 1)
        self._line.addWidget(self.place)

    def show_words(self, words: Where) -> None:
        """Say where the group is."""
        self.session.setText(words.session)
        self.part.setText(words.part)
        self.place.setText(words.place)

    def dress(self, size: int, *, stacked: bool) -> None:
        """Take another size; two languages leave room for one under the other."""
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._words.setDirection(down if stacked else beside)
        # Under each other they stay together at the top, beside a head whose part takes two lines.
        self._words.setStretchFactor(self.session, 0 if stacked else 1)
        self.part.setAlignment(
            Qt.AlignmentFlag.AlignLeft
            if stacked
            else Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        if self._mark is not None:
            self._mark.hide()
            self._line.removeWidget(self._mark)
            self._mark.deleteLater()
        self._mark = IconLabel(self._icon, self._colour, size, self)
        top = Qt.AlignmentFlag.AlignTop if stacked else Qt.AlignmentFlag.AlignVCenter
        self._line.insertWidget(0, self._mark, 0, top)
        below = Qt.AlignmentFlag.AlignBottom if stacked else Qt.AlignmentFlag.AlignVCenter
        self._line.setAlignment(self.place, below)


def _height(part: QWidget, width: int) -> int:
    """Give the height that a part of the bars will have, also before it is shown."""
    for child in part.findChildren(QWidget):
        child.ensurePolished()
        child.updateGeometry()
    # A layout hears of other words only when it is laid out, and would tell the height of those before.
    for layout in part.findChildren(QLayout):
        layout.invalidate()
    return part.heightForWidth(width)


class Heads(QWidget):
    """A head for each language, over its column."""

    def __init__(self, count: int, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage-part")
        self._line = row(0)
        self.each = [Head("users", colour, self) for _ in range(count)]
        for head in self.each:
            self._line.addWidget(head, 1)
        self.setLayout(self._line)

    def show_words(self, words: Iterable[Where]) -> None:
        """Say where the group is, in each language."""
        for head, one in zip(self.each, words, strict=True):
            head.show_words(one)

    def dress(self, made: Sizes) -> None:
        """Take the sizes of another room."""
        two = len(self.each) > 1
        self._line.setSpacing(2 * max(28, made.edge) if two else 0)
        for head in self.each:
            head.session.setHidden(made.is_short)
            head.place.setHidden(made.is_short)
            head.dress(round(made.head * 1.25), stacked=two or made.is_narrow)


class SharedView(QWidget):
    """One idea at a time, large, for the whole room; Leave now and the numbers always stand on it.

    It speaks by `wished` and knows nothing of notes. Closing it asks for the way back, as Esc does.
    """

    spoken_role = "Window"
    wished = Signal(object)
    # The room has changed, and with it what shares a slide: it is to be shown again.
    refitted = Signal()
    # What lies over it closes when the slide changes.
    page_shown = Signal(object)

    def __init__(self, context: Context, deck: Deck, keys: SessionKeys) -> None:
        super().__init__()
        self.setObjectName("Stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(*MIN_SIZE)
        self.context = context
        self._deck = deck
        self._keys = keys
        self._plan = deck.plan
        self._texts: dict[Language, Texts] = {name: Texts(name) for name in self._plan.languages}
        self._sizes: Sizes | None = None
        self._sheet: Overlay | None = None
        self._tries = 0
        self._shown: tuple[Step, Mode] | None = None
        self._may_close = False
        self._is_ending = False
        self.setWindowTitle(context.texts("app.name"))
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.timeout.connect(self._cover_screen)
        self._make()
        self._connect()
        self.notice = Notice(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()

    # Building.

    def _make(self) -> None:
        theme = self.context.theme
        self._outer = QVBoxLayout(self)
        # It is as large as its screen, and never asks for more.
        self._outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.top = QWidget(self)
        self.top.setProperty("role", "stage-part")
        top = self._over = column(14)
        self.heads = Heads(len(self._texts), theme.stage_muted, self.top)
        top.addWidget(self.heads)
        self.bar = AgendaBar(tuple(one.minutes for one in self._deck.chapters), theme, self.top)
        top.addWidget(self.bar)
        self.top.setLayout(top)
        self._outer.addWidget(self.top)
        self.slide = SlideView(theme, self)
        self._outer.addWidget(self.slide, 1)
        self.numbers = NumberStrip(
            self._plan, self.context.directory, self.context.language, self, large=True
        )
        self._outer.addWidget(self.numbers)
        self.foot = QWidget(self)
        self.foot.setObjectName("StageFoot")
        self.foot.setProperty("role", "stage-part")
        self._outer.addWidget(self.foot)
        self._make_foot()

    def _make_foot(self) -> None:
        texts, theme, foot = self.context.texts, self.context.theme, self.foot
        self.back = StageButton(
            texts("present.back"), "stage", Wish.BACK, foot, icon="chevron-left", colour=theme.on_stage
        )
        self.own = StageButton(texts("present.own"), "stage", Wish.OWN_WORDS, foot)
        self.own.setCheckable(True)
        self.take_home = StageButton(texts("present.take-home"), "stage-next", Wish.TAKE_HOME, foot)
        self.pause = StageButton(texts("present.pause"), "stage", Wish.PAUSE, foot)
        self.options = StageButton(texts("present.options"), "stage-quiet", Wish.OPTIONS, foot)
        self.stop = StageButton(texts("present.stop"), "stage-quiet", Wish.STOP, foot)
        self.leave = StageButton(texts("top.leave"), "stage-leave", Wish.LEAVE, foot)
        self.leave.setObjectName("LeaveButton")
        self.leave.setAccessibleName(texts("top.leave.name"))
        self.next = StageButton(
            texts("present.next"),
            "stage-next",
            Wish.NEXT,
            foot,
            icon="chevron-right",
            colour=theme.on_stage_accent,
            icon_last=True,
        )
        self.strip = NumberStrip(self._plan, self.context.directory, self.context.language, foot)
        below = column(10)
        self._line = row(12)
        for button in (self.back, self.own):
            self._line.addWidget(button)
        self._line.addStretch(1)
        # Leave now in the corner: whatever stands beside it, it never moves.
        for button in (self.pause, self.next, self.take_home):
            self._line.addWidget(button)
        # Far enough from what is pressed fifty times.
        self._line.addSpacing(28)
        self._line.addWidget(self.leave)
        below.addLayout(self._line)
        self._under = row(12)
        self._under.addWidget(self.strip, 1, Qt.AlignmentFlag.AlignVCenter)
        quiet = row(4)
        quiet.addStretch(1)
        for button in (self.options, self.stop):
            # A line lower without them would take Leave now with it.
            held = button.sizePolicy()
            held.setRetainSizeWhenHidden(True)
            button.setSizePolicy(held)
        quiet.addWidget(self.options)
        quiet.addWidget(self.stop)
        self._under.addLayout(quiet)
        below.addLayout(self._under)
        foot.setLayout(below)
        foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        for button in self.foot.findChildren(StageButton):
            button.pressed_with.connect(self.wished)

    # Showing.

    def show_step(self, mode: Mode, *, is_new: bool = True) -> None:
        """Show where the deck is, in a mode: the slide, the words of the group, a pause, or nothing.

        `is_new` tells that somebody asked for it: then what lies over the slide closes.
        """
        deck = self._deck
        slide = deck.now.slide
        is_away = mode in ("blank", "pause")
        is_end = slide is None
        pages = [self._page(language, mode) for language in self._texts]
        self.slide.show_words(
            pages, is_title=mode in ("pause", "own-words") or (slide is not None and slide.kind == "title")
        )
        for part in (self.top, self.back, self.pause, self.options, self.stop):
            part.setHidden(is_away)
        can_own = slide is not None and slide.kind == "say"
        self.own.setHidden(is_away or not can_own)
        self.own.setChecked(mode == "own-words")
        self.take_home.setHidden(is_away or not is_end)
        self._is_ending = is_end and not is_away
        self._show_numbers()
        self.next.setHidden(is_end and not is_away)
        self.back.setEnabled(deck.at > 0)
        self._name_next(is_away=is_away)
        self._show_place()
        if is_new:
            self.page_shown.emit(None)
        if self._shown != (deck.now, mode):
            is_new_part = self._shown is None or self._shown[0].chapter != deck.now.chapter
            self._shown = (deck.now, mode)
            self._say(is_new_part and not is_away)
        if not self.focusWidget() or not self.focusWidget().isVisible() or not self.focusWidget().isEnabled():
            self.setFocus()

    def _page(self, language: Language, mode: Mode) -> list[Words]:
        texts, step = self._texts[language], self._deck.now
        if mode == "blank":
            return [Words("", "")]
        if mode == "pause":
            return [Words("", texts("present.paused"))]
        if mode == "own-words":
            return [Words("", texts("present.own"), texts("present.own.more"), icon="users")]
        if not step.ideas:
            said = "\n".join(one.text[language] for one in self._deck.decisions)
            if not said:
                return [Words("", texts("present.end.thanks"), texts("present.end.call"))]
            return [Words(texts("present.end"), said, texts("present.end.call"), icon="heart-handshake")]
        return page_of(step.ideas, language)

    def _fit(self) -> None:
        """Let ideas share a slide only where the room lets them be large."""
        if self._deck.fit(self._holds):
            self.refitted.emit()

    def _holds(self, ideas: tuple[Slide, ...]) -> bool:
        return self.slide.holds([page_of(ideas, language) for language in self._texts])

    def _show_numbers(self) -> None:
        """Show the numbers at the foot, or large at the end where there is room for them."""
        is_large = self._is_ending and self._sizes is not None and not self._sizes.is_narrow
        self.numbers.setVisible(is_large)
        self.strip.setHidden(is_large)

    def _name_next(self, *, is_away: bool) -> None:
        words = self.context.texts("present.resume" if is_away else "present.next")
        self.next.setText(words)
        self.next.setAccessibleName(words)

    def _show_place(self) -> None:
        """Say where the group is, over each column in its language."""
        deck = self._deck
        chapter, place = deck.now.chapter, deck.place
        self.heads.show_words(self._words(texts, chapter, place) for texts in self._texts.values())
        texts = self.context.texts
        done = ", ".join(one.title[texts.language] for one in deck.chapters[: deck.now.chapter])
        after = deck.next_chapter
        said = list(filter(None, self._words(texts, chapter, place)[1:]))
        if done:
            said.append(texts("present.done", parts=done))
        if after is not None:
            said.append(texts("present.after", part=after.title[texts.language]))
        self.bar.show_part(deck.now.chapter, ". ".join(said))

    def _words(self, texts: Texts, chapter: int, place: tuple[int, int]) -> Where:
        """Say where a screen of a part is: which it is, only where the part has several."""
        plan, n, count = self._plan, *place
        one = len(plan.ages) == 1
        ages = texts("present.ages", ages=plan.ages[0].replace("-", "–")) if one else texts.ages(plan.ages)
        return Where(
            f"{texts(f'level.{plan.level}')} · {ages}",
            self._where(texts, chapter),
            texts("present.place", n=n, all=count) if count > 1 else "",
        )

    def _where(self, texts: Texts, chapter: int) -> str:
        chapters = self._deck.chapters
        if chapter >= len(chapters):
            return texts("present.end.short")
        part = chapters[chapter].title[texts.language]
        return texts("present.part", n=chapter + 1, all=len(chapters), part=part)

    def _say(self, is_new_part: bool) -> None:
        """Let a screen reader say the slide, with its part when that is new."""
        where = f"{self._where(self.context.texts, self._deck.now.chapter)}. " if is_new_part else ""
        spoken = f"{where}{self.slide.spoken}".strip()
        if spoken:
            announce(self, spoken)

    def tell(self, sentence: str) -> None:
        """Show a short sentence at the top, and say it."""
        self.notice.show_sentence(sentence, 12)

    # Its place on a screen.

    def fill(self, place: Place) -> None:
        """Fill a screen."""
        # The system's own window, before it is shown: so that it never appears elsewhere first.
        self.winId()
        if self.isFullScreen():
            self.setWindowState(Qt.WindowState.WindowNoState)
        self.windowHandle().setScreen(place.screen)
        self.setGeometry(place.rect)
        self.showFullScreen()
        self.activateWindow()

    def screens_changed(self) -> None:
        """Cover the screen again once the system has told all that it did."""
        self._tries = 0
        self._refit.start(0)

    def _cover_screen(self) -> None:
        around = self.screen().geometry()
        self._tries += 1
        if self.isVisible() and self._tries < _TRIES:
            # A window manager hears of the screens later than we do.
            self._refit.start(_AGAIN_MS)
        if self.isVisible() and (not self.isFullScreen() or self.geometry() != around):
            # A window manager moves no window that is full screen.
            self.setWindowState(Qt.WindowState.WindowNoState)
            self.setGeometry(around)
            self.showFullScreen()

    def let_close(self) -> None:
        """Go for good: the next close is ours."""
        self._may_close = True

    # What lies over it: small questions (`overlay.Overlay`).

    def free_place(self) -> QRect:
        """Give what may be covered: all but Leave now and the numbers."""
        return QRect(0, 0, self.width(), self.foot.mapTo(self, QPoint(0, 0)).y())

    def leave_place(self) -> QRect:
        """Give the place of Leave now inside what may be covered: none, it stands under that."""
        return QRect()

    @property
    def is_asked(self) -> bool:
        """Whether a question lies over the slide."""
        return self._sheet is not None

    def close_question(self) -> None:
        """Put the question away that lies over the slide."""
        if self._sheet is not None:
            self._sheet.close_sheet()

    def hold_sheet(self, sheet: Overlay | None) -> None:
        """Know the sheet that lies over the slide."""
        self._sheet = sheet

    # Qt's own events.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the sizes of this room, and share the ideas out in it."""
        super().resizeEvent(event)
        made = sizes(self.width(), self.height(), self.context.choices.scale)
        if made != self._sizes:
            self._sizes = made
            self._dress(made)
        self.slide.dress(made, self._least_room(made))
        self._fit()

    def _dress(self, made: Sizes) -> None:
        self.setStyleSheet(stage_sheet(self.context.theme, made))
        edge = made.edge
        self._outer.setContentsMargins(edge, round(edge * 0.7), edge, round(edge * 0.45))
        self._outer.setSpacing(round(made.text * 0.65) if not made.is_narrow else 12)
        self.heads.dress(made)
        self.bar.set_unit(max(1.0, made.head / 17))
        quiet = self.options.sizeHint().width() + self.stop.sizeHint().width()
        free = self.width() - 2 * edge - quiet - made.target
        self.strip.fold(folded=made.is_narrow or self.strip.whole_width() > free)
        self._show_numbers()
        words = self.context.texts("present.own.short" if made.is_narrow else "present.own")
        self.own.setText(words)

    def _least_room(self, made: Sizes) -> QSize:
        """Measure what the bars leave to the words on the slide where they leave the least.

        Every part is measured before it is shown: how many screens a part has must not change on the way.
        """
        width = self.width() - 2 * made.edge
        # The title of a part may take two lines, more so beside a long place.
        heads = Heads(len(self._texts), self.context.theme.stage_muted, self.top)
        heads.dress(made)
        tallest = 0
        for number, count in enumerate(self._deck.ideas):
            heads.show_words(self._words(texts, number, (count, count)) for texts in self._texts.values())
            tallest = max(tallest, _height(heads, width))
        shiboken6.delete(heads)
        # At the end of the session alone the numbers stand elsewhere.
        self.strip.show()
        foot = _height(self.foot, width)
        self._show_numbers()
        top = tallest + self._over.spacing() + self.bar.sizeHint().height()
        around = self._outer.contentsMargins()
        bars = around.top() + top + foot + around.bottom() + 2 * self._outer.spacing()
        return QSize(width, max(0, self.height() - bars))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys and remotes move the session; typing does nothing."""
        wish = self._keys.wish_of(event)
        if wish is not None:
            self.wished.emit(wish)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the way back: nobody closes a session by mistake."""
        if self._may_close:
            super().closeEvent(event)
            return
        event.ignore()
        self.wished.emit(Wish.CLOSE)
