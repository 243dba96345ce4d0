"""One fresh process of the real app: started, measured in one way, ended. The parent reads one JSON line."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import AT_REST_MS, answer
from benchmarks.ask import TYPED
from familyguide.services import paths

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QLabel, QWidget

    from benchmarks.watch import Steps
    from familyguide.services.navigation import Route
    from familyguide.ui.window import Window

MAIN_PAGES = ("talk", "settings", "signs", "todo", "help", "understand", "home")
# What is pressed from outside, one after the other.
PRESSED = ("talk", "help", "understand")
READ_PAGES = ("plan", "conversation", "checklist", "article")
ROUNDS = 2
SWITCHES = 6


def main(mode: str, compiled: str) -> int:
    """Start the app on a compiled file, by its own start, and measure."""
    # Said before the app reads it: which file it opens is no option of the product.
    paths.COMPILED = Path(compiled)
    from familyguide import app  # noqa: PLC0415
    from familyguide.__main__ import main as start  # noqa: PLC0415

    make, kept = app.make_window, list[Any]()
    made = {"start": watch_start, "stay": tell_places}

    def make_watched(*given: Any, **named: Any) -> Window:  # noqa: ANN401 - handed on unchanged
        window = make(*given, **named)
        kept.append(made[mode](window) if mode in made else drive(window, mode))
        return window

    app.make_window = make_watched
    sys.argv[1:] = ["--lang", "fr", "--country", "FR"]
    code = start()
    failed = getattr(kept[0], "failed", "") if kept else "the window was not made"
    if failed:
        sys.stderr.write(f"{mode}: {failed}\n")
    return code


def watch_start(window: Window) -> object:
    """Note the first paint that shows the heading of Home."""
    from PySide6.QtCore import QCoreApplication, QTimer  # noqa: PLC0415

    from benchmarks.watch import PaintWatch, is_on_screen  # noqa: PLC0415

    heading = heading_of(window, window.context.texts("home.title"))

    def painted(when: int, _heading: QWidget) -> None:
        def finish() -> None:
            found = answer.start(when)  # before the check, which takes pictures
            if is_on_screen(heading):
                answer.tell(found)
            QCoreApplication.quit()

        QTimer.singleShot(AT_REST_MS, finish)

    return PaintWatch([heading], painted)


def tell_places(window: Window) -> object:
    """Say where the rail and the language button are, once they are shown; then stay until ended."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    timer = QTimer(window, interval=AT_REST_MS)

    def look() -> None:
        from PySide6.QtWidgets import QAbstractButton  # noqa: PLC0415

        def middle(name: str) -> list[int]:
            buttons = [button for button in window.findChildren(QAbstractButton, name) if button.isVisible()]
            point = buttons[0].mapToGlobal(buttons[0].rect().center())
            return [point.x(), point.y()]

        if window.findChildren(QAbstractButton, "LanguageButton"):
            timer.stop()
            answer.tell(
                {"pages": [middle(f"Rail-{page}") for page in PRESSED], "language": middle("LanguageButton")}
            )

    timer.timeout.connect(look)
    timer.start()
    return timer


def drive(window: Window, mode: str) -> object:
    """Measure something in the window once it is at rest."""
    from benchmarks.watch import Driver  # noqa: PLC0415

    steps = {"pages": pages, "whole": whole, "search": search, "language": language}
    # The lower results of a search come 30 ms after the last key.
    return Driver(steps[mode](window), rest=80 if mode == "search" else 20)


def heading_of(window: Window, expected: str = "") -> QLabel:
    """Give the heading of the page shown; raises LookupError when it is not the one expected."""
    heading, texts = window.page.title_label, window.context.texts
    wrong = (texts("page.missing"), texts("page.damaged"))
    if heading is None or heading.text() in wrong or expected not in ("", heading.text()):
        message = f"{window.route} has the heading {heading.text() if heading else None!r}"
        raise LookupError(message)
    return heading


