"""Idleness on a public PC: a calm question, no limit to answering it, and an end when nobody is there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from familyguide.ui.public.idle import HOLD_MINUTES, WARNING_SECONDS, IdleWatch


class Time:
    """A clock that goes when it is told, and rings as the timer would."""

    def __init__(self):
        self.now = 1000.0
        self.watch = None
        self.heard = []

    def __call__(self):
        return self.now

    def go(self, seconds):
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + 1)
            if self.watch._timer.isActive():
                self.watch.look()


@pytest.fixture
def clock(qapp):
    time = Time()
    time.watch = IdleWatch(5, clock=time)
    for name in ("warned", "over"):
        getattr(time.watch, name).connect(lambda name=name: time.heard.append(name))
    time.watch.came_back.connect(lambda _key: time.heard.append("back"))
    time.watch.begin()
    yield time
    time.watch.stop()


def press(watch, key=Qt.Key.Key_A):
    return watch.eventFilter(watch, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "a"))


def move(watch, x):
    at = QPointF(x, 0)
    nothing = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, at, nothing, nothing, Qt.KeyboardModifier.NoModifier)
    return watch.eventFilter(watch, event)


def test_five_minutes_a_question_half_a_minute_and_the_end(clock):
    clock.go(5 * 60 - 1)
    assert clock.heard == []
    clock.go(1)
    assert clock.heard == ["warned"]
    clock.go(WARNING_SECONDS - 1)
    assert clock.heard == ["warned"]
    clock.go(1)
    assert clock.heard == ["warned", "over"]
    clock.go(3600)
    assert clock.heard == ["warned", "over"]


def test_any_key_answers_without_limit(clock):
    for _ in range(30):
        clock.go(5 * 60 + WARNING_SECONDS - 1)
        press(clock.watch)
    assert "over" not in clock.heard
    assert clock.heard.count("back") == 30


def test_a_held_page_stands_twenty_minutes(clock):
    clock.watch.hold()
    press(clock.watch)
    clock.go(HOLD_MINUTES * 60 - 1)
    assert clock.heard == []
    clock.go(1)
    assert clock.heard == ["warned"]


def test_a_hand_on_its_way_to_the_question_keeps_it_open(clock):
    clock.go(5 * 60)
    for x in range(0, 2000, 100):
        clock.go(10)
        move(clock.watch, x)
    assert clock.heard == ["warned"]


def test_a_trembling_mouse_is_nobody(clock):
    move(clock.watch, 0)
    for second in range(5 * 60 + WARNING_SECONDS):
        clock.go(1)
        move(clock.watch, second % 2 * 3)
    assert clock.heard == ["warned", "over"]


def test_no_event_is_swallowed(clock):
    keys = (Qt.Key.Key_A, Qt.Key.Key_Meta, Qt.Key.Key_Insert, Qt.Key.Key_CapsLock, Qt.Key.Key_F5)
    assert [press(clock.watch, key) for key in keys] == [False] * len(keys)
    assert move(clock.watch, 500) is False


@pytest.mark.parametrize("minutes", [2, 20])
def test_the_policy_sets_the_minutes(qapp, minutes):
    time = Time()
    time.watch = IdleWatch(minutes, clock=time)
    time.watch.warned.connect(lambda: time.heard.append("warned"))
    time.watch.begin()
    time.go(minutes * 60 - 1)
    assert time.heard == []
    time.go(1)
    assert time.heard == ["warned"]
    time.watch.stop()


def test_the_real_timer_rings(qapp, qtbot):
    watch = IdleWatch(5)
    watch._rest = 0.02
    with qtbot.waitSignal(watch.warned, timeout=2000):
        watch.begin()
    watch.stop()
