"""An engine that stands in for the computer's voice: it makes no sound and tells what it was asked."""
# ruff: noqa: N802, N815 - the names that Qt's own engine has

from __future__ import annotations

import enum
import time
from types import SimpleNamespace
from typing import ClassVar

from office import wait_until
from person import Person
from PySide6.QtCore import QLocale, QObject, Signal, Slot

from familyguide.services.navigation import Route

PLAN = Route("plan", "disclosure")


class State(enum.Enum):
    Ready = 0
    Speaking = 1


class Named(SimpleNamespace):
    def name(self):
        return self.called


class Engine(QObject):
    """An engine without sound, which says nothing of a word until it is told to."""

    engineChanged = Signal(str)
    localeChanged = Signal(QLocale)
    stateChanged = Signal(object)
    errorOccurred = Signal(object, str)
    sayingWord = Signal(str, int, int, int)

    locales = ("fr_FR", "fr_BE", "en_US", "en_GB")
    # Seconds that making it takes.
    takes = 0.0
    made: ClassVar[list[Engine]] = []

    def __init__(self, name):
        super().__init__()
        assert name == "none"
        self.said, self.rates, self.chosen, self.stopped = [], [], [], 0
        self.now = QLocale("C")
        self.is_speaking = False
        Engine.made.append(self)

    @staticmethod
    def availableEngines():
        return ["mock", "stand-in"]

    def availableLocales(self):
        return [QLocale(name) for name in self.locales]

    def availableVoices(self):
        return [Named(called=f"{name} {self.now.name()}") for name in ("Anne", "Bob", "Bob+whisper")]

    def voice(self):
        return Named(called="first")

    def locale(self):
        return self.now

    @Slot(str)
    def setEngine(self, name):
        assert name == "stand-in"
        time.sleep(self.takes)
        self.engineChanged.emit(name)

    @Slot(QLocale)
    def setLocale(self, locale):
        self.now = locale
        self.localeChanged.emit(locale)

    @Slot(float)
    def setRate(self, rate):
        self.rates.append(rate)

    @Slot(object)
    def setVoice(self, voice):
        self.chosen.append(voice.name())

    @Slot(str)
    def say(self, text):
        self.said.append(text)
        self.is_speaking = True
        self.stateChanged.emit(State.Speaking)

    @Slot()
    def stop(self):
        self.stopped += 1
        if self.is_speaking:
            self.is_speaking = False
            self.stateChanged.emit(State.Ready)

    def done(self):
        """Come to the end of the sentence."""
        self.is_speaking = False
        self.stateChanged.emit(State.Ready)


class Listener(Person):
    """Someone who hears pages."""

    @property
    def engine(self):
        return Engine.made[-1]

    def until(self, fits):
        wait_until(fits)

    def listen(self, route=PLAN, *, asked=""):
        """Ask to hear a page, and wait for its first words."""
        self.go(route)
        if self.has("ListenPage"):
            self.press("ListenPage")
        else:
            self.press("ReadingButton")
            self.press("ReadPage")
        if asked:
            self.press(asked)
        self.until(lambda: bool(Engine.made and self.engine.said))

    def hear_on(self, sentences=1):
        """Let so many sentences come to their end."""
        for _ in range(sentences):
            before = len(self.engine.said)
            self.engine.done()
            self.until(lambda before=before: len(self.engine.said) > before or not self.aloud.is_reading)

    @property
    def aloud(self):
        return self.window.aloud

    @property
    def lit(self):
        """The words that are lit; None where nothing is."""
        light = self.aloud._light
        if light is None:
            return None
        start, end = light._sentence
        return light.parent().text()[start:end]

    def quiet(self):
        """Wait until the engine has stopped."""
        self.until(lambda: not self.engine.is_speaking)
