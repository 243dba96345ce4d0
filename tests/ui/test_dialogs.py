"""Links and our own small dialogs: only registered addresses open, and a guest is asked once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

from familyguide.services.links import domain_of
from familyguide.services.navigation import Route


@pytest.fixture
def address(library):
    return sorted(library.addresses)[0]


def when_asked(act):
    """Do something with the dialog that is about to open; gives the list of dialogs seen."""
    seen = []

    def look():
        QApplication.processEvents()
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        seen.extend(shown)
        for dialog in shown:
            act(dialog)

    QTimer.singleShot(0, look)
    return seen


def web_buttons(someone):
    return [b for b in someone.pressable(someone.page) if str(getattr(b, "value", "")).startswith("http")]


@pytest.mark.parametrize(
    "route",
    [
        Route("help", "report-content"),
        Route("help", "remove-image"),
        Route("checklist", "discord"),
        Route("plan", "disclosure"),
        Route("article", "live-streamed-abuse"),
    ],
    ids=lambda route: f"{route.page}-{route.item}",
)
def test_every_web_button_opens_a_registered_address_whose_domain_it_names(person, library, browser, route):
    someone = person(shown=False)
    page = someone.go(route)
    for fold in page.folds.values():
        fold.open()
    buttons = web_buttons(someone)
    assert buttons
    for button in buttons:
        browser.opened.clear()
        button.click()
        assert browser.opened == [button.value]
        assert button.value in library.addresses
        assert button.value.startswith("https://")
        assert domain_of(button.value) in button.text()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda good: good + "/",
        lambda good: good + "?q=1",
        lambda good: good.upper(),
        lambda good: good.replace("https://", "http://"),
        lambda good: good.replace("https://", "https://someone@"),
        lambda _good: "https://example.org/",
        lambda _good: "file:///etc/hostname",
        lambda _good: "javascript:alert(1)",
        lambda _good: "tel:119",
        lambda _good: "",
    ],
    ids=["slash", "query", "capitals", "http", "user", "unknown", "file", "script", "tel", "empty"],
)
def test_an_unregistered_address_is_refused_with_a_sentence(person, browser, address, wrong):
    someone = person()
    someone.page.open_link.emit(wrong(address))
    assert browser.opened == []
    assert someone.texts("link.refused") in someone.words()
    assert someone.whole(someone.window.notice)


def test_when_the_browser_does_not_open_the_address_is_told(person, address, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    someone = person(language="en", size=(900, 600))
    someone.window.open_link(address)
    assert someone.texts("link.failed", address=address) in someone.words()
    assert someone.whole(someone.window.notice)


def test_a_guest_is_asked_once_per_visit(person, browser, address):
    someone = person(guest=True)
    seen = when_asked(lambda dialog: dialog.findChild(object, "OpenLink").click())
    someone.window.open_link(address)
    assert len(seen) == 1
    assert browser.opened == [address]
    again = when_asked(QDialog.reject)
    someone.window.open_link(address)
    assert again == []
    assert browser.opened == [address, address]
    next_one = person(guest=True)
    seen = when_asked(QDialog.reject)
    next_one.window.open_link(address)
    assert len(seen) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_staying_is_what_esc_and_the_first_button_mean(person, browser, address, key):
    someone = person(guest=True)
    seen = when_asked(lambda dialog: QTest.keyClick(dialog.focusWidget(), key))
    someone.window.open_link(address)
    assert len(seen) == 1
    assert browser.opened == []
    assert someone.window.isVisible()
    asked_again = when_asked(QDialog.reject)
    someone.window.open_link(address)
    assert len(asked_again) == 1


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_question_names_the_domain_and_fits(person, hands, address, language, wishes):
    someone = person(guest=True, language=language, **wishes)
    texts, faults = [], []

    def look(dialog):
        hands.settle()
        texts.append(someone.words(dialog))
        texts.append(dialog.windowTitle())
        for label in dialog.findChildren(hands.QLabel):
            if label.height() < label.heightForWidth(label.width()):
                faults.append(hands.told(label))
        for button in dialog.findChildren(hands.QPushButton):
            if button.width() < button.sizeHint().width() or button.height() < 40:
                faults.append(hands.told(button))
        if dialog.width() > someone.window.width() or dialog.height() > someone.window.height():
            faults.append(hands.told(dialog))
        dialog.reject()

    when_asked(look)
    someone.window.open_link(address)
    assert domain_of(address) in texts[0]
    assert texts[1] == someone.texts("app.name")
    assert faults == []


def test_an_answered_question_is_not_kept(person, address):
    someone = person(guest=True)
    for _ in range(3):
        when_asked(QDialog.reject)
        someone.window.open_link(address)
    assert someone.window.findChildren(QDialog) == []


def test_a_guest_never_meets_a_system_dialog(person, kinds_of_page, monkeypatch):
    opened = []
    for kind in (QFileDialog, QMessageBox):
        monkeypatch.setattr(kind, "__init__", lambda *_args, kind=kind, **_kwargs: opened.append(kind))
    someone = person(guest=True, shown=False)
    for route in kinds_of_page:
        someone.go(route)
        for button in someone.pressable(someone.page):
            if button.objectName().startswith(("Fold-", "Copy-", "Qr-", "State-")):
                button.click()
    assert opened == []
