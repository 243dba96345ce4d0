"""Real windows over the real content, compiled once."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from each import some
from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QApplication

from familyguide.guide.library import Library
from familyguide.guide.names import LANGUAGES
from familyguide.services import texts as texts_module
from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.services.directory import Directory
from familyguide.services.rules import Flags, effective
from familyguide.ui import accessible, notice, printers
from familyguide.ui.aloud import offer, speaks
from familyguide.ui.aloud import voice as voices
from familyguide.ui.context import Context
from familyguide.ui.theme.apply import apply, load_fonts
from familyguide.ui.window import Window

sys.path.insert(0, str(Path(__file__).parent))

import office as at_the_printer
import person as at_the_window
import speaker as at_the_speaker

# A Tuesday morning outside every holiday: offices answer.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items):
    """The offscreen platform warns of every window with a smallest size, and of menus; real ones do not."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            unknown = "does not support (propagateSizeHints|raise|grabbing)"
            item.add_marker(pytest.mark.qt_log_ignore(unknown))


class Browser(QObject):
    """Stands where the system browser would be; notes what it is asked to open."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot("QUrl")
    def open(self, url):
        self.opened.append(url.toString())


@pytest.fixture(scope="session")
def library(real_file):
    library = Library.open(real_file)
    yield library
    library.close()


@pytest.fixture(scope="session")
def directory(library):
    return Directory(library)


@pytest.fixture(scope="session")
def dressed(qapp):
    """The application with our fonts and roles."""
    qapp.setStyle("Fusion")
    load_fonts()
    accessible.install()
    return qapp


@pytest.fixture(scope="session")
def no_browser(qapp):
    """No test ever opens a real browser, mail program or phone."""
    stand_in = Browser()
    schemes = ("https", "http", "file", "mailto", "tel", "sms")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, stand_in, "open")
    yield stand_in
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture(autouse=True)
def browser(no_browser):
    """What the browser was asked to open in this test."""
    no_browser.opened.clear()
    return no_browser


@pytest.fixture(autouse=True)
def office(monkeypatch):
    """No test ever asks a real printer; what is printed lies in office.tray."""
    made = at_the_printer.Office()
    monkeypatch.setattr(printers, "printers_here", lambda: made)
    return made


@pytest.fixture(autouse=True)
def silence(monkeypatch):
    """No test ever makes a sound, whatever voice this computer has; `engine` gives one that only listens."""

    def lacking(name):
        raise ImportError(name)

    monkeypatch.setattr(voices, "import_module", lacking)


@pytest.fixture
def announced(monkeypatch):
    """What a screen reader was asked to say, in order."""
    said, say = [], notice.say

    def note(widget, sentence):
        said.append(sentence)
        say(widget, sentence)

    monkeypatch.setattr(notice, "say", note)
    return said


@pytest.fixture(autouse=True)
def nothing_left(request, browser):
    """A window or a timer that outlives its test fails it."""
    hook = sys.excepthook
    yield
    sys.excepthook = hook
    if not {"window", "qtbot", "walk"} & set(request.fixturenames):
        return
    at_the_window.settle()
    windows = [repr(widget) for widget in QApplication.topLevelWidgets() if not widget.parent()]
    timers = [
        repr(timer)
        for timer in shiboken6.getAllValidWrappers()
        if isinstance(timer, QTimer) and timer.isActive()
    ]
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    at_the_window.settle()
    assert windows == []
    assert timers == []


def make(
    library,
    qapp,
    *,
    size=(1280, 800),
    guest=False,
    rules=None,
    now=NOW,
    shown=True,
    finished=True,
    **choices,
):
    """Make a real window for some choices; at home, French, France, light unless told otherwise."""
    rules = rules or effective(None, None, Flags(guest=guest))
    chosen = Choices(**{"language": "fr", "country": "FR", "theme": "light"} | choices)
    service = ChoicesService(MemoryStore(chosen))
    context = Context(
        library,
        service,
        apply(qapp, chosen, public=rules.mode == "public-pc"),
        rules=rules,
        clock=lambda: now,
    )
    with at_the_window.room_for(size):
        window = Window(context)
    if finished:
        # What waits for the first paint is there before the test begins.
        window.finish()
    if shown:
        window.show()
        window.activateWindow()
    else:
        # Qt tells a window its size when it is shown; one that never is must hear it too.
        QApplication.sendEvent(window, QResizeEvent(window.size(), QSize()))
    if finished:
        at_the_window.settle()
    return window


def put_away(window):
    """Close a window for good."""
    if shiboken6.isValid(window):
        window.close()
        window.deleteLater()
    at_the_window.settle()


@pytest.fixture
def window(dressed, library):
    """Make a real window: window(language="en", scale=200, size=(900, 600)); the one before it goes."""
    made = []

    def factory(*, library=library, **wishes):
        if made:
            put_away(made.pop())
        made.append(make(library, dressed, **wishes))
        return made[-1]

    yield factory
    if made:
        put_away(made.pop())


@pytest.fixture(scope="module")
def one_window(dressed, library, no_browser):
    """One window for many tests of a module, French and at home; each puts back what it changed."""
    made = make(library, dressed)
    yield made
    put_away(made)


@pytest.fixture
def engine(monkeypatch):
    """The kind of voice this computer has; `made` holds those that were asked for."""
    kind = type("Here", (at_the_speaker.Engine,), {})
    at_the_speaker.Engine.made.clear()
    monkeypatch.setattr(voices, "import_module", lambda _name: SimpleNamespace(QTextToSpeech=kind))
    for module in (offer, speaks):
        monkeypatch.setattr(module, "is_installed", lambda: True)
    return kind


@pytest.fixture
def person(window):
    """Sit someone at a new window: person(language="en")."""
    return lambda **wishes: at_the_window.Person(window(**wishes))


@pytest.fixture
def unpainted(person):
    """Sit someone at a window that is never painted: half the time, where words and presses are all."""
    return lambda **wishes: person(shown=False, **wishes)


@pytest.fixture(scope="session")
def hands():
    """The helpers of person.py, for tests that need more than a person."""
    return at_the_window


@pytest.fixture(scope="session")
def every_route(library):
    return at_the_window.every_route(library, "FR")


@pytest.fixture(scope="session")
def sample_routes(library):
    return at_the_window.sample_routes(library, "FR")


def stretch(catalogue):
    """Make every word half as long again, and mark the ends of every text."""

    def longer(word):
        return word if "{" in word else word + "~" * (len(word) // 2)

    return {key: f"[{' '.join(map(longer, text.split(' ')))}]" for key, text in catalogue.items()}


@pytest.fixture(scope="session")
def kinds_of_page(every_route):
    """One route of each kind of page."""
    return list({route.page: route for route in reversed(every_route)}.values())


# Which windows are walked through: by one page of each kind and a part of the others, or by a part of the
# kinds; nothing of it is left out in `prove every_page`.
VIEWS = {
    "fr 1280x800 100 %": ({"language": "fr"}, "a quarter of the others too"),
    "en 900x600 200 %": ({"language": "en", "scale": 200, "size": (900, 600)}, "another quarter"),
    "en 1280x800 100 % dark": ({"language": "en", "theme": "dark"}, "half"),
    "fr 900x600 200 % contrast": (
        {"language": "fr", "scale": 200, "size": (900, 600), "theme": "contrast"},
        "sample",
    ),
    "stretched fr 1280x800 100 %": ({"language": "fr"}, "half"),
    "stretched en 900x600 200 %": ({"language": "en", "scale": 200, "size": (900, 600)}, "other half"),
}


@pytest.fixture(scope="session")
def walk(dressed, library, no_browser, every_route, sample_routes):
    """Walk through a view once: gives, for each kind of fault, what was found on which page."""
    walked = {}

    def through(view):
        if view not in walked:
            wishes, which = VIEWS[view]
            routes = routes_of(which, every_route, sample_routes)
            with pytest.MonkeyPatch.context() as patch:
                if view.startswith("stretched"):
                    stretched = {name: stretch(texts_module._catalogue(name)) for name in LANGUAGES}
                    patch.setattr(texts_module, "_catalogue", stretched.__getitem__)
                no_browser.opened.clear()
                stranger = ("broken", "cut off") if view.startswith("stretched") else None
                window = make(library, dressed, apps=("discord", "roblox"), **wishes)
                walked[view] = faults_of(window, routes, stranger)
                walked[view]["opened by itself"] = list(no_browser.opened)
        return walked[view]

    return through


def routes_of(which, every_route, sample_routes):
    """Give the pages of a walk: one of each kind, or half of these, or a quarter of the others too."""
    if which == "sample":
        return sample_routes
    if "half" in which:
        return some(sample_routes, -(-len(sample_routes) // 2), turn=which == "other half")
    others = [route for route in every_route if route not in sample_routes]
    return [*sample_routes, *some(others, -(-len(others) // 4), turn=which == "another quarter")]


def faults_of(window, routes, wanted=None):
    """Visit routes in one window and note every fault, or the wanted ones, each with its pages."""
    someone = at_the_window.Person(window)
    least = 7 if window.context.choices.theme == "contrast" else 4.5
    found = {name: {} for name in ("broken", *at_the_window.FAULTS, "pale", "leave moved")}
    places = set()

    def note(name, fault, route):
        found[name].setdefault(fault, []).append(" ".join(filter(None, (route.page, route.item, route.part))))

    try:
        for route in routes:
            try:
                someone.go(route)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other pages are still looked at
                note("broken", repr(error), route)
                continue
            leave = someone.find("LeaveButton")
            places.add(at_the_window.place(leave, window).getRect())
            if len(places) > 1:
                note("leave moved", f"Leave now stands at {places}", route)
            for name, look in at_the_window.FAULTS.items():
                for fault in look(someone) if wanted is None or name in wanted else ():
                    note(name, fault, route)
            for fault in at_the_window.pale(someone, least) if wanted is None else ():
                note("pale", fault, route)
    finally:
        put_away(window)
    return {
        name: [f"{fault} (on {pages[0]}, {len(pages)} in all)" for fault, pages in faults.items()]
        for name, faults in found.items()
    }
