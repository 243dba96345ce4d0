"""The computer's voice, kept away from the window's thread.

Loaded when somebody asks to hear a page. Making an engine may take seconds (speechd asks its service for
every voice), and PySide holds Python's lock while it makes one: a Python worker would stop the window all the
same (measured: 18 seconds). So an engine that is none yet is made here and goes to a thread of its own, where
Qt alone calls it: no line of Python runs in that thread.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Q_ARG, QLocale, QLoggingCategory, QMetaObject, QObject, Qt, QThread, QTimer, Signal

from familyguide.services.aloud import RATES
from familyguide.ui.aloud.speaks import MODULE

if TYPE_CHECKING:
    from types import ModuleType

    from familyguide.guide.names import Language

# An engine for trying things out, which makes no sound: never one for readers.
_MOCK = "mock"
_QUEUED = Qt.ConnectionType.QueuedConnection
# The longest an engine may go on once the program ends, in milliseconds.
_END_MS = 1500
# An engine that says nothing about a stop is taken to have stopped, in milliseconds.
_STOP_MS = 1000


def load() -> ModuleType:
    """Load the part of Qt that speaks; raises ImportError without it, or without a library of the system.

    It looks for ways to make sound, and would name on the standard error each that this computer lacks: many
    systems save that, and it would tell that somebody listened.
    """
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    return import_module(MODULE)


class Voice(QObject):
    """Speaks one sentence at a time; nothing here waits for the engine."""

    # The engine answers: its languages are known.
    ready = Signal()
    # There is no voice: "module", the part that speaks is not here, or "engine", none answers.
    lacks = Signal(str)
    # The sentence was said to its end.
    finished = Signal()
    # The word being said: where it begins in what is said, and its length. Few engines tell.
    word = Signal(int, int)
    # The voices of a language are known.
    voices_known = Signal()

    # To the thread of the engine.
    _say = Signal(str)
    _stop = Signal()
    _set_locale = Signal(QLocale)
    _set_rate = Signal(float)
    _set_voice = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None
        self._engine: Any = None
        self.is_ready = False
        self._locales: dict[str, QLocale] = {}
        self._locale: QLocale | None = None
        self._voices: dict[str, dict[str, Any]] = {}
        self._chosen = ""
        self._rate = 0.0
        # What is being said and has not answered; the sentence to say once it has.
        self._is_saying = False
        self._is_stopping = False
        self._next: tuple[str, Language, int, str] | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_STOP_MS)
        self._late.timeout.connect(self._stopped)

    def begin(self, engine: str = "") -> None:
        """Start the engine, once: `ready` or `lacks` follows, maybe seconds later."""
        if self._engine is not None:
            return
        try:
            speech = load().QTextToSpeech
        except ImportError:
            # Not installed, or a library of the system that it needs is not.
            self.lacks.emit("module")
            return
        named = engine or next((name for name in speech.availableEngines() if name != _MOCK), "")
        if not named:
            self.lacks.emit("engine")
            return
        self._engine = spoken = speech("none")
        self._thread = QThread()
        spoken.moveToThread(self._thread)
        spoken.engineChanged.connect(self._made)
        spoken.localeChanged.connect(self._locale_set)
        spoken.stateChanged.connect(self._state_changed)
        spoken.errorOccurred.connect(self._failed)
        spoken.sayingWord.connect(self._word)
        self._say.connect(spoken.say, _QUEUED)
        self._stop.connect(spoken.stop, _QUEUED)
        self._set_locale.connect(spoken.setLocale, _QUEUED)
        self._set_rate.connect(spoken.setRate, _QUEUED)
        self._set_voice.connect(spoken.setVoice, _QUEUED)
        self._thread.start()
        QMetaObject.invokeMethod(spoken, "setEngine", _QUEUED, Q_ARG(str, named))

    def speaks(self, language: Language) -> bool:
        """Tell whether the engine has a voice of a language; False until it is ready."""
        return language in self._locales

    def voices(self, language: Language) -> tuple[str, ...]:
        """Name the voices of a language, once `voices_known` has told of them."""
        return tuple(filter(None, self._voices.get(language, ())))

    def name_voices(self, language: Language) -> None:
        """Ask for the voices of a language that the engine speaks; `voices_known` follows."""
        locale = self._locales[language]
        if language in self._voices:
            self.voices_known.emit()
            return
        self._set_locale.emit(locale)
        if self._engine.locale() == locale:
            # It is so already, and no answer will come.
            self._locale_set(locale)

    def say(self, text: str, language: Language, speed: int, voice: str = "") -> None:
        """Say a sentence, in place of what is being said; `finished` follows unless it is stopped."""
        if self._is_saying:
            self._next = (text, language, speed, voice)
            self.stop(keep_next=True)
            return
        locale = self._locales[language]
        if self._locale != locale:
            self._next = (text, language, speed, voice)
            self._set_locale.emit(locale)
            if self._engine.locale() == locale:
                # It is so already, and no answer will come.
                self._locale_set(locale)
            return
        rate = RATES[speed]
        if rate != self._rate:
            self._rate = rate
            self._set_rate.emit(rate)
        known = self._voices[language]
        wanted = voice if voice in known else ""
        if wanted != self._chosen:
            self._chosen = wanted
            self._set_voice.emit(known[wanted])
        self._is_saying = True
        self._say.emit(text)

    def stop(self, *, keep_next: bool = False) -> None:
        """Be silent at once; nothing answers."""
        if not keep_next:
            self._next = None
        if self._is_saying and not self._is_stopping:
            self._is_stopping = True
            self._stop.emit()
            self._late.start()

    def end(self) -> None:
        """Be silent and let the engine go, waiting for it a moment; it can begin again."""
        self.stop()
        self._late.stop()
        self.is_ready = self._is_saying = self._is_stopping = False
        self._locales, self._locale, self._voices, self._rate = {}, None, {}, 0.0
        engine, self._engine = self._engine, None
        thread, self._thread = self._thread, None
        if thread is None:
            return
        engine.blockSignals(True)
        # In its own thread, which ends after it.
        engine.deleteLater()
        thread.quit()
        if not thread.wait(_END_MS):
            # It waits for a service that does not answer; nothing of it may outlive the program.
            thread.terminate()
            thread.wait(_END_MS)

    def _give_up(self) -> None:
        self.end()
        self.lacks.emit("engine")

    # What the engine answers.

    def _made(self, _name: str) -> None:
        if self._engine is None:
            return
        locales = self._engine.availableLocales()
        for language, region in (("fr", "FR"), ("en", "GB")):
            of_it = [locale for locale in locales if locale.name().startswith(language)]
            best = next((locale for locale in of_it if locale.name().endswith(region)), None)
            if of_it:
                self._locales[language] = best or of_it[0]
        if not locales:
            self._give_up()
            return
        self.is_ready = True
        self.ready.emit()

    def _locale_set(self, locale: QLocale) -> None:
        if self._engine is None or locale not in self._locales.values():
            # speechd begins with a language of its own, and a thousand voices.
            return
        language = locale.name()[:2]
        self._locale, self._chosen = locale, ""
        if language not in self._voices:
            # espeak has a hundred variants of each voice, under its name and a plus.
            names = {voice.name(): voice for voice in self._engine.availableVoices()}
            plain = {name: voice for name, voice in names.items() if "+" not in name}
            # Without a name, the one that the system gave first.
            self._voices[language] = {"": self._engine.voice(), **plain}
            self.voices_known.emit()
        self._go_on()

    def _state_changed(self, state: Any) -> None:  # noqa: ANN401 - a value of Qt's part that speaks
        if state.name == "Ready" and self._is_saying:
            if self._is_stopping:
                self._stopped()
            else:
                self._is_saying = False
                self.finished.emit()

    def _stopped(self) -> None:
        self._late.stop()
        self._is_saying = self._is_stopping = False
        self._go_on()

    def _go_on(self) -> None:
        after, self._next = self._next, None
        if after is not None:
            self.say(*after)

    def _failed(self, _reason: object, _words: str) -> None:
        if self._engine is not None:
            self._give_up()

    def _word(self, _word: str, _utterance: int, start: int, length: int) -> None:
        if self._is_saying and not self._is_stopping:
            self.word.emit(start, length)