def visit(window: Window, page: str, item: str | None = None) -> Generator[list[QWidget], int, float]:
    """Go to a page; gives the milliseconds until its heading is on the screen."""
    from familyguide.services.navigation import Route  # noqa: PLC0415 - loaded with the app

    began = time.perf_counter_ns()
    window.go_to(Route(page, item))
    return ((yield [heading_of(window)]) - began) / 1e6


def pages(window: Window) -> Steps:
    """Go to every page, the first time and again."""
    library = window.context.library
    places: list[tuple[str, str | None]] = [(page, None) for page in MAIN_PAGES]
    places += [(kind, row.id) for kind in READ_PAGES for row in library.rows(kind) if row.id != "sixty"]
    found: dict[str, list[tuple[str, float]]] = {"first": [], "again": []}
    for number in range(ROUNDS):
        for page, item in places:
            took = yield from visit(window, page, item)
            found["again" if number else "first"].append((f"{page} {item or ''}".strip(), took))
    return dict(found)


def whole(window: Window) -> Steps:
    """Go to a page of 60 blocks: its visible part, then every block, also those below the window's edge."""
    from benchmarks.synthetic import LAST  # noqa: PLC0415
    from familyguide.ui.widgets.basic import Label  # noqa: PLC0415

    visible, complete = list[tuple[str, float]](), list[tuple[str, float]]()
    for _ in range(ROUNDS):
        took = yield from visit(window, "article", "sixty")
        visible.append(("", took))
        yield from visit(window, "home")
        began = time.perf_counter_ns()
        window.go_to(_route("article", "sixty"))
        window.grab()  # the visible part
        window.page.run_later()
        body = window.page.widget()
        if body is not None:
            body.grab()  # all of it
        complete.append(("", (time.perf_counter_ns() - began) / 1e6))
        last = [label for label in window.page.findChildren(Label) if label.text() == LAST]
        if not last or last[0].height() < last[0].fontMetrics().height():
            raise LookupError("the last of the 60 blocks is not shown")
        yield [heading_of(window)]
        yield from visit(window, "home")
    return {"visible": visible, "whole": complete}


def search(window: Window) -> Steps:
    """Type key by key; each key ends when a result of it is on the screen."""
    from PySide6.QtTest import QTest  # noqa: PLC0415
    from PySide6.QtWidgets import QAbstractButton  # noqa: PLC0415

    keys: list[tuple[str, float]] = []
    for words in TYPED:
        yield from visit(window, "home")
        field = window.top.search
        if field is None:
            raise LookupError("the window is too narrow for a search field")
        field.setFocus()
        for at, key in enumerate(words, 1):
            before: list[QWidget] = [*window.page.findChildren(QAbstractButton)]
            began = time.perf_counter_ns()
            QTest.keyClicks(field, key)
            shown: list[QWidget] = [*window.page.findChildren(QAbstractButton)]
            if window.route != _route("search", words[:at]):
                message = f"after {words[:at]!r} the window shows {window.route}"
                raise LookupError(message)
            # Rows that are new; a page that reuses its rows paints those again.
            painted = yield [button for button in shown if button not in before] or shown
            keys.append((words[:at], (painted - began) / 1e6))
    return {"keys": keys}


def language(window: Window) -> Steps:
    """Press the language button on Home and on a plan; each ends when the other heading is on the screen."""
    from PySide6.QtWidgets import QAbstractButton  # noqa: PLC0415

    switches: list[tuple[str, float]] = []
    for page, item in (("home", None), ("plan", window.context.library.rows("plan")[0].id)):
        yield from visit(window, page, item)
        for _ in range(SWITCHES):
            before = heading_of(window).text()
            began = time.perf_counter_ns()
            for button in window.top.findChildren(QAbstractButton, "LanguageButton"):
                button.click()
            if heading_of(window).text() == before:
                raise LookupError("the language button changed nothing")
            painted = yield [heading_of(window)]
            switches.append((page, (painted - began) / 1e6))
    return {"switches": switches}


def _route(page: str, item: str) -> Route:
    from familyguide.services.navigation import Route  # noqa: PLC0415

    return Route(page, item)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
