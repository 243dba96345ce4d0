"""A session of 45 minutes on a display whose screens come and go; writes what it found as one JSON line.

Started by `session_screens` with the commands of the display in its environment, the words to plant on its
standard input, and three places: where a family keeps its notes, and what a worker saves (session, pack).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from familyguide import app, cli
from familyguide.services import session
from familyguide.services.choices import Choices
from familyguide.services.navigation import Route
from familyguide.ui import files
from familyguide.ui.presenter.keys import Wish
from familyguide.ui.presenter.run import Presenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.ui.presenter.shared import SharedView

MODE = "1280x800"
WIDE, HIGH = 1280, 800
# Below the short sentence that says that the screens have changed.
SAID = 80
MINUTES = 45
# Pictures of the two seconds and more around a change.
ENOUGH = 5
FIRST, SECOND = "DUMMY0", "DUMMY1"
# The desktop stays as large as three screens: the server that shows nothing would else fill a smaller one
# with what stood in the memory of the larger, rows of one screen between rows of the other.
DESKTOP = ("--fb", f"{3 * WIDE}x{HIGH}")


def xrandr(*words: str) -> None:
    """Change the screens."""
    subprocess.run(["xrandr", *DESKTOP, *words], check=True, capture_output=True)  # noqa: S607 - of this display


def picture(top: int = 0, left: int = 0) -> str:
    """Give what a screen shows as a short sum: what lies `top` pixels below its edge and lower."""
    raw = subprocess.run(["xwd", "-root", "-silent"], check=True, capture_output=True).stdout  # noqa: S607
    # Header, height, bits a pixel, bytes a line, colours (XWDFile.h); it may pack a pixel in 3 bytes or 4.
    head, high, bits, line, colours = (int.from_bytes(raw[at : at + 4], "big") for at in (0, 20, 44, 48, 76))
    start, wide = head + colours * 12, bits // 8
    corners = (start + y * line + left * wide for y in range(top, min(HIGH, high)))
    shown = b"".join(raw[corner : corner + WIDE * wide] for corner in corners)
    # The fourth byte says nothing, and is not always the same.
    pixels = b"".join(shown[colour::wide] for colour in range(3))
    return hashlib.sha256(pixels).hexdigest()[:16]


class Eye(threading.Thread):
    """Looks at the shared screen again and again, whatever the guide is doing."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: list[str] = []
        self._is_done = threading.Event()

    def run(self) -> None:
        """Look until it is told to stop."""
        while not self._is_done.is_set():
            # A window that goes while it is being drawn leaves no picture.
            with contextlib.suppress(subprocess.CalledProcessError):
                self.seen.append(picture(SAID))

    def stop(self) -> list[str]:
        """Give every picture."""
        self._is_done.set()
        self.join()
        return self.seen


def heard(widget: QWidget) -> str:
    """Give every text that assistive technology finds in a window, shown or not."""
    found: list[str] = [widget.windowTitle()]
    waiting: list[Any] = [QAccessible.queryAccessibleInterface(widget)]
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    while waiting:
        one = waiting.pop()
        if one is not None and one.isValid():
            found += [one.text(kind) for kind in kinds]
            waiting += [one.child(at) for at in range(one.childCount())]
    found += [label.text() for label in widget.findChildren(QLabel)]
    return "\n".join(found)


