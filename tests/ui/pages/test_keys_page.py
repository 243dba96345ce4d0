"""The page of keys tells every key that does something, and each does what it says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from each import each
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from familyguide.guide.model import LANGUAGES
from familyguide.services import shortcuts
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.services.shortcuts import LEAVE, MOVE, SESSION, WINDOW
from familyguide.services.texts import Texts
from familyguide.ui.pages.keyboard import KeyCap, KeyWords
from familyguide.ui.presenter.keys import _KEYS, _WISHES

UI = Path(shortcuts.__file__).parents[1] / "ui"
LOOKS = [
    {"language": "fr"},
    {"language": "en", "theme": "dark"},
    {"language": "en", "scale": 200, "size": (900, 600), "theme": "contrast"},
    {"language": "fr", "scale": 200, "size": (900, 600)},
]


def pressed(someone, key):
    combination = QKeySequence(key)[0]
    someone.strike(combination.key(), combination.keyboardModifiers())


def told(someone, hands):
    return [hands.name_of(keys) for keys in someone.all_of(KeyWords, someone.page)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_opened_by_f1_and_tells_every_key(person, hands, language):
    someone = person(language=language)
    someone.strike(Qt.Key.Key_F1)
    assert someone.route == Route("keyboard")
    texts = Texts(language)
    every = (LEAVE, *WINDOW, *MOVE, *SESSION)
    assert told(someone, hands) == [shortcuts.spoken(one, texts) for one in every]
    shown = someone.words(someone.page)
    assert all(texts(f"keyboard.{one.id}") in shown for one in every)


def test_keys_are_named_as_they_are_written_in_each_language():
    french, english = Texts("fr"), Texts("en")
    by_id = {one.id: one for one in (LEAVE, *WINDOW, *MOVE, *SESSION)}
    assert shortcuts.spoken(by_id["previous-part"], french) == "Maj et F6"
    assert shortcuts.spoken(by_id["previous-part"], english) == "Shift and F6"
    assert shortcuts.spoken(LEAVE, french) == "Maj, trois fois"
    assert shortcuts.spoken(by_id["larger"], english) == "Ctrl and + or Ctrl and ="
    assert shortcuts.spoken(by_id["close"], french) == "Échap"
    assert shortcuts.spoken(by_id["scroll"], french) == "Flèche haut ou Flèche bas ou Page haut ou Page bas"


def test_a_mac_has_its_own_names_and_ways_back(monkeypatch):
    monkeypatch.setattr(shortcuts.sys, "platform", "darwin")
    by_id = {one.id: one for one in WINDOW}
    assert shortcuts.spoken(by_id["back"], Texts("en")) == "Cmd and ["
    assert shortcuts.spoken(by_id["search"], Texts("fr")) == "Cmd et F"


def test_a_public_pc_tells_nothing_of_sessions(person, hands):
    someone = person(rules=effective(None, None, Flags(kiosk=True)))
    someone.go("keyboard")
    assert len(told(someone, hands)) == 1 + len(WINDOW) + len(MOVE)


def test_a_shortcut_that_was_switched_off_says_so(person):
    someone = person(language="en", shift_leaves=False)
    someone.go("keyboard")
    assert someone.texts("keyboard.leave.off") in someone.words(someone.page)


@each("wishes", LOOKS)
def test_the_page_is_without_fault(person, hands, wishes):
    someone = person(**wishes)
    someone.go("keyboard")
    for name in ("cut off", "badly named", "unheard headings", "small targets"):
        assert list(hands.FAULTS[name](someone)) == []
    # Drawn keys are silent: a screen reader says them once, in words.
    drawn = someone.all_of(KeyCap, someone.page)
    assert {cap.text() for cap in drawn} >= {"F6", "Ctrl", "F1"}
    assert [hands.name_of(cap) for cap in drawn if hands.name_of(cap)] == []


# That the table is true.


def test_the_window_answers_the_table_and_nothing_else(person):
    someone = person()
    made = sorted(found.key().toString() for found in someone.window.findChildren(QShortcut))
    assert made == sorted(key for one in WINDOW for key in one.here)


def test_no_other_code_declares_a_shortcut():
    named = ("QShortcut", "setShortcut", "setShortcuts")
    found = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "attr", getattr(node, "id", ""))
            if name in named:
                found.add(path.name)
    assert found == {"keys.py"}


def test_both_views_of_a_session_answer_the_table():
    assert {one.id for one in SESSION} == set(_WISHES)
    keys = {QKeySequence(key)[0].key() for one in SESSION for key in one.here}
    assert set(_KEYS) == keys | {Qt.Key.Key_Enter}


def test_no_key_belongs_to_assistive_technology():
    """Theirs hold Insert, Caps Lock, the Windows key, or Ctrl with Alt; a bare letter is one of their own."""
    for one in (*WINDOW, *MOVE):
        for key in (*one.keys, *one.mac):
            combination = QKeySequence(key)[0]
            held = combination.keyboardModifiers()
            assert combination.key() not in (Qt.Key.Key_Insert, Qt.Key.Key_CapsLock)
            assert not held & Qt.KeyboardModifier.MetaModifier
            both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            assert held & both != both
            is_bare_letter = not held and 0x20 < combination.key() < 0x7F
            assert not is_bare_letter, key


def test_each_key_does_what_the_page_says(person, hands):
    someone = person()
    window, choices = someone.window, someone.window.context.service
    done = []

    def look(name):
        return {
            "next-part": lambda: window.strip.isAncestorOf(QApplication.focusWidget()),
            "previous-part": lambda: window.page.isAncestorOf(QApplication.focusWidget()),
            "outline": lambda: someone.has("OutlinePanel"),
            "search": lambda: QApplication.focusWidget() is window.top.search,
            "back": lambda: someone.route == Route("home"),
            "forward": lambda: someone.route == Route("plan", "disclosure"),
            "larger": lambda: choices.now.scale == 125,
            "smaller": lambda: choices.now.scale == 100,
            "help": lambda: someone.route == Route("keyboard"),
        }[name]()

    someone.go("plan", "disclosure")
    for one in WINDOW:
        for number, key in enumerate(one.here):
            if number:
                choices.change(scale=100)
                hands.settle()
            pressed(someone, key)
            assert look(one.id), (one.id, key)
            done.append(one.id)
    assert set(done) == {one.id for one in WINDOW}


def test_the_keys_of_every_program_work_here(person):
    someone = person()
    page = someone.go("plan", "disclosure")
    bar = page.verticalScrollBar()
    for key, step in (("Down", 1), ("PgDown", 1), ("Up", -1), ("PgUp", -1)):
        before = bar.value()
        pressed(someone, key)
        assert (bar.value() - before) * step > 0, key
    pressed(someone, "Tab")
    first = QApplication.focusWidget()
    pressed(someone, "Tab")
    assert QApplication.focusWidget() is not first
    pressed(someone, "Shift+Tab")
    assert QApplication.focusWidget() is first
    for key in ("Space", "Return"):
        someone.go("home")
        someone.reach("Rail-todo")
        pressed(someone, key)
        assert someone.route == Route("todo"), key
    someone.press("ReadingButton")
    pressed(someone, "Esc")
    assert not someone.has("ReadingPanel")
    assert someone.window.isVisible()
