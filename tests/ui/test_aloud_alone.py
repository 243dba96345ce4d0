"""Reading aloud where the window itself goes, shrinks or belongs to a public PC."""

from __future__ import annotations

import time

import pytest
from person import place
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from speaker import PLAN, Listener

from familyguide.services.rules import Rules
from familyguide.services.visit import Visit
from familyguide.ui.aloud import reader
from familyguide.ui.public.lock import PublicPc


@pytest.fixture
def listener(window, engine):
    return lambda **wishes: Listener(window(**wishes))


def test_what_is_read_comes_into_view_and_stays_there(listener):
    someone = listener(size=(900, 600), scale=200)
    someone.listen()
    for _ in range(25):
        someone.hear_on()
        light, view = someone.aloud._light, someone.page.viewport()
        at = light.place().translated(light.mapTo(view, QPoint(0, 0)))
        assert at.top() >= 0
        assert at.bottom() <= view.height() or at.height() > view.height() // 2
    assert someone.page.verticalScrollBar().value() > 0


def test_closed_parts_are_said_to_be_closed_and_left_out(listener):
    someone = listener(size=(900, 600), scale=200, language="en")
    someone.listen()
    someone.hear_on(16)
    assert "This part is closed." in someone.engine.said
    assert not any(text.startswith("Sit at their level") for text in someone.engine.said)


def test_leave_now_empties_the_screen_at_once_while_an_engine_blocks(listener, engine):
    engine.takes = 0.6
    someone = listener()
    someone.go(PLAN)
    someone.press("ListenPage")
    gone = []
    someone.window.lock(lambda: (someone.window.hide(), gone.append(time.monotonic())))
    began = time.monotonic()
    someone.window.leave()
    assert gone[0] - began < 0.1
    assert someone.engine.said == []
    assert someone.aloud.voice._thread is None


def test_leave_now_stops_the_voice_before_anything_else(listener):
    someone = listener()
    someone.listen()
    was_reading = []
    someone.window.lock(lambda: was_reading.append(someone.aloud.is_reading))
    someone.window.leave()
    assert was_reading == [False]
    assert someone.aloud.bar is None


def test_closing_the_window_lets_the_engine_go(listener):
    someone = listener()
    someone.listen()
    thread = someone.aloud.voice._thread
    someone.window.close()
    assert thread.isFinished()


def test_listening_counts_as_being_there_and_a_warning_stops_the_voice(listener, monkeypatch):
    monkeypatch.setattr(reader, "speech_is_started", lambda: True)
    someone = listener(rules=Rules(mode="public-pc", links="qr", printing="off", read_aloud=True))
    pc = PublicPc(someone.window, Visit(is_alone=True))
    someone.window.show()
    try:
        pc._begin("fr")
        someone.listen(asked="AloudYes")
        pc.idle._clock = lambda: 1_000_000.0
        someone.hear_on()
        assert pc.idle._until == 1_000_000.0 + 5 * 60
        pc.idle.warned.emit()
        assert not someone.aloud.is_reading
        someone.quiet()
    finally:
        pc.idle.stop()
        someone.window._clear_screen = None


def test_in_a_small_window_the_chosen_speed_is_seen_when_its_options_open(listener):
    for language in ("fr", "en"):
        someone = listener(language=language, size=(900, 600), scale=200)
        someone.press("ReadingButton")
        someone.press("ShowVoices")
        chosen = someone.find("Speed-0")
        assert chosen.hasFocus()
        panel = someone.find("ReadingPanel")
        assert panel.rect().contains(place(chosen, panel))


def test_in_a_small_window_the_button_takes_no_line_from_the_page(listener):
    someone = listener(size=(900, 600), scale=200)
    beside = []
    for row in someone.window.context.library.rows("plan"):
        page = someone.go("plan", row.id)
        title, button = page.title_label, page.findChild(QWidget, "ListenPage")
        beside.append(button is not None)
        alone = title.heightForWidth(page.body.inner(page.viewport().width()))
        assert title.height() <= max(alone, button.height() if button else 0), row.id
    assert True in beside
    assert False in beside
