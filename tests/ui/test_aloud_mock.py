"""The voice with Qt's own engine for trying things out, where requirements/voice.txt is installed."""

from __future__ import annotations

from importlib import import_module

import pytest
from office import wait_until

from familyguide.ui.aloud import voice as voices
from familyguide.ui.aloud.voice import Voice

# A computer without the part that speaks, or without the sound library it needs, is one the app supports.
pytest.importorskip("PySide6.QtTextToSpeech", exc_type=ImportError)


@pytest.fixture(autouse=True)
def mock_alone(silence, monkeypatch):
    """The part that speaks may be loaded here: this engine makes no sound."""
    monkeypatch.setattr(voices, "import_module", import_module)


@pytest.fixture
def voice(qapp):
    made = Voice()
    made.heard = []
    made.finished.connect(lambda: made.heard.append("end"))
    made.word.connect(lambda start, length: made.heard.append((start, length)))
    made.begin("mock")
    wait_until(lambda: made.is_ready)
    yield made
    thread = made._thread
    made.end()
    assert thread.isFinished()


def test_it_says_a_sentence_word_by_word_to_its_end(voice):
    voice.say("Listen, then call.", "en", 2)
    wait_until(lambda: "end" in voice.heard)
    assert voice.heard == [(0, 6), (8, 4), (13, 4), "end"]


def test_it_knows_its_voices_and_that_it_has_none_for_french(voice):
    assert not voice.speaks("fr")
    voice.say("Listen.", "en", 0)
    wait_until(lambda: "end" in voice.heard)
    assert voice.voices("en") == ("Bob", "Anne")
    voice.say("Listen.", "en", 0, "Anne")
    wait_until(lambda: voice.heard.count("end") == 2)
    assert voice._engine.voice().name() == "Anne"


def test_stopped_it_is_silent_and_another_sentence_takes_its_place(voice):
    voice.say("A long sentence that would go on for a while if nobody stopped it.", "en", -2)
    wait_until(lambda: voice.heard != [])
    voice.stop()
    wait_until(lambda: not voice._is_saying)
    assert "end" not in voice.heard
    voice.say("One more sentence that is replaced by another.", "en", 0)
    voice.say("Short.", "en", 0)
    wait_until(lambda: "end" in voice.heard)
    assert voice.heard[-2:] == [(0, 5), "end"]


@pytest.mark.qt_log_ignore('plug-in "none-of-these" is not supported')
def test_an_engine_that_does_not_exist_is_told(qapp):
    made, lacks = Voice(), []
    made.lacks.connect(lacks.append)
    made.begin("none-of-these")
    wait_until(lambda: lacks != [])
    assert lacks == ["engine"]
    assert made._thread is None