class Proof:
    """The session, its clock, and what was found."""

    def __init__(self, words: list[str], kept: Path, saved: list[Path]) -> None:
        self.words, self.saved = words, saved
        self.application = app.make_application()
        self.library = cli.open_library()
        choices = Choices(language="fr", country="FR", theme="light")
        self.window = app.make_window(self.application, self.library, choices, folder=lambda: kept)
        # A fault ends the proof: nobody would read the guide's dialog about it.
        sys.excepthook = sys.__excepthook__
        self.window.finish()
        self.window.show()
        self.plan = session.suggest("group", ["sextortion"], ["12-14"], "FR", ["fr", "en"], self.library)
        self.now = 0.0
        self.found: dict[str, Any] = {"wrong": [], "controls": 0}
        self.run: Presenter

    def settle(self, seconds: float = 0.4) -> None:
        """Let the guide and the display go on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.005)

    def until(self, fits: Callable[[], object], seconds: float = 5) -> float:
        """Wait until something holds; gives the milliseconds."""
        begin = time.monotonic()
        while not fits():
            if time.monotonic() - begin > seconds:
                return -1
            self.application.processEvents()
            time.sleep(0.001)
        return round((time.monotonic() - begin) * 1000, 1)

    def wrong(self, what: str) -> None:
        """Note a fault."""
        self.found["wrong"].append(what)

    def control(self, name: str, *, is_found: object) -> None:
        """Note that a look finds what is there."""
        self.found["controls"] += 1
        if not is_found:
            self.wrong(f"the look itself fails: {name}")

    @property
    def shared(self) -> SharedView:
        """The shared view."""
        if self.run.shared is None:
            message = "there is no shared view"
            raise RuntimeError(message)
        return self.run.shared

    def press(self, name: str, where: QWidget) -> None:
        """Press a button."""
        button = next(one for one in where.findChildren(QWidget, name) if one.isVisible())
        getattr(button, "click")()  # noqa: B009 - found by name
        self.settle()

    def plant(self) -> None:
        """Keep nicknames in My family, and type a word into a sheet."""
        *nicknames, typed = self.words
        self.window.go_to(Route("family"))
        self.settle()
        self.press("Begin", self.window.page)
        for nickname, age in zip(nicknames, ("9-11", "12-14"), strict=True):
            fields = self.window.page.findChildren(QLineEdit, "Nickname")
            next(one for one in fields if one.isVisible()).setText(nickname)
            self.press(f"AddChild-{age}", self.window.page)
        self.control("the nicknames are shown", is_found=nicknames[0] in heard(self.window))
        sheet = next(row.id for row in self.library.rows("article") if row.group == "paper")
        self.window.go_to(Route("fill", sheet))
        self.settle()
        next(iter(self.window.page.findChildren(QPlainTextEdit))).setPlainText(typed)

    def save(self) -> None:
        """Save the plan, then the sheets that go home, as a worker does."""
        session_file, paper = self.saved
        self.window.context.session = self.plan
        self.window.go_to(Route("session", "plan"))
        self.settle(1)
        files.place_to_save = lambda *_asked: session_file
        self.press("SaveSession", self.window.page)
        self.window.go_to(Route("session", "pack"))
        self.settle(1)
        self.press("MakePack", self.window.page)
        files.place_to_save = lambda *_asked: paper
        save = "PrintSave"
        self.until(lambda: any(one.isVisible() for one in self.window.page.findChildren(QWidget, save)), 20)
        self.press(save, self.window.page)
        self.until(paper.exists, 20)
        if not session_file.exists() or not paper.exists():
            self.wrong("the session or its pack was not saved")

    def begin(self) -> None:
        """Start from the questions, on the screens that are there."""
        self.now = 0
        self.run = Presenter(self.window, self.plan, clock=lambda: self.now)
        self.window.presenter = self.run
        self.run.open()
        self.settle()
        self.press("Interpreter-0", self.window)
        self.press("SecondAdult-0", self.window)
        self.press("Begin", self.window)
        self.until(self.shared.isActiveWindow)
        self.settle()

    def choose(self, number: int) -> None:
        """Say which screen is the worker's, as a person does."""
        self.press("Wish-options", self.shared)
        self.press(f"Screen-{number}", self.shared)
        if self.until(lambda: self.run.worker is not None and self.run.worker.is_filled) < 0:
            self.wrong(f"no notes on screen {number}")
        self.settle(0.6)

    def secret(self) -> set[str]:
        """Give the texts that only the worker may read."""
        deck, stage = self.run.deck, self.run._stage  # noqa: SLF001 - the proof looks inside
        assert deck is not None  # noqa: S101 - it runs
        shown = " ".join(
            step.slide.text[one] for step in deck.steps if step.slide is not None for one in ("fr", "en")
        )
        notes = {
            note.text[one]
            for chapter in deck.chapters
            for note in stage.notes(deck.plan, chapter.id)
            for one in ("fr", "en")
        }
        return {note for note in notes if note not in shown}

    def listen(self, where: str) -> None:
        """Look for a note in what is told of the shared view."""
        told = heard(self.shared)
        held = [note for note in (*self.secret(), *self.words) if note in told]
        if held:
            self.wrong(f"{where}: the shared view tells {held[:2]}")

    def spoil(self, expected: str) -> None:
        """Put a note on the shared view: the picture must differ, those in between, and what is told."""
        note = next(iter(self.secret()))
        eye = Eye()
        eye.start()
        planted = QLabel(note, self.shared)
        planted.setGeometry(200, 300, 600, 60)
        planted.show()
        self.settle(1)
        self.control("a note in a picture", is_found=picture(SAID) != expected)
        self.control("a note in passing", is_found=set(eye.stop()) - {expected})
        before = len(self.found["wrong"])
        self.listen("a planted note")
        self.control("a note that is told", is_found=len(self.found["wrong"]) > before)
        del self.found["wrong"][before:]
        shiboken6.delete(planted)
        self.settle(0.4)
        self.control("the slide alone again", is_found=picture(SAID) == expected)

    def walk(self, where: str, *, left: int = 0) -> list[str]:
        """Go through the whole session in its minutes; gives a picture of each step."""
        deck = self.run.deck
        assert deck is not None  # noqa: S101 - it runs
        self.run.do(Wish.FIRST)
        pictures: list[str] = []
        # How many steps there are is known once the first has been laid out on its screen.
        while len(pictures) < len(deck.steps):
            self.settle(0.15)
            pictures.append(picture(left=left))
            self.listen(f"{where}, step {deck.at}")
            if self.run.worker is not None:
                self.now += MINUTES * 60 / len(deck.steps) + 0.01
            self.run.do(Wish.NEXT)
        return pictures

    def change(self, name: str, *order: str) -> None:
        """Change the screens while somebody looks at the shared one."""
        self.settle(0.5)
        expected = picture(SAID)
        if self.run.worker is None:
            self.wrong(f"{name}: there were no notes to lose")
        eye = Eye()
        eye.start()
        self.settle(0.2)
        # Beside the guide, which goes on as it would.
        changing = subprocess.Popen(["xrandr", *DESKTOP, *order])  # noqa: S607 - of this display
        gone = self.until(lambda: self.run.worker is None)
        changing.wait()
        self.settle(2.2)
        seen = eye.stop()
        strange = [one for one in seen if one != expected]
        self.found[name] = {"gone ms": gone, "pictures": len(seen), "strange": len(strange)}
        if gone < 0:
            self.wrong(f"{name}: the notes stay")
        if len(seen) < ENOUGH:
            self.wrong(f"{name}: only {len(seen)} pictures were taken")
        if strange:
            self.wrong(f"{name}: {len(strange)} of {len(seen)} pictures show something else")
        if not self.shared.isVisible() or self.shared.is_asked:
            self.wrong(f"{name}: the shared view does not simply stay")
        self.listen(name)
        shown = [one.objectName() for one in self.application.topLevelWidgets() if one.isVisible()]
        if shown != ["Stage"]:
            self.wrong(f"{name}: {shown} are shown")

    def leave(self) -> None:
        """Leave while the notes are shown; both screens are empty at once."""
        begin = time.perf_counter()
        self.press("LeaveButton", self.shared)
        self.found["left ms"] = round((time.perf_counter() - begin) * 1000 - 400, 1)
        if any(one.isVisible() for one in self.application.topLevelWidgets()):
            self.wrong("something of ours stays after Leave now")
        self.settle(0.5)
        empty = {picture(left=0), picture(left=WIDE)}
        if len(empty) != 1:
            self.wrong("a screen is not empty after Leave now")

    def all_of_it(self) -> None:
        """Do everything, one after the other."""
        xrandr("--addmode", SECOND, MODE)
        self.settle()
        self.plant()
        self.save()
        self.begin()
        self.spoil(picture(SAID))
        # The least room that the bars leave is known once every part was shown: a title may take two lines.
        self.walk("one screen, for the first time")
        alone = self.walk("one screen")
        self.found["steps"] = len(alone)
        self.found["different pictures"] = len(set(alone))
        xrandr("--output", SECOND, "--mode", MODE, "--right-of", FIRST)
        self.settle(2)
        if self.run.worker is not None:
            self.wrong("notes came by themselves with a second screen")
        self.choose(1)
        beside = self.walk("two screens")
        differ = [at for at, (one, two) in enumerate(zip(alone, beside, strict=True)) if one != two]
        if differ:
            self.wrong(f"with notes beside, the shared screen differs at the steps {differ}")
        if beside and picture(left=WIDE) in beside:
            self.wrong("the worker's screen shows the same as the shared one")
        worker = self.run.worker
        told = heard(worker) if worker is not None else ""
        self.found["notes heard on the worker's screen"] = sum(note in told for note in self.secret())
        elapsed = worker.findChild(QLabel, "Elapsed") if worker is not None else None
        self.found["elapsed"] = getattr(elapsed, "text", str)()
        if f" {MINUTES} min" not in self.found["elapsed"].replace("\u00a0", " "):
            self.wrong("the minutes of the session are not told to the worker")
        self.run.do(Wish.FIRST)
        self.changes()

    def changes(self) -> None:
        """Mirror the screens, pull them, and add one; at the end leave."""
        self.change("mirrored", "--output", SECOND, "--same-as", FIRST)
        self.run.do(Wish.OPTIONS)
        self.settle()
        if self.shared.findChild(QWidget, "Screen-0") is not None:
            self.wrong("mirrored screens are asked about")
        self.press("GoOn", self.shared)
        xrandr("--output", SECOND, "--right-of", FIRST)
        self.settle(2)
        if self.run.worker is not None:
            self.wrong("notes came by themselves when the screens were extended")
        self.choose(1)
        self.change("pulled", "--output", SECOND, "--off")
        xrandr("--output", SECOND, "--mode", MODE, "--right-of", FIRST)
        xrandr("--addmode", "DUMMY2", MODE)
        self.settle(2)
        self.choose(1)
        self.change("a third", "--output", "DUMMY2", "--mode", MODE, "--right-of", SECOND)
        xrandr("--output", "DUMMY2", "--off")
        self.settle(2)
        self.choose(1)
        self.pull_the_shared_one()
        xrandr("--output", FIRST, "--mode", MODE, "--pos", "0x0", "--output", SECOND, "--pos", f"{WIDE}x0")
        self.settle(2.5)
        where = self.shared.mapToGlobal(QPoint(0, 0)).x()
        self.choose(0 if where >= WIDE else 1)
        self.leave()

    def pull_the_shared_one(self) -> None:
        """Take away the screen that everybody looks at: the view comes to the other one, without notes."""
        expected = picture(SAID)
        xrandr("--output", FIRST, "--off", "--output", SECOND, "--pos", "0x0")
        gone = self.until(lambda: self.run.worker is None)
        self.settle(2.5)
        self.found["the shared one pulled"] = {"gone ms": gone, "comes over": picture(SAID) == expected}
        if gone < 0 or picture(SAID) != expected:
            self.wrong("pulled under the shared view, it does not come to the other screen alone")
        around = self.shared.screen().geometry()
        self.found["its screen"] = QRect(around).getRect()


def main() -> int:
    """Run the session; gives 0 when nothing was wrong."""
    kept, *saved = (Path(place) for place in sys.argv[1:])
    proof = Proof(sys.stdin.readline().split(), kept, saved)
    try:
        proof.all_of_it()
    finally:
        sys.stdout.write(json.dumps(proof.found, default=str) + "\n")
    return 1 if proof.found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
