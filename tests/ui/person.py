"""A person at the window: what they see, press and type; tests speak through this."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from functools import cache

import pytest
from each import some
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from familyguide.guide import bidi
from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.ui.theme.tokens import contrast
from familyguide.ui.widgets.basic import FlowHeading, HeadingLabel, LayoutButton
from familyguide.ui.window import Window

READ_PAGES = ("conversation", "plan", "checklist", "article", "agreement")


def settle():
    """Let everything that was put off happen: layouts, late parts, painting, deletions."""
    for _ in range(4):
        QApplication.processEvents()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Window) and not widget.isVisible():
            # It is never painted: a test that shows nothing has its pages whole at once, and old ones go.
            widget.page.run_later()
            widget._clear_away()
    # Qt paints some milliseconds later, and the lower parts of a page come after that.
    wait(lambda: not any(map(is_waiting, QApplication.topLevelWidgets())), 5)
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait(holds, seconds=10):
    """Let the window live until something holds; tells whether it came.

    Between two looks the processor is free: Qt would ask for events without a pause, and take it from the
    worker that is waited for.
    """
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        QApplication.processEvents()
        time.sleep(0.001)
    return True


@contextlib.contextmanager
def room_for(size):
    """Make windows at a size, as on a screen that has room for it; the small one here builds them twice."""
    with pytest.MonkeyPatch.context() as screen:
        screen.setattr(Window, "_first_size", lambda _window: QSize(*size))
        yield


def is_waiting(widget):
    """Tell whether a window on the screen still builds its page; one that is covered is never painted."""
    return isinstance(widget, Window) and widget.page.isVisible() and not widget.page.is_whole


def plain(text):
    """Bring a text to its bare words: no mnemonic, no no-break space, no case, no marks of right to left."""
    text = bidi.plain(text)
    return " ".join(text.replace("&&", "&").replace("\u00a0", " ").split()).casefold()


def every_route(library, country):
    """Name every page of the guide that is made alone: each kind, plan, question, step of one conversation.

    Of the pages that are made the same way (talks, checklists, articles, signs) a share.
    """
    from familyguide.services.directory import Directory

    triage = library.triage.happening
    routes = [Route(page) for page in ("home", "talk", "settings", "signs", "todo", "understand")]
    routes += [Route(page) for page in ("country", "agreement", "changes", "keyboard")]
    routes += [Route("session"), Route("session", "new"), Route("easy"), Route("easy", "help")]
    routes += [Route("settings", "plan"), Route("search", ""), Route("search", "webcam")]
    routes += [Route("todo", part=part) for part in ("unsafe", "list")]
    routes += [Route("todo", part=question.id) for question in triage.questions]
    routes += [Route("help", need) for need in Directory(library).needs(country)]
    routes += [Route("help", "without-voice"), Route("tongues")]
    routes += [Route("tongues", code) for code in library.tongues]
    routes += [Route("help", part=entry.services[0].id) for entry in Directory(library).strip(country)]
    for page in READ_PAGES:
        rows = library.rows(page)
        routes += [Route(page, row.id) for row in (rows if page == "plan" else some(rows, 8))]
    routes += [Route("signs", row.id) for row in some(library.rows("sign"), 10)]
    first = library.rows("conversation")[0].id
    routes += [Route("conversation", first, part) for part in (*m.PARTS[1:], "next")]
    return routes


def sample_routes(library, country):
    """Name one page of each kind and state."""
    kinds = {}
    for route in every_route(library, country):
        kinds.setdefault(
            (route.page, route.item is None, route.part in (None, "unsafe", "list", "next")), route
        )
    return [*kinds.values(), Route("todo", part="unsafe"), Route("conversation", "cameras-live-9-11", "next")]


class Person:
    """Someone who uses one window."""

    def __init__(self, window):
        self.window = window
        self.texts = window.context.texts

    # Going.

    def go(self, *names, **parts):
        """Visit a route and wait until it is whole."""
        route = names[0] if names and isinstance(names[0], Route) else Route(*names, **parts)
        self.window.go_to(route)
        settle()
        return self.window.page

    @property
    def page(self):
        return self.window.page

    @property
    def route(self):
        return self.window.route

    # Seeing.

    def sees(self, widget):
        """Tell whether a widget is shown, scrolled into view or not."""
        return widget.isVisibleTo(self.window)

    def all_of(self, kind, where=None):
        """Give the shown widgets of a kind, in the order they were made."""
        return [found for found in (where or self.window).findChildren(kind) if self.sees(found)]

    def find(self, name, where=None):
        """Give the one shown widget of an object name."""
        found = [w for w in (where or self.window).findChildren(QWidget, name) if self.sees(w)]
        assert found, f"{name} is not shown on {self.route}"
        return found[0]

    def has(self, name, where=None):
        """Tell whether a widget of an object name is shown."""
        return any(self.sees(w) for w in (where or self.window).findChildren(QWidget, name))

    def numbers(self, where=None):
        """Give the numbers to dial that are shown."""
        return [w.text() for w in (where or self.window).findChildren(QLabel, "Number") if self.sees(w)]

    def words(self, where=None):
        """Give every text shown, as one text."""
        where = where or self.window
        texts = [label.text() for label in self.all_of(QLabel, where)]
        texts += [
            button.text()
            for button in (where, *self.all_of(QAbstractButton, where))
            if hasattr(button, "text")
        ]
        return "\n".join(filter(None, texts))

    def on_first_screen(self, widget):
        """Tell whether a widget of the page is whole in view without scrolling."""
        return self.page.verticalScrollBar().value() == 0 and self.in_view(widget)

    def in_view(self, widget):
        """Tell whether a widget of the page is whole in view where the page stands now."""
        view = self.page.viewport()
        return view.rect().contains(place(widget, view))

    def whole(self, widget):
        """Tell whether a widget is whole inside the window."""
        return self.sees(widget) and self.window.rect().contains(place(widget, self.window))

    def pressable(self, where=None):
        """Give every shown button that can be pressed."""
        return [b for b in self.all_of(QAbstractButton, where) if b.isEnabled()]

    def focusable(self, where=None):
        """Give every shown control that Tab must reach."""
        return [
            w
            for w in self.all_of(QWidget, where)
            if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled() and w.focusProxy() is None
        ]

    # Doing.

    def press(self, target, where=None):
        """Press a button, found by name or given."""
        button = self.find(target, where) if isinstance(target, str) else target
        button.click()
        settle()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Press and let go a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        settle()

    def strike(self, key, modifier=Qt.KeyboardModifier.NoModifier, times=1):
        """Press a key as the system hands it to the window in front: shortcuts and watches meet it too."""
        for _ in range(times):
            front = QGuiApplication.focusWindow() or self.window.windowHandle()
            QTest.keyClick(front, key, modifier)
        settle()

    def reach(self, *names):
        """Come to a control by Tab alone, past each other one once at most; the last name is where it is."""
        for name in names:
            passed = []
            while (focus := QApplication.focusWidget()) is None or focus.objectName() != name:
                assert focus is None or focus not in passed[1:], f"Tab never comes to {name} on {self.route}"
                passed.append(focus)
                front = QGuiApplication.focusWindow() or self.window.windowHandle()
                QTest.keyClick(front, Qt.Key.Key_Tab)
        return QApplication.focusWidget()

    def use(self, *names):
        """Come to each control by Tab alone and press it with Enter."""
        for name in names:
            self.reach(name)
            self.strike(Qt.Key.Key_Return)

    def write(self, text):
        """Type a text key by key, as the system hands it to the window in front."""
        for letter in text:
            QTest.keyClick(QGuiApplication.focusWindow() or self.window.windowHandle(), letter)
        settle()

    def type(self, text):
        """Type a text where the focus is, key by key."""
        for letter in text:
            QTest.keyClick(QApplication.focusWidget(), letter)
        settle()

    def tab_until(self, fits, most=200):
        """Press Tab until the focus fits; gives the widget."""
        for _ in range(most):
            QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            if focus is not None and fits(focus):
                return focus
        raise AssertionError("Tab never came there")


def place(widget, inside):
    """Give the rectangle of a widget inside another."""
    return QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())


def region_of(person, widget):
    """Name the part of the window a control stands in, by its place in the reading order."""
    window = person.window
    for at, region in enumerate((window.top, window.rail, window.page, window.strip)):
        if region is widget or region.isAncestorOf(widget):
            return at
    return -1


def accessible(widget):
    """Give what assistive technology is told about a widget."""
    return QAccessible.queryAccessibleInterface(widget)


def name_of(widget):
    """Give the name a screen reader says."""
    return accessible(widget).text(QAccessible.Text.Name)


def told(widget):
    """Describe a widget in a failure."""
    text = getattr(widget, "text", str)() or widget.accessibleName()
    size = f"{widget.width()}x{widget.height()}"
    return f"{type(widget).__name__} {widget.objectName()!r} {text[:50]!r} {size}"


def out_of_order(widgets, inside):
    """Pairs of which the later one stands over the earlier one, or left of it on the same line."""
    places = [(widget, place(widget, inside)) for widget in widgets]
    for at, (widget, here) in enumerate(places):
        for later, there in places[at + 1 :]:
            above = (
                there.bottom() <= here.top() and there.left() < here.right() and here.left() < there.right()
            )
            shared = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
            beside = there.right() <= here.left() and shared > min(here.height(), there.height()) / 2
            if above or beside:
                yield f"{told(later)} comes after {told(widget)}"
                break


@cache
def _ratio(one, other):
    return contrast(QColor(one).name(), QColor(other).name())


def _pixels(window, at):
    image = window.grab(at).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return list(memoryview(image.constBits()).cast("I"))


def mark_of_focus(control, least=3, away=None):
    """Give how thick the focus stands out: pixels that change by 3 to 1 or more, for each pixel around it.

    Compared is the control when the focus has gone, or is `away` on another one.
    """
    window = control.window()
    # A line around it may lie outside; no more than this of what stands beside.
    at = place(control, window).adjusted(-3, -3, 3, 3) & window.rect()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = _pixels(window, at)
    if away is None:
        control.clearFocus()
    else:
        away.setFocus(Qt.FocusReason.TabFocusReason)
    pairs = zip(with_focus, _pixels(window, at), strict=True)
    strong = sum(1 for one, other in pairs if one != other and _ratio(one, other) >= least)
    return strong / (2 * (control.width() + control.height()))


# Faults that no page may have. Each takes the person at a page and yields sentences.


def cut_off(person):
    """Texts that do not fit into their place."""
    for label in person.all_of(QLabel):
        if label.text():
            yield from _cut_label(person, label)
    for button in person.all_of(QPushButton):
        hint = button.sizeHint()
        if button.layout() is not None:
            if button.height() < button.heightForWidth(button.width()):
                yield f"too low for its words: {told(button)}"
        elif button.width() < hint.width() or button.height() < hint.height():
            yield f"smaller than its words ({hint.width()}x{hint.height()}): {told(button)}"
    for field in person.all_of(QLineEdit):
        needed = field.fontMetrics().horizontalAdvance(field.placeholderText())
        # In the stretched language a hint may be elided: the field's name says it whole.
        if not field.text() and not field.placeholderText().startswith("[") and needed > field.width() - 20:
            yield f"its hint needs {needed}: {told(field)}"


def _cut_label(person, label):
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if label.height() < needed:
            yield f"needs {needed} high: {told(label)}"
        metrics = label.fontMetrics()
        longest = max(
            (metrics.horizontalAdvance(word) for word in label.text().split(" ") if word), default=0
        )
        if longest > label.contentsRect().width():
            yield f"a word needs {longest}: {told(label)}"
    elif label.width() < label.sizeHint().width() or label.height() < label.sizeHint().height():
        hint = label.sizeHint()
        yield f"needs {hint.width()}x{hint.height()}: {told(label)}"
    inside = person.page.viewport() if person.page.isAncestorOf(label) else person.window
    at = place(label, inside)
    if at.left() < 0 or at.right() > inside.width():
        yield f"runs out at the side ({at.left()} to {at.right()} of {inside.width()}): {told(label)}"
    parent = label.parentWidget()
    if isinstance(parent, LayoutButton) and not parent.rect().contains(label.geometry()):
        yield f"runs out of its button: {told(label)}"


def small_targets(person):
    """Controls that are hard to hit."""
    for control in (*person.all_of(QPushButton), *person.all_of(QLineEdit)):
        if control.height() < 40 or control.width() < 40:
            yield f"smaller than 40: {told(control)}"


def badly_named(person):
    """Controls whose name a screen reader could not use."""
    siblings = {}
    before = None
    for control in person.focusable():
        name = plain(name_of(control))
        if not name:
            yield f"no name: {told(control)}"
        if name in (type(control).__name__.casefold(), control.metaObject().className().casefold()):
            yield f"named after its class: {told(control)}"
        label = plain(first_words(control))
        if label and label not in name:
            yield f"shows {label!r} and is called {name!r}"
        # The same name twice is right where both lead to the same place, and confusing anywhere else.
        leads = getattr(control, "value", None)
        other = siblings.setdefault((id(control.parentWidget()), name), leads)
        if other != leads or (before is not None and before == (control.parentWidget(), name)):
            yield f"called like its neighbour: {name!r}"
        before = (control.parentWidget(), name)


def first_words(control):
    """Give the words on a control that its name must hold; numbers are said in words there."""
    if isinstance(control, QPushButton) and control.layout() is None:
        return control.text()
    for label in control.findChildren(QLabel):
        if label.text() and label.objectName() != "Number" and not label.isHidden():
            return label.text().lstrip("… ").partition("\n")[0]
    return ""


def unheard_headings(person):
    """Headings that a screen reader does not hear as such."""
    for label in (*person.all_of(HeadingLabel), *person.all_of(FlowHeading)):
        made = accessible(label)
        if made.role() != QAccessible.Role.Heading:
            yield f"no heading: {told(label)}"
        if made.text(QAccessible.Text.Name) != label.text():
            yield f"called {made.text(QAccessible.Text.Name)!r}: {told(label)}"


def pale(person, least):
    """Texts that do not stand out from what is painted behind them."""
    image = person.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    # On a screen of finer points the picture has more of them than the window.
    fine = image.devicePixelRatio()
    whole = image.rect()
    # A list of every pixel, line after line: asking the picture for each would take most of a walk.
    wide = image.bytesPerLine() // 4
    pixels = memoryview(image.constBits()).cast("I")
    view = person.page.viewport()
    for label in person.all_of(QLabel):
        inside = person.page.isAncestorOf(label)
        if not label.text() or (inside and not view.rect().contains(place(label, view))):
            continue
        at = place(label, person.window)
        at = QRect(
            round(at.x() * fine), round(at.y() * fine), round(at.width() * fine), round(at.height() * fine)
        )
        # A frame between two points of the screen is smoothed into both.
        frame = 1 if fine == 1 else round(3 * fine)
        at = at.adjusted(frame, frame, -frame, -frame)
        if not whole.contains(at):
            continue
        if label.property("role") in ("step-number",) or str(label.property("role")).startswith("badge"):
            at = at.adjusted(*(round(side * fine) for side in (4, 4, -4, -4)))
        edge = Counter()
        for y in (at.top(), at.bottom()):
            edge.update(pixels[y * wide + at.left() : y * wide + at.right() : 3])
        back = QColor(edge.most_common(1)[0][0]).name()
        front = label.palette().color(label.foregroundRole()).name()
        if contrast(front, back) < least:
            yield f"{contrast(front, back):.1f} to 1 ({front} on {back}): {told(label)}"


def without_people(person):
    """Pages that have lost the help strip, Leave now, or the window's name."""
    strip = person.numbers(person.window.strip)
    if not strip:
        yield "the strip shows no number"
    for name in ("LeaveButton", "Strip-emergency"):
        if not person.has(name) or not person.whole(person.find(name)):
            yield f"{name} is not whole in view"
    if person.window.windowTitle() != person.texts("app.name"):
        yield f"the window is called {person.window.windowTitle()!r}"
    if person.all_of(QCheckBox):
        yield "a check box"


