"""Leave beside programs that keep a clipboard alive, and look whether they give our words back.

A keeper takes what was copied over when its owner goes. Each is first tried on a text of another program,
which it must give back: else nothing would be proven.
"""

from __future__ import annotations

import secrets
import shutil
import sys
import time
from typing import NamedTuple

from prove._screen import Screen, children, missing, until

PLACES = ("clipboard", "primary", "secondary")
# What a keeper gives back, it gives back within this (seconds).
LONGEST = 3


# A program that copies the word it is given.
OTHER = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
QGuiApplication.clipboard().setText(sys.argv[1])
application.exec()
"""


class Keeper(NamedTuple):
    """A program that keeps a clipboard, as it is started."""

    program: str
    words: tuple[str, ...] = ()


KEEPERS = (
    Keeper("xfce4-clipman"),
    Keeper("parcellite", ("--no-icon",)),
)


class Trial:
    """One keeper on one display."""

    def __init__(self, screen: Screen, keeper: Keeper) -> None:
        self.screen = screen
        self.name = keeper.program
        self.found: list[str] = []
        self.tried = 0
        bus = ("dbus-run-session", "--") if shutil.which("dbus-run-session") else ()
        # It keeps its list in a home: not in the one of the reader.
        apart = {place: str(screen.folder) for place in screen.places}
        screen.start(*bus, keeper.program, *keeper.words, env=screen.environment | apart)
        time.sleep(2)

    def given_back(self, word: str) -> list[str]:
        """Name the places where a word can be pasted from, after the keepers had their time."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            time.sleep(0.5)
        return [place for place in PLACES if word in self.screen.clipboard(place)]

    def keeps(self) -> bool:
        """Tell whether the keeper gives back what a program copied that has gone."""
        word = secrets.token_hex(6)
        for _ in range(3):
            owner = self.screen.start(sys.executable, "-c", OTHER, word)
            until(lambda: word in self.screen.clipboard(), 10)
            time.sleep(1)
            owner.kill()
            owner.wait()
            if "clipboard" in self.given_back(word):
                return True
        return False

    def visit(self, name: str, mode: str, *leaving: str) -> None:
        """Search for a word, copy it by keys and by mouse, leave in some way, and look."""
        screen, word = self.screen, "zq" + secrets.token_hex(4)
        process = screen.guide(*([mode] if mode else []), "--lang", "fr", "--country", "FR")
        if not until(screen.windows):
            self.found.append(f"{name}: no window came")
            return
        time.sleep(2)
        if mode == "--kiosk":
            screen.key("Return")
            time.sleep(1)
        before = children(process.pid)
        screen.key("ctrl+f")
        screen.type(word)
        screen.key("Return")
        time.sleep(1)
        screen.key("ctrl+f", "ctrl+a", "ctrl+c")
        screen.key("shift+Home")
        if not until(lambda: word in screen.clipboard(), 10):
            self.found.append(f"{name}: the search itself fails, nothing was copied")
        self.tried += 1
        if leaving[0] == "close":
            screen.run("wmctrl", "-i", "-c", (screen.windows() or [""])[-1])
        else:
            screen.key(*leaving)
        if mode == "--kiosk":
            until(lambda: len(now := children(process.pid)) == 1 and now != before, 30)
        elif not until(lambda: process.poll() is not None, 20):
            self.found.append(f"{name}: the process did not end")
        self.found += [f"{name}: given back in the {place}" for place in self.given_back(word)]
        process.kill()
        until(lambda: not screen.windows(), 10)

    def foreign(self) -> None:
        """Copy in our window, then elsewhere: what the other program copied stays."""
        screen, word = self.screen, "zz" + secrets.token_hex(4)
        process = screen.guide("--guest", "--lang", "fr", "--country", "FR")
        until(screen.windows)
        time.sleep(2)
        screen.key("ctrl+f")
        screen.type("webcam")
        time.sleep(1)
        screen.key("ctrl+f", "ctrl+a", "ctrl+c")
        until(lambda: "webcam" in screen.clipboard(), 10)
        screen.start(sys.executable, "-c", OTHER, word)
        until(lambda: word in screen.clipboard(), 10)
        screen.key("Shift_L", "Shift_L", "Shift_L")
        until(lambda: process.poll() is not None, 20)
        self.tried += 1
        if not self.given_back(word):
            self.found.append("another program's text was taken out of the clipboard")


def run() -> tuple[bool, str]:
    """Try every keeper that is installed; gives whether nothing came back, and what was done."""
    lacking = missing("wmctrl")
    if lacking:
        return False, f"not installed: {', '.join(lacking)}"
    lines, found = [], []
    thrice = ("Shift_L", "Shift_L", "Shift_L")
    for keeper in KEEPERS:
        if shutil.which(keeper.program) is None:
            lines.append(f"{keeper.program}: not installed, skipped: nothing is proven of it")
            continue
        with Screen() as screen:
            trial = Trial(screen, keeper)
            if not trial.keeps():
                lines.append(f"{keeper.program}: gives nothing back on this display: nothing is proven of it")
                continue
            trial.visit("guest, Leave now", "--guest", *thrice)
            trial.visit("guest, window closed", "--guest", "close")
            trial.visit("home, Leave now", "", *thrice)
            trial.visit("home, window closed", "", "close")
            trial.visit("public PC, Leave now", "--kiosk", *thrice)
            trial.foreign()
            lines.append(f"{keeper.program}: {trial.tried} visits, {len(trial.found)} times something wrong")
            found += [f"{keeper.program}: {one}" for one in trial.found]
    lines.append(f"{len(found)} times something came back or went wrong")
    return not found, "\n".join([*lines, *found])


if __name__ == "__main__":
    passed, text = run()
    print(text)
    sys.exit(0 if passed else 1)
