"""Reads the page that is shown, sentence by sentence; any key stops it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from familyguide.services.aloud import numbers_said
from familyguide.services.paths import IS_CHECKOUT
from familyguide.ui.aloud.bar import AloudBar
from familyguide.ui.aloud.light import ReadingLight
from familyguide.ui.aloud.passages import Gatherer, Passage, place_of
from familyguide.ui.aloud.session import speech_is_started
from familyguide.ui.aloud.speaks import is_installed
from familyguide.ui.aloud.voice import Voice
from familyguide.ui.notice import announce
from familyguide.ui.theme.tokens import tokens
from familyguide.ui.widgets.basic import LayoutButton

if TYPE_CHECKING:
    from familyguide.guide.names import Language
    from familyguide.ui.window import Window

# How loud it is has nothing to do with what is read: these keys do not stop it.
_LOUDNESS = {Qt.Key.Key_VolumeUp, Qt.Key.Key_VolumeDown, Qt.Key.Key_VolumeMute}
# A press that moves is a selection or a scroll by finger (pixels).
_A_MOVE = 8
# How much of the page is seen above the sentence that is scrolled to.
_ABOVE = 4
# Names longer than notes may hold are not offered.
LONGEST_NAME = 120


class ReadAloud(QObject):
    """The voice of one window: made when somebody first asks to hear a page."""

    # A sentence begins: somebody listens.
    read_on = Signal()
    # The voices that the reading options asked for are known, or why there are none.
    voices_told = Signal()

    def __init__(self, window: Window, voice: Voice | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self.voice = voice or Voice(self)
        self.voice.ready.connect(self._ready)
        self.voice.lacks.connect(self._lacks)
        self.voice.finished.connect(self._said)
        self.voice.word.connect(self._word)
        self.voice.voices_known.connect(self._voices_known)
        self._may_speak = window.context.rules.mode == "home"
        self._passages: list[Passage] = []
        self._at = (0, 0)
        self._light: ReadingLight | None = None
        self.bar: AloudBar | None = None
        # Whether the page is being read, or will be once the engine is there.
        self.is_reading = False
        self._pressed: QPointF | None = None
        # What the reading options say in place of voices, and the language whose voices they wait for.
        self.in_place: dict[Language, str] = {}
        self._listed: Language | None = None
        self._numbers: dict[tuple[str, str], dict[str, str]] = {}

    # What is asked for.

    def read(self, passage: QWidget | None = None) -> None:
        """Read the page, from the passage of a widget or from its beginning; asks first where it must."""
        if not self._context.may_read_aloud:
            return
        if not self._may_speak:
            from familyguide.ui.aloud.ask import AskFirst  # noqa: PLC0415 - never at home

            sheet = AskFirst(self._context, self._window)
            sheet.agreed.connect(self._agreed)
            sheet.open(sheet.first)
            return
        self._gather()
        self._open_bar()
        if not self._passages:
            self._tell("nothing")
            return
        at = next((at for at, one in enumerate(self._passages) if one.widget is passage), 0)
        self._begin(at)

    def _agreed(self) -> None:
        self._may_speak = True
        self.read()

    def list_voices(self, *, again: bool = False) -> None:
        """Have the voices of the language shown named for the reading options; `voices_told` may follow.

        Where something must be asked before the voice is heard, no engine is started for them.
        """
        context = self._context
        language = context.language
        is_known = language in context.voices or (language in self.in_place and not again)
        if not context.may_read_aloud or is_known or self._listed == language:
            return
        if not self._may_speak:
            self.in_place[language] = context.texts("aloud.voice.later")
            return
        if self._listed is not None:
            # The reader went on to the other language before the voices of this one came.
            self.in_place.pop(self._listed, None)
        self.in_place[language] = context.texts("aloud.getting")
        self._listed = language
        if self.voice.is_ready:
            self._list()
        elif context.rules.mode == "public-pc" and not speech_is_started():
            self._lacks("started")
        else:
            self.voice.begin()

    def _list(self) -> None:
        language = self._context.language
        if self.voice.speaks(language):
            self.voice.name_voices(language)
        else:
            self._lacks("language")

    def go_on(self) -> None:
        """Read on from the passage where the voice was stopped."""
        before = self._passages[self._at[0]].widget if self._at[0] < len(self._passages) else None
        self.read(before)

    def step(self, by: object) -> None:
        """Read another passage: the next one (1), or the one before (-1)."""
        if self._passages and isinstance(by, int):
            self._begin(max(0, min(len(self._passages) - 1, self._at[0] + by)))

    def hush(self) -> None:
        """Be silent now; the bar stays and offers to go on."""
        if self.is_reading:
            self.is_reading = False
            self.voice.stop()
            self._put_out()
            self._tell("stopped")

    def close(self) -> None:
        """Be silent and take the bar away."""
        self.is_reading = False
        self.voice.stop()
        self._put_out()
        self._passages, self._at = [], (0, 0)
        self._watch(on=False)
        bar, self.bar = self.bar, None
        if bar is None or not isValid(bar):
            return
        focus = QApplication.focusWidget()
        if focus is not None and bar.isAncestorOf(focus):
            self._window.page.setFocus()
        bar.hide()
        bar.deleteLater()

    def end(self) -> None:
        """Let the engine go; the window closes."""
        self.close()
        self.voice.end()

    # Reading.

    def _gather(self) -> None:
        context = self._context
        key = (context.country, context.language)
        if key not in self._numbers:
            self._numbers[key] = numbers_said(context.directory, context.country, context.language)
        self._passages = Gatherer(self._window.page, context.texts, self._numbers[key]).passages()

    def _begin(self, passage: int) -> None:
        self._at = (passage, 0)
        self.is_reading = True
        if self.voice.is_ready:
            self._ready()
            return
        self._tell("getting")
        if self._context.rules.mode == "public-pc" and not speech_is_started():
            # To start a service here would leave it running when the reader has gone.
            self._lacks("started")
        else:
            self.voice.begin()

    def _ready(self) -> None:
        if not self.is_reading:
            if self._listed is not None:
                self._list()
            return
        if not self.voice.speaks(self._context.language):
            self._lacks("language")
            return
        self._tell("reading")
        self._say()

    def _said(self) -> None:
        if self.is_reading:
            self._at = (self._at[0], self._at[1] + 1)
            self._say()

    def _say(self) -> None:
        """Say the sentence that is due, or the first one after it that still stands on the page."""
        passage, sentence = self._at
        while passage < len(self._passages):
            one = self._passages[passage]
            if isValid(one.widget) and one.widget.isVisible() and sentence < len(one.sentences):
                break
            passage, sentence = passage + 1, 0
        self._at = (passage, sentence)
        if passage >= len(self._passages):
            self.is_reading = False
            self._put_out()
            self._at = (0, 0)
            self._tell("done")
            return
        said = one.sentences[sentence]
        self._show(one, sentence)
        choices = self._context.choices
        voice = choices.voice_fr if self._context.language == "fr" else choices.voice_en
        self.voice.say(said.said, self._context.language, choices.speed, voice)
        self.read_on.emit()

    def _show(self, passage: Passage, sentence: int) -> None:
        """Light the sentence and bring it into view."""
        if self._light is None or not isValid(self._light) or self._light.parent() is not passage.widget:
            self._put_out()
            theme = self._context.theme
            inverted = theme is tokens("contrast")
            self._light = ReadingLight(passage.widget, theme, inverted=inverted, is_whole=passage.is_whole)
        said = passage.sentences[sentence]
        self._light.show_sentence(said.start, said.end)
        page = self._window.page
        place = self._light.place().translated(place_of(passage.widget, page).topLeft())
        bar, height = page.verticalScrollBar(), page.viewport().height()
        if place.top() < bar.value() or place.bottom() > bar.value() + height:
            # At once, without motion; a little of what was read stays above.
            bar.setValue(max(0, place.top() - height // _ABOVE))

    def _word(self, start: int, length: int) -> None:
        passage, sentence = self._at
        if not self.is_reading or self._light is None or not isValid(self._light):
            return
        said = self._passages[passage].sentences[sentence]
        self._light.show_word(*said.shown(start, length))

    def _put_out(self) -> None:
        light, self._light = self._light, None
        if light is not None and isValid(light):
            light.hide()
            light.deleteLater()

    def _lacks(self, what: str) -> None:
        """Say what is missing, and what to do about it on this system."""
        self.is_reading = False
        self._put_out()
        sentence = self._context.texts(f"aloud.lacks.{self._reason(what)}")
        listed, self._listed = self._listed, None
        if listed is not None:
            self.in_place[listed] = sentence
            self.voices_told.emit()
        has_bar = self.bar is not None and isValid(self.bar)
        if self.bar is not None and has_bar:
            self.bar.say_why_not(sentence)
        if has_bar or listed is not None:
            announce(self._window, sentence)

    def _reason(self, what: str) -> str:
        if self._context.rules.mode == "public-pc":
            # Nothing that a reader there could do.
            return "public"
        if what == "module":
            if is_installed():
                return "library"
            return "checkout" if IS_CHECKOUT else "engine.other"
        system = {"linux": "linux", "win32": "windows", "darwin": "macos"}.get(sys.platform, "other")
        return f"{what}.{system}"

    def _voices_known(self) -> None:
        language = self._context.language
        names = (name for name in self.voice.voices(language) if len(name) <= LONGEST_NAME)
        self._context.voices[language] = found = tuple(names)
        if len(found) > 1:
            self.in_place.pop(language, None)
        else:
            self.in_place[language] = self._context.texts("aloud.voice.one")
        self._listed = None
        self.voices_told.emit()

    # The bar.

    def _open_bar(self) -> None:
        if self.bar is not None and isValid(self.bar):
            return
        window = self._window
        self.bar = bar = AloudBar(self._context, window, compact=window.is_compact())
        bar.stop.connect(self.hush)
        bar.go_on.connect(self.go_on)
        bar.step.connect(self.step)
        bar.closed.connect(self.close)
        window.stand_under_page(bar)
        self._watch(on=True)

    def _tell(self, state: str) -> None:
        if self.bar is not None and isValid(self.bar):
            self.bar.tell(state)

    # Keys and presses.

    def _watch(self, *, on: bool) -> None:
        """Look on at the keys of the window while the bar is open: from the window, none is missed."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            if on:
                handle.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stop at any key, and read the passage that is pressed; swallows nothing."""
        kind = event.type()
        if isinstance(event, QKeyEvent):
            # A key that becomes a shortcut never arrives as a press.
            if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and event.key() not in _LOUDNESS:
                self.hush()
        elif isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if kind == QEvent.Type.MouseButtonPress:
                self._pressed = event.position()
            elif kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
                moved = (event.position() - self._pressed).manhattanLength()
                self._pressed = None
                if moved < _A_MOVE:
                    self._press(event.position())
        return False

    def _press(self, at: QPointF) -> None:
        """Read from the passage that was pressed; rows and buttons keep what they do."""
        pressed: QWidget | None = self._window.childAt(at.toPoint())
        while pressed is not None and pressed is not self._window.page:
            if isinstance(pressed, LayoutButton):
                return
            if isinstance(pressed, QLabel) and pressed.hasSelectedText():
                return
            for index, one in enumerate(self._passages):
                if one.widget is pressed and not one.is_whole:
                    self._begin(index)
                    return
            pressed = pressed.parentWidget()