def rich(person):
    """Labels that would read a content file as HTML."""
    for label in person.all_of(QLabel):
        if label.text() and label.textFormat() != Qt.TextFormat.PlainText:
            yield told(label)


FAULTS = {
    "cut off": cut_off,
    "rich": rich,
    "small targets": small_targets,
    "badly named": badly_named,
    "unheard headings": unheard_headings,
    "without people": without_people,
}


# Buttons that are no path to a page: they leave, go where one was, or change how a page looks.
NO_PATH = (
    "LeaveButton",
    "BackButton",
    "ForwardButton",
    "MenuButton",
    "ReadingButton",
    "LanguageButton",
    "Fold-",
    "Copy-",
    # A box of the system, which would wait for an answer.
    "OpenSession",
    "SaveSession",
    "Qr-",
)


@contextlib.contextmanager
def going_nowhere(window):
    """Note where buttons lead, without going there or choosing anything; yields the list of routes."""
    led = []
    kind, service, history = type(window), window.context.service, window._history
    show, visited, at = kind._show, list(history._visited), history._at
    kind._show = lambda _self, route, *_args, **_kwargs: led.append(route)
    service.change = lambda **_changes: None
    try:
        yield led
    finally:
        kind._show = show
        del service.change
        history._visited, history._at = visited, at


