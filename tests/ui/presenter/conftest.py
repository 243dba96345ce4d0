"""A session in a real window, with screens that can be added, mirrored and pulled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from familyguide.services import session
from familyguide.ui.presenter.keys import Wish
from familyguide.ui.presenter.run import Presenter
from familyguide.ui.presenter.screens import Place, Screens, are_separate

LEFT, RIGHT = (0, 0, 1280, 800), (1280, 0, 1280, 800)


class Layout(Screens):
    """Screens as a test lays them; windows lie where they were put unless told otherwise."""

    def __init__(self, *rects):
        super().__init__()
        self.rects = [QRect(*rect) for rect in rects]
        self.lies_there = True

    def lay(self, *rects):
        """Change the screens, as the system would."""
        self.rects = [QRect(*rect) for rect in rects]
        self.changed.emit()

    def places(self):
        primary = QGuiApplication.primaryScreen()
        return tuple(
            Place(letter, primary, QRect(rect)) for letter, rect in zip("ABCD", self.rects, strict=False)
        )

    @property
    def state(self):
        if len(self.rects) < 2:
            return "one"
        return "separate" if are_separate(self.rects) else "mirrored"

    def holds(self, _place, _screen, _window):
        return self.lies_there


class Clock:
    """Goes when it is told."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Run:
    """A session that runs, and who runs it."""

    def __init__(self, window, plan, screens, hands):
        self.window = window
        self.screens = screens
        self.clock = Clock()
        self.hands = hands
        self.told = []
        self.presenter = Presenter(window, plan, screens=screens, clock=self.clock)
        for name in ("closed", "take_home", "print_notes"):
            getattr(self.presenter, name).connect(lambda *_what, name=name: self.told.append(name))

    @property
    def shared(self):
        return self.presenter.shared

    @property
    def worker(self):
        return self.presenter.worker

    @property
    def deck(self):
        return self.presenter.deck

    def begin(self, mine=None, size=(1280, 800)):
        """Start without the questions; `mine` is the letter of the worker's screen."""
        place = next((place for place in self.screens.places() if place.letter == mine), None)
        self.presenter.begin(self.presenter.plan, place)
        self.settle()
        self.resize(*size)
        return self

    def resize(self, width, height):
        self.shared.setWindowState(Qt.WindowState.WindowNoState)
        self.shared.resize(width, height)
        self.settle()

    def settle(self):
        self.hands.settle()

    def wish(self, *wishes):
        for wish in wishes:
            self.presenter.do(wish)
            self.settle()

    def go(self, kind):
        """Go to the first slide of a kind, or to the end."""
        at = next(
            at
            for at, step in enumerate(self.deck.steps)
            if (step.slide.kind if step.slide is not None else "end") == kind
        )
        self.presenter._mode = "show"
        self.presenter._go(at - self.deck.at)
        self.settle()

    def press(self, key, widget=None):
        """Press a key where the keyboard is."""
        QTest.keyClick(widget or self.shared.focusWidget() or self.shared, key)
        self.settle()

    def find(self, wish, view=None):
        """Give a control by its wish or name."""
        name = f"Wish-{wish.name.lower()}" if isinstance(wish, Wish) else wish
        found = [one for one in (view or self.shared).findChildren(QWidget, name) if one.isVisible()]
        assert found, f"{name} is not shown"
        return found[0]

    def has(self, wish, view=None):
        name = f"Wish-{wish.name.lower()}" if isinstance(wish, Wish) else wish
        return any(one.isVisible() for one in (view or self.shared).findChildren(QWidget, name))

    def texts(self, view=None):
        """Give every text shown on a view."""
        labels = (view or self.shared).findChildren(QLabel)
        return [label.text() for label in labels if label.text() and label.isVisible()]


def spoken(widget):
    """Give every text that assistive technology finds in a window, shown or not."""
    found, waiting = [], [QAccessible.queryAccessibleInterface(widget)]
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    while waiting:
        one = waiting.pop()
        if one is None or not one.isValid():
            continue
        found += [one.text(kind) for kind in kinds]
        waiting += [one.child(at) for at in range(one.childCount())]
    return "\n".join(filter(None, found))


def notes_of(run):
    """Give every text of the whole session that only the worker may read."""
    stage, deck = run.presenter._stage, run.deck
    notes = [note for chapter in deck.chapters for note in stage.notes(deck.plan, chapter.id)]
    return {note.text[language] for note in notes for language in ("fr", "en")}


@pytest.fixture
def plan(library):
    """Make a plan: plan("group", topics=("sextortion",))."""

    def make(level="group", topics=("sextortion",), ages=("12-14",), country="FR", languages=("fr", "en")):
        return session.suggest(level, topics, ages, country, languages, library)

    return make


@pytest.fixture
def run(window, plan, hands):
    """Make a session in a window, ready to begin: run(screens=[LEFT, RIGHT], language="en")."""
    made = []

    def factory(*, screens=(LEFT,), chosen=None, **wishes):
        if made:
            made[-1].presenter._end()
            hands.settle()
        made.append(Run(window(**wishes), chosen or plan(), Layout(*screens), hands))
        return made[-1]

    yield factory
    for one in made:
        one.presenter._end()
        one.screens.deleteLater()
    hands.settle()


@pytest.fixture(scope="session")
def tools():
    """What the tests of this folder share besides fixtures."""
    import types

    return types.SimpleNamespace(LEFT=LEFT, RIGHT=RIGHT, spoken=spoken, notes_of=notes_of)
