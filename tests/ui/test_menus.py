"""The menu of a right click on words: in the reader's language at home, none in a guest's visit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu

from familyguide.services.navigation import Route

WORDS = {"fr": "Tout sélectionner", "en": "Select All"}


def right_click(widget, hands):
    """Ask for the menu of a widget; gives the words of the menu that opened."""
    at = QPoint(widget.width() // 2, widget.height() // 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    menus = [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]
    words = [action.text().split("\t")[0].replace("&", "") for menu in menus for action in menu.actions()]
    for menu in menus:
        menu.close()
    hands.settle()
    return words


def asked(someone):
    """Name the fields and texts with a menu of their own: search, a word, and what can be selected."""
    yield someone.go("home").window().findChild(QLineEdit, "SearchField")
    yield someone.go("understand").findChild(QLineEdit, "FindWord")
    page = someone.go(Route("article", "live-streamed-abuse"))
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    yield next(label for label in page.findChildren(QLabel) if label.textInteractionFlags() & selectable)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_at_home_the_menu_speaks_the_readers_language(person, hands, language):
    for widget in asked(person(language=language)):
        assert WORDS[language] in right_click(widget, hands)


def test_after_the_language_was_switched_the_menu_follows(person, hands):
    someone = person(language="fr")
    for language in ("en", "fr"):
        someone.press("LanguageButton")
        assert WORDS[language] in right_click(someone.find("SearchField"), hands)


def test_a_guest_finds_no_menu(person, hands):
    for widget in asked(person(guest=True)):
        assert right_click(widget, hands) == []


def test_with_large_text_the_page_with_the_search_field_does_the_same(person, hands):
    for guest in (False, True):
        someone = person(guest=guest, scale=200, size=(900, 600))
        someone.go("search", "")
        assert bool(right_click(someone.find("SearchField"), hands)) is not guest


def test_nothing_typed_is_predicted(person):
    for number, widget in enumerate(asked(person())):
        if number == 2:
            break
        hints = widget.inputMethodHints()
        assert hints & Qt.InputMethodHint.ImhNoPredictiveText
        assert hints & Qt.InputMethodHint.ImhSensitiveData