def ways_on(person, route):
    """Press every button of a page; gives the button that leads to each route."""
    person.go(route)
    ways = {}
    with going_nowhere(person.window) as led:
        for button in person.pressable():
            if button.objectName().startswith(NO_PATH):
                continue
            button.click()
            for reached in led:
                ways.setdefault(reached, button.objectName())
            led.clear()
    return ways


def kind_of(route):
    """Give the kind of page a route shows: the first of a page, or a place inside it."""
    return route.page, route.item is None, route.part is None


def presses_to(person, goals, most, known):
    """Look for goals from Home, so many presses away at most; gives a path (page, button) to each route.

    `known` holds the pages that led to goals before: they are asked first, and this search adds its own.
    """
    taken = {Route("home"): ()}
    waiting = [Route("home")]
    looked = Counter()
    while waiting and not goals <= taken.keys():
        # Every kind of page gets its turn before a second one of any kind: the goals come soon.
        route = min(waiting, key=lambda one: (one not in known, looked[kind_of(one)], -len(taken[one])))
        waiting.remove(route)
        looked[kind_of(route)] += 1
        for reached, button in ways_on(person, route).items():
            path = (*taken[route], (route, button))
            if len(path) < len(taken.get(reached, path + path)):
                taken[reached] = path
                if len(path) < most:
                    waiting.append(reached)
    known.update(page for goal in goals & taken.keys() for page, _ in taken[goal])
    return taken
