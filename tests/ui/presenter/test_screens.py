"""Screens: surely separate or not, and every change told."""

from __future__ import annotations

import ctypes

import pytest
from each import each
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication

from familyguide.ui.presenter import xserver
from familyguide.ui.presenter.screens import Screens, are_alike, are_separate
from familyguide.ui.presenter.xserver import XServer


def told_by_system(name, screen):
    getattr(QGuiApplication.instance(), name).emit(screen)


def rects(*corners):
    return [QRect(x, y, width, height) for x, y, width, height in corners]


@pytest.mark.parametrize(
    ("laid", "separate"),
    [
        ([], False),
        ([(0, 0, 1280, 800)], False),
        ([(0, 0, 1280, 800), (1280, 0, 1280, 800)], True),
        ([(0, 0, 1280, 800), (-1024, 0, 1024, 768)], True),
        ([(0, 0, 1280, 800), (0, 800, 1920, 1080)], True),
        # The same screen twice, in one size or two.
        ([(0, 0, 1280, 800), (0, 0, 1280, 800)], False),
        ([(0, 0, 1280, 800), (0, 0, 1024, 768)], False),
        # A part of it.
        ([(0, 0, 1280, 800), (1279, 0, 1280, 800)], False),
        # Two apart, and a third that shows what one of them shows.
        ([(0, 0, 1280, 800), (1280, 0, 1280, 800), (1280, 0, 1280, 800)], False),
        ([(0, 0, 1280, 800), (1280, 0, 1280, 800), (2560, 0, 1280, 800)], True),
        # One that is off.
        ([(0, 0, 1280, 800), (1280, 0, 0, 0)], False),
    ],
)
def test_screens_are_separate_where_no_two_show_the_same(laid, separate):
    assert are_separate(rects(*laid)) is separate


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ([(1280, 0, 1280, 800), (0, 0, 1280, 800)], True),
        ([(0, 0, 1280, 800), (1281, 0, 1279, 800)], True),
        ([(0, 0, 1280, 800), (0, 0, 1280, 800)], False),
        ([(0, 0, 1280, 800)], False),
        ([(0, 0, 1280, 800), (1280, 0, 1280, 720)], False),
    ],
)
def test_two_accounts_of_the_screens_are_compared_by_place(other, alike):
    assert are_alike(rects((0, 0, 1280, 800), (1280, 0, 1280, 800)), rects(*other)) is alike


def test_one_screen_is_one(qapp):
    screens = Screens()
    assert screens.state == "one"
    assert screens.are_separate is False
    assert [place.letter for place in screens.places()] == ["A"]
    assert screens.still_there(screens.places()[0])
    assert not screens.still_there(screens.places()[0]._replace(rect=QRect(5, 5, 10, 10)))


@pytest.mark.parametrize(
    "told",
    [
        lambda screen: screen.geometryChanged.emit(QRect(0, 0, 640, 480)),
        lambda screen: screen.virtualGeometryChanged.emit(QRect(0, 0, 640, 480)),
        lambda screen: screen.orientationChanged.emit(Qt.ScreenOrientation.PortraitOrientation),
        lambda screen: told_by_system("screenAdded", screen),
        lambda screen: told_by_system("screenRemoved", screen),
        lambda screen: told_by_system("primaryScreenChanged", screen),
    ],
    ids=["geometry", "desktop", "turned", "added", "removed", "primary"],
)
def test_every_change_that_the_system_tells_is_told_at_once(qapp, told):
    screens = Screens()
    heard = []
    screens.changed.connect(lambda: heard.append(True))
    told(QGuiApplication.primaryScreen())
    assert heard


def test_a_window_lies_on_a_screen_only_if_it_lies_there_whole(qapp):
    screens = Screens()
    place = screens.places()[0]
    inside = place.rect.adjusted(10, 10, -10, -10)
    assert screens.holds(place, place.screen, inside)
    assert not screens.holds(place, place.screen, inside.translated(place.rect.width() // 2, 0))
    assert not screens.holds(place, None, inside)


def test_a_server_that_cannot_be_asked_knows_nothing(monkeypatch, qapp):
    monkeypatch.setenv("DISPLAY", ":4097")
    server = XServer()
    assert server.monitors() is None
    server.close()
    assert server.monitors() is None


@each("kind, is_of_screens", [(34, False), (34 | 0x80, False), (89, True), (90, True), (0, True)])
def test_a_remote_that_is_plugged_in_is_no_change_of_the_screens(kind, is_of_screens):
    event = (ctypes.c_uint8 * 32)(kind)
    assert xserver.is_of_screens(ctypes.addressof(event)) is is_of_screens
